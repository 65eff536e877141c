"""Which claims a question is about: every wording is scored, and a claim by its best ones."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy
from numpy.typing import NDArray

from knowledge.lexical import LexicalIndex, tokens
from knowledge.normalisation import numbers
from knowledge.records import Claim, ClaimKind
from knowledge.wordings import Wording

_LEXICAL_WEIGHT = 0.3
"""What a text's share of the best BM25 score adds to its cosine (measured: notes in tests/bench)."""

_BEST_WORDINGS = 3
_COUNTED_BONUS = 0.12
_MOTIVE_BONUS = 0.1
_NUMBER_BONUS = 0.15


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim a question may mean: its score, and the wording that came closest."""

    claim_id: str
    score: float
    wording: Wording
    closeness: float


@dataclass(frozen=True, slots=True)
class ClaimSearch:
    """What a question was matched to.

    ``premise_id`` names the premise whose own wording came closest, with its closeness; ``notes``
    says how close each evidence record's note came.
    """

    candidates: tuple[Candidate, ...] = ()
    premise_id: str | None = None
    premise_closeness: float = 0.0
    notes: Mapping[str, float] = field(default_factory=dict)


class ClaimFinder:
    """Finds the claims a question is about, by meaning and by words."""

    def __init__(
        self,
        wordings: Sequence[Wording],
        claims: Mapping[str, Claim],
        *,
        vectors: NDArray[numpy.float32] | None,
    ) -> None:
        """``vectors`` holds one row of length 1 for each wording, in order; ``None`` to use words alone."""
        self._wordings = tuple(wordings)
        self._claims = claims
        self._vectors = vectors
        self._lexical = LexicalIndex({wording.id: wording.text for wording in self._wordings})
        self._by_claim = {
            claim_id: numpy.array(
                [n for n, wording in enumerate(self._wordings) if claim_id == wording.claim_ids[0] and not wording.premise_id], dtype=int
            )
            for claim_id in claims
        }
        self._premises = numpy.array([n for n, wording in enumerate(self._wordings) if wording.premise_id], dtype=int)
        self._notes = {w.evidence_id: n for n, w in enumerate(self._wordings) if w.evidence_id is not None}
        self._counted = {claim.id: counted_thing(claim.topic) for claim in claims.values()}
        self._numbers = {claim.id: frozenset(numbers(claim.verbatim or "")) for claim in claims.values()}

    def find(
        self,
        question: str,
        *,
        vector: Sequence[float] | None,
        counted: str | None = None,
        asks_motive: bool = False,
    ) -> ClaimSearch:
        """Every claim with its score, best first, equals by id.

        ``vector`` is the question's embedding; ``counted`` the stem of what it wants counted ("how
        many *gifts*"); ``asks_motive`` says that it asks why somebody did something.
        """
        scores = self._wording_scores(question, vector)
        asked = frozenset(numbers(question))
        candidates = []
        for claim_id, places in self._by_claim.items():
            if not len(places):
                continue
            own = scores[places]
            best = numpy.sort(own)[::-1][:_BEST_WORDINGS]
            score = float(best.mean())
            if counted is not None and counted == self._counted[claim_id]:
                score += _COUNTED_BONUS
            if asks_motive and self._claims[claim_id].kind is ClaimKind.MOTIVE:
                score += _MOTIVE_BONUS
            if asked & self._numbers[claim_id]:
                score += _NUMBER_BONUS
            nearest = int(places[int(own.argmax())])
            candidates.append(
                Candidate(claim_id, round(score, 6), self._wordings[nearest], round(float(own.max()), 6))
            )
        candidates.sort(key=lambda candidate: (-candidate.score, candidate.claim_id))
        premise_id, premise_closeness = self._premise(scores)
        notes = {id: round(float(scores[place]), 6) for id, place in self._notes.items()}
        return ClaimSearch(tuple(candidates), premise_id, premise_closeness, notes)

    def coverage(self, question: str) -> float:
        """The share of the question's words that stand in any wording, 0 to 1."""
        return self._lexical.coverage(question)

    def _wording_scores(self, question: str, vector: Sequence[float] | None) -> NDArray[numpy.float32]:
        lexical = self._lexical.scores(question)
        top = float(lexical.max()) if len(lexical) else 0.0
        shares = lexical / top if top > 0 else lexical
        if vector is None or self._vectors is None:
            words_only: NDArray[numpy.float32] = shares * self.coverage(question)
            return words_only
        cosines = self._vectors @ numpy.asarray(vector, dtype=numpy.float32)
        combined: NDArray[numpy.float32] = cosines + _LEXICAL_WEIGHT * shares
        return combined

    def _premise(self, scores: NDArray[numpy.float32]) -> tuple[str | None, float]:
        if not len(self._premises):
            return None, 0.0
        place = int(self._premises[int(scores[self._premises].argmax())])
        return self._wordings[place].premise_id, round(float(scores[place]), 6)


_HOW_MANY = re.compile(r"\b(?:how many|how much|number of|how often|how far)\b(.*)", re.IGNORECASE)


def counted_thing(text: str) -> str | None:
    """The stem of the first word that carries meaning after "how many": what a question wants counted."""
    match = _HOW_MANY.search(text)
    words = tokens(match.group(1)) if match else []
    return words[0] if words else None
