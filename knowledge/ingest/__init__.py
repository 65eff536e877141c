"""Files of a librarian's own, read into documents. Nothing here decides what a document is worth."""
