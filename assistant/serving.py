"""What readers are served: one assistant, replaced whole when its library changes, without a word lost.

A conversation lives in the reader's page, and an answer under way holds the assistant that began it: so the
exchange needs no lock and no pause. The old index is let go of when its last answer is done.
"""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event

from assistant.answering import Assistant
from assistant.errors import IndexTrouble, SecondSourceError
from assistant.indexing import status
from assistant.opening import open_assistant, served_library
from assistant.settings import Settings
from knowledge.holdings.folder import LibraryFolder
from knowledge.index import IndexUnusable
from knowledge.library import Library
from knowledge.snapshots import pointer_file

_NICE = 10
_LONGEST_PAUSE = 300.0  # seconds between two attempts at a state that cannot be served
_A_MOMENT = 0.5
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

    What is wrong with a changed library or its index is logged once and tried again, ever more seldom, while what
    was served goes on.
    """
    served = failed = None
    pause, due = every, 0.0
    while not stop.is_set():
        found = _changes(settings)
        if found != served and (found != failed or time.monotonic() >= due):
            try:
                if assistant := renewed(serving.assistant, settings, stop=stop):
                    serving.replace(assistant)
                    _log.warning("the library has changed; readers are served its new state")
                served, failed, pause = found, None, every
            except Exception as error:  # the outer edge of a thread nobody waits for
                if found != failed and not stop.is_set():
                    is_known = isinstance(error, SecondSourceError)
                    _log.warning("the library changed, but what was served goes on: %s", error, exc_info=not is_known)
                pause = min(2 * pause, _LONGEST_PAUSE)
                failed, due = found, time.monotonic() + pause
        stop.wait(every)


def renewed(current: Assistant, settings: Settings, *, stop: Event | None = None) -> Assistant | None:
    """The assistant of the library as it is to be served now, asked once; ``None`` if that is the ``current`` one.

    Its index is built in a process of its own, so that readers' answers keep their speed; ``stop`` ends that.
    Raises :class:`SecondSourceError` if it cannot be served, or only by words alone where the current one is not.
    """
    library = served_library(settings)
    is_the_same = library.corpus.fingerprint == current.library.corpus.fingerprint
    if is_the_same and _is_sound(current):
        return None
    if not status(library, settings).is_ready:
        _build_apart(settings, stop or Event())
    assistant = open_assistant(settings, library=library)
    if assistant.notice and (is_the_same or not current.notice):
        raise IndexTrouble(assistant.notice)
    next(assistant.answers(_WARMING))  # so that the first reader waits for nothing; no model is asked
    return assistant


def _is_sound(assistant: Assistant) -> bool:
    """Whether meaning is searched, in an index that still answers."""
    if assistant.index is None:
        return False
    with suppress(IndexUnusable):
        assistant.index.prove()
        return True
    return False


def _build_apart(settings: Settings, stop: Event) -> None:
    """Run ``secondsource index build`` on the library of the settings, at a low priority."""
    # -P: nothing is imported from the folder the server happens to stand in.
    command = [sys.executable, "-P", "-m", "assistant.cli", "index", "build", "--json"]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "SECONDSOURCE_CACHE": str(settings.cache),
        "SECONDSOURCE_LIBRARY": str(settings.library or ""),
    }
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as building:
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, building.pid, _NICE)
        while True:
            try:
                _, said = building.communicate(timeout=_A_MOMENT)
                break
            except subprocess.TimeoutExpired:
                if stop.is_set():
                    building.terminate()
    if building.returncode:
        lines = said.strip().splitlines() or [f"its process ended with {building.returncode}"]
        raise IndexTrouble(f"the index was not built: {lines[-1].removeprefix('secondsource: ')}")


def _changes(settings: Settings) -> tuple[object, ...]:
    """What tells that there is something new: the states of the log's file and of the pointer's."""
    assert settings.library is not None  # without a folder, nothing changes
    return tuple(map(_state, (LibraryFolder(settings.library).log, pointer_file(settings.cache, settings.library))))


def _state(file: Path) -> object:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
