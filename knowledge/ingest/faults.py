"""How a fault in a file is worded: one line, with the place first."""

from knowledge.ingest.documents import Unreadable
from knowledge.normalisation import printable

_SHOWN = 60
_SHOWN_NAMES = 12
_SHOWN_IN_ALL = 160  # characters of all names together


def fault(name: str, place: str | int, problem: str) -> Unreadable:
    """The fault at a place of the file ``name``: a line's number, or an entry in words."""
    where = f"line {place}" if isinstance(place, int) else place
    return Unreadable(f"{shown(name)}, {where}: {problem}")


def shown(text: object) -> str:
    """A piece of somebody's file as a message may show it: short, on one line, without control characters."""
    line = printable(str(text)[: 4 * _SHOWN])
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


def listed(names: list[str]) -> str:
    """Names of a file's own in one line; of many the first few and how many more there are."""
    told: list[str] = []
    for name in map(shown, names[:_SHOWN_NAMES]):
        if told and sum(map(len, told)) + len(name) > _SHOWN_IN_ALL:
            break
        told.append(name)
    more = len(names) - len(told)
    return ", ".join(told) + (f" and {more} more" if more > 0 else "")
