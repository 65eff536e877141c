"""A Chroma server as a host names it: what is taken, what is refused, and that no secret is shown."""

import pytest

from knowledge.chroma_server import chroma_server


def test_an_address_alone_is_enough() -> None:
    server = chroma_server("http://chroma.library.example")
    assert (server.url, server.tls) == ("http://chroma.library.example:8000", False)
    assert str(server) == server.url
    assert chroma_server("https://[2001:db8::7]").url == "https://[2001:db8::7]:443"


def test_headers_token_tenant_and_database_are_passed_on_and_not_shown() -> None:
    server = chroma_server(
        "https://api.trychroma.com",
        headers="Authorization: Bearer hush:hush\n\nX-Library: main\n",
        tenant="ours",
        database="history",
        token="ck-secret\n",
    )
    assert dict(server.headers) == {
        "Authorization": "Bearer hush:hush",
        "X-Library": "main",
        "X-Chroma-Token": "ck-secret",
    }
    assert str(server) == "https://api.trychroma.com:443 (ours/history)"
    assert "hush" not in repr(server) and "ck-secret" not in repr(server)


@pytest.mark.parametrize(
    ("url", "headers", "told"),
    [
        ("chroma.example:8000", "", "http://127.0.0.1:8000"),
        ("ftp://chroma.example", "", "http://127.0.0.1:8000"),
        ("http://", "", "http://127.0.0.1:8000"),
        ("http://ada:hush@chroma.example", "", "put it into a header"),
        ("http://chroma.example/chroma", "", "nothing may follow the port"),
        ("http://chroma.example", "Authorization Bearer hush", "header 1"),
    ],
)
def test_what_cannot_be_reached_is_refused_with_the_reason(url: str, headers: str, told: str) -> None:
    with pytest.raises(ValueError, match=told) as caught:
        chroma_server(url, headers=headers)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("headers", "token"), [("X-Key: hu\x07sh", ""), ("X Key: hush", ""), ("", "hu\nsh"), ("", "hush…")]
)
def test_what_no_header_can_carry_is_refused_without_being_shown(headers: str, token: str) -> None:
    with pytest.raises(ValueError, match="no header can carry") as caught:
        chroma_server("http://chroma.example", headers=headers, token=token)
    assert "hu" not in str(caught.value)
