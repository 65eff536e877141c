"""How well a question fits a claim: whether "yes" or "no" would answer it, which part it means, what they share.

A claim found by likeness may still differ from the question in who, what or how many. Plain words
decide, not likeness.
"""

from collections.abc import Iterable

from assistant.questions import Question, QuestionKind, content_words
from knowledge.library import Library
from knowledge.normalisation import number_values
from knowledge.records import Claim, Component, Passage

_ALWAYS_MEANT = "Kim Il Sung North Korea Korean leader"
_NATION_STEM = 4
_NATIONS = content_words(
    "Soviet Russia Russian China Chinese America American Japan Japanese Vietnam Vietnamese South Cuba Cuban German "
    "Germany Yugoslavia Yugoslav France French Britain British India Indian"
)
_WORDS_OF_ASKING = content_words(
    "really ever actually true truth real right correct fact please tell know think say said article claim help "
    "anyone anybody something thing man guy person leader president comrade dear great people country give gave get "
    "got answer admit honest honestly plain plainly bot liar lie lying lies ignore rule rules label mark proven prove "
    "confirm confirmed independent source sources invention hedge hedging correct yourself insult must exactly roughly"
)
"""Words that are spoken to the assistant, or that any claim could be asked with."""


def answer_form(question: Question, claim: Claim) -> QuestionKind:
    """The form in which a claim answers; plain "yes" or "no" only to a question about this very claim.

    A number, a word or a nation that the claim does not have makes it another question, and so does
    a word that belongs to another part of the claim.
    """
    if question.kind is not QuestionKind.YES_NO:
        return question.kind
    another_number = not set(question.numbers) <= number_values(claim.clause or "")
    if (
        another_number
        or _unknown_words(question, claim)
        or _other_part(question, claim)
        or _other_nation(question, claim)
    ):
        return QuestionKind.OPEN
    return question.kind


def _unknown_words(question: Question, claim: Claim) -> frozenset[str]:
    """The words of a question that none of the claim's own wordings has."""
    return content_words(question.search_text) - _claim_words(claim) - _WORDS_OF_ASKING


def _claim_words(claim: Claim) -> frozenset[str]:
    return content_words(" ".join([claim.topic, claim.clause or "", claim.restatement, *claim.asked_as, _ALWAYS_MEANT]))


def _other_part(question: Question, claim: Claim) -> frozenset[str]:
    """The words of a question that belong to a component other than the headline."""
    headline = content_words(" ".join([claim.clause or "", *(p.clause for p in claim.components if p.headline)]))
    others = content_words(" ".join(p.clause for p in claim.components if not p.headline))
    return content_words(question.search_text) & (others - headline)


def _other_nation(question: Question, claim: Claim) -> frozenset[str]:
    """The nations of a question that the claim does not name; "Japan" and "Japanese" are one."""
    named = {word[:_NATION_STEM] for word in content_words(f"{claim.clause} {claim.restatement}")}
    asked = content_words(question.search_text) & _NATIONS
    return frozenset(word for word in asked if word[:_NATION_STEM] not in named)


def words_beyond(question: Question, claim: Claim) -> frozenset[str]:
    """The words of a question that go beyond what its claim says: "what gift did *Stalin* give him"."""
    said = content_words(f"{claim.topic} {claim.clause} {claim.restatement} {_ALWAYS_MEANT}")
    return content_words(question.search_text) - said - _WORDS_OF_ASKING


def shared_words(question: Question, claim: Claim, texts: Iterable[str]) -> float:
    """The share of a question's words that a claim's wordings or the ``texts`` on it have, 0 to 1."""
    asked = content_words(question.search_text) - _WORDS_OF_ASKING
    known = _claim_words(claim) | content_words(" ".join(texts))
    return len(asked & known) / len(asked) if asked else 1.0


def share_of_words(question: Question, passage: Passage, library: Library) -> float:
    """The share of a question's words that an added text's passage, title or date has, 0 to 1."""
    asked = content_words(question.search_text) - _WORDS_OF_ASKING
    source = library.source_of(passage)
    known = content_words(f"{passage.text} {source.title} {source.date or ''}")
    return len(asked & known) / len(asked) if asked else 0.0


def counted_by(question: Question, claim: Claim, texts: Iterable[str]) -> bool:
    """Whether a claim's wordings or the ``texts`` on it have the thing that a question wants counted."""
    things = question.counted - content_words(_ALWAYS_MEANT) - _WORDS_OF_ASKING
    return not things or bool(things & (_claim_words(claim) | content_words(" ".join(texts))))


def asked_part(question: Question, claim: Claim) -> Component | None:
    """The part of a claim that a question has in mind, where its words are more that part's than the headline's."""
    asked = content_words(question.search_text) - content_words(_ALWAYS_MEANT) - _WORDS_OF_ASKING
    headline = _part_words(part for part in claim.components if part.headline)
    shared = {part.id: len(asked & (_part_words([part]) - headline)) for part in claim.components if not part.headline}
    best = max((part for part in claim.components if not part.headline), key=lambda p: shared[p.id], default=None)
    return best if best is not None and shared[best.id] >= _WORDS_OF_A_PART else None


_WORDS_OF_A_PART = 2


def _part_words(parts: Iterable[Component]) -> frozenset[str]:
    return content_words(" ".join(f"{part.clause} {part.restatement}" for part in parts))
