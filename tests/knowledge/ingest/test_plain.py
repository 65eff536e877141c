"""Plain text and Markdown: word for word, with the librarian's own lines of front matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.ingest.documents import Unreadable
from knowledge.ingest.plain import read_markdown, read_plain
from knowledge.ingest.sections import words


def test_a_text_is_one_part_of_paragraphs() -> None:
    (part,) = read_plain("\ufeffOne line\r\nand  another.\r\n\r\n \r\nNext.\n".encode(), "note").parts
    assert (part.text, part.locator, part.editorial) == ("One line and another.\n\nNext.", None, False)


def test_a_plain_text_has_no_headings_and_no_title() -> None:
    document = read_plain(b"# not a heading\n\ntext", "note")
    assert (document.parts[0].text, document.csl) == ("# not a heading\n\ntext", {})


def test_front_matter_becomes_metadata_and_no_text() -> None:
    front = (
        '---\ntitle: "On: Gifts"\nauthor: Kim A.\nauthor: Lee B.\ndate: 1976-08\nlayout: post\ntags:\n  - x\n'
        "url: https://example.org/a\nlanguage: en-GB\npublisher: A Press\n---\nThe text.\n"
    )
    document = read_markdown(front.encode(), "note")
    assert document.csl == {
        "title": "On: Gifts",
        "author": [{"literal": "Kim A."}, {"literal": "Lee B."}],
        "issued": {"date-parts": [[1976, 8]]},
        "URL": "https://example.org/a",
        "language": "en-GB",
        "publisher": "A Press",
    }
    assert [part.text for part in document.parts] == ["The text."]


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("---\ntitle: A\nauthor: [A, B]\n---\nx", "line 3: author"),
        ("---\nauthor:\n  - A\n---\nx", "line 2: author"),
        ("---\ndate: 5 May 1972\n---\nx", "line 2: the date 5 May 1972"),
        ("---\ntitle: A\nx", "line 1: the front matter has no end"),
        ("---\n" + "author: A\n" * 500 + "---\nx", "line 1: the front matter has no end"),
    ],
)
def test_front_matter_that_is_not_plain_is_named_with_its_line(front: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read_plain(front.encode(), "note")


def test_a_text_that_begins_with_a_rule_keeps_all_its_words() -> None:
    assert read_plain(b"---\nA story.\n---\nIts end.", "note").parts[0].text == "--- A story. --- Its end."


def test_an_address_that_is_none_is_left_out() -> None:
    assert read_plain(b"---\nurl: javascript:alert(1)\n---\nx", "note").csl == {}


def test_headings_of_markdown_begin_parts() -> None:
    text = (
        "Before.\n\n## Early ##\n\nOne **bold** word.\n# The Title\n"
        "Two.\n\n```\n# code\n```\n\nUnder\n-----\nThree.\n\n- item\n---\nFour.\n"
    )
    document = read_markdown(text.encode(), "note")
    assert [(part.locator, part.text) for part in document.parts] == [
        (None, "Before."),
        ("Early", "Early\n\nOne **bold** word."),
        ("The Title", "The Title\n\nTwo.\n\n``` # code ```"),
        ("Under", "Under\n\nThree.\n\n- item --- Four."),
    ]
    assert document.csl == {"title": "The Title"}


def test_a_long_heading_is_cut_as_locator_and_whole_in_the_text() -> None:
    (part,) = read_markdown(("# " + "word " * 100).encode(), "note").parts
    assert part.locator is not None
    assert part.locator.endswith("word …") and len(part.locator) < 130
    assert part.text == words("word " * 100)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"one\ntwo caf\xe9\n", "line 2.*UTF-8"),
        ("text".encode("utf-16"), "UTF-16"),
        (b"one\ntwo\x00three", "line 2.*zero byte"),
        (b" \n\t\n", "no text"),
        (b"---\ntitle: A\n---\n", "no text"),
    ],
)
def test_what_is_no_utf8_text_is_refused_with_its_line(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read_plain(content, "note")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1))
def test_no_word_of_a_plain_text_is_lost(text: str) -> None:
    content = "x " + text
    parts = read_plain(content.encode(), "note").parts
    assert " ".join(" ".join(part.text for part in parts).split()) == " ".join(content.removeprefix("\ufeff").split())


@given(st.binary(max_size=300))
def test_any_bytes_give_parts_or_one_clear_line(content: bytes) -> None:
    for read in (read_plain, read_markdown):
        try:
            assert all(part.text for part in read(content, "note").parts)
        except Unreadable as error:
            assert len(str(error).splitlines()) == 1
