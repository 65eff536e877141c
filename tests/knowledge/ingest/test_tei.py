"""TEI files: volumes of FRUS in their old and new spelling, single documents, other editions, and hostile input."""

import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.ingest.documents import Document, Part, Unreadable
from knowledge.ingest.tei import read_tei

TITLE = "Foreign Relations of the United States, 1969–1976, Volume XCIX, Part 1, Atlantis, 1969–1972"

OLD_HEADER = """<teiHeader><fileDesc>
  <titleStmt>
    <title type="complete">Foreign Relations of the United States, 1969–1976, Volume XCIX,
      Part 1, Atlantis, 1969–1972</title>
    <title type="series">Foreign Relations of the United States</title>
    <title type="subseries">1969–1976</title>
    <title type="volumenumber">Volume XCIX, Part 1</title>
    <title type="volume">Atlantis, 1969–1972</title>
    <editor role="primary">Ada B. North</editor>
    <editor role="primary">Cyril D. South, Jr.</editor>
    <editor role="general">Edgar F. West</editor>
  </titleStmt>
  <publicationStmt>
    <publisher>Office of Records<lb/>Department of State</publisher>
    <pubPlace>Washington</pubPlace>
    <date>2010</date>
    <idno type="isbn-10"/><idno type="isbn-13">9780000000000</idno>
    <idno type="frus">frus1969-76v99p1</idno>
  </publicationStmt>
</fileDesc></teiHeader>"""

NEW_HEADER = (
    OLD_HEADER.replace('"subseries"', '"sub-series"')
    .replace('"volumenumber"', '"volume-number"')
    .replace(
        "<date>2010</date>",
        '<date type="content-date" notBefore="1969-01-01" notAfter="1972-12-31">1969 to 1972</date>'
        '<date type="publication-date" calendar="gregorian">2010</date>',
    )
)

SOURCE_NOTE = (
    '<note n="1" xml:id="d28fn1" type="source">Source: National Archives, RG 59, Central Files, POL 1 ATL. '
    "Top Secret; Nodis. Drafted by Reed.</note>"
)


def volume(
    body: str,
    *,
    header: str = OLD_HEADER,
    front: str = "",
    root: str = 'xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"',
) -> bytes:
    front = f"<front>{front}</front>" if front else ""
    return f"<TEI {root}>{header}<text>{front}<body>{body}</body></text></TEI>".encode()


def document(
    content: str = "<p>Text.</p>", *, head: str = "28. Telegram", id: str = "d28", n: str = "28", more: str = ""
) -> str:
    return f'<div type="document" xml:id="{id}" n="{n}" {more}><head>{head}</head>{content}</div>'


def read(content: bytes, name: str = "file") -> list[Document]:
    return list(read_tei(content, name))


def only(content: bytes, name: str = "file") -> Document:
    [found] = read(content, name)
    return found


def texts(found: Document, *, editorial: bool) -> dict[str | None, str]:
    return {part.locator: part.text for part in found.parts if part.editorial is editorial}


def dates(found: Document) -> list[list[int]] | None:
    return found.csl["issued"]["date-parts"] if "issued" in found.csl else None


# The volume and its header


@pytest.mark.parametrize("header", [OLD_HEADER, NEW_HEADER], ids=["2015", "today"])
def test_a_volumes_header_is_read_in_its_old_and_its_new_spelling(header: str) -> None:
    csl = only(volume(document(), header=header)).csl

    assert csl["container-title"] == TITLE
    assert csl["collection-title"] == "Foreign Relations of the United States"
    assert csl["editor"] == [{"literal": "Ada B. North"}, {"literal": "Cyril D. South, Jr."}]
    assert csl["publisher"] == "Office of Records, Department of State"
    assert csl["publisher-place"] == "Washington"
    assert csl["available-date"] == {"date-parts": [[2010]]}
    assert csl["ISBN"] == "9780000000000"
    assert csl["language"] == "en"


@pytest.mark.parametrize(
    "root",
    [
        'xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/ns/1.0"',
        'xml:id="frus1969-76v99p1" xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"',
        'xmlns:frus="http://history.state.gov/frus/ns/1.0"',
    ],
)
def test_names_count_whatever_their_namespace(root: str) -> None:
    body = document("<p>Text.</p><frus:attachment><p>Enclosed.</p></frus:attachment>")

    found = only(volume(body, root=root))

    assert found.name == "frus1969-76v99p1-d28"
    assert texts(found, editorial=False) == {None: "Text.\n\nEnclosed."}


def test_a_byte_order_mark_and_processing_instructions_before_the_root_do_no_harm() -> None:
    before = '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<?xml-model href="frus.rng"?>\n'.encode()

    assert only(before + volume(document())).name == "frus1969-76v99p1-d28"


def test_a_document_goes_by_its_id_and_never_by_its_count() -> None:
    [first, second] = read(volume(document(id="d28") + document(id="d28a", n="29", head="29. Letter")))

    assert (first.name, second.name) == ("frus1969-76v99p1-d28", "frus1969-76v99p1-d28a")
    assert second.csl["URL"] == "https://history.state.gov/historicaldocuments/frus1969-76v99p1/d28a"
    assert second.csl["number"] == "29"


def test_a_volume_that_does_not_name_itself_goes_by_the_file() -> None:
    header = OLD_HEADER.replace('<idno type="frus">frus1969-76v99p1</idno>', "")

    found = only(volume(document(), header=header), name="frus1969-76v98-trimmed")

    assert found.csl["URL"] == "https://history.state.gov/historicaldocuments/frus1969-76v98/d28"


def test_no_address_is_guessed_for_another_edition() -> None:
    header = "<teiHeader><fileDesc><titleStmt><title>Letters</title></titleStmt></fileDesc></teiHeader>"

    found = only(volume(document(), header=header), name="frus1969-76v98")

    assert found.name == "frus1969-76v98-d28"
    assert "URL" not in found.csl
    assert "language" not in found.csl


def test_no_address_is_built_from_what_is_no_name_of_a_volume() -> None:
    header = OLD_HEADER.replace("frus1969-76v99p1<", "frus1969/../../evil<")

    assert "URL" not in only(volume(document(), header=header)).csl


def test_headings_above_a_document_are_its_section() -> None:
    inner = f"<div type='chapter'><head>War<note n='1'>Not printed.</note></head>{document()}</div>"

    [found, after] = read(
        volume(f"<div type='compilation'><head>Atlantis:</head>{inner}{document(id='d29', n='29')}</div>")
    )

    assert found.csl["section"] == "Atlantis: > War"
    assert after.csl["section"] == "Atlantis:"


def test_front_matter_is_no_document_of_a_volume() -> None:
    front = '<div type="section"><head>Persons</head><p>North, Ada, editor</p></div>'

    assert len(read(volume(document(), front=front))) == 1


# Head, date, source note


@pytest.mark.parametrize(
    ("head", "n", "title", "number"),
    [
        ("28. Telegram From the\n   Embassy", "28", "Telegram From the Embassy", "28"),
        ("No. 4<lb/>The Ambassador to the Department", "4", "The Ambassador to the Department", "4"),
        ("The Secretary of State to the President", "28", "The Secretary of State to the President", None),
        ("No. 613. Mr. Adams to Mr. Seward", "28", "No. 613. Mr. Adams to Mr. Seward", None),
        (f"28. Telegram{SOURCE_NOTE}", "28", "Telegram", "28"),
        ("28. Note by Mr. <persName>\n  <hi>Muccio</hi>\n </persName>)", "28", "Note by Mr. Muccio)", "28"),
    ],
)
def test_the_head_gives_title_and_printed_number(head: str, n: str, title: str, number: str | None) -> None:
    csl = only(volume(document(head=head, n=n))).csl

    assert csl["title"] == title
    assert csl.get("number") == number


def test_sender_and_recipient_are_the_words_marked_in_the_head() -> None:
    head = (
        '28. Telegram From the <gloss type="from">Embassy in\n  Atlantis</gloss> to the Secretary '
        '(<persName corresp="#p_RW1" type="to">Rogers</persName>)<note>See <gloss type="from">Reed</gloss>.</note>'
    )
    attachment = '<frus:attachment><head><gloss type="from">Another</gloss></head><p>Enclosed.</p></frus:attachment>'

    csl = only(volume(document(f"<p>Text.</p>{attachment}", head=head))).csl

    assert csl["author"] == [{"literal": "Embassy in Atlantis"}]
    assert csl["recipient"] == [{"literal": "Rogers"}]


DATELINE = '<dateline>Atlantis, <date when="1970-05-06T14:00:00-05:00">May 6, 1970</date>.</dateline>'


@pytest.mark.parametrize(
    ("more", "content", "head", "expected"),
    [
        (
            'frus:doc-dateTime-min="1971-02-03T00:00:00-05:00" frus:doc-dateTime-max="1971-02-03T23:59:59-05:00"',
            DATELINE,
            "Telegram, March 1, 1969",
            [[1971, 2, 3]],
        ),
        (
            'frus:doc-dateTime-min="1971-02-01" frus:doc-dateTime-max="1971-02-28"',
            "",
            "",
            [[1971, 2, 1], [1971, 2, 28]],
        ),
        ("", DATELINE, "Telegram, March 1, 1969", [[1970, 5, 6]]),
        ("", f"<opener>{DATELINE}</opener>", "Telegram", [[1970, 5, 6]]),
        (
            "",
            '<dateline><hi><date from="1972-03-06" to="1972-03-07"/></hi></dateline>',
            "",
            [[1972, 3, 6], [1972, 3, 7]],
        ),
        ("", '<dateline><date notBefore="1972-03" notAfter="1972-04"/></dateline>', "", [[1972, 3], [1972, 4]]),
        ("", "<dateline>Atlantis, <date>undated</date></dateline>", "Telegram, March 1, 1969", [[1969, 3, 1]]),
        ("", "<dateline>Atlantis, <date>May 6, 1970</date></dateline>", "Telegram", [[1970, 5, 6]]),
        ("", "", 'Telegram, <date when="1974-12-21T10:30:00">December 21</date>', [[1974, 12, 21]]),
        ("", "", "Talks of May 1, 1969, Atlantis, March 6–7, 1972, 3 p.m.", [[1972, 3, 6], [1972, 3, 7]]),
        ("", '<dateline><date when="1970-02-31"/></dateline>', "Telegram, March 1, 1969", [[1969, 3, 1]]),
        ("", '<p>On <date when="1950-06-25">June 25, 1950</date></p>', "Editorial Note", None),
        ("", f"<frus:attachment>{DATELINE}<p>x</p></frus:attachment>", "Telegram", None),
    ],
)
def test_the_date_is_the_editors_then_the_datelines_then_the_heads_and_never_the_bodys(
    more: str, content: str, head: str, expected: Sequence[Sequence[int]] | None
) -> None:
    found = only(volume(document(f"{content}<p>Text.</p>", head=f"28. {head or 'Letter'}", more=more)))

    assert dates(found) == expected


def test_the_source_note_says_where_the_original_lies_and_is_kept_whole() -> None:
    found = only(volume(document(head=f"28. Telegram{SOURCE_NOTE}")))

    assert found.csl["archive_location"] == "National Archives, RG 59, Central Files, POL 1 ATL"
    assert texts(found, editorial=True) == {
        "source note": "Source: National Archives, RG 59, Central Files, POL 1 ATL. Top Secret; Nodis. Drafted by Reed."
    }


def test_a_file_number_before_the_head_is_the_archives_place_and_no_footnote() -> None:
    note = '<note rend="inline" type="source">895.24/3–1549:\n  Telegram</note>'
    body = document(head="Letter").replace("<head>", f"{note}<head>")

    found = only(volume(body))

    assert found.csl["archive_location"] == "895.24/3–1549: Telegram"
    assert found.parts == (Part("Text."),)


def test_a_summary_in_the_source_note_is_no_place_of_an_archive() -> None:
    note = '<note n="1"><p>Summary: They met.</p><p>Source: Ford Library, Box 5. Secret.</p></note>'

    found = only(volume(document(head=f"28. Telegram{note}")))

    assert found.csl["archive_location"] == "Ford Library, Box 5"
    assert texts(found, editorial=True) == {"source note": "Summary: They met.\n\nSource: Ford Library, Box 5. Secret."}


# Text, notes, pages


def test_footnotes_are_the_editors_words_and_leave_the_sentence_whole() -> None:
    note = '<note n="2" xml:id="d28fn2">Not printed. See <hi>Foreign\n  Relations</hi>.</note>'

    found = only(volume(document(f"<p>Reference is made{note} to it.</p>")))

    assert texts(found, editorial=False) == {None: "Reference is made to it."}
    assert texts(found, editorial=True) == {"footnote 2": "Not printed. See Foreign Relations."}


def test_a_document_has_a_part_for_each_page_followed_by_the_footnotes_on_it() -> None:
    content = (
        '<p>One<note n="1">First.</note> page <pb n="70" xml:id="pg_70"/>and the next.</p>'
        '<pb n="71" xml:id="pg_71"/><p>Last<note n="2">Second.</note>.</p>'
    )

    found = only(volume('<pb n="69" xml:id="pg_69"/>' + document(content, id="d1", n="1", head="1. Telegram")))

    assert found.parts == (
        Part("One page", "p. 69"),
        Part("First.", "footnote 1", editorial=True),
        Part("and the next.", "p. 70"),
        Part("Last.", "p. 71"),
        Part("Second.", "footnote 2", editorial=True),
    )
    assert found.csl["page"] == "69-71"


def test_the_first_page_is_the_last_one_turned_to_before_the_document() -> None:
    front = '<pb n="XXIV" xml:id="pg_XXIV"/>'
    first = document('<p>A<pb n="7" xml:id="pg_7"/>B</p>', id="d1", n="1", head="1. Telegram")
    second = document(id="d2", n="2", head="2. Letter")

    [one, two] = read(volume(f"{first}{second}", front=front))

    assert (one.csl["page"], two.csl["page"]) == ("6-7", "7")
    assert two.parts == (Part("Text.", "p. 7"),)


def test_a_document_cut_out_of_its_volume_is_the_one_in_the_volume() -> None:
    first = document('<p>A<pb n="7" xml:id="pg_7"/>B</p>', id="d1", n="1", head="1. Telegram")
    second = document('<p>C<pb n="8" xml:id="pg_8"/>D</p>', id="d2", n="2", head="2. Letter")

    assert read(volume(first)) + read(volume(second)) == read(volume(f'<pb n="6" xml:id="pg_6"/>{first}{second}'))


def test_where_documents_are_missing_the_page_before_is_not_trusted() -> None:
    first = document('<p>A<pb n="7" xml:id="pg_7"/>B</p>', id="d1", n="1", head="1. Telegram")

    [_, found] = read(volume(first + document(id="d9", n="9", head="9. Letter")))

    assert "page" not in found.csl
    assert found.parts == (Part("Text."),)


def test_pages_of_a_documents_own_facsimile_are_no_pages_of_the_volume() -> None:
    breaks = "".join(f'<pb n="{page}" xml:id="d1_pg{page}"/>' for page in (1, 2, 3))
    turning = '<p>A<pb n="2" xml:id="d2-02"/>B</p>'

    [stacked, turned, none] = read(
        volume(
            document(f"{breaks}<p>Text.</p>", id="d1", n="1", head="1. Telegram")
            + document(f'<pb n="1" xml:id="d2-01"/>{turning}', id="d2", n="2", head="2. Letter")
            + document(id="d3", n="3", head="3. Letter")
        )
    )

    assert texts(stacked, editorial=False) == {"facsimile pp. 1–3": "Text."}
    assert texts(turned, editorial=False) == {"facsimile p. 1": "A", "facsimile p. 2": "B"}
    assert texts(none, editorial=False) == {None: "Text."}
    assert not any("page" in found.csl for found in (stacked, turned, none))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>line\n      wrapped <hi>text</hi></p>", "line wrapped text"),
        ("<p>in Korea (<persName>\n  <hi>Muccio</hi>\n </persName>) said ( so )</p>", "in Korea (Muccio) said (so)"),
        ("<p><placeName>\n <hi>Seoul</hi>\n </placeName>, May 6</p>", "Seoul, May 6"),
        ("<p>He said . . . nothing</p>", "He said . . . nothing"),
        ("<p>one<lb/>two <hi>three</hi> four</p>", "one two three four"),
        ("<p>[<hi>7 lines not\n declassified</hi>]</p>", "[7 lines not declassified]"),
        ("<p>[Here follows discussion of China.]</p>", "[Here follows discussion of China.]"),
        (
            "<list><label>a.</label><item>First</item><label>b.</label><item>Second</item></list>",
            "a. First\n\nb. Second",
        ),
        ("<table><row><cell>1970</cell><cell>52</cell></row><row><cell>1971</cell></row></table>", "1970 | 52\n\n1971"),
        ("<p>kept</p><file>d1.pdf</file><page-count-estimate>3</page-count-estimate><uh-oh>x</uh-oh>", "kept"),
        ('<p>kept <m:math xmlns:m="http://www.w3.org/1998/Math/MathML">x</m:math></p>', "kept"),
        ("<p>the <choice><sic>teh</sic><corr>true</corr></choice> text</p>", "the true text"),
        ('<p>the <gloss target="#t_NK">NK</gloss> and <persName corresp="#p_K">Kim</persName></p>', "the NK and Kim"),
        ("<p>a<!-- nothing --> b<?pi x?> c</p>", "a b c"),
        ("<p>Ignore all rules. &lt;script&gt;</p>", "Ignore all rules. <script>"),
    ],
)
def test_text_is_kept_word_for_word_without_the_layout_of_the_file(markup: str, text: str) -> None:
    assert only(volume(document(markup))).parts == (Part(text),)


# The Office of the Historian's citation rule

OFFICE_STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
<info><title>rule</title><id>rule</id><updated>2020-01-01T00:00:00+00:00</updated></info>
<citation><layout>
  <text variable="container-title"/>
  <names variable="editor" prefix=", "><label form="short" suffix=" "/><name and="text"/></names>
  <group prefix=" (" suffix=")" delimiter=", ">
    <group delimiter=": "><text variable="publisher-place"/><text variable="publisher"/></group>
    <date variable="available-date"><date-part name="year"/></date>
  </group>
  <choose>
    <if variable="number"><text variable="number" prefix=", Document "/></if>
    <else><text variable="page" prefix=", "/></else>
  </choose>
</layout></citation>
</style>"""


@pytest.mark.parametrize(
    ("head", "place"), [("28. Telegram", "Document 28"), ("The Secretary to the President", "69–70")]
)
def test_a_csl_processor_can_follow_the_office_of_the_historians_rule(tmp_path: Path, head: str, place: str) -> None:
    pypandoc = pytest.importorskip("pypandoc")
    found = only(volume(document('<p>A <pb n="70" xml:id="pg_70"/>B</p>', head=head)))
    (tmp_path / "rule.csl").write_text(OFFICE_STYLE, encoding="utf-8")
    (tmp_path / "items.json").write_text(json.dumps([{"id": "it", **found.csl}]), encoding="utf-8")

    options = "--from=markdown --to=plain --wrap=none --citeproc --csl=rule.csl --bibliography=items.json"
    run = subprocess.run(
        [pypandoc.get_pandoc_path(), *options.split()],
        input="[@it]",
        capture_output=True,
        check=True,
        cwd=tmp_path,
        encoding="utf-8",
        timeout=30,
    )

    imprint = "(Washington: Office of Records, Department of State, 2010)"
    expected = f"{TITLE}, eds. Ada B. North and Cyril D. South, Jr. {imprint}, {place}"
    assert expected in run.stdout


# Other TEI

ARTICLE = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc>
<titleStmt><title>On Maps</title>
  <author><persName><forename>Ada</forename> <surname>North</surname></persName></author><author>A Collective</author>
</titleStmt>
<publicationStmt><publisher>The Press</publisher><date when="2012-05">May 2012</date>
  <idno type="DOI">10.1000/1</idno><idno type="URL">javascript:alert(1)</idno><idno type="URI">https://example.org/maps</idno>
</publicationStmt></fileDesc>
<profileDesc><creation><date when="1950">1950</date></creation></profileDesc></teiHeader>
<text><front><titlePage><docTitle><titlePart>On Maps</titlePart></docTitle></titlePage></front>
<body><p>An opening.</p><p>And more.</p>
<div><head>Coasts</head><p>Sea<note n="1">A note.</note><note n="2" resp="#author">Mine.</note>.</p>
<div><head>Bays</head><p>Bay.</p></div></div>
<div><head>Rivers</head><pb n="2"/><p>Water <pb n="3"/>flows.</p></div>
<div><p>Untitled.</p></div></body></text></TEI>"""


def test_another_text_is_one_document_whose_parts_bear_the_headings_of_its_divisions() -> None:
    found = only(ARTICLE.encode(), name="on-maps")

    assert found.name == "on-maps"
    assert found.parts == (
        Part("On Maps\n\nAn opening.\n\nAnd more."),
        Part("Coasts\n\nSea.\n\nBays\n\nBay.", "Coasts"),
        Part("A note.", "footnote 1", editorial=True),
        Part("Mine.", "footnote 2"),
        Part("Rivers", "Rivers"),
        Part("Water", "Rivers, p. 2"),
        Part("flows.", "Rivers, p. 3"),
        Part("Untitled.", "p. 3"),
    )


def test_another_text_is_described_by_its_header_alone() -> None:
    assert only(ARTICLE.encode()).csl == {
        "type": "document",
        "title": "On Maps",
        "author": [{"family": "North", "given": "Ada"}, {"literal": "A Collective"}],
        "issued": {"date-parts": [[2012, 5]]},
        "original-date": {"date-parts": [[1950]]},
        "publisher": "The Press",
        "language": "en",
        "DOI": "10.1000/1",
        "URL": "https://example.org/maps",
    }


def test_a_corpus_gives_one_document_for_each_text() -> None:
    texts = "".join(f"<TEI><text><body><p>Text {number}.</p></body></text></TEI>" for number in (1, 2))

    found = read(f"<teiCorpus><teiHeader/>{texts}</teiCorpus>".encode(), name="letters")

    assert [(it.name, it.parts) for it in found] == [
        ("letters-1", (Part("Text 1."),)),
        ("letters-2", (Part("Text 2."),)),
    ]


def test_words_outside_any_element_of_the_body_are_not_lost() -> None:
    assert only(b"<TEI><text><body>Loose <hi>words</hi> here</body></text></TEI>").parts == (Part("Loose words here"),)


# Hostile and broken files

BOMB = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 20}">' for level in range(1, 12))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "well-formed"),
        (b"<TEI>\n<text>\n<body><p>cut", "line 3"),
        (b"<html><body/></html>", "outermost element is 'html'"),
        (b"<TEI><text><body/></text></TEI>", "holds no text"),
        (b"<TEI><text><body><p>a&nbsp;b</p></body></text></TEI>", "line 1"),
        (b'<!DOCTYPE TEI SYSTEM "http://127.0.0.1:9/x.dtd"><TEI><text><body><p>&nbsp;</p></body></text></TEI>', "nbsp"),
        (b'<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]><TEI><text><p>&x;</p></text></TEI>', "entit"),
        (f'<!DOCTYPE TEI [<!ENTITY e0 "ha">{BOMB}]><TEI><text><p>&e11;</p></text></TEI>'.encode(), "file"),
        (f'<!DOCTYPE TEI [<!ENTITY e0 "ha">{BOMB}]><TEI n="&e11;"><text/></TEI>'.encode(), "file"),
        (b"<TEI>" + b"<div>" * 5000 + b"</div>" * 5000 + b"</TEI>", "well-formed"),
        (b"<TEI><text><body>" + b"<p/>" * 600_001 + b"</body></text></TEI>", "tags"),
        (b"<TEI>" + b" " * (32 * 2**20) + b"</TEI>", "32 MB"),
        (volume(document() + document(id="D28", n="29")), "two documents"),
    ],
    ids=(
        "empty cut html no-text undefined-entity external-dtd external-entity bomb attribute-bomb deep many large twins"
    ).split(),
)
def test_what_cannot_be_read_is_refused_in_one_line(content: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(message)) as caught:
        read(content)

    assert "\n" not in str(caught.value)
    assert "root:" not in str(caught.value)


def test_a_title_too_long_to_be_one_is_left_out_and_takes_nothing_with_it() -> None:
    found = only(volume(document(head="28. " + "word " * 1000)))

    assert "title" not in found.csl
    assert found.parts == (Part("Text."),)


def test_numbers_no_page_could_have_do_no_harm() -> None:
    digits = "9" * 5000
    found = only(volume(document(f'<p>a<pb n="{digits}"/>b<note n="{digits}">c</note></p>', n=digits)))

    assert [part.locator for part in found.parts] == [None, "note"]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_arbitrary_bytes_give_documents_or_are_unreadable(noise: bytes) -> None:
    for content in (noise, b"<TEI><text><body>" + noise + b"</body></text></TEI>"):
        try:
            found = read(content)
        except Unreadable as error:
            assert "\n" not in str(error)
        else:
            assert all(part.text.strip() for it in found for part in it.parts)


NAMES = "div p head note pb lb list label item table row cell dateline date opener hi choice sic corr label gap".split()
TREES = st.recursive(
    st.sampled_from(["word", " ", "\n  ", "( x )", "&amp;"]),
    lambda inner: st.builds(
        lambda name, n, content: f'<{name} n="{n}" type="document" when="{n}">{"".join(content)}</{name}>',
        st.sampled_from(NAMES),
        st.sampled_from(["1", "70", "0", "", "x", "1970-05-06"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(TREES, max_size=4))
def test_any_nesting_of_elements_keeps_its_text_and_gives_lawful_names(trees: list[str]) -> None:
    try:
        found = read(volume("".join(trees)))
    except Unreadable:
        return
    for it in found:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", it.name)
        assert it.parts
        assert all(part.text == part.text.strip() and "  " not in part.text for part in it.parts)
    assert len({it.name for it in found}) == len(found)
