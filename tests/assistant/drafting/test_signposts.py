"""Free prose may lead the reader; it may say nothing."""

import pytest

from assistant.drafting.signposts import announced, is_signpost
from assistant.drafting.vocabulary import vocabulary


@pytest.mark.parametrize("text", vocabulary().signposts)
def test_a_listed_sentence_is_let_through_whatever_its_case_and_commas(text: str) -> None:
    assert is_signpost(text)
    assert is_signpost(text.lower().replace(",", "").rstrip(".?"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "Other sources say this.",
        "Here independent sources back the article.",
        "Next, historians side with the article.",
        "Here is independent evidence for the claim.",
        "Keep the independent sources out.",
        "Why do independent historians praise the article?",
        "First, other sources say so.",
        "Next, what the article says and others say so.",
        "Notice what the article made up.",
        "See why the independent sources are without evidence.",
        "Notice how sources outside the country say the same.",
        "The pilots never fought.",
        "Everybody loved the leader.",
        "This claim is true.",
        "Here is proof.",
        "Now the truth.",
        "Remember that he ruled wisely.",
        "Why do all independent sources confirm this?",
        "Who else visited 87 countries?",
        "What did Kim say?",
        "Independently corroborated: see below.",
        "First, <b>what</b> the article says.",
        "먼저 기사를 보자.",
        "First,\u200b what the article says.",
    ],
)
def test_what_could_be_read_as_saying_something_is_not(text: str) -> None:
    assert not is_signpost(text)


def test_a_signpost_names_the_side_it_leads_to() -> None:
    assert announced("First, what the article says.") == (True, False)
    assert announced("Here is what independent sources say.") == (False, True)
    assert announced("Compare what the article says with what others say.") == (True, True)
    assert announced("Look at the dates.") == (False, False)
