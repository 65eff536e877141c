"""One call to a language model: the text as it comes, within a deadline, ended the moment nobody listens.

LangChain's asynchronous streams run in one event loop on a thread of its own. A read that waits there for a silent
server can be cancelled, which closes the connection; a read that waits in a plain thread cannot.
"""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, cast

from assistant.models.failures import Failure, ModelFailure, failure_of, is_about_the_request

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

LONGEST_REPLY = 64_000
"""Characters of a reply; one that is longer is ended."""

_ENDINGS = ("finish_reason", "stop_reason", "done_reason", "status")
_CUT_SHORT = frozenset({"length", "max_tokens", "incomplete"})
_GLANCE = 0.1  # seconds between two looks at whether the call is to be stopped
_log = logging.getLogger(__name__)
_loops: list[asyncio.AbstractEventLoop] = []
_opening = threading.Lock()


@dataclass(frozen=True)
class Attempt:
    """One way to put a request: the model it goes to and what else goes with the prompt.

    ``says_when_done``: a stream of this model that ends without a reason for ending has broken off.
    """

    client: "BaseChatModel" = field(repr=False)
    arguments: Mapping[str, Any] = field(default_factory=dict)
    says_when_done: bool = False


def call(
    prompt: str, attempts: Sequence[Attempt], *, seconds: float, stop: threading.Event | None = None
) -> Iterator[str]:
    """The text that answers a prompt, in pieces as they come; closing the iterator ends the call, and so does ``stop``.

    A further attempt is made when the one before was rejected for its form, before any text came. Raises
    :class:`ModelFailure` without a name. All of it takes at most ``seconds``.
    """
    arriving: SimpleQueue[str | ModelFailure | None] = SimpleQueue()
    deadline = time.monotonic() + seconds
    running = asyncio.run_coroutine_threadsafe(_put_all(prompt, attempts, arriving, seconds), _loop())
    try:
        while (piece := _next(arriving, deadline, stop)) is not None:
            if isinstance(piece, ModelFailure):
                raise piece
            yield piece
    finally:
        # At the deadline the call ends itself; a second end would break off the closing of its connection.
        if time.monotonic() < deadline:
            running.cancel()


def _next(
    arriving: "SimpleQueue[str | ModelFailure | None]", deadline: float, stop: threading.Event | None
) -> str | ModelFailure | None:
    while stop is None or not stop.is_set():
        left = max(0.0, deadline - time.monotonic())
        try:
            return arriving.get(timeout=left if stop is None else min(left, _GLANCE))
        except Empty:
            if time.monotonic() >= deadline:
                return ModelFailure(Failure.TIMED_OUT)
    return ModelFailure(Failure.BROKE_OFF)


def _loop() -> asyncio.AbstractEventLoop:
    """The event loop of every call: clients keep connections, which belong to the loop they were opened in."""
    with _opening:
        if not _loops:
            _loops.append(asyncio.new_event_loop())
            threading.Thread(target=_loops[0].run_forever, name="language model", daemon=True).start()
        return _loops[0]


async def _put_all(
    prompt: str, attempts: Sequence[Attempt], arriving: "SimpleQueue[str | ModelFailure | None]", seconds: float
) -> None:
    """Put every piece, then None or the failure."""
    from langsmith import tracing_context

    begun = False
    try:
        # A question goes to the model and nowhere else, whatever LangSmith's variables say.
        with tracing_context(enabled=False):
            async with asyncio.timeout(seconds), aclosing(_first_accepted(prompt, attempts)) as pieces:
                async for piece in pieces:
                    begun = True
                    arriving.put(piece)
        arriving.put(None if begun else ModelFailure(Failure.UNUSABLE))
    except ModelFailure as failure:
        arriving.put(failure)
    except Exception as error:
        _log.debug("a call to a language model ended with %s", type(error).__name__)
        arriving.put(ModelFailure(failure_of(error)))


async def _first_accepted(prompt: str, attempts: Sequence[Attempt]) -> AsyncGenerator[str, None]:
    for attempt in attempts:
        begun = False
        try:
            async with aclosing(_pieces(prompt, attempt)) as pieces:
                async for piece in pieces:
                    begun = True
                    yield piece
            return
        except Exception as error:
            if begun or attempt is attempts[-1] or not is_about_the_request(error):
                raise


async def _pieces(prompt: str, attempt: Attempt) -> AsyncGenerator[str, None]:
    """The text of one attempt, without empty pieces. Raises what the provider raises, and :class:`ModelFailure`."""
    length, ending = 0, None
    # LangChain's types promise an iterator; what comes is a generator, which can be closed.
    chunks = cast("AsyncGenerator[AIMessageChunk, None]", attempt.client.astream(prompt, **attempt.arguments))
    async with aclosing(chunks):
        async for chunk in chunks:
            ending = _ending(chunk) or ending
            if text := _whole_characters(str(chunk.text)):
                length += len(text)
                if length > LONGEST_REPLY:
                    raise ModelFailure(Failure.TOO_LONG)
                yield text
    if ending in _CUT_SHORT:
        raise ModelFailure(Failure.TOO_LONG)
    if attempt.says_when_done and ending is None and length:
        raise ModelFailure(Failure.BROKE_OFF)


def _ending(chunk: "AIMessageChunk") -> str | None:
    """Why the stream ends, in a provider's word, if this chunk says so."""
    return next((str(chunk.response_metadata[key]) for key in _ENDINGS if chunk.response_metadata.get(key)), None)


def _whole_characters(text: str) -> str:
    """The text with a replacement character for each half of a surrogate pair, which nothing could print or store."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
