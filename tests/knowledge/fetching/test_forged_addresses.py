"""However a private address is written, nothing is dialled for it."""

import io
import socket
from ipaddress import IPv4Address, ip_address
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.fetching.addresses import is_public
from knowledge.fetching.downloading import download
from knowledge.fetching.reach import Reach, Unfetched

NETWORKS = (
    "127.0.0.0/8",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "100.64.0.0/10",
    "0.0.0.0/8",
)
PRIVATE = st.sampled_from(NETWORKS).flatmap(lambda network: st.ip_addresses(network=network))


def parts(address: IPv4Address) -> list[int]:
    return list(address.packed)


FORMS = (
    str,
    lambda a: str(int(a)),
    lambda a: hex(int(a)),
    lambda a: f"0{int(a):o}",
    lambda a: ".".join(f"0{part:o}" for part in parts(a)),
    lambda a: ".".join(f"{part:#x}" for part in parts(a)),
    lambda a: ".".join(f"{part:04d}" for part in parts(a)),
    lambda a: f"{parts(a)[0]}.{int(a) & 0xFFFFFF}",
    lambda a: f"{parts(a)[0]}.{parts(a)[1]}.{int(a) & 0xFFFF}",
    lambda a: f"{parts(a)[0]:#x}.{int(a) & 0xFFFFFF:#o}".replace("0o", "0"),
    lambda a: f"{a}.",
    lambda a: str(a).replace(".", "。"),
    lambda a: str(a).replace(".", "．"),
    lambda a: str(a).replace(".", "｡"),
    lambda a: str(a).replace(".", "%2e"),
    lambda a: "".join(chr(0xFF10 + int(char)) if char.isdigit() else char for char in str(a)),
    lambda a: "".join(chr(0x2460 + int(char) - 1) if char in "123456789" else char for char in str(a)),
    lambda a: f"[::ffff:{a}]",
    lambda a: f"[0:0:0:0:0:FFFF:{int(a) >> 16:x}:{int(a) & 0xFFFF:x}]",
    lambda a: f"[::{a}]",
    lambda a: f"[64:ff9b::{a}]",
    lambda a: f"[64:ff9b:1::{a}]",
    lambda a: f"[2002:{int(a) >> 16:x}:{int(a) & 0xFFFF:x}::1]",
    lambda a: f"[2001:0:0:0:0:0:{~int(a) >> 16 & 0xFFFF:x}:{~int(a) & 0xFFFF:x}]",
    lambda a: f"[::ffff:{a}%25eth0]",
)
AROUND = (
    "{}",
    "8.8.8.8@{}",
    "example.org:80@{}",
    "example.org%40{}",
    "example.org\\@{}",
    "{}\\@example.org",
    "{}#@example.org",
    "{}?@example.org",
    "{}%00.example.org",
)
AS_IT_IS = (
    "localhost",
    "localhost.",
    "LOCALHOST",
    "localhost.localdomain",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "0",
    "127.1",
    "[fe80::1]",
)


@pytest.fixture
def nothing_is_dialled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that dials anything but a public address fails; the names of others are not looked up outside."""
    look_up = socket.getaddrinfo

    def create_connection(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        assert is_public(ip_address(address[0])), f"{address} was dialled"
        raise OSError("no test reaches the public network")

    def getaddrinfo(host: str, *arguments: Any, **options: Any) -> Any:
        flags = 0 if host.lower().rstrip(".") in ("localhost", "localhost.localdomain") else socket.AI_NUMERICHOST
        return look_up(host, *arguments, **options, flags=flags)

    monkeypatch.setattr(socket, "create_connection", create_connection)
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def line_for(address: str) -> str:
    with pytest.raises(Unfetched) as caught:
        download(address, io.BytesIO(), reach=Reach())
    line = str(caught.value)
    assert line.isprintable() and "no test reaches" not in line
    return line


@pytest.mark.usefixtures("nothing_is_dialled")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=400)
@given(
    PRIVATE,
    st.sampled_from(FORMS),
    st.sampled_from(AROUND),
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["", ":80", ":8080"]),
)
def test_no_form_of_a_private_address_is_dialled(
    address: IPv4Address, form: Any, around: str, scheme: str, port: str
) -> None:
    line_for(f"{scheme}://{around.format(form(address) + port)}/latest")


@pytest.mark.usefixtures("nothing_is_dialled")
@pytest.mark.parametrize("host", AS_IT_IS)
def test_no_name_of_this_computer_is_dialled(host: str) -> None:
    line_for(f"http://{host}:8080/")


@pytest.mark.usefixtures("nothing_is_dialled")
@pytest.mark.parametrize("form", FORMS[:3] + FORMS[7:9] + FORMS[11:14] + FORMS[17:19] + FORMS[20:21])
def test_the_forms_are_understood_and_not_only_refused_as_nonsense(form: Any) -> None:
    assert "private network" in line_for(f"http://{form(IPv4Address('10.11.12.13'))}/")
    with pytest.raises(Unfetched, match="no test reaches the public network"):
        download(f"http://{form(IPv4Address('8.8.8.8'))}/", io.BytesIO(), reach=Reach())
