"""What a model proposes: sentences with the quotes they are said to rest on. Read strictly from JSON, as it comes."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked


class Unreadable(ValueError):
    """A reply is not the JSON object that was asked for."""


@checked(frozen=True, slots=True, config=ConfigDict(extra="forbid", strict=True))
class ProposedQuote:
    """Words a model says stand in a passage."""

    passage: str
    quote: str


@checked(frozen=True, slots=True, config=ConfigDict(extra="forbid", strict=True))
class Proposal:
    """One sentence of a draft; without quotes it is free prose."""

    text: str
    quotes: list[ProposedQuote]


SCHEMA: Final[Mapping[str, Any]] = {
    "title": "draft",
    "type": "object",
    "properties": {
        "statements": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "quotes": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"passage": {"type": "string"}, "quote": {"type": "string"}},
                            "required": ["passage", "quote"],
                            "additionalProperties": False,
                        },
                    },
                },
                "required": ["text", "quotes"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["statements"],
    "additionalProperties": False,
}
"""The JSON Schema of a draft, for servers that can hold a model to one."""

MOST_PROPOSALS = 24
"""Statements that are read of one draft."""

_LONGEST_STATEMENT = 8_000
_HEAD = re.compile(r"\s*(?:```(?:json)?\s*)?\{\s*\"statements\"\s*:\s*\[")
_MAY_BECOME_HEAD = re.compile(r"\s*(?:[{`]|$)")
_TAIL = re.compile(r"\s*\]\s*\}\s*(?:```)?\s*")
_READER = TypeAdapter(Proposal)


@dataclass(slots=True)
class _Buffer:
    """The part of a reply that has come and is not read yet."""

    text: str = ""
    place: int = 0


def read_proposals(pieces: Iterable[str]) -> Iterator[Proposal]:
    """The statements of a draft, each as soon as it is complete; ``pieces`` are the reply in the order it comes.

    Raises :class:`Unreadable` where the reply is not the object of :data:`SCHEMA`, or has more than
    :data:`MOST_PROPOSALS` statements. What was read before that is not called back here.
    """
    buffer, begun, count = _Buffer(), False, 0
    for piece in pieces:
        buffer.text += piece
        if not begun:
            head = _HEAD.match(buffer.text) if "[" in piece else None
            if head is None:
                # Prose is known by its first word: a slow server would write for minutes before the limit is reached.
                if len(buffer.text) > _LONGEST_STATEMENT or not _MAY_BECOME_HEAD.match(buffer.text):
                    raise Unreadable("not the object that was asked for")
                continue
            begun, buffer.place = True, head.end()
        # A statement ends with a brace: trying at every piece would take a minute for a long one in small pieces.
        while "}" in piece and (proposal := _next(buffer)) is not None:
            count += 1
            if count > MOST_PROPOSALS:
                raise Unreadable(f"more than {MOST_PROPOSALS} statements")
            yield proposal
        if len(buffer.text) - buffer.place > _LONGEST_STATEMENT:
            raise Unreadable("a statement that does not end")
    if not begun or not _TAIL.fullmatch(buffer.text, buffer.place):
        raise Unreadable("not the object that was asked for, or not all of it")


def _next(buffer: _Buffer) -> Proposal | None:
    """The next whole statement, or ``None`` if it has not come yet."""
    separator = re.compile(r"\s*,?\s*").match(buffer.text, buffer.place)
    start = separator.end() if separator else buffer.place
    if not buffer.text.startswith("{", start):
        return None
    try:
        _, end = _DECODER.raw_decode(buffer.text, start)
    except json.JSONDecodeError:
        return None  # not all of it is there yet; if it never comes the end of the reply says so
    except (RecursionError, ValueError) as error:  # nested too deeply, or a number of thousands of digits
        raise Unreadable("no statement") from error
    buffer.place = end
    try:
        return _READER.validate_json(buffer.text[start:end])
    except ValidationError as error:
        raise Unreadable("a statement is not an object of text and quotes") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise Unreadable("a field is given twice")
    return record


_DECODER = json.JSONDecoder(object_pairs_hook=_once)
