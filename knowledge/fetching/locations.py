"""Addresses of documents on the web: http and https, and what may not stand in one."""

import httpx

from knowledge.fetching.reach import Unfetched, shown
from knowledge.normalisation import printable

_PORTS = {"http": 80, "https": 443}
_LONGEST = 2000


def location(text: str) -> httpx.URL:
    """An address as it will be asked for; raises ``Unfetched`` for one that a download does not take."""
    if len(text) > _LONGEST:
        raise Unfetched(f"{shown(text)} has more than {_LONGEST:,} characters; give a shorter one")
    try:
        url = httpx.URL(text.strip())
        host = url.host  # a name such as xn--0 is decoded here, or cannot be
    except (httpx.InvalidURL, UnicodeError) as error:
        raise Unfetched(f"{shown(text)} is no address: {printable(str(error))}") from error
    if url.scheme not in _PORTS or not host:
        raise Unfetched(f"{shown(text)} is no address of the web; it should begin with https:// or http://")
    if url.userinfo:
        # The name is left out of the message: a password may stand beside it.
        raise Unfetched(f"the address at {url.host} has a user name in it; none is sent, give it without")
    if not 0 < port_of(url) < 2**16:
        raise Unfetched(f"{shown(text)} has a port that is none: {url.port}")
    return url.copy_with(fragment=None)


def next_location(url: httpx.URL, target: str) -> httpx.URL:
    """Where a redirect leads; raises ``Unfetched`` where it leads out of the web or out of TLS."""
    try:
        joined = str(url.join(target))
    except httpx.InvalidURL as error:
        raise Unfetched(f"{url.host} leads on to {shown(target)}, which is no address") from error
    following = location(joined)
    if url.scheme == "https" and following.scheme == "http":
        raise Unfetched(f"{url.host} leads from https to http ({shown(joined)}), where anybody can alter a text")
    return following


def port_of(url: httpx.URL) -> int:
    """The port an address is asked for at."""
    return _PORTS[url.scheme] if url.port is None else url.port
