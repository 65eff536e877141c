"""Dates of sources and events: EDTF level 0, that is ISO 8601 dates, possibly partial, and intervals.

The Library of Congress describes the format: https://www.loc.gov/standards/datetime/
"""

import calendar
import re
from datetime import date

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def is_date(text: str) -> bool:
    """Whether ``text`` is a year, a month or a day that exists."""
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    year, month, day = (int(part or 1) for part in match.groups())
    return year > 0 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def is_date_or_interval(text: str) -> bool:
    """Whether ``text`` is a date, or two dates in order with a slash between."""
    start, slash, end = text.partition("/")
    if not slash:
        return is_date(start)
    return is_date(start) and is_date(end) and earliest_day(start) <= latest_day(end)


def earliest_day(text: str) -> date:
    """The first day a date or interval may mean: ``1972/1975`` begins on 1 January 1972."""
    year, month, day = _parts(text.partition("/")[0])
    return date(year, month or 1, day or 1)


def latest_day(text: str) -> date:
    """The last day a date or interval may mean: ``1972/1975`` ends on 31 December 1975."""
    year, month, day = _parts(text.rpartition("/")[2])
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def date_words(text: str) -> str:
    """A date or interval as English prints it: ``1968-02-12`` is "February 12, 1968"."""
    return "–".join(_date_words(part) for part in text.split("/"))


def _date_words(text: str) -> str:
    year, month, day = _parts(text)
    name = calendar.month_name[month]
    return f"{name} {day}, {year}" if day else f"{name} {year}" if month else str(year)


def _parts(text: str) -> tuple[int, int, int]:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"not a date: {text!r}")
    year, month, day = (int(part or 0) for part in match.groups())
    return year, month, day
