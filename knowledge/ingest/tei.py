"""TEI P5 files (https://tei-c.org/release/doc/tei-p5-doc/en/html/): editions of documents, and whole works.

A file with ``div`` elements of type document, such as a volume of FRUS, gives one document for each; any other
text is one document, whose parts bear the headings of its divisions.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from knowledge.ingest.documents import Document, Part, Unreadable
from knowledge.ingest.faults import shown
from knowledge.ingest.frus import find_documents, read_document, read_edition
from knowledge.ingest.markup import parse_xml
from knowledge.ingest.metadata import slug
from knowledge.ingest.tei_header import Header, read_header, without_empty
from knowledge.ingest.tei_text import XML_ID, Element, TextReader, children, local_name, words

MAXIMUM_MARKS: Final = 600_000
"""The most tags and attributes that are read; a volume of FRUS has one for each 40 to 50 bytes."""

_ROOTS: Final = frozenset({"TEI", "TEI.2", "teiCorpus"})
_TEXTS: Final = frozenset({"front", "body", "back", "group", "text"})
_DIVISIONS: Final = frozenset(("div", *(f"div{level}" for level in range(8))))
_WEB_ADDRESS: Final = re.compile(r"https?://\S+")


def read_tei(content: bytes, name: str) -> Iterator[Document]:
    """The documents of a TEI file, in the order of the file.

    ``name`` is the file's name without its ending; documents are named for the volume that the header states,
    or else for the file. Raises :class:`Unreadable` where the file is no well-formed TEI, refers to entities, is
    too large, names two documents alike, or holds no words.
    """
    root = _parse(content, name)
    taken: set[str] = set()
    for place, tei in enumerate(_works(root), start=1):
        own = name if tei is root else tei.get(XML_ID) or f"{name}-{place}"
        for document in _read_work(tei, name=own):
            if document.name in taken:
                raise Unreadable(f"{shown(name)}: two documents are called {document.name!r}; give each its own xml:id")
            taken.add(document.name)
            yield document
    if not taken:
        raise Unreadable(f"{shown(name)} holds no text, only a header or empty elements")


def _parse(content: bytes, name: str) -> Element:
    if content.count(b"<") + content.count(b"=") > MAXIMUM_MARKS:
        raise Unreadable(
            f"{shown(name)} has more than {MAXIMUM_MARKS:,} tags and attributes; split it into smaller ones"
        )
    root = parse_xml(content, name)
    if local_name(root) not in _ROOTS:
        raise Unreadable(f"{shown(name)} is no TEI: its outermost element is {shown(root.tag)!r}, not 'TEI'")
    from lxml import etree

    for entity in root.iter(etree.Entity):
        place = f"{shown(name)}, line {entity.getparent().sourceline}"
        raise Unreadable(f"{place}: the entity {shown(entity.text)} stands for characters; write them out instead")
    return root


def _works(root: Element) -> Iterator[Element]:
    """The root, or the works of a corpus in order."""
    if local_name(root) != "teiCorpus":
        yield root
        return
    yield from root.iter("{*}TEI")


def _read_work(tei: Element, *, name: str) -> Iterator[Document]:
    header = read_header(tei)
    edition = read_edition(header, names=(tei.get(XML_ID) or "", name))
    prefix = edition.volume or name
    found = False
    for text in children(tei, "text"):
        for number, place in enumerate(find_documents(text), start=1):
            found = True
            document_name = slug(f"{prefix}-{place.div.get(XML_ID) or f'document-{number}'}")
            document = read_document(place, edition=edition, name=document_name)
            if document.parts:
                yield document
    if not found:
        yield from _read_whole(tei, header, name=slug(prefix))


def _read_whole(tei: Element, header: Header, *, name: str) -> Iterator[Document]:
    """The whole text as one document; its outermost divisions are its parts."""
    parts: list[Part] = []
    reader = TextReader()
    for section in _sections(tei):
        if isinstance(section, str):
            reader.read_text(section)
        elif local_name(section) not in _DIVISIONS:
            reader.read(section)
        else:
            parts.extend(reader.parts())
            heading = next((text for head in children(section, "head") if (text := words(head))), None)
            division = TextReader(heading=heading, page=reader.page)
            division.read(section)
            parts.extend(division.parts())
            reader = TextReader(page=division.page)
    parts.extend(reader.parts())
    if parts:
        yield Document(name=name, csl=_csl(header), parts=tuple(parts))


def _sections(element: Element) -> Iterator[Element | str]:
    """The outermost divisions of all texts and what stands between them, loose words too, in order."""
    for child in element:
        name = local_name(child)
        if name in _TEXTS:
            yield child.text or ""
            yield from _sections(child)
        elif name:
            yield child
        yield child.tail or ""


def _csl(header: Header) -> dict[str, Any]:
    """The work as its header describes it; of its kind the header says nothing, so it is a document."""
    titles = header.titles
    addresses = (header.identifiers.get(kind, "") for kind in ("url", "uri"))
    return without_empty(
        {
            "type": "document",
            "title": titles.get("main") or titles.get("complete") or next(iter(titles.values()), None),
            "author": list(header.authors),
            "editor": list(header.editors),
            "issued": header.published,
            "original-date": header.created,
            "collection-title": titles.get("series"),
            "publisher": header.publisher,
            "publisher-place": header.place,
            "ISBN": header.isbn,
            "language": header.language,
            "DOI": header.identifiers.get("doi"),
            "URL": next(filter(_WEB_ADDRESS.fullmatch, addresses), None),
        }
    )
