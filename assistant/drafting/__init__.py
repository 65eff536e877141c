"""A language model's draft: asked for, read, checked sentence by sentence, and put in its place. The model drafts; code
decides. Nothing here knows of LangChain."""
