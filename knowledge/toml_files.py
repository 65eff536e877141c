"""Reads one record from one TOML file, with errors that name file, line, field and value."""

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from knowledge.problems import Problem

Record = TypeVar("Record")

_TABLE = re.compile(r"\s*\[(\[?)\s*([\w.-]+)\s*\]?\]")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_LONGEST_VALUE = 120


class TomlFile:
    """A parsed TOML file that remembers where its fields stand."""

    def __init__(self, path: Path, *, root: Path) -> None:
        self.name = path.relative_to(root).as_posix()
        self.content = path.read_bytes()
        self.stem = path.stem
        self.folder = path.parent.name

    def read(self, kind: TypeAdapter[Record]) -> Record | tuple[Problem, ...]:
        """The file's record, or every fault that keeps it from being one."""
        try:
            text = self.content.decode("utf-8")
            values = tomllib.loads(text)
        except UnicodeDecodeError as error:
            line = self.content[: error.start].count(b"\n") + 1
            return (Problem(self.name, line, "", "", "is not UTF-8 text"),)
        except tomllib.TOMLDecodeError as error:
            line = int(match.group(1)) if (match := re.search(r"line (\d+)", str(error))) else 1
            return (Problem(self.name, line, "", "", f"is not TOML: {error}"),)
        try:
            return kind.validate_python(values)
        except ValidationError as error:
            return tuple(self._problem(text, fault) for fault in error.errors(include_url=False))

    def problem(self, field: str, value: object, message: str) -> Problem:
        """A fault in one field; nested fields are written ``table.field`` or ``table.0.field``."""
        text = self.content.decode("utf-8", errors="replace")
        path = tuple(int(part) if part.isdigit() else part for part in field.split(".")) if field else ()
        return Problem(self.name, _line_of(text, path), field, _shown(value), message)

    def _problem(self, text: str, fault: Any) -> Problem:
        path = tuple(part for part in fault["loc"])
        field = ".".join(str(part) for part in path)
        if fault["type"] == "missing":
            return Problem(self.name, _line_of(text, path[:-1]), field, "", "is missing")
        if fault["type"] == "unexpected_keyword_argument":
            return Problem(self.name, _line_of(text, path), field, _shown(fault["input"]), "is no field of this record")
        message = fault["msg"].replace("Input should be", "should be")
        return Problem(self.name, _line_of(text, path), field, _shown(fault["input"]), message)


def _shown(value: object) -> str:
    shown = "" if value is None else repr(value)
    return shown if len(shown) <= _LONGEST_VALUE else shown[: _LONGEST_VALUE - 1] + "…"


def _line_of(text: str, path: tuple[str | int, ...]) -> int:
    """The 1-based line on which a field stands, or the nearest enclosing place."""
    if not path:
        return 1
    table = str(path[0]) if len(path) > 1 else None
    wanted_entry = path[1] if len(path) > 1 and isinstance(path[1], int) else 0
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    current: str | None = None
    entry, table_line, key_line = -1, 0, 0
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _TABLE.match(line):
            current = header.group(2)
            if current == path[0]:
                entry = entry + 1 if header.group(1) else 0
                if entry == wanted_entry:
                    table_line = number
        elif match := _KEY.match(line):
            in_place = current is None if table is None else current == table and entry == wanted_entry
            if in_place and match.group(1) == key:
                return number
            if current is None and match.group(1) == path[0]:
                key_line = number
    return table_line or key_line or 1
