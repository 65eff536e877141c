"""Every true quotation of the article is accepted, and no altered one."""

import json
from collections import Counter
from pathlib import Path

import pytest

from knowledge.library import Library
from knowledge.normalisation import find_quote
from knowledge.passages import article_passages

DOCUMENT = json.loads((Path(__file__).parents[1] / "data" / "quotes.json").read_text(encoding="utf-8"))
TRUE = frozenset(DOCUMENT["true"])


def _quotes(*, true: bool) -> list[str]:
    return [trial["quote"] for trial in DOCUMENT["quotes"] if (trial["kind"] in TRUE) is true]


def test_every_sentence_of_ten_words_or_more_is_tried_true_negated_and_with_another_subject(library: Library) -> None:
    long = {passage.id for passage in article_passages(library.corpus.article) if len(passage.text.split()) >= 10}
    for kind in ("verbatim", "not inserted", "subject swapped"):
        assert {trial["of"] for trial in DOCUMENT["quotes"] if trial["kind"] == kind} == long


def test_no_quotation_stands_twice_and_none_is_left_as_it_was(library: Library) -> None:
    assert [quote for quote, times in Counter(_quotes(true=True) + _quotes(true=False)).items() if times > 1] == []
    texts = {passage.id: passage.text for passage in article_passages(library.corpus.article)}
    for trial in DOCUMENT["quotes"]:
        assert (trial["quote"] == texts.get(trial["of"])) is (trial["kind"] == "verbatim")


@pytest.mark.parametrize("quote", _quotes(true=True))
def test_a_true_quotation_is_accepted(library: Library, quote: str) -> None:
    assert find_quote(quote, library.corpus.article)


@pytest.mark.parametrize("quote", _quotes(true=False))
def test_an_altered_quotation_is_refused(library: Library, quote: str) -> None:
    assert find_quote(quote, library.corpus.article) is None
