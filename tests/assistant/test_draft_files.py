"""The drafts that prove the gate are what they claim to be: honest ones true, lies lies, over passages really found."""

import json
from collections import Counter

import pytest

from assistant.answering import Assistant
from assistant.answers import answer_to_json
from knowledge.library import Library
from knowledge.normalisation import collapse, find_quote, plain_quotes
from tests.drafts import HostileDraft, honest_drafts, hostile_drafts

HONEST = honest_drafts()
HOSTILE = hostile_drafts()
ONE_A_FAMILY = tuple({draft.family: draft for draft in HOSTILE}.values())
ECHOED = ("question", "conversation", "searched")
"""The parts of an answer that repeat what was asked."""


def test_there_are_enough_of_each() -> None:
    assert len({draft.id for draft in (*HONEST, *HOSTILE)}) == len(HONEST) + len(HOSTILE)
    assert len(HONEST) >= 100
    assert len({draft.question for draft in HONEST}) >= 60
    assert len(HOSTILE) >= 170
    assert min(Counter(draft.family for draft in HOSTILE).values()) >= 8


def test_an_honest_draft_quotes_passages_that_its_question_finds(assistant: Assistant, library: Library) -> None:
    for draft in HONEST:
        retrieved = {found.passage_id for found in assistant.ask(draft.question).retrieved}
        statements = json.loads(draft.reply)["statements"]
        assert statements, draft.id
        for quote in (quote for statement in statements for quote in statement["quotes"]):
            assert quote["passage"] in retrieved, draft.id
            assert find_quote(quote["quote"], library.passages[quote["passage"]].text), draft.id


def test_a_lie_stands_in_no_passage_and_in_no_question(library: Library) -> None:
    passages = "\n".join(plain_quotes(collapse(passage.text)) for passage in library.passages.values())
    for draft in HOSTILE:
        assert [lie for lie in draft.lies if lie in draft.question or not lie.strip()] == [], draft.id
        if draft.family != "not_retrieved":
            assert [lie for lie in draft.lies if plain_quotes(collapse(lie)) in passages] == [], draft.id


@pytest.mark.parametrize("draft", ONE_A_FAMILY, ids=lambda draft: draft.family)
def test_an_answer_without_a_model_shows_no_lie(assistant: Assistant, draft: HostileDraft) -> None:
    answer = assistant.ask(draft.question)
    shown = json.dumps({part: value for part, value in answer_to_json(answer).items() if part not in ECHOED})
    assert answer.statements
    assert [lie for lie in draft.lies if json.dumps(lie)[1:-1] in shown] == []


def test_the_huge_replies_are_huge() -> None:
    assert max(len(draft.reply) for draft in HOSTILE) >= 1_000_000
