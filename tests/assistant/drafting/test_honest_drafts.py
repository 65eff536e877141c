"""The gate is no wall: what an honest model writes when it is asked by the shipped prompt passes whole."""

from assistant.scripted_model import Line
from tests.assistant.drafting.conftest import Drafting
from tests.drafts import honest_drafts

HONEST = honest_drafts()
WHOLE = 0.95


def test_honest_drafts_pass_whole(drafting: Drafting) -> None:
    lost = {}
    for draft in HONEST:
        answer = drafting.ask(draft.question, Line(reply=draft.reply))
        if answer.withheld or answer.provenance.model is None:
            lost[draft.id] = [item.text for item in answer.withheld]
    assert len(HONEST) >= 100
    assert 1 - len(lost) / len(HONEST) >= WHOLE, lost


def test_an_honest_model_is_read_in_front_of_what_code_adds(drafting: Drafting) -> None:
    draft = HONEST[0]
    answer = drafting.ask(draft.question, Line(reply=draft.reply))
    cited = [citation.passage_id for statement in answer.statements for citation in statement.citations]
    assert answer.provenance.model == "scripted:test"
    assert cited, draft.id
