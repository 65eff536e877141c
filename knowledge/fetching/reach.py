"""How far a download may go: what it may cost, and whose private network it may enter."""

import re
from dataclasses import dataclass

from knowledge.normalisation import printable

_LONGEST_SHOWN = 200
_USER = re.compile(r"(?<=//)[^/?#]*@")
_BEGINS_WITH_USER = re.compile(r"[^/?#]*//[^/?#]+@")


class Unfetched(Exception):
    """A document could not be fetched; the message says in one line what is wrong, where, and what would help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The bounds of one download.

    ``private_hosts`` are the hosts, as ``name`` or ``name:port`` in lower case, that may lie in a private network:
    none, unless whoever runs the program names them. ``size`` is in bytes of the answer's body. ``seconds`` bounds
    the whole download with its redirects, ``connecting`` one attempt to connect, ``silence`` the wait for more.
    """

    private_hosts: frozenset[str] = frozenset()
    size: int = 64 * 2**20
    seconds: float = 300
    connecting: float = 10
    silence: float = 30
    redirects: int = 5

    def admits_private(self, host: str, port: int) -> bool:
        """Whether a host was named as one that may lie in a private network; an IPv6 address goes in brackets."""
        name = f"[{host}]" if ":" in host else host
        return not self.private_hosts.isdisjoint((name, f"{name}:{port}"))


def names_user(address: str) -> bool:
    """Whether an address has a user name in it, and with it perhaps a password."""
    return _BEGINS_WITH_USER.match(address) is not None


def shown(text: str) -> str:
    """What somebody wrote as a message may show it: on one line, not for ever, and no password of an address."""
    line = printable(_USER.sub("…@", text)[: 4 * _LONGEST_SHOWN])
    return line if len(line) <= _LONGEST_SHOWN else line[:_LONGEST_SHOWN] + "…"
