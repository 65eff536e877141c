"""What a document says, before it is written: one chapter for each answer or claim. Pure records."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.answers import Answer, Citation, ClaimCard, ConflictCard, Section, Statement
from assistant.arranging import CHOSEN_BY, Part, keeps_order, parts
from assistant.cards import claim_card, conflict_cards
from assistant.citations import cite
from assistant.labelling import Cited, label
from assistant.study.flashcards import reported
from assistant.withholding import withheld_line
from knowledge.library import Library
from knowledge.normalisation import find_quote
from knowledge.records import Claim, Evidence
from knowledge.votes import Vote


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One answer, or one claim with all its evidence.

    ``lead`` answers the question, where there is one; ``statements`` follow it. ``claims`` are those
    whose verdicts the chapter explains. ``sensitive`` holds the texts that speak of violence;
    ``keeps_order`` says that the statements stand as a language model put them.
    """

    heading: str
    lead: Statement | None = None
    statements: tuple[Statement, ...] = ()
    claims: tuple[ClaimCard, ...] = ()
    conflicts: tuple[ConflictCard, ...] = ()
    remarks: tuple[str, ...] = ()
    sensitive: frozenset[str] = frozenset()
    keeps_order: bool = False

    @property
    def parts(self) -> Iterator[Part]:
        """The statements after the lead as they are read."""
        return parts(self.statements, keeps_order=self.keeps_order)

    @property
    def citations(self) -> Iterator[Citation]:
        """Every citation in reading order."""
        for statement in (*([self.lead] if self.lead else []), *(s for part in self.parts for s in part.statements)):
            yield from statement.citations


def cited_sources(chapters: Iterable[Chapter]) -> tuple[str, ...]:
    """The ids of every source the chapters cite or set side by side, each once, by first appearance."""
    ids: dict[str, None] = {}
    for chapter in chapters:
        ids |= dict.fromkeys(citation.source_id for citation in chapter.citations)
        ids |= dict.fromkeys(
            id for conflict in chapter.conflicts for position in conflict.positions for id in position.source_ids
        )
    return tuple(ids)


def answer_chapter(answer: Answer, library: Library) -> Chapter:
    """An answer with everything it holds, what was shown on request included."""
    lead, rest = answer.statements[:1], answer.statements[1:]
    spoken = {id for statement in answer.statements for id in statement.claim_ids}
    notes = (
        library.corpus.evidence.get(citation.passage_id) for each in answer.statements for citation in each.citations
    )
    remarks = []
    if answer.conversation.rewritten:
        remarks.append(f"Read together with the earlier question as: {answer.conversation.rewritten}")
    if answer.provenance.model_notice:
        remarks.append(answer.provenance.model_notice)
    if answer.provenance.model:
        remarks.append(CHOSEN_BY.format(model=answer.provenance.model))
    if answer.withheld:
        remarks.append(f"{withheld_line(answer.withheld)}.")
    sensitive = {note.id for note in notes if note is not None and note.sensitive}
    return Chapter(
        heading=answer.question,
        lead=lead[0] if lead else None,
        statements=rest,
        claims=tuple(card for card in answer.claims if card.verdict and card.id in spoken),
        conflicts=answer.conflicts,
        remarks=tuple(remarks),
        sensitive=frozenset(
            each.text for each in answer.statements if any(c.passage_id in sensitive for c in each.citations)
        ),
        keeps_order=keeps_order(answer),
    )


def claim_chapter(claim: Claim, library: Library) -> Chapter:
    """A claim with every note on it: the article and other state voices, then what others say, then background."""
    notes = library.evidence_of(claim.id)
    article = _article_statement(claim, library)
    statements = [*([article] if article else []), *(_note_statement(note, library) for note in notes)]
    order = (Section.ASSERTED, Section.INDEPENDENT, Section.BACKGROUND)
    card = claim_card(claim, library)
    return Chapter(
        heading=claim.restatement,
        statements=tuple(sorted(statements, key=lambda each: order.index(each.section))),
        claims=(card,),
        conflicts=conflict_cards((claim,), library),
        remarks=_searched(card),
        sensitive=frozenset(note.statement for note in notes if note.sensitive),
    )


def dossier_chapters(library: Library) -> tuple[Chapter, ...]:
    """Every claim in the order of the article; then the topics of context, which it does not speak of."""
    claims = library.corpus.claims
    ordered = dict.fromkeys((*library.claim_passages, *claims))
    return tuple(claim_chapter(claims[id], library) for id in ordered)


def _article_statement(claim: Claim, library: Library) -> Statement | None:
    """What the article says, with the citation of its own words; ``None`` for a topic it does not speak of."""
    passage = library.claim_passages.get(claim.id)
    span = find_quote(claim.verbatim, passage.text) if passage and claim.verbatim else None
    if passage is None or span is None:
        return None
    return Statement(
        text=reported(claim),
        section=Section.ASSERTED,
        label=label(Section.ASSERTED, (Cited(state_origin=True),)),
        claim_ids=(claim.id,),
        citations=(cite(passage, library, span),),
    )


def _note_statement(note: Evidence, library: Library) -> Statement:
    """A library note as a labelled sentence with its citation."""
    is_state, vote = note.id in library.state_origin, library.votes[note.id]
    verdict = library.verdict_of(note.claim_id, note.component)
    cited = Cited(is_state, vote, verdict.key if verdict else None)
    section = Section.ASSERTED if is_state else Section.BACKGROUND if vote is Vote.NONE else Section.INDEPENDENT
    return Statement(
        text=note.statement,
        section=section,
        label=label(section, (cited,)),
        stance=note.stance,
        claim_ids=(note.claim_id,),
        citations=(cite(library.passages[note.id], library),),
    )


def _searched(card: ClaimCard) -> tuple[str, ...]:
    search = card.search
    if search is None:
        return ("No search for evidence has been recorded yet.",)
    return (
        f"Searched on {search.date} for: {search.asked}",
        f"Searched in: {search.collections} ({', '.join(search.languages)})",
        f"Found: {search.found}",
        f"Limits: {search.limits}",
    )
