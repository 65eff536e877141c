"""The article as a page: its own words, every claim marked once, by its verdict in words."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from assistant.answers import LabelKey
from assistant.languages import ENGLISH
from assistant.pages.article import Phrase, article_page, marked_article, phrases, pieces
from assistant.pages.badges import short_word
from knowledge.library import Library

Read = Callable[[str], Any]


def links(page: str, read: Read) -> list[dict[str, str]]:
    return [attributes for tag, attributes in read(page).tags if tag == "a" and "data-verdict" in attributes]


def test_the_words_of_the_article_stand_word_for_word(library: Library, read: Read) -> None:
    page = re.sub('<span class="tag".*?</span>', "", marked_article(library, ENGLISH)).replace("</p>", "</p> ")
    assert read(page).text.split() == library.corpus.article.split()


def test_every_claim_of_the_article_is_marked_with_its_computed_verdict(library: Library, read: Read) -> None:
    marked = {link["data-claim"]: link["data-verdict"] for link in links(marked_article(library, ENGLISH), read)}
    assert marked == {
        claim.id: library.verdicts[claim.id].headline.key.value
        for claim in library.corpus.claims.values()
        if claim.verbatim
    }


def test_each_claim_says_its_label_in_words_once(library: Library) -> None:
    page = marked_article(library, ENGLISH)
    said = Counter(tag.partition(",")[0] for tag in re.findall('<span class="tag"[^>]*> (.*?)</span>', page))
    verdicts = (verdict.headline.key for verdict in library.verdicts.values())
    assert said == Counter(short_word(LabelKey(key)) for key in verdicts)


def test_a_claim_whose_parts_have_other_labels_says_so(library: Library) -> None:
    page = marked_article(library, ENGLISH)
    said = set(
        re.findall('data-claim="([^"]+)"[^>]*><span class="said">[^<]*</span><span class="tag"[^>]*> [^<]*parts', page)
    )
    assert "death-1994" in said
    assert said == {
        id
        for id, verdict in library.verdicts.items()
        if any(part.key is not verdict.headline.key for _, part in verdict.components)
    }


def test_the_text_of_a_claims_links_is_part_of_its_phrase(library: Library) -> None:
    text = library.corpus.article
    for piece in pieces(phrases(library), cuts=[0, len(text)]):
        if piece.claim_id is not None:
            verbatim = library.corpus.claims[piece.claim_id].verbatim or ""
            assert " ".join(text[piece.start : piece.end].split()) in " ".join(verbatim.split())


def test_shared_words_belong_to_the_phrase_that_begins_later() -> None:
    first, second, inner = Phrase(0, 10, "first"), Phrase(6, 14, "second"), Phrase(20, 22, "inner")
    outer = Phrase(18, 25, "outer")
    cut = pieces([first, second, outer, inner], cuts=[0, 30])
    assert [(piece.start, piece.end, piece.claim_id, piece.last) for piece in cut if piece.claim_id] == [
        (0, 6, "first", True),
        (6, 10, "second", False),
        (10, 14, "second", True),
        (18, 20, "outer", False),
        (20, 22, "inner", True),
        (22, 25, "outer", True),
    ]
    assert cut[1].within == ("first", "second")


def test_the_legend_counts_the_claims_of_each_verdict(library: Library, read: Read) -> None:
    text = read(article_page(library, ENGLISH)).text
    counts = Counter(verdict.headline.key for verdict in library.verdicts.values())
    for key, count in counts.items():
        assert f"{short_word(LabelKey(key))} ({count})" in text


def test_the_open_claim_is_said_to_be_the_current_one(library: Library, read: Read) -> None:
    current = [
        link
        for link in links(marked_article(library, ENGLISH, current="gifts-count"), read)
        if link.get("aria-current")
    ]
    assert {link["data-claim"] for link in current} == {"gifts-count"}
