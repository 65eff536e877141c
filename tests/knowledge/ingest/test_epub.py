"""EPUB: chapters in the order of the spine, the package's Dublin Core, nothing of its DTDs and entities."""

import pytest

from knowledge.ingest.documents import Document, Unreadable
from knowledge.ingest.epub import read_epub
from tests.knowledge.ingest.sample_files import archive, chapter, epub_members

METADATA = (
    "<dc:title>The\n Book</dc:title><dc:creator>Kim A.</dc:creator><dc:creator>Lee B.</dc:creator>"
    '<dc:language>en</dc:language><dc:publisher>A Press</dc:publisher><dc:date opf:event="modification">2020</dc:date>'
    "<dc:date>1994-07-01T00:00:00Z</dc:date>"
)
CHAPTERS = {
    "one.xhtml": chapter(
        "<h2>The <i>first</i></h2><p>One&nbsp;word &amp; two<br/>lines.</p><div>Loose<p>Inner</p>tail</div>"
    ),
    "cover page.xhtml": chapter(
        "<p>Cover</p><script>no()</script><!-- nor this --><template><p>nor that</p></template><p>!</p>"
    ),
}


def read(chapters: dict[str, str] = CHAPTERS, **kwargs: object) -> Document:
    return read_epub(archive(epub_members(chapters, **kwargs)), "book")  # type: ignore[arg-type]


def test_chapters_stand_in_the_order_of_the_spine() -> None:
    document = read(spine=["cover page.xhtml", "one.xhtml"])
    assert [(part.locator, part.text) for part in document.parts] == [
        ("section 1", "Cover\n\n!"),
        ("The first", "The first\n\nOne word & two lines.\n\nLoose\n\nInner\n\ntail"),
    ]


def test_metadata_are_the_dublin_core_of_the_package() -> None:
    assert read(metadata=METADATA).csl == {
        "title": "The Book",
        "author": [{"literal": "Kim A."}, {"literal": "Lee B."}],
        "issued": {"date-parts": [[1994, 7, 1]]},
        "language": "en",
        "publisher": "A Press",
    }


def test_a_row_of_a_table_stays_together() -> None:
    table = "<table><tr><td><p>1971</p></td><td/><td>35</td></tr><tr><td>1972</td><td>87</td></tr></table>"
    assert (
        read({"t": chapter(f"<p>Before</p>{table}after")}).parts[0].text == "Before\n\n1971 | 35\n\n1972 | 87\n\nafter"
    )


def test_chapters_are_found_by_their_paths() -> None:
    members = epub_members({"a%20b.xhtml": chapter("<p>text</p>")})
    members["OEBPS/a b.xhtml"] = members.pop("OEBPS/a%20b.xhtml")
    assert read_epub(archive(members), "book").parts[0].text == "text"


@pytest.mark.parametrize(
    ("before", "body", "said"),
    [
        ('<!DOCTYPE html [<!ENTITY x "hidden">]>', "<p>&x;</p>", "entities"),
        ('<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "<p>&x;</p>", "entities"),
        ("", "<p>not closed", "not well-formed"),
        ("", "<p>&nosuch;</p>", "not well-formed"),
        ("", "<div>" * 3000 + "</div>" * 3000, "not well-formed"),
        ("", "<img/>", "no text"),
    ],
)
def test_a_chapter_that_cannot_be_trusted_is_refused(before: str, body: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read({"one.xhtml": chapter(body, before=before)})


def test_an_external_dtd_is_not_fetched_and_its_entities_are_known() -> None:
    doctype = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://localhost:9/xhtml11.dtd">'
    assert read({"one": chapter("<p>1972&ndash;1975</p>", before=doctype)}).parts[0].text == "1972–1975"


def test_a_protected_book_is_refused_and_scrambled_fonts_are_not_minded() -> None:
    members = epub_members({"one.xhtml": chapter("<p>text</p>")})
    encryption = (
        '<encryption><EncryptedData><CipherData><CipherReference URI="{}"/></CipherData></EncryptedData></encryption>'
    )
    assert read_epub(archive({**members, "META-INF/encryption.xml": encryption.format("OEBPS/a.ttf")}), "book").parts
    with pytest.raises(Unreadable, match="DRM"):
        read_epub(archive({**members, "META-INF/encryption.xml": encryption.format("OEBPS/one.xhtml")}), "book")


@pytest.mark.parametrize(
    ("spine", "said"),
    [([], "no spine"), (["none"], "none, which is not"), (["one.xhtml", "one.xhtml"], "named before")],
)
def test_a_spine_that_does_not_hold_is_refused(spine: list[str], said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(spine=spine)


@pytest.mark.parametrize("lost", ["META-INF/container.xml", "OEBPS/content.opf", "OEBPS/one.xhtml"])
def test_a_file_that_is_lacking_is_named(lost: str) -> None:
    members = epub_members({"one.xhtml": chapter("<p>text</p>")})
    del members[lost]
    with pytest.raises(Unreadable, match=f"lacks its file {lost}"):
        read_epub(archive(members), "book")
