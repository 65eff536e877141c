"""Follow-up questions: what a short question means after the ones before it.

Only a search text is made here; nothing of an earlier answer is carried over.
"""

import re
from collections.abc import Sequence

from assistant.questions import content_words

_POINTS_BACK = re.compile(
    r"\b(?:it|its|that|this|those|these|they|them|their|one|ones|both|same|else|he do (?:that|it|this)|so)\b",
    re.IGNORECASE,
)
_ABOUT_THE_ANSWER = content_words(
    "say says said true false real really claim claimed confirm confirmed contest contested contradicted believe "
    "believed trust source sources evidence proof label labelled check checked know known sure mean show explain "
    "more tell detail details disagree agree independent independently anyone anybody number figure count counted "
    "many much often reliable article state media corroborated disputed start started come"
)


def search_text(question: str, turns: Sequence[str]) -> str:
    """The text to search for ``question`` asked after ``turns``, the reader's earlier questions."""
    text = ""
    for turn in (*turns, question):
        text = _read_after(turn, text)
    return text


def _read_after(question: str, before: str) -> str:
    """A question that speaks of the answer, or points back, is read together with the one before."""
    if not before:
        return question
    own = content_words(question) - _ABOUT_THE_ANSWER
    if not own:
        return before
    if (_POINTS_BACK.search(question) and len(own) <= _FEW_WORDS) or _FRAGMENT.match(question):
        return f"{before} {question}"
    return question


_FEW_WORDS = 3
_FRAGMENT = re.compile(
    r"\s*(?:(?:and|but|or|ok|so)\W+)+(?:from|to|by|in|of|for|with|at|on|which|when|where|why)\b(?!.*\b(?:he|his|him|kim|north)\b)",
    re.IGNORECASE,
)
