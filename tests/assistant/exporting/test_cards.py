"""Flashcards that come back whole: as many, the same texts, nothing that runs, the same names again."""

import csv
import html
import io
import re
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.exporting.cards import anki_file, csv_file
from assistant.exporting.formats import Kind, Thing, export
from assistant.study.flashcards import flashcards
from knowledge.library import Library

Notes = Callable[[bytes], list[tuple[str, list[str]]]]


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    """The notes of an Anki package: name and fields."""

    def read(content: bytes) -> list[tuple[str, list[str]]]:
        file = tmp_path / "collection.anki2"
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            file.write_bytes(parts.read("collection.anki2"))
        database = sqlite3.connect(file)
        rows = database.execute("select guid, flds from notes").fetchall()
        database.close()
        return [(guid, fields.split("\x1f")) for guid, fields in rows]

    return read


def test_anki_gets_every_card_under_a_name_of_its_own(library: Library, notes: Notes) -> None:
    cards = flashcards(library)
    found = notes(export(Thing(Kind.CARDS), "apkg", library).content)
    assert len(found) == len({guid for guid, _ in found}) == len(cards) >= 40
    for card, (_, (_, back, sources)) in zip(cards, found, strict=True):
        assert all(html.escape(line) in back for line in card.back.split("\n"))
        assert bool(sources) == bool(card.sources)


def test_a_mended_card_keeps_its_name(library: Library, notes: Notes) -> None:
    """So that Anki updates the card a student already learns, with its history."""
    first, *rest = flashcards(library)
    before = notes(anki_file([first, *rest], library))
    after = notes(anki_file([replace(first, back="Mended"), *rest[1:]], library))
    assert before[0][0] == after[0][0]
    assert before[0][1] != after[0][1]


@pytest.mark.parametrize("form", ["apkg", "csv"])
def test_the_same_library_makes_the_same_file(form: str, library: Library) -> None:
    assert export(Thing(Kind.CARDS), form, library) == export(Thing(Kind.CARDS), form, library)


def test_no_card_runs_in_anki(hostile_library: Library, notes: Notes) -> None:
    found = notes(export(Thing(Kind.CARDS), "apkg", hostile_library).content)
    text = "".join(field for _, fields in found for field in fields)
    assert "&lt;script&gt;" in text
    assert set(re.findall(r"</?([a-zA-Z]+)", text)) <= {"div"}


def test_a_table_is_read_back_as_it_was(library: Library) -> None:
    content = export(Thing(Kind.CARDS), "csv", library).content.decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    cards = flashcards(library)
    assert [(row["id"], row["front"], row["back"], row["label"]) for row in rows] == [
        (card.id, card.front, card.back, card.label) for card in cards
    ]


@pytest.mark.parametrize("start", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(start: str, library: Library) -> None:
    card = replace(flashcards(library)[0], front=start, back=start)
    content = csv_file([card], library).decode("utf-8")
    (row,) = csv.DictReader(io.StringIO(content, newline=""))
    assert row["front"] == row["back"] == f"'{start}"
