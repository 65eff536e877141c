"""DOCX: headings begin parts, tables and footnotes are text, what was struck out is not."""

import datetime

import docx
import pytest

from knowledge.ingest.documents import Document, Unreadable
from knowledge.ingest.docx import read_docx
from tests.knowledge.ingest.sample_files import archive, docx_members, saved

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NONE = ("plain text", None)


def read_members(members: dict[str, bytes | str]) -> Document:
    return read_docx(archive(members), "memo")


def with_body(body: str) -> dict[str, bytes | str]:
    return {**docx_members(), "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"}


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_headings_begin_parts() -> None:
    members = docx_members(
        ("Before", None), ("Gifts", "Heading 1"), ("One", None), ("Two", "Quote"), ("Sums", "Heading 3")
    )
    assert [(part.locator, part.text) for part in read_members(members).parts] == [
        (None, "Before"),
        ("Gifts", "Gifts\n\nOne\n\nTwo"),
        ("Sums", "Sums"),
    ]


def test_a_table_stands_where_it_is_with_its_rows_together() -> None:
    document = docx.Document()
    document.add_paragraph("Before")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ("Year", "Gifts", "1971", "35"), strict=True
    ):
        cell.text = text
    table.cell(0, 1).add_table(rows=1, cols=1).cell(0, 0).text = "inner"
    document.add_paragraph("After")
    (part,) = read_docx(saved(document), "memo").parts
    assert part.text == "Before\n\nYear | Gifts inner\n\n1971 | 35\n\nAfter"


def test_core_properties_are_the_metadata() -> None:
    document = docx.Document()
    document.add_paragraph("text")
    properties = document.core_properties
    properties.title, properties.author, properties.language = "A Memo", "Kim A.", "en-GB"
    properties.created = datetime.datetime(1999, 5, 6, 7, 8)
    assert read_docx(saved(document), "memo").csl == {
        "title": "A Memo",
        "author": [{"literal": "Kim A."}],
        "language": "en-GB",
    }


def test_a_file_that_says_nothing_of_itself_has_no_metadata() -> None:
    members = docx_members(NONE)
    del members["docProps/core.xml"]
    relations = members["_rels/.rels"]
    assert isinstance(relations, bytes)
    start = relations.index(b"<Relationship ", relations.index(b"core-properties") - 200)
    kept = [line for line in relations[start:].split(b"/>") if b"core-properties" not in line]
    members["_rels/.rels"] = relations[:start] + b"/>".join(kept)
    assert read_members(members).csl == {}


def test_struck_out_text_and_copies_for_old_programs_are_not_read() -> None:
    drawing = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:txbxContent>{paragraph('box')}</w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:txbxContent>{paragraph('box')}</w:txbxContent></mc:Fallback></mc:AlternateContent>"
    )
    body = (
        f"<w:p><w:r><w:t>kept</w:t><w:tab/><w:t>on</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        f"<w:ins><w:r><w:t>ly</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>"
        f"<w:hyperlink><w:r><w:t xml:space='preserve'> link</w:t></w:r></w:hyperlink><w:r>{drawing}</w:r></w:p>"
    )
    assert read_members(with_body(body)).parts[0].text == "box\n\nkept only link"


def test_footnotes_are_parts_in_the_order_of_their_numbers() -> None:
    reference = '<w:p><w:r><w:t>text</w:t></w:r><w:r><w:footnoteReference w:id="{}"/></w:r></w:p>'
    notes = "".join(f'<w:footnote w:id="{key}">{paragraph(f"note {key}")}</w:footnote>' for key in (0, 7, 8))
    members = with_body(reference.format(8) + reference.format(7))
    members["word/footnotes.xml"] = f"<w:footnotes {W}>{notes}</w:footnotes>"
    assert [(part.locator, part.text) for part in read_members(members).parts] == [
        (None, "text\n\ntext"),
        ("footnote 1", "note 8"),
        ("footnote 2", "note 7"),
    ]


@pytest.mark.parametrize(
    ("declaration", "said"),
    [
        ('<!DOCTYPE x [<!ENTITY a "secret">]>', "entities"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "entities"),
    ],
)
def test_entities_are_refused_in_every_xml_file(declaration: str, said: str) -> None:
    for member in ("word/document.xml", "word/styles.xml", "docProps/core.xml", "_rels/.rels"):
        members = docx_members(NONE)
        content = members[member]
        assert isinstance(content, bytes)
        members[member] = declaration.encode() + content.partition(b"?>")[2]
        with pytest.raises(Unreadable, match=said):
            read_members(members)


def test_a_document_without_text_is_refused() -> None:
    with pytest.raises(Unreadable, match="no text"):
        read_members(docx_members())


@pytest.mark.parametrize("lost", ["word/document.xml", "[Content_Types].xml", "_rels/.rels"])
def test_a_package_that_lacks_a_file_is_refused_in_one_line(lost: str) -> None:
    members = docx_members(NONE)
    del members[lost]
    with pytest.raises(Unreadable, match="no sound DOCX"):
        read_members(members)
