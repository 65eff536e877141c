"""What a question is about, or that this library does not cover it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.matching import counted_by, share_of_words, shared_words
from assistant.mentions import unmentioned
from assistant.questions import Question, QuestionKind
from assistant.wholes import Whole, whole_of
from knowledge.claim_search import ClaimSearch
from knowledge.library import Library
from knowledge.records import Claim, Limit, Passage, Premise

MOST_CLAIMS = 3
"""Claims one answer may speak of."""

_ANSWERABLE = 0.38
"""The score from which a question is answered: 99 in 100 covered ones pass, three in five near misses do not."""

_SURE = 0.56
_MOST_WORDS_SHARED = 0.5
"""Below both, or where another thing is counted, an answer says that it may be beside the question."""

_COVERAGE_WEIGHT = 0.3
_LEAD_WEIGHT = 0.5
_FULL = 1.8
_UNKNOWN_WORDS = 0.5
_ANSWERABLE_ACROSS_LANGUAGES = 0.4
_CLEARLY_NEARER = 0.12
_BESIDE_THE_CHIEF = 0.06
_BESIDE_WHEN_COMPARING = 0.2
_PREMISE_MATCH = 0.9
_PREMISE_LEAD = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What an answer is about.

    ``claims`` has the chief one first; ``nearby`` those that came next and may be meant instead;
    ``premise`` is what the question takes for granted, where that is known to need an answer;
    ``unmentioned`` what it names and no record has; ``unsure`` says that the claims may be beside the
    question; ``whole`` what it asks of, if of no single claim; ``relevance`` how close each evidence
    record's note came to it; ``closest_note`` is the record whose note came closer than any wording of
    the claim; ``texts`` are the passages of added texts that speak to it.
    """

    claims: tuple[Claim, ...] = ()
    nearby: tuple[Claim, ...] = ()
    premise: Premise | None = None
    unmentioned: tuple[str, ...] = ()
    unsure: bool = False
    whole: Whole | None = None
    relevance: Mapping[str, float] = field(default_factory=dict)
    closest_note: str | None = None
    texts: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What to answer about; ``matter`` is ``None`` where the question is out of scope.

    ``score`` says how well the library covers the question, 0 to 1; ``limit`` names the topic that
    is known not to be covered, ``unmentioned`` what the question names and no record has.
    """

    matter: Matter | None
    score: float
    limit: Limit | None = None
    unmentioned: tuple[str, ...] = ()


NOTHING = Scope(None, 0.0)
"""What a text is about that is no question."""


def matter_of(question: Question, found: ClaimSearch, *, library: Library, texts: tuple[Passage, ...] = ()) -> Scope:
    """The claims, the premise and the added ``texts`` a question is about, or that the library does not cover it."""
    whole = whole_of(question.search_text)
    if whole is not None:
        return Scope(Matter(whole=whole), 1.0)
    if not found.candidates:
        return NOTHING
    best = found.candidates[0]
    closest = max(candidate.closeness for candidate in found.candidates)
    lead = max(closest, found.premise_closeness) - found.limit_closeness
    score = _score(found, lead)
    limit = library.corpus.limits[found.limit_id] if found.limit_id is not None and lead < 0 else None
    premise = _premise(found, closest, library)
    unknown = unmentioned(question, library)
    if lead < -_CLEARLY_NEARER or (premise is None and not _is_covered(question, found, score)):
        return Scope(Matter(texts=texts), score) if texts else Scope(None, score, limit, unknown)
    claims = _claims(question, found, premise, library)
    if premise is None and _texts_fit_better(question, claims[0], texts, library):
        return Scope(Matter(texts=texts, nearby=claims), score)
    nearby = _nearby(found, claims, library)
    matter = Matter(
        claims=claims,
        nearby=nearby,
        premise=premise,
        unmentioned=unknown,
        unsure=premise is None and _may_be_beside(question, claims[0], library, score=score),
        relevance=found.notes,
        closest_note=best.wording.evidence_id,
        texts=texts,
    )
    return Scope(matter, score)


def _score(found: ClaimSearch, lead: float) -> float:
    """How well the library covers a question, 0 to 1.

    Three things speak for it: a wording that is like it, words that the library knows, and that it is
    nearer (by ``lead``) to what is covered than to any topic that is known not to be.
    """
    score = found.likeness + _COVERAGE_WEIGHT * found.coverage + _LEAD_WEIGHT * lead
    return round(min(max(score / _FULL, 0.0), 1.0), 3)


def _may_be_beside(question: Question, claim: Claim, library: Library, *, score: float) -> bool:
    """Whether a claim may not be what a question means: few of its words are there, or not the thing to be counted."""
    if not question.is_english:
        return False
    texts = [library.passages[id].text for id in library.passages_of(claim.id)]
    counts_another_thing = bool(question.counted) and not counted_by(question, claim, texts)
    return counts_another_thing or (score < _SURE and shared_words(question, claim, texts) < _MOST_WORDS_SHARED)


def _texts_fit_better(question: Question, claim: Claim, texts: Sequence[Passage], library: Library) -> bool:
    """Whether an added text has more of the question's words than all that is held on the likeliest claim."""
    on_claim = [library.passages[id].text for id in library.passages_of(claim.id)]
    best = max((share_of_words(question, passage, library) for passage in texts), default=0.0)
    return best > shared_words(question, claim, on_claim)


def _is_covered(question: Question, found: ClaimSearch, score: float) -> bool:
    """Whether the library has anything close: by meaning and words together, or by words alone."""
    if not found.likeness:
        return found.coverage >= _UNKNOWN_WORDS
    if not question.is_english:
        return found.likeness >= _ANSWERABLE_ACROSS_LANGUAGES
    return score >= _ANSWERABLE


def _premise(found: ClaimSearch, closest: float, library: Library) -> Premise | None:
    """The premise a question rests on: nearer than any claim's own wording.

    A little nearer is enough where the premise is about a likely claim; otherwise it must be clearly so.
    """
    if found.premise_id is None or found.premise_closeness < _PREMISE_MATCH:
        return None
    premise = library.corpus.premises[found.premise_id]
    likely = {candidate.claim_id for candidate in found.candidates[:MOST_CLAIMS]}
    lead = _PREMISE_LEAD if likely & set(premise.claim_ids) else _CLEARLY_NEARER
    return premise if found.premise_closeness >= closest + lead else None


def _claims(question: Question, found: ClaimSearch, premise: Premise | None, library: Library) -> tuple[Claim, ...]:
    best = found.candidates[0]
    margin = _BESIDE_WHEN_COMPARING if question.kind is QuestionKind.COMPARE else _BESIDE_THE_CHIEF
    ids = list(premise.claim_ids) if premise else []
    ids += [c.claim_id for c in found.candidates[:MOST_CLAIMS] if c.score >= best.score - margin]
    return tuple(library.corpus.claims[id] for id in list(dict.fromkeys(ids))[:MOST_CLAIMS])


def _nearby(found: ClaimSearch, claims: tuple[Claim, ...], library: Library) -> tuple[Claim, ...]:
    """The next likeliest claims, as many as make up the most with those an answer speaks of."""
    likely = (library.corpus.claims[candidate.claim_id] for candidate in found.candidates[:MOST_CLAIMS])
    return tuple(claim for claim in likely if claim not in claims)[: MOST_CLAIMS - len(claims)]
