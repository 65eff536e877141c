"""A short sample of the fuzzing, and every input that once broke a parser (an hour each: ``make fuzz``)."""

import random
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

FOUND = sorted((Path(__file__).parent / "found").iterdir())
SAMPLE = 60


@pytest.mark.parametrize("name", TARGETS)
def test_the_files_that_fuzzing_starts_from_are_sound(name: str) -> None:
    for seed in TARGETS[name].seeds():
        TARGETS[name].check(seed)


@pytest.mark.parametrize("name", TARGETS)
def test_a_file_changed_at_random_breaks_no_parser(name: str) -> None:
    for number in range(SAMPLE):
        chance = random.Random(f"{name}-{number}")
        TARGETS[name].check(changed(chance.choice(TARGETS[name].seeds()), chance))


@pytest.mark.parametrize("file", FOUND, ids=lambda file: file.name)
def test_what_broke_a_parser_once_does_so_no_more(file: Path) -> None:
    TARGETS[file.name.partition(".")[0]].check(file.read_bytes())


def changed(content: bytes, chance: random.Random) -> bytes:
    """A few bytes are others, a stretch is lost, doubled or moved, or a number is very large."""
    out = bytearray(content)
    for _ in range(chance.choice((1, 2, 5, 20))):
        start = chance.randrange(len(out) + 1)
        end = min(len(out), start + chance.choice((1, 4, 30)))
        match chance.randrange(4):
            case 0:
                out[start:end] = chance.randbytes(end - start)
            case 1:
                del out[start:end]
            case 2:
                place = chance.randrange(len(out) + 1)
                out[place:place] = out[start:end]
            case _:
                out[start:end] = chance.choice(
                    (b"9" * 30, b"\x00", "\ud7ff\u2028".encode(), b"\xed\xa0\x80", b"<", b"{")
                )
    return bytes(out)
