"""How a question becomes a labelled, cited answer, and how people reach it."""

__version__ = "0.1.0"
