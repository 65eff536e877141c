"""PDF: pages are parts, found by the numbers printed on them; a scan is sent to be read first."""

import logging

import pytest

from knowledge.ingest import pdf as reader
from knowledge.ingest.documents import Document, Unreadable
from knowledge.ingest.pdf import read_pdf
from tests.knowledge.ingest.sample_files import FIRST_PAGE, pdf, show_lines

LONG = "A sentence that is long enough to count as the text of a page."


def read(content: bytes) -> Document:
    return read_pdf(content, "report")


def test_a_page_is_a_part_with_its_lines_joined() -> None:
    document = read(pdf([show_lines(FIRST_PAGE), show_lines([LONG])]))
    assert [(part.locator, part.text) for part in document.parts] == [("p. 1", " ".join(FIRST_PAGE)), ("p. 2", LONG)]
    assert (document.name, document.csl) == ("report", {})


def test_pages_are_found_by_their_labels() -> None:
    labels = "/PageLabels << /Nums [0 << /S /r >> 2 << /S /D /St 10 >> 3 << /P (A-) /S /D >>] >>"
    document = read(pdf([show_lines([f"{LONG} {number}"]) for number in range(4)], catalogue=labels))
    assert [part.locator for part in document.parts] == ["p. i", "p. ii", "p. 10", "p. A-1"]


def test_a_label_without_letters_gives_way_to_the_number() -> None:
    document = read(pdf([show_lines([LONG])], catalogue="/PageLabels << /Nums [0 << >>] >>"))
    assert document.parts[0].locator == "p. 1"


def test_title_and_author_come_from_the_file_and_the_day_it_was_made_does_not() -> None:
    """A scan of a cable of 1950 was made yesterday."""
    info = "/Title (A Report) /Author (Kim and Lee) /CreationDate (D:20240131120000Z)"
    csl = read(pdf([show_lines([LONG])], info=info)).csl
    assert csl == {"title": "A Report", "author": [{"literal": "Kim and Lee"}]}


def test_metadata_of_a_wrong_kind_are_left_out() -> None:
    assert read(pdf([show_lines([LONG])], info="/Title 7 /Author [1 2] /CreationDate << >>")).csl == {}


def test_a_hyphen_at_the_end_of_a_line_stays_and_a_soft_one_goes() -> None:
    (part,) = read(
        pdf([show_lines(["The non-", "aligned coun\u00adtries and the inter\u00ad", "national movement"])])
    ).parts
    assert part.text == "The non- aligned coun\u00adtries and the international movement"


def test_a_page_that_holds_only_a_picture_is_no_part() -> None:
    document = read(pdf([show_lines([LONG]), b"q Q", show_lines([LONG])]))
    assert [part.locator for part in document.parts] == ["p. 1", "p. 3"]
    assert "page 2 of 3 has no text layer" in document.notes[0]


def test_pages_that_are_scans_are_named_and_the_rest_comes_in() -> None:
    text, scan = show_lines([LONG]), b"q Q"
    document = read(pdf([text, text, scan, scan, scan, text, scan]))
    assert [part.locator for part in document.parts] == ["p. 1", "p. 2", "p. 6"]
    (note,) = document.notes
    assert note.startswith("pages 3–5, 7 of 7 have no text layer") and "ocrmypdf" in note
    assert read(pdf([text])).notes == ()


def test_a_short_page_of_a_text_is_kept() -> None:
    assert [part.text for part in read(pdf([show_lines(["Part One"]), show_lines([LONG])])).parts] == ["Part One", LONG]


def test_a_scan_is_refused_and_ocr_named() -> None:
    stamped = [show_lines([f"page {number}"]) for number in range(3)]
    with pytest.raises(Unreadable, match=r"no text layer.*ocrmypdf"):
        read(pdf(stamped))


def test_a_file_without_pages_is_refused() -> None:
    with pytest.raises(Unreadable, match="no pages"):
        read(pdf([]))


def test_a_file_with_a_password_is_refused() -> None:
    encrypt = f"/Filter /Standard /V 1 /R 2 /P -4 /O <{'11' * 32}> /U <{'22' * 32}>"
    with pytest.raises(Unreadable, match="needs a password"):
        read(pdf([show_lines([LONG])], encrypt=encrypt))


def test_ten_thousand_pages_are_refused_before_any_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_pages", lambda _: pytest.fail("a page was read"))
    with pytest.raises(Unreadable, match="10,000 pages"):
        read(pdf([b"q Q"] * 10_000))


@pytest.mark.parametrize("page", [show_lines(["a"] * 2_000), show_lines(["a" * 200] * 200), b"/X1 Do " * 400])
def test_a_small_file_cannot_ask_for_hours_of_work(page: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "WORK", 0)
    monkeypatch.setattr(reader, "WORK_PER_PAGE", 1_000)
    with pytest.raises(Unreadable, match="drawing"):
        read(pdf([page], form=b"BT /F1 9 Tf (a) Tj (b) Tj ET"))


def test_pages_of_ordinary_density_are_far_from_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "WORK", 0)
    monkeypatch.setattr(reader, "WORK_PER_PAGE", reader.WORK_PER_PAGE // 10)
    assert len(read(pdf([show_lines([LONG] * 60)] * 5)).parts) == 5


def test_what_pypdf_remarks_does_not_reach_the_user(caplog: pytest.LogCaptureFixture) -> None:
    damaged = b"junk" + pdf([show_lines([LONG])])
    with caplog.at_level(logging.DEBUG):
        assert read(damaged).parts[0].text == LONG
    assert not caplog.records
    assert logging.getLogger("pypdf").level == logging.NOTSET
