"""HTML: the page's main text and what its head says; nothing a script draws, nothing a page only suggests."""

import pytest

from knowledge.ingest.documents import Document, Unreadable
from knowledge.ingest.html import read_html

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Gifts | The Site</title>
<meta property="og:title" content="Gifts"><meta name="author" content="Kim A.">
<meta property="og:site_name" content="The Site">
<meta property="article:published_time" content="1998-04-05T10:00:00Z">
<link rel="canonical" href="https://example.org/gifts">
<script>var hidden = "no word of this"</script></head><body><nav><a href="/">Home</a> <a href="/b">Other pages</a></nav>
<article><h1>Gifts from abroad</h1>
<p>The hall shows <b>166,065</b> gifts, as the guide said,<br>from 87 <a href="x">countries</a>.</p>
<h2>By year</h2><ul><li>first<ul><li>within</li></ul></li><li>second &amp; last</li></ul>
<table><tr><th>Year</th><th>Countries</th></tr><tr><td>1971</td><td>35</td></tr></table></article>
<script>document.write("drawn")</script></body></html>"""


def read(page: str | bytes) -> Document:
    return read_html(page.encode() if isinstance(page, str) else page, "page")


def test_headings_begin_parts_and_rows_stay_together() -> None:
    assert [(part.locator, part.text) for part in read(PAGE).parts] == [
        (
            "Gifts from abroad",
            "Gifts from abroad\n\nThe hall shows 166,065 gifts, as the guide said, from 87 countries.",
        ),
        ("By year", "By year\n\nfirst\n\nwithin\n\nsecond & last\n\nYear | Countries\n\n1971 | 35"),
    ]


def test_metadata_come_from_the_head() -> None:
    assert read(PAGE).csl == {
        "type": "webpage",
        "title": "Gifts",
        "author": [{"literal": "Kim A."}],
        "issued": {"date-parts": [[1998, 4, 5]]},
        "URL": "https://example.org/gifts",
        "language": "en",
        "publisher": "The Site",
    }


def test_what_only_the_text_suggests_is_not_metadata() -> None:
    page = "<html><body><h1>A title?</h1><p>By John Smith, 5 May 1972. A text of some length follows.</p></body></html>"
    assert read(page).csl == {"type": "webpage"}


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><title>App</title></head><body><script>draw()</script></body></html>",
        "<html><body><div id='root'></div><script src='https://example.org/app.js'></script></body></html>",
        "<html></html>",
    ],
)
def test_a_page_of_script_only_is_refused(page: str) -> None:
    with pytest.raises(Unreadable, match="no text"):
        read(page)


def test_a_declared_encoding_is_followed_and_none_is_guessed() -> None:
    text = "<html><head>{}</head><body><p>The café of the delegation, and what was said in it.</p></body></html>"
    declared = text.format('<meta charset="iso-8859-1">')
    assert "café" in read(declared.encode("latin-1")).parts[0].text
    assert "café" in read(text.encode("utf-16")).parts[0].text
    assert "“" in read(declared.replace("é", "“").encode("cp1252")).parts[0].text  # as browsers read "Latin 1"
    with pytest.raises(Unreadable, match=r"line 1: .*encoding"):
        read(text.encode("latin-1"))
    with pytest.raises(Unreadable, match="encoding that is not known"):
        read(text.format('<meta charset="klingon">'))


@pytest.mark.parametrize(
    ("page", "said"),
    [("<div>" * 5000 + "deep", "nested too deeply"), ("<p>a<p>b" * 25_000, "elements that are read")],
)
def test_a_page_beyond_the_bounds_is_refused(page: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(f"<html><body>{page}</body></html>")
