"""The article's odd figures, by which a text that repeats them can be known.

The figures are taken from the article by code: every number in a claim's words that is neither a date nor so
round that any text may have it. A number alone shows nothing: beside it stands the thing that it counts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from knowledge.lexical import tokens
from knowledge.names import spellings
from knowledge.normalisation import find_quote
from knowledge.records import Claim

_NUMBER = re.compile(
    r"(?<![\d.,])(?:"
    r"(?P<myriads>\d{1,4}) ?[만万萬](?:여 ?)?(?P<ones> ?\d{1,4}| ?\d[, ]\d{3})?"
    r"|(?P<grouped>\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3}){1,4})"
    r"|(?P<plain>\d{1,15})"
    r")(?![.,]?\d)"
)
"""A number with or without marks between its thousands, or counted in ten thousands as in Korean and Chinese."""

_LEAST = 32  # anything less may be a day of a month
_LARGE = 10_000  # a number of this size is odd even where it is round
_YEARS = range(1800, 2100)
_FINGERPRINT = 4  # significant digits by which a number is known wherever it stands
_PHRASE_END = re.compile(r"[.;:()\d]| (?:in|from|of|on|to|for|over|at|with|by|after|were|was|are|who|that)\b")
_FIRST_PART = re.compile(r"[,.;:()]| and ")
_WORDS_TO_UNIT = 4  # "-odd of the highest orders"; for languages without spaces a number of characters
_NEAR = 40
_AROUND = 80  # characters shown on either side, and searched where the number is a fingerprint

SAME_THING: Mapping[str, tuple[str, ...]] = {
    "gift": ("present", "regalo", "obsequio", "cadeau", "geschenk", "подар", "선물", "礼物", "礼品", "禮物"),
    "km": ("km(?![²2a-z])", "kilomet", "kilómet", "quilómet", "kilomèt", "километ", "км", "킬로", "公里"),
    "countri": ("país", "pays", "länder", "staaten", "стран", "나라", "개국", "国"),
    "street": ("avenue", "calle", "rues", "straße", "улиц", "거리", "街"),
    "organiz": ("organizacion", "organisation", "организац", "기관", "组织"),
    "order": ("decoration", "condecoracion", "órdenes", "décoration", "orden", "орден", "훈장", "勋章"),
    "medal": ("medalla", "médaille", "medaille", "медал", "메달", "奖章"),
    "figur": ("foreigners", "visitors", "personage", "personalit", "personalidad", "деятел", "인사", "人士"),
    "head": ("jefes", "chefs", "staatsoberh", "глав", "국가수반", "元首"),
    "occas": ("times", "trips", "visits", "veces", "fois", "раз", "차례", "次"),
}
"""How other words for what the article counts begin, as regular expressions, by the stem of the article's own word.

A number keeps its value in another language; its unit does not keep its name."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the article: its value, as it is written there, its unit's stems, and the claim's words."""

    value: int
    written: str
    units: frozenset[str]
    quote: str

    @property
    def is_fingerprint(self) -> bool:
        """Whether the number is so odd that it need not stand right before its unit."""
        return _significant_digits(self.value) >= _FINGERPRINT


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text where a figure stands beside its unit, by offsets, number and unit included."""

    start: int
    end: int
    figure: Figure


def odd_figures(article: str, claims: Iterable[Claim]) -> tuple[Figure, ...]:
    """The odd figures of the claims whose words stand in the article, largest first."""
    found: dict[tuple[int, frozenset[str]], Figure] = {}
    for claim in sorted(claims, key=lambda claim: claim.id):
        if claim.verbatim is None or (place := find_quote(claim.verbatim, article)) is None:
            continue
        for match in _NUMBER.finditer(article, *place):
            units = _units(article[match.end() : place[1]])
            if units and _is_odd(match):
                figure = Figure(_value(match), match.group(), units, article[slice(*place)])
                found.setdefault((figure.value, units), figure)
    return tuple(sorted(found.values(), key=lambda figure: (-figure.value, sorted(figure.units))))


def mentions(text: str, figures: Iterable[Figure], *, about_him: bool) -> Iterator[Mention]:
    """Where a text gives one of the figures for the thing the article counts, in any notation, in order.

    A number of fewer than four significant digits must stand right before its unit, in a document that is
    ``about_him``: other people have visited 87 countries.
    """
    by_value: dict[int, list[Figure]] = {}
    for figure in figures:
        if figure.is_fingerprint or about_him:
            by_value.setdefault(figure.value, []).append(figure)
    if not by_value:
        return
    for match in _NUMBER.finditer(text):
        for figure in by_value.get(_value(match), ()):
            start, end = _surroundings(text, match)
            if _counts(text[start : match.start()], text[match.end() : end], figure):
                yield Mention(start, end, figure)
                break


def is_about_him(text: str) -> bool:
    """Whether a text names Kim Il Sung, in any of the spellings the library knows."""
    return _his_name().search(text) is not None


def _value(match: re.Match[str]) -> int:
    if match["myriads"]:
        return int(match["myriads"]) * 10_000 + int(re.sub(r"\D", "", match["ones"] or "0"))
    return int(re.sub(r"\D", "", match.group()))


def _significant_digits(value: int) -> int:
    return len(str(value).rstrip("0"))


def _is_odd(match: re.Match[str]) -> bool:
    value = _value(match)
    if value < _LEAST or (match["plain"] and value in _YEARS):
        return False
    return value >= _LARGE or _significant_digits(value) > 1


def _units(after: str) -> frozenset[str]:
    """The stems of what a number counts: the last word of each part of a list, up to where its phrase ends."""
    phrase_end = _PHRASE_END.search(after)
    phrase = after[: phrase_end.start()] if phrase_end else after
    listed = (tokens(each) for each in re.split(r",| and ", phrase))
    return frozenset(words[-1] for words in listed if words)


def _surroundings(text: str, match: re.Match[str]) -> tuple[int, int]:
    """The stretch around a number, of whole words and within its paragraph."""
    first, last = max(0, match.start() - _AROUND), min(len(text), match.end() + _AROUND)
    before = text[first : match.start()].rpartition("\n\n")[2]
    after = text[match.end() : last].partition("\n\n")[0]
    if first and match.start() - len(before) == first:
        before = before.partition(" ")[2]
    if last < len(text) and match.end() + len(after) == last:
        after = after.rpartition(" ")[0]
    return match.start() - len(before), match.end() + len(after)


def _counts(before: str, after: str, figure: Figure) -> bool:
    """Whether the words around a number name what the figure counts."""
    if figure.is_fingerprint:
        return _names_unit(f"{before} {after}", figure.units)
    phrase = _FIRST_PART.split(after[:_NEAR], maxsplit=1)[0]
    return _names_unit(" ".join(phrase.split()[:_WORDS_TO_UNIT]), figure.units)


def _names_unit(text: str, units: frozenset[str]) -> bool:
    return not units.isdisjoint(tokens(text)) or _other_words(units).search(text) is not None


@cache
def _other_words(units: frozenset[str]) -> re.Pattern[str]:
    others = [other for unit in sorted(units) for other in SAME_THING.get(unit, ())]
    return re.compile(rf"(?<![a-zà-ÿа-яё])(?:{'|'.join(others)})" if others else r"(?!)", re.IGNORECASE)


@cache
def _his_name() -> re.Pattern[str]:
    names = ("Kim Il Sung", *spellings()["Kim Il Sung"])
    return re.compile("|".join(re.escape(name) for name in names), re.IGNORECASE)
