"""Passages for a question: each side searched by vector and by words, with a place for both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy
from numpy.typing import NDArray

from knowledge.index import Index
from knowledge.lexical import LexicalIndex
from knowledge.queries import Query
from knowledge.records import Passage
from knowledge.vocabulary import Collection

QUOTA = 8
"""Passages a question gets from each side, so that neither crowds the other out."""

_CANDIDATES = 2 * QUOTA
_LEXICAL_WEIGHT = 0.2
"""What a passage's share of the best BM25 score adds to its cosine."""

Shares = NDArray[numpy.float32]
"""Shares of the best BM25 score, a passage each."""


class RetrievalMode(StrEnum):
    """Whether vectors took part in a search, or words alone."""

    HYBRID = "hybrid"
    LEXICAL = "lexical"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question, its rank, 1 the best, and the score by which it got there."""

    passage: Passage
    rank: int
    score: float


class Retriever(Protocol):
    """Finds passages for a question.

    Hits are ranked from 1 without gaps; both collections are present, each with at most
    :data:`QUOTA` passages; the same question gives the same hits; nothing relevant gives none.
    """

    def retrieve(self, queries: Sequence[Query], *, prior: Mapping[str, float]) -> tuple[Hit, ...]:
        """The passages for a question, put in one way or several.

        ``prior`` says by passage id what is known in favour of a passage before its text is looked at.
        """
        ...


class HybridRetriever:
    """Candidates from the vector index, from BM25 and from the prior, scored anew and exactly.

    A passage's score is its cosine with the query plus a weight times its share of the best BM25
    score, and its prior; over several queries their mean. Adding scores ranks better here than
    reciprocal ranks do (compare Bruch, Gai and Ingber, ACM TOIS 2023; figures in assistant/evaluation/data).
    """

    def __init__(
        self, passages: Iterable[Passage], index: Index | None, *, lexical: LexicalIndex | None = None
    ) -> None:
        """``lexical`` holds the texts of the passages, where that is there already.

        Raises :class:`knowledge.index.IndexUnusable` if the index has no vector for one of them.
        """
        self._passages: Mapping[str, Passage] = {passage.id: passage for passage in passages}
        self._index = index
        self._lexical = lexical or LexicalIndex({passage.id: passage.text for passage in self._passages.values()})
        self._sides = tuple(self._side(collection) for collection in Collection)

    def retrieve(self, queries: Sequence[Query], *, prior: Mapping[str, float]) -> tuple[Hit, ...]:
        """See :class:`Retriever`."""
        scored: list[tuple[float, str]] = []
        shares = [self._lexical.shares(query.text) for query in queries]
        vectors = [query.vector for query in queries if query.vector is not None]
        for side in self._sides:
            own = [share[side.places] for share in shares]
            found = sorted(self._candidates(side, queries, own, prior))
            if not found:
                continue
            scores = numpy.mean([_LEXICAL_WEIGHT * share[found] for share in own], axis=0)
            scores += numpy.array([prior.get(side.ids[n], 0.0) for n in found], dtype=numpy.float32)
            if side.vectors is not None and vectors:
                scores += side.vectors[found] @ numpy.mean(numpy.asarray(vectors, dtype=numpy.float32), axis=0)
            candidates = ((-round(float(score), 6), side.ids[n]) for n, score in zip(found, scores, strict=True))
            scored.extend(sorted(candidates)[:QUOTA])
        ranked = enumerate(sorted(scored), start=1)
        return tuple(Hit(self._passages[id], rank, -below) for rank, (below, id) in ranked)

    def _candidates(
        self, side: "_Side", queries: Sequence[Query], shares: Sequence[Shares], prior: Mapping[str, float]
    ) -> set[int]:
        """The places of the passages of one side that a query or the prior speaks for."""
        found = {side.place[id] for id, known in prior.items() if known > 0 and id in side.place}
        for query, share in zip(queries, shares, strict=True):
            found.update(_highest(share, count=_CANDIDATES))
            if query.vector is not None and self._index is not None:
                near = self._index.nearest(side.collection, query.vector, count=_CANDIDATES)
                found.update(side.place[neighbour.id] for neighbour in near if neighbour.id in side.place)
        return found

    def _side(self, collection: Collection) -> "_Side":
        places = [n for n, id in enumerate(self._lexical.ids) if self._passages[id].collection is collection]
        ids = tuple(self._lexical.ids[n] for n in places)
        vectors = self._index.vectors(collection, ids=ids) if self._index is not None else None
        return _Side(collection, ids, numpy.array(places, dtype=int), vectors, {id: n for n, id in enumerate(ids)})


def _highest(shares: Shares, *, count: int) -> list[int]:
    """The places of the ``count`` highest shares above zero; of equals, those that come first."""
    (places,) = numpy.nonzero(shares)
    if len(places) > count:
        least = numpy.partition(shares[places], -count)[-count]
        places = places[shares[places] >= least]
    order = numpy.argsort(-shares[places], kind="stable")[:count]
    highest: list[int] = places[order].tolist()
    return highest


@dataclass(frozen=True, slots=True)
class _Side:
    """The passages of one collection: their ids in order, where BM25 has them, and their vectors."""

    collection: Collection
    ids: tuple[str, ...]
    places: NDArray[numpy.int_]
    vectors: NDArray[numpy.float32] | None
    place: Mapping[str, int]
