"""The pictures that a page may show."""

from assistant.pages.provenance_graph import provenance_figure
from assistant.pages.tellings import tellings_figure
from assistant.pages.timeline import timeline_figure

__all__ = ["provenance_figure", "tellings_figure", "timeline_figure"]
