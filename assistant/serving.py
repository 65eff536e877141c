"""What readers are served: one assistant, replaced whole when its library changes, without a word lost.

A conversation lives in the reader's page, and an answer under way holds the assistant that began it: so the
exchange needs no lock and no pause. The old index is let go of when its last answer is done.
"""

import logging
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from threading import Event

from assistant.answering import Assistant
from assistant.errors import IndexTrouble, SecondSourceError
from assistant.indexing import IndexReport, build, status
from assistant.opening import open_assistant, served_library
from assistant.settings import Settings
from knowledge.holdings.folder import LibraryFolder
from knowledge.library import Library
from knowledge.snapshots import library_key, pointer_file

_NICE = 10
_WARMING = "How many countries did Kim Il Sung visit?"

_log = logging.getLogger(__name__)


class Serving:
    """The assistant that is asked now."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._listeners: list[Callable[[], None]] = []

    @property
    def assistant(self) -> Assistant:
        """The assistant; take it once for each answer, so that the whole answer is of one library."""
        return self._assistant

    @property
    def library(self) -> Library:
        """The library of :attr:`assistant`."""
        return self._assistant.library

    def when_replaced(self, listener: Callable[[], None]) -> None:
        """Have ``listener`` called after each replacement."""
        self._listeners.append(listener)

    def replace(self, assistant: Assistant) -> None:
        """Serve another assistant from the next question on."""
        self._assistant = assistant
        for listener in self._listeners:
            listener()


def follow(serving: Serving, settings: Settings, *, stop: Event, every: float = 2.0) -> None:
    """Serve what the library folder says, looking at it ``every`` so many seconds, until ``stop`` is set.

    Whatever is wrong with the changed library or its index is logged once and tried again; what was served goes on.
    """
    seen, told = None, None
    while True:
        found = _changes(settings)
        if found != seen:
            try:
                if assistant := renewed(serving.assistant, settings):
                    serving.replace(assistant)
                    _log.warning("the library has changed; readers are served its new state")
                seen, told = found, None
            except Exception as error:  # the outer edge of a thread nobody waits for: it is tried again
                if told != (told := str(error)):
                    is_known = isinstance(error, SecondSourceError)
                    _log.warning(
                        "the library has changed, but what was served goes on: %s", error, exc_info=not is_known
                    )
        if stop.wait(every):
            return


def renewed(current: Assistant, settings: Settings) -> Assistant | None:
    """The assistant of the library as it is to be served now, asked once; ``None`` if that is the ``current`` one.

    Its index is built in a process of its own, so that readers' answers keep their speed.
    Raises :class:`SecondSourceError` if it cannot be served, or only by words alone where the current one is not.
    """
    library = served_library(settings)
    if library.corpus.fingerprint == current.library.corpus.fingerprint:
        return None
    if not status(library, settings).is_ready:
        _build_apart(settings)
    assistant = open_assistant(settings, library=library)
    if assistant.notice and not current.notice:
        raise IndexTrouble(assistant.notice)
    assistant.ask(_WARMING)  # so that the first reader waits for nothing
    return assistant


def _build_apart(settings: Settings) -> None:
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
            report = apart.submit(_build, settings).result()
    except BrokenProcessPool as error:
        raise IndexTrouble("the process that built the index was killed; it is tried at the next change") from error
    if not report.is_ready:
        raise IndexTrouble(report.problem)


def _build(settings: Settings) -> IndexReport:
    if hasattr(os, "nice"):
        os.nice(_NICE)
    return build(served_library(settings), settings)


def _changes(settings: Settings) -> tuple[object, ...]:
    """What tells that there is something new: the states of the log's file and of the pointer's."""
    files = [pointer_file(settings.cache, library_key(settings.library))]
    if settings.library is not None:
        files.append(LibraryFolder(settings.library).log)
    return tuple(map(_state, files))


def _state(file: Path) -> object:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
