"""The real application on the loopback interface, in a thread of its own."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

_START = 60
_STOP = 20


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of a web application while it runs, as ``http://127.0.0.1:PORT``."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + _START
    while not server.started:
        assert thread.is_alive() and time.monotonic() < deadline, "the application did not start"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=_STOP)
    listener.close()
