"""How to check for yourself: the steps of lateral reading, and the article as a whole.

Guidance speaks of this library and of reading; it states nothing about history.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.answers import Section
from assistant.drafts import Draft
from assistant.findings import findings
from assistant.questions import QuestionKind
from assistant.study.checking import counted_others, earliest_state_text, read_next, reading_advice, searched_so_far
from knowledge.bibliography import citation_line
from knowledge.library import Library
from knowledge.records import Claim, Evidence
from knowledge.vocabulary import VERDICT_WORDING, ClaimKind, VerdictKey

_EXAMPLES = (VerdictKey.CORROBORATED, VerdictKey.CONTRADICTED, VerdictKey.STATE_MEDIA_ONLY)
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


def overview(library: Library) -> Iterator[Draft]:
    """The article as a whole: how its claims fare, with an example of each main kind."""
    counts = Counter(verdict.headline.key for verdict in library.verdicts.values())
    listed = "; ".join(
        f"{VERDICT_WORDING[key][:1].lower()}{VERDICT_WORDING[key][1:]}: {counts[key]}"
        for key in VerdictKey
        if counts[key]
    )
    yield Draft(
        text=f"Claim by claim, not as a whole. Of the article's {len(library.verdicts)} claims — {listed}.",
        section=Section.GUIDANCE,
    )
    for key in _EXAMPLES:
        examples = [claim for claim in library.corpus.claims.values() if _is_example(claim, key, library)]
        for place, claim in enumerate(examples):
            finding = findings(claim, QuestionKind.OPEN, library=library, ranked=library.evidence_of(claim.id))[0]
            yield Draft(
                text=finding.text,
                section=finding.section,
                claim_ids=finding.claim_ids,
                component=finding.component,
                quotes=finding.quotes,
                counts=finding.counts,
                more=place > 0,
            )
    yield Draft(
        text="Ask about any one sentence of it: each has its own label, and the label can be opened to see why.",
        section=Section.GUIDANCE,
    )


def _is_example(claim: Claim, key: VerdictKey, library: Library) -> bool:
    """Whether a claim shows a verdict of this kind by itself, with nothing that must stand beside it."""
    verdict = library.verdicts.get(claim.id)
    if verdict is None or verdict.headline.key is not key:
        return False
    return not any(note.must_show for note in library.evidence_of(claim.id))


def follow_ups(claims: Sequence[Claim], nearby: Sequence[Claim], library: Library) -> tuple[str, ...]:
    """Questions a reader may ask next, from the library: on this claim, on what may have been meant, on its neighbours.

    Context topics are not suggested: some of their notes are sensitive.
    """
    if not claims:
        return starters(library)
    chief = claims[0]
    asked = ["Who else says so?", "Why this label?"] if library.verdict_of(chief.id) else []
    others = [claim for claim in (*nearby, *_neighbours(chief, library)) if claim.kind is not ClaimKind.CONTEXT]
    asked += [claim.asked_as[0] for claim in others if claim not in claims and claim.asked_as]
    return tuple(dict.fromkeys(asked))[:_MOST_FOLLOW_UPS]


def _neighbours(claim: Claim, library: Library) -> list[Claim]:
    """The other claims by how near they stand to this one in the article."""
    order = list(library.claim_passages)
    here = order.index(claim.id) if claim.id in order else 0
    nearest = sorted(order, key=lambda id: (abs(order.index(id) - here), id))
    return [library.corpus.claims[id] for id in nearest if id != claim.id]


STARTER_CLAIMS = ("travel-countries", "vietnam-airmen", "liberation-credit", "gifts-count")


def starters(library: Library) -> tuple[str, ...]:
    """Questions to begin with: four telling claims, and the article as a whole."""
    first = (library.corpus.claims.get(id) for id in STARTER_CLAIMS)
    questions = [claim.asked_as[0] for claim in first if claim is not None and claim.asked_as]
    return (*questions, "Why should I believe the article?")
