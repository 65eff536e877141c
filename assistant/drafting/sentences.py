"""Where the sentences of a text begin and end, and its tokens. In doubt two sentences are taken for one: what is cut
too small could lose the words that limit it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.normalisation import plain_quotes

_TOKEN = re.compile(r"\w+(?:[.,'’\-‐‑/]\w+)*|[^\w\s]")
_BREAK = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|\n\s*\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|Gen|Maj|Col|Lt|Capt|Sgt|Cpl|Adm|Amb|Gov|Sen|Rep|Pres|Sec|Hon|Rev|St|No|Nos|"
    r"Vol|vols?|pp?|ch|eds?|vs|etc|ca|cf|al|Inc|Ltd|Co|Corp|Dept|Fig|figs?|approx|ibid|op|cit|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\.[A-Za-z])\.$"
)
_ARTICLES = frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a sign, with the characters it takes up. ``key`` is what it is compared by."""

    key: str
    start: int
    end: int


def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of a text. Articles count as one another, and so do styles of quotation marks; nothing else does."""
    return tuple(Token(_key(match.group()), *match.span()) for match in _TOKEN.finditer(text))


def _key(word: str) -> str:
    word = plain_quotes(word)
    if word == "'":
        return '"'
    return "the" if word.lower() in _ARTICLES else word


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a text, as the characters each begins with and ends before."""
    spans, start = [], 0
    for match in _BREAK.finditer(text):
        before = text[start : match.start()]
        if _ABBREVIATION.search(before) and not match.group().startswith("\n"):
            continue
        spans.append((start, match.start() + len(match.group()) - len(match.group().lstrip("\"'”’)]"))))
        start = match.end()
    spans.append((start, len(text)))
    return tuple((begin, end) for begin, end in spans if text[begin:end].strip())


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text."""
    return tuple(text[start:end].strip() for start, end in sentence_spans(text))


def words(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The words of tokens, in small letters."""
    return tuple(token.key.lower() for token in tokens if token.key[0].isalnum())
