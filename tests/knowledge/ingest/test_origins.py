"""Fetched files: what they are called, and what their documents say of where they stand."""

from datetime import date
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.ingest.documents import Csl, Document, Part, Unreadable
from knowledge.ingest.origins import Origin, file_name, with_origin
from knowledge.ingest.reading import read_file
from tests.knowledge.ingest.malformed import sound

HERE = "https://www.example.org/cables/ulan-bator"
DAY = {"date-parts": [[2026, 11, 24]]}


def origin(address: str = HERE, answered_by: str | None = None, volume: str | None = None) -> Origin:
    return Origin(address=address, answered_by=answered_by or address, accessed=date(2026, 11, 24), volume=volume)


def document(name: str = "cable", **csl: object) -> Document:
    return Document(name=name, csl=csl, parts=(Part("Milk."),))


def csl_of(found: Document) -> Csl:
    return {key: found.csl.get(key) for key in ("URL", "accessed")}


@pytest.mark.parametrize(
    ("address", "media_type", "suffix"),
    [
        ("https://example.org/a", "text/html", ".html"),
        ("https://example.org/a.php", "text/html", ".html"),
        ("https://example.org/a.pdf", "text/html", ".html"),
        ("https://example.org/a", "application/pdf", ".pdf"),
        ("https://example.org/a.pdf", "application/octet-stream", ".pdf"),
        ("https://example.org/A.PDF", "", ".pdf"),
        ("https://example.org/volumes/frus1950v07.xml", "text/plain", ".xml"),
        ("https://example.org/notes.md", "text/plain", ".md"),
        ("https://example.org/rfc2616.log", "text/plain", ".txt"),
        ("https://example.org/a.xml", "application/xml", ".xml"),
        ("https://example.org/", "", ""),
        ("https://example.org", "text/plain", ""),
        ("https://example.org/a.docx", "application/zip", ".docx"),
        ("https://example.org/a.%00%2f..", "", ""),
    ],
)
def test_the_type_decides_the_suffix_and_else_the_address_does(address: str, media_type: str, suffix: str) -> None:
    assert PurePosixPath(file_name(address, media_type)).suffix == suffix


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".epub", ".html", ".md"])
@pytest.mark.parametrize("media_type", ["", "application/octet-stream"])
def test_what_is_called_by_its_address_is_read(suffix: str, media_type: str, tmp_path: Path) -> None:
    path = tmp_path / file_name(f"https://example.org/gifts{suffix}?download=1", media_type)
    path.write_bytes(sound(suffix))
    [found] = read_file(path)
    assert found.parts and found.name.startswith("example-org-gifts-")


def test_a_name_is_the_addresss_and_stays() -> None:
    assert file_name(HERE, "text/html") == "www-example-org-cables-ulan-bator-d736ba82.html"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/app", "https://example.org.app/"),
        ("https://example.org/a/b", "https://example.org/a-b"),
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/A", "https://example.org/a"),
        ("https://example.org/a.b", "https://example.org/a/b"),
        ("https://example.org/a", "https://example.org:8080/a"),
    ],
)
def test_two_addresses_never_give_one_name(one: str, other: str) -> None:
    stems = {PurePosixPath(file_name(address, "text/html")).stem for address in (one, other)}
    assert len(stems) == 2


def test_one_address_gives_one_name_with_or_without_tls_and_slash() -> None:
    names = {
        file_name(address, "") for address in ("https://example.org", "http://example.org/", "https://example.org/")
    }
    assert len(names) == 1


@given(st.text(), st.text(max_size=40))
def test_no_address_gives_a_name_that_is_more_than_a_name(path: str, media_type: str) -> None:
    name = file_name(f"https://example.org/{path.replace('[', '')}", media_type)
    assert name.isascii() and name.isprintable() and "/" not in name and len(name) < 150 and not name.startswith(".")


def test_a_document_is_cited_where_it_was_fetched_and_when() -> None:
    assert csl_of(with_origin(document(title="A cable"), origin())) == {"URL": HERE, "accessed": DAY}
    assert with_origin(document(title="A cable"), origin()).csl["title"] == "A cable"


def test_an_address_of_its_own_on_the_host_that_sent_it_is_kept() -> None:
    own = "https://www.example.org/permanent/17"
    assert csl_of(with_origin(document(URL=own), origin())) == {"URL": own, "accessed": DAY}
    through = origin("https://doi.example/10.1/17", HERE)
    assert csl_of(with_origin(document(URL=own), through))["URL"] == own


@pytest.mark.parametrize(
    "own",
    [
        "https://history.state.gov/historicaldocuments/frus1950v07/d1",
        "https://example.org/",
        "http://[",
        "no address",
        "",
    ],
)
def test_no_text_says_that_it_stands_with_somebody_else(own: str) -> None:
    assert csl_of(with_origin(document(URL=own), origin()))["URL"] == HERE


def test_a_file_that_was_not_fetched_is_left_as_it_is() -> None:
    found = document(URL="https://elsewhere.example/")
    assert with_origin(found, None) is found


def test_a_document_of_a_volume_is_cited_where_its_publisher_shows_it() -> None:
    found = document("frus1950v07-d1", URL="https://history.state.gov/historicaldocuments/frus1950v07/d1")
    assert with_origin(found, origin(volume="frus1950v07")) is found


@pytest.mark.parametrize("name", ["frus1950v07", "frus1950v06-d1", "frus1950v07p2-d1", "log-in"])
def test_something_else_than_the_volume_is_refused(name: str) -> None:
    with pytest.raises(Unreadable, match="no volume frus1950v07 of documents came from"):
        with_origin(document(name), origin(volume="frus1950v07"))
