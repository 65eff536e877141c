"""A chat model that says what a file tells it to, for tests and demonstrations: ``scripted:FILE``.

The file is JSON Lines, or one JSON list, of objects:

``{"reply": "text"}``
    the text; with ``pieces`` (how many it comes in), ``pause`` (seconds before each piece) and ``breaks_off_after``
    (characters after which the connection is lost)
``{"fails": "timed out"}``
    a failure, named as in :class:`assistant.models.failures.Failure`

Each is used once, in order. One with ``"when": "text"`` answers every prompt in which that text stands instead. When
none is left the call fails as a server's error.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from assistant.errors import ModelUnavailable
from assistant.models.failures import Failure, ModelFailure


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing to say; ``fails`` in place of it. ``pause`` is in seconds, ``breaks_off_after`` in characters."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    reply: str | None = None
    fails: Failure | None = None
    when: str | None = None
    pieces: Annotated[int, Field(ge=1)] = 1
    pause: Annotated[float, Field(ge=0)] = 0.0
    breaks_off_after: Annotated[int, Field(ge=0)] | None = None

    def __post_init__(self) -> None:
        if (self.reply is None) == (self.fails is None):
            raise ValueError('there should be either "reply" or "fails"')

    def texts(self) -> Iterator[str]:
        """The pieces. Raises :class:`ModelFailure` where the line says so."""
        if self.fails is not None:
            raise ModelFailure(self.fails)
        reply = self.reply or ""
        said = reply[: self.breaks_off_after]
        size = max(1, -(-len(reply) // self.pieces))
        yield from (said[start : start + size] for start in range(0, len(said), size))
        if self.breaks_off_after is not None:
            raise ModelFailure(Failure.BROKE_OFF)


class ScriptedModel(BaseChatModel):
    """A LangChain chat model with its lines before it; ``asked`` holds every prompt it was given, in order."""

    lines: tuple[Line, ...]
    asked: list[str] = Field(default_factory=list)
    said: int = 0

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text = "".join(str(chunk.text) for chunk in self._stream(messages))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        line = self._next_line(messages)
        for text in line.texts():
            time.sleep(line.pause)
            yield _chunk(text)

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        line = self._next_line(messages)
        for text in line.texts():
            await asyncio.sleep(line.pause)
            yield _chunk(text)

    def _next_line(self, messages: Sequence[BaseMessage]) -> Line:
        prompt = "\n".join(str(message.text) for message in messages)
        self.asked.append(prompt)
        for line in self.lines:
            if line.when is not None and line.when in prompt:
                return line
        queue = [line for line in self.lines if line.when is None]
        if self.said >= len(queue):
            raise ModelFailure(Failure.SERVER_ERROR)
        self.said += 1
        return queue[self.said - 1]


def read_script(file: Path) -> ScriptedModel:
    """The model that a file describes. Raises :class:`ModelUnavailable` naming the file and what is wrong in it."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ModelUnavailable(f"the script {file} of a language model cannot be read: {reason}") from None
    if text.lstrip().startswith("["):
        items = _json(text, f"{file}")
    else:
        lines = enumerate(text.splitlines(), start=1)
        items = [_json(line, f"{file}, line {number}") for number, line in lines if line.strip()]
    return ScriptedModel(lines=tuple(_line(item, f"{file}, entry {n}") for n, item in enumerate(items, start=1)))


def _json(text: str, place: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise ModelUnavailable(f"{place} is not JSON; write one object a line, or one list") from None


def _line(item: Any, place: str) -> Line:
    try:
        return TypeAdapter(Line).validate_python(item)
    except ValidationError as error:
        fault = error.errors()[0]
        field = "".join(f'"{part}": ' for part in fault["loc"])
        raise ModelUnavailable(f"{place}: {field}{fault['msg'].removeprefix('Value error, ')}") from None


def _chunk(text: str) -> ChatGenerationChunk:
    return ChatGenerationChunk(message=AIMessageChunk(content=text))
