"""Words may be said by themselves only if a passage says them so, whole."""

import pytest

from assistant.drafting.extraction import sentences_around, whole_sentences, whole_text
from knowledge.library import Library

CABLE = (
    "The Ambassador called on the Minister at noon. He spoke of the loan. The Minister promised an answer by Monday. "
    "This was later denied. The Embassy learned of it in May."
)


def quoted(text: str, said: str, *phrases: str) -> str | None:
    found = whole_sentences(said, text, quotable=phrases)
    return text[found.start : found.end] if found else None


def test_every_reviewed_note_may_be_said_as_it_stands(library: Library) -> None:
    for passage in library.passages.values():
        found = whole_text(f"  {passage.text[0].swapcase()}{passage.text[1:].rstrip('.')} ", passage.text)
        assert found is not None, passage.text
        assert (found.start, found.end) == (0, len(passage.text))


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("North Korean pilots fought in Vietnam.", "North Korean pilots did not fight in Vietnam."),
        ("Soviet troops freed Korean towns.", "Korean troops freed Soviet towns."),
        ("The guards shot the prisoners.", "The prisoners shot the guards."),
        ("Some gifts came from Asia.", "All gifts came from Asia."),
        ("It is said that he was kind.", "He was kind."),
        ("He gave 87 gifts to 20 people.", "He gave 20 gifts to 87 people."),
        ("He was in Cairo.", "He was in Cairo?"),
        ("His “election” was in 1972.", "His election was in 1972."),
        ("Pilots came in 1966.", "Рilots came in 1966."),
        ("Pilots came in 1966.", "Pilots came in １９６６."),
        ("Seoul accused two agents. Pyongyang rejected it.", "Seoul accused two agents."),
        ("Seoul accused two agents. Pyongyang rejected it.", "Pyongyang rejected it."),
        ("Only Cuba, Laos and Mali stayed away.", "Only Cuba"),
        ("He visited Moscow in 1949 and Beijing in 1953.", "He visited Moscow in 1953."),
    ],
)
def test_a_note_is_said_whole_and_in_its_own_words_or_not_at_all(note: str, said: str) -> None:
    assert whole_text(said, note) is None


def test_articles_quotation_marks_and_white_space_are_no_other_words() -> None:
    note = "The embassy called it “a great\nhelp”."
    assert whole_text('an embassy called it "a great help"', note) is not None


def test_a_sentence_of_a_text_may_be_quoted_alone_where_it_needs_no_other() -> None:
    assert quoted(CABLE, "The Ambassador called on the Minister at noon.") == CABLE[:46]
    assert quoted(CABLE, "He spoke of the loan.") is None, "who spoke stands before it"
    assert quoted(CABLE, "The Minister promised an answer by Monday.") is None, "what follows takes it back"
    assert quoted(CABLE, "The Embassy learned of it in May.") is None, "what was learned stands before it"
    assert quoted(CABLE, CABLE) == CABLE


@pytest.mark.parametrize(
    "said",
    ["The Ambassador called on the Minister", "called on the Minister at noon.", "The Embassy learned of it", ""],
)
def test_half_a_sentence_is_no_quotation(said: str) -> None:
    assert quoted(CABLE, said) is None


def test_a_sentence_within_a_quotation_is_not_quoted_as_the_texts_own() -> None:
    text = "The pamphlet says: “The war was just. The people loved the war. Victory came.” The author laughs at this."
    assert quoted(text, "The people loved the war.") is None


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "This was denied by the U.S. Army. According to Gen. Park landed there."
    assert quoted(text, "Park landed there.") is quoted(text, "Army.") is None


def test_what_was_reviewed_as_quotable_may_be_quoted_out_of_its_sentence(library: Library) -> None:
    claim = library.corpus.claims["travel-countries"]
    sentence = library.claim_passages[claim.id].text
    assert claim.verbatim is not None
    assert quoted(sentence, claim.verbatim) is None
    assert quoted(sentence, claim.verbatim, claim.verbatim) == claim.verbatim


def test_an_excerpt_brings_along_what_belongs_to_it_or_is_none() -> None:
    start = CABLE.index("promised")
    around = sentences_around(CABLE, start, start + 8, longest=200)
    assert around is not None
    assert CABLE[around.start : around.end].endswith("This was later denied.")
    assert sentences_around(CABLE, start, start + 8, longest=40) is None
