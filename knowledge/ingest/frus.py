"""Volumes of *Foreign Relations of the United States* (FRUS) and other editions made of documents.

A document is cited by the rule of its publisher, the Office of the Historian (HistoryAtState/hsg-shell:
pages/historicaldocuments/citing-frus.xml @ 2d6fd45, on the web at
https://history.state.gov/historicaldocuments/citing-frus): series, subseries, volume, volume title, editors
but no general editor, place, publisher and year, then the document's number, "Document 75"; volumes before
1955–57 print no numbers and are cited by pages. The fields of CSL that hold this:

- ``container-title`` the volume's complete title, with which the rule begins; number and title of the volume are
  not given again, for styles would print them twice; ``collection-title`` the series;
- ``editor``, ``publisher``, ``publisher-place`` as the header has them;
- ``available-date`` the year in which the volume made the document public; ``issued`` is the document's own date;
- ``number`` the document's number where the head prints it; ``page`` its pages in the printed volume;
- ``author`` and ``recipient`` as the head marks them; ``archive_location`` where the original lies, from the
  source note, whose whole text is a part; ``section`` the headings that the document stands under.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from knowledge.ingest.documents import Document
from knowledge.ingest.tei_dates import CslDate, date_of, last_date_in, period
from knowledge.ingest.tei_header import Header, without_empty
from knowledge.ingest.tei_text import (
    XML_ID,
    Element,
    Page,
    TextReader,
    children,
    local_name,
    note_paragraphs,
    outside_notes,
    page_of,
    walk,
    words,
)

_ADDRESS: Final = "https://history.state.gov/historicaldocuments"
_VOLUME: Final = re.compile(r"frus\d{4}[A-Za-z0-9-]*")
_VOLUME_AT_START: Final = re.compile(r"frus\d{4}(?:-\d\d)?(?:ve?\d\d)?(?:p\d+)?(?![A-Za-z0-9])")
_DOCUMENT: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")

_NUMBER: Final = re.compile(r"(?:No\.\s*)?\[?(\d+[A-Za-z]?)\]?\.?\s+")
_OTHER_FACSIMILE: Final = re.compile(r"d\d+[a-z]?[-_]")
_COUNT: Final = re.compile(r"[0-9]{1,6}")
_LONGEST_HEADING: Final = 2000
_SOURCE: Final = re.compile(r"source:\s*", re.IGNORECASE)
_AFTER_LOCATION: Final = re.compile(
    r"\.\s+(?=(?:Top Secret|Secret|Confidential|Restricted|Unclassified|Limited Official Use|Official Use Only|"
    r"Administratively Confidential|Personal|Private|Eyes Only|Sensitive|No classification|No drafting|Draft|Repeated|"
    r"Prepared|Sent|Although|Attached|Copies)\b)"
)
"""Where a source note turns from the place of the original to its classification and history."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What all documents of a file share. ``volume`` is the name of a volume of FRUS ("frus1969-76v19p1")."""

    volume: str | None
    csl: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A document's ``div``, the page of the volume on which it begins, the headings above it."""

    div: Element
    page: Page | None
    section: str


@dataclass(frozen=True, slots=True)
class _Head:
    """A document's title, without its number and its notes."""

    title: str
    number: str | None
    text: str


def read_edition(header: Header, *, names: Sequence[str]) -> Edition:
    """The edition that a header describes.

    ``names`` are those of the file: one is taken for the volume's where the header gives none, but names the series.
    """
    volume = _volume(header, names)
    titles = header.titles
    return Edition(
        volume=volume,
        csl=without_empty(
            {
                "type": "chapter",
                "container-title": titles.get("complete") or titles.get("main"),
                "collection-title": titles.get("series"),
                "editor": list(header.editors),
                "publisher": header.publisher,
                "publisher-place": header.place,
                "available-date": header.published,
                "ISBN": header.isbn,
                # The series is published in English and says so nowhere.
                "language": header.language or ("en" if volume else None),
            }
        ),
    )


def _volume(header: Header, names: Sequence[str]) -> str | None:
    if stated := header.identifiers.get("frus"):
        return stated if _VOLUME.fullmatch(stated) else None
    if "foreign relations" not in " ".join(header.titles.values()).lower():
        return None
    return next((match.group() for name in names if (match := _VOLUME_AT_START.match(name))), None)


def find_documents(text: Element) -> Iterator[Place]:
    """Every ``div`` of type document that is not within another.

    The page is the last one turned to; ``None`` where the count of documents shows that some were left out before.
    """
    page: Page | None = None
    inside = None
    count = "0"
    headings: list[str] = []
    for event, element in walk(text):
        name = local_name(element)
        if event == "end":
            if element is inside:
                inside = None
            elif name == "div" and inside is None:
                headings.pop()
        elif name == "body":
            page = None  # The numbers before are those of the front matter.
        elif name == "pb":
            if not _OTHER_FACSIMILE.match(element.get(XML_ID) or ""):
                page = page_of(element, None) or page
        elif name == "div" and inside is None:
            if element.get("type") == "document":
                inside = element
                before, count = count, element.get("n") or ""
                section = " > ".join(filter(None, headings))
                yield Place(div=element, page=page if _follows(count, before) else None, section=section)
            else:
                headings.append(_heading(element))


def _heading(div: Element) -> str:
    """The division's heading; none that is too long to be one, for every document below repeats it."""
    text = next(map(words, children(div, "head")), "")
    return text if len(text) <= _LONGEST_HEADING else ""


def _follows(count: str, before: str) -> bool:
    """Whether no document is missing between two counts; a count that is no number shows nothing."""
    return not (_COUNT.fullmatch(count) and _COUNT.fullmatch(before)) or int(count) == int(before) + 1


def read_document(place: Place, *, edition: Edition, name: str) -> Document:
    """One document of an edition.

    Where it is not known on which page it begins (a document cut out of its volume) that is the page before the
    first one turned to.
    """
    div = place.div
    document_id = div.get(XML_ID) or ""
    heading = next(children(div, "head"), None)
    source = _source_note(div, heading)
    location = _archive_location(source)
    page = place.page or _page_before(div, document_id)
    reader = TextReader(page=page, document_id=document_id, without=[it for it in (heading, source) if it is not None])
    if source is not None and location != " ".join(note_paragraphs(source)):
        reader.read_note(source, locator="source note")
    if heading is not None:
        reader.read_notes(heading, without=[source])
    reader.read(div)
    head = _read_head(div, heading)
    linked = edition.volume and _DOCUMENT.fullmatch(document_id)
    own = {
        "title": head.title,
        "number": head.number,
        "author": _persons(heading, "from"),
        "recipient": _persons(heading, "to"),
        "issued": _date(div, heading, head.text),
        "page": _pages(div, document_id, page),
        "section": place.section,
        "archive_location": location,
        "URL": f"{_ADDRESS}/{edition.volume}/{document_id}" if linked else None,
    }
    return Document(name=name, csl={**edition.csl, **without_empty(own)}, parts=reader.parts())


def _read_head(div: Element, heading: Element | None) -> _Head:
    """The head, its number told apart: only where the file counts the document likewise is it a document's number."""
    text = words(heading) if heading is not None else ""
    match = _NUMBER.match(text)
    if match is None or match.end() == len(text) or div.get("n", match.group(1)) != match.group(1):
        return _Head(title=text, number=None, text=text)
    return _Head(title=text[match.end() :], number=match.group(1), text=text)


def _persons(heading: Element | None, part: str) -> list[Mapping[str, str]]:
    """Who the head marks as sender or recipient, in the words that stand there."""
    marked = outside_notes(heading, "gloss", "persName") if heading is not None else ()
    return [{"literal": name} for element in marked if element.get("type") == part and (name := words(element))]


def _date(div: Element, heading: Element | None, head_text: str) -> CslDate | None:
    """The document's date: from the editors' attributes, its dateline or its head; never from its body."""
    attributes = {key.rpartition("}")[2]: value for key, value in div.attrib.items()}
    earliest, latest = attributes.get("doc-dateTime-min"), attributes.get("doc-dateTime-max")
    if found := period(earliest or latest, latest):
        return found
    datelines = list(_datelines(div))
    in_heading = outside_notes(heading, "date") if heading is not None else ()
    marked = [date for dateline in datelines for date in outside_notes(dateline, "date")]
    for date in (*marked, *in_heading):
        if found := date_of(date):
            return found
    written = (last_date_in(text) for text in (*map(words, datelines), head_text))
    return next((date for date in written if date), None)


def _datelines(div: Element) -> Iterator[Element]:
    """The document's own datelines, not those of what is attached to it or quoted in it."""
    for child in div:
        name = local_name(child)
        if name == "dateline":
            yield child
        elif name in ("opener", "closer"):
            yield from child.iter("{*}dateline")


def _source_note(div: Element, heading: Element | None) -> Element | None:
    """The note on the original: so called, or one of the head's that begins with "Source:"."""
    notes = [*children(div, "note"), *(outside_notes(heading, "note") if heading is not None else ())]
    for note in notes:
        if note.get("type") == "source":
            return note
    return next((note for note in notes if any(map(_SOURCE.match, note_paragraphs(note)[:2]))), None)


def _archive_location(source: Element | None) -> str:
    """Where the original lies, from the source note; a summary that stands before it in the same note is left out."""
    paragraphs = note_paragraphs(source) if source is not None else ()
    labelled = [place for place, paragraph in enumerate(paragraphs) if _SOURCE.match(paragraph)]
    note = _SOURCE.sub("", " ".join(paragraphs[labelled[0] :] if labelled else paragraphs), count=1)
    return _AFTER_LOCATION.split(note, maxsplit=1)[0]


def _book_pages(div: Element, document_id: str) -> list[Page]:
    turned = (page_of(page_break, document_id) for page_break in div.iter("{*}pb"))
    return [page for page in turned if page is not None and not page.facsimile]


def _page_before(div: Element, document_id: str) -> Page | None:
    pages = _book_pages(div, document_id)
    if not pages or not _COUNT.fullmatch(pages[0].number) or int(pages[0].number) < 2:
        return None
    return Page(str(int(pages[0].number) - 1))


def _pages(div: Element, document_id: str, first: Page | None) -> str | None:
    pages = [*([first] if first else []), *_book_pages(div, document_id)]
    if not pages:
        return None
    return pages[0].number if pages[0] == pages[-1] else f"{pages[0].number}-{pages[-1].number}"
