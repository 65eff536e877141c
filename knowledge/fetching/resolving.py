"""From a host's name to the addresses that may be dialled, looked up once."""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Thread

from knowledge.fetching.addresses import Address, is_own, is_public
from knowledge.fetching.reach import Unfetched

Resolve = Callable[[str, int, float], Sequence[str]]
"""The addresses of a host and port, as text, within so many seconds; raises ``OSError`` where there are none."""


def resolve(host: str, port: int, seconds: float) -> Sequence[str]:
    """Ask the system's resolver. It knows no time limit of its own, so it is asked in a thread that may be left."""
    answers: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(tuple(dict.fromkeys(str(each[4][0]) for each in found)))
        except (OSError, ValueError) as error:  # ValueError: a label too long to be one
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise TimeoutError(f"no answer in {seconds:.0f} s") from None
    if isinstance(answer, Exception):
        raise OSError(str(answer)) from answer
    return answer


def checked_addresses(addresses: Sequence[str], host: str, *, admits_private: bool) -> tuple[str, ...]:
    """The addresses of a host, all of them fit to be dialled; raises ``Unfetched`` if one is not.

    One bad address refuses the host, though a good one may stand beside it: a public host has no private
    addresses, and an answer that mixes them is a fault or a trick.
    """
    for text in addresses:
        address = _parsed(text)
        if address is None or not (is_public(address) or (admits_private and is_own(address))):
            raise Unfetched(_refusal(host, text, is_own=address is not None and is_own(address)))
    if not addresses:
        raise Unfetched(f"{host} has no address; check how the address is written")
    return tuple(addresses)


def _parsed(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _refusal(host: str, address: str, *, is_own: bool) -> str:
    where = host if host == address else f"{host} ({address})"
    if is_own:
        return (
            f"{where} lies in a private network, which is not reached; if it is your library's own, "
            "name the host in SECONDSOURCE_PRIVATE_HOSTS"
        )
    return f"{where} is no address of the public network; save the document yourself and add the file"
