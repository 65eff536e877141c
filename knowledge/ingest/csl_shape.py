"""Whether an item of CSL-JSON is one: its names, dates and texts have the shapes that the schema gives them.

The schema is csl-data.json of citation-style-language/schema. Dates may also have their numbers as texts, as Zotero
writes them; fields that the schema does not know may hold anything that is not nested without end.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

_TEXTS: Final = ("type", "title", "URL", "DOI", "ISBN", "publisher", "language", "archive_location")
_NAMES: Final = frozenset(
    (
        "author chair collection-editor compiler composer container-author contributor curator director editor "
        "editorial-director executive-producer guest host illustrator interviewer narrator organizer original-author "
        "performer producer recipient reviewed-author script-writer series-creator translator"
    ).split()
)
_NAME_TEXTS: Final = frozenset({"family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal"})
"""Parts of a name that are texts; how it is put together may be told by a number or a truth value."""

_DATES: Final = ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")
_NUMBER: Final = re.compile(r"-?\d{1,4}", re.ASCII)
_DEEPEST: Final = 32


def csl_problem(item: Any) -> str | None:
    """What is wrong with an item, without its ``id``; ``None`` for a sound one."""
    if not isinstance(item, dict):
        return "it is no object with fields"
    if not _is_shallow(item):
        return f"its fields are nested more than {_DEEPEST} deep"
    for field in _TEXTS:
        if not isinstance(item.get(field, ""), str):
            return f"its “{field}” is no text"
    for field in item.keys() & _NAMES:
        if not _is_names(item[field]):
            return f"its “{field}” is no list of names"
    for field in _DATES:
        if field in item and not _is_date(item[field]):
            return f"its “{field}” is no date"
    return None


def _is_shallow(item: Mapping[str, Any]) -> bool:
    level: list[Any] = [item]
    for _ in range(_DEEPEST):
        below = [list(each.values()) if isinstance(each, dict) else each for each in level]
        level = [each for values in below for each in values if isinstance(each, dict | list)]
    return not level


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(name, dict) and _is_name(name) for name in value)


def _is_name(name: Mapping[str, Any]) -> bool:
    return all(isinstance(part, str if key in _NAME_TEXTS else str | bool | int) for key, part in name.items())


def _is_date(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    parts = value.get("date-parts", [])
    return isinstance(parts, list) and all(
        isinstance(part, list) and all(_NUMBER.fullmatch(str(number)) or number == "" for number in part)
        for part in parts
    )
