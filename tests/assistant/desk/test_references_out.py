"""References of a librarian's own sources go out as they came in, with all that a format can carry."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.ingest.references import read_references, write_references

Run = Callable[..., tuple[int, str, str]]
VOUCHED = (
    *("--class", "scholarship", "--control", "none", "--interest", "neutral"),
    *("--group", "a-historian", "--licence", "Held by permission"),
)
VETTED = ("--propose-by", "Ada", "--review-by", "Ben", "--accept-by", "Ben", "--reason", "for the seminar")
FILES = {"csl-json": "refs.json", "bibtex": "refs.bib", "ris": "refs.ris"}

ZOTERO = {
    "id": "http://zotero.org/users/1234/items/ABCD2345",
    "citation-key": "berg1975",
    "type": "article-journal",
    "abstract": "What was built {and} what was not; 100% of it.",
    "archive": "State Archive",
    "archive_location": "Fond 59, Box 12",
    "author": [
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"family": "김", "given": "일성"},
        {"literal": "Institute of Ports, Section of Cranes"},
    ],
    "container-title": "Journal of Harbours & Canals",
    "DOI": "10.1002/(SICI)1097-4571(199806)49:8<693::AID_ASI4>3.0.CO;2-O",
    "editor": [{"family": "Lawler", "given": "Daniel J."}],
    "ISSN": "1234-567X",
    "issue": "2",
    "issued": {"date-parts": [["1975", "8", 30]]},
    "accessed": {"date-parts": [["2026", 11, 24]]},
    "keyword": "cranes, canals",
    "language": "en",
    "note": "Read at the library.",
    "page": "89-115",
    "publisher-place": "Rotterdam",
    "title": "On the {Cranes} of the “Old Port” & 50% of its_sheds",
    "title-short": "Cranes",
    "URL": "https://journal.example/articles/49?a=1;b=%20_~#fn1",
    "volume": "XIX",
    "custom": {"files": ["cranes.md"]},
}


@pytest.fixture
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands run in the test's own folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def cranes(desk: Run, tmp_path: Path) -> Callable[[str], None]:
    """Takes a text in, with its reference in a format."""

    def take_in(kind: str) -> None:
        (tmp_path / "cranes.md").write_text(
            "The old port had nine cranes, all of them hand-worked.\n", encoding="utf-8"
        )
        meta = tmp_path / FILES[kind]
        meta.write_text(write_references([ZOTERO], kind), encoding="utf-8")
        code, _, error = desk(
            *("sources", "add", str(tmp_path / "cranes.md"), *VOUCHED, *VETTED, "--meta", str(meta)),
        )
        assert code == 0, error

    return take_in


def exported(desk: Run, kind: str, *what: str) -> dict[str, dict[str, Any]]:
    """The references in a file that the program wrote into this folder, by id, as a reference manager reads them."""
    file = Path(FILES[kind])
    code, _, error = desk("export", *what, "--format", kind, "--out", str(file))
    assert code == 0, error
    return {str(item["id"]): dict(item) for item in read_references(file.read_bytes(), file.name)}


def carried(item: dict[str, Any], kind: str) -> dict[str, Any]:
    """What a format can carry of an item: what comes back when nothing else has touched it."""
    (found,) = read_references(write_references([item], kind).encode("utf-8"), FILES[kind])
    return dict(found)


@pytest.mark.parametrize("outgoing", FILES)
@pytest.mark.parametrize("incoming", FILES)
def test_a_reference_goes_out_with_all_that_both_formats_can_carry(
    desk: Run, cranes: Callable[[str], None], incoming: str, outgoing: str, in_a_folder: None
) -> None:
    cranes(incoming)
    wanted = carried(carried(ZOTERO, incoming), outgoing)
    (found,) = exported(desk, outgoing, "--source", "cranes").values()
    for item in (wanted, found):
        for field in ("id", "citation-key"):
            item.pop(field, None)
    assert found.pop("custom")["files"] == wanted.pop("custom")["files"]
    assert found == wanted


def test_bibtex_keeps_the_key_by_which_a_paper_cites_it_and_the_others_have_the_librarys(
    desk: Run, cranes: Callable[[str], None], in_a_folder: None
) -> None:
    cranes("csl-json")
    assert list(exported(desk, "bibtex", "--source", "cranes")) == ["berg1975"]
    assert list(exported(desk, "ris", "--source", "cranes")) == ["cranes"]
    (item,) = exported(desk, "csl-json", "--source", "cranes").values()
    assert (item["id"], item["citation-key"]) == ("cranes", "berg1975")


@pytest.mark.parametrize("kind", FILES)
def test_the_dossiers_references_hold_the_librarians_sources_beside_the_shipped_ones(
    desk: Run, cranes: Callable[[str], None], kind: str, in_a_folder: None
) -> None:
    shipped = exported(desk, kind, "--dossier")
    cranes("csl-json")
    found = exported(desk, kind, "--dossier")
    (new,) = found.keys() - shipped.keys()
    assert found == shipped | {new: found[new]}
    assert found[new]["title"] == ZOTERO["title"]


def test_csl_json_says_beside_it_what_the_librarian_vouched_for(
    desk: Run, cranes: Callable[[str], None], in_a_folder: None
) -> None:
    cranes("csl-json")
    custom = exported(desk, "csl-json", "--source", "cranes")["cranes"]["custom"]
    assert (custom["independence_group"], custom["source_type"]) == ("a-historian", "scholarship")
