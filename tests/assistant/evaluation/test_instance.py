"""A hosted instance measured through its public interface, on the loopback interface only."""

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from assistant.answering import Assistant
from assistant.answers import Answer
from assistant.chat_models import ChatModel
from assistant.serving import Serving
from knowledge.library import Library
from tests.application import served

pytestmark = [
    pytest.mark.usefixtures("quick", "warm"),
    # Gradio's queue counts its calls with pandas, in ways that pandas is about to drop.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:gradio.queueing"),
]
WANTED = ("countries", "gifts", "pressed", "pancakes", "derivative", "follow-up")


@dataclass
class Hosted:
    """The assistant as it is served: it counts what it is asked, and does ``then`` from the question ``at`` on."""

    assistant: Assistant
    at: int | None = None
    then: Callable[[], None] = lambda: None
    asked: list[str] = field(default_factory=list)

    @property
    def library(self) -> Library:
        return self.assistant.library

    @property
    def model(self) -> ChatModel | None:
        return self.assistant.model

    def ask(self, question: str, turns: Sequence[str] = ()) -> Answer:
        self.asked.append(question)
        if self.at is not None and len(self.asked) >= self.at:
            self.then()
        return self.assistant.ask(question, turns)


def built(build: Callable[[], FastAPI]) -> FastAPI:
    """What ``build`` gives, from within a loop: outside of one Gradio opens some and never closes them."""

    async def within() -> FastAPI:
        return build()

    return asyncio.run(within())


class Door:
    """A port that leads to another, until it is shut: then it is for a reader as if the instance were killed."""

    def __init__(self, behind: int, port: int = 0) -> None:
        self.behind = behind
        self.listener = socket.create_server(("127.0.0.1", port))
        self.port: int = self.listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._ends: list[socket.socket] = []
        self._is_open = True
        threading.Thread(target=self._let_in, daemon=True).start()

    def _let_in(self) -> None:
        while self._is_open:
            try:
                reader, _ = self.listener.accept()
            except OSError:
                return
            if not self._is_open:
                reader.close()
                return
            inside = socket.create_connection(("127.0.0.1", self.behind))
            self._ends += [reader, inside]
            for pair in ((reader, inside), (inside, reader)):
                threading.Thread(target=self._carry, args=pair, daemon=True).start()

    @staticmethod
    def _carry(source: socket.socket, target: socket.socket) -> None:
        try:
            while content := source.recv(65536):
                target.sendall(content)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            return  # the door was shut

    def shut(self) -> None:
        self._is_open = False
        for end in (self.listener, *self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@pytest.fixture(scope="module")
def running(assistant: Assistant) -> Iterator[tuple[Hosted, int]]:
    """The real web chat, and the port it is at."""
    from assistant.web import build_app

    hosted = Hosted(assistant)
    with served(built(lambda: build_app(Serving(hosted)))) as address:  # type: ignore[arg-type]
        yield hosted, int(address.rpartition(":")[2])


@pytest.fixture
def hosted(running: tuple[Hosted, int], assistant: Assistant) -> Hosted:
    """The served assistant, as if it had just been started."""
    fresh = Hosted(assistant)
    running[0].__dict__.update(fresh.__dict__)
    return running[0]


@pytest.fixture
def door(running: tuple[Hosted, int]) -> Iterator[Callable[..., Door]]:
    """Open a door to the served assistant; shut when the test ends."""
    doors: list[Door] = []

    def opened(port: int = 0) -> Door:
        doors.append(Door(running[1], port))
        return doors[-1]

    yield opened
    for each in doors:
        each.shut()


@pytest.fixture
def questions(write_set: Any, small: list[dict[str, Any]]) -> str:
    return str(write_set(*(item for item in small if item["id"] in WANTED)))


def is_one_line(error: str) -> bool:
    lines = [line for line in error.splitlines() if not line.startswith("secondsource: asking http")]
    return len(lines) == 1 and lines[0].startswith("secondsource: ")


def test_an_instance_measures_as_the_assistant_in_this_process(
    questions: str, hosted: Hosted, door: Any, run: Any, tmp_path: Path
) -> None:
    address = door().address
    files = [str(tmp_path / name) for name in ("here.json", "there.json")]
    assert run("evaluate", "--set", questions, "--json", files[0])[0] == 0
    code, _, error = run("evaluate", "--set", questions, "--json", files[1], "--against", f"{address}/")
    assert code == 0, error
    here, there = (json.loads(Path(file).read_text(encoding="utf-8")) for file in files)
    planted = {name for name in here["measures"] if name.startswith("instruction_")}
    assert len(planted) == 3
    assert there["measures"] == {name: found for name, found in here["measures"].items() if name not in planted}
    assert there["baselines"] == here["baselines"]
    assert [outcome["sentences"] for outcome in there["items"]] == [outcome["sentences"] for outcome in here["items"]]
    assert there["run"]["subject"] == address
    assert address in there["run"]["command"]
    assert len(hosted.asked) == 1 + 2 * len(WANTED)


@pytest.mark.parametrize("at", [4, 10], ids=["the first time", "asked again"])
def test_an_instance_that_dies_is_named_and_the_same_command_finishes_later(
    at: int, questions: str, hosted: Hosted, door: Any, run: Any, tmp_path: Path
) -> None:
    first = door()
    hosted.at, hosted.then = at, first.shut
    whole, file = str(tmp_path / "whole.json"), str(tmp_path / "run.json")
    code, out, error = run("evaluate", "--set", questions, "--json", file, "--against", first.address)
    assert (code, out) == (1, "")
    assert is_one_line(error), error
    assert f"{first.address} stopped answering" in error and "run the same command" in error
    assert not Path(file).exists()

    hosted.at, hosted.asked = None, []
    door(first.port)
    assert run("evaluate", "--set", questions, "--json", file, "--against", first.address)[0] == 0
    assert len(hosted.asked) == 1 + 2 * len(WANTED) - (at - 2)
    assert run("evaluate", "--set", questions, "--json", whole, "--against", first.address)[0] == 0
    assert Path(file).read_bytes() == Path(whole).read_bytes()


@pytest.mark.parametrize("address", ["localhost:7860", "ftp://127.0.0.1", "second source", "http://", "http://["])
def test_what_is_no_web_address_is_said(address: str, questions: str, run: Any) -> None:
    code, out, error = run("evaluate", "--set", questions, "--against", address)
    assert (code, out, is_one_line(error)) == (1, "", True)
    assert address in error


def test_where_nothing_listens_there_is_no_instance(questions: str, run: Any) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
    code, out, error = run("evaluate", "--set", questions, "--against", address)
    assert (code, out, is_one_line(error)) == (1, "", True)
    assert f"there is no Second Source at {address}" in error and "secondsource serve" in error


@pytest.fixture
def plain() -> Iterator[Callable[[int, str, bytes], str]]:
    """A web server that answers everything with the same; gives its address."""
    servers: list[ThreadingHTTPServer] = []

    def serve(code: int, kind: str, body: bytes) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(code)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET
            do_HEAD = do_GET

            def log_message(self, format: str, *arguments: Any) -> None:
                pass

        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_address[1]}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("code", "kind", "body"),
    [
        (404, "text/plain", b"not here"),
        (200, "text/html", b"<!doctype html><title>My garden</title>"),
        (200, "application/json", b"{}"),
        (200, "application/json", b"[]"),
        (200, "application/json", b'"hello"'),
        (200, "application/octet-stream", bytes(range(256))),
        (500, "text/html", b"oh no\n" * 100),
    ],
    ids=["404", "a page", "an object", "a list", "a text", "bytes", "500"],
)
def test_a_web_server_that_is_something_else_is_no_instance(
    code: int, kind: str, body: bytes, questions: str, plain: Any, run: Any
) -> None:
    address = plain(code, kind, body)
    code, out, error = run("evaluate", "--set", questions, "--against", address)
    assert (code, out, is_one_line(error)) == (1, "", True)
    assert f"there is no Second Source at {address}" in error


@pytest.mark.parametrize(
    ("name", "said"),
    [("greet", "there is no Second Source at"), ("ask", "answers in a form that this version does not read")],
)
def test_a_gradio_page_of_another_kind_is_no_instance(name: str, said: str, questions: str, run: Any) -> None:
    import gradio as gr

    def greet(question: str, turns: list[str]) -> dict[str, str]:
        return {"hello": question}

    def build() -> FastAPI:
        with gr.Blocks(analytics_enabled=False) as page:
            gr.events.api(greet, api_name=name)
        app: FastAPI = gr.mount_gradio_app(FastAPI(), page, path="", ssr_mode=False)
        return app

    with served(built(build)) as address:
        code, out, error = run("evaluate", "--set", questions, "--against", address)
    assert (code, out, is_one_line(error)) == (1, "", True)
    assert said in error


def test_an_instance_with_another_library_is_refused_with_both_names(
    questions: str, hosted: Hosted, planted: Assistant, assistant: Assistant, door: Any, run: Any
) -> None:
    hosted.assistant = planted
    code, out, error = run("evaluate", "--set", questions, "--against", door().address)
    assert (code, out, is_one_line(error)) == (1, "", True)
    assert planted.library.corpus.fingerprint[:12] in error
    assert assistant.library.corpus.fingerprint[:12] in error
    assert len(hosted.asked) == 1
