"""A quote is found word for word or not at all."""

import re

import pytest

from knowledge.library import Library
from knowledge.normalisation import (
    collapse,
    find_quote,
    number_values,
    numbers,
    plain_quotes,
    printable,
    quoted_parts,
)
from knowledge.passages import article_passages


@pytest.fixture(scope="module")
def article(library: Library) -> str:
    return library.corpus.article


@pytest.fixture(scope="module")
def sentences(article: str) -> list[str]:
    return [passage.text for passage in article_passages(article)]


def altered_digits(sentence: str) -> list[str]:
    """The sentence with one digit changed, once for every digit in it."""
    places = [match.start() for match in re.finditer(r"\d", sentence)]
    return [f"{sentence[:n]}{(int(sentence[n]) + 1) % 10}{sentence[n + 1 :]}" for n in places]


def with_not(sentence: str) -> list[str]:
    """The sentence with "not" inserted, once between every two words."""
    words = sentence.split()
    return [" ".join([*words[:n], "not", *words[n:]]) for n in range(1, len(words))]


def test_each_sentence_of_the_article_is_found_where_it_stands(article: str, sentences: list[str]) -> None:
    assert len(sentences) > 23
    for sentence in sentences:
        span = find_quote(sentence, article)
        assert span is not None
        assert collapse(article[slice(*span)]) == sentence


def test_a_changed_digit_is_refused(article: str, sentences: list[str]) -> None:
    altered = [quote for sentence in sentences for quote in altered_digits(sentence)]
    assert len(altered) > 40
    assert [quote for quote in altered if find_quote(quote, article)] == []


def test_an_inserted_not_is_refused(article: str, sentences: list[str]) -> None:
    altered = [quote for sentence in sentences for quote in with_not(sentence)]
    assert len(altered) > 400
    assert [quote for quote in altered if find_quote(quote, article)] == []


def test_a_swapped_subject_is_refused(article: str, sentences: list[str]) -> None:
    swaps = {r"\bHe\b": "She", r"\bThe President\b": "The Party", r"\bKim Il Sung\b": "Kim Jong Il"}
    altered = [re.sub(old, new, sentence) for sentence in sentences for old, new in swaps.items()]
    altered = [quote for quote in altered if quote not in sentences]
    assert len(altered) > 8
    assert [quote for quote in altered if find_quote(quote, article)] == []


def test_a_dropped_word_is_refused(article: str, sentences: list[str]) -> None:
    for sentence in sentences:
        words = sentence.split()
        for n in range(1, len(words) - 1):
            assert find_quote(" ".join([*words[:n], *words[n + 1 :]]), article) is None


def test_a_changed_capital_is_refused(article: str) -> None:
    assert find_quote("visited 87 countries", article)
    assert find_quote("Visited 87 countries", article) is None


def test_white_space_and_quote_style_are_forgiven(article: str, sentences: list[str]) -> None:
    for sentence in sentences:
        for quote in (
            sentence.replace(" ", "\n"),
            f"  {sentence}\t",
            sentence.replace(" ", "\u00a0 "),
            plain_quotes(sentence),
            sentence.replace("“", "„").replace("’", "‘"),
        ):
            assert find_quote(quote, article)


@pytest.mark.parametrize("quote", ["", " ", "\n\t"])
def test_an_empty_quote_is_never_found(article: str, quote: str) -> None:
    assert find_quote(quote, article) is None


def test_signs_in_a_quote_are_not_patterns(article: str) -> None:
    assert find_quote("visited .. countries", article) is None
    assert find_quote("(July 8, 1994).", article)


@pytest.mark.parametrize("quote", ["7 countries in total", "66,065 gifts", "20,000-odd km", "ore than 480 streets"])
def test_a_quote_never_begins_inside_a_number_or_a_word(article: str, quote: str) -> None:
    assert find_quote(quote, article) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("presented 166,065 gifts", ("166065",)),
        ("520,000-odd km on 54 occasions", ("520000", "54")),
        ("1,234,567.5 tons", ("1234567.5",)),
        ("July 8, 1994.", ("8", "1994")),
        ("3.5 of 4", ("3.5", "4")),
        ("12,34 is no thousands separator", ("12,34",)),
        ("the 88th Brigade", ("88",)),
        ("none", ()),
    ],
)
def test_numbers_are_read_without_thousands_separators(text: str, found: tuple[str, ...]) -> None:
    assert numbers(text) == found


def test_numbers_in_words_count_from_two_on() -> None:
    assert number_values("Seventeen years, 87 countries, one article, ninety") == {"17", "87", "90"}
    assert number_values("attend, often, weight") == frozenset()


def test_control_characters_are_not_printed() -> None:
    assert printable("gift\u202e\x1b[31m s\u200b\n one") == "gift [31m s one"
    assert printable("\u1109\u1165\u11ab") == "선"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It says “a” and “b c”.", ["a", "b c"]),
        ("It says “a “b” c”.", ["a “b” c"]),
        ("An open “mark", []),
        ("No marks", []),
    ],
)
def test_quoted_parts_are_the_outermost(text: str, parts: list[str]) -> None:
    assert list(quoted_parts(text)) == parts
