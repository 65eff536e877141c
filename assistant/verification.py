"""The gate: a sentence passes with exact citations or it is withheld, with the reason.

Nothing here is lenient. A quote is found word for word or not at all, and a number that stands in
no quote keeps its sentence out.
"""

from collections.abc import Collection as Container
from collections.abc import Iterable, Sequence

from assistant.answers import Citation, Section, Statement, Withheld, WithheldReason
from assistant.citations import cite
from assistant.drafts import Draft, Quote
from assistant.labelling import Cited, label
from knowledge.library import Library
from knowledge.normalisation import find_quote, number_values
from knowledge.records import Passage
from knowledge.vocabulary import Collection, Stance

_ABOUT_HISTORY = frozenset({Section.ASSERTED, Section.INDEPENDENT, Section.CONFLICT, Section.BACKGROUND})


class _Refused(Exception):
    def __init__(self, reason: WithheldReason) -> None:
        self.reason = reason


def verify(
    drafts: Iterable[Draft], *, library: Library, retrieved: Container[str]
) -> tuple[tuple[Statement, ...], tuple[Withheld, ...]]:
    """The drafts that hold, cited and labelled, and those that do not, each with its reason.

    ``retrieved`` holds the ids of the passages found for this answer; nothing else can be cited.
    """
    statements: list[Statement] = []
    withheld: list[Withheld] = []
    for draft in drafts:
        try:
            statements.append(_statement(draft, library, retrieved))
        except _Refused as refusal:
            withheld.append(Withheld(refusal.reason, draft.text))
    return tuple(statements), tuple(withheld)


def _statement(draft: Draft, library: Library, retrieved: Container[str]) -> Statement:
    citations = tuple(_citation(quote, library, retrieved) for quote in draft.quotes)
    if draft.section in _ABOUT_HISTORY:
        if not citations:
            raise _Refused(WithheldReason.NO_CITATION)
        quoted = number_values(" ".join(citation.quote for citation in citations))
        if number_values(draft.text) - quoted - draft.counts:
            raise _Refused(WithheldReason.NUMBER_NOT_IN_QUOTES)
    passages = [library.passages[citation.passage_id] for citation in citations]
    if len({passage.collection for passage in passages}) > 1:
        raise _Refused(WithheldReason.MIXED_ORIGINS)
    verdict = library.verdict_of(draft.claim_ids[0], draft.component) if draft.claim_ids else None
    return Statement(
        text=draft.text,
        section=draft.section,
        label=label(
            draft.section,
            [_cited(passage, library) for passage in passages],
            verdict=verdict.key if verdict else None,
        ),
        stance=_stance(draft, passages, library),
        claim_ids=draft.claim_ids,
        citations=citations,
        more=draft.more,
    )


def _citation(quote: Quote, library: Library, retrieved: Container[str]) -> Citation:
    if quote.passage_id not in retrieved:
        raise _Refused(WithheldReason.NOT_RETRIEVED)
    passage = library.passages[quote.passage_id]
    if quote.text is None:
        return cite(passage, library)
    span = find_quote(quote.text, passage.text)
    if span is None:
        raise _Refused(WithheldReason.QUOTE_NOT_FOUND)
    return cite(passage, library, span)


def _cited(passage: Passage, library: Library) -> Cited:
    """What labelling needs to know of a cited passage."""
    state_origin = passage.collection is Collection.STATE
    if passage.evidence_id is None:
        return Cited(state_origin)
    evidence = library.corpus.evidence[passage.evidence_id]
    verdict = library.verdict_of(evidence.claim_id, evidence.component)
    return Cited(state_origin, library.votes[evidence.id], verdict.key if verdict else None)


def _stance(draft: Draft, passages: Sequence[Passage], library: Library) -> Stance | None:
    """How a sentence bears on its claim, where it is in a note's words; a finding sums up and bears by itself."""
    if len(passages) != 1 or passages[0].evidence_id is None:
        return None
    if passages[0].text != draft.text and draft.quotes[0].text is None:
        return None
    return library.corpus.evidence[passages[0].evidence_id].stance
