"""A real Chroma server on the loopback interface, and a proxy before it that wants to know who asks."""

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

_START = 60


@contextmanager
def chroma(folder: Path) -> Iterator[str]:
    """The address of a server whose data lie in ``folder``; stopped by its own process id."""
    program = shutil.which("chroma", path=str(Path(sys.executable).parent)) or "chroma"
    port = _free_port()
    command = [program, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + _START
        while not _answers(address):
            assert server.poll() is None and time.monotonic() < deadline, "the Chroma server did not start"
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@dataclass
class Guarded:
    """A proxy's address, the tokens it was shown, and whether it answers everything with 503."""

    address: str = ""
    tokens: list[str] = field(default_factory=list)
    is_down: bool = False


@contextmanager
def guard(address: str, password: str) -> Iterator[Guarded]:
    """A proxy that passes on what comes with ``Authorization: Bearer PASSWORD``."""
    guarded = Guarded()

    class Guard(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if guarded.is_down:
                self._reply(503, b"<html>down for maintenance</html>")
                return
            if self.headers.get("Authorization") != f"Bearer {password}":
                self._reply(401, b"{}")
                return
            guarded.tokens.append(self.headers.get("X-Chroma-Token", ""))
            passed = {"Content-Type": "application/json"}
            answer = httpx.request(self.command, address + self.path, content=body, headers=passed)
            self._reply(answer.status_code, answer.content)

        do_POST = do_PUT = do_DELETE = do_GET

        def _reply(self, code: int, body: bytes) -> None:
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Guard)
    thread = threading.Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    guarded.address = f"http://127.0.0.1:{proxy.server_port}"
    try:
        yield guarded
    finally:
        proxy.shutdown()
        proxy.server_close()


@contextmanager
def silence() -> Iterator[str]:
    """The address of something that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/api/v2/heartbeat", timeout=1).is_success
    except httpx.HTTPError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
