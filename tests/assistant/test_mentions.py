"""A question that names what no record has is told so, and no other."""

import pytest

from assistant.answering import Assistant
from assistant.mentions import listing, unmentioned, unmentioned_on
from assistant.questions import read_question
from knowledge.library import Library


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Nelson Mandela say when he signed the declaration?", ("Nelson Mandela",)),
        ("When Nixon stopped over in Pyongyang, how did it go?", ("Nixon",)),
        ("Of the two million presents, which came from Stalin?", ("two million",)),
        ("Who said 'the finest airmen we ever had to face'?", ("“the finest airmen we ever had to face”",)),
        ("what came of the talks between John F. Kennedy and Kim Il Sung in Vienna that summer?", ("Vienna",)),
        ("Which countries did Kim Il Sung visit?", ()),
        ("What did Stalin give him?", ()),
        ("MANDELA? REALLY?", ()),
        ("who is mandela", ()),
        ("¿Qué dijo Mandela de Kim Il Sung?", ()),
    ],
)
def test_what_the_library_does_not_mention_is_named(question: str, expected: tuple[str, ...], library: Library) -> None:
    assert unmentioned(read_question(question), library) == expected


def test_what_stands_elsewhere_in_the_library_is_said_to_be_missing_on_this_claim_only(library: Library) -> None:
    claim = library.corpus.claims["declaration-1992"]
    asked = read_question("Why was Fidel Castro chosen to read it out?")
    assert unmentioned(asked, library) == ()
    assert unmentioned_on(asked, [claim], library) == ("Fidel Castro",)


def test_an_answer_says_it_among_its_first_sentences(assistant: Assistant) -> None:
    answer = assistant.ask("What did Nelson Mandela say when he signed the Pyongyang Declaration in 1992?")
    assert "Nothing in this library mentions Nelson Mandela." in [s.text for s in answer.statements[:3]]


def test_a_question_that_is_declined_for_it_is_told_what_is_missing(assistant: Assistant) -> None:
    answer = assistant.ask("What happened to the USS Pueblo and its crew?")
    assert answer.statements[0].text == "This library does not cover that: nothing in it mentions USS Pueblo."


def test_things_are_listed_as_one_would_say_them() -> None:
    assert listing(["Scud"]) == "Scud"
    assert listing(["Scud", "Iran", "Iraq"]) == "Scud, Iran or Iraq"


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Did Korean pilots fly against the Americans in Vietnam in '66?", False),
        ("Did North Korea send pilots to Vietnam in 66?", False),
        ("Did North Korea send exactly 66 pilots to Vietnam?", True),
        ("Did North Korea send pilots to Vietnam 54 times?", False),
    ],
)
def test_a_number_is_said_to_be_missing_only_where_it_is(question: str, missing: bool, assistant: Assistant) -> None:
    """1966 stands in the notes on it; 54 in another sentence of the article."""
    answer = assistant.ask(question)
    assert answer.claims[0].id == "vietnam-airmen"
    assert any(s.text.startswith("The article does not say") for s in answer.statements) is missing


def test_an_answer_to_another_count_says_that_it_may_be_beside_the_question(assistant: Assistant) -> None:
    answer = assistant.ask("how many children did kim il sung have in all")
    assert answer.statements[0].text.startswith("This library may hold nothing on just that.")
    assert not assistant.ask("How many presents did he get?").statements[0].text.startswith("This library may")
