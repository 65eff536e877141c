"""The kept index of shingles is always that of exactly the texts, whatever the file held."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy
import pytest

from knowledge import shingle_files
from knowledge.shingle_files import kept_index
from knowledge.shingles import ShingleIndex, shingle_index

ONE = {"a": "nine cranes stood in the old port", "b": "ten cranes stand there today as everybody sees"}
MORE = ONE | {"0": "a text that came in later and sorts first"}


def is_of(index: ShingleIndex, texts: Mapping[str, str]) -> bool:
    wanted = shingle_index(texts.items())
    arrays = zip((index.sizes, index.hashes, index.owners), (wanted.sizes, wanted.hashes, wanted.owners), strict=True)
    return index.ids == wanted.ids and all(numpy.array_equal(one, other) for one, other in arrays)


@pytest.mark.parametrize("then", [ONE, MORE, {"a": ONE["a"]}, ONE | {"b": "ten cranes were sold for scrap in May"}, {}])
def test_it_is_the_index_of_the_texts_as_they_are_now(tmp_path: Path, then: Mapping[str, str]) -> None:
    file = tmp_path / "cache" / "shingles.npz"
    assert is_of(kept_index(file, ONE), ONE)
    assert is_of(kept_index(file, then), then)
    assert is_of(kept_index(file, then), then)


def test_texts_that_the_file_has_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "shingles.npz"
    kept_index(file, ONE)
    read: list[str] = []

    def heard(texts: Iterable[tuple[str, str]]) -> ShingleIndex:
        pairs = list(texts)
        read.extend(id for id, _ in pairs)
        return shingle_index(pairs)

    monkeypatch.setattr(shingle_files, "shingle_index", heard)
    kept_index(file, MORE)
    kept_index(file, MORE)
    assert read == ["0"]


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 torn", b"not a zip file at all"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "shingles.npz"
    kept_index(file, ONE)
    whole = file.read_bytes()
    for content in (damage, whole[: len(whole) // 2], whole[:-30]):
        file.write_bytes(content)
        assert is_of(kept_index(file, ONE), ONE)
    assert [path.name for path in tmp_path.iterdir()] == ["shingles.npz"]


def test_a_place_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    assert is_of(kept_index(tmp_path / "taken" / "shingles.npz", ONE), ONE)
