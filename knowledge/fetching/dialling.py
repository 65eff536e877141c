"""Connections that go to addresses checked beforehand, and end in time."""

import ssl
from collections.abc import Iterable, Sequence
from time import monotonic
from typing import Any

import httpcore

from knowledge.fetching.reach import Unfetched

_Options = Iterable[Any] | None


class Deadline:
    """A moment by which a download must be done, however little is missing."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        """The seconds left, ``most`` at most; raises ``Unfetched`` once there are none."""
        left = self._end - monotonic()
        if left <= 0:
            raise Unfetched(f"not done after {self._seconds:.0f} s, which is all a download gets; try again later")
        return left if most is None else min(left, most)


class PinnedBackend(httpcore.NetworkBackend):
    """Dials the given addresses in turn whatever host is asked for, so that no second look-up can lead elsewhere.

    TLS still asks for, and verifies, the host's name: httpcore takes that from the address of the page.
    """

    def __init__(self, addresses: Sequence[str], deadline: Deadline, *, connecting: float, silence: float) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._connecting = connecting
        self._silence = silence
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: _Options = None,
    ) -> httpcore.NetworkStream:
        fault: Exception = httpcore.ConnectError("no address")
        for address in self._addresses:
            try:
                stream = self._network.connect_tcp(
                    address, port, self._deadline.left(self._connecting), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
            else:
                return _TimedStream(stream, self._deadline, silence=self._silence)
        raise fault

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: _Options = None
    ) -> httpcore.NetworkStream:
        raise httpcore.UnsupportedProtocol("no download goes to a local socket")


class _TimedStream(httpcore.NetworkStream):
    """A connection on which nothing waits longer than ``silence``, nor past the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline, *, silence: float) -> None:
        self._stream = stream
        self._deadline = deadline
        self._silence = silence

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(self._silence))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(self._silence))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(self._silence))
        return _TimedStream(stream, self._deadline, silence=self._silence)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
