"""The gate is no wall: every sentence with a source that an honest model writes passes.

The drafts answer an earlier prompt, which allowed more free prose than the list there is now: that is not counted.
"""

import json
from collections.abc import Callable

import pytest

from assistant.answers import WithheldReason
from assistant.scripted_model import Line
from tests.assistant.drafting.conftest import Drafting
from tests.drafts import HonestDraft, honest_drafts
from tests.proofs.recording import Proof

HONEST = honest_drafts()
WHOLE = 0.95
WHOLE_OF_A_SAMPLE = 0.88
"""Of 26 drafts two may be lost by chance though 95 of 100 are not."""


def lost(draft: HonestDraft, drafting: Drafting) -> list[str]:
    """What does not pass of a draft."""
    answer = drafting.ask(draft.question, Line(reply=draft.reply))
    sourced = [item for item in answer.withheld if item.reason is not WithheldReason.UNSUPPORTED_PROSE]
    withheld = [f"{draft.id}: {item.reason.value}: {item.text}" for item in sourced]
    return withheld if answer.provenance.model else [*withheld, f"{draft.id}: {answer.provenance.model_notice}"]


def test_honest_drafts_pass_whole(drafting: Drafting) -> None:
    drafts = HONEST[::4]
    losses = [loss for draft in drafts if (loss := lost(draft, drafting))]
    assert len(HONEST) >= 100
    assert 1 - len(losses) / len(drafts) >= WHOLE_OF_A_SAMPLE, losses


@pytest.mark.proof
def test_all_honest_drafts_pass_whole(drafting: Drafting, proof: Callable[..., Proof]) -> None:
    honest = proof("honest-drafts", "An honest model: of at least 95 in 100 drafts every sentence with a source passes")
    losses = [loss for draft in HONEST if (loss := lost(draft, drafting))]
    too_few = len(losses) > (1 - WHOLE) * len(HONEST)
    honest.add([f"{len(losses)} of {len(HONEST)}: {losses}"] if too_few else [], drafts=len(HONEST), lost=len(losses))
    assert not honest.faults


def test_what_an_honest_model_chose_stands_in_front(drafting: Drafting) -> None:
    draft = HONEST[0]
    answer = drafting.ask(draft.question, Line(reply=draft.reply))
    quoted = [each["quotes"][0]["passage"] for each in json.loads(draft.reply)["statements"] if each["quotes"]]
    front = [citation.passage_id for s in answer.statements if not s.more for citation in s.citations]
    assert answer.provenance.model == "scripted:test"
    assert len(quoted) > 1
    assert set(quoted) <= set(front)
