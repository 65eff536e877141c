"""Both sides have a place among the passages found, and the same question finds the same ones."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from knowledge.embeddings import ShippedEmbeddings
from knowledge.index import Content, Index, Site
from knowledge.index_building import build_index
from knowledge.lexical import LexicalIndex, Vocabulary
from knowledge.queries import Query
from knowledge.records import Passage
from knowledge.retrieval import QUOTA, Hit, HybridRetriever
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
    texts = {flooded.value: FLOOD, other.value: FEW}
    contents = {side: Content(held, "remembered", remembered) for side, held in texts.items()}
    index: Index
    with build_index(Site(tmp_path_factory.mktemp("cache")), "flooded", contents=contents) as index:
        yield HybridRetriever([*passages(flooded, FLOOD), *passages(other, FEW)], index)


@pytest.fixture(scope="module")
def vector(embeddings: ShippedEmbeddings) -> list[float]:
    return embeddings.embed_query(QUESTION)


def found(retriever: HybridRetriever, question: str, vector: list[float] | None = None) -> tuple[Hit, ...]:
    return retriever.retrieve([Query(question, vector)], prior={})


def of(side: Collection, hits: tuple[Hit, ...]) -> list[str]:
    return [hit.passage.id for hit in hits if hit.passage.collection is side]


def test_a_flooded_side_does_not_crowd_out_the_other(
    retriever: HybridRetriever, sides: tuple[Collection, Collection], vector: list[float]
) -> None:
    flooded, other = sides
    hits = found(retriever, QUESTION, vector)
    assert len(of(flooded, hits)) == QUOTA
    assert sorted(of(other, hits)) == ["o1", "o2", "o3"]
    assert of(other, hits)[0] in ("o1", "o2")


def test_ranks_go_from_1_without_gaps_and_no_passage_stands_twice(
    retriever: HybridRetriever, vector: list[float]
) -> None:
    hits = found(retriever, QUESTION, vector)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert len({hit.passage.id for hit in hits}) == len(hits)


def test_the_same_question_gives_the_same_hits(retriever: HybridRetriever, vector: list[float]) -> None:
    first = found(retriever, QUESTION, vector)
    assert all(found(retriever, QUESTION, vector) == first for _ in range(3))


def test_words_alone_find_both_sides(
    retriever: HybridRetriever, sides: tuple[Collection, Collection], vector: list[float]
) -> None:
    flooded, other = sides
    hits = found(retriever, QUESTION)
    assert len(of(flooded, hits)) == QUOTA
    assert sorted(of(other, hits)) == ["o1", "o2"]
    without_index = HybridRetriever([*passages(flooded, FLOOD), *passages(other, FEW)], None)
    assert found(without_index, QUESTION, vector) == hits


def test_vectors_find_what_words_miss(
    retriever: HybridRetriever, sides: tuple[Collection, Collection], embeddings: ShippedEmbeddings
) -> None:
    question = "airmen's graves"
    assert found(retriever, question) == ()
    hits = found(retriever, question, embeddings.embed_query(question))
    assert of(sides[1], hits)[0] == "o3"


def test_words_nobody_uses_find_nothing(retriever: HybridRetriever) -> None:
    assert found(retriever, "Xylophone quark?") == ()
    assert found(retriever, "") == ()


def test_a_prior_lifts_a_passage_and_brings_in_one_that_was_not_found(
    retriever: HybridRetriever, sides: tuple[Collection, Collection], vector: list[float]
) -> None:
    other = sides[1]
    without = of(other, found(retriever, QUESTION, vector))
    assert without[-1] == "o3"
    lifted = of(other, retriever.retrieve([Query(QUESTION, vector)], prior={"o3": 1.0}))
    assert lifted[0] == "o3" and sorted(lifted) == sorted(without)
    by_words = retriever.retrieve([Query("Xylophone quark?")], prior={"o3": 1.0})
    assert of(other, by_words) == ["o3"]


def test_a_question_put_in_two_ways_finds_what_either_way_does(
    retriever: HybridRetriever, sides: tuple[Collection, Collection]
) -> None:
    both = retriever.retrieve([Query("pilots buried"), Query("reporter counted presents")], prior={})
    assert {"o1", "o3"} <= set(of(sides[1], both))


def test_a_better_score_on_words_and_meaning_comes_first(
    retriever: HybridRetriever, sides: tuple[Collection, Collection], vector: list[float]
) -> None:
    ranked = of(sides[1], found(retriever, QUESTION, vector))
    assert ranked.index("o2") < ranked.index("o3")


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


def test_of_many_texts_that_say_the_same_the_first_by_id_are_found() -> None:
    texts = {f"s{n:03d}": "Gifts were presented to him." for n in range(100)} | {"t": "Gifts, gifts were presented."}
    hits = HybridRetriever(passages(Collection.STATE, texts), None).retrieve([Query(QUESTION, None)], prior={})
    assert [hit.passage.id for hit in hits] == ["t", *(f"s{n:03d}" for n in range(QUOTA - 1))]


def test_a_side_without_passages_is_no_obstacle(tmp_path: Path, remembered: Remembered, vector: list[float]) -> None:
    texts = {Collection.STATE.value: {}, Collection.OTHERS.value: FEW}
    contents = {side: Content(held, "remembered", remembered) for side, held in texts.items()}
    with build_index(Site(tmp_path), "one side", contents=contents) as index:
        hits = found(HybridRetriever(passages(Collection.OTHERS, FEW), index), QUESTION, vector)
    assert {hit.passage.id for hit in hits} == FEW.keys()
