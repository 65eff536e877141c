"""Whatever can be typed or pasted gets an answer of one clear line or more, and raises nothing."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answering import Assistant
from assistant.answers import AbstainReason, Answer, Status, answer_from_json, answer_to_json

NOT_A_QUESTION = {
    "nothing": "",
    "white space": " \t\n ",
    "emoji": "😀🎉👍",
    "control characters": "\x00\x01\x02\x07",
    "direction marks": "\u202e\u200f\u202c",
    "punctuation": "?!?! ...",
    "one letter": "é",
}
TOO_LONG = {
    "10,000 letters": "a" * 10_000,
    "10,000 words": "gifts " * 10_000,
    "1,001 characters": "x " * 500 + "x",
}
ODD = {
    "right to left": "\u202eكم عدد الهدايا؟",
    "bytes read as Latin-1": bytes(range(256)).decode("latin-1"),
    "a PNG read as Latin-1": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xd8".decode("latin-1"),
    "a terminal code": "\x1b[31mgifts\x1b[0m",
    "one very long word": "Donaudampfschifffahrt" * 40,
    "numbers": "1234567890 87 42",
    "one number": "42",
    "Arabic digits": "٣٤",
    "SQL": "'; DROP TABLE claims; --",
    "placeholders": "%s %d {0} $question {{x}}",
    "half a surrogate pair": "\ud800 how many gifts?",
    "combining marks": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "a path": "../../../../etc/passwd",
    "not a number": "nan inf -0",
}
MARKUP = {
    "HTML": "<b>How many gifts did Kim Il Sung get?</b><br>",
    "a script": "<script>alert(1)</script> How many gifts did Kim Il Sung get?",
    "Markdown": "# How many *gifts* did **Kim Il Sung** get?\n\n",
    "control characters": "How many gifts\x00 did Kim Il Sung\x07 get?",
    "no-break spaces": "How\u00a0many\u00a0gifts did Kim\u00a0Il\u00a0Sung get?",
    "wide letters": "Ｈow many gifts did Kim Il Sung get?",
}


def is_clear(answer: Answer) -> bool:
    first = answer.statements[0].text
    return bool(first.strip()) and "\n" not in first and len(first) < 400 and first.isprintable()


@pytest.mark.parametrize("case", NOT_A_QUESTION)
def test_what_has_no_words_is_said_to_be_no_question(case: str, assistant: Assistant) -> None:
    answer = assistant.ask(NOT_A_QUESTION[case])
    assert (answer.status, answer.abstain_reason) == (Status.ABSTAINED, AbstainReason.NOT_A_QUESTION)
    assert answer.statements[0].text == "There are no words in that to look for."


@pytest.mark.parametrize("case", TOO_LONG)
def test_what_is_too_long_is_declined_with_the_limit(case: str, assistant: Assistant) -> None:
    answer = assistant.ask(TOO_LONG[case])
    assert (answer.status, answer.abstain_reason) == (Status.ABSTAINED, AbstainReason.TOO_LONG)
    assert "1,000 characters" in answer.statements[0].text
    assert len(answer.question) <= 1000


@pytest.mark.parametrize("case", ODD)
def test_odd_input_is_answered_in_one_clear_line(case: str, assistant: Assistant) -> None:
    answer = assistant.ask(ODD[case])
    assert is_clear(answer)
    document = json.loads(json.dumps(answer_to_json(answer), ensure_ascii=False).encode())
    assert answer_from_json(document) == answer


@pytest.mark.parametrize("case", MARKUP)
def test_markup_and_stray_characters_do_not_hide_a_question(case: str, assistant: Assistant) -> None:
    answer = assistant.ask(MARKUP[case])
    assert [claim.id for claim in answer.claims[:1]] == ["gifts-count"]


@pytest.mark.parametrize("case", ODD)
def test_rubbish_asked_before_is_no_hindrance(case: str, assistant: Assistant) -> None:
    turns = [*NOT_A_QUESTION.values(), *TOO_LONG.values(), ODD[case], *NOT_A_QUESTION.values()]
    plain = assistant.ask("How many gifts did Kim Il Sung get?")
    assert assistant.ask("How many gifts did Kim Il Sung get?", turns) == plain
    assert is_clear(assistant.ask("who says that?", turns))


@given(st.text(max_size=200), st.lists(st.text(max_size=60), max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_at_all_raises(assistant: Assistant, question: str, turns: list[str]) -> None:
    answer = assistant.ask(question, turns)
    assert is_clear(answer)
    json.dumps(answer_to_json(answer), ensure_ascii=False).encode()
