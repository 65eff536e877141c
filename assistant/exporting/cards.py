"""Flashcards as an Anki package and as a table."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable
from typing import Final

from assistant.errors import ExtraMissing
from assistant.pages.markup import Html, element, join
from assistant.study.flashcards import Flashcard
from knowledge.bibliography import citation_line
from knowledge.library import Library

DECK: Final = "Second Source: Kim Il Sung and the Cause of Global Independence"
_COLUMNS: Final = ("id", "front", "back", "label", "sources")
_FIELDS: Final = ("Front", "Back", "Sources")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment a zip file can name: it stands for no date."""


def csv_file(cards: Iterable[Flashcard], library: Library) -> bytes:
    """The cards as CSV (RFC 4180, UTF-8). A cell a spreadsheet would run as a formula gets an apostrophe before it."""
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(_COLUMNS)
    for card in cards:
        cells = (card.id, card.front, card.back, card.label, "\n".join(_sources(card, library)))
        rows.writerow([_inert(cell) for cell in cells])
    return file.getvalue().encode("utf-8")


def anki_file(cards: Iterable[Flashcard], library: Library) -> bytes:
    """The cards as an Anki package. Their names come from their ids, so that a later package updates them.

    Raises :class:`assistant.errors.ExtraMissing` where genanki is not installed.
    """
    try:
        import genanki
    except ImportError as error:
        raise ExtraMissing("genanki") from error

    model = genanki.Model(
        _number(DECK, "model"),
        "Second Source",
        fields=[{"name": name} for name in _FIELDS],
        templates=[
            {
                "name": "Card",
                "qfmt": "{{Front}}",
                "afmt": "{{FrontSide}}<hr id=answer>{{Back}}{{#Sources}}<hr>{{Sources}}{{/Sources}}",
            }
        ],
        css=".card { font: 1.1rem/1.5 Georgia, serif; max-width: 40rem; margin: 1rem auto; text-align: left; }",
    )
    deck = genanki.Deck(_number(DECK, "deck"), DECK)
    for card in cards:
        texts = (card.front.split("\n"), card.back.split("\n"), _sources(card, library))
        fields = [_lines(lines) for lines in texts]
        deck.add_note(genanki.Note(model=model, fields=fields, guid=genanki.guid_for(card.id)))
    file = io.BytesIO()
    genanki.Package(deck).write_to_file(file, timestamp=0.0)
    return _undated(file)


def _sources(card: Flashcard, library: Library) -> list[str]:
    return [citation_line(library.corpus.sources[id]) for id in card.sources]


def _lines(lines: Iterable[str]) -> Html:
    """Lines as markup; a field of a note is HTML, and a text in it stays text."""
    return join(element("div", line) for line in lines)


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _number(*names: str) -> int:
    """A number of 31 bits that names something in Anki, from its names alone."""
    return int.from_bytes(hashlib.sha256("\0".join(names).encode("utf-8")).digest()[:4]) >> 1


def _undated(file: io.BytesIO) -> bytes:
    """The same zip file without the times at which its parts were written."""
    undated = io.BytesIO()
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(undated, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name, _NO_TIME), before.read(name), zipfile.ZIP_DEFLATED)
    return undated.getvalue()
