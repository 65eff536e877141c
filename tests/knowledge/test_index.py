"""The index: built whole or not at all, proved when it is opened, mended when it is damaged."""

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy
import pytest
from langchain_core.embeddings import Embeddings

from knowledge import index as index_module
from knowledge.embeddings import SHIPPED, ShippedEmbeddings
from knowledge.index import (
    Content,
    Contents,
    IndexUnusable,
    build_index,
    fingerprint,
    index_folder,
    open_index,
    remove_index,
)
from knowledge.records import Collection

WANTED = fingerprint("a small corpus", [SHIPPED])
STATE = {
    "s1": "He visited 87 countries in his lifetime.",
    "s2": "Leaders of 172 countries presented gifts to him.",
    "s3": "He sent many excellent airmen to help Vietnam.",
}
OTHERS = {
    "o1": "Fourteen North Korean pilots were buried in Bac Giang.",
    "o2": "Reporters walked through the halls of the exhibition of presents.",
    "o3": "The declaration was signed in Pyongyang in April 1992.",
}


class CountedEmbeddings(Embeddings):
    """Vectors from nothing but a number, so that a thousand texts cost no time."""

    def embed_query(self, text: str) -> list[float]:
        return numpy.random.default_rng(int(text)).normal(size=16).tolist()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


@pytest.fixture(scope="module")
def embeddings() -> ShippedEmbeddings:
    return ShippedEmbeddings()


@pytest.fixture(scope="module")
def contents(embeddings: ShippedEmbeddings) -> Contents:
    return {
        Collection.STATE.value: Content(STATE, embeddings),
        Collection.OTHERS.value: Content(OTHERS, embeddings),
    }


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def folder(cache: Path, contents: Contents) -> Path:
    """The folder of an index that was built and let go of."""
    build_index(cache, WANTED, contents=contents).close()
    return index_folder(cache, WANTED)


@pytest.mark.parametrize(
    ("question", "collection", "id"),
    [
        ("How many states did he travel to?", Collection.STATE, "s1"),
        ("Who gave him presents?", Collection.STATE, "s2"),
        ("Where are the pilots' graves?", Collection.OTHERS, "o1"),
        ("When was the declaration signed?", Collection.OTHERS, "o3"),
    ],
)
def test_the_nearest_text_is_found(
    folder: Path, cache: Path, embeddings: ShippedEmbeddings, question: str, collection: Collection, id: str
) -> None:
    index = open_index(cache, WANTED)
    assert index is not None
    with index:
        found = index.nearest(collection, embeddings.embed_query(question), count=3)
        assert found[0].id == id
        assert len(found) == 3
        assert [neighbour.cosine for neighbour in found] == sorted((n.cosine for n in found), reverse=True)


def test_a_text_is_nearest_to_itself(folder: Path, cache: Path, embeddings: ShippedEmbeddings) -> None:
    index = open_index(cache, WANTED)
    assert index is not None
    with index:
        (best,) = index.nearest(Collection.STATE, embeddings.embed_query(STATE["s3"]), count=1)
        assert best.id == "s3"
        assert best.cosine == pytest.approx(1.0, abs=1e-5)


def test_vectors_stand_in_the_order_of_their_ids(folder: Path, cache: Path, embeddings: ShippedEmbeddings) -> None:
    index = open_index(cache, WANTED)
    assert index is not None
    with index:
        vectors = index.vectors(Collection.OTHERS)
    expected = numpy.array(embeddings.embed_documents([OTHERS[id] for id in sorted(OTHERS)]))
    assert numpy.abs(vectors - expected).max() < 1e-6


def test_where_nothing_was_built_nothing_opens(cache: Path) -> None:
    assert open_index(cache, WANTED) is None


def test_a_second_build_gives_the_ready_one(folder: Path, cache: Path, contents: Contents) -> None:
    seen: list[int] = []
    before = sorted((path.name, path.stat().st_mtime_ns) for path in folder.glob("*.json"))
    build_index(cache, WANTED, contents=contents, progress=lambda done, _: seen.append(done)).close()
    assert seen == []
    assert sorted((path.name, path.stat().st_mtime_ns) for path in folder.glob("*.json")) == before


def test_progress_counts_every_text(cache: Path, contents: Contents) -> None:
    seen: list[tuple[int, int]] = []
    build_index(cache, WANTED, contents=contents, progress=lambda *counts: seen.append(counts)).close()
    assert seen == [(n, 6) for n in range(1, 7)]


def test_each_library_and_embedding_has_its_own_index() -> None:
    names = {WANTED, fingerprint("another corpus", [SHIPPED]), fingerprint("a small corpus", [SHIPPED, "other"])}
    assert len(names) == 3
    assert fingerprint("a small corpus", [SHIPPED]) == WANTED


def test_the_same_texts_give_identical_vectors_in_two_builds(tmp_path: Path, contents: Contents) -> None:
    found = []
    for name in ("first", "second"):
        with build_index(tmp_path / name, WANTED, contents=contents) as index:
            found.append([index.vectors(collection) for collection in Collection])
    for first, second in zip(*found, strict=True):
        assert numpy.array_equal(first, second)


def test_a_build_killed_in_the_middle_leaves_nothing_that_opens(cache: Path, contents: Contents) -> None:
    def stop(done: int, _: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(cache, WANTED, contents=contents, progress=stop)
    assert open_index(cache, WANTED) is None
    with build_index(cache, WANTED, contents=contents) as index:
        assert index.differences(contents) == ()
    assert [path.name for path in cache.glob("index-*")] == [index_folder(cache, WANTED).name]


def test_a_removed_index_is_gone(folder: Path, cache: Path) -> None:
    assert remove_index(cache, WANTED)
    assert not folder.exists()
    assert not remove_index(cache, WANTED)


def test_differences_are_named(folder: Path, cache: Path, embeddings: ShippedEmbeddings) -> None:
    index = open_index(cache, WANTED)
    assert index is not None
    with index:
        changed = {"s1": "Something else.", "s2": STATE["s2"], "s4": "New."}
        found = index.differences({Collection.STATE.value: Content(changed, embeddings)})
    assert found == (
        "state_origin: 1 missing, first s4",
        "state_origin: 1 unknown, first s3",
        "state_origin: 1 changed, first s1",
    )


# Damage


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


def become_a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder", encoding="utf-8")


CHROMA_KEEPS_THE_BROKEN_ONE = pytest.mark.xfail(
    strict=True,
    raises=AttributeError,
    reason="after a failed open Chroma keeps a broken system for the path, and build_index fails with it",
)
DAMAGES = [
    pytest.param(overwrite_header, id="database overwritten", marks=CHROMA_KEEPS_THE_BROKEN_ONE),
    pytest.param(cut_short, id="database cut short"),
    pytest.param(lambda folder: (folder / "chroma.sqlite3").unlink(), id="database gone"),
    pytest.param(lambda folder: (folder / "manifest.json").unlink(), id="manifest gone"),
    pytest.param(lambda folder: (folder / "manifest.json").write_text("{"), id="manifest half written"),
    pytest.param(lambda folder: (folder / "manifest.json").write_text("[1]"), id="manifest no table"),
    pytest.param(edit_manifest(fingerprint="0" * 64), id="manifest of another library"),
    pytest.param(edit_manifest(counts={"state_origin": 3, "others": 4}), id="a text lost"),
    pytest.param(edit_manifest(canaries={"state_origin": "s1", "others": "o9"}), id="the text to prove it lost"),
    pytest.param(edit_manifest(counts={"elsewhere": 3}), id="a collection gone"),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_refused_and_mended(
    folder: Path, cache: Path, contents: Contents, damage: Callable[[Path], object]
) -> None:
    damage(folder)
    with pytest.raises(IndexUnusable) as caught:
        open_index(cache, WANTED)
    assert str(folder) in str(caught.value)
    assert "secondsource index build" in str(caught.value)
    with build_index(cache, WANTED, contents=contents) as index:
        assert index.differences(contents) == ()


def test_an_overwritten_database_is_refused_naming_folder_and_command(folder: Path, cache: Path) -> None:
    overwrite_header(folder)
    with pytest.raises(IndexUnusable, match=r"secondsource index build") as caught:
        open_index(cache, WANTED)
    assert str(folder) in str(caught.value)
