from assistant.pages.source import short_name as short_name
