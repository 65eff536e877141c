"""Plain text and Markdown, with a few lines of front matter where the librarian wrote some."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.ingest.documents import Csl, Document, Unreadable
from knowledge.ingest.encoding import decode
from knowledge.ingest.faults import shown
from knowledge.ingest.metadata import describe, issued
from knowledge.ingest.sections import Block, sections

MAXIMUM_TEXT = 8 * 2**20
"""The most bytes of one text; the longest of novels has three million."""

FIELDS = ("title", "author", "date", "url", "language", "publisher")
"""What front matter may say of a work. ``author`` may stand several times; other keys are passed over."""

_FENCE = "---"
_LAST_LINE_OF_FRONT = 500
_FIELD = re.compile(r"([A-Za-z][\w-]*):(?:[ \t]+(.*))?")
_NOT_ONE_VALUE = re.compile(r"[\[{|>]|$")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?")
_CLOSING_MARKS = re.compile(r"(?:^|[ \t]+)#+$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*")
_LIST_MARKS = ("-", "*", "+", ">", "|")
_CODE_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class _Front:
    values: dict[str, tuple[str, ...]]
    text: str

    def first(self, field: str) -> str | None:
        return next(iter(self.values.get(field, ())), None)


def read_plain(content: bytes, name: str) -> Document:
    """The document in a UTF-8 text: one part, without locator. Raises ``Unreadable`` for what is no such text."""
    front = _front(_text(content, name))
    return _document(name, csl=_csl(front, title=None), blocks=map(Block, _paragraphs(front.text)))


def read_markdown(content: bytes, name: str) -> Document:
    """The document in a Markdown text: its headings begin parts, and the first of the first level is its title.

    Marks of emphasis, links and lists stay as they are written. Raises ``Unreadable`` as ``read_plain`` does.
    """
    front = _front(_text(content, name))
    title = next((block.text for block in _blocks(front.text) if block.level == 1), None)
    return _document(name, csl=_csl(front, title=title), blocks=_blocks(front.text))


def _document(name: str, *, csl: Csl, blocks: Iterator[Block]) -> Document:
    parts = sections(blocks)
    if not parts:
        raise Unreadable("the file holds no text")
    return Document(name=name, csl=csl, parts=parts)


def _text(content: bytes, name: str) -> str:
    text = decode(content, name, most=MAXIMUM_TEXT)
    if (place := text.find("\x00")) >= 0:
        line = text.count("\n", 0, place) + 1
        raise Unreadable(f"line {line}: the file is not text (it holds a zero byte); is it UTF-16? save it as UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _front(text: str) -> _Front:
    """Front matter and the text after it; a text that merely begins with a rule has none."""
    lines = text.split("\n", maxsplit=2)
    if len(lines) < 3 or lines[0].rstrip() != _FENCE or not _FIELD.fullmatch(lines[1].rstrip()):
        return _Front({}, text)
    values: dict[str, tuple[str, ...]] = {}
    source = io.StringIO(text)
    next(source)
    for number, line in zip(range(2, _LAST_LINE_OF_FRONT + 1), source, strict=False):
        if line.rstrip() == _FENCE:
            return _Front(values, source.read())
        match = _FIELD.fullmatch(line.rstrip())
        if match is None or match.group(1).lower() not in FIELDS:
            continue
        field = match.group(1).lower()
        values[field] = (*values.get(field, ()), _value(field, match.group(2) or "", line=number))
    raise Unreadable(f"line 1: the front matter has no end within {_LAST_LINE_OF_FRONT} lines; close it with {_FENCE}")


def _value(field: str, written: str, *, line: int) -> str:
    value = written.strip()
    if _NOT_ONE_VALUE.match(value):
        raise Unreadable(f"line {line}: {field} of the front matter must have one value, on the same line")
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    if field == "date" and issued(value) is None:
        raise Unreadable(f"line {line}: the date {shown(value)} is not written as YYYY, YYYY-MM or YYYY-MM-DD")
    return value


def _csl(front: _Front, *, title: str | None) -> Csl:
    return describe(
        title=front.first("title") or title,
        authors=front.values.get("author", ()),
        date=front.first("date"),
        url=front.first("url"),
        language=front.first("language"),
        publisher=front.first("publisher"),
    )


def _paragraphs(text: str) -> Iterator[str]:
    lines: list[str] = []
    for line in io.StringIO(text):
        if line.strip():
            lines.append(line)
        elif lines:
            yield "".join(lines)
            lines = []
    yield "".join(lines)


def _blocks(text: str) -> Iterator[Block]:
    lines: list[str] = []
    fence = ""
    for line in io.StringIO(text):
        mark = _CODE_FENCE.match(line)
        if fence:
            lines.append(line)
            if mark and mark.group(1).startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            continue
        heading = _HEADING.fullmatch(line.rstrip())
        is_title = len(lines) == 1 and not lines[0].lstrip().startswith(_LIST_MARKS)
        underline = _UNDERLINE.fullmatch(line.rstrip()) if is_title else None
        if underline:
            yield Block(lines[0], level=1 if underline.group(1).startswith("=") else 2)
            lines = []
        elif heading or not line.strip():
            yield Block("".join(lines))
            lines = []
            if heading:
                yield Block(_CLOSING_MARKS.sub("", heading.group(2) or ""), level=len(heading.group(1)))
        else:
            fence = mark.group(1) if mark else ""
            lines.append(line)
    yield Block("".join(lines))
