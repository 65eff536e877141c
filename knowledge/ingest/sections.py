"""A document's blocks, gathered into parts under the headings they stand under."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.ingest.documents import Part, Unreadable
from knowledge.normalisation import collapse

MAXIMUM_PARTS = 100_000
_LONGEST_LOCATOR = 120
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a heading where ``level`` is not 0; white space does not matter yet."""

    text: str
    level: int = 0


def words(text: str) -> str:
    """The text with white space collapsed, and U+FFFD for what UTF-8 cannot write or a database cannot hold."""
    return collapse(_UNWRITABLE.sub("�", text))


def locator(heading: str) -> str | None:
    """A heading as a locator: on one line, cut between words where it is long; ``None`` for an empty one."""
    text = words(heading)
    if len(text) <= _LONGEST_LOCATOR:
        return text or None
    start = text[:_LONGEST_LOCATOR]
    return (start.rpartition(" ")[0] or start) + " …"


def sections(blocks: Iterable[Block]) -> tuple[Part, ...]:
    """Parts that each begin with a heading, which is both their locator and their first paragraph.

    What stands before the first heading is a part without locator. Raises ``Unreadable`` where the
    headings are more than any document has.
    """
    parts: list[Part] = []
    place: str | None = None
    paragraphs: list[str] = []
    for block in blocks:
        text = words(block.text)
        if not text:
            continue
        if block.level:
            if paragraphs:
                parts.append(Part("\n\n".join(paragraphs), place))
            if len(parts) >= MAXIMUM_PARTS:
                raise Unreadable(f"the file has more than {MAXIMUM_PARTS:,} headings; split it into several documents")
            place, paragraphs = locator(text), []
        paragraphs.append(text)
    if paragraphs:
        parts.append(Part("\n\n".join(paragraphs), place))
    return tuple(parts)
