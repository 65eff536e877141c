"""How to check for yourself: the steps of lateral reading, and what to ask next.

Guidance speaks of this library and of reading; it states nothing about history.
"""

from collections.abc import Iterator, Sequence

from assistant.answers import Section
from assistant.drafts import Draft
from assistant.study.checking import counted_others, earliest_state_text, read_next, reading_advice, searched_so_far
from knowledge.bibliography import citation_line
from knowledge.library import Library
from knowledge.records import Claim, Evidence
from knowledge.vocabulary import ClaimKind

_MOST_FOLLOW_UPS = 4


def checking(claim: Claim, *, library: Library, ranked: Sequence[Evidence]) -> Iterator[Draft]:
    """What to read next or where to look, in front; who says so and what others say, on request."""
    best, counted, first = read_next(ranked, library), counted_others(claim, library), _start(library, ranked)
    searched = searched_so_far(claim, library)
    further = f"Where to look further: on {searched}" if searched else None
    steps = [
        f"Read next: {reading_advice(library.corpus.sources[best.source_id])}" if best else further,
        "Who says so: the article, a North Korean state-media text of about July 2011 whose outlet is not established.",
        f"What others say: {counted}" if counted else None,
        first,
        further,
    ]
    for place, text in enumerate(dict.fromkeys(step for step in steps if step)):
        yield Draft(text=text, section=Section.GUIDANCE, claim_ids=(claim.id,), more=place > 0)


def _start(library: Library, ranked: Sequence[Evidence]) -> str | None:
    first = earliest_state_text(ranked, library)
    if first is None:
        return None
    told = citation_line(library.corpus.sources[first.source_id])
    return f"Where it started: the earliest state text that a note of this library on it cites is {told}."


def follow_ups(
    claims: Sequence[Claim], nearby: Sequence[Claim], library: Library, *, most: int = _MOST_FOLLOW_UPS
) -> tuple[str, ...]:
    """Questions a reader may ask next, from the library: on this claim, on what may have been meant, on its neighbours.

    Context topics are not suggested: some of their notes are sensitive.
    """
    if not claims:
        return starters(library)
    chief = claims[0]
    asked = ["Who else says so?", "Why this label?"] if library.verdict_of(chief.id) else []
    others = [claim for claim in (*nearby, *_neighbours(chief, library)) if claim.kind is not ClaimKind.CONTEXT]
    asked += [claim.asked_as[0] for claim in others if claim not in claims and claim.asked_as]
    return tuple(dict.fromkeys(asked))[:most]


def _neighbours(claim: Claim, library: Library) -> list[Claim]:
    """The other claims by how near they stand to this one in the article."""
    order = list(library.claim_passages)
    here = order.index(claim.id) if claim.id in order else 0
    nearest = sorted(order, key=lambda id: (abs(order.index(id) - here), id))
    return [library.corpus.claims[id] for id in nearest if id != claim.id]


STARTER_CLAIMS = ("travel-countries", "vietnam-airmen", "liberation-credit", "gifts-count")


def starters(library: Library) -> tuple[str, ...]:
    """Questions to begin with: all of the article's numbers, four telling claims, and the article as a whole."""
    first = (library.corpus.claims.get(id) for id in STARTER_CLAIMS)
    questions = [claim.asked_as[0] for claim in first if claim is not None and claim.asked_as]
    return ("Which of the article’s numbers does anyone else confirm?", *questions, "Why should I believe the article?")
