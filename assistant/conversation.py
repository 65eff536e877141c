"""Follow-up questions: what a short question means after the ones before it.

Only texts to search are made here; nothing of an earlier answer is carried over.
"""

import re
from collections.abc import Sequence

from assistant.questions import content_words
from assistant.wholes import asks_of_all

_POINTS_BACK = re.compile(
    r"\b(?:it|its|that|this|those|these|they|them|their|theirs|one|ones|both|same|else|there|then)\b"
    r"|^\W*(?:and|but|or|ok)\b|\b(?:what|how) about\b|\bhe do (?:so|it)\b",
    re.IGNORECASE,
)
_POINTS_NOWHERE = re.compile(
    r"\b(?:is|was|isn't) it (?:\w+ )?(?:true|correct|right|so|a fact|not|the case)\b(?: that)?"
    r"|\bthat (?=(?:he|she|kim|the|north|his|an?|no|some|any|all|there)\b)"
    r"|\b(?:is|are|was|were|has|have) there\b|\bthere (?:is|are|was|were|any)\b|\b(?:no|the|any|every|some) ?one\b",
    re.IGNORECASE,
)
"""Small words that look back elsewhere, but not in these phrases."""

_ABOUT_THE_ANSWER = content_words(
    "say says said true false real really claim claimed confirm confirmed contest contested contradicted believe "
    "believed trust source sources evidence proof label labelled check checked know known sure mean show explain "
    "more tell detail details disagree agree independent independently anyone anybody number figure count counted "
    "many much often reliable article state media corroborated disputed start started come"
)

_FEW_WORDS = 6


def readings(question: str, turns: Sequence[str]) -> tuple[str, ...]:
    """The texts to search for ``question`` asked after ``turns``, the reader's earlier questions.

    A question that stands alone is one text: itself, and so is one that asks of all claims or all
    numbers. One that only speaks of the answer ("is that
    true?") is the question before it. One that points back is searched by itself, after the question
    before it, and after all of them: whichever reading is right weighs in, and none alone decides.
    """
    asked = [turn for turn in turns if _own_words(turn)]
    if not asked or asks_of_all(question):
        return (question,)
    own = _own_words(question)
    if not own:
        return readings(asked[-1], asked[:-1])
    if len(own) > _FEW_WORDS or not _POINTS_BACK.search(_POINTS_NOWHERE.sub(" ", question)):
        return (question,)
    return (question, f"{asked[-1]} {question}", " ".join((*asked, question)))


def _own_words(question: str) -> frozenset[str]:
    """What a question asks about, beside the answer before it."""
    return content_words(question) - _ABOUT_THE_ANSWER
