"""Word documents (DOCX): paragraphs, tables and footnotes, parted by their headings."""

import io
import re
from collections.abc import Iterator, Set
from typing import Any

from knowledge.ingest.containers import Container
from knowledge.ingest.documents import Csl, Document, Part, Unreadable
from knowledge.ingest.faults import shown
from knowledge.ingest.markup import MAXIMUM_MARKS, parse_xml
from knowledge.ingest.metadata import describe
from knowledge.ingest.packages import missing, quiet
from knowledge.ingest.sections import Block, sections, words

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT = frozenset({f"{_W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
_PARAGRAPH = f"{_W}p"
_ID = f"{_W}id"
_FOOTNOTES = "word/footnotes.xml"
_CORE_PROPERTIES = "/metadata/core-properties"
_HEADING_STYLE = re.compile(r"heading [1-9]", re.IGNORECASE)
_SPACES = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_JOINED_WITH = {f"{_W}p": "", f"{_W}tc": " ", f"{_W}tr": " | "}
"""What stands between the pieces of a paragraph, a cell and a row: figures of a table must not run together."""

_NOT_SAID = frozenset({f"{_W}del", f"{_W}moveFrom", _FALLBACK})
"""Text that was struck out or moved away, and copies of a drawing's text for old programs."""


def read_docx(content: bytes, name: str) -> Document:
    """The document in a DOCX file. Headings begin parts; each footnote is one of its own ("footnote 2").

    Raises ``Unreadable`` for a damaged, protected or oversized file, and for one without text.
    """
    try:
        import docx
    except ImportError as error:
        raise missing("python-docx") from error
    package = Container(content)
    _check(package)
    with quiet("docx"):
        try:
            opened = docx.Document(io.BytesIO(content))
            headings = {style.style_id for style in opened.styles if _HEADING_STYLE.fullmatch(style.name or "")}
            body = opened.element.body
            csl = _csl(opened.part.package)
            parts = (*sections(_blocks(body, headings)), *_footnotes(package, body))
        except Unreadable:
            raise
        except Exception as error:  # python-docx names no error for a package that breaks its format's rules
            reason = shown(f"{type(error).__name__}: {error}")
            raise Unreadable(f"the file is no sound DOCX document ({reason}); save it again in Word") from error
    if not parts:
        raise Unreadable("the document holds no text")
    return Document(name=name, csl=csl, parts=parts)


def _check(package: Container) -> None:
    """Parses every XML file of the package within bounds first: python-docx sets none, and keeps many of them."""
    marks = 0
    for member in sorted(package.names):
        if member.lower().endswith((".xml", ".rels")):
            content = package.read(member)
            marks += content.count(b"<") + content.count(b"=")
            if marks > MAXIMUM_MARKS:
                raise Unreadable(f"the document has more than the {MAXIMUM_MARKS:,} tags and attributes that are read")
            parse_xml(content, member)


def _blocks(root: Any, headings: Set[str | None]) -> Iterator[Block]:
    """Paragraphs and rows of tables in reading order; a text box comes before the paragraph that holds it."""
    from lxml import etree

    open_elements: list[tuple[str, list[str]]] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start" and tag in _NOT_SAID:
            walk.skip_subtree()
        elif event == "start" and tag in _JOINED_WITH:
            open_elements.append((tag, []))
        elif event == "start" and open_elements:
            open_elements[-1][1].append(_said(element))
        elif event == "end" and tag in _JOINED_WITH:
            _, pieces = open_elements.pop()
            text = words(_JOINED_WITH[tag].join(filter(None, pieces)))
            if open_elements and open_elements[-1][0] != _PARAGRAPH:
                open_elements[-1][1].append(text)
            else:
                is_heading = tag == _PARAGRAPH and _style(element) in headings
                yield Block(text, level=int(is_heading))


def _said(element: Any) -> str:
    if element.tag in _TEXT:
        return element.text or ""
    return _SPACES.get(element.tag, "")


def _style(paragraph: Any) -> str | None:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return None if style is None else style.get(f"{_W}val")


def _footnotes(package: Container, body: Any) -> Iterator[Part]:
    """Footnotes in the order in which the text refers to them, which is how Word numbers them."""
    if _FOOTNOTES not in package.names:
        return
    notes = {note.get(_ID): note for note in parse_xml(package.read(_FOOTNOTES), _FOOTNOTES).iter(f"{_W}footnote")}
    references = dict.fromkeys(reference.get(_ID) for reference in body.iter(f"{_W}footnoteReference"))
    for number, key in enumerate(references, start=1):
        if key in notes:
            paragraphs = [block.text for block in _blocks(notes[key], frozenset()) if block.text]
            if paragraphs:
                yield Part("\n\n".join(paragraphs), f"footnote {number}")


def _csl(package: Any) -> Csl:
    """The core properties, where the file has any: python-docx would make some up."""
    if not any(relation.reltype.endswith(_CORE_PROPERTIES) for relation in package.rels.values()):
        return {}
    properties = package.core_properties
    # When the file was made is not when the work was.
    return describe(title=properties.title, authors=[properties.author], language=properties.language)
