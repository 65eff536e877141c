"""What a model is asked, and how its replies are taken: as proposals, as a text to search for, as a choice."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any, Final

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from assistant.chat_models import ChatModel, Failure, ModelFailure
from assistant.drafting.proposals import SCHEMA, Proposal, Unreadable, read_proposals
from assistant.drafting.vocabulary import vocabulary
from assistant.prompting import Prompt
from assistant.questions import LONGEST, content_words, has_words
from knowledge.lexical import tokens
from knowledge.normalisation import numbers, printable
from knowledge.records import Passage
from knowledge.vocabulary import Collection

MOST_PASSAGES = 24
MOST_CHARACTERS = 16_000
"""What of the passages found a model is given: it fits into the 8,000 tokens that small servers keep."""

_SMALL_TASK_SECONDS = 15.0


def passages_given(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """As many of the passages as a model is given, the first first."""
    given: list[Passage] = []
    room = MOST_CHARACTERS
    for passage in passages[:MOST_PASSAGES]:
        room -= len(passage.text)
        if room < 0 and given:
            break
        given.append(passage)
    return tuple(given)


def answer_prompt(prompt: Prompt, question: str, passages: Sequence[Passage]) -> str:
    """The task of drafting an answer, with the passages of each side in a block of its own, as data."""
    sides = {
        side: "\n".join(_passage_line(passage) for passage in passages if passage.collection is side)
        for side in Collection
    }
    return prompt.render(
        question=_data(question),
        state_media=sides[Collection.STATE] or "(none)",
        independent=sides[Collection.OTHERS] or "(none)",
        signposts="\n".join(f"- {sentence}" for sentence in vocabulary().signposts),
    )


def propose(model: ChatModel, prompt: str) -> Iterator[Proposal]:
    """The statements of a draft as they come; one reply that cannot be read is asked for once more, from the start.

    Raises :class:`ModelFailure`.
    """
    try:
        yield from _proposals(model, prompt)
    except Unreadable:
        try:
            yield from _proposals(model, prompt)
        except Unreadable as error:
            raise ModelFailure(Failure.UNUSABLE, model.name) from error


def _proposals(model: ChatModel, prompt: str) -> Iterator[Proposal]:
    # Closed at once: the error's traceback would hold the call open, and a server of one slot would not take the next.
    with closing(model.stream(prompt, schema=SCHEMA)) as pieces:
        yield from read_proposals(pieces)


def rewritten(model: ChatModel, prompt: Prompt, question: str, turns: Sequence[str]) -> str | None:
    """A follow-up question as a model would put it by itself.

    ``None`` if it fails, or if it brings in words of its own, drops or exchanges any of the question's, or denies
    anything else.
    """
    asked = prompt.render(turns="\n".join(map(_data, turns)), question=_data(question))
    reply = _small_reply(model, asked, _QUESTION, _QUESTION_SCHEMA)
    if reply is None:
        return None
    text = printable(reply.question)
    known = " ".join((*turns, question))
    is_theirs = content_words(text) <= content_words(known) and set(numbers(text)) <= set(numbers(known))
    keeps_theirs = _in_order(tokens(question), tokens(text)) and _denials(text) == _denials(question)
    return text if is_theirs and keeps_theirs and has_words(text) and len(text) <= LONGEST else None


def _in_order(words: Sequence[str], among: Sequence[str]) -> bool:
    """Whether all of ``words`` stand in ``among``, in their order: who does what to whom stays as it was asked."""
    rest = iter(among)
    return all(word in rest for word in words)


def _denials(text: str) -> list[str]:
    lists, words = vocabulary(), re.findall(r"[a-z]+(?:n['’]t)?", text.lower())
    return [word for word in words if word in lists.denials or word.endswith(("n't", "n’t"))]


def chosen(model: ChatModel, prompt: Prompt, *, question: str, answer: str, candidates: Sequence[str]) -> list[str]:
    """The questions a model would have a student ask next, of those the library offers; empty if it fails."""
    listed = "\n".join(f"{number}. {_data(text)}" for number, text in enumerate(candidates, start=1))
    asked = prompt.render(question=_data(question), answer=_data(answer), candidates=listed)
    reply = _small_reply(model, asked, _CHOICE, _CHOICE_SCHEMA)
    numbers_chosen = dict.fromkeys(reply.chosen) if reply is not None else {}
    return [candidates[number - 1] for number in numbers_chosen if 0 < number <= len(candidates)]


@checked(frozen=True, config=ConfigDict(extra="forbid", strict=True))
class _Question:
    question: str


@checked(frozen=True, config=ConfigDict(extra="forbid", strict=True))
class _Choice:
    chosen: list[int]


_QUESTION: Final = TypeAdapter(_Question)
_CHOICE: Final = TypeAdapter(_Choice)


def _schema(name: str, content: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "title": name,
        "type": "object",
        "properties": {name: content},
        "required": [name],
        "additionalProperties": False,
    }


_QUESTION_SCHEMA: Final = _schema("question", {"type": "string"})
_CHOICE_SCHEMA: Final = _schema("chosen", {"type": "array", "items": {"type": "integer"}})


def _small_reply(model: ChatModel, prompt: str, reader: "TypeAdapter[Any]", schema: Mapping[str, Any]) -> Any:
    """A short reply, read; ``None`` if there is none to be had soon: nothing but comfort depends on it."""
    hurried = replace(model, timeout=min(model.timeout, _SMALL_TASK_SECONDS))
    try:
        return reader.validate_json(hurried.reply(prompt, schema=schema).strip())
    except (ModelFailure, ValidationError):
        return None


def _passage_line(passage: Passage) -> str:
    return _data({"id": passage.id, "text": passage.text})


def _data(value: object) -> str:
    """A value as JSON in one line, in which no fence of a prompt can stand."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")
