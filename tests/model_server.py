"""A server of language models on the loopback interface, in the ways of OpenAI, Ollama and Anthropic.

What it does with each request is a behaviour, a function of the exchange; it goes through those it was given, and keeps
to the last.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Wire:
    """How one provider's stream is written: its pieces, and what stands before and after them."""

    media_type: str
    piece: Callable[[str], bytes]
    start: bytes = b""
    end: bytes = b""


def _event(data: Any, name: str = "") -> bytes:
    return (f"event: {name}\n" if name else "").encode() + b"data: " + json.dumps(data).encode() + b"\n\n"


def _choice(delta: dict[str, Any], reason: str | None = None) -> bytes:
    choices = [{"index": 0, "delta": delta, "finish_reason": reason}]
    return _event({"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices})


def _line(**fields: Any) -> bytes:
    return json.dumps({"model": "m", "created_at": "2026-01-01T00:00:00Z", **fields}).encode() + b"\n"


_MESSAGE = {"id": "m", "type": "message", "role": "assistant", "model": "m", "content": [], "stop_reason": None}
_USAGE = {"input_tokens": 1, "output_tokens": 1}
OPENAI = Wire(
    "text/event-stream",
    lambda text: _choice({"role": "assistant", "content": text}),
    end=_choice({}, "stop") + b"data: [DONE]\n\n",
)
OLLAMA = Wire(
    "application/x-ndjson",
    lambda text: _line(message={"role": "assistant", "content": text}, done=False),
    end=_line(message={"role": "assistant", "content": ""}, done=True, done_reason="stop"),
)
ANTHROPIC = Wire(
    "text/event-stream",
    lambda text: _event(
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}},
        "content_block_delta",
    ),
    start=_event({"type": "message_start", "message": {**_MESSAGE, "usage": _USAGE}}, "message_start")
    + _event(
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        "content_block_start",
    ),
    end=_event({"type": "content_block_stop", "index": 0}, "content_block_stop")
    + _event({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": _USAGE}, "message_delta")
    + _event({"type": "message_stop"}, "message_stop"),
)
_WIRES = {"/v1/chat/completions": OPENAI, "/api/chat": OLLAMA, "/v1/messages": ANTHROPIC}


@dataclass
class Request:
    """What was asked: the path, the headers by their names in small letters, and the body."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def key(self) -> str:
        """The key that came with it, or nothing."""
        return self.headers.get("authorization", "").removeprefix("Bearer ") or self.headers.get("x-api-key", "")


@dataclass
class ModelServer:
    """A server's address, what it was asked, and whether a client has gone away before the end.

    ``asked_for`` are the paths that no language model has, in any request.
    """

    address: str = ""
    asked_for: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)


class Exchange:
    """One request and the way to answer it."""

    def __init__(self, handler: BaseHTTPRequestHandler, request: Request, server: ModelServer) -> None:
        self._handler, self._server = handler, server
        self.request = request
        self.wire = _WIRES[request.path]

    def answer(self, status: int, body: bytes, media_type: str = "application/json") -> None:
        """A whole answer at once."""
        self._head(status, media_type, ("Content-Length", str(len(body))))
        self._handler.wfile.write(body)

    def open(self) -> None:
        """The head of a stream and what stands before its pieces."""
        self._head(200, self.wire.media_type, ("Transfer-Encoding", "chunked"))
        if self.wire.start:
            self.send(self.wire.start)

    def say(self, text: str) -> None:
        """A piece of the text."""
        self.send(self.wire.piece(text))

    def send(self, content: bytes) -> None:
        """Some bytes of the stream. Raises ``OSError`` when nobody is there any more."""
        try:
            self._handler.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))
        except OSError:
            self._server.gone.set()
            raise

    def close(self) -> None:
        """What stands after the pieces, and the proper end of the stream."""
        self.send(self.wire.end)
        self.end()

    def end(self) -> None:
        """The proper end of the stream, with no word before it."""
        self._handler.wfile.write(b"0\r\n\r\n")

    def wait_until_gone(self) -> None:
        """Say nothing until the client closes the connection."""
        if self._handler.connection.recv(1) == b"":
            self._server.gone.set()

    def _head(self, status: int, media_type: str, length: tuple[str, str]) -> None:
        self._handler.send_response(status)
        self._handler.send_header("Content-Type", media_type)
        self._handler.send_header(*length)
        self._handler.send_header("Connection", "close")
        self._handler.end_headers()


Behaviour = Callable[[Exchange], None]


def streams(*pieces: str) -> Behaviour:
    """Answer with these pieces."""

    def behave(exchange: Exchange) -> None:
        exchange.open()
        for piece in pieces:
            exchange.say(piece)
        exchange.close()

    return behave


def stalls(*pieces: str) -> Behaviour:
    """Say these pieces, and then nothing, keeping the connection."""

    def behave(exchange: Exchange) -> None:
        exchange.open()
        for piece in pieces:
            exchange.say(piece)
        exchange.wait_until_gone()

    return behave


def says_nothing(exchange: Exchange) -> None:
    """Take the request and send not even a head."""
    exchange.wait_until_gone()


def trickles(piece: str = "x", *, every: float = 0.02) -> Behaviour:
    """Say a piece again and again for ever, ``every`` so many seconds."""

    def behave(exchange: Exchange) -> None:
        exchange.open()
        while True:
            exchange.say(piece)
            time.sleep(every)

    return behave


def drops(*pieces: str) -> Behaviour:
    """Say these pieces and close the connection in the middle of the stream."""

    def behave(exchange: Exchange) -> None:
        exchange.open()
        for piece in pieces:
            exchange.say(piece)

    return behave


def hangs_up(exchange: Exchange) -> None:
    """Close the connection without a word."""


def ends_without_a_reason(*pieces: str) -> Behaviour:
    """Say these pieces and end the stream properly, but without the provider's words for the end."""

    def behave(exchange: Exchange) -> None:
        exchange.open()
        for piece in pieces:
            exchange.say(piece)
        exchange.end()

    return behave


def sends(*contents: bytes) -> Behaviour:
    """Send these bytes as the whole stream, whatever they are."""

    def behave(exchange: Exchange) -> None:
        exchange.open()
        for content in contents:
            exchange.send(content)
        exchange.end()

    return behave


def cuts_short(*pieces: str) -> Behaviour:
    """Say these pieces and then that the reply is as long as the server lets it be."""

    def behave(exchange: Exchange) -> None:
        exchange.open()
        for piece in pieces:
            exchange.say(piece)
        exchange.send(exchange.wire.end.replace(b'"stop"', b'"length"').replace(b'"end_turn"', b'"max_tokens"'))
        exchange.end()

    return behave


def answers(status: int) -> Behaviour:
    """Answer with a status, and echo the key in the body as some servers do."""

    def behave(exchange: Exchange) -> None:
        exchange.answer(status, json.dumps(_error(exchange.request)).encode())

    return behave


def faults_within(exchange: Exchange) -> None:
    """Begin a stream, then report a fault in it that echoes the key."""
    exchange.open()
    error = _error(exchange.request)
    exchange.send(_line(**error) if exchange.wire is OLLAMA else _event(error, "error"))
    exchange.end()


def rejects(*fields: str, then: Behaviour) -> Behaviour:
    """Answer 400 to a body in which one of these fields stands, else do as ``then`` does."""

    def behave(exchange: Exchange) -> None:
        rejected = any(name in exchange.request.body for name in fields)
        (answers(400) if rejected else then)(exchange)

    return behave


def _error(request: Request) -> dict[str, Any]:
    message = f"Incorrect API key provided: {request.key} (Authorization: {request.headers.get('authorization')})"
    if _WIRES[request.path] is OLLAMA:
        return {"error": message}
    return {"type": "error", "error": {"message": message, "type": "invalid", "code": request.key}}


@contextmanager
def model_server(*behaviours: Behaviour) -> Iterator[ModelServer]:
    """A server that does one after the other of these, and the last for ever."""
    server, waiting = ModelServer(), list(behaviours)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.asked_for.append(self.path)
            self.send_error(404)

        def do_POST(self) -> None:
            self.close_connection = True
            if self.path not in _WIRES:
                self.do_GET()
                return
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.path, headers, body)
            server.requests.append(request)
            behave = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            try:
                behave(Exchange(self, request, server))
            except OSError:
                server.gone.set()

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    server.address = f"http://127.0.0.1:{listening.server_port}"
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
