"""What has to be said of the question itself: that it may be missed, or takes for granted what no record has.

None of it is a statement about history: it speaks of this library and of the article's words.
"""

import re
from collections.abc import Iterator

from assistant.answers import Section
from assistant.drafts import Draft, Quote
from assistant.mentions import listing, unmentioned_on
from assistant.questions import Question
from assistant.scope import Matter
from knowledge.library import Library
from knowledge.normalisation import number_values
from knowledge.vocabulary import VerdictKey

_ASKS_IF_FALSE = re.compile(
    r"\b(?:false|fake|lies?|lied|untrue|wrong|made up|invented|refuted|debunked)\b", re.IGNORECASE
)
_LARGE = re.compile(r"\b(?:thousand|million|billion)s?\b", re.IGNORECASE)
_SHORT_YEAR = re.compile(
    r"(?:['’]|\b(?:in|since|until|january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\s+)(\d\d)\b(?!\s+[a-z]+s\b)",
    re.IGNORECASE,
)


def beside_the_question(matter: Matter) -> Iterator[Draft]:
    """Where what was found may be beside the question: said before anything else."""
    if matter.unsure:
        text = f"This library may hold nothing on just that. The nearest it has is on {matter.claims[0].topic}."
        yield Draft(text=text, section=Section.GUIDANCE)


def not_in_the_library(question: Question, matter: Matter, library: Library) -> Iterator[Draft]:
    """Where a question names somebody or something, or a number, that no record on it has."""
    if matter.unmentioned:
        yield Draft(text=f"Nothing in this library mentions {listing(matter.unmentioned)}.", section=Section.GAP)
    elsewhere = unmentioned_on(question, (*matter.claims, *matter.nearby), library)
    if elsewhere:
        topic = matter.claims[0].topic
        yield Draft(text=f"Nothing in this library on {topic} mentions {listing(elsewhere)}.", section=Section.GAP)
    yield from _other_numbers(question, matter, library)


def _other_numbers(question: Question, matter: Matter, library: Library) -> Iterator[Draft]:
    """Where a question gives a number that neither the article nor any note on the claim has: say so."""
    claim = matter.claims[0]
    passage = library.claim_passages.get(claim.id)
    if passage is None or _LARGE.search(question.text):
        return
    known = number_values(f"{library.corpus.article} {library.source_of(passage).date}").union(
        *(number_values(note.statement) for note in library.evidence_of(claim.id))
    )
    short_years = {year for year in _SHORT_YEAR.findall(question.text) if f"19{year}" in known}
    for number in question.numbers:
        if number not in known and number not in short_years:
            yield Draft(
                text=f"The article does not say {number}, and no note of this library on that does.",
                section=Section.ASSERTED,
                claim_ids=(claim.id,),
                quotes=(Quote(passage.id, claim.verbatim),),
                counts=frozenset({number}),
            )


def not_therefore_false(question: Question, matter: Matter, library: Library) -> Iterator[Draft]:
    """To who asks whether it is false: that nobody confirms it does not say so."""
    claim = matter.claims[0]
    verdict = library.verdict_of(claim.id)
    if verdict is not None and verdict.key is VerdictKey.STATE_MEDIA_ONLY and _ASKS_IF_FALSE.search(question.text):
        text = "Unconfirmed is not the same as false: this library holds nothing independent either way."
        yield Draft(text=text, section=Section.GUIDANCE, claim_ids=(claim.id,))
