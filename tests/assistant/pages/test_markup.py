"""Markup that cannot be broken out of."""

from collections.abc import Callable
from typing import Any

from assistant.pages.markup import element, outside_link, rows_of

Read = Callable[[str], Any]


def test_plain_text_is_escaped_in_children_and_attributes(read: Read, hostile: str) -> None:
    made = element("p", hostile, title=hostile)
    assert "<img" not in made and "<script" not in made
    reader = read(made)
    assert reader.tags == [("p", {"title": hostile})]
    assert reader.text == hostile


def test_markup_made_here_is_not_escaped_twice() -> None:
    assert element("p", element("b", "a & b")) == "<p><b>a &amp; b</b></p>"


def test_an_element_without_content_has_no_end() -> None:
    assert element("input", type="checkbox", checked=True) == '<input type="checkbox" checked>'


def test_a_row_without_a_text_is_left_out(read: Read) -> None:
    assert read(rows_of([("By", "Someone"), ("Date", "")])).text == "BySomeone"


def test_links_leave_without_a_trace(read: Read) -> None:
    link = outside_link("https://example.org/?a=1&b=2", "original")
    assert link is not None
    [(tag, attributes)] = read(link).tags
    assert (tag, attributes["href"]) == ("a", "https://example.org/?a=1&b=2")
    assert attributes["rel"] == "noopener noreferrer nofollow"
    for address in ("data:text/html,x", "javascript:alert(1)", "//example.org", None):
        assert outside_link(address, "original") is None
