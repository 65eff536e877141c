"""PDF files with a text layer, one part a page."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from knowledge.ingest.documents import Csl, Document, Part, Unreadable
from knowledge.ingest.faults import listed, shown
from knowledge.ingest.metadata import describe
from knowledge.ingest.packages import missing, quiet
from knowledge.ingest.sections import words

if TYPE_CHECKING:
    from pypdf import PdfReader

MAXIMUM_PAGES = 5_000
"""More pages are refused. Reading takes about 10 ms a page (a volume of 1,000 pages: 10 s)."""

MINIMUM_CHARACTERS = 40
"""A page with fewer has no text layer: what it holds is a stamp or a page number."""

MAXIMUM_CHARACTERS = 40_000_000

WORK = 50_000
WORK_PER_PAGE = 4_000
"""How much drawing a file may ask for: an operation counts one, and so do 32 characters. 30,000 take about a second."""

_CHARACTERS_OF_WORK = 32
_LIMITS = {
    "zlib_maximum_output_length": 16 * 2**20,
    "lzw_maximum_output_length": 16 * 2**20,
    "run_length_maximum_output_length": 16 * 2**20,
    "array_based_stream_maximum_output_length": 16 * 2**20,
    "stream_decoding_work_maximum_length": 64 * 2**20,
    "stream_parsing_work_maximum_count": 400_000,
    "xform_maximum_invocations_per_extraction": 500,
    "page_tree_maximum_entries": 4 * MAXIMUM_PAGES,
}

_SOFT_HYPHEN_AT_END = re.compile("\u00ad[ \t]*\n[ \t]*")
_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n")


def read_pdf(content: bytes, name: str) -> Document:
    """The document in a PDF file; a page is found by its label in the file ("p. iv"), else by its number.

    Pages without any text are no parts, and a note names them. Raises ``Unreadable`` for a file that needs a
    password, has no text layer or no pages, is damaged, or asks for more work than the limits of this module allow.
    """
    try:
        from pypdf import PdfReader, apply_configuration
    except ImportError as error:
        raise missing("pypdf") from error
    with quiet("pypdf"), apply_configuration(None, **_LIMITS):
        try:
            reader = PdfReader(io.BytesIO(content))
            _check_readable(reader)
            pages = tuple(_pages(reader))
            csl = _csl(reader)
        except Unreadable:
            raise
        except Exception as error:  # pypdf has no one error for what a damaged file makes it stumble over
            reason = shown(f"{type(error).__name__}: {error}")
            raise Unreadable(f"the PDF is damaged or beyond what is read ({reason})") from error
    if not any(len(page.text) >= MINIMUM_CHARACTERS for page in pages):
        raise Unreadable("the PDF has no text layer (it is a scan); add one with: ocrmypdf IN.pdf OUT.pdf")
    parts = tuple(page for page in pages if page.text)
    return Document(name=name, csl=csl, parts=parts, notes=_without_text(pages))


def _check_readable(reader: "PdfReader") -> None:
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("the PDF needs a password; save it without one")
    pages = len(reader.pages)
    if pages == 0:
        raise Unreadable("the PDF has no pages")
    if pages > MAXIMUM_PAGES:
        raise Unreadable(f"the PDF has {pages:,} pages, more than the {MAXIMUM_PAGES:,} that are read; split it")


def _pages(reader: "PdfReader") -> Iterator[Part]:
    """Each page as a part, those without text too."""
    meter = _Meter(WORK + WORK_PER_PAGE * len(reader.pages))
    characters = 0
    for number, (page, label) in enumerate(zip(reader.pages, reader.page_labels, strict=True), start=1):
        text = _paragraphs(page.extract_text(visitor_operand_before=meter.count))
        characters += len(text)
        if characters > MAXIMUM_CHARACTERS:
            raise Unreadable(f"the PDF has more than {MAXIMUM_CHARACTERS:,} characters; split it")
        yield Part(text, f"p. {shown(label) or number}")


def _without_text(pages: Sequence[Part]) -> tuple[str, ...]:
    """The note on pages that hold no text, by their place in the file; none where all of them do."""
    numbers = [number for number, page in enumerate(pages, start=1) if not page.text]
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][-1] == number - 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    if not ranges:
        return ()
    named = listed(["–".join(map(str, each)) for each in ranges])
    which = f"page {named} of {len(pages)} has" if len(numbers) == 1 else f"pages {named} of {len(pages)} have"
    return (f"{which} no text layer (scanned, or blank); add one with: ocrmypdf --skip-text IN.pdf OUT.pdf",)


class _Meter:
    """Counts what a file makes pypdf do, so that a small file cannot ask for hours of it."""

    def __init__(self, allowed: int) -> None:
        self._left = allowed

    def count(self, operator: bytes, operands: list[Any], *_: object) -> None:
        """Called by pypdf before each operation of a page and of the forms on it."""
        lengths = (len(each) for each in operands if isinstance(each, (str, bytes, list)))
        self._left -= 1 + sum(lengths) // _CHARACTERS_OF_WORK
        if self._left < 0:
            raise Unreadable("the PDF has far more drawing on its pages than text needs; print it to a new PDF")


def _paragraphs(text: str) -> str:
    joined = _SOFT_HYPHEN_AT_END.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n\n".join(filter(None, map(words, _PARAGRAPH_BREAK.split(joined))))


def _csl(reader: "PdfReader") -> Csl:
    metadata = reader.metadata
    if metadata is None:
        return {}
    # When the file was made is not when the work was: a scan of a cable of 1950 was made yesterday.
    title, author = (_string(metadata.get(f"/{key}")) for key in ("Title", "Author"))
    return describe(title=title, authors=[author])


def _string(value: object) -> str:
    """A value of the file's metadata, where it is the text it should be."""
    return value if isinstance(value, str) else ""
