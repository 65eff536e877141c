"""The article as a page: its words, each checkable phrase marked by its verdict."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.answers import LABEL_WORDING, LabelKey
from assistant.cards import claim_card
from assistant.languages import Words
from assistant.pages.badges import TONE, badge, parts_differ, short_word
from assistant.pages.links import claim_address
from assistant.pages.markup import Html, element, join
from knowledge.library import Library
from knowledge.normalisation import find_quote
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.vocabulary import VERDICT_WORDING, VerdictKey


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of one claim in the article, as character offsets; the article's own order sorts them."""

    start: int
    end: int
    claim_id: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the article that one link covers: ``claim_id`` owns it, ``within`` are all claims it is part of.

    ``last`` marks the piece with which its claim's link ends.
    """

    start: int
    end: int
    claim_id: str | None
    within: tuple[str, ...] = ()
    last: bool = False


def phrases(library: Library) -> tuple[Phrase, ...]:
    """Where each claim stands in the article."""
    found = []
    for claim in library.corpus.claims.values():
        span = find_quote(claim.verbatim, library.corpus.article) if claim.verbatim else None
        if span is not None:
            found.append(Phrase(*span, claim.id))
    return tuple(sorted(found, key=lambda phrase: (phrase.start, phrase.end)))


def pieces(marked: Sequence[Phrase], *, cuts: Iterable[int]) -> tuple[Piece, ...]:
    """The text from the first cut to the last, cut there and wherever a phrase begins or ends.

    Phrases may share words, which one link cannot do for two claims: shared words belong to the
    phrase that begins later, so that every phrase keeps words of its own.
    """
    edges = sorted({*cuts, *(place for phrase in marked for place in (phrase.start, phrase.end))})
    found = []
    for left, right in pairwise(edges):
        over = [phrase for phrase in marked if phrase.start <= left and right <= phrase.end]
        owner = max(over, key=lambda phrase: (phrase.start, -phrase.end)) if over else None
        found.append(Piece(left, right, owner.claim_id if owner else None, tuple(phrase.claim_id for phrase in over)))
    last = {piece.claim_id: piece.start for piece in found}
    return tuple(replace(piece, last=last[piece.claim_id] == piece.start) for piece in found)


def article_page(library: Library, words: Words, *, current: str | None = None) -> Html:
    """The article with its marks, what they mean and the means to show some of them only."""
    source = library.corpus.sources[ARTICLE_SOURCE_ID]
    return join(
        (
            element("h1", words("The article, phrase by phrase")),
            element(
                "p",
                words(
                    "Every phrase that can be checked is marked with what this library found. "
                    "Choose one to see the claim, its evidence and where that comes from."
                ),
                class_="lede",
            ),
            _legend(library, words),
            element("p", badge("state", words(LABEL_WORDING[LabelKey.STATE_MEDIA_ASSERTION])), class_="voice"),
            marked_article(library, words, current=current),
            element("p", source.caution or "", class_="aside", lang="en"),
            element("p", source.licence_note or "", class_="aside", lang="en") if source.licence_note else "",
        )
    )


def marked_article(library: Library, words: Words, *, current: str | None = None) -> Html:
    """The article, word for word, with its phrases as links; ``current`` is the claim that is open."""
    paragraphs = tuple(_paragraphs(library.corpus.article))
    parts = pieces(phrases(library), cuts=[edge for paragraph in paragraphs for edge in paragraph])
    shown = (
        element(
            "p",
            *(_shown(piece, library, words, current) for piece in parts if start <= piece.start and piece.end <= end),
        )
        for start, end in paragraphs
    )
    return element("blockquote", *shown, class_="article-text", lang="en")


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between empty lines, as character offsets."""
    for found in re.finditer(r"\S.*?(?=\n\n|\s*\Z)", text, re.DOTALL):
        yield found.span()


def _shown(piece: Piece, library: Library, words: Words, current: str | None) -> str:
    """A stretch of the article: as it is, or as the link of its claim with its label's word at the end."""
    text = library.corpus.article[piece.start : piece.end]
    verdict = library.verdict_of(piece.claim_id) if piece.claim_id else None
    if piece.claim_id is None or verdict is None:
        return text
    said = text.rstrip()
    key = LabelKey(verdict.key)
    tag = _tag(piece.claim_id, key, library, words) if piece.last else ""
    link = element(
        "a",
        element("span", said, class_="said"),
        tag,
        href=claim_address(piece.claim_id),
        class_=f"phrase tone-{TONE[key]}",
        data_claim=piece.claim_id,
        data_within=" ".join(piece.within),
        data_verdict=verdict.key.value,
        aria_current="true" if current == piece.claim_id else None,
    )
    return join((link, text[len(said) :]))


def _tag(claim_id: str, key: LabelKey, library: Library, words: Words) -> Html:
    """The label in a word, and that not every part of the claim bears it."""
    said = words(short_word(key))
    if parts_differ(claim_card(library.corpus.claims[claim_id], library)):
        said = f"{said}, {words('parts differ')}"
    return element("span", " ", said, class_="tag", lang=words.language)


def _legend(library: Library, words: Words) -> Html:
    counts = Counter(verdict.headline.key for verdict in library.verdicts.values())
    choices = (
        element(
            "li",
            element(
                "label",
                element("input", type="checkbox", checked=True, data_filter=key.value),
                " ",
                badge(TONE[LabelKey(key)], f"{words(short_word(LabelKey(key)))} ({counts[key]})"),
                element("span", words(VERDICT_WORDING[key]), class_="meaning"),
            ),
        )
        for key in VerdictKey
        if counts[key]
    )
    return element(
        "fieldset",
        element("legend", words("What the marks mean, and which to show")),
        element("ul", *choices),
        element(
            "p",
            element("button", words("Show all"), type="button", data_filter_all="true", class_="quiet"),
            " ",
            element("button", words("Show none"), type="button", data_filter_all="", class_="quiet"),
            class_="all-or-none",
        ),
        class_="legend",
    )
