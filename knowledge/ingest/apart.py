"""Files of formats that other people's code reads are read in a process of their own, within bounds.

A hostile file can make a reader run for hours, fill the memory or end its process. Here it costs itself alone: the
process has so much memory and time, opens no connection and starts no program, and what ends it is told in one line.
One process reads file after file and is replaced once it was ended or has grown.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, Final

from knowledge.ingest.documents import Document, Part, Unreadable

MEMORY: Final = 512 * 2**20
"""The most bytes the reading process may have; some 70 million are Python and the readers."""

SECONDS: Final = 8
SECONDS_PER_MEGABYTE: Final = 4
"""Processor time for a file, and for each megabyte of it beyond the first; 1,000 pages of print (5 MB) take 10."""

_PATIENCE: Final = 3
"""How many times its processor time a file may take by the clock, on a computer that has other things to do."""

_GROWN: Final = MEMORY // 2
_TOO_LONG = "the file takes too long to read; split it, or save it in another way"
_TOO_MUCH = "the file takes too much memory to read, or its reader broke down; split it, or save it in another way"
_FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.fork")


def read_apart(kind: str, content: bytes, name: str) -> Document:
    """The one document in a file of ``kind``: pdf, docx, epub or html. Raises :class:`Unreadable`."""
    global _process
    with _lock:
        if _process is None or _process.has_ended:
            end_process()
            _process = _Process()
        answer: dict[str, Any] = {"is_grown": True}
        try:
            answer = _process.read(kind, content, name)
        finally:
            if answer["is_grown"]:
                end_process()
    if "document" not in answer:
        raise Unreadable(answer["unreadable"])
    document = answer["document"]
    parts = tuple(Part(**part) for part in document.pop("parts"))
    return Document(**document | {"parts": parts, "notes": tuple(document["notes"])})


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """What the reading process does until its input ends: a line and a file's bytes in, a line out."""
    sys.addaudithook(_refuse)
    while line := requests.readline():
        asked = json.loads(line)
        _limit(asked["seconds"])
        answer: dict[str, Any]
        try:
            document = _reader(asked["kind"])(requests.read(asked["size"]), asked["name"])
            answer = {"document": asdict(document)}
        except Unreadable as error:
            answer = {"unreadable": str(error)}
        except MemoryError:
            answer = {"unreadable": _TOO_MUCH}
        answer["is_grown"] = _size() > _GROWN
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


class _Process:
    """The reading process, as the one that asks sees it."""

    def __init__(self) -> None:
        start = "import sys; from knowledge.ingest.apart import main; main()"
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )

    def read(self, kind: str, content: bytes, name: str) -> dict[str, Any]:
        """The process's answer; raises :class:`Unreadable` where it gave none."""
        seconds = SECONDS + SECONDS_PER_MEGABYTE * max(0, len(content) // 2**20 - 1)
        asked = {"kind": kind, "name": name, "size": len(content), "seconds": seconds}
        late = threading.Timer(_PATIENCE * seconds, self._process.kill)
        late.start()
        try:
            line = self._ask(json.dumps(asked).encode() + b"\n" + content)
            ended = None if line.endswith(b"\n") else self._process.wait()
        finally:
            late.cancel()
        if ended is not None:
            raise Unreadable(_TOO_LONG if ended in (-signal.SIGKILL, -signal.SIGXCPU) else _TOO_MUCH)
        answer: dict[str, Any] = json.loads(line)
        return answer

    @property
    def has_ended(self) -> bool:
        """Whether something ended it while it waited for a file."""
        return self._process.poll() is not None

    def end(self) -> None:
        """Let the process go."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _ask(self, message: bytes) -> bytes:
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None and answers is not None
        with suppress(BrokenPipeError):
            requests.write(message)
            requests.flush()
        return answers.readline()


_process: _Process | None = None
_lock = threading.Lock()


@atexit.register
def end_process() -> None:
    """Let the reading process go; the next file that needs one starts another."""
    global _process
    if _process is not None:
        _process.end()
        _process = None


def main() -> None:
    """The reading process: what readers print goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


def _environment() -> dict[str, str]:
    """The reading process's: it finds the modules that this one finds, and has none of the settings.

    The current folder, which ``""`` stands for, is not searched (nor is it put first, with ``-P``): it may be the one
    that the files came in, and a ``json.py`` beside them would be run.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SECONDSOURCE_")}
    return kept | {"PYTHONPATH": os.pathsep.join(str(Path(path).absolute()) for path in sys.path if path)}


def _reader(kind: str) -> Callable[[bytes, str], Document]:
    if kind == "pdf":
        from knowledge.ingest.pdf import read_pdf

        return read_pdf
    if kind == "docx":
        from knowledge.ingest.docx import read_docx

        return read_docx
    if kind == "epub":
        from knowledge.ingest.epub import read_epub

        return read_epub
    from knowledge.ingest.html import read_html

    return read_html


def _limit(seconds: int) -> None:
    """Bound this process's memory, and its processor time from now on, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the clock alone
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    until = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until if most == resource.RLIM_INFINITY else min(until, most), most))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _size() -> int:
    """The bytes of memory this process has; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - once for each file
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _refuse(event: str, _: tuple[object, ...]) -> None:
    if event in _FORBIDDEN:
        raise Unreadable("the file asks for more than to be read: its reader tried to open a connection or a program")
