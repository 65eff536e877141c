"""How a question becomes a labelled, cited answer, and how people reach it."""
