"""EPUB 2 and 3: the items of the spine in their order, one part for each."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from knowledge.ingest.containers import Container
from knowledge.ingest.documents import Csl, Document, Part, Unreadable
from knowledge.ingest.faults import shown
from knowledge.ingest.flow import blocks
from knowledge.ingest.markup import MAXIMUM_MARKS, MAXIMUM_XML, local_name, parse_xml
from knowledge.ingest.metadata import describe
from knowledge.ingest.sections import Block, locator, words

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_CHAPTER_TYPES = frozenset({"application/xhtml+xml", "text/html", "application/xml", "text/x-oeb1-document"})
_XHTML_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_EVENT = "{http://www.idpf.org/2007/opf}event"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def read_epub(content: bytes, name: str) -> Document:
    """The book in an EPUB file. A part's locator is its first heading, or its number in the spine ("section 3").

    Raises ``Unreadable`` for a damaged, protected or oversized file, and for one without text.
    """
    book = Container(content)
    root_file = _root_file(book)
    package = parse_xml(book.read(root_file), root_file)
    chapters = tuple(_spine(package, folder=posixpath.dirname(root_file)))
    _check_unprotected(book, chapters)
    parts = tuple(_parts(book, chapters))
    if not parts:
        raise Unreadable("the book holds no text; one of pictures alone cannot be read")
    return Document(name=name, csl=_csl(package), parts=parts)


def _root_file(book: Container) -> str:
    container = parse_xml(book.read(_CONTAINER), _CONTAINER)
    for element in container.iter("{*}rootfile"):
        if path := element.get("full-path"):
            return str(path)
    raise Unreadable(f"{_CONTAINER} names no package file")


def _spine(package: Any, *, folder: str) -> Iterator[str]:
    manifest = {item.get("id"): item for item in package.iter("{*}item")}
    seen = set()
    for reference in package.iter("{*}itemref"):
        key = reference.get("idref")
        item = manifest.get(key)
        if item is None or key in seen:
            raise Unreadable(f"its spine names {shown(key)}, which is not in the manifest or was named before")
        seen.add(key)
        if item.get("media-type") in _CHAPTER_TYPES:
            path = unquote((item.get("href") or "").partition("#")[0])
            yield posixpath.normpath(posixpath.join(folder, path))
    if not seen:
        raise Unreadable("its package file has no spine, so that the order of its text is unknown")


def _check_unprotected(book: Container, chapters: tuple[str, ...]) -> None:
    """Fonts may be scrambled, which does not matter here; text may not."""
    if _ENCRYPTION not in book.names:
        return
    encryption = parse_xml(book.read(_ENCRYPTION), _ENCRYPTION)
    scrambled = {unquote(element.get("URI") or "") for element in encryption.iter("{*}CipherReference")}
    if scrambled.intersection(chapters):
        raise Unreadable("the book is protected (DRM), and can be read by its own reading system alone")


def _parts(book: Container, chapters: tuple[str, ...]) -> Iterator[Part]:
    size = marks = 0
    for number, path in enumerate(chapters, start=1):
        content = _XHTML_ENTITY.sub(_numbered, book.read(path))
        size += len(content)
        marks += content.count(b"<")
        if size > MAXIMUM_XML or marks > MAXIMUM_MARKS:
            raise Unreadable(f"the book has more than the {MAXIMUM_XML // 2**20} MB of text that are read of one")
        found = [
            Block(text, level=block.level)
            for body in parse_xml(content, path).iter("{*}body")
            for block in blocks(body, headings=_HEADINGS)
            if (text := words(block.text))
        ]
        heading = next((block.text for block in found if block.level), f"section {number}")
        if found:
            yield Part("\n\n".join(block.text for block in found), locator(heading))


def _numbered(entity: re.Match[bytes]) -> bytes:
    """An entity of HTML as a character's number: its DTD, which XHTML leaves the names to, is never loaded."""
    from html.entities import html5

    entity_name = entity.group(1).decode("ascii")
    characters = html5.get(f"{entity_name};")
    if entity_name in _XML_ENTITIES or characters is None:
        return entity.group()
    return "".join(f"&#{ord(char)};" for char in characters).encode("ascii")


def _csl(package: Any) -> Csl:
    said: dict[str, list[Any]] = {}
    for metadata in package.iter("{*}metadata"):
        for element in metadata.iter("{http://purl.org/dc/elements/1.1/}*"):
            said.setdefault(local_name(element), []).append(element)
    values = {field: [words("".join(element.itertext())) for element in elements] for field, elements in said.items()}
    dates = [element for element in said.get("date", ()) if element.get(_EVENT) in {None, "publication"}]
    return describe(
        title=next(iter(values.get("title", ())), None),
        authors=values.get("creator", ()),
        date="".join(dates[0].itertext()) if dates else None,
        language=next(iter(values.get("language", ())), None),
        publisher=next(iter(values.get("publisher", ())), None),
    )
