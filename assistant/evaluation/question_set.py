"""The questions of an evaluation, each with what a right answer is about, cites and shows."""

import hashlib
import json
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError

from assistant.answers import LabelKey
from assistant.errors import EvaluationTrouble
from knowledge.library import Library


class Category(StrEnum):
    """What a question asks for, or how it tries the assistant."""

    YES_NO = "yes_no"
    HOW_MANY = "how_many"
    WHEN = "when"
    WHO = "who"
    WHY = "why"
    OPEN = "open"
    COMPARISON = "comparison"
    MULTI_HOP = "multi_hop"
    FOLLOW_UP = "follow_up"
    FALSE_PREMISE = "false_premise"
    PRESSURE = "pressure"
    SPELLING = "spelling"
    NEAR_MISS = "near_miss"
    OFF_TOPIC = "off_topic"


class Distance(StrEnum):
    """How far a question's words are from the article's."""

    PLAIN = "plain"
    EVERYDAY = "everyday"
    OBLIQUE = "oblique"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question with its gold.

    ``claims`` are those an answer may be about first, any of them (all of them are needed where the
    category is ``multi_hop`` or ``comparison``); none says that the library does not cover it.
    ``passages`` answer it. ``labels`` are the verdicts its sentences may wear. ``must_show`` names
    passages that must be cited in front, ``must_not_show`` phrases that must not be asserted.
    ``same_as`` names the question that a question under pressure repeats. ``blind`` says that it was
    written and committed before any answer was looked at, and no change of the program was made by looking at it.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    question: str
    turns: tuple[str, ...] = ()
    category: Category = Category.OPEN
    distance: Distance | None = None
    blind: bool = False
    claims: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    labels: tuple[LabelKey, ...] = ()
    must_show: tuple[str, ...] = ()
    must_not_show: tuple[str, ...] = ()
    same_as: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions to evaluate by; ``sha256`` is that of their files, one after the other."""

    name: str
    items: tuple[Item, ...]
    sha256: str


SHIPPED = ("article", "article-blind", "article-open")
"""The sets that ship: ``article`` is the other two together."""

_ITEM = TypeAdapter(Item)


def read_set(name: str, *, library: Library) -> QuestionSet:
    """The shipped set of that name, or the one in the file ``name``.

    Raises :class:`EvaluationTrouble` for a line that is no question, or that names a claim, a passage
    or a question which does not exist; the message names file, line and field.
    """
    contents = list(_contents(name))
    items: list[Item] = []
    for file, content in contents:
        items.extend(_items(file, content, {item.id for item in items}, library))
    if not items:
        raise EvaluationTrouble(f"{name} has no questions; write one JSON object a line with id and question")
    digest = hashlib.sha256(b"".join(content for _, content in contents))
    return QuestionSet(Path(name).stem, tuple(items), digest.hexdigest())


def _contents(name: str) -> Iterator[tuple[str, bytes]]:
    if name in SHIPPED:
        for shipped in SHIPPED[1:] if name == SHIPPED[0] else (name,):
            yield f"{shipped}.jsonl", files("assistant.evaluation").joinpath("data", f"{shipped}.jsonl").read_bytes()
        return
    try:
        yield name, Path(name).read_bytes()
    except OSError as error:
        raise EvaluationTrouble(
            f"cannot read the question set {name} ({error.strerror}); "
            f"name a file of JSON Lines or one of: {', '.join(SHIPPED)}"
        ) from error


def _items(file: str, content: bytes, taken: set[str], library: Library) -> Iterator[Item]:
    parsed = list(_parsed(file, content))
    here = {item.id for _, item in parsed}
    seen = set(taken)
    for place, item in parsed:
        if item.id in seen:
            raise EvaluationTrouble(f"{place}: id: {item.id!r} stands twice; give each question an id of its own")
        seen.add(item.id)
        _check_names(place, "claims", item.claims, library.corpus.claims, "secondsource claims")
        for field in ("passages", "must_show"):
            _check_names(place, field, getattr(item, field), library.passages, "secondsource sources show ID")
        if item.same_as is not None and item.same_as not in here:
            raise EvaluationTrouble(f"{place}: same_as: no question here is called {item.same_as!r}")
        yield item


def _parsed(file: str, content: bytes) -> Iterator[tuple[str, Item]]:
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        place = f"{file}, line {number}"
        try:
            yield place, _item(place, json.loads(line))
        except json.JSONDecodeError as error:
            raise EvaluationTrouble(f"{place}: is not JSON ({error.msg}); one JSON object a line") from error
        except UnicodeDecodeError as error:
            raise EvaluationTrouble(f"{place}: is not UTF-8; save the file as UTF-8") from error
        except ValidationError as error:
            fault = error.errors()[0]
            field = ".".join(str(part) for part in fault["loc"]) or "the line"
            raise EvaluationTrouble(f"{place}: {field}: {fault['msg'].lower()}, found {fault['input']!r}") from error


def _item(place: str, document: object) -> Item:
    """One parsed line as a question. Raises :class:`EvaluationTrouble` or pydantic's ``ValidationError``."""
    if not isinstance(document, dict):
        raise EvaluationTrouble(f"{place}: the line should be an object with id and question, found {document!r}")
    item = _ITEM.validate_python(document)
    if not item.id or any(char.isspace() for char in item.id):
        raise EvaluationTrouble(f"{place}: id: should be one word, found {item.id!r}")
    for field, text in (("question", item.question), *(("turns", turn) for turn in item.turns)):
        if not text.isprintable() and any("\ud800" <= char <= "\udfff" for char in text):
            raise EvaluationTrouble(f"{place}: {field}: holds half of a character pair, found {text!r}")
    return item


def _check_names(place: str, field: str, names: Sequence[str], known: Container[str], command: str) -> None:
    for name in names:
        if name not in known:
            raise EvaluationTrouble(f"{place}: {field}: the library has none called {name!r}; see: {command}")
