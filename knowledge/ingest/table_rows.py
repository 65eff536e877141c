"""The rows of a table, CSV or JSON Lines, within bounds: our fields and what stands in their columns."""

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from typing import Any, Final

from knowledge.ingest.documents import Unreadable
from knowledge.ingest.encoding import is_whole
from knowledge.ingest.faults import fault, listed, shown

_DELIMITERS: Final = (",", ";", "\t", "|")
_MOST_COLUMNS: Final = 1_000
_MOST_LINES: Final = 1_000_000
_MOST_IN_FIELD: Final = 1_000_000
_MOST_IN_ROW: Final = 4_000_000
"""Characters in one field and in one row: a long book fits, a file without line ends does not."""

Cells = Mapping[str, str]
"""One row: our fields and what stands in their columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row, the line of the file it begins in, and its number among the rows."""

    line: int
    number: int
    cells: Cells


class _Lines:
    """A file's lines, of which one row may take so many characters and no more."""

    def __init__(self, content: bytes, name: str) -> None:
        self._file = TextIOWrapper(BytesIO(content), encoding="utf-8-sig", newline="")
        self._name = name
        self._taken = 0
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._file.readline(_MOST_IN_ROW + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self._taken += len(line)
        if self.number > _MOST_LINES:
            raise fault(self._name, self.number, f"more than {_MOST_LINES:,} lines; split the table")
        if self._taken > _MOST_IN_ROW:
            raise fault(self._name, self.number, f"the row has more than {_MOST_IN_ROW:,} characters")
        return line

    def end_row(self) -> None:
        """What follows is another row."""
        self._taken = 0


def read_csv(content: bytes, name: str, columns: Mapping[str, str]) -> Iterator[Row]:
    """The rows below the header. Raises :class:`Unreadable` with the line of a torn one or a missing column."""
    delimiter = _delimiter(content, name, columns)
    lines = _Lines(content, name)
    records = _records(lines, name, delimiter)
    header = next(records, (0, []))[1]
    places = {field: header.index(column) for field, column in columns.items()}
    number = 0
    for line, cells in records:
        if not cells:
            continue
        if len(cells) != len(header):
            raise fault(name, line, f"{len(cells)} cells, where the header has {len(header)}")
        number += 1
        yield Row(line, number, {field: cells[place] for field, place in places.items()})


def _delimiter(content: bytes, name: str, columns: Mapping[str, str]) -> str:
    """The delimiter with which the header has the columns that are asked for."""
    headers = {}
    for delimiter in _DELIMITERS:
        line, header = next(_records(_Lines(content, name), name, delimiter, strict=False), (1, []))
        if len(header) > _MOST_COLUMNS:
            raise fault(name, line, f"{len(header):,} columns; more than {_MOST_COLUMNS:,} are no table of texts")
        headers[delimiter] = header
    for delimiter, header in headers.items():
        if all(header.count(column) == 1 for column in columns.values()):
            return delimiter
    header = max(
        headers.values(), key=lambda header: (sum(column in header for column in columns.values()), len(header))
    )
    if not header:
        raise Unreadable(f"{shown(name)} holds no rows")
    missing = next(column for column in columns.values() if header.count(column) != 1)
    problem = "stands there twice" if missing in header else f"is no column; the columns are {listed(header)}"
    raise fault(name, 1, f"“{shown(missing)}” {problem}")


def _records(lines: _Lines, name: str, delimiter: str, *, strict: bool = True) -> Iterator[tuple[int, list[str]]]:
    """Each record of a CSV file with the line it begins in."""
    reader = csv.reader(lines, delimiter=delimiter, strict=strict)
    while True:
        begun = lines.number + 1
        try:
            with _field_size(_MOST_IN_FIELD):
                cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise fault(name, begun, f"the row that begins here is torn ({error})") from error
        lines.end_row()
        yield begun, cells


@contextmanager
def _field_size(most: int) -> Iterator[None]:
    """The csv module's limit, which is the whole process's, for as long as it takes to read a row."""
    before = csv.field_size_limit(most)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def read_json_lines(content: bytes, name: str, columns: Mapping[str, str]) -> Iterator[Row]:
    """The rows of JSON objects. A field other than the text may be absent in some rows, though not in all."""
    lines = _Lines(content, name)
    number = 0
    seen: set[str] = set()
    for line in lines:
        lines.end_row()
        if not line.strip():
            continue
        record = _json_object(line, name, lines.number)
        number += 1
        if columns["text"] not in record:
            known = listed(list(record))
            raise fault(name, lines.number, f"“{shown(columns['text'])}” is no field; the fields are {known}")
        cells = {field: _cell(record.get(column), field) for field, column in columns.items()}
        for field, cell in cells.items():
            if cell is None:
                raise fault(name, lines.number, f"“{shown(columns[field])}” is no text that can be taken in")
        seen.update(column for column in columns.values() if column in record)
        yield Row(lines.number, number, {field: cell or "" for field, cell in cells.items()})
    if number and (missing := [column for column in columns.values() if column not in seen]):
        raise fault(name, 1, f"“{shown(missing[0])}” is no field, in this line or any other")


def _json_object(line: str, name: str, number: int) -> dict[str, Any]:
    try:
        # Numbers as they are written; a NaN is how data frames write an empty cell.
        record = json.loads(line, parse_int=str, parse_float=str, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        raise fault(name, number, f"no JSON ({error.msg})") from error
    except RecursionError as error:
        raise fault(name, number, "the row is nested too deeply") from error
    if not isinstance(record, dict):
        raise fault(name, number, "the row is no JSON object")
    if len(record) > _MOST_COLUMNS:
        raise fault(name, number, f"{len(record):,} fields; more than {_MOST_COLUMNS:,} are no table of texts")
    return record


def _cell(value: object, field: str) -> str | None:
    """A JSON value as text, a list of authors divided by semicolons; ``None`` for what is no text."""
    if value is None:
        return ""
    if field == "author" and isinstance(value, list) and all(isinstance(each, str) for each in value):
        value = "; ".join(value)
    fits = isinstance(value, str) and len(value) <= _MOST_IN_FIELD and is_whole(value)
    return value if isinstance(value, str) and fits else None
