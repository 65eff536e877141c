"""The answer without a language model: drafts composed from claims, notes and passages.

The first draft answers the question; then come the article's own words, each side that voted, what
the article leaves out, where accounts differ, and how to check. At most eight stand in front, one
an origin; the rest is marked *more*. Nothing is labelled here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.answers import Section
from assistant.drafts import Draft, Quote
from assistant.excerpts import excerpts
from assistant.findings import findings, part_finding
from assistant.guidance import checking
from assistant.matching import answer_form, asked_part
from assistant.notes import all_notes, nearest_notes, note_draft, rank, telling_note
from assistant.overviews import of_the_article, of_the_numbers
from assistant.questions import Question, QuestionKind, content_words
from assistant.reservations import beside_the_question, not_in_the_library, not_therefore_false
from assistant.scope import Matter
from assistant.wholes import Whole
from knowledge.library import Library
from knowledge.names import without_names
from knowledge.normalisation import number_values, quoted_parts
from knowledge.records import Claim, Conflict, Evidence, Passage, Premise
from knowledge.retrieval import Hit
from knowledge.vocabulary import ClaimKind

IN_FRONT = 8
"""Sentences an answer shows at once; the rest is behind *more*."""

_OVERVIEWS = {Whole.ARTICLE: of_the_article, Whole.NUMBERS: of_the_numbers}
_NOTES_ALONE = 4
_NOTES_AMONG_OTHERS = 2
_TEXTS_ALONE = 3
_TEXTS_BESIDE = 2
_ONLY_TEXTS = Draft(
    text="No claim of the article is about this; these are the words of texts that this library has added.",
    section=Section.GUIDANCE,
)


def compose(question: Question, matter: Matter, *, library: Library, hits: Sequence[Hit]) -> tuple[Draft, ...]:
    """The drafts of an answer, in the order in which they are shown."""
    if matter.whole is not None:
        drafts = list(_OVERVIEWS[matter.whole](library))
    elif matter.premise is not None:
        drafts = [*_premise(matter.premise, library), *_after_premise(matter, matter.premise, library)]
    elif matter.claims:
        drafts = list(_claims(question, matter, library, hits))
    else:
        drafts = [*excerpts(question, matter.texts[:_TEXTS_ALONE], library), _ONLY_TEXTS]
    return _in_front(_once(drafts))


def _claims(question: Question, matter: Matter, library: Library, hits: Sequence[Hit]) -> Iterator[Draft]:
    chief, *others = matter.claims
    room = _NOTES_AMONG_OTHERS if others else _NOTES_ALONE
    ranked = {claim.id: rank(library.evidence_of(claim.id), matter.relevance) for claim in matter.claims}
    own = ranked[chief.id]
    if question.kind is QuestionKind.ARTICLE_SAYS:
        yield from _asserted(chief, library)
        yield from _answer(question, chief, own, library)
    else:
        yield from beside_the_question(matter)
        yield from _direct(question, matter, own, library)
        yield from _answer(question, chief, own, library)
        yield from not_in_the_library(question, matter, library)
        yield from (note_draft(note, library) for note in nearest_notes(question, matter, own, library, hits))
        yield from _asserted(chief, library)
    yield from not_therefore_false(question, matter, library)
    yield from all_notes(own, library, room=room)
    yield from excerpts(question, matter.texts[:_TEXTS_BESIDE], library)
    for claim in others:
        yield from findings(claim, question.kind, library=library, ranked=ranked[claim.id])
        yield from _asserted(claim, library)
    for claim in others:
        yield from all_notes(ranked[claim.id], library, room=0)
    yield from checking(chief, library=library, ranked=own)


def _answer(question: Question, claim: Claim, ranked: Sequence[Evidence], library: Library) -> Iterator[Draft]:
    """What the verdicts say: of the part of the claim that is asked about, then of the claim."""
    part = asked_part(question, claim)
    if part is not None:
        yield from part_finding(claim, part, library=library, ranked=ranked)
    yield from findings(claim, answer_form(question, claim), library=library, ranked=ranked)


def _direct(question: Question, matter: Matter, ranked: Sequence[Evidence], library: Library) -> Iterator[Draft]:
    """What a question asks that the claim's verdict does not hold: a date, a number, one episode."""
    chief = matter.claims[0]
    if question.kind is QuestionKind.HOW_MANY and chief.kind is not ClaimKind.QUANTITY:
        values = _values(_closest_conflict(question, chief, library), chief, library)
        if values is not None:
            yield values
            return
    note = telling_note(question, matter, ranked, library)
    if note is not None:
        yield note_draft(note, library)


def _closest_conflict(question: Question, claim: Claim, library: Library) -> Conflict | None:
    words = content_words(without_names(question.search_text))
    best = max(
        library.corpus.conflicts_by_claim[claim.id],
        key=lambda conflict: (len(words & content_words(conflict.topic)), conflict.id),
        default=None,
    )
    if best is None or not words:
        return None
    return best if len(words & content_words(best.topic)) / len(words) >= _SHARED_WORDS else None


_SHARED_WORDS = 0.75


def _values(conflict: Conflict | None, claim: Claim, library: Library) -> Draft | None:
    """The independent values of a conflict in one sentence; none is preferred, none averaged."""
    values: list[str] = []
    quotes: list[Quote] = []
    for position in conflict.positions if conflict else ():
        notes = [
            note
            for note in library.evidence_of(claim.id)
            if note.source_id in position.source_ids
            and note.id not in library.state_origin
            and number_values(position.value) <= number_values(note.statement)
        ]
        if notes and number_values(position.value):
            values.append(position.value)
            quotes.extend(Quote(note.id) for note in notes)
    if len(values) < 2:
        return None
    return Draft(
        text=f"Sources outside North Korea give different figures: {', '.join(values[:-1])} and {values[-1]}.",
        section=Section.CONFLICT,
        claim_ids=(claim.id,),
        quotes=tuple(quotes),
    )


def _asserted(claim: Claim, library: Library) -> Iterator[Draft]:
    """What the article says, in its own words, attributed."""
    passage = library.claim_passages.get(claim.id)
    if passage is None or claim.reported is None:
        return
    yield Draft(
        text=claim.reported,
        section=Section.ASSERTED,
        claim_ids=(claim.id,),
        quotes=tuple(Quote(passage.id, quote) for quote in quoted_parts(claim.reported)),
    )


def _premise(premise: Premise, library: Library) -> Iterator[Draft]:
    for sentence in premise.sentences:
        if sentence.evidence:
            state = any(evidence_id in library.state_origin for evidence_id in sentence.evidence)
            section = Section.ASSERTED if state else Section.INDEPENDENT
        else:
            section = Section.GAP if "this library" in sentence.text else Section.GUIDANCE
        cited = dict.fromkeys(library.corpus.evidence[id].claim_id for id in sentence.evidence)
        yield Draft(
            text=sentence.text,
            section=section,
            claim_ids=tuple(cited) or premise.claim_ids[:1],
            quotes=tuple(Quote(evidence_id) for evidence_id in sentence.evidence),
        )


def _after_premise(matter: Matter, premise: Premise, library: Library) -> Iterator[Draft]:
    """After a premise's own sentences: the article's words, and everything else on request."""
    cited = {id for sentence in premise.sentences for id in sentence.evidence}
    for claim in matter.claims[:1]:
        yield from _asserted(claim, library)
        ranked = rank(library.evidence_of(claim.id), matter.relevance)
        yield from all_notes([note for note in ranked if note.id not in cited], library, room=0)
        if cited:
            yield from checking(claim, library=library, ranked=ranked)


def _once(drafts: Iterable[Draft]) -> list[Draft]:
    """Each sentence once: the first time it comes up."""
    kept: dict[str, Draft] = {}
    for draft in drafts:
        kept.setdefault(draft.text, draft)
    return list(kept.values())


def _in_front(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """At most :data:`IN_FRONT` drafts in front, those that must be among them; the last of many is guidance."""
    front = [draft for draft in drafts if not draft.more]
    if len(front) > IN_FRONT:
        last = front[-1:] if front[-1].section is Section.GUIDANCE else []
        before = front[: len(front) - len(last)]
        room = IN_FRONT - len(last) - sum(draft.must for draft in before)
        others = [draft for draft in before if not draft.must][: max(room, 0)]
        front = [*(draft for draft in before if draft.must or draft in others), *last]
    return (*front, *(replace(draft, more=True) for draft in drafts if draft not in front))


def passages_of(drafts: Iterable[Draft], library: Library) -> Iterator[Passage]:
    """The passages drafts refer to, each once, in order."""
    seen: set[str] = set()
    for draft in drafts:
        for quote in draft.quotes:
            if quote.passage_id not in seen and quote.passage_id in library.passages:
                seen.add(quote.passage_id)
                yield library.passages[quote.passage_id]
