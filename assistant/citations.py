"""A citation: a stretch of a passage, word for word, with where it stands and where to read on."""

from assistant.answers import Citation
from knowledge.bibliography import link
from knowledge.library import Library
from knowledge.records import Passage


def cite(passage: Passage, library: Library, span: tuple[int, int] | None = None) -> Citation:
    """The citation of a passage, or of the characters ``span`` of it (the first, and the one after the last)."""
    start, end = span or (0, len(passage.text))
    return Citation(
        source_id=passage.source_id,
        passage_id=passage.id,
        kind=passage.kind,
        quote=passage.text[start:end],
        start=start,
        end=end,
        locator=passage.locator,
        url=link(library.source_of(passage)),
    )
