"""CSL dates as text and back: ISO 8601 as far as the day is known, intervals, seasons and "about" (EDTF).

``1975``, ``1975-08``, ``1975-08-30``, ``1972/1975-04``, ``1975-21`` (spring), ``1975~`` (about 1975).
BibLaTeX writes dates in this way (https://www.loc.gov/standards/datetime/). What is no such date is kept as
the words that stand there.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

CslDate = dict[str, Any]

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The months as BibTeX abbreviates them."""

_SEASONS: Final = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_DATE: Final = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d)(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?)?)?([~?%]?)")
_FIRST_SEASON: Final = 21


def read_date(text: str) -> CslDate:
    """The CSL date that a text gives; ``{"literal": text}`` for words that give none."""
    halves = text.strip().split("/")
    matches = [_DATE.fullmatch(half) for half in halves]
    if len(halves) > 2 or not all(matches):
        return {"literal": text}
    parts: list[list[int]] = []
    season = None
    for match in matches:
        if match is None:
            continue
        values = [int(part) for part in match.groups()[:3] if part]
        if len(values) == 2 and _FIRST_SEASON <= values[1] < _FIRST_SEASON + 4 and len(halves) == 1:
            season = values.pop() - _FIRST_SEASON + 1
        if not _is_date(values):
            return {"literal": text}
        parts.append(values)
    date: CslDate = {"date-parts": parts}
    if season is not None:
        date["season"] = season
    if any(match and match[4] for match in matches):
        date["circa"] = True
    return date


def write_date(date: Mapping[str, Any]) -> str:
    """A CSL date as text; what has no numbers goes out as its own words."""
    parts = [numbers for part in date.get("date-parts") or () if (numbers := _numbers(part))]
    if not parts or not all(_is_date(numbers) for numbers in parts):
        return str(date.get("literal") or date.get("raw") or date.get("edtf") or "")
    season = _season(date.get("season"))
    if season and len(parts) == 1 and len(parts[0]) == 1:
        parts[0].append(_FIRST_SEASON + season - 1)
    about = "~" if date.get("circa") not in (None, False, 0, "", "0") else ""
    return "/".join("-".join(_padded(numbers)) + about for numbers in parts[:2])


def is_date(text: str) -> bool:
    """Whether a text gives a date in numbers."""
    return "literal" not in read_date(text)


def date_in_words(year: str, month: str, day: str) -> CslDate:
    """The CSL date of a year, a month (a number, a name, a season) and a day; empty where not known."""
    number = _month(month)
    words = " ".join(part for part in (day, month, year) if part)
    if not re.fullmatch(r"-?\d{1,4}", year) or (month and number is None) or (day and not day.isdigit()):
        return read_date(year) if not month and not day else {"literal": words}
    date: CslDate = {"date-parts": [[int(year)]]}
    if number and number >= _FIRST_SEASON:
        return date | {"season": number - _FIRST_SEASON + 1}
    values = [int(year), *([number] if number else []), *([int(day)] if day and number else [])]
    return {"date-parts": [values]} if _is_date(values) else {"literal": words}


def _month(text: str) -> int | None:
    word = text.strip(" .").casefold()
    if word in _SEASONS:
        return _FIRST_SEASON + _SEASONS[word] - 1
    if word[:3] in MONTHS and word.isalpha():
        return MONTHS.index(word[:3]) + 1
    return int(word) if re.fullmatch(r"[1-9]|0[1-9]|1[0-2]", word) else None


def _numbers(part: object) -> list[int]:
    """One entry of ``date-parts`` as numbers; Zotero writes them as texts."""
    if not isinstance(part, Sequence) or isinstance(part, str):
        return []
    values = [str(value) for value in part[:3] if value not in (None, "", 0, "0")]
    return [int(value) for value in values] if all(re.fullmatch(r"-?\d{1,4}", value) for value in values) else []


def _is_date(values: Sequence[int]) -> bool:
    year, month, day = (*values, 1, 1)[:3] if values else (0, 0, 0)
    return -9999 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= 31


def _season(value: object) -> int | None:
    word = str(value).casefold()
    return int(word) if word in ("1", "2", "3", "4") else _SEASONS.get(word)


def _padded(numbers: Sequence[int]) -> list[str]:
    year = f"-{-numbers[0]:04}" if numbers[0] < 0 else f"{numbers[0]:04}"
    return [year, *(f"{number:02}" for number in numbers[1:])]
