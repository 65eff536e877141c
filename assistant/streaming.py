"""An iterator that works in a thread, read in an event loop: nobody waits for it longer than they want to."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from threading import Event
from typing import TypeVar

T = TypeVar("T")


async def from_thread(
    work: Callable[[Event], Generator[T, None, None]], executor: Executor, *, beat: float
) -> AsyncGenerator[T | None, None]:
    """What ``work`` yields, as it comes; ``None`` after each ``beat`` seconds in which nothing did.

    When the reading ends, by being closed or cancelled as well, the event that ``work`` was given is set: from then on
    it should come to an end, and what it still yields is dropped. What it raises is raised here.
    """
    loop, stop = asyncio.get_running_loop(), Event()
    arriving: asyncio.Queue[T | _End] = asyncio.Queue()

    def put(item: "T | _End") -> None:
        loop.call_soon_threadsafe(arriving.put_nowait, item)

    def run() -> None:
        try:
            with closing(work(stop)) as items:
                for item in items:
                    if stop.is_set():
                        return
                    put(item)
        except Exception as error:
            put(_End(error))
        else:
            put(_End())

    executor.submit(run)
    try:
        while not isinstance(item := await _next(arriving, beat), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        stop.set()


@dataclass(frozen=True, slots=True)
class _End:
    """After the last item: what was raised, if anything was."""

    error: Exception | None = None


async def _next(arriving: "asyncio.Queue[T]", beat: float) -> T | None:
    try:
        async with asyncio.timeout(beat):
            return await arriving.get()
    except TimeoutError:
        return None
