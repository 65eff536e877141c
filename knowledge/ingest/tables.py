"""Tables of texts: CSV and JSON Lines, one document a row, by a map from our fields to the table's columns."""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any, Final

from knowledge.ingest.csl_fields import filled
from knowledge.ingest.documents import Document, Part, Unreadable
from knowledge.ingest.encoding import decode
from knowledge.ingest.faults import fault, shown
from knowledge.ingest.metadata import slug
from knowledge.ingest.partial_dates import read_date
from knowledge.ingest.table_rows import Cells, Row, read_csv, read_json_lines
from knowledge.normalisation import collapse

FIELDS: Final = ("text", "title", "author", "date", "url", "publisher", "language", "id", "locator")
"""What a column can be; ``text`` must be among them."""

_OF_THE_WORK: Final = tuple(field for field in FIELDS if field not in ("text", "locator"))

_LONGEST_NAME: Final = 80
_MOST_BYTES: Final = 64 * 2**20
_MOST_ROWS: Final = 100_000
_JSON_LINES: Final = frozenset({".jsonl", ".ndjson"})
_PARAGRAPH_BREAK: Final = re.compile(r"\n[^\S\n]*\n\s*")


def parse_columns(text: str) -> dict[str, str]:
    """The column map in "text=body,title=headline"; a column's name with a comma stands in quotation marks.

    A whole entry is quoted then: ``"text=body, plain",title=headline``. Raises :class:`Unreadable`.
    """
    try:
        entries = next(csv.reader([text], strict=True, skipinitialspace=True), [])
    except csv.Error as error:
        raise Unreadable(
            f"the columns “{shown(text)}” cannot be read; write them as text=body,title=headline"
        ) from error
    columns: dict[str, str] = {}
    for entry in entries:
        field, equals, column = (part.strip() for part in entry.partition("="))
        if not equals or not column:
            raise Unreadable(f"“{shown(entry)}” names no column; write it as text=body")
        if field in columns:
            raise Unreadable(f"the columns name two for “{shown(field)}”; a field has one")
        columns[field] = column
    return _checked(columns)


def read_table(content: bytes, name: str, columns: Mapping[str, str]) -> Iterator[Document]:
    """The documents of a table: CSV (with , ; tab or | between) or, by the ending .jsonl or .ndjson, JSON Lines.

    ``columns`` gives for each of our fields (``FIELDS``) the name of its column. Rows that share an ``id``
    are the parts of one document, in order. A document is called after the table and its id, or the number
    of its first row. Several authors are divided by semicolons and taken as they are written.

    One faulty row refuses the whole table, before any document is given: a table that came in without some
    rows would look complete. Raises :class:`Unreadable` with the first such line.
    """
    _checked(columns)
    decode(content, name, most=_MOST_BYTES)
    is_json = PurePath(name).suffix.lower() in _JSON_LINES
    found = read_json_lines(content, name, columns) if is_json else read_csv(content, name, columns)
    works: dict[str, _Work] = {}
    for row in found:
        if not row.cells["text"].strip():
            raise fault(name, row.line, f"“{shown(columns['text'])}” is empty, where the text should stand")
        if row.number > _MOST_ROWS:
            raise fault(name, row.line, f"more than {_MOST_ROWS:,} rows; split the table")
        identity = collapse(row.cells.get("id", ""))
        works.setdefault(f"id {identity}" if identity else f"row {row.number}", _Work()).add(row, name)
    if not works:
        raise Unreadable(f"{shown(name)} holds no rows")
    yield from _documents(works, name)


def _checked(columns: Mapping[str, str]) -> dict[str, str]:
    unknown = [field for field in columns if field not in FIELDS]
    if unknown:
        raise Unreadable(f"“{shown(unknown[0])}” is no field of ours; a column can be {', '.join(FIELDS)}")
    if "text" not in columns:
        raise Unreadable("the columns do not say which is the text; add text=…")
    return dict(columns)


class _Work:
    """The rows of one document, and what they say of it: each field with the line that says it first."""

    def __init__(self) -> None:
        self.number = 0
        self.said: dict[str, tuple[str, int]] = {}
        self.parts: list[Part] = []

    def add(self, row: Row, name: str) -> None:
        """Another row of the same id. Raises :class:`Unreadable` where it says something else of the work."""
        self.number = self.number or row.number
        self.parts.append(_part(row.cells))
        for field in _OF_THE_WORK:
            if not (cell := collapse(row.cells.get(field, ""))):
                continue
            before, line = self.said.setdefault(field, (cell, row.line))
            if before != cell:
                raise fault(name, row.line, f"another {field} than line {line} has for the same id")

    def csl(self) -> dict[str, Any]:
        """What the rows say of the work."""
        said = {field: cell for field, (cell, _) in self.said.items()}
        authors = [author for part in said.get("author", "").split(";") if (author := part.strip())]
        return filled(
            [
                ("title", said.get("title")),
                ("author", [{"literal": author} for author in authors]),
                ("issued", read_date(said["date"]) if "date" in said else {}),
                ("URL", said.get("url")),
                ("publisher", said.get("publisher")),
                ("language", said.get("language")),
            ]
        )


def _documents(works: Mapping[str, _Work], name: str) -> Iterator[Document]:
    table = _slug(PurePath(name).stem) or "table"
    names: set[str] = set()
    for work in works.values():
        identity = work.said.get("id", ("", 0))[0]
        wanted = unused = f"{table}-{_slug(identity) or work.number}"
        number = 2
        while unused in names:
            unused, number = f"{wanted}-{number}", number + 1
        names.add(unused)
        yield Document(name=unused, csl=work.csl(), parts=tuple(work.parts))


def _part(cells: Cells) -> Part:
    paragraphs = (collapse(paragraph) for paragraph in _PARAGRAPH_BREAK.split(cells["text"].replace("\r\n", "\n")))
    return Part(
        text="\n\n".join(paragraph for paragraph in paragraphs if paragraph),
        locator=collapse(cells.get("locator", "")) or None,
    )


def _slug(text: str) -> str:
    if len(text) > _LONGEST_NAME:
        return slug(text)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
