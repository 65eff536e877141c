"""Questions about all of the article's numbers at once: a student's first, so answered with all of them."""

import pytest

from assistant.answering import Assistant
from assistant.overviews import numbered_claims
from assistant.wholes import Whole, whole_of
from knowledge.vocabulary import VERDICT_WORDING, VerdictKey

COUNTRIES = "How many countries did Kim Il Sung visit?"
OF_ALL_NUMBERS = [
    "Which of its numbers does anyone else confirm?",
    "which numbers are confirmed by anyone else",
    "What numbers in the article are true?",
    "Can the figures be trusted?",
    "Which figures are backed up by independent sources?",
]
OF_ONE = [
    "Is the number right?",
    "Which numbers of gifts are confirmed?",
    "How many countries did Kim Il Sung visit?",
    "What figures did he meet?",
]


@pytest.mark.parametrize("question", OF_ALL_NUMBERS)
def test_a_question_about_the_numbers_is_answered_with_every_one(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    claims = {claim.id for claim in numbered_claims(assistant.library)}
    assert {id for statement in answer.statements for id in statement.claim_ids} == claims
    assert len(claims) >= 10
    counted = answer.statements[0].text.lower()
    for key in VerdictKey:
        count = sum(assistant.library.verdicts[id].headline.key is key for id in claims)
        assert (f"{VERDICT_WORDING[key]}: {count}".lower() in counted) is bool(count)


def test_what_others_confirm_stands_in_front_and_cites_who(assistant: Assistant) -> None:
    front = [each for each in assistant.ask(OF_ALL_NUMBERS[0]).statements if not each.more]
    confirmed = {
        claim.id
        for claim in numbered_claims(assistant.library)
        if assistant.library.verdicts[claim.id].headline.key is VerdictKey.CORROBORATED
    }
    assert confirmed and confirmed <= {id for each in front for id in each.claim_ids if each.citations}


@pytest.mark.parametrize("question", OF_ONE)
def test_a_question_about_one_number_is_not_taken_for_one_about_all(question: str) -> None:
    assert whole_of(question) is not Whole.NUMBERS


def test_a_question_about_all_numbers_is_no_follow_up_and_one_about_a_number_is(assistant: Assistant) -> None:
    alone = assistant.ask("Which numbers are confirmed?")
    assert assistant.ask("Which numbers are confirmed?", [COUNTRIES]) == alone
    assert assistant.ask("Is that number confirmed?", [COUNTRIES]).claims[0].id == "travel-countries"


def test_what_the_article_says_after_a_question_is_about_that_question(assistant: Assistant) -> None:
    assert assistant.ask("What does the article say?", [COUNTRIES]).claims[0].id == "travel-countries"
