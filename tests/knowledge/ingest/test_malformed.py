"""Broken files by the dozen: each gives documents or one clear line, none of them takes long or much memory."""

from collections import Counter
from pathlib import Path

import pytest

from tests.knowledge.ingest.malformed import Malformed, malformed, sound
from tests.knowledge.ingest.reading_apart import Reading, outcome, read_apart

COUNT = 200
LONGEST_SECONDS = 10
MOST_MEGABYTES = 512


def test_every_broken_file_gives_documents_or_one_clear_line() -> None:
    reading = read_apart(COUNT)
    assert faults(reading) == []
    outcomes = reading.outcomes
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
    assert {"external-dtd.epub", "odd-labels.pdf", "asks.html", "inclusion.xml", "odd-cells.csv"} <= set(kinds)


def faults(reading: Reading) -> list[str]:
    """How a reading fell short."""
    unclear = [name for name, said in reading.outcomes.items() if len(said.splitlines()) != 1 or len(said) > 400]
    found = [f"no clear line for {name}: {reading.outcomes[name]!r}" for name in unclear]
    if reading.slowest > (LONGEST_SECONDS, ""):
        found.append(f"{reading.slowest[1]} took {reading.slowest[0]:.1f} s")
    if reading.megabytes > MOST_MEGABYTES:
        found.append(f"{reading.megabytes:.0f} MB")
    if reading.visitors:
        found.append(f"{reading.visitors} connections")
    return found


def test_the_same_seed_gives_the_same_files() -> None:
    def made(seed: int) -> list[Malformed]:
        return list(malformed(20, seed=seed))

    assert made(1) == made(1) != made(2)


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".epub", ".html", ".md", ".xml", ".csv", ".jsonl"])
def test_the_files_were_sound_before_they_were_broken(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"sound{suffix}"
    path.write_bytes(sound(suffix))
    assert outcome(path) == "documents"
