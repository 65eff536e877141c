"""Saying no well: one plain sentence, what the library does cover, and nothing about history."""

from collections.abc import Sequence

from assistant.answers import AbstainReason, Section
from assistant.drafts import Draft
from assistant.mentions import listing
from knowledge.records import Limit

_WORDING = {
    AbstainReason.OUT_OF_SCOPE: "This library does not cover that.",
    AbstainReason.NOTHING_FOUND: "Nothing in this library speaks to that.",
    AbstainReason.NOT_A_QUESTION: "There are no words in that to look for.",
    AbstainReason.TOO_LONG: "That is longer than a question can be here: please ask it in under 1,000 characters.",
}
_COVERED = (
    "This library covers one North Korean article of about July 2011 and what vetted sources say about it: "
    "Kim Il Sung's travels and visitors, his part in the war against Japan, help to China, Vietnam and Africa, "
    "the Non-Aligned Movement, a declaration on socialism, and the gifts, medals and streets in his name."
)


def abstention(
    reason: AbstainReason, *, limit: Limit | None = None, unmentioned: Sequence[str] = ()
) -> tuple[Draft, ...]:
    """The sentences of an answer that does not answer.

    ``limit`` is the topic known not to be covered, ``unmentioned`` what the question names and no
    record has.
    """
    if limit:
        first = f"This library does not cover {limit.topic}."
    elif unmentioned:
        first = f"This library does not cover that: nothing in it mentions {listing(unmentioned)}."
    else:
        first = _WORDING[reason]
    return (
        Draft(text=first, section=Section.GUIDANCE),
        Draft(text=_COVERED, section=Section.GUIDANCE),
    )
