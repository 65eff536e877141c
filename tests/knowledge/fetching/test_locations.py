"""What counts as an address of a document, and where a redirect may lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.fetching.locations import location, next_location, port_of
from knowledge.fetching.reach import Reach, Unfetched


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("https://example.org", "https://example.org/"),
        (" HTTP://Example.ORG/a/../b#part ", "http://example.org/b"),
        ("https://例え.jp/ä?q=ü", "https://xn--r8jz45g.jp/%C3%A4?q=%C3%BC"),
    ],
)
def test_an_address_is_asked_for_in_its_plain_form(text: str, asked: str) -> None:
    url = location(text)
    assert f"{url.scheme}://{url.netloc.decode()}{url.raw_path.decode()}" == asked and not url.fragment


@pytest.mark.parametrize(
    "text",
    [
        *("", "example.org/a", "//example.org/a", "ftp://example.org/a", "file:///etc/passwd", "http://", "http:///a"),
        *("http:example.org", "gopher://example.org", "javascript:alert(1)", "data:text/plain,a", "http://[::1"),
        *("http://a\nb/", "http://example.org:0/", "http://example.org:99999/", "http://example.org:port/"),
        *("http://0177.0.0.1/", "http://１２７.0.0.1/", "http://ⓛocalhost/", "http://[127.0.0.1]/"),
        *("https://xn--0.example/x", "https://xn--.example/", "http://" + "ä" * 80 + ".example/"),
        "https://example.org/" + "a" * 2000,
    ],
)
def test_what_is_no_address_of_the_web_is_refused_in_one_short_line(text: str) -> None:
    with pytest.raises(Unfetched) as caught:
        location(text)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 400


@pytest.mark.parametrize("text", ["https://ada:secret@example.org/", "https://ada@example.org/", "https://:secret@a/"])
def test_a_user_name_is_refused_and_a_password_not_repeated(text: str) -> None:
    with pytest.raises(Unfetched, match="user name") as caught:
        location(text)
    assert "secret" not in str(caught.value)
    with pytest.raises(Unfetched) as caught:
        location(text.replace("https", "ftp"))
    assert "secret" not in str(caught.value)


def test_a_redirect_may_be_relative_and_may_go_to_tls_but_not_out_of_it() -> None:
    here = location("http://example.org/a/b")
    assert str(next_location(here, "../c")) == "http://example.org/c"
    secure = next_location(here, "https://example.org/c")
    assert port_of(secure) == 443 and port_of(here) == 80
    with pytest.raises(Unfetched, match="from https to http"):
        next_location(secure, "http://example.org/c")
    assert next_location(secure, "//other.example/d").scheme == "https"


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://a/", "http://[", "https://u:p@a/", "//:80", "https://xn--0.example/x"]
)
def test_a_redirect_out_of_the_web_is_refused(target: str) -> None:
    with pytest.raises(Unfetched):
        next_location(location("https://example.org/"), target)


def test_a_private_host_is_admitted_by_its_name_and_port_only() -> None:
    reach = Reach(private_hosts=frozenset({"shelf.example", "127.0.0.1:8000", "[::1]:8000"}))
    assert reach.admits_private("shelf.example", 80) and reach.admits_private("shelf.example", 8443)
    assert reach.admits_private("127.0.0.1", 8000) and not reach.admits_private("127.0.0.1", 8001)
    assert reach.admits_private("::1", 8000) and not reach.admits_private("::1", 80)
    assert not reach.admits_private("other.shelf.example", 80)
    assert not Reach().admits_private("127.0.0.1", 80)


@given(st.sampled_from(["http://", "https://", "https://example.org/", ""]), st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_an_address_or_one_line(start: str, text: str, target: str) -> None:
    try:
        url = next_location(location(f"{start}{text}"), target)
    except Unfetched as fault:
        assert str(fault).isprintable()
    else:
        assert url.scheme in ("http", "https") and url.host and not url.userinfo and url.raw_host.isascii()
