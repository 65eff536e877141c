"""One download from a real server: what comes, what is refused, and that it ends."""

import io
import os
import socket
import ssl
import sys
import zlib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.fetching.downloading import Download, download
from knowledge.fetching.reach import Reach, Unfetched
from knowledge.fetching.resolving import Resolve
from tests.knowledge.fetching.serving import Dialled, Handler, Site, serving, silent_port

PUBLIC = "93.184.216.34"
"""A public address. No test dials it: the fixture ``dialled`` leads it to a server of the test."""

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


def fetch(address: str, reach: Reach, **options: object) -> tuple[Download, bytes]:
    into = io.BytesIO()
    got = download(address, into, reach=reach, **options)  # type: ignore[arg-type]
    return got, into.getvalue()


def refused(address: str, reach: Reach, **options: object) -> str:
    """The one line that says why nothing was fetched."""
    with pytest.raises(Unfetched) as caught:
        fetch(address, reach, **options)
    line = str(caught.value)
    assert line and "\n" not in line and len(line) < 500
    return line


def answering(*answers: Sequence[str]) -> tuple[Resolve, list[str]]:
    """A resolver that gives these answers in turn, and the names it was asked for."""
    left, asked = list(answers), []

    def resolve(host: str, port: int, seconds: float) -> Sequence[str]:
        asked.append(host)
        return left.pop(0)

    return resolve, asked


# What comes


def test_a_document_comes_with_its_type_and_the_address_to_cite(site: Site) -> None:
    address = site.put("/a.html?q=1", b"<p>Milk.</p>", "Text/HTML; charset=utf-8")
    got, body = fetch(f"{address}#part", site.reach)
    assert body == b"<p>Milk.</p>"
    assert got == Download(address=address, answered_by=address, media_type="text/html", size=12)


def test_an_answer_without_length_or_in_chunks_is_whole(site: Site) -> None:
    site.send("/closed", OK + b"Connection: close\r\n\r\n", b"one ", b"two")
    site.send("/chunked", OK + b"Transfer-Encoding: chunked\r\n\r\n", b"4\r\none \r\n3\r\ntwo\r\n", b"0\r\n\r\n")
    for path in ("/closed", "/chunked"):
        assert fetch(site.address(path), site.reach)[1] == b"one two"


def test_only_what_is_needed_is_sent(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login ada password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    site.put("/end", b"here")
    site.put("/start", b"", status=302, Location="/end", Set_Cookie="session=1")
    fetch(site.address("/start"), site.reach)
    sent = {
        "host": f"127.0.0.1:{site.port}",
        "user-agent": "secondsource",
        "accept": "*/*",
        "accept-encoding": "identity",
    }
    assert site.headers == [sent, sent]


def test_no_proxy_of_the_environment_is_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
            monkeypatch.setenv(name.upper(), f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", "")
        assert fetch(site.put("/a", b"direct"), site.reach)[1] == b"direct"
        assert proxy.asked == []


# Where it may go


def test_a_private_address_is_reached_only_where_it_is_named(site: Site) -> None:
    address = site.put("/a", b"secret")
    assert "SECONDSOURCE_PRIVATE_HOSTS" in refused(address, Reach())
    assert "private network" in refused(address, Reach(private_hosts=frozenset({"127.0.0.1:1", "localhost"})))
    assert site.asked == []
    assert fetch(address, site.reach)[1] == b"secret"


def test_a_name_is_looked_up_once_and_the_address_that_was_checked_is_dialled(site: Site, dialled: Dialled) -> None:
    dialled.leads_to[PUBLIC] = ("127.0.0.1", site.port)
    resolve, asked = answering([PUBLIC], ["127.0.0.1"])
    site.put("/a", b"public")
    _, body = fetch(site.address("/a", "rebinding.example"), Reach(), resolve=resolve)
    assert body == b"public" and asked == ["rebinding.example"]
    assert dialled == [(PUBLIC, site.port)]
    assert site.headers[0]["host"] == f"rebinding.example:{site.port}"


def test_a_name_that_turns_private_between_two_hops_is_refused(site: Site, dialled: Dialled) -> None:
    dialled.leads_to[PUBLIC] = ("127.0.0.1", site.port)
    resolve, asked = answering([PUBLIC], ["127.0.0.1"])
    site.lead("/a", "/b")
    site.put("/b", b"secret")
    line = refused(site.address("/a", "rebinding.example"), Reach(), resolve=resolve)
    assert "rebinding.example (127.0.0.1)" in line and asked == ["rebinding.example"] * 2
    assert site.asked == ["/a"] and len(dialled) == 1


def test_the_next_address_is_dialled_where_one_does_not_answer(site: Site, dialled: Dialled) -> None:
    with silent_port() as closed:
        pass
    dialled.leads_to.update({PUBLIC: ("127.0.0.1", closed), "8.8.8.8": ("127.0.0.1", site.port)})
    resolve, _ = answering([PUBLIC, "8.8.8.8"])
    site.put("/a", b"second")
    assert fetch(site.address("/a", "two.example"), Reach(), resolve=resolve)[1] == b"second"
    assert [host for host, _ in dialled] == [PUBLIC, "8.8.8.8"]


def test_a_redirect_into_a_private_network_is_refused(site: Site) -> None:
    with serving() as inside:
        inside.put("/secret", b"secret")
        for target in (
            inside.address("/secret"),
            inside.address("/secret", "localhost"),
            inside.address("/secret", "2130706433"),
            inside.address("/secret", "[::ffff:127.0.0.1]"),
            "http://169.254.169.254/latest/meta-data/",
            "http://[fd00::1]/",
        ):
            refused(site.lead("/a", target), site.reach)
        assert inside.asked == []


def test_a_redirect_from_the_public_network_into_ones_own_is_refused_though_the_host_is_named(
    site: Site, dialled: Dialled
) -> None:
    dialled.leads_to[PUBLIC] = ("127.0.0.1", site.port)
    site.lead("/a", site.put("/secret", b"secret"))
    resolve, _ = answering([PUBLIC], ["127.0.0.1"])
    assert "private network" in refused(site.address("/a", "public.example"), site.reach, resolve=resolve)
    assert site.asked == ["/a"]


@pytest.mark.parametrize(("status", "is_lasting"), [(301, True), (308, True), (302, False), (303, False), (307, False)])
def test_redirects_are_followed_and_lasting_ones_change_the_address_to_cite(
    site: Site, status: int, is_lasting: bool
) -> None:
    end = site.put("/end", b"here")
    start = site.lead("/start", "end", status)
    got, body = fetch(start, site.reach)
    assert body == b"here" and (got.address, got.answered_by) == (end if is_lasting else start, end)


def test_what_a_passing_redirect_leads_to_is_not_cited_however_it_goes_on(site: Site) -> None:
    end = site.put("/end", b"here")
    site.lead("/second", "/end", 301)
    site.lead("/first", "/second", 302)
    start = site.lead("/start", "/first", 301)
    got, _ = fetch(start, site.reach)
    assert (got.address, got.answered_by) == (site.address("/first"), end)


@pytest.mark.parametrize("targets", [["/0"], ["/1", "/0"], [f"/{number + 1}" for number in range(20)]])
def test_redirects_end(site: Site, targets: list[str]) -> None:
    for number, target in enumerate(targets):
        site.lead(f"/{number}", target)
    assert "more than 5 times" in refused(site.address("/0"), site.reach)
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "target", ["", "file:///etc/passwd", "ftp://example.org/", "https://u:secret@a.example/", "http://["]
)
def test_a_redirect_to_nowhere_is_said(site: Site, target: str) -> None:
    assert "secret" not in refused(site.lead("/a", target), site.reach)


# What it may cost


def test_a_body_declared_too_large_is_not_read(site: Site) -> None:
    site.send("/a", OK + b"Content-Length: 100000000000\r\n\r\n", b"x" * 1000)
    assert "more than the 1 MB" in refused(site.address("/a"), replace(site.reach, size=2**20))


@pytest.mark.parametrize("head", [b"Connection: close\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n"])
def test_an_endless_body_is_cut_off_at_the_bound(site: Site, head: bytes) -> None:
    piece = b"x" * 50_000 if b"chunked" not in head else b"c350\r\n" + b"x" * 50_000 + b"\r\n"
    site.drip("/a", OK + head, piece, every=0)
    into = io.BytesIO()
    with pytest.raises(Unfetched, match="more than the 2 MB"):
        download(site.address("/a"), into, reach=replace(site.reach, size=2 * 2**20))
    assert into.tell() <= 2 * 2**20


def test_a_body_of_just_the_bound_is_taken(site: Site) -> None:
    address = site.put("/a", b"x" * 1000)
    assert fetch(address, replace(site.reach, size=1000))[0].size == 1000
    assert "more than" in refused(address, replace(site.reach, size=999))


@pytest.mark.parametrize("packing", ["gzip", "GZIP", "deflate", "br", "gzip, gzip", "x" * 500])
def test_a_packed_body_is_refused_unread(site: Site, packing: str) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = packer.compress(b"\0" * 50_000_000) + packer.flush()
    line = refused(site.put("/a", bomb, Content_Encoding=packing), site.reach)
    assert "packed" in line and "save it yourself" in line


@pytest.mark.parametrize(
    "head",
    [OK + b"Connection: close\r\n\r\n", OK, b"HT", OK + b"Transfer-Encoding: chunked\r\n\r\n"],
    ids=["body", "headers", "status", "chunks"],
)
def test_a_slow_drip_ends_at_the_time_for_all(site: Site, head: bytes) -> None:
    piece = {OK: b"X-A: b\r\n", b"HT": b"T"}.get(head, b"1\r\nx\r\n" if b"chunked" in head else b"x")
    site.drip("/a", head, piece, every=0.05)
    start = monotonic()
    line = refused(site.address("/a"), replace(site.reach, seconds=0.6, silence=5))
    assert monotonic() - start < 3
    assert "all a download gets" in line


def test_redirects_share_the_time_for_all(site: Site) -> None:
    def slowly(handler: Handler) -> None:
        site.stopped.wait(0.3)
        handler.send_response(302)
        handler.send_header("Location", "/a")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    start = monotonic()
    refused(site.let("/a", slowly), replace(site.reach, seconds=0.7))
    assert monotonic() - start < 1.4 and len(site.asked) <= 3


def test_a_server_that_says_nothing_is_left(site: Site) -> None:
    with silent_port() as port:
        for scheme in ("http", "https"):
            reach = Reach(private_hosts=frozenset({"127.0.0.1"}), silence=0.3, seconds=5)
            start = monotonic()
            refused(f"{scheme}://127.0.0.1:{port}/", reach)
            assert monotonic() - start < 3


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux leaves a full port unanswered")
def test_a_connection_that_nobody_takes_is_given_up(site: Site) -> None:
    with silent_port(backlog=0) as port, ExitStack() as waiting:
        for _ in range(3):
            one = waiting.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        start = monotonic()
        reach = Reach(private_hosts=frozenset({"127.0.0.1"}), connecting=0.3, seconds=5)
        assert "does not answer" in refused(f"http://127.0.0.1:{port}/", reach)
        assert monotonic() - start < 2


def test_a_look_up_that_takes_too_long_is_left(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: site.stopped.wait(5) and [])
    assert "not found" in refused(site.address("/a", "slow.example"), replace(site.reach, silence=0.2))


# What is wrong with the answer


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        *((404, "check the address"), (410, "check the address"), (400, "check the address")),
        *((401, "login"), (403, "login"), (429, "try again later"), (500, "try again later"), (503, "try again later")),
        *((204, "check the address"), (206, "check the address"), (300, "check the address"), (999, "try again later")),
    ],
)
def test_what_is_no_document_is_said_with_its_status(site: Site, status: int, advice: str) -> None:
    site.send("/a", f"HTTP/1.1 {status} Your library is hacked\r\nContent-Length: 0\r\n\r\n".encode())
    line = refused(site.address("/a"), site.reach)
    assert str(status) in line and advice in line and "hacked" not in line


def test_an_empty_body_is_no_document(site: Site) -> None:
    assert "sends nothing" in refused(site.put("/a", b""), site.reach)


@pytest.mark.parametrize(
    "pieces",
    [
        (OK + b"Content-Length: 1000\r\n\r\n", b"short"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\nsho"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"zz\r\nnonsense"),
        (OK + b"Content-Length: many\r\n\r\n", b"body"),
        (OK + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\n", b"body"),
        (b"\0\1\2 no HTTP at all \x1b[31m\r\n\r\n",),
        (b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"b" * 200_000 + b"\r\n\r\n", b"body"),
        (),
    ],
    ids=[
        "cut off",
        "cut off in a chunk",
        "bad chunk",
        "bad length",
        "two lengths",
        "no HTTP",
        "endless header",
        "nothing",
    ],
)
def test_a_wrong_answer_is_said_in_one_clean_line(site: Site, pieces: tuple[bytes, ...]) -> None:
    line = refused(site.send("/a", *pieces), site.reach)
    assert "broke off or sent no proper answer" in line and line.isprintable()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.sampled_from([b"", b"HTTP/1.1 ", b"HTTP/1.1 200 OK\r\n", OK, OK + b"Location: "]), st.binary(max_size=300))
def test_whatever_bytes_come_they_are_a_document_or_one_line(site: Site, head: bytes, rest: bytes) -> None:
    try:
        fetch(site.send("/a", head + rest), replace(site.reach, seconds=3))
    except Unfetched as fault:
        assert str(fault).isprintable() and len(str(fault)) < 500


def test_what_follows_the_declared_length_is_not_taken(site: Site) -> None:
    assert fetch(site.send("/a", OK + b"Content-Length: 4\r\n\r\n", b"bodyEXTRA"), site.reach)[1] == b"body"


def test_a_closed_port_and_an_unknown_name_are_said() -> None:
    with silent_port() as port:
        pass
    reach = Reach(private_hosts=frozenset({"127.0.0.1"}))
    assert "cannot be reached (Connection refused)" in refused(f"http://127.0.0.1:{port}/", reach)

    def resolve(host: str, port: int, seconds: float) -> Sequence[str]:
        raise OSError("Name or service not known")

    line = refused("http://nowhere.example/", reach, resolve=resolve)
    assert line.startswith("nowhere.example is not found (Name or service not known)")


def test_a_full_disk_is_not_taken_for_a_fault_of_the_network(site: Site) -> None:
    class Full(io.BytesIO):
        def write(self, content: object) -> int:
            raise OSError(28, os.strerror(28))

    with pytest.raises(OSError, match="No space left"):
        download(site.put("/a", b"body"), Full(), reach=site.reach)


# TLS


def here(host: str, port: int, seconds: float) -> Sequence[str]:
    return ("127.0.0.1",)


def test_over_tls_the_hosts_name_is_asked_for_and_verified_at_the_pinned_address(
    secure_site: Site, identity: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    secure_site.put("/a", b"proved")
    monkeypatch.setenv("SSL_CERT_FILE", str(identity[0]))
    assert fetch(secure_site.address("/a", "library.example"), secure_site.reach, resolve=here)[1] == b"proved"
    assert secure_site.names == ["library.example"]


def test_a_certificate_nobody_vouches_for_is_refused(secure_site: Site) -> None:
    secure_site.put("/a", b"forged")
    line = refused(secure_site.address("/a", "library.example"), secure_site.reach, resolve=here)
    assert "library.example cannot prove who it is (self-signed certificate)" in line
    assert secure_site.asked == []


def test_a_certificate_for_another_host_is_refused(
    secure_site: Site, identity: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    secure_site.put("/a", b"forged")
    monkeypatch.setenv("SSL_CERT_FILE", str(identity[0]))
    reach = Reach(private_hosts=frozenset({"127.0.0.1", "other.example"}))
    for address in (secure_site.address("/a", "other.example"), secure_site.address("/a")):
        assert "cannot prove who it is" in refused(address, reach, resolve=here)
    assert secure_site.asked == []


def test_a_slow_drip_ends_over_tls_too(secure_site: Site, identity: tuple[Path, Path]) -> None:
    context = ssl.create_default_context(cafile=str(identity[0]))
    secure_site.drip("/a", OK + b"Connection: close\r\n\r\n", b"x", every=0.05)
    start = monotonic()
    reach = replace(secure_site.reach, seconds=0.6)
    assert "all a download gets" in refused(
        secure_site.address("/a", "library.example"), reach, resolve=here, tls=context
    )
    assert monotonic() - start < 3


def test_a_server_without_tls_and_certificates_that_are_not_there_are_said(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "cannot be reached" in refused(site.put("/a", b"x").replace("http:", "https:"), site.reach)
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/at/all.pem")
    assert "SSL_CERT_FILE" in refused(site.address("/a").replace("http:", "https:"), site.reach)


def test_a_redirect_out_of_tls_is_refused(secure_site: Site, site: Site, identity: tuple[Path, Path]) -> None:
    context = ssl.create_default_context(cafile=str(identity[0]))
    reach = replace(site.reach, private_hosts=site.reach.private_hosts | secure_site.reach.private_hosts)
    secure_site.lead("/a", site.put("/b", b"altered"))
    line = refused(secure_site.address("/a", "library.example"), reach, resolve=here, tls=context)
    assert "from https to http" in line and site.asked == []
    site.lead("/c", secure_site.address("/d", "library.example"))
    secure_site.put("/d", b"safe")
    assert fetch(site.address("/c"), reach, resolve=here, tls=context)[1] == b"safe"
