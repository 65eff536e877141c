"""``sources add`` with the network in it: a volume by its id, a page by its address, and no other way."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

import pytest

from tests.knowledge.fetching.serving import Site, serving
from tests.knowledge.ingest.test_tei import document, volume

Run = Callable[..., tuple[int, str, str]]
VOUCHED = (
    *("--class", "official_document_other", "--control", "adverse_state", "--interest", "adverse"),
    *("--group", "us-government", "--licence", "Public domain", "--propose-by", "Ada"),
)
ACCEPTED = ("--review-by", "Ben", "--accept-by", "Ben")


class Tomorrow(datetime):
    """A clock that is a day ahead."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + timedelta(days=1)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def desk(run: Run, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command over a new library folder, which may fetch from this test's server alone."""
    monkeypatch.setenv("SECONDSOURCE_LIBRARY", str(tmp_path / "ours"))
    monkeypatch.setenv("SECONDSOURCE_PRIVATE_HOSTS", f"127.0.0.1:{site.port}")
    assert run("init", str(tmp_path / "ours"))[0] == 0
    return run


def test_a_volume_named_by_its_id_becomes_sources_with_the_publishers_addresses(desk: Run, site: Site) -> None:
    text = document("<p>More.</p>", id="d29", n="29", head="29. Letter")
    site.put("/frus/frus1969-76v99p1.xml", volume(document(id="d28") + text))
    base = site.address("/frus/")
    code, said, error = desk("sources", "add", "--frus", "frus1969-76v99p1", "--frus-base", base, *VOUCHED, *ACCEPTED)
    assert code == 0 and said.startswith("2 documents accepted\nknown by the ids frus1969-76v99p1-d28, "), error
    shown = json.loads(desk("sources", "show", "frus1969-76v99p1-d29", "--json")[1])
    assert shown["source"]["URL"].endswith("/frus1969-76v99p1/d29")
    assert any("More." in passage["text"] for passage in shown["passages"])


def test_a_volume_that_is_not_there_is_one_line_and_the_files_beside_it_come_in(
    desk: Run, site: Site, tmp_path: Path
) -> None:
    file = tmp_path / "letter.md"
    file.write_text("---\ntitle: A letter\n---\nWords.\n", encoding="utf-8")
    asked = ("--frus", "frus1950v07", "--frus", "../secret", "--frus-base", site.address("/frus/"))
    code, said, error = desk("sources", "add", str(file), *asked, *VOUCHED)
    assert code == 1 and said.startswith("1 document proposed")
    left_out = [line for line in error.splitlines() if line.startswith("left out: ")]
    assert [line.split(":")[1].strip() for line in left_out] == ["frus1950v07", "../secret"]
    assert site.asked == ["/frus/frus1950v07.xml"]


def test_a_page_is_fetched_only_where_that_is_allowed(desk: Run, site: Site) -> None:
    page = b"<html><head><title>Milk</title></head><body><p>Eleven thousand litres of it.</p></body></html>"
    address = site.put("/milk", page, "text/html")
    code, _, error = desk("sources", "add", address, *VOUCHED)
    assert code == 2 and "--allow-network" in error and site.asked == []
    code, said, error = desk("sources", "add", address, "--allow-network", *VOUCHED, *ACCEPTED)
    assert code == 0 and said.startswith("1 document accepted\nknown by the id "), error
    listed = json.loads(desk("sources", "list", "--json")[1])["sources"]
    assert [source["title"] for source in listed if source.get("URL") == address] == ["Milk"]


def test_a_private_address_nobody_has_allowed_is_not_asked(
    desk: Run, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECONDSOURCE_PRIVATE_HOSTS")
    address = site.put("/milk", b"<p>Milk.</p>", "text/html")
    code, _, error = desk("sources", "add", address, "--allow-network", *VOUCHED)
    assert code == 1 and "SECONDSOURCE_PRIVATE_HOSTS" in error and site.asked == []


def test_nothing_to_take_in_is_said(desk: Run) -> None:
    code, _, error = desk("sources", "add", *VOUCHED)
    assert code == 2 and "--frus VOLUME" in error


def test_no_secret_of_an_address_is_kept_in_the_log(desk: Run, site: Site, tmp_path: Path) -> None:
    file = tmp_path / "letter.md"
    file.write_text("---\ntitle: A letter\n---\nWords.\n", encoding="utf-8")
    log = tmp_path / "ours" / "log.jsonl"
    secret = site.address("/x").replace("//", "//ann:s3cret@")
    code, said, error = desk("sources", "add", str(file), secret, "--allow-network", *VOUCHED)
    assert (code, said) == (2, "") and "user name" in error and "s3cret" not in error
    assert not log.exists() and site.asked == []
    address = site.address("/y?api_key=s3cret#s3cret")
    code, said, _ = desk("sources", "add", str(file), address, "--allow-network", *VOUCHED)
    assert code == 1 and said.startswith("1 document proposed")
    assert "s3cret" not in log.read_text() and f"taken in from letter.md, {site.address('/y')}" in log.read_text()


def test_the_same_page_on_another_day_is_here_already(
    desk: Run, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = site.put("/milk", b"<title>Milk</title><p>Eleven thousand litres of it.</p>", "text/html")
    assert desk("sources", "add", address, "--allow-network", *VOUCHED)[1].startswith("1 document proposed\n")
    log = (tmp_path / "ours" / "log.jsonl").read_text()
    monkeypatch.setattr("assistant.fetching.datetime", Tomorrow)
    code, said, _ = desk("sources", "add", address, "--allow-network", *VOUCHED)
    assert code == 0 and said.startswith("0 documents proposed, 1 here already")
    assert (tmp_path / "ours" / "log.jsonl").read_text() == log
    site.put("/milk", b"<title>Milk</title><p>Twelve thousand litres of it.</p>", "text/html")
    assert desk("sources", "add", address, "--allow-network", *VOUCHED)[1].startswith("1 document proposed\n")
