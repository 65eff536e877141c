"""Broken files by the dozen: each gives documents or one clear line, none of them takes long or much memory."""

import resource
import socket
import time
from collections import Counter
from pathlib import Path

import pytest

from knowledge.ingest.documents import Unreadable
from knowledge.ingest.reading import read_file
from tests.knowledge.ingest.malformed import Malformed, malformed, sound

COUNT = 200
LONGEST_SECONDS = 10
MOST_MEGABYTES = 512


def outcome(path: Path) -> str:
    """ "documents", or the line that says why there are none."""
    try:
        documents = list(read_file(path))
    except Unreadable as error:
        return str(error)
    assert documents
    for document in documents:
        assert document.parts and all(part.text.strip() for part in document.parts)
        for part in document.parts:
            assert "root:" not in part.text, "a file of this computer was read"
            part.text.encode("utf-8")
    return "documents"


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a connection fails the test, which no reader can swallow: it is not an ``Exception``."""

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a reader opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_network")
def test_every_broken_file_gives_documents_or_one_clear_line(tmp_path: Path) -> None:
    outcomes: dict[str, str] = {}
    for file in malformed(COUNT):
        path = tmp_path / file.name
        path.write_bytes(file.content)
        start = time.perf_counter()
        outcomes[file.name] = outcome(path)
        assert time.perf_counter() - start < LONGEST_SECONDS, file.name
        path.unlink()
    assert {name: said for name, said in outcomes.items() if len(said.splitlines()) != 1 or len(said) > 300} == {}
    assert len(outcomes) == COUNT
    kinds = Counter(name.partition("-")[2] for name, said in outcomes.items() if said == "documents")
    refused = {
        "password.pdf",
        "no-pages.pdf",
        "scan.pdf",
        "heavy-page.pdf",
        "laughs.epub",
        "laughs.docx",
        "external.epub",
    }
    assert refused.isdisjoint(kinds)
    assert {"changed.pdf", "external-dtd.epub", "odd-labels.pdf"} <= set(kinds)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 < MOST_MEGABYTES


def test_the_same_seed_gives_the_same_files() -> None:
    def made(seed: int) -> list[Malformed]:
        return list(malformed(20, seed=seed))

    assert made(1) == made(1) != made(2)


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".epub", ".html", ".md"])
def test_the_files_were_sound_before_they_were_broken(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"sound{suffix}"
    path.write_bytes(sound(suffix))
    assert outcome(path) == "documents"
