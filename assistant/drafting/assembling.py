"""A draft in its place: after what code computed, and before what it would have said beside it.

A model chooses and orders; it cannot hide. The sentences of the verdict stay in front, and so does every independent
sentence that stands there without a model; of the state's, each side keeps a voice, and what must be shown is shown.
The rest of the library's answer stands behind *more*.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Section
from assistant.drafting.signposts import announced
from assistant.drafts import Draft
from knowledge.library import Library
from knowledge.votes import Vote

_MOST_SIGNPOSTS = 4


def assemble(composed: Sequence[Draft], drafted: Sequence[Draft], library: Library) -> tuple[Draft, ...]:
    """The drafts of an answer: ``composed`` without a model, with the sentences of ``drafted`` among them.

    With nothing drafted it is what was composed.
    """
    if not any(draft.quotes for draft in drafted):
        return tuple(composed)
    front = [draft for draft in composed if not draft.more]
    own = [draft for draft in front if not _is_extract(draft, library)]
    last = [draft for draft in own if draft is front[-1] and draft.section is Section.GUIDANCE]
    lead = [draft for draft in own if draft not in last]
    claims = list(dict.fromkeys(id for draft in composed for id in draft.claim_ids))
    told = [_about(draft, claims) for draft in _in_order(drafted, has_lead=bool(lead))]
    sides = {side for draft in told for side in _sides(draft, library)}
    kept = [
        draft
        for draft in front
        if draft not in own
        and not _is_told(draft, told)
        and (
            draft.must
            or draft is front[0]
            or draft.section is not Section.ASSERTED
            or not sides.issuperset(_sides(draft, library))
        )
    ]
    shown = [*lead, *told, *kept, *last]
    rest = [replace(draft, more=True) for draft in composed if draft not in shown and not _is_told(draft, told)]
    return (*shown, *rest)


def _about(draft: Draft, claims: Sequence[str]) -> Draft:
    """A sentence of several claims as one about that of the answer: the article puts many into one."""
    ranks = {id: rank for rank, id in enumerate(claims)}
    return replace(draft, claim_ids=tuple(sorted(draft.claim_ids, key=lambda id: ranks.get(id, len(claims)))))


def _is_extract(draft: Draft, library: Library) -> bool:
    """Whether a composed sentence is a source's own, which a model might have chosen too."""
    if not draft.quotes:
        return False
    if all(quote.text is not None for quote in draft.quotes):
        return True
    passage = library.passages.get(draft.quotes[0].passage_id)
    return len(draft.quotes) == 1 and passage is not None and passage.text == draft.text


def _in_order(drafted: Sequence[Draft], *, has_lead: bool) -> list[Draft]:
    """The model's sentences, each once, with the signposts that lead to what stands behind them."""
    once = list({_what_is_said(draft): draft for draft in reversed(drafted)}.values())[::-1]
    told: list[Draft] = []
    for draft, following in zip(once, [*once[1:], None], strict=True):
        signposts = sum(not each.quotes for each in told)
        is_lost = signposts == _MOST_SIGNPOSTS or not (told or has_lead) or not _leads_to(draft, following)
        if draft.quotes or not is_lost:
            told.append(draft)
    return told


def _what_is_said(draft: Draft) -> object:
    """A sentence without its connective: the same words of a passage are said once, whatever stands before them."""
    return draft.quotes or draft.text


def _leads_to(signpost: Draft, following: Draft | None) -> bool:
    """Whether a sentence of the side that a signpost announces follows it; at the end only a question may stand."""
    of_state, of_others = announced(signpost.text)
    if following is None or (of_state and of_others):
        return signpost.text.endswith("?") or (of_state and of_others)
    is_state = following.section is Section.ASSERTED
    return not (of_state and not is_state) and not (of_others and is_state)


def _is_told(draft: Draft, told: Sequence[Draft]) -> bool:
    """Whether the model's sentences have all of a composed one."""
    return any(
        draft.text in each.text or (quote.text is not None and quote.text in each.text)
        for each in told
        if each.quotes
        for quote in draft.quotes[:1]
    )


def _sides(draft: Draft, library: Library) -> frozenset[tuple[str, str]]:
    """Whose voice of the state's is heard on which claims: the article's, or one that concedes something."""
    sides: set[tuple[str, str]] = set()
    for quote in draft.quotes:
        passage = library.passages[quote.passage_id]
        if passage.evidence_id is None:
            sides.update((claim_id, "article") for claim_id in draft.claim_ids)
        elif library.votes[passage.evidence_id] is Vote.ADMISSION:
            sides.add((library.corpus.evidence[passage.evidence_id].claim_id, "conceded"))
    return frozenset(sides)
