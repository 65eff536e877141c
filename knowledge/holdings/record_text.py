"""Records and texts as the lines of a library folder's files."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from enum import StrEnum
from typing import Any

import tomlkit

from knowledge.ingest.documents import Part
from knowledge.records import FileRecord


def record_toml(record: FileRecord) -> str:
    """A record as a TOML file that reads back as the same record: one field a line, defaults left out."""
    return tomlkit.dumps(_plain(record))


def text_lines(parts: Iterable[Part]) -> str:
    """A text as JSON Lines, a part each; what a part does not have is left out."""
    return "".join(f"{json.dumps(_without_defaults(part), ensure_ascii=False)}\n" for part in parts)


def text_parts(content: str) -> tuple[Part, ...]:
    """The parts back from their lines; raises ``ValueError`` with the line's number for one that is none."""
    parts = []
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            part = Part(**json.loads(line))
        except (ValueError, TypeError) as error:
            raise ValueError(f"line {number} is no part of a text ({error})") from error
        if not isinstance(part.text, str) or not part.text.strip():
            raise ValueError(f"line {number} has no text")
        parts.append(part)
    return tuple(parts)


def _without_defaults(record: Any) -> dict[str, Any]:
    return {
        field.name: getattr(record, field.name)
        for field in fields(record)
        if getattr(record, field.name) != field.default
    }


def _plain(value: Any) -> Any:
    """A record as TOML knows values: tables, lists, texts, numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        return {key: _plain(each) for key, each in _without_defaults(value).items() if not _is_empty(each)}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items() if not _is_empty(each)}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value if each is not None]  # TOML has no word for nothing
    return value


def _is_empty(value: Any) -> bool:
    if is_dataclass(value) and not isinstance(value, type):
        return not any(asdict(value).values())
    return value is None or value == () or value == {}
