"""What a librarian names, brought together as files: from this computer, from addresses, from the FRUS repository."""

import re
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import DeskTrouble, UsageError
from assistant.fetching import Gathered, Wanted, gathered
from assistant.settings import Settings, read_settings
from knowledge.holdings.sourcing import Vouching, source_of
from knowledge.ingest.documents import Document, Unreadable
from knowledge.ingest.origins import with_origin
from knowledge.ingest.reading import read_file
from knowledge.vocabulary import Access, Control, Interest, SourceType
from tests.knowledge.fetching.serving import Site, serving
from tests.knowledge.ingest.test_tei import document, volume

VOLUME = volume(document(id="d28") + document("<p>More.</p>", id="d29", n="29", head="29. Letter"))
PAGE = b"""<html lang="en"><head><title>The dairy of Ulan Bator</title>
<link rel="canonical" href="https://history.state.gov/historicaldocuments/frus1950v07/d1"/></head>
<body><main><h1>Milk</h1><p>The dairy cooperatives of the capital delivered eleven thousand litres of fermented
milk in January.</p></main></body></html>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def settings(site: Site, tmp_path: Path) -> Settings:
    """Settings of a library that fetches from its own network, FRUS too."""
    environment = {
        "SECONDSOURCE_CACHE": str(tmp_path),
        "SECONDSOURCE_FRUS_BASE": site.address("/frus/volumes/"),
        "SECONDSOURCE_PRIVATE_HOSTS": f" 127.0.0.1:{site.port} ,",
    }
    return read_settings(environment)


def read(found: Gathered) -> list[Document]:
    documents = ((file, each) for file in found.files for each in read_file(file))
    return [with_origin(each, found.origins.get(file)) for file, each in documents]


def test_a_volume_gives_the_documents_that_its_file_gives(site: Site, settings: Settings, tmp_path: Path) -> None:
    site.put("/frus/volumes/frus1969-76v99p1.xml", VOLUME)
    file = tmp_path / "frus1969-76v99p1.xml"
    file.write_bytes(VOLUME)
    with gathered(Wanted(volumes=["frus1969-76v99p1"]), settings) as found:
        assert read(found) == list(read_file(file))
        assert [each.csl["URL"][-21:] for each in read(found)] == ["/frus1969-76v99p1/d28", "/frus1969-76v99p1/d29"]
        assert found.refused == () and site.asked == ["/frus/volumes/frus1969-76v99p1.xml"]
        (fetched,) = found.files
    assert not fetched.exists()


def test_an_address_is_asked_only_where_that_is_allowed(site: Site, settings: Settings) -> None:
    address = site.put("/milk", PAGE, "text/html")
    with (
        pytest.raises(UsageError, match=r"^http://127\.0\.0\.1:\d+/milk is on the network.*add --allow-network$"),
        gathered(Wanted(named=[address], volumes=["frus1950v07"]), settings),
    ):
        pass
    assert site.asked == []


@pytest.mark.parametrize(
    "address", ["http://ann:s3cret@a.example/", " HTTPS://ann@a.example/s3cret", "ftp://:s3cret@["]
)
def test_an_address_with_a_user_name_is_refused_before_anything_is_fetched(
    site: Site, settings: Settings, address: str
) -> None:
    wanted = Wanted(named=[site.put("/milk", PAGE, "text/html"), address])
    with pytest.raises(UsageError, match="user name") as caught, gathered(wanted, settings, network_allowed=True):
        pass
    assert site.asked == [] and ":s3cret" not in str(caught.value)


def test_what_is_wanted_is_called_by_its_names_without_what_is_secret() -> None:
    named = ["ours/a.md", "https://a.example/b?key=s3cret", "https://ann:s3cret@a.example/c#d"]
    names = ("a.md", "https://a.example/b", "https://…@a.example/c", "frus1950v07")
    assert Wanted(named=named, volumes=["frus1950v07"]).names == names


def test_a_page_is_a_source_whose_citations_open_it(site: Site, settings: Settings) -> None:
    address = site.put("/milk?page=1", PAGE, "text/html; charset=utf-8")
    with gathered(Wanted(named=[address]), settings, network_allowed=True) as found:
        [page] = read(found)
    vouched = Vouching(
        source_type=SourceType.OFFICIAL_DOCUMENT_OTHER,
        control=Control.OTHER_STATE,
        interest=Interest.NEUTRAL,
        independence_group="ministry",
        licence="Public domain",
    )
    source = source_of(page, vouched)
    assert (source.title, source.url, source.access) == ("The dairy of Ulan Bator", address, Access.ORIGINAL)
    assert source.csl["accessed"]["date-parts"][0][0] >= 2026
    assert source.id.startswith("127-0-0-1-") and any("eleven thousand litres" in part.text for part in page.parts)


def test_files_folders_addresses_and_volumes_go_together_each_once(
    site: Site, settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text("A.")
    site.put("/frus/volumes/frus1969-76v99p1.xml", VOLUME)
    address = site.put("/milk", PAGE, "text/html")
    seen: list[tuple[int, int]] = []
    wanted = Wanted(named=[address, str(folder), address], volumes=["frus1969-76v99p1"] * 2)
    with gathered(
        wanted, settings, network_allowed=True, progress=lambda done, total: seen.append((done, total))
    ) as found:
        assert [file.suffix for file in found.files] == [".txt", ".html", ".xml"]
        assert list(found.origins) == list(found.files[1:])
    assert seen == [(1, 2), (2, 2)] and len(site.asked) == 2


def test_what_cannot_be_fetched_is_said_and_does_not_stop_the_others(site: Site, settings: Settings) -> None:
    site.put("/frus/volumes/frus1969-76v99p1.xml", VOLUME)
    site.lead("/inside", "http://169.254.169.254/")
    wanted = Wanted(
        named=[site.address("/none"), site.address("/inside"), "ftp://example.org/a", "http://[::1]/"],
        volumes=["frus1950v07", "../secret", "frus1969-76v99p1"],
    )
    with gathered(wanted, settings, network_allowed=True) as found:
        assert [file.name for file in found.files] == ["frus1969-76v99p1.xml"]
    for line, told in zip(
        found.refused,
        (
            "404 Not Found",
            "no address of the public network",
            "no address of the web",
            "private network",
            "404",
            "no volume",
        ),
        strict=True,
    ):
        assert told in line and line.isprintable()


def test_another_volume_or_a_page_in_its_place_is_not_taken(site: Site, settings: Settings) -> None:
    site.put("/frus/volumes/frus1950v07.xml", VOLUME)
    site.put("/frus/volumes/frus1950v06.xml", PAGE, "text/html")
    for asked in ("frus1950v07", "frus1950v06"):
        with (
            gathered(Wanted(volumes=[asked]), settings) as found,
            pytest.raises(Unreadable, match=f"no volume {asked}"),
        ):
            read(found)


def test_a_base_in_a_private_network_needs_its_host_named(site: Site, tmp_path: Path) -> None:
    site.put("/frus1969-76v99p1.xml", VOLUME)
    settings = Settings(cache=tmp_path, frus_base=site.address(""))
    with gathered(Wanted(volumes=["frus1969-76v99p1"]), settings) as found:
        assert found.files == () and "SECONDSOURCE_PRIVATE_HOSTS" in found.refused[0]
    assert site.asked == []


def test_nothing_is_made_where_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.fetching.TemporaryDirectory", None)
    file = tmp_path / "a.txt"
    file.write_text("A.")
    with gathered(Wanted(named=[str(file)]), Settings(cache=tmp_path)) as found:
        assert found.files == (file,)


def test_every_variable_of_the_readme_stands_there_once() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `(SECONDSOURCE_\w+)`", readme, re.MULTILINE)
    assert named and sorted(named) == sorted(set(named))


def test_where_things_come_from_changes_no_answer(tmp_path: Path) -> None:
    plain = read_settings({"SECONDSOURCE_CACHE": str(tmp_path)})
    environment = {
        "SECONDSOURCE_FRUS_BASE": "https://a.example/",
        "SECONDSOURCE_PRIVATE_HOSTS": "Shelf.Example, [::1]:80",
    }
    set_up = read_settings(environment)
    assert (plain.frus_base, plain.private_hosts) == (None, frozenset())
    assert set_up.frus_base == "https://a.example/" and set_up.private_hosts == {"shelf.example", "[::1]:80"}
    assert set_up.fingerprint == plain.fingerprint


def test_without_room_for_what_is_fetched_it_is_said(
    site: Site, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put("/frus/volumes/frus1969-76v99p1.xml", VOLUME)
    wanted = Wanted(volumes=["frus1969-76v99p1"])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(DeskTrouble, match="frus1969-76v99p1 cannot be kept"), gathered(wanted, settings):
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    with pytest.raises(DeskTrouble, match="TMPDIR"), gathered(wanted, settings):
        pass
