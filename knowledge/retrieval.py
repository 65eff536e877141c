"""Passages for a question: each side searched by vector and by words, fused, with a place for both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from knowledge.index import Index
from knowledge.lexical import LexicalIndex
from knowledge.records import Passage
from knowledge.vocabulary import Collection

QUOTA = 8
"""Passages a question gets from each side, so that neither crowds the other out."""

_CANDIDATES = 2 * QUOTA
_RRF = 60  # Cormack, Clarke and Büttcher, SIGIR 2009


class RetrievalMode(StrEnum):
    """Whether vectors took part in a search, or words alone."""

    HYBRID = "hybrid"
    LEXICAL = "lexical"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question, and its rank, 1 the best."""

    passage: Passage
    rank: int


class Retriever(Protocol):
    """Finds passages for a question.

    Hits are ranked from 1 without gaps; both collections are present, each with at most
    :data:`QUOTA` passages; the same question gives the same hits; nothing relevant gives none.
    """

    def retrieve(self, question: str, *, vector: Sequence[float] | None) -> tuple[Hit, ...]:
        """The passages for ``question``; ``vector`` is its embedding, or ``None`` to search by words."""
        ...


class HybridRetriever:
    """Vectors from the index and BM25 from memory, joined by reciprocal rank fusion."""

    def __init__(self, passages: Iterable[Passage], index: Index | None) -> None:
        self._passages: Mapping[str, Passage] = {passage.id: passage for passage in passages}
        self._index = index
        self._lexical = {
            collection: LexicalIndex({p.id: p.text for p in self._passages.values() if p.collection is collection})
            for collection in Collection
        }

    def retrieve(self, question: str, *, vector: Sequence[float] | None) -> tuple[Hit, ...]:
        """See :class:`Retriever`."""
        scored: list[tuple[float, str]] = []
        for collection in Collection:
            rankings = [self._lexical[collection].best(question, count=_CANDIDATES)]
            if vector is not None and self._index is not None:
                near = self._index.nearest(collection, vector, count=_CANDIDATES)
                rankings.append(tuple(neighbour.id for neighbour in near))
            fused = fuse(rankings)
            scored.extend(fused[:QUOTA])
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        return tuple(Hit(self._passages[id], rank) for rank, (_, id) in enumerate(scored, start=1))


def fuse(rankings: Iterable[Sequence[str]]) -> list[tuple[float, str]]:
    """Reciprocal rank fusion: scores with ids, best first, equals by id."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, id in enumerate(ranking, start=1):
            scores[id] = scores.get(id, 0.0) + 1 / (_RRF + rank)
    return sorted(((score, id) for id, score in scores.items()), key=lambda pair: (-pair[0], pair[1]))
