"""The one door to files: which reader a file needs, by what it holds first and by its suffix second."""

import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from knowledge.ingest.containers import Container
from knowledge.ingest.documents import Document, Unreadable
from knowledge.ingest.faults import shown
from knowledge.ingest.metadata import slug
from knowledge.ingest.packages import missing

MAXIMUM_SIZE: Final = 256 * 2**20

COLUMNS_OPTION: Final = "--columns"
"""What the command line calls the map from a table's columns to fields; a message says it."""

KINDS: Final = "PDF, DOCX, EPUB, HTML, TEI, Markdown, plain text, CSV and JSON Lines"

_HEAD: Final = 64 * 1024
_XML = "xml"
_ZIP = "zip"
_SIGNATURES: Final = ((b"%PDF-", "pdf"), (b"PK\x03\x04", _ZIP), (b"PK\x05\x06", _ZIP))
_OTHER_SIGNATURES: Final = (
    (b"\xd0\xcf\x11\xe0", "is an old Word or Office file; save it as DOCX"),
    (b"{\\rtf", "is an RTF file; save it as DOCX"),
    (b"\x1f\x8b", "is packed with gzip; unpack it first"),
    (b"7z\xbc\xaf", "is a 7z archive; unpack it first"),
    (b"Rar!", "is a RAR archive; unpack it first"),
    (b"\x89PNG", "is a picture; make a PDF with a text layer of it with ocrmypdf"),
    (b"\xff\xd8\xff", "is a picture; make a PDF with a text layer of it with ocrmypdf"),
    (b"II*\x00", "is a picture; make a PDF with a text layer of it with ocrmypdf"),
    (b"MM\x00*", "is a picture; make a PDF with a text layer of it with ocrmypdf"),
    (b"AT&TFORM", "is a DjVu file; convert it to a PDF with a text layer"),
    (b"%!PS", "is PostScript; convert it to PDF"),
)
_KIND_OF_SUFFIX: Final = {
    ".pdf": "pdf",
    ".docx": _ZIP,
    ".epub": _ZIP,
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".xml": _XML,
    ".tei": _XML,
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "plain",
    ".text": "plain",
    "": "plain",
    ".csv": "table",
    ".tsv": "table",
    ".jsonl": "table",
    ".ndjson": "table",
}
SUFFIXES: Final = frozenset(_KIND_OF_SUFFIX)
"""The suffixes of files that are read, in lower case; a file without one is plain text."""

_READ_APART: Final = frozenset({"pdf", "docx", "epub", "html"})
_KIND_OF_ROOT: Final = {"tei": "tei", "tei.2": "tei", "teicorpus": "tei", "html": "html"}
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S
)
_XML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml\s|(?:[\w.-]+:)?(?:TEI|teiCorpus)\b)|\xff\xfe<\x00|\xfe\xff\x00<"
)
_PDF_WITHIN: Final = 1024
_WORD_DOCUMENT = b"wordprocessingml"


def read_file(path: Path, *, columns: Mapping[str, str] | None = None) -> Iterator[Document]:
    """The documents in a file, in their order; all but TEI and tables hold one.

    ``columns`` is needed for a table (CSV or JSON Lines), and says which of its columns holds which field.
    Raises ``Unreadable``, at the call or while the documents are read, whose message is one line without the
    file's path. A document is complete when it is given: one that fails takes nothing with it.
    """
    content = _content(path)
    kind = _kind(content, suffix=path.suffix.lower())
    name = slug(path.stem)
    if kind == "table":
        if columns is None:
            raise Unreadable(f"a table needs a map of its columns: give {COLUMNS_OPTION}")
        from knowledge.ingest.tables import read_table

        return iter(read_table(content, path.name, columns))
    if kind == "tei":
        from knowledge.ingest.tei import read_tei

        return iter(read_tei(content, name))
    return iter((_read_single(kind, content, name),))


def _read_single(kind: str, content: bytes, name: str) -> Document:
    if kind in _READ_APART:
        from knowledge.ingest.apart import read_apart

        return read_apart(kind, content, name)
    from knowledge.ingest.plain import read_markdown, read_plain

    return read_markdown(content, name) if kind == "markdown" else read_plain(content, name)


def _content(path: Path) -> bytes:
    """All bytes of a regular file; a pipe or a device could be read for ever."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("the file is a folder" if path.is_dir() else "the file is no regular file")
        with path.open("rb") as file:
            content = file.read(MAXIMUM_SIZE + 1) if status.st_size <= MAXIMUM_SIZE else None
    except OSError as error:
        raise Unreadable(f"the file cannot be opened: {error.strerror or type(error).__name__}") from error
    except ValueError as error:  # a zero byte in the path
        raise Unreadable("the file cannot be opened: its path is no path") from error
    if content is None or len(content) > MAXIMUM_SIZE:
        raise Unreadable(f"the file has more than the {MAXIMUM_SIZE // 2**20} MB that are read of one file; split it")
    if not content.strip():
        raise Unreadable("the file is empty")
    return content


def _kind(content: bytes, *, suffix: str) -> str:
    for signature, problem in _OTHER_SIGNATURES:
        if content.startswith(signature):
            raise Unreadable(f"the file {problem}")
    expected = _KIND_OF_SUFFIX.get(suffix)
    signed = next((kind for signature, kind in _SIGNATURES if content.startswith(signature)), None)
    if signed is None and expected == "pdf" and b"%PDF-" in content[:_PDF_WITHIN]:
        signed = "pdf"
    if signed == _ZIP:
        return _kind_of_archive(Container(content))
    if signed is not None:
        return signed
    if expected in {"pdf", _ZIP}:
        raise Unreadable(f"the file is not what its name says ({suffix}): it was cut off, or is something else")
    if expected != _XML and _HTML_START.match(content):
        return "html"
    if expected == _XML or _XML_START.match(content):
        return _kind_of_xml(content)
    if expected is None:
        raise Unreadable(f"the file is of a kind that is not read ({shown(suffix)}); read are {KINDS}")
    return expected


def _kind_of_archive(archive: Container) -> str:
    if "META-INF/container.xml" in archive.names:
        return "epub"
    if "[Content_Types].xml" in archive.names and _WORD_DOCUMENT in archive.read("[Content_Types].xml"):
        return "docx"
    raise Unreadable(f"the file is an archive, but neither DOCX nor EPUB; unpack it first (read are {KINDS})")


def _kind_of_xml(content: bytes) -> str:
    try:
        from lxml import etree
    except ImportError as error:
        raise missing("lxml") from error
    parser = etree.XMLPullParser(
        events=("start",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        parser.feed(content[:_HEAD])
        root = next((element for _, element in parser.read_events()), None)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise Unreadable(f"the file is not well-formed XML: {shown(error)}") from error
    if root is None:
        raise Unreadable("the file is not well-formed XML: no element stands in its beginning")
    root_name = root.tag.rpartition("}")[2]
    kind = _KIND_OF_ROOT.get(root_name.lower())
    if kind is None:
        raise Unreadable(
            f"the file is XML of a kind that is not read (its root is {shown(root_name)}); TEI and XHTML are"
        )
    return kind
