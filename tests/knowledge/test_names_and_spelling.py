"""Names are known by their other spellings, and slips of the keyboard are read."""

import pytest

from knowledge.lexical import LexicalIndex, tokens
from knowledge.library import Library
from knowledge.names import one_spelling, spellings, without_names
from knowledge.spelling import Speller
from knowledge.wordings import wordings

EVERY_VARIANT = [(variant, name) for name, variants in spellings().items() for variant in variants]


@pytest.fixture(scope="module")
def speller(library: Library) -> Speller:
    return Speller(wording.text for wording in wordings(library.corpus))


@pytest.mark.parametrize(("variant", "name"), EVERY_VARIANT, ids=[variant for variant, _ in EVERY_VARIANT])
def test_each_spelling_is_read_as_the_librarys(variant: str, name: str) -> None:
    assert one_spelling(f"What about {variant}?") == f"What about {name}?"
    assert tokens(f"What about {variant}?") == tokens(f"What about {name}?")


@pytest.mark.parametrize("name", spellings())
def test_the_librarys_own_spelling_stays(name: str) -> None:
    assert one_spelling(name) == name
    assert one_spelling(name.lower()) == name


def test_no_spelling_stands_for_two_names() -> None:
    variants = [variant.casefold() for variant, _ in EVERY_VARIANT]
    assert len(set(variants)) == len({(variant.casefold(), name) for variant, name in EVERY_VARIANT})


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("김일성은 몇 나라를 방문했습니까?", "Kim Il Sung은 몇 나라를 방문했습니까?"),
        ("김일성이 받은 선물", "Kim Il Sung이 받은 선물"),
        ("북한의 조선중앙통신", "North Korea의 KCNA"),
        ("金日成访问了多少国家", "Kim Il Sung访问了多少国家"),
        ("Ким Ир Сен", "Kim Il Sung"),
    ],
)
def test_a_korean_name_is_found_with_its_ending(text: str, read: str) -> None:
    assert one_spelling(text) == read


def test_a_korean_name_finds_an_english_text() -> None:
    index = LexicalIndex({"a": "Gifts to Kim Il Sung", "b": "Rain in Peru"})
    assert index.best("김일성", count=2) == ("a",)


def test_the_un_is_not_the_spanish_word() -> None:
    assert one_spelling("What did the UN say?") == "What did the United Nations say?"
    assert one_spelling("¿Visitó un país?") == "¿Visitó un país?"
    assert one_spelling("Un regalo") == "Un regalo"


@pytest.mark.parametrize("text", ["Vietnamese airmen", "Americans", "names", "unnamed", "NAMIBIA", "Kimono"])
def test_a_name_inside_a_word_is_left_alone(text: str) -> None:
    assert one_spelling(text) == text


def test_names_can_be_left_out() -> None:
    assert without_names("Did Kim Il-sung of the DPRK travel?").split() == ["Did", "of", "the", "travel?"]


# Spelling


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("how many coutries", "how many countries"),
        ("Vietnm pilots", "vietnam pilots"),
        ("the declaraton", "the declaration"),
        ("many presants", "many presents"),
    ],
)
def test_a_slip_is_read_as_the_nearest_word(speller: Speller, slip: str, meant: str) -> None:
    assert speller.read(slip) == meant


def test_known_words_are_left_alone(library: Library, speller: Speller) -> None:
    for wording in wordings(library.corpus):
        assert speller.read(wording.text) == wording.text


@pytest.mark.parametrize("text", ["GIFTS", "visiting", "xylophone", "1992", "kim", "김일성", "would", ""])
def test_other_forms_and_strange_words_are_left_alone(speller: Speller, text: str) -> None:
    assert speller.read(text) == text


def test_a_slip_keeps_its_first_letter() -> None:
    assert Speller(["gifts"]).read("rifts") == "rifts"
    assert Speller(["gifts"]).read("gfits") == "gifts"
