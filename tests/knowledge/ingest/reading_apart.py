"""Reads broken files in a process of its own, where its memory can be told from that of the other tests."""

import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from knowledge.ingest import apart
from knowledge.ingest.documents import Unreadable
from knowledge.ingest.reading import read_file
from tests.knowledge.ingest.malformed import malformed
from tests.knowledge.ingest.malformed_texts import LISTENER

COLUMNS = {"text": "text"}
_AT_ONCE = 50


@dataclass
class Reading:
    """What became of each file ("documents" or the line that says why not), the slowest one, and the memory."""

    outcomes: dict[str, str] = field(default_factory=dict)
    slowest: tuple[float, str] = (0.0, "")
    megabytes: float = 0.0
    visitors: int = 0


class ConnectionOpened(BaseException):
    """A reader went to the network; no reader can swallow this, for it is not an ``Exception``."""


def read_apart(count: int) -> Reading:
    """Read ``count`` broken files in a new process; raises what a reader raises beside :class:`Unreadable`."""
    whole = Reading()
    with (
        _listening(whole),
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process,
    ):
        files_to_come = malformed(count)
        while files := tuple(islice(files_to_come, _AT_ONCE)):
            for file in files:
                (Path(folder) / file.name).write_bytes(file.content)
            read = process.submit(_read, [Path(folder) / file.name for file in files]).result()
            whole.outcomes |= read.outcomes
            whole.slowest = max(whole.slowest, read.slowest)
            whole.megabytes = max(whole.megabytes, read.megabytes)
            for file in files:
                (Path(folder) / file.name).unlink()
    return whole


def outcome(path: Path) -> str:
    """ "documents", or the line that says why there are none."""
    try:
        documents = list(read_file(path, columns=COLUMNS))
    except Unreadable as error:
        return str(error)
    assert documents
    for document in documents:
        assert document.parts and all(part.text.strip() for part in document.parts)
        for part in document.parts:
            assert "root:" not in part.text, "a file of this computer was read"
            part.text.encode("utf-8")
    return "documents"


def _read(paths: list[Path]) -> Reading:
    reading = Reading()
    with _no_network():
        for path in paths:
            start = time.perf_counter()
            reading.outcomes[path.name] = outcome(path)
            reading.slowest = max(reading.slowest, (time.perf_counter() - start, path.name))
            reading.megabytes = max(reading.megabytes, most_megabytes(), _most_megabytes_apart())
    return reading


def most_megabytes(process: int | str = "self") -> float:
    """The most memory a process has had; getrusage would count what its parent had when it began."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024 if "VmHWM:" in status else 0.0


def _most_megabytes_apart() -> float:
    process = apart._process
    return 0.0 if process is None or process.has_ended else most_megabytes(process._process.pid)


@contextmanager
def _listening(reading: Reading) -> Iterator[None]:
    """Listens where external entities lead to, and counts who comes."""
    with socket.create_server(("127.0.0.1", LISTENER)) as server:

        def count() -> None:
            while True:
                try:
                    server.accept()[0].close()
                except OSError:
                    return
                reading.visitors += 1

        thread = threading.Thread(target=count, daemon=True)
        thread.start()
        yield
        server.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=5)


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
