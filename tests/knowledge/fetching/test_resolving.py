"""A host is looked up once, in bounded time, and every one of its addresses has to be fit."""

import socket
from threading import Event
from time import monotonic

import pytest

from knowledge.fetching.reach import Unfetched
from knowledge.fetching.resolving import checked_addresses, resolve


def test_all_addresses_of_a_public_host_may_be_dialled() -> None:
    found = ("8.8.8.8", "2001:4860:4860::8888")
    assert checked_addresses(found, "dns.example", admits_private=False) == found


@pytest.mark.parametrize("found", [("8.8.8.8", "10.0.0.1"), ("10.0.0.1", "8.8.8.8"), ("8.8.8.8", "::ffff:127.0.0.1")])
def test_one_private_address_among_public_ones_refuses_the_host(found: tuple[str, ...]) -> None:
    with pytest.raises(Unfetched, match=r"^mixed\.example \(.*private network.*SECONDSOURCE_PRIVATE_HOSTS$"):
        checked_addresses(found, "mixed.example", admits_private=False)


def test_a_host_named_as_ones_own_may_be_private_but_nothing_worse() -> None:
    assert checked_addresses(("10.0.0.1",), "shelf", admits_private=True) == ("10.0.0.1",)
    for text in ("169.254.169.254", "0.0.0.0", "224.0.0.1", "fe80::1%1", "no address"):
        with pytest.raises(Unfetched, match="no address of the public network"):
            checked_addresses((text,), "shelf", admits_private=True)


def test_a_host_without_addresses_is_said() -> None:
    with pytest.raises(Unfetched, match=r"empty\.example has no address"):
        checked_addresses((), "empty.example", admits_private=False)


def test_the_systems_resolver_is_asked_and_each_address_comes_once() -> None:
    assert resolve("127.0.0.1", 80, 5) == ("127.0.0.1",)
    assert resolve("::1", 80, 5) == ("::1",)


@pytest.mark.parametrize("host", ["a" * 70 + ".example", "a..b", ""])
def test_a_name_that_cannot_be_one_is_a_fault_of_the_look_up(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not host:
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: (_ for _ in ()).throw(socket.gaierror(-2, "none")))
    with pytest.raises(OSError):
        resolve(host, 80, 5)


def test_a_resolver_that_never_answers_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    release = Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: release.wait(5) and [])
    start = monotonic()
    with pytest.raises(TimeoutError):
        resolve("slow.example", 80, 0.2)
    assert monotonic() - start < 2
    release.set()
