"""References for other programs: what they read back is what the records say."""

import json
import re
from typing import Any

import pytest
import rispy

from assistant.exporting.formats import Kind, Thing, export
from assistant.pandoc import convert
from knowledge.bibliography import csl_json
from knowledge.library import Library

DOSSIER = Thing(Kind.DOSSIER)


@pytest.fixture(scope="module")
def expected(library: Library) -> dict[str, dict[str, Any]]:
    return {source.id: csl_json(source) for source in library.corpus.sources.values()}


def test_csl_json_holds_every_source_and_no_field_of_our_own(
    library: Library, expected: dict[str, dict[str, Any]]
) -> None:
    items = {item["id"]: item for item in json.loads(export(DOSSIER, "csl-json", library).content)}
    for id, item in expected.items():
        assert "x" not in items[id]
        assert items[id]["custom"] == item["x"]
        assert {**item, **items[id]} == items[id] | {"x": item["x"]}


def test_bibtex_is_read_back_with_the_same_titles_authors_and_years(
    library: Library, expected: dict[str, dict[str, Any]]
) -> None:
    items = _read_bibtex(export(DOSSIER, "bibtex", library).content)
    assert items.keys() == expected.keys()
    for id, item in expected.items():
        assert _plain(items[id]["title"]) == _plain(item["title"])
        assert [_name(name) for name in items[id].get("author", [])] == [_name(name) for name in item.get("author", [])]
        assert _date(items[id])[:2] == _date(item)[:2]
        assert items[id].get("DOI") == item.get("DOI")
        outlet = item.get("container-title") or item.get("publisher")
        read = f"{items[id].get('container-title', '')} {items[id].get('publisher', '')}"
        assert outlet is None or _plain(outlet) in _plain(read)


def test_ris_is_read_back_with_the_same_titles_authors_and_dates(
    library: Library, expected: dict[str, dict[str, Any]]
) -> None:
    text = export(DOSSIER, "ris", library).content.decode("utf-8")
    assert text.startswith("TY  - "), "the format has nothing before the first record"
    entries = {entry["id"]: entry for entry in rispy.loads(text)}
    assert entries.keys() == expected.keys()
    for id, item in expected.items():
        entry = entries[id]
        assert entry["title"] == item["title"]
        assert [_plain(name) for name in entry.get("authors", [])] == [
            _plain(_ris_order(name)) for name in item.get("author", [])
        ]
        assert [int(part) for part in entry.get("date", "").split("/") if part] == _date(item)
        assert entry.get("urls", [None])[0] == item.get("URL")
        assert [part for part in (entry.get("start_page"), entry.get("end_page")) if part] == [
            part for part in item.get("page", "").split("-") if part
        ]


def test_a_body_is_not_taken_for_a_person_in_ris(library: Library) -> None:
    text = export(Thing(Kind.SOURCE, "hu-1966-10-20-moscow"), "ris", library).content.decode("utf-8")
    assert "AU  - Hungarian embassy – Moscow" in text


def test_a_copy_is_said_to_be_one(library: Library) -> None:
    for form in ("csl-json", "bibtex", "ris"):
        text = export(Thing(Kind.SOURCE, "taylor-2020"), form, library).content.decode("utf-8")
        assert "Read in a copy at DocsLib by the project Second Source." in text


def test_bibtex_of_hostile_records_has_one_entry_each_and_no_command_of_theirs(hostile_library: Library) -> None:
    written = export(DOSSIER, "bibtex", hostile_library).content.decode("utf-8")
    assert len(re.findall(r"^@", written, re.MULTILINE)) == len(hostile_library.corpus.sources)
    assert "\\input" not in written and "\u2060" not in written
    for value in re.findall(r"^  \w+ = \{(.*)\},?$", written, re.MULTILINE):
        assert _is_balanced(value), value
    few = export(Thing(Kind.CLAIM, "travel-countries"), "bibtex", hostile_library).content
    read = _read_bibtex(few)
    assert read.keys() == {*re.findall(r"^@\w+\{(.+),$", few.decode("utf-8"), re.MULTILINE)}
    assert all("alert(1)" in item["title"] for item in read.values())


def test_ris_of_hostile_records_has_one_record_each(hostile_library: Library) -> None:
    text = export(DOSSIER, "ris", hostile_library).content.decode("utf-8")
    entries = {entry["id"]: entry for entry in rispy.loads(text)}
    assert entries.keys() == hostile_library.corpus.sources.keys()
    for id, source in hostile_library.corpus.sources.items():
        assert "<script>alert(1)</script>" in entries[id]["title"] or "(" in source.title


@pytest.mark.parametrize("form", ["csl-json", "bibtex", "ris"])
def test_the_references_of_a_claim_are_those_it_shows(form: str, library: Library) -> None:
    text = export(Thing(Kind.CLAIM, "travel-countries"), form, library).content.decode("utf-8")
    for note in library.evidence_of("travel-countries"):
        assert note.source_id in text
    assert "armstrong-2013" not in text


def _read_bibtex(content: bytes) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in json.loads(convert(content.decode(), source="bibtex", target="csljson"))}


def _is_balanced(value: str) -> bool:
    """Whether no brace in a field ends it early, counted as BibTeX counts: a backslash makes no difference."""
    depth = 0
    for brace in re.findall(r"[{}]", value):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _plain(text: str) -> str:
    """Letters and digits alone: BibTeX has its own ways with capitals and quotation marks."""
    return "".join(letter for letter in re.sub(r"</?span[^>]*>", "", text).casefold() if letter.isalnum())


def _name(name: dict[str, Any]) -> str:
    parts = ("literal", "given", "dropping-particle", "non-dropping-particle", "family")
    return _plain("".join(name.get(part, "") for part in parts))


def _ris_order(name: dict[str, Any]) -> str:
    parts = ("literal", "non-dropping-particle", "family", "given")
    return "".join(name.get(part, "") for part in parts)


def _date(item: dict[str, Any]) -> list[int]:
    parts: list[int] = item["issued"]["date-parts"][0] if "issued" in item else []
    return parts
