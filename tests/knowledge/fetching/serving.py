"""A real web server on loopback, in a thread of the test, whose every answer a test writes."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from knowledge.fetching.reach import Reach

Answer = Callable[["Handler"], None]


@dataclass
class Site:
    """What stands at which path, what was asked for and with which headers, and the names asked for in TLS."""

    port: int
    scheme: str = "http"
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    stopped: Event = field(default_factory=Event)

    def put(self, path: str, body: bytes, media_type: str = "text/plain", status: int = 200, **headers: str) -> str:
        """Let a path give a body; the address of it."""

        def answer(handler: "Handler") -> None:
            handler.send_response(status)
            given = {"Content-Type": media_type, "Content-Length": str(len(body))}
            for name, value in {**given, **{key.replace("_", "-"): value for key, value in headers.items()}}.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)

        return self.let(path, answer)

    def lead(self, path: str, target: str, status: int = 302) -> str:
        """Let a path lead elsewhere; the address of it."""
        return self.put(path, b"elsewhere", status=status, Location=target)

    def send(self, path: str, *pieces: bytes) -> str:
        """Let a path answer with these very bytes, head and all, then close the connection."""

        def answer(handler: "Handler") -> None:
            for piece in pieces:
                handler.wfile.write(piece)
            handler.close_connection = True

        return self.let(path, answer)

    def drip(self, path: str, head: bytes, piece: bytes, *, every: float) -> str:
        """Let a path send a piece again and again, for longer than any test should listen."""

        def answer(handler: "Handler") -> None:
            handler.wfile.write(head)
            end = monotonic() + 5
            while not self.stopped.wait(every) and monotonic() < end:
                handler.wfile.write(piece)
            handler.close_connection = True

        return self.let(path, answer)

    def let(self, path: str, answer: Answer) -> str:
        self.answers[path] = answer
        return self.address(path)

    def address(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    @property
    def reach(self) -> Reach:
        """A reach into this site, by its address or as library.example."""
        return Reach(private_hosts=frozenset({f"127.0.0.1:{self.port}", f"library.example:{self.port}"}), silence=5)


class Dialled(list[tuple[str, int]]):
    """Every address that is dialled, in order; ``leads_to`` says where an address of the test's really leads."""

    def __init__(self) -> None:
        super().__init__()
        self.leads_to: dict[str, tuple[str, int]] = {}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        site = self.server.site
        site.asked.append(self.path)
        site.headers.append({name.lower(): value for name, value in self.headers.items()})
        answer = site.answers.get(self.path)
        if answer is None:
            self.send_error(404)
        else:
            answer(self)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that left early is what many of these tests are about."""


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site on a free port of 127.0.0.1, gone afterwards."""
    server = Server(("127.0.0.1", 0), Handler)
    site = server.site = Site(port=server.server_address[1], scheme="https" if tls else "http")
    if tls:
        tls.sni_callback = lambda connection, name, context: site.names.append(name)
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        site.stopped.set()
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def silent_port(backlog: int = 5) -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(backlog)
        yield listening.getsockname()[1]


def certificate(folder: Path, name: str) -> tuple[Path, Path] | None:
    """A self-signed certificate for a host and its key; ``None`` where there is no openssl to make one."""
    openssl = shutil.which("openssl")
    if openssl is None:
        return None
    made, key = folder / "certificate.pem", folder / "key.pem"
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
    extensions = ["-addext", f"subjectAltName=DNS:{name}", "-keyout", str(key), "-out", str(made)]
    subprocess.run([*command, *extensions], check=True, capture_output=True)
    return made, key
