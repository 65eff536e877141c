"""One spelling for comparison: white space, quotation marks, and the many ways names are written."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‛": "'"})
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBER_WORDS = {
    word: str(value)
    for value, word in enumerate(
        (
            "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen twenty"
        ).split(),
        start=2,
    )
} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
}


def collapse(text: str) -> str:
    """The text with every run of white space as one space, none at the ends."""
    return " ".join(text.split())


def plain_quotes(text: str) -> str:
    """The text with typographic quotation marks made plain; its length does not change."""
    return text.translate(_QUOTES)


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """Where ``quote`` stands in ``text``, white space and quote style aside; ``None`` if it does not.

    There is no tolerance beyond that: one changed word or digit means not found, and a quote does
    not begin or end inside a word or a number ("7 countries" is not in "87 countries").
    """
    if quote == text and quote.strip():  # most often a passage is quoted whole
        start = len(text) - len(text.lstrip())
        return start, len(text.rstrip())
    words = plain_quotes(quote).split()
    if not words:
        return None
    pattern = r"\s+".join(re.escape(word) for word in words)
    before = r"(?<!\w)(?<!\d[.,])" if words[0][0].isalnum() else ""
    after = r"(?!\w)(?![.,]\d)" if words[-1][-1].isalnum() else ""
    match = re.search(before + pattern + after, plain_quotes(text))
    return match.span() if match else None


def numbers(text: str) -> tuple[str, ...]:
    """Every number written in digits, without thousands separators, in order of appearance."""
    found = []
    for match in _NUMBER.finditer(text):
        token = match.group()
        found.append(token.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", token) else token)
    return tuple(found)


@lru_cache(maxsize=4096)
def number_values(text: str) -> frozenset[str]:
    """Every number in a text, in digits or in words from two to ninety ("one" is mostly no number)."""
    words = re.findall(r"[a-z]+", text.lower())
    return frozenset(numbers(text)) | {_NUMBER_WORDS[word] for word in words if word in _NUMBER_WORDS}


def printable(text: str) -> str:
    """The text in Unicode's composed form, without control, format and unassigned characters."""
    composed = unicodedata.normalize("NFC", text)
    kept = (char if not unicodedata.category(char).startswith("C") else " " for char in composed)
    return collapse("".join(kept))


def quoted_parts(text: str) -> Iterator[str]:
    """The stretches between “ and ” in a sentence, outermost marks only."""
    depth, start = 0, 0
    for place, char in enumerate(text):
        if char == "“":
            depth += 1
            start = place + 1 if depth == 1 else start
        elif char == "”":
            depth -= 1
            if depth == 0:
                yield text[start:place]


def folded(texts: Iterable[str]) -> bytes:
    """Texts in one piece, without regard to case. What one of them has stands in it; nothing runs from one to the next.

    A hundred thousand texts are looked through in a twentieth of a second.
    """
    return b"\0".join(text.casefold().encode() for text in texts)
