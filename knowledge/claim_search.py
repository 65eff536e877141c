"""Which claims a question is about: every wording is scored, and a claim by its best ones."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy
from numpy.typing import NDArray

from knowledge.lexical import LexicalIndex, Vocabulary, tokens
from knowledge.normalisation import numbers
from knowledge.queries import Query
from knowledge.records import Claim
from knowledge.spelling import Speller
from knowledge.vocabulary import ClaimKind
from knowledge.wordings import Wording

_LEXICAL_WEIGHT = 0.3
"""What a wording's share of the best BM25 score adds to its cosine."""

_CLAIM_WEIGHT = 0.25
"""What a claim's share of the best BM25 score adds, each claim taken as one text of all its wordings.

The questions of premises on it are part of that text. Words that only one claim uses tell it from its
neighbours, whichever of its wordings they stand in.
"""

_BEST_WORDINGS = (0.65, 0.35)
"""What a claim's best wordings weigh in its score."""

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

    ``premise_id`` names the premise whose own wording came closest, with its closeness, and
    ``limit_id`` the topic not covered; ``notes`` says how close each evidence record's note came;
    ``likeness`` is the greatest cosine with any wording of a claim, ``coverage`` the share of the
    question's words that the library uses, both 0 to 1.
    """

    candidates: tuple[Candidate, ...] = ()
    premise_id: str | None = None
    premise_closeness: float = 0.0
    limit_id: str | None = None
    limit_closeness: float = 0.0
    likeness: float = 0.0
    coverage: float = 0.0
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
        places: dict[str, list[int]] = {claim_id: [] for claim_id in claims}
        texts: dict[str, list[str]] = {claim_id: [] for claim_id in claims}
        for place, wording in enumerate(self._wordings):
            for claim_id in wording.claim_ids[:1]:
                texts[claim_id].append(wording.text)
                if not wording.premise_id:
                    places[claim_id].append(place)
        self._by_claim = {claim_id: numpy.array(own, dtype=int) for claim_id, own in places.items()}
        self._whole_claims = LexicalIndex({claim_id: " ".join(own) for claim_id, own in texts.items()})
        self._premises = [n for n, wording in enumerate(self._wordings) if wording.premise_id]
        self._limits = [n for n, wording in enumerate(self._wordings) if wording.limit_id]
        covered = [n for n, wording in enumerate(self._wordings) if not wording.limit_id]
        self._covered = numpy.array(covered, dtype=int)
        self._known_words = Vocabulary([self._wordings[n].text for n in covered])
        self.speller = Speller(self._wordings[n].text for n in covered)
        self._notes = {w.evidence_id: n for n, w in enumerate(self._wordings) if w.evidence_id is not None}
        self._counted = {claim.id: counted_things(claim.topic, most=1) for claim in claims.values()}
        self._numbers = {claim.id: frozenset(numbers(claim.verbatim or "")) for claim in claims.values()}

    def find(
        self, queries: Sequence[Query], *, counted: frozenset[str] = frozenset(), asks_motive: bool = False
    ) -> ClaimSearch:
        """Every claim with its score, best first, equals by id.

        ``queries`` are the ways to put the question; a score is the mean over them. ``counted`` holds
        the stems of what it wants counted ("how many *gifts*"); ``asks_motive`` says that it asks why
        somebody did something.
        """
        cosines = self._cosines(queries)
        scores = self._wording_scores(queries, cosines)
        whole = self._whole_claim_scores(queries)
        asked = frozenset(numbers(queries[0].text))
        candidates = []
        for claim_id, places in self._by_claim.items():
            if not len(places):
                continue
            best = places[numpy.argsort(-scores[places], kind="stable")[: len(_BEST_WORDINGS)]]
            weights = _BEST_WORDINGS[: len(best)]
            score = float(scores[best] @ weights) / sum(weights)
            score += _CLAIM_WEIGHT * whole[claim_id]
            if counted & self._counted[claim_id]:
                score += _COUNTED_BONUS
            if asks_motive and self._claims[claim_id].kind is ClaimKind.MOTIVE:
                score += _MOTIVE_BONUS
            if asked & self._numbers[claim_id]:
                score += _NUMBER_BONUS
            closeness = round(float(scores[best[0]]), 6)
            candidates.append(Candidate(claim_id, round(score, 6), self._wordings[best[0]], closeness))
        candidates.sort(key=lambda candidate: (-candidate.score, candidate.claim_id))
        premise, premise_closeness = self._closest(self._premises_counting(counted), scores)
        limit, limit_closeness = self._closest(self._limits, scores)
        closenesses = scores[list(self._notes.values())].round(6).tolist()
        return ClaimSearch(
            candidates=tuple(candidates),
            premise_id=premise.premise_id if premise else None,
            premise_closeness=premise_closeness,
            limit_id=limit.limit_id if limit else None,
            limit_closeness=limit_closeness,
            likeness=round(max(float(each[self._covered].max()) for each in cosines), 6) if cosines else 0.0,
            coverage=round(self._known_words.coverage(queries[-1].text), 6),
            notes=dict(zip(self._notes, closenesses, strict=True)),
        )

    def _cosines(self, queries: Sequence[Query]) -> list[NDArray[numpy.float32]]:
        """The cosine of every wording with each query; none where words alone are searched."""
        if self._vectors is None:
            return []
        vectors = [query.vector for query in queries if query.vector is not None]
        return [self._vectors @ numpy.asarray(vector, dtype=numpy.float32) for vector in vectors]

    def _premises_counting(self, counted: frozenset[str]) -> Sequence[int]:
        """The premises' wordings, without those that count another thing than the question does."""
        if not counted:
            return self._premises
        things = {place: counted_things(self._wordings[place].text) for place in self._premises}
        return [place for place in self._premises if not things[place] or things[place] & counted]

    def _wording_scores(
        self, queries: Sequence[Query], cosines: Sequence[NDArray[numpy.float32]]
    ) -> NDArray[numpy.float32]:
        """How close each wording is: its cosine and its share of the best BM25 score, a mean over the queries."""
        shares: NDArray[numpy.float32] = numpy.mean([self._lexical.shares(query.text) for query in queries], axis=0)
        if not cosines:
            return shares * self._known_words.coverage(queries[-1].text)
        likeness: NDArray[numpy.float32] = numpy.mean(cosines, axis=0)
        return likeness + _LEXICAL_WEIGHT * shares

    def _whole_claim_scores(self, queries: Sequence[Query]) -> Mapping[str, float]:
        """Each claim's share of the best BM25 score as one text, a mean over the queries."""
        shares = numpy.mean([self._whole_claims.shares(query.text) for query in queries], axis=0)
        return dict(zip(self._whole_claims.ids, shares.tolist(), strict=True))

    def _closest(self, places: Sequence[int], scores: NDArray[numpy.float32]) -> tuple[Wording | None, float]:
        if not places:
            return None, 0.0
        place = places[int(numpy.argmax(scores[places]))]
        return self._wordings[place], round(float(scores[place]), 6)


_HOW_MANY = re.compile(r"\b(?:how many|how much|number of|how often|how far)\b(.*)", re.IGNORECASE)


def counted_things(text: str, *, most: int = 2) -> frozenset[str]:
    """The stems of the first words that carry meaning after "how many": what a text wants counted."""
    match = _HOW_MANY.search(text)
    return frozenset(tokens(match.group(1))[:most]) if match else frozenset()
