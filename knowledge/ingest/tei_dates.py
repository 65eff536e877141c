"""Dates in TEI, from attributes or in words, as dates of CSL-JSON."""

import re
from collections.abc import Mapping
from typing import Any, Final

from knowledge.dates import is_date

CslDate = Mapping[str, Any]
"""A date of CSL-JSON: ``date-parts`` with one date, possibly partial, or the two ends of a period."""

_ATTRIBUTES: Final = (("when", None), ("from", "to"), ("notBefore", "notAfter"))
_ISO_DATE: Final = re.compile(r"\s*(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?![\d-])")
_MONTHS: Final = "January February March April May June July August September October November December".split()
_IN_WORDS: Final = re.compile(rf"\b({'|'.join(_MONTHS)})\s+(\d{{1,2}})(?:\s*[-–]\s*(\d{{1,2}}))?,\s+(\d{{4}})\b")
_YEAR: Final = re.compile(r"\b\d{4}\b")


def period(start: str | None, end: str | None = None) -> CslDate | None:
    """One date, or the period from the first to the last day; ``None`` where ``start`` is no date.

    Times of day and time zones are left out: the day is the one that the file writes.
    """
    first, last = _parts(start), _parts(end)
    if first is None:
        return None
    return {"date-parts": [first] if last is None or last <= first else [first, last]}


def date_of(element: Any) -> CslDate | None:
    """The date in an element's attributes: ``when``, ``from`` and ``to``, ``notBefore`` and ``notAfter``."""
    dates = (period(element.get(start), element.get(end) if end else None) for start, end in _ATTRIBUTES)
    return next((date for date in dates if date), None)


def last_date_in(text: str) -> CslDate | None:
    """The last date written like "April 1, 1948" or "March 6–7, 1972" in a text."""
    found = None
    for month, day, last_day, year in _IN_WORDS.findall(text):
        start = f"{year}-{_MONTHS.index(month) + 1:02}-"
        found = period(f"{start}{int(day):02}", f"{start}{int(last_day):02}" if last_day else None) or found
    return found


def year_in(text: str) -> CslDate | None:
    """The first year of four digits in a text."""
    match = _YEAR.search(text)
    return period(match.group()) if match else None


def _parts(text: str | None) -> list[int] | None:
    match = _ISO_DATE.match(text or "")
    if match is None or not is_date(match.group(1)):
        return None
    return [int(part) for part in match.group(1).split("-")]
