"""Follow-up questions: read after what was asked before, and never when they stand alone."""

import pytest

from assistant.answering import Assistant
from assistant.conversation import readings

COUNTRIES = "How many countries did Kim Il Sung visit?"
GIFTS = "How many gifts did Kim Il Sung get?"
PILOTS = "Did North Korea send pilots to Vietnam?"
LIBERATION = "Who liberated Korea in 1945?"
ALONE = [PILOTS, GIFTS, LIBERATION, "Was a declaration on socialism adopted in Pyongyang in April 1992?"]


@pytest.mark.parametrize(
    ("turns", "follow_up", "chief"),
    [
        ([COUNTRIES], "and how many gifts?", "gifts-count"),
        ([COUNTRIES], "who says that?", "travel-countries"),
        ([COUNTRIES], "Who else says so?", "travel-countries"),
        ([COUNTRIES], "is that true?", "travel-countries"),
        ([COUNTRIES], "why is it contested?", "travel-countries"),
        ([COUNTRIES], "Why this label?", "travel-countries"),
        ([COUNTRIES], "how do you know that?", "travel-countries"),
        ([PILOTS], "who says that?", "vietnam-airmen"),
        ([PILOTS], "is that true?", "vietnam-airmen"),
        ([LIBERATION], "why is it contradicted?", "liberation-credit"),
        ([GIFTS], "and from how many countries?", "gifts-countries"),
        ([COUNTRIES, GIFTS], "is that true?", "gifts-count"),
        ([GIFTS, PILOTS, "is that true?"], "who says that?", "vietnam-airmen"),
    ],
)
def test_a_follow_up_is_about_what_was_asked_before(
    turns: list[str], follow_up: str, chief: str, assistant: Assistant
) -> None:
    answer = assistant.ask(follow_up, turns)
    assert [claim.id for claim in answer.claims[:1]] == [chief]
    assert answer.question == follow_up


@pytest.mark.parametrize("question", ALONE)
@pytest.mark.parametrize("before", [COUNTRIES, GIFTS, PILOTS])
def test_a_question_that_stands_alone_is_not_mixed_with_the_one_before(
    before: str, question: str, assistant: Assistant
) -> None:
    alone = assistant.ask(question)
    after = assistant.ask(question, [before])
    assert after == alone
    assert after.conversation.rewritten is None


def test_a_question_read_after_another_says_what_was_searched(assistant: Assistant) -> None:
    assert assistant.ask("who says that?", [COUNTRIES]).conversation.rewritten == COUNTRIES


def test_a_follow_up_keeps_its_own_form(assistant: Assistant) -> None:
    first = assistant.ask("is that true?", [PILOTS]).statements[0].text
    assert first.startswith("Yes: ")
    why = assistant.ask("Why this label?", [PILOTS]).statements[0].text
    assert why.startswith("The label is “Independently corroborated”")


@pytest.mark.parametrize("follow_up", ["who says that?", "is that true?", "and how many gifts?"])
def test_without_a_question_before_a_follow_up_is_searched_as_it_stands(follow_up: str) -> None:
    assert readings(follow_up, []) == (follow_up,)


def test_a_question_that_points_back_is_searched_in_every_way_it_may_be_meant() -> None:
    follow_up = "How many of them died there?"
    ways = readings(follow_up, [GIFTS, PILOTS])
    assert ways == (follow_up, f"{PILOTS} {follow_up}", f"{GIFTS} {PILOTS} {follow_up}")


@pytest.mark.parametrize("question", ["Is it true that he met Carter?", "Is there a street named after him in Maputo?"])
def test_small_words_that_point_nowhere_leave_a_question_alone(question: str) -> None:
    assert readings(question, [GIFTS]) == (question,)


def test_only_the_last_dozen_questions_are_remembered(assistant: Assistant) -> None:
    long_ago = assistant.ask("who says that?", [COUNTRIES, *["is that true?"] * 12])
    assert "travel-countries" not in [claim.id for claim in long_ago.claims]


def test_a_follow_up_moves_no_label(assistant: Assistant) -> None:
    asked = {s.citations: s.label for s in assistant.ask(PILOTS).statements if s.citations}
    for follow_up in ("is that true?", "who says that?", "But that is surely confirmed, isn't it?"):
        for statement in assistant.ask(follow_up, [PILOTS]).statements:
            if statement.citations in asked:
                assert statement.label == asked[statement.citations]
