"""One document fetched from the web into a file, within bounds."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import BinaryIO, Final

import httpcore
import httpx

from knowledge.fetching.dialling import Deadline, PinnedBackend
from knowledge.fetching.locations import location, next_location, port_of
from knowledge.fetching.reach import Reach, Unfetched, shown
from knowledge.fetching.resolving import Resolve, checked_addresses, resolve

_LASTING: Final = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
_ELSEWHERE: Final = _LASTING | {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}
_ADVICE: Final = {
    HTTPStatus.UNAUTHORIZED: "it asks for a login, and none is sent; save the document yourself and add the file",
    HTTPStatus.FORBIDDEN: "it refuses programs or asks for a login; save the document yourself and add the file",
    HTTPStatus.NOT_FOUND: "check the address",
    HTTPStatus.GONE: "check the address",
    HTTPStatus.TOO_MANY_REQUESTS: "try again later",
}
_ASKED: Final = (
    (b"User-Agent", b"secondsource"),
    (b"Accept", b"*/*"),
    # Nothing packed is asked for, and none is taken: what is counted is what is kept, and no bomb can go off.
    (b"Accept-Encoding", b"identity"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What an address gave. ``address`` is the one to cite: the one asked for, moved only by lasting redirects.

    ``answered_by`` is the address that sent the bytes in the end. ``media_type`` is what the server calls them, in
    lower case and without parameters; empty if it says nothing. ``size`` is in bytes.
    """

    address: str
    answered_by: str
    media_type: str
    size: int


def download(
    address: str, into: BinaryIO, *, reach: Reach, resolve: Resolve = resolve, tls: ssl.SSLContext | None = None
) -> Download:
    """Fetch what an address gives and write it to ``into``, which is left torn where that fails.

    Each host is looked up once and the connection made to the very address that was checked; redirects are
    checked as the first address was, and none leads from the public network into a private one. Neither proxies,
    cookies nor credentials of the environment are used. ``tls`` is by default what verifies against the authorities
    of certifi, or of ``SSL_CERT_FILE``. Raises :class:`Unfetched`.
    """
    deadline = Deadline(reach.seconds)
    url = cited = location(address)
    is_lasting = is_within = True
    for _ in range(reach.redirects + 1):
        is_within = is_within and reach.admits_private(url.host, port_of(url))
        addresses = _look_up(url, deadline, reach, resolve, admits_private=is_within)
        backend = PinnedBackend(addresses, deadline, connecting=reach.connecting, silence=reach.silence)
        with _in_one_line(url, deadline), _answer(url, backend, tls) as answer:
            if answer.status not in _ELSEWHERE:
                size = _receive(answer, into, url, reach.size)
                media_type = _header(answer, b"content-type").partition(";")[0].strip().lower()
                return Download(address=str(cited), answered_by=str(url), media_type=media_type, size=size)
            target = _header(answer, b"location")
            if not target:
                raise Unfetched(f"{url.host} leads elsewhere without saying where; check the address")
        url = next_location(url, target)
        is_lasting = is_lasting and answer.status in _LASTING
        cited = url if is_lasting else cited
    raise Unfetched(f"{cited.host} leads on more than {reach.redirects} times; give the address it should end at")


def _look_up(
    url: httpx.URL, deadline: Deadline, reach: Reach, resolve: Resolve, *, admits_private: bool
) -> tuple[str, ...]:
    host = url.raw_host.decode("ascii")
    try:
        found = resolve(host, port_of(url), deadline.left(reach.silence))
    except OSError as error:
        raise Unfetched(f"{url.host} is not found ({error}); check the address and the connection") from error
    return checked_addresses(found, host, admits_private=admits_private)


@contextmanager
def _answer(url: httpx.URL, backend: PinnedBackend, tls: ssl.SSLContext | None) -> Iterator[httpcore.Response]:
    wanted = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    context = (tls or _authorities()) if url.scheme == "https" else None
    with (
        httpcore.ConnectionPool(ssl_context=context, max_connections=1, network_backend=backend) as pool,
        pool.stream(b"GET", wanted, headers=list(_ASKED)) as answer,
    ):
        yield answer


def _authorities() -> ssl.SSLContext:
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        raise Unfetched(f"no certificates can be read ({error.strerror}); is SSL_CERT_FILE set to a file?") from error


def _receive(answer: httpcore.Response, into: BinaryIO, url: httpx.URL, most: int) -> int:
    """Write the body; its size. A body that is no document, packed, or too large is refused, unread if it says so."""
    if answer.status != HTTPStatus.OK:
        raise Unfetched(f"{url.host} gives no document: {_status(answer.status)}")
    packing = _header(answer, b"content-encoding").strip().lower()
    if packing not in ("", "identity"):
        problem = f"sends the document packed ({shown(packing)}), though it was asked not to"
        raise Unfetched(f"{url.host} {problem}; save it yourself and add the file")
    too_large = Unfetched(f"{url.host} sends more than the {most / 2**20:.0f} MB that are fetched; add it as a file")
    declared = _header(answer, b"content-length")
    if declared.isascii() and declared.isdigit() and int(declared) > most:
        raise too_large
    size = 0
    for chunk in answer.iter_stream():
        size += len(chunk)
        if size > most:
            raise too_large
        into.write(chunk)
    if not size:
        raise Unfetched(f"{url.host} sends nothing at {shown(url.path)}; check the address")
    return size


def _header(answer: httpcore.Response, name: bytes) -> str:
    """A header's value; of several the first, so that the same one is judged and used."""
    return next((value.decode("latin-1") for key, value in answer.headers if key.lower() == name), "")


def _status(code: int) -> str:
    """A status in words of our own: the server's might say anything."""
    try:
        status = HTTPStatus(code)
    except ValueError:
        return f"its status is {code}; try again later"
    advice = _ADVICE.get(status, "check the address" if code < HTTPStatus.INTERNAL_SERVER_ERROR else "try again later")
    return f"{code} {status.phrase}; {advice}"


@contextmanager
def _in_one_line(url: httpx.URL, deadline: Deadline) -> Iterator[None]:
    """Faults of the network in words of our own, with the host they befell."""
    try:
        yield
    except httpcore.TimeoutException as error:
        deadline.left()
        problem = "does not answer" if isinstance(error, httpcore.ConnectTimeout) else "has fallen silent"
        raise Unfetched(f"{url.host} {problem}; try again later") from error
    except httpcore.ConnectError as error:
        cause = _cause(error)
        if isinstance(cause, ssl.SSLCertVerificationError):
            problem = f"cannot prove who it is ({shown(cause.verify_message)})"
            raise Unfetched(f"{url.host} {problem}; save the document yourself and add the file") from error
        raise Unfetched(f"{url.host} cannot be reached ({shown(str(cause))}); check the address") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        problem = f"broke off or sent no proper answer ({shown(str(_cause(error)))})"
        raise Unfetched(f"{url.host} {problem}; try again") from error


def _cause(error: Exception) -> object:
    """What httpcore wraps: it hands the first fault on as an argument, not as a cause."""
    return error.args[0] if error.args else error
