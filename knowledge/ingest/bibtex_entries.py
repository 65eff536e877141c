"""The entries of a BibTeX file: types, keys and fields as LaTeX. The one doorway to pybtex's parser."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from knowledge.ingest.documents import Unreadable
from knowledge.ingest.faults import fault, shown
from knowledge.ingest.partial_dates import MONTHS

_MOST_FIELDS: Final = 150_000
_MOST_IN_FIELD: Final = 100_000
_MOST_EXPANDED: Final = 1_000_000
"""Characters that ``@string`` abbreviations may add up to: made of one another they grow without end."""
_MOST_DEPTH: Final = 100
_MARK: Final = re.compile(r'["{}]')


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; ``kind`` and the fields' names in lower case, values as they stand, white space collapsed."""

    kind: str
    key: str
    fields: Mapping[str, str]


def read_entries(text: str, name: str) -> dict[str, Entry]:
    """The entries by their key in lower case, in order. Raises :class:`Unreadable`, naming line or key."""
    try:
        from pybtex.exceptions import PybtexError
    except ImportError as error:
        raise Unreadable(f"{name}: pybtex is not installed; pip install 'secondsource[ingest]'") from error

    entries: dict[str, Entry] = {}
    parser = _parser(text)
    try:
        for kind, content in parser:
            if kind.lower() in ("string", "preamble"):
                continue
            key, pairs = content
            if key.casefold() in entries:
                raise fault(name, f"entry {shown(key)}", "there is another of the same key; give one of them a new key")
            fields: dict[str, str] = {}
            for field, parts in pairs:
                if field.lower() in fields:
                    raise fault(name, f"entry {shown(key)}", f"the field {shown(field)} stands there twice")
                value = " ".join("".join(parts).split())
                if len(value) > _MOST_IN_FIELD:
                    problem = f"the field {shown(field)} has more than {_MOST_IN_FIELD:,} characters"
                    raise fault(name, f"entry {shown(key)}", problem)
                fields[field.lower()] = value
            entries[key.casefold()] = Entry(kind.lower(), key, fields)
    except PybtexError as error:
        raise fault(name, int(parser.lineno), f"no BibTeX ({shown(error.args[0])})") from error
    return entries


def divide_names(latex: str) -> list[str]:
    """The names between the words "and" that stand in no braces."""
    names, start, depth = [], 0, 0
    for match in re.finditer(r"[{}]|(?<!\S)and(?!\S)", latex, re.IGNORECASE):
        if match.group() == "{":
            depth += 1
        elif match.group() == "}":
            depth -= 1
        elif depth == 0:
            names.append(latex[start : match.start()])
            start = match.end()
    return [name for part in (*names, latex[start:]) if (name := part.strip(" ,"))]


def _parser(text: str) -> Any:
    from pybtex.database.input.bibtex import LowLevelParser
    from pybtex.scanner import PrematureEOF, PybtexSyntaxError, Token
    from pybtex.utils import CaseInsensitiveDict

    class Parser(LowLevelParser):  # type: ignore[misc]
        """pybtex's own, in time that grows with the file alone, and with bounds on what a file may ask for."""

        pos: int = 0
        fields = 0
        expanded = 0

        def parse_field(self) -> None:
            self.fields += 1
            if self.fields > _MOST_FIELDS:
                raise PybtexSyntaxError(f"more than {_MOST_FIELDS:,} fields; split the file", self)
            super().parse_field()

        def substitute_macro(self, name: str) -> str:
            value: str = super().substitute_macro(name)
            self.expanded += len(value)
            if self.expanded > _MOST_EXPANDED:
                raise PybtexSyntaxError("the @string abbreviations make too much text", self)
            return value

        def parse_string(self, string_end: Any, level: int = 0, max_level: int = _MOST_DEPTH) -> Any:
            """One token: the string with the mark that ends it."""
            start, depth, end = self.pos, 0, '"' if string_end is self.QUOTE else "}"
            for mark in _MARK.finditer(self.text, start):
                if depth == 0 and mark.group() == end:
                    self.pos = mark.end()
                    self.update_lineno(self.text[start : self.pos])
                    return iter([Token(self.text[start : self.pos], string_end)])
                depth += {"{": 1, "}": -1, '"': 0}[mark.group()]
                if not 0 <= depth <= max_level:
                    raise PybtexSyntaxError("unbalanced braces" if depth < 0 else "too many nested braces", self)
            raise PrematureEOF(self)

    return Parser(text, macros=CaseInsensitiveDict({month: month for month in MONTHS}))
