"""What a question is about, or that this library does not cover it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.questions import Question, QuestionKind, content_words
from knowledge.claim_search import ClaimSearch
from knowledge.library import Library
from knowledge.records import Claim, Limit, Premise

MOST_CLAIMS = 3
"""Claims one answer may speak of."""

_ANSWERABLE = 0.55
"""The score from which a question is answered (measured: tests/bench/finding_claims.py)."""

_COVERAGE_WEIGHT = 0.3
_UNKNOWN_WORDS = 0.5
_UNLIKE = 0.65
_LEAST_LIKENESS = 0.35
_ANSWERABLE_ACROSS_LANGUAGES = 0.4
_CLEARLY_NEARER = 0.12
_BESIDE_THE_CHIEF = 0.06
_BESIDE_WHEN_COMPARING = 0.2
_PREMISE_MATCH = 0.9
_PREMISE_LEAD = 0.03

_WHOLE_ARTICLE = content_words(
    "article text piece true false believe trust reliable credible everything anything all whole lie lies lying "
    "propaganda state media fact facts accurate honest story claims claim source thing made up invented say says "
    "corroborated confirmed independent independently about which this summary summarise subject topic"
)
_NAMES_THE_ARTICLE = content_words("article text piece everything claims all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What an answer is about.

    ``claims`` has the chief one first; ``premise`` is what the question takes for granted, where
    that is known to need an answer; ``relevance`` says how close each evidence record's note came to
    the question; ``closest_note`` is the record whose note came closer than any wording of the claim.
    """

    claims: tuple[Claim, ...] = ()
    premise: Premise | None = None
    whole_article: bool = False
    relevance: Mapping[str, float] = field(default_factory=dict)
    closest_note: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What to answer about; ``matter`` is ``None`` where the question is out of scope.

    ``score`` says how well the library covers the question, 0 to 1; ``limit`` names the topic that
    is known not to be covered.
    """

    matter: Matter | None
    score: float
    limit: Limit | None = None


NOTHING = Scope(None, 0.0)
"""What a text is about that is no question."""


def matter_of(question: Question, found: ClaimSearch, *, library: Library) -> Scope:
    """The claims and the premise a question is about, or that the library does not cover it."""
    if _is_about_the_whole(question):
        return Scope(Matter(whole_article=True), 1.0)
    score = round(min(max(found.likeness + _COVERAGE_WEIGHT * found.coverage, 0.0) / _FULL, 1.0), 3)
    if not found.candidates:
        return Scope(None, 0.0)
    best = found.candidates[0]
    closest = max(candidate.closeness for candidate in found.candidates)
    covered = max(closest, found.premise_closeness)
    if found.limit_id is not None and found.limit_closeness > covered + _CLEARLY_NEARER:
        return Scope(None, score, library.corpus.limits[found.limit_id])
    premise = _premise(found, closest, library)
    if premise is None and not _is_covered(question, found):
        return Scope(None, score)
    claims = _claims(question, found, premise, library)
    matter = Matter(claims=claims, premise=premise, relevance=found.notes, closest_note=best.wording.evidence_id)
    return Scope(matter, score)


_FULL = 1.0 + _COVERAGE_WEIGHT


def _is_about_the_whole(question: Question) -> bool:
    words = content_words(question.search_text)
    return bool(words) and words <= _WHOLE_ARTICLE and bool(words & _NAMES_THE_ARTICLE)


def _is_covered(question: Question, found: ClaimSearch) -> bool:
    """Whether the library has anything close: by meaning and words together, or by words alone."""
    if not found.likeness:
        return found.coverage >= _UNKNOWN_WORDS
    if not question.is_english:
        return found.likeness >= _ANSWERABLE_ACROSS_LANGUAGES
    if found.likeness < _LEAST_LIKENESS or (found.coverage < _UNKNOWN_WORDS and found.likeness < _UNLIKE):
        return False
    return found.likeness + _COVERAGE_WEIGHT * found.coverage >= _ANSWERABLE


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
