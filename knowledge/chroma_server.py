"""Where a Chroma server is reached, and what is shown to it and to the proxy that guards it."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

DEFAULT_TENANT = "default_tenant"
DEFAULT_DATABASE = "default_database"
"""What Chroma itself calls them."""

_PORTS = {"http": 8000, "https": 443}
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a token of RFC 9110, section 5.6.2
_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")
_TOKEN_HEADER = "X-Chroma-Token"  # where Chroma Cloud looks for it


@dataclass(frozen=True, slots=True, kw_only=True)
class ChromaServer:
    """A server by host and port; headers and token are secrets and are not shown when this is printed."""

    host: str
    port: int
    tls: bool
    tenant: str = DEFAULT_TENANT
    database: str = DEFAULT_DATABASE
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def url(self) -> str:
        """The address, without any secret."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}"

    def __str__(self) -> str:
        default = (self.tenant, self.database) == (DEFAULT_TENANT, DEFAULT_DATABASE)
        return self.url if default else f"{self.url} ({self.tenant}/{self.database})"


def chroma_server(
    url: str, *, headers: str = "", tenant: str = "", database: str = "", token: str = ""
) -> ChromaServer:
    """The server at an address as a host writes it: ``http(s)://HOST[:PORT]``.

    ``headers`` are lines of ``Name: value``, for a proxy in front; ``token`` is sent as Chroma Cloud expects it.
    Raises ``ValueError`` with what is wrong, never with a secret in it.
    """
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("it should be an address like http://127.0.0.1:8000")
    if parts.username or parts.password:
        raise ValueError("a name or password in the address would be seen: put it into a header")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("nothing may follow the port: Chroma's clients know no path before theirs")
    shown = {**_headers(headers), **({_TOKEN_HEADER: token.strip()} if token.strip() else {})}
    for name, value in shown.items():
        if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
            what = "the token" if name == _TOKEN_HEADER else "one of the headers"
            raise ValueError(f"{what} has characters that no header can carry")
    return ChromaServer(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        tls=parts.scheme == "https",
        tenant=tenant or DEFAULT_TENANT,
        database=database or DEFAULT_DATABASE,
        headers=tuple(shown.items()),
    )


def _headers(lines: str) -> dict[str, str]:
    headers = {}
    for number, line in enumerate(filter(str.strip, lines.splitlines()), start=1):
        name, colon, value = line.partition(":")
        if not colon or not name.strip() or not value.strip():
            raise ValueError(f"header {number} is no “Name: value”")
        headers[name.strip()] = value.strip()
    return headers
