"""The sentence that answers: what the reviewed evidence shows, in the question's own form.

A finding is composed from a verdict and the claim's reviewed phrases. It never says more than the
verdict does, and it cites the notes the verdict rests on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Section
from assistant.drafts import Draft, Quote
from assistant.questions import QuestionKind
from knowledge.library import Library
from knowledge.lineage import origin
from knowledge.normalisation import number_values
from knowledge.records import Claim, Component, Evidence, Verdict
from knowledge.sentences import capitalised, uncapitalised
from knowledge.verdicts import headline_component, numeral, origins
from knowledge.vocabulary import VERDICT_WORDING, ClaimKind, VerdictKey
from knowledge.votes import Vote

_MOST_QUOTES = 4


@dataclass(frozen=True, slots=True)
class _Part:
    """What a finding speaks of: a claim as a whole, or one of its components."""

    claim: Claim
    component: Component | None
    verdict: Verdict
    notes: dict[Vote, tuple[Evidence, ...]]

    @property
    def clause(self) -> str:
        return (self.component.clause if self.component else self.claim.clause) or self.claim.restatement

    @property
    def sought(self) -> str:
        return (self.component.sought if self.component else self.claim.sought) or "speaks of it"

    @property
    def kind(self) -> ClaimKind:
        return self.component.kind if self.component else self.claim.kind

    def quotes(self, *votes: Vote) -> tuple[Quote, ...]:
        """The notes with these votes, one for each origin, best first."""
        chosen = [note for vote in votes for note in self.notes.get(vote, ())]
        return tuple(Quote(note.id) for note in chosen[:_MOST_QUOTES])


def part_finding(
    claim: Claim, component: Component, *, library: Library, ranked: Sequence[Evidence]
) -> tuple[Draft, ...]:
    """The sentence on one part of a claim, where it would not be said with the claim: a confirmed part always is."""
    verdict = library.verdict_of(claim.id, component.id)
    if verdict is None or verdict.key is VerdictKey.CORROBORATED:
        return ()
    return (_finding(_part(claim, component, verdict, library, ranked), QuestionKind.OPEN),)


def findings(claim: Claim, kind: QuestionKind, *, library: Library, ranked: Sequence[Evidence]) -> tuple[Draft, ...]:
    """One or two sentences that answer a question of ``kind`` about ``claim``.

    ``ranked`` is the claim's evidence, the most relevant first. A claim whose headline is not borne
    out but whose other parts are gets both said, the confirmed part first unless the headline is
    refuted or a number is asked.
    """
    verdict = library.verdicts.get(claim.id)
    if verdict is None:
        return (_context(claim),)
    if not claim.components:
        return (_finding(_part(claim, None, verdict.headline, library, ranked), kind),)
    headline = headline_component(claim)
    main = _part(claim, headline, verdict.headline, library, ranked)
    confirmed = [
        _part(claim, part, found, library, ranked)
        for part, (_, found) in zip(claim.components, verdict.components, strict=True)
        if found.key is VerdictKey.CORROBORATED and part.id != headline.id
    ]
    if verdict.headline.key is VerdictKey.CORROBORATED or not confirmed:
        return (_finding(main, kind), *(_confirmed(part) for part in confirmed))
    refuted = verdict.headline.key in (VerdictKey.CONTRADICTED, VerdictKey.LIMITED_CONTRADICTION)
    if (refuted and kind is QuestionKind.YES_NO) or kind in (
        QuestionKind.HOW_MANY,
        QuestionKind.WHO_SAYS,
        QuestionKind.WHY_LABEL,
    ):
        return (_finding(main, kind), _confirmed(confirmed[0]))
    return (_confirmed(confirmed[0], otherwise=main), _finding(main, QuestionKind.OPEN))


def silence(claims: Sequence[Claim]) -> Draft:
    """What no independent source shows of several claims, whose main points only the state's own media bear out."""
    sought = ((headline_component(claim).sought if claim.components else claim.sought) for claim in claims)
    return Draft(
        text=f"No independent source in this library {'; '.join(filter(None, sought))}.",
        section=Section.GAP,
        claim_ids=tuple(claim.id for claim in claims),
    )


def _finding(part: _Part, kind: QuestionKind) -> Draft:
    """The verdict as one sentence; the verdict alone decides which."""
    if kind is QuestionKind.WHY_LABEL:
        return _why_label(part)
    key, clause = part.verdict.key, part.clause
    yes_no = kind is QuestionKind.YES_NO
    match key:
        case VerdictKey.CORROBORATED:
            return _corroborated(part, kind)
        case VerdictKey.LIMITED_INDEPENDENT_SUPPORT:
            text = f"One independent source supports it that {clause}; a second would be needed to confirm it."
            if len(part.verdict.groups.supports) > 1:
                text = f"Only testimony supports it that {clause}."
            return _independent(part, text, Vote.FULL)
        case VerdictKey.PARTLY_CORROBORATED:
            text = f"Independent sources bear out only in part that {clause}."
            return _independent(part, text, Vote.PARTIAL)
        case VerdictKey.CONTESTED:
            text = f"Sources disagree on whether {clause}."
            return _independent(
                part, text, Vote.REFUTES, Vote.WEAK_REFUTES, Vote.FULL, Vote.PARTIAL, section=Section.CONFLICT
            )
        case VerdictKey.CONTRADICTED if part.verdict.groups.refutes:
            count = len(part.verdict.groups.refutes)
            verb = "contradicts" if count == 1 else "contradict"
            text = f"{capitalised(origins(count))} in this library {verb} the claim that {clause}."
            return _independent(
                part, f"No: {uncapitalised(text)}" if yes_no else text, Vote.REFUTES, counts=frozenset({count})
            )
        case VerdictKey.CONTRADICTED:
            text = f"the state's own records contradict the claim that {clause}."
            return Draft(
                text=f"No: {text}" if yes_no else capitalised(text),
                section=Section.ASSERTED,
                claim_ids=(part.claim.id,),
                component=part.component.id if part.component else None,
                quotes=part.quotes(Vote.ADMISSION),
            )
        case VerdictKey.LIMITED_CONTRADICTION:
            text = f"One independent source says otherwise: it speaks against the claim that {clause}."
            return _independent(part, text, Vote.REFUTES)
        case VerdictKey.ALIGNED_SOURCES_ONLY:
            text = f"Only official voices friendly to North Korea say that {clause}."
            return _independent(part, text, Vote.ALIGNED)
        case VerdictKey.STATE_MEDIA_ONLY:
            return _gap(part, kind)
        case VerdictKey.NOT_CHECKABLE:
            return _silent(part, f"No record can settle whether {clause}: it is {_judgement(part.kind)}.")
        case _:
            return _silent(part, f"Whether {clause} has not been reviewed yet.")


def _corroborated(part: _Part, kind: QuestionKind) -> Draft:
    count = len(part.verdict.groups.supports)
    text = f"{capitalised(numeral(count))} independent origins confirm that {part.clause}."
    if kind is QuestionKind.YES_NO:
        text = f"Yes: {uncapitalised(text)}"
    if kind is QuestionKind.WHY_BELIEVE:
        text = f"Because {uncapitalised(text)}"
    return _independent(part, text, Vote.FULL, counts=frozenset({count}))


def _confirmed(part: _Part, *, otherwise: _Part | None = None) -> Draft:
    """A confirmed component, and in the same breath that the article's larger claim is not."""
    text = f"It is independently corroborated that {part.clause}."
    if otherwise is not None:
        larger = "total" if otherwise.kind is ClaimKind.QUANTITY else "larger claim"
        text += f" The article's {larger} is not."
    return _independent(part, text, Vote.FULL)


def _gap(part: _Part, kind: QuestionKind) -> Draft:
    text = f"No independent source in this library {part.sought}."
    if kind is QuestionKind.WHO_SAYS:
        text = f"Only the state's own media say so: {uncapitalised(text)}"
    if kind is QuestionKind.WHY_BELIEVE:
        text = f"There is only the state's word for it: {uncapitalised(text)}"
    return _silent(part, text)


def _why_label(part: _Part) -> Draft:
    wording = VERDICT_WORDING[part.verdict.key]
    text = f"The label is “{wording}” for this reason: {uncapitalised(part.verdict.reason)}"
    return Draft(text=text, section=Section.GUIDANCE, claim_ids=(part.claim.id,))


def _context(claim: Claim) -> Draft:
    text = f"The article does not speak of {claim.topic}; this is background that vetted sources add."
    return Draft(text=text, section=Section.GUIDANCE, claim_ids=(claim.id,))


def _judgement(kind: ClaimKind) -> str:
    match kind:
        case ClaimKind.PREDICTIVE:
            return "a prophecy"
        case ClaimKind.MOTIVE:
            return "a statement about motives"
        case ClaimKind.EVALUATIVE:
            return "praise"
        case _:
            return "a judgement"


def _independent(
    part: _Part,
    text: str,
    *votes: Vote,
    counts: frozenset[int] = frozenset(),
    section: Section = Section.INDEPENDENT,
) -> Draft:
    """A finding that cites independent notes. Numbers they do not give must not stand in it."""
    quotes = part.quotes(*votes)
    quoted = number_values(
        " ".join(note.statement for notes in part.notes.values() for note in notes if Quote(note.id) in quotes)
    )
    computed = frozenset(str(count) for count in counts)
    if number_values(text) - quoted - computed:
        text = text.replace(f"that {part.clause}", f"what the article says of {part.claim.topic}")
    return Draft(
        text=text,
        section=section,
        claim_ids=(part.claim.id,),
        component=part.component.id if part.component else None,
        quotes=quotes,
        counts=computed,
    )


def _silent(part: _Part, text: str) -> Draft:
    """A finding about the library itself: it has nothing to cite and states nothing about history."""
    return Draft(
        text=text,
        section=Section.GAP,
        claim_ids=(part.claim.id,),
        component=part.component.id if part.component else None,
    )


def _part(
    claim: Claim, component: Component | None, verdict: Verdict, library: Library, ranked: Sequence[Evidence]
) -> _Part:
    notes: dict[Vote, list[Evidence]] = {}
    seen: set[tuple[Vote, str]] = set()
    for record in ranked:
        if component is not None and record.component != component.id:
            continue
        vote = library.votes[record.id]
        group = origin(record, library.corpus.sources).independence_group
        if (vote, group) not in seen:
            seen.add((vote, group))
            notes.setdefault(vote, []).append(record)
    return _Part(claim, component, verdict, {vote: tuple(records) for vote, records in notes.items()})
