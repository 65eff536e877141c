"""Reads broken files in a process of its own, where its memory can be told from that of the other tests."""

import socket
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from knowledge.ingest.documents import Unreadable
from knowledge.ingest.reading import read_file
from tests.knowledge.ingest.malformed import malformed


@dataclass(frozen=True)
class Reading:
    """What became of each file ("documents" or the line that says why not), the slowest one, and the memory."""

    outcomes: dict[str, str]
    slowest: tuple[float, str]
    megabytes: float


class ConnectionOpened(BaseException):
    """A reader went to the network; no reader can swallow this, for it is not an ``Exception``."""


def read_apart(count: int) -> Reading:
    """Read ``count`` broken files in a new process; raises what a reader raises beside :class:`Unreadable`."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(_read, count).result()


def outcome(path: Path) -> str:
    """ "documents", or the line that says why there are none."""
    try:
        documents = list(read_file(path))
    except Unreadable as error:
        return str(error)
    assert documents
    for document in documents:
        assert document.parts and all(part.text.strip() for part in document.parts)
        for part in document.parts:
            assert "root:" not in part.text, "a file of this computer was read"
            part.text.encode("utf-8")
    return "documents"


def _read(count: int) -> Reading:
    outcomes, slowest = {}, (0.0, "")
    with _no_network(), tempfile.TemporaryDirectory() as folder:
        for file in malformed(count):
            path = Path(folder) / file.name
            path.write_bytes(file.content)
            start = time.perf_counter()
            outcomes[file.name] = outcome(path)
            slowest = max(slowest, (time.perf_counter() - start, file.name))
            path.unlink()
    return Reading(outcomes, slowest, _most_megabytes())


def _most_megabytes() -> float:
    """The most memory this process has had; getrusage would count what its parent had when it began."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


@contextmanager
def _no_network() -> Iterator[None]:
    def refuse(*_: object, **__: object) -> None:
        raise ConnectionOpened

    connect, look_up = socket.socket.connect, socket.getaddrinfo
    socket.socket.connect = socket.getaddrinfo = refuse  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        socket.socket.connect, socket.getaddrinfo = connect, look_up  # type: ignore[method-assign]
