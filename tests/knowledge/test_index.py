"""The index: built whole or not at all, and the same on every computer."""

from pathlib import Path

import numpy
import pytest
from langchain_core.embeddings import Embeddings

from knowledge.embeddings import SHIPPED, ShippedEmbeddings
from knowledge.index import Content, Contents, Site, fingerprint, open_index
from knowledge.index_building import build_index, remove_index
from knowledge.vocabulary import Collection

WANTED = fingerprint("a small corpus", [SHIPPED])


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def folder(cache: Path, contents: Contents) -> Path:
    """The folder of an index that was built and let go of."""
    build_index(Site(cache), WANTED, contents=contents).close()
    return Site(cache).folder(WANTED)


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
    index = open_index(Site(cache), WANTED)
    assert index is not None
    with index:
        found = index.nearest(collection, embeddings.embed_query(question), count=3)
        assert found[0].id == id
        assert len(found) == 3
        assert [neighbour.cosine for neighbour in found] == sorted((n.cosine for n in found), reverse=True)


def test_vectors_read_by_the_page_are_in_the_order_of_their_texts(
    folder: Path, cache: Path, embeddings: ShippedEmbeddings, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.vector_store._PAGE_OF_FOLDER", 2)
    texts = contents[Collection.STATE].texts
    index = open_index(Site(cache), WANTED)
    assert index is not None
    with index:
        own = [embeddings.embed_query(texts[id]) for id in sorted(texts)]
        assert numpy.allclose(index.vectors(Collection.STATE), own, atol=1e-6)


def test_a_text_is_nearest_to_itself(
    folder: Path, cache: Path, embeddings: ShippedEmbeddings, contents: Contents
) -> None:
    index = open_index(Site(cache), WANTED)
    assert index is not None
    with index:
        own = embeddings.embed_query(contents[Collection.STATE].texts["s3"])
        (best,) = index.nearest(Collection.STATE, own, count=1)
        assert best.id == "s3"
        assert best.cosine == pytest.approx(1.0, abs=1e-5)


def test_vectors_stand_in_the_order_of_their_ids(
    folder: Path, cache: Path, embeddings: ShippedEmbeddings, contents: Contents
) -> None:
    index = open_index(Site(cache), WANTED)
    assert index is not None
    with index:
        vectors = index.vectors(Collection.OTHERS)
    texts = contents[Collection.OTHERS].texts
    expected = numpy.array(embeddings.embed_documents([texts[id] for id in sorted(texts)]))
    assert numpy.abs(vectors - expected).max() < 1e-6


def test_where_nothing_was_built_nothing_opens(cache: Path) -> None:
    assert open_index(Site(cache), WANTED) is None


def test_a_second_build_gives_the_ready_one(folder: Path, cache: Path, contents: Contents) -> None:
    seen: list[int] = []
    before = sorted((path.name, path.stat().st_mtime_ns) for path in folder.glob("*.json"))
    build_index(Site(cache), WANTED, contents=contents, progress=lambda done, _: seen.append(done)).close()
    assert seen == []
    assert sorted((path.name, path.stat().st_mtime_ns) for path in folder.glob("*.json")) == before


def test_progress_rises_to_the_number_of_all_texts(cache: Path, contents: Contents) -> None:
    seen: list[tuple[int, int]] = []
    build_index(Site(cache), WANTED, contents=contents, progress=lambda *counts: seen.append(counts)).close()
    done = [count for count, _ in seen]
    assert done == sorted(set(done)) and len(done) > 1
    assert seen[-1] == (6, 6)
    assert {total for _, total in seen} == {6}


def test_each_library_and_embedding_has_its_own_index() -> None:
    names = {
        WANTED,
        fingerprint("another corpus", [SHIPPED]),
        fingerprint("a small corpus", [SHIPPED, "other"]),
    }
    assert len(names) == 3
    assert fingerprint("a small corpus", [SHIPPED]) == WANTED


def test_the_same_texts_give_identical_vectors_in_two_builds(tmp_path: Path, contents: Contents) -> None:
    found = []
    for name in ("first", "second"):
        with build_index(Site(tmp_path / name), WANTED, contents=contents) as index:
            found.append([index.vectors(collection) for collection in Collection])
    for first, second in zip(*found, strict=True):
        assert numpy.array_equal(first, second)


class Counting(Embeddings):
    """The shipped embedding, and every text it was asked for."""

    def __init__(self, embeddings: ShippedEmbeddings) -> None:
        self.asked: list[str] = []
        self._embeddings = embeddings

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.asked += texts
        return self._embeddings.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        return self._embeddings.embed_query(text)


def test_texts_of_an_earlier_index_are_not_embedded_again_and_the_index_is_that_of_a_clean_build(
    tmp_path: Path, embeddings: ShippedEmbeddings, contents: Contents
) -> None:
    build_index(Site(tmp_path / "one"), "a" * 64, contents=contents).close()
    counting = Counting(embeddings)
    (side, content), *others = contents.items()
    more = {
        side: Content({**content.texts, "new": "A text that came later."}, "fake", counting),
        **{name: Content(each.texts, "fake", counting) for name, each in others},
    }
    with build_index(Site(tmp_path / "one"), "b" * 64, contents=more) as grown:
        assert counting.asked == ["A text that came later."]
        with build_index(Site(tmp_path / "clean"), "b" * 64, contents=more) as clean:
            for name in more:
                assert numpy.array_equal(grown.vectors(name), clean.vectors(name))
        assert grown.differences(more) == ()
    other = {side: Content(content.texts, "another embedding", counting)}
    counting.asked.clear()
    build_index(Site(tmp_path / "one"), "c" * 64, contents=other).close()
    assert sorted(counting.asked) == sorted(set(content.texts.values()))


def test_a_build_killed_in_the_middle_leaves_nothing_that_opens(cache: Path, contents: Contents) -> None:
    def stop(done: int, total: int) -> None:
        assert 0 < done < total
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(Site(cache), WANTED, contents=contents, progress=stop)
    assert open_index(Site(cache), WANTED) is None
    with build_index(Site(cache), WANTED, contents=contents) as index:
        assert index.differences(contents) == ()
    assert [path.name for path in cache.glob("index-*")] == [Site(cache).folder(WANTED).name]


def test_a_removed_index_is_gone(folder: Path, cache: Path) -> None:
    assert remove_index(Site(cache), WANTED)
    assert not folder.exists()
    assert not remove_index(Site(cache), WANTED)


def test_differences_are_named(folder: Path, cache: Path, embeddings: ShippedEmbeddings, contents: Contents) -> None:
    index = open_index(Site(cache), WANTED)
    assert index is not None
    with index:
        changed = {"s1": "Something else.", "s2": contents[Collection.STATE].texts["s2"], "s4": "New."}
        found = index.differences({Collection.STATE.value: Content(changed, "fake", embeddings)})
    assert found == (
        "state_origin: 1 missing, first s4",
        "state_origin: 1 unknown, first s3",
        "state_origin: 1 changed, first s1",
    )
