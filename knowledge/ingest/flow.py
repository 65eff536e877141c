"""The text of XHTML, cut at the edges of its blocks: what a browser sets on lines of its own."""

from collections.abc import Iterator
from typing import Any

from knowledge.ingest.markup import local_name
from knowledge.ingest.sections import Block, words

_INLINE = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i img ins kbd label mark q rb rp rt ruby s samp small span "
    "strike strong sub sup time tt u var wbr hi ref graphic".split()  # the last three are trafilatura's
)
_UNSEEN = frozenset({"script", "style", "template"})
_BREAKS = frozenset({"br", "lb"})
_CELLS = frozenset({"td", "th", "cell"})
_ROWS = frozenset({"tr", "row"})
_CELL_EDGE = "\x1f"
"""A character that XML cannot hold, so that no text can pretend to be the edge of a cell."""


def blocks(root: Any, *, headings: frozenset[str]) -> Iterator[Block]:
    """The paragraphs and headings under ``root`` in reading order, some of them empty.

    ``headings`` are the names of elements that are one. A row of a table is one paragraph with " | " between
    its cells: the figures in them must not run together.
    """
    from lxml import etree

    pieces: list[str] = []
    rows = level = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        kind = local_name(element)
        is_start = event == "start"
        if is_start and kind in _UNSEEN:
            walk.skip_subtree()
            continue
        if kind in _CELLS and rows:
            pieces.append(_CELL_EDGE)
        elif kind in _BREAKS or (rows and kind not in _INLINE | _ROWS):
            pieces.append(" ")
        elif kind not in _INLINE:
            yield Block(_text(pieces), level=level)
            pieces = []
        step = 1 if is_start else -1
        rows += step if kind in _ROWS else 0
        level += step if kind in headings else 0
        pieces.append((element.text if is_start else element.tail) or "")
    yield Block(_text(pieces))


def _text(pieces: list[str]) -> str:
    return " | ".join(filter(None, map(words, "".join(pieces).split(_CELL_EDGE))))
