"""The article's odd figures: taken from the article by code, and found again in other texts."""

import time
from collections.abc import Collection
from importlib.resources import files
from types import SimpleNamespace

import pytest

from knowledge.corpus import read_corpus
from knowledge.figures import SAME_THING, Figure, is_about_him, mentions, odd_figures
from knowledge.records import Claim

GIFTS = Figure(166_065, "166,065", frozenset({"gift"}), "presented 166,065 gifts to him")
COUNTRIES = Figure(87, "87", frozenset({"countri"}), "visited 87 countries in total in his lifetime")
DISTANCE = Figure(520_000, "520,000", frozenset({"km"}), "traveled 520,000-odd km")
ORDERS = Figure(180, "180", frozenset({"order", "medal"}), "180-odd highest orders and medals")
STREETS = Figure(480, "480", frozenset({"street", "organiz", "unit"}), "More than 480 streets, organizations and units")
VISITORS = Figure(70_000, "70,000", frozenset({"figur"}), "met over 70,000 foreign figures")
ALL = (GIFTS, COUNTRIES, DISTANCE, ORDERS, STREETS, VISITORS)


@pytest.fixture(scope="module")
def article() -> str:
    return files("knowledge").joinpath("article/article.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def claims() -> Collection[Claim]:
    return read_corpus().claims.values()


def found(text: str) -> list[int]:
    return [mention.figure.value for mention in mentions(text, ALL, about_him=is_about_him(text))]


def test_the_articles_figures_are_read_from_its_claims(article: str, claims: Collection[Claim]) -> None:
    figures = odd_figures(article, claims)
    assert {figure.value: set(figure.units) for figure in figures if figure.value not in (120, 76)} == {
        520_000: {"km"},
        166_065: {"gift"},
        70_000: {"figur"},
        480: {"street", "organiz", "unit"},
        206: {"leader"},
        180: {"order", "medal"},
        172: {"countri"},
        87: {"countri"},
        54: {"occas"},
    }
    assert all(figure.quote in article and figure.written in figure.quote for figure in figures)


def test_the_article_has_every_figure_where_it_was_taken_from(article: str, claims: Collection[Claim]) -> None:
    figures = odd_figures(article, claims)
    assert {mention.figure for mention in mentions(article, figures, about_him=True)} == set(figures)


def test_dates_ordinals_and_round_hundreds_are_no_odd_figures(make: SimpleNamespace) -> None:
    said = "On July 8, 1994 and in 1972 men of the 20th century in over 100 countries sent 31 letters."
    assert odd_figures(said, [make.claim(verbatim=said)]) == ()


def test_a_claim_that_the_article_does_not_make_gives_no_figure(make: SimpleNamespace) -> None:
    assert odd_figures("He had many gifts.", [make.claim(verbatim="presented 166,065 gifts"), make.claim()]) == ()


def test_other_words_stand_only_for_words_of_the_article(article: str, claims: Collection[Claim]) -> None:
    units = {unit for figure in odd_figures(article, claims) for unit in figure.units}
    assert set(SAME_THING) <= units


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Leaders presented 166,065 gifts to him.", 166_065),
        ("There are 166065 presents in the halls.", 166_065),
        ("El museo guarda 166.065 regalos.", 166_065),
        ("Il y a 166 065 cadeaux.", 166_065),
        ("선물 16만 6,065점이 있다.", 166_065),
        ("有16万6065件礼品", 166_065),
        ("Of the gifts, as a guide told us, 166,065 came from abroad.", 166_065),
        ("Kim Il-sung travelled 520,000 kilometres.", 520_000),
        ("김일성은 52만km를 다녔다", 520_000),
        ("Kim Il Sung met 70,000 foreign figures.", 70_000),
        ("480 streets bear the name of Kim Il Sung.", 480),
        ("Kim Il Sung received 180-odd highest orders.", 180),
        ("Ким Ир Сен посетил 87 стран.", 87),
    ],
)
def test_a_figure_is_found_in_any_notation_beside_what_it_counts(text: str, value: int) -> None:
    assert found(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "The invoice came to 166,065 dollars.",
        "The hall of the museum holds gifts.\n\nThe invoice came to 166,065 dollars.",
        "The invoice came to 166,065 dollars.\n\nThe hall of the museum holds gifts.",
        "Kim Il Sung was 87; many countries mourned.",
        "Leaders presented 2,166,065 gifts to him.",
        "Leaders presented 166,065.5 gifts to him.",
        "President Smith visited 87 countries.",
        "Kim Il Sung visited 4.87 countries on average.",
        "Kim Il Sung was 87 years old and liked other countries.",
        "1,480 streets for Kim Il Sung.",
        "Kim Il Sung saw 70,000 troops parade before the foreign figures.",
        "Kim Il Sung ruled an area of 520,000 km².",
        "Kim Il Sung gave 180 speeches.",
    ],
)
def test_a_number_that_counts_something_else_is_not_the_articles(text: str) -> None:
    assert found(text) == []


def test_a_mention_is_shown_with_the_words_around_it_within_its_paragraph() -> None:
    text = "Before.\n\n" + "word " * 40 + "they gave 166,065 gifts " + "word " * 40 + "\n\nAfter."
    (mention,) = mentions(text, [GIFTS], about_him=False)
    shown = text[mention.start : mention.end]
    assert "they gave 166,065 gifts" in shown
    assert set(shown.replace("they gave 166,065 gifts", "").split()) == {"word"}


@pytest.mark.parametrize("filler", ["87 ", "1,000,", "87 countries ", "9"])
def test_a_text_of_numbers_only_is_read_quickly(filler: str) -> None:
    started = time.process_time()
    list(mentions(filler * (200_000 // len(filler)), ALL, about_him=True))
    assert time.process_time() - started < 3
