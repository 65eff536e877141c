"""The words of a TEI text, page by page, with its notes kept apart.

What the elements mean: https://tei-c.org/release/doc/tei-p5-doc/en/html/REF-ELEMENTS.html
Files differ in namespace and age, so elements go by their local names.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from knowledge.ingest.documents import Part

Element = Any
"""An element of lxml, which is imported only where a file is parsed."""

XML_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"

_TEI_NAMESPACE: Final = "http://www.tei-c.org/ns/1.0"

_PARAGRAPHS: Final = frozenset(
    "ab address addrLine argument attachment back biblStruct body byline castItem castList closer dateline div div1 "
    "div2 div3 div4 div5 div6 div7 docEdition docImprint docTitle epigraph figure floatingText front group head "
    "imprimatur l lg list listBibl listPerson listPlace opener p postscript row salute signed sp speaker table text "
    "titlePage titlePart trailer".split()
)
"""Elements that begin and end a paragraph."""

_SILENT: Final = frozenset(
    "TEI del facsimile figDesc file fw index interp interpGrp pdf problem rdg standOff teiHeader".split()
)
"""Elements that are not read: works of their own, words struck out, the encoder's, or (in FRUS) about files."""

_SECOND_READINGS: Final = frozenset("expan reg sic".split())
"""What a ``choice`` offers beside the reading an edition prints: its misprint, a modern spelling, an expansion."""

_AUTHORS_OWN: Final = frozenset("author #author authorial".split())

_SPACES: Final = re.compile(r" {2,}")
_INSIDE_BRACKET: Final = re.compile(r"(?<=\() | (?=\))")
"""Space that only the layout of the file puts inside a pair of brackets."""

_LONGEST_LABEL: Final = 40

_STRETCH: Final = 1 << 16
"""Characters tidied at a time, so that one long text is never held as a list of its words."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as the file counts it: of the book, or of a facsimile that belongs to one document."""

    number: str
    facsimile: bool = False


def local_name(element: Element) -> str:
    """The element's name without its namespace; empty for what is no element of a text."""
    return _name_in_text(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=512)
def _name_in_text(tag: str) -> str:
    namespace, _, name = tag.rpartition("}")
    if name == "attachment":
        return name
    return name if namespace in ("", f"{{{_TEI_NAMESPACE}") and "-" not in name else ""


def children(element: Element, name: str) -> Iterator[Element]:
    """The element's children of one local name."""
    return (child for child in element if local_name(child) == name)


def outside_notes(element: Element, *names: str) -> Iterator[Element]:
    """The elements of these names in an element, none of them within a note."""
    events = walk(element)
    for event, it in events:
        if event == "start":
            name = local_name(it)
            if name == "note":
                events.skip_subtree()
            if name in names:
                yield it


def walk(element: Element) -> Any:
    """The element and all in it, at their start and their end (``lxml.etree.iterwalk``)."""
    from lxml import etree

    return etree.iterwalk(element, events=("start", "end"))


def words(element: Element, *, without: Sequence[Element] = (), line_break: str = " ") -> str:
    """The element's words in one line, without its notes."""
    reader = TextReader(without=without, line_break=line_break)
    reader.read(element)
    return " ".join(" ".join(part.text.split("\n\n")) for part in reader.parts() if not part.editorial)


def note_paragraphs(note: Element) -> tuple[str, ...]:
    """The paragraphs of a note; a note within it is part of it."""
    reader = TextReader(in_note=True)
    reader.read(note)
    return tuple(paragraph for part in reader.parts() for paragraph in part.text.split("\n\n"))


class TextReader:
    """Reads elements, one after another, into parts: the text of each page, then the notes called on it.

    ``heading`` begins every locator of the text; ``page`` is the page on which the reading begins;
    ``document_id`` tells the facsimile's pages from the book's; ``without`` names elements to leave out.
    """

    def __init__(
        self,
        *,
        heading: str | None = None,
        page: Page | None = None,
        document_id: str | None = None,
        without: Sequence[Element] = (),
        line_break: str = " ",
        in_note: bool = False,
    ) -> None:
        self._heading = heading
        self._pages = [page] if page else []
        self._document_id = document_id
        self._without = without
        self._line_break = line_break
        self._in_note = in_note
        self._turned = False
        self._pieces: list[str] = []
        self._paragraphs: list[str] = []
        self._notes: list[Part] = []
        self._parts: list[Part] = []

    @property
    def page(self) -> Page | None:
        """The page that the reading has reached."""
        return self._pages[-1] if self._pages else None

    def parts(self) -> tuple[Part, ...]:
        """What was read, in reading order."""
        self._end_page()
        return tuple(self._parts)

    def read(self, element: Element) -> None:
        """Read the element and all in it. One call for each level: libxml2 lets no file nest deeper than 256."""
        name = local_name(element)
        if not name or name in _SILENT or element in self._without:
            return
        if name == "note" and not self._in_note:
            self.read_note(element)
        elif name == "pb":
            self._turn(element)
        elif name == "lb":
            self._pieces.append("" if element.get("break") == "no" else self._line_break)
        elif name in _SECOND_READINGS and local_name(element.getparent()) == "choice":
            return
        else:
            begins, ends = _paragraph_edges(element, name)
            indented = not (begins or ends) and _is_indented(element)
            if begins:
                self._end_paragraph()
            elif name == "cell" and element.getprevious() is not None:
                self._pieces.append(" | ")  # The figures of a table must not run together.
            elif name == "item":
                self._pieces.append(" ")
            if not (indented and "\n" in (element.text or "")):
                self.read_text(element.text)
            for child in element:
                self.read(child)
                if not (indented and "\n" in (child.tail or "") and child.getnext() is None):
                    self.read_text(child.tail)
            if ends:
                self._end_paragraph()

    def read_note(self, note: Element, *, locator: str | None = None) -> None:
        """Read a note into a part of its own, which follows the text of its page."""
        text = "\n\n".join(note_paragraphs(note))
        if text:
            own = note.get("type") in _AUTHORS_OWN or note.get("resp") in _AUTHORS_OWN
            self._notes.append(Part(text, locator or _note_locator(note), editorial=not own))

    def read_notes(self, element: Element, *, without: Sequence[Element] = ()) -> None:
        """Read the notes in an element, and nothing else of it."""
        for note in outside_notes(element, "note"):
            if note not in without:
                self.read_note(note)

    def read_text(self, text: str | None) -> None:
        """Read words that stand in no element of their own."""
        text = text or ""
        stretches = (text[start : start + _STRETCH] for start in range(0, len(text), _STRETCH))
        self._pieces.extend(map(_single_spaced, stretches))

    def _turn(self, element: Element) -> None:
        page = page_of(element, self._document_id)
        if page is None:
            return
        self._end_paragraph()
        if self._turned and page.facsimile and not self._paragraphs:
            # Some volumes put all pages of a facsimile before the text: it stands on one of them.
            self._pages.append(page)
        else:
            self._end_page()
            self._pages = [page]
        self._turned = True

    def _end_paragraph(self) -> None:
        text = _SPACES.sub(" ", "".join(self._pieces)).strip()
        self._pieces.clear()
        if text:
            self._paragraphs.append(_INSIDE_BRACKET.sub("", text))

    def _end_page(self) -> None:
        self._end_paragraph()
        if self._paragraphs:
            place = ", ".join(filter(None, (self._heading, _page_locator(self._pages))))
            self._parts.append(Part("\n\n".join(self._paragraphs), place or None))
            self._paragraphs.clear()
        self._parts.extend(self._notes)
        self._notes.clear()


def _single_spaced(text: str) -> str:
    """The text with each run of white space as one space, at its ends too."""
    inner = " ".join(text.split())
    before = " " if text[0].isspace() else ""
    after = " " if inner and text[-1].isspace() else ""
    return f"{before}{inner}{after}"


def page_of(page_break: Element, document_id: str | None) -> Page | None:
    """The page that a ``pb`` begins; ``None`` where it has no number.

    A page of a document's own facsimile is named for the document: ``d18_pg1`` or ``d18-01``.
    """
    number = _label(page_break)
    if not number:
        return None
    name = page_break.get(XML_ID) or ""
    return Page(number, facsimile=bool(document_id) and name.startswith((f"{document_id}-", f"{document_id}_")))


def _page_locator(pages: Sequence[Page]) -> str | None:
    if not pages:
        return None
    numbers = f"p. {pages[0].number}" if len(pages) == 1 else f"pp. {pages[0].number}–{pages[-1].number}"
    return f"facsimile {numbers}" if pages[0].facsimile else numbers


def _note_locator(note: Element) -> str:
    number = _label(note)
    if number in ("", "0"):
        return "note"
    return f"endnote {number}" if note.get("place") == "end" else f"footnote {number}"


def _label(element: Element) -> str:
    """The number or sign in an element's attribute ``n``; none that is too long to print in a locator."""
    label = " ".join((element.get("n") or "").split())
    return label if len(label) <= _LONGEST_LABEL else ""


def _paragraph_edges(element: Element, name: str) -> tuple[bool, bool]:
    """Whether a paragraph begins and ends with the element. A label and its item in a list are one."""
    if name == "label":
        return local_name(element.getparent()) == "list", False
    if name == "item":
        before = element.getprevious()
        return before is None or local_name(before) != "label", True
    paragraph = name in _PARAGRAPHS or (name == "bibl" and local_name(element.getparent()) == "listBibl")
    return paragraph, paragraph


def _is_indented(element: Element) -> bool:
    """Whether the element holds only other elements, so that a program may have put line breaks between them."""
    if not len(element) or (element.text or "").strip():
        return False
    return not any((child.tail or "").strip() for child in element)
