"""Both sides have a place among the passages found, and the same question finds the same ones."""

from collections.abc import Iterator
from functools import cache

import pytest
from langchain_core.embeddings import Embeddings

from knowledge.embeddings import ShippedEmbeddings
from knowledge.index import Content, Index, build_index
from knowledge.lexical import LexicalIndex, Vocabulary
from knowledge.records import Passage
from knowledge.retrieval import QUOTA, Hit, HybridRetriever, fuse
from knowledge.vocabulary import Collection, PassageKind

QUESTION = "How many gifts were presented to him?"
PLACES = "Angola Benin Chad Cuba Egypt Ghana India Laos Mali Malta Nepal Niger Oman Peru Syria Togo".split()
FLOOD = {
    f"s{n:03d}": f"Gifts, gifts and more gifts were presented to him by {PLACES[n % len(PLACES)]}, said daily {n}."
    for n in range(200)
}
FEW = {
    "o1": "A reporter counted the presents on show in the exhibition.",
    "o2": "Gifts from foreign leaders were seen by visitors in 1991.",
    "o3": "Pilots were buried in Bac Giang.",
}


def passages(side: Collection, texts: dict[str, str]) -> list[Passage]:
    return [
        Passage(
            id=id,
            source_id="source",
            kind=PassageKind.LIBRARY_NOTE,
            collection=side,
            text=text,
            locator=None,
            start=0,
            end=len(text),
        )
        for id, text in texts.items()
    ]


class Remembered(Embeddings):
    """The shipped embedding, which embeds the same flood once only."""

    def __init__(self, shipped: Embeddings) -> None:
        self._embed = cache(shipped.embed_query)

    def embed_query(self, text: str) -> list[float]:
        return self._embed(text)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self._embed(text) for text in texts]


FLOODED_SIDES = [(Collection.STATE, Collection.OTHERS), (Collection.OTHERS, Collection.STATE)]


@pytest.fixture(scope="module", params=FLOODED_SIDES, ids=lambda sides: f"{sides[0]} flooded")
def sides(request: pytest.FixtureRequest) -> tuple[Collection, Collection]:
    """The flooded side and the other."""
    chosen: tuple[Collection, Collection] = request.param
    return chosen


@pytest.fixture(scope="module")
def remembered(embeddings: ShippedEmbeddings) -> Remembered:
    return Remembered(embeddings)


@pytest.fixture(scope="module")
def retriever(
    tmp_path_factory: pytest.TempPathFactory,
    remembered: Remembered,
    sides: tuple[Collection, Collection],
) -> Iterator[HybridRetriever]:
    flooded, other = sides
    contents = {flooded.value: Content(FLOOD, remembered), other.value: Content(FEW, remembered)}
    index: Index
    with build_index(tmp_path_factory.mktemp("cache"), "flooded", contents=contents) as index:
        yield HybridRetriever([*passages(flooded, FLOOD), *passages(other, FEW)], index)


@pytest.fixture(scope="module")
def vector(embeddings: ShippedEmbeddings) -> list[float]:
    return embeddings.embed_query(QUESTION)


def of(side: Collection, hits: tuple[Hit, ...]) -> list[str]:
    return [hit.passage.id for hit in hits if hit.passage.collection is side]


def test_a_flooded_side_does_not_crowd_out_the_other(
    retriever: HybridRetriever, sides: tuple[Collection, Collection], vector: list[float]
) -> None:
    flooded, other = sides
    hits = retriever.retrieve(QUESTION, vector=vector)
    assert len(of(flooded, hits)) == QUOTA
    assert sorted(of(other, hits)) == ["o1", "o2", "o3"]
    assert of(other, hits)[0] in ("o1", "o2")


def test_ranks_go_from_1_without_gaps_and_no_passage_stands_twice(
    retriever: HybridRetriever, vector: list[float]
) -> None:
    hits = retriever.retrieve(QUESTION, vector=vector)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert len({hit.passage.id for hit in hits}) == len(hits)


def test_the_same_question_gives_the_same_hits(retriever: HybridRetriever, vector: list[float]) -> None:
    first = retriever.retrieve(QUESTION, vector=vector)
    assert all(retriever.retrieve(QUESTION, vector=vector) == first for _ in range(3))


def test_words_alone_find_both_sides(
    retriever: HybridRetriever, sides: tuple[Collection, Collection], vector: list[float]
) -> None:
    flooded, other = sides
    hits = retriever.retrieve(QUESTION, vector=None)
    assert len(of(flooded, hits)) == QUOTA
    assert sorted(of(other, hits)) == ["o1", "o2"]
    without_index = HybridRetriever([*passages(flooded, FLOOD), *passages(other, FEW)], None)
    assert without_index.retrieve(QUESTION, vector=vector) == hits


def test_vectors_find_what_words_miss(
    retriever: HybridRetriever, sides: tuple[Collection, Collection], embeddings: ShippedEmbeddings
) -> None:
    question = "airmen's graves"
    assert retriever.retrieve(question, vector=None) == ()
    hits = retriever.retrieve(question, vector=embeddings.embed_query(question))
    assert of(sides[1], hits)[0] == "o3"


def test_words_nobody_uses_find_nothing(retriever: HybridRetriever) -> None:
    assert retriever.retrieve("Xylophone quark?", vector=None) == ()
    assert retriever.retrieve("", vector=None) == ()


def test_being_found_twice_outweighs_being_first_once() -> None:
    assert [id for _, id in fuse([["a", "b"], ["b", "c"]])] == ["b", "a", "c"]
    assert [id for _, id in fuse([["z"], ["a"]])] == ["a", "z"]
    assert fuse([]) == []


def test_words_are_found_in_any_form_and_equals_go_by_id() -> None:
    index = LexicalIndex({"b": "The gift was presented.", "a": "The gift was presented.", "c": "Rain."})
    assert index.best("presenting gifts", count=5) == ("a", "b")
    assert index.best("presenting gifts", count=1) == ("a",)
    assert LexicalIndex({}).best("gift", count=3) == ()


def test_numbers_are_found_with_and_without_thousands_separators() -> None:
    index = LexicalIndex({"a": "presented 166,065 gifts", "b": "presented 54 gifts"})
    assert index.best("166065", count=5) == index.best("166,065", count=5) == ("a",)


def test_coverage_is_the_share_of_known_words_and_rare_ones_weigh_more() -> None:
    vocabulary = Vocabulary(["gifts and travel", "gifts and airmen", "gifts"])
    assert vocabulary.coverage("gifts") == 1.0
    assert vocabulary.coverage("xylophone") == 0.0
    assert 0 < vocabulary.coverage("gifts xylophone") < vocabulary.coverage("airmen xylophone") < 1
    assert vocabulary.coverage("who is he") == 0.0
