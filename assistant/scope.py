"""What a question is about, or that this library does not cover it."""

from dataclasses import dataclass

from assistant.composing import Matter
from assistant.questions import Question, QuestionKind, content_words
from knowledge.claim_search import ClaimSearch
from knowledge.library import Library

MOST_CLAIMS = 3
"""Claims one answer may speak of."""

_ANSWERABLE = 0.45
"""The score from which a question is answered: below it the library has nothing close (see tests/bench)."""

_ANSWERABLE_BY_WORDS = 0.35
_BESIDE_THE_CHIEF = 0.06
_BESIDE_WHEN_COMPARING = 0.2
_PREMISE_MATCH = 0.92
_PREMISE_LEAD = 0.0

_WHOLE_ARTICLE = content_words(
    "article text piece true false believe trust reliable credible everything anything all whole lie lies lying "
    "propaganda state media fact facts accurate honest story claims claim source thing made up invented say says "
    "corroborated confirmed independent independently"
)
_NAMES_THE_ARTICLE = content_words("article text piece everything")


@dataclass(frozen=True, slots=True)
class Scope:
    """What to answer about; ``matter`` is ``None`` where the question is out of scope.

    ``score`` says how well the library covers the question, 0 to 1.
    """

    matter: Matter | None
    score: float


def matter_of(
    question: Question, found: ClaimSearch, *, coverage: float, library: Library, by_meaning: bool
) -> Scope:
    """The claims and the premise a question is about; ``coverage`` is the share of its words we know."""
    claims = library.corpus.claims
    words = content_words(question.search_text)
    if words and words <= _WHOLE_ARTICLE and words & _NAMES_THE_ARTICLE:
        return Scope(Matter(claims=(), whole_article=True), 1.0)
    if not found.candidates:
        return Scope(None, 0.0)
    best = found.candidates[0]
    score = _score(best.score)
    if best.score < (_ANSWERABLE if by_meaning else _ANSWERABLE_BY_WORDS):
        return Scope(None, score)
    premise = None
    if found.premise_id is not None and found.premise_closeness >= max(_PREMISE_MATCH, best.closeness + _PREMISE_LEAD):
        premise = library.corpus.premises[found.premise_id]
    margin = _BESIDE_WHEN_COMPARING if question.kind is QuestionKind.COMPARE else _BESIDE_THE_CHIEF
    near = [
        claims[candidate.claim_id]
        for candidate in found.candidates[:MOST_CLAIMS]
        if candidate.score >= best.score - margin
    ]
    if premise is not None:
        near = [claims[id] for id in premise.claim_ids] + [claim for claim in near if claim.id not in premise.claim_ids]
    matter = Matter(
        claims=tuple(near[:MOST_CLAIMS]),
        premise=premise,
        relevance=found.notes,
        closest_note=best.wording.evidence_id,
    )
    return Scope(matter, score)


def _score(closeness: float) -> float:
    return round(min(max(closeness, 0.0), 1.0), 3)
