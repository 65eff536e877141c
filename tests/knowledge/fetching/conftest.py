"""Sites on loopback, and a record of every address that is dialled."""

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.knowledge.fetching.serving import Dialled, Site, certificate, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture(scope="session")
def identity(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The certificate and key of library.example, which nobody but itself vouches for."""
    made = certificate(tmp_path_factory.mktemp("tls"), "library.example")
    if made is None:
        pytest.skip("openssl is not here to make a certificate with")
    return made


@pytest.fixture
def secure_site(identity: tuple[Path, Path]) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*identity)
    with serving(context) as site:
        yield site


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> Dialled:
    """Where connections go: the one part of the network that a test can stand in for."""
    seen, connect = Dialled(), socket.create_connection

    def create_connection(address: tuple[str, int], *arguments: Any, **options: Any) -> socket.socket:
        seen.append(address)
        return connect(seen.leads_to.get(address[0], address), *arguments, **options)

    monkeypatch.setattr(socket, "create_connection", create_connection)
    return seen
