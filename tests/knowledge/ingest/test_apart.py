"""The reading process: what a file makes its reader do costs that file alone."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.ingest import apart
from knowledge.ingest.documents import Document, Unreadable
from knowledge.ingest.reading import read_file
from tests.knowledge.ingest.malformed import SENTENCE, sound

READERS = """
import os, socket, subprocess, time
from knowledge.ingest import apart

def is_open(fd):
    try:
        return bool(os.fstat(fd))
    except OSError:
        return False

def read(content, name):
    exec(content.decode())

apart._reader = lambda kind: read
apart.main()
"""


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A reading process whose reader does what stands in the file."""
    start = apart.subprocess.Popen

    def hostile(command: list[str], **given: object) -> object:
        return start([*command[:-1], READERS], **given)  # type: ignore[call-overload]

    apart.end_process()
    monkeypatch.setattr(apart.subprocess, "Popen", hostile)
    yield
    apart.end_process()


def read(code: str) -> Document:
    return apart.read_apart("pdf", code.encode(), "hostile")


def test_a_reader_that_never_ends_is_ended(reader: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 1)
    start = time.monotonic()
    for code in ("while True: pass", "time.sleep(60)"):
        with pytest.raises(Unreadable, match="takes too long to read"):
            read(code)
    assert time.monotonic() - start < 20


def test_a_reader_that_fills_the_memory_is_stopped(reader: None) -> None:
    with pytest.raises(Unreadable, match="too much memory"):
        read("x = bytearray(600 * 2**20)")
    with pytest.raises(Unreadable, match="broke down"):  # and the next file has a process of its own
        read("os._exit(0)")


@pytest.mark.parametrize(
    "code",
    [
        "os.abort()",
        "os.kill(os.getpid(), 11)",
        "os._exit(0)",
        "[os.write(fd, b'{') for fd in range(3, 9) if is_open(fd)]; os._exit(0)",
    ],
)
def test_a_reader_that_breaks_down_is_told_in_one_line(reader: None, code: str) -> None:
    with pytest.raises(Unreadable, match="broke down") as caught:
        read(code)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "code",
    [
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('example.org', 80)",
        "subprocess.run(['true'])",
        "os.system('true')",
    ],
)
def test_a_reader_opens_no_connection_and_starts_no_program(reader: None, code: str) -> None:
    with pytest.raises(Unreadable, match="tried to open a connection or a program"):
        read(code)


def test_a_process_that_something_ended_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "sound.pdf"
    path.write_bytes(sound(".pdf"))
    before = list(read_file(path))
    assert apart._process is not None
    os.kill(apart._process._process.pid, signal.SIGKILL)
    apart._process._process.wait()
    assert list(read_file(path)) == before


def test_what_is_read_apart_is_what_is_read_here(tmp_path: Path) -> None:
    for suffix in (".pdf", ".docx", ".epub", ".html"):
        kind = suffix.removeprefix(".")
        here = apart._reader(kind)(sound(suffix), "sound")
        assert apart.read_apart(kind, sound(suffix), "sound") == here
        assert any(SENTENCE in part.text for part in here.parts)


def test_a_program_that_lies_beside_the_file_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("open('was-run', 'w')\nraise SystemExit\n")
    (tmp_path / "page.html").write_bytes(sound(".html"))
    apart.end_process()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])  # as where Python was started with -c, or as a console
    [document] = read_file(Path("page.html"))
    apart.end_process()
    assert not Path("was-run").exists() and any(SENTENCE in part.text for part in document.parts)


def test_a_module_is_found_where_the_path_is_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lib").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", "lib", str(tmp_path / "other")])
    assert apart._environment()["PYTHONPATH"].split(os.pathsep) == [str(tmp_path / "lib"), str(tmp_path / "other")]


def test_the_reading_process_knows_nothing_of_the_settings(reader: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECONDSOURCE_CHROMA_TOKEN", "s3cret")
    with pytest.raises(Unreadable, match=r"^\[\]$"):
        read("raise apart.Unreadable(str([name for name in os.environ if name.startswith('SECONDSOURCE_')]))")
