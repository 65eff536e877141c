"""The answer without a language model: drafts composed from claims, notes and passages.

The first draft answers the question; then come the article's own words, each side that voted, what
the article leaves out, where accounts differ, and how to check. At most eight stand in front, one
an origin; the rest is marked *more*. Nothing is labelled here.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.answers import Section
from assistant.drafts import Draft, Quote
from assistant.findings import findings, part_finding
from assistant.guidance import checking, overview
from assistant.matching import answer_form, asked_part, words_beyond
from assistant.mentions import listing, unmentioned_on
from assistant.questions import Question, QuestionKind, content_words
from assistant.scope import Matter
from knowledge.library import Library
from knowledge.lineage import origin
from knowledge.names import without_names
from knowledge.normalisation import number_values, quoted_parts
from knowledge.records import Claim, Conflict, Evidence, Passage, Premise
from knowledge.retrieval import Hit
from knowledge.vocabulary import ClaimKind, Collection, PassageKind, Stance, VerdictKey
from knowledge.votes import Vote

IN_FRONT = 8
"""Sentences an answer shows at once; the rest is behind *more*."""

_NOTES_ALONE = 4
_NOTES_AMONG_OTHERS = 2
_ALWAYS_IN_FRONT = 2
_MOST_BACKGROUND = 3

_FOR = (Vote.FULL, Vote.PARTIAL, Vote.ALIGNED)
_AGAINST = (Vote.REFUTES, Vote.WEAK_REFUTES)
_CONCEDED = (Vote.ADMISSION,)
"""The sides a claim may have, each with its votes, the strongest first."""


def compose(question: Question, matter: Matter, *, library: Library, hits: Sequence[Hit]) -> tuple[Draft, ...]:
    """The drafts of an answer, in the order in which they are shown."""
    if matter.whole_article:
        drafts = list(overview(library))
    elif matter.premise is not None:
        drafts = [*_premise(matter.premise, library), *_after_premise(matter, matter.premise, library)]
    elif matter.claims:
        drafts = list(_claims(question, matter, library))
    else:
        drafts = list(_background(hits, library))
    return _in_front(_once(drafts))


def _claims(question: Question, matter: Matter, library: Library) -> Iterator[Draft]:
    chief, *others = matter.claims
    room = _NOTES_AMONG_OTHERS if others else _NOTES_ALONE
    ranked = {claim.id: rank(library.evidence_of(claim.id), matter.relevance) for claim in matter.claims}
    answer = findings(chief, answer_form(question, chief), library=library, ranked=ranked[chief.id])
    told = _asserted(chief, library)
    part = asked_part(question, chief)
    if part is not None:
        answer = (*part_finding(chief, part, library=library, ranked=ranked[chief.id]), *answer)
    if question.kind is QuestionKind.ARTICLE_SAYS:
        yield from told
        yield from answer
    else:
        yield from _unsure(matter)
        yield from _direct(question, matter, ranked[chief.id], library)
        yield from answer
        yield from _unmentioned(question, matter, library)
        yield from _other_number(question, chief, library)
        yield from _nearest(question, matter, ranked[chief.id], library)
        yield from told
    yield from _not_false(question, chief, library)
    yield from _notes(ranked[chief.id], library, room=room)
    for claim in others:
        yield from findings(claim, question.kind, library=library, ranked=ranked[claim.id])
        yield from _asserted(claim, library)
    for claim in others:
        yield from _notes(ranked[claim.id], library, room=0)
    yield from checking(chief, library=library, ranked=ranked[chief.id])


def _unsure(matter: Matter) -> Iterator[Draft]:
    """Where what was found may be beside the question: say so before anything else."""
    if matter.unsure:
        text = f"This library may hold nothing on just that. The nearest it has is on {matter.claims[0].topic}."
        yield Draft(text=text, section=Section.GUIDANCE)


def _direct(question: Question, matter: Matter, ranked: Sequence[Evidence], library: Library) -> Iterator[Draft]:
    """What a question asks that the claim's verdict does not hold: a date, a number, one episode."""
    chief = matter.claims[0]
    if question.kind is QuestionKind.HOW_MANY and chief.kind is not ClaimKind.QUANTITY:
        values = _values(_closest_conflict(question, chief, library), chief, library)
        if values is not None:
            yield values
            return
    note = _telling_note(question, matter, ranked, library)
    if note is not None:
        yield _note(note, library, more=False)


def _telling_note(question: Question, matter: Matter, ranked: Sequence[Evidence], library: Library) -> Evidence | None:
    """The note that gives the date or number asked for, or that the question is nearest to."""
    independent = [note for note in ranked if note.id not in library.state_origin]
    holds = _HOLDS.get(question.kind)
    if (
        holds is not None
        and matter.claims[0].kind is not ClaimKind.QUANTITY
        and not holds(matter.claims[0].clause or "")
    ):
        telling = [n for n in independent if holds(n.statement) and matter.relevance.get(n.id, 0.0) >= _CLOSE_ENOUGH]
        if telling:
            best = matter.relevance[telling[0].id]
            near = [note for note in telling if matter.relevance[note.id] >= best - _NEARLY_AS_CLOSE]
            if question.kind is QuestionKind.WHEN:
                near = [note for note in near if _precision(note) == max(map(_precision, near))]
            return min(near, key=lambda note: library.votes[note.id] is Vote.NONE)
    chief = matter.claims[0]
    if answer_form(question, chief) in _ASKS_FOR_MORE:
        told = _note_that_tells(words_beyond(question, chief), ranked[:_NEAREST], matter)
        if told is not None:
            return told
    return next((note for note in independent if note.id == matter.closest_note), None)


def _note_that_tells(beyond: frozenset[str], nearest: Sequence[Evidence], matter: Matter) -> Evidence | None:
    """The note that has most of what a question asks beyond its claim, if it has half of it and is close."""
    if not beyond:
        return None
    share = {note.id: len(beyond & content_words(note.statement)) / len(beyond) for note in nearest}
    telling = [n for n in nearest if share[n.id] >= _TELLING and matter.relevance.get(n.id, 0.0) >= _CLOSE_ENOUGH]
    return max(telling, key=lambda note: share[note.id], default=None)


def _nearest(question: Question, matter: Matter, ranked: Sequence[Evidence], library: Library) -> Iterator[Draft]:
    """To a question that is not plainly the claim's own: the note nearest to it, before the article's words.

    Where the answer may be beside the question, the note is what most likely is not.
    """
    plain = answer_form(question, matter.claims[0]) not in _ASKS_FOR_MORE
    close = matter.unsure or (bool(ranked) and matter.relevance.get(ranked[0].id, 0.0) >= _CLOSE_ENOUGH)
    if ranked and not plain and close:
        yield _note(ranked[0], library, more=False)


def _precision(note: Evidence) -> int:
    """How exactly a note is dated: 3 to the day, 2 to the month, 1 to the year, 0 an interval or nothing."""
    date = note.event_date or ""
    return 0 if not date or "/" in date else date.count("-") + 1


_HOLDS: Mapping[QuestionKind, Callable[[str], bool]] = {
    QuestionKind.WHEN: lambda text: bool(re.search(r"\b\d{4}\b", text)),
    QuestionKind.HOW_MANY: lambda text: bool(number_values(text)),
}
_CLOSE_ENOUGH = 0.6
_NEARLY_AS_CLOSE = 0.15
_NEAREST = 3
_TELLING = 0.5
_ASKS_FOR_MORE = frozenset({QuestionKind.OPEN, QuestionKind.WHO, QuestionKind.WHERE, QuestionKind.WHY})


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


def _not_false(question: Question, claim: Claim, library: Library) -> Iterator[Draft]:
    """To who asks whether it is false: that nobody confirms it does not say so."""
    verdict = library.verdict_of(claim.id)
    if verdict is not None and verdict.key is VerdictKey.STATE_MEDIA_ONLY and _ASKS_IF_FALSE.search(question.text):
        text = "Unconfirmed is not the same as false: this library holds nothing independent either way."
        yield Draft(text=text, section=Section.GUIDANCE, claim_ids=(claim.id,))


_ASKS_IF_FALSE = re.compile(
    r"\b(?:false|fake|lies?|lied|untrue|wrong|made up|invented|refuted|debunked)\b", re.IGNORECASE
)
_LARGE = re.compile(r"\b(?:thousand|million|billion)s?\b", re.IGNORECASE)


def _other_number(question: Question, claim: Claim, library: Library) -> Iterator[Draft]:
    """Where a question gives a number that neither the article's sentence nor any note has: say so."""
    passage = library.claim_passages.get(claim.id)
    if passage is None or _LARGE.search(question.text):
        return
    known = number_values(f"{passage.text} {library.source_of(passage).date}").union(
        *(number_values(note.statement) for note in library.evidence_of(claim.id))
    )
    for number in question.numbers:
        if number not in known and f"19{number}" not in known:  # "in '73"
            yield Draft(
                text=f"The article does not say {number}, and no note of this library on that does.",
                section=Section.ASSERTED,
                claim_ids=(claim.id,),
                quotes=(Quote(passage.id, claim.verbatim),),
                counts=frozenset({number}),
            )


def _unmentioned(question: Question, matter: Matter, library: Library) -> Iterator[Draft]:
    """Where a question names somebody or something that no record has, or none on its claims: say so."""
    if matter.unmentioned:
        text = f"Nothing in this library mentions {listing(matter.unmentioned)}."
        yield Draft(text=text, section=Section.GAP)
    elsewhere = unmentioned_on(question, (*matter.claims, *matter.nearby), library)
    if elsewhere:
        topic = matter.claims[0].topic
        yield Draft(text=f"Nothing in this library on {topic} mentions {listing(elsewhere)}.", section=Section.GAP)


def _notes(ranked: Sequence[Evidence], library: Library, *, room: int) -> Iterator[Draft]:
    """The notes on a claim: the nearest to the question, each side, what must be shown, then the rest by relevance.

    The first ``room`` of different origins stand in front; what must be shown always does, and so
    do the notes nearest to the question.
    """
    sources = library.corpus.sources
    nearest = list(ranked[:1])
    leading = [note for note in _leading(ranked, library) if note not in nearest]
    must = [note for note in ranked if note.must_show and note not in (*nearest, *leading)]
    others = [note for note in ranked if note not in (*nearest, *leading, *must)]
    seen: set[str] = set()
    in_front = 0
    for note in (*nearest, *leading, *must, *others):
        group = origin(note, sources).independence_group
        repeats = note.stance is Stance.REPORTS_ONLY and note.id in library.state_origin
        is_near = note in ranked[:_ALWAYS_IN_FRONT]
        front = note.must_show or is_near or (in_front < room and group not in seen and not repeats)
        if front:
            in_front += 1
            seen.add(group)
        yield _note(note, library, more=not front)


def _leading(ranked: Sequence[Evidence], library: Library) -> list[Evidence]:
    """The first note of each side that voted: its strongest vote, then the most relevant.

    For comes before against, but where refutations stand against no full support.
    """
    votes = {library.votes[note.id] for note in ranked}
    refuted = Vote.REFUTES in votes and Vote.FULL not in votes
    sides = (_AGAINST, _CONCEDED, _FOR) if refuted else (_FOR, _AGAINST, _CONCEDED)
    found = []
    for side in sides:
        note = next((note for vote in side for note in ranked if library.votes[note.id] is vote), None)
        if note is not None:
            found.append(note)
    return found


def _note(note: Evidence, library: Library, *, more: bool) -> Draft:
    if note.id in library.state_origin:
        section = Section.ASSERTED
    elif library.votes[note.id] is Vote.NONE:
        section = Section.BACKGROUND
    else:
        section = Section.INDEPENDENT
    return Draft(
        text=note.statement,
        section=section,
        claim_ids=(note.claim_id,),
        component=note.component,
        quotes=(Quote(note.id),),
        more=more,
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
        yield from _notes([note for note in ranked if note.id not in cited], library, room=0)
        if cited:
            yield from checking(claim, library=library, ranked=ranked)


def _background(hits: Sequence[Hit], library: Library) -> Iterator[Draft]:
    """Passages that speak to no claim that was asked about: quoted as they are, from both sides."""
    for hit in hits[:_MOST_BACKGROUND]:
        passage = hit.passage
        if passage.kind is PassageKind.VERBATIM:
            text, section = f"The article says: “{passage.text}”", Section.ASSERTED
        elif passage.collection is Collection.STATE:
            text, section = passage.text, Section.ASSERTED
        else:
            text, section = passage.text, Section.BACKGROUND
        yield Draft(text=text, section=section, quotes=(Quote(passage.id),))


def rank(evidence: Iterable[Evidence], relevance: Mapping[str, float]) -> tuple[Evidence, ...]:
    """A claim's evidence, the most relevant to the question first; then the surest, then by id."""
    return tuple(sorted(evidence, key=lambda note: (-relevance.get(note.id, 0.0), note.confidence.value, note.id)))


def _once(drafts: Iterable[Draft]) -> list[Draft]:
    """Each sentence once: the first time it comes up."""
    kept: dict[str, Draft] = {}
    for draft in drafts:
        kept.setdefault(draft.text, draft)
    return list(kept.values())


def _in_front(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """At most :data:`IN_FRONT` drafts in front; where there is more, the last of them is guidance."""
    front = [draft for draft in drafts if not draft.more]
    if len(front) > IN_FRONT:
        last = front[-1] if front[-1].section is Section.GUIDANCE else front[IN_FRONT - 1]
        front = [*front[: IN_FRONT - 1], last]
    return (*front, *(replace(draft, more=True) for draft in drafts if draft not in front))


def passages_of(drafts: Iterable[Draft], library: Library) -> Iterator[Passage]:
    """The passages drafts refer to, each once, in order."""
    seen: set[str] = set()
    for draft in drafts:
        for quote in draft.quotes:
            if quote.passage_id not in seen and quote.passage_id in library.passages:
                seen.add(quote.passage_id)
                yield library.passages[quote.passage_id]
