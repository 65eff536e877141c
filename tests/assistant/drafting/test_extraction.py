"""Words may be said by themselves only if the passage says them so."""

import pytest

from assistant.drafting.extraction import find_stretch, whole_sentences
from knowledge.library import Library

VISITS = "He visited Moscow in 1949 and Beijing in 1953, according to a Soviet memo; he never saw Havana."
PILOTS = "North Korea sent pilots to Vietnam in 1966, AFP says. It denied for years that they had fought there."


def said_by(text: str, said: str, *speakers: str) -> str | None:
    found = find_stretch(said, text, speakers=speakers)
    return text[found.start : found.end] if found else None


def test_every_reviewed_note_may_be_said_as_it_stands(library: Library) -> None:
    for passage in library.passages.values():
        assert said_by(passage.text, passage.text) == passage.text


def test_a_sentence_may_lose_its_last_full_stop_and_the_size_of_its_first_letter() -> None:
    text = "The embassy reported a loan."
    assert said_by(text, "the embassy reported a loan") == said_by(text, "The  embassy\nreported a loan.") == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("North Korean pilots fought in Vietnam.", "North Korean pilots did not fight in Vietnam."),
        ("North Korean pilots did not fight there.", "North Korean pilots did fight there."),
        ("Soviet troops freed Korean towns.", "Korean troops freed Soviet towns."),
        ("The guards shot the prisoners.", "The prisoners shot the guards."),
        ("He may have visited Cairo.", "He have visited Cairo."),
        ("Some gifts came from Asia.", "All gifts came from Asia."),
        ("It is said that he was kind.", "He was kind."),
        ("Critics deny that he was kind.", "He was kind."),
        ("He gave 87 gifts to 20 people.", "He gave 20 gifts to 87 people."),
        ("He gave 87 gifts.", "He gave 78 gifts."),
        ("Was he in Cairo?", "He was in Cairo."),
        ("He was in Cairo.", "He was in Cairo?"),
        ("His “election” was in 1972.", "His election was in 1972."),
        ("Pilots came in 1966.", "Рilots came in 1966."),
    ],
)
def test_other_words_or_another_order_are_not_the_passages(text: str, said: str) -> None:
    assert find_stretch(said, text) is None


@pytest.mark.parametrize(
    "said",
    [
        "He visited Moscow in 1953",
        "He visited Moscow in 1949",
        "He visited Moscow in 1949 and Beijing in 1953",
        "Beijing in 1953",
        "he never saw Havana",
        "He visited Moscow in 1949 and Beijing in 1953; he never saw Havana",
    ],
)
def test_a_clause_is_not_cut_off_from_whose_word_it_is_or_from_what_denies(said: str) -> None:
    assert find_stretch(said, VISITS) is None


def test_a_clause_may_stand_alone_where_nothing_is_left_out_that_limits_it() -> None:
    text = "Kim Il Sung visited Indonesia in April 1965 and spoke in Bandung, where the conference met."
    assert said_by(text, "Kim Il Sung visited Indonesia in April 1965") == "Kim Il Sung visited Indonesia in April 1965"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Only Cuba, Laos and Mali stayed away from the games.", "Only Cuba"),
        ("He visited only Cuba, Laos and Mali.", "He visited only Cuba"),
        ("The fighting lasted between 1966 and 1969, and ended then.", "The fighting lasted between 1966"),
        ("The planes cost two hundred and five dollars each, and flew.", "The planes cost two hundred"),
        ("He never met Tito, Castro or Nasser.", "He never met Tito"),
        ("He met Tito or Castro that year, and left.", "He met Tito"),
        ("The sons of Kim and Park visited Moscow.", "Park visited Moscow"),
    ],
)
def test_a_list_or_a_range_is_not_cut_in_two(text: str, said: str) -> None:
    assert find_stretch(said, text) is None


def test_a_sentence_is_not_taken_without_what_it_points_back_to_or_what_takes_it_back() -> None:
    assert said_by(PILOTS, "It denied for years that they had fought there.") is None
    assert said_by(PILOTS, "North Korea sent pilots to Vietnam in 1966, AFP says.") is None
    assert said_by(PILOTS, PILOTS) == PILOTS


def test_what_a_speaker_says_may_be_said_with_the_speakers_name_in_front_and_not_without() -> None:
    text = "The historian Benjamin Young writes that North Korea trained pilots in Hanoi."
    said = "North Korea trained pilots in Hanoi"
    assert said_by(text, said, "Benjamin Young") == said
    assert said_by(text, said) is said_by(text, said, "Radchenko") is None
    assert said_by("Young denies that North Korea trained pilots.", "North Korea trained pilots", "Young") is None
    assert said_by("Young says that Park said that he lost.", "he lost", "Young") is None


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "This was denied by the U.S. Army. According to Gen. Park landed there."
    assert find_stretch("Park landed there.", text) is None
    assert find_stretch("Army.", text) is None


def test_whole_sentences_bring_along_what_belongs_to_them() -> None:
    start = PILOTS.index("denied")
    around = whole_sentences(PILOTS, start, start + 6)
    assert PILOTS[around.start : around.end] == PILOTS
