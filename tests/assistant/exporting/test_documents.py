"""Documents to hand in: labels before sentences, both sides apart, references that are right, no way out of a text."""

import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.answers import Answer, Section
from assistant.exporting.chapters import claim_chapter
from assistant.exporting.formats import Kind, Thing, export
from assistant.pandoc import convert
from assistant.references import Style, references
from knowledge.library import Library

CLAIM = Thing(Kind.CLAIM, "travel-countries")
FORMATS = ("html", "markdown", "docx")
NOBODY_SIGNED = "No historian or librarian has signed this library."
QUESTIONS = ("How many countries did Kim Il Sung visit?", "Did he help Vietnam?")


@pytest.fixture(scope="module")
def conversation(assistant: Assistant) -> tuple[Answer, ...]:
    return tuple(assistant.ask(question, QUESTIONS[:place]) for place, question in enumerate(QUESTIONS))


@pytest.fixture(scope="module")
def read(words_of_docx: Callable[[bytes], str]) -> Callable[..., str]:
    """The words of a document in any format, as plain text."""

    def words(thing: Thing, form: str, library: Library, *, style: str = "chicago") -> str:
        content = export(thing, form, library, style=style).content
        if form == "docx":
            return words_of_docx(content)
        source = "gfm" if form == "markdown" else form
        return convert(content.decode("utf-8"), source=source, target="plain", options=("--wrap=none",)).decode("utf-8")

    return words


@pytest.mark.parametrize("form", FORMATS)
def test_a_claim_says_whose_word_each_sentence_is(form: str, library: Library, read: Callable[..., str]) -> None:
    text = read(CLAIM, form, library)
    assert "Only the state's own media say so, in this library" in text
    assert "[State media assert] The article says that Kim Il Sung “visited 87 countries" in text
    state, background = text.index("What the article and other state media say"), text.index("\nBackground")
    assert state < text.index("KCNA wrote in 2014") < background < text.index("Wikipedia's list of Kim Il Sung's")
    for note in library.evidence_of("travel-countries"):
        assert re.search(rf"\[[A-Z][^\]]+\] (?:\w+(?: \w+)*: )?{re.escape(note.statement)}", text), note.id
    assert library.corpus.fingerprint in text
    assert text.rstrip().endswith(NOBODY_SIGNED)


def test_the_state_and_the_others_never_stand_under_one_heading(library: Library) -> None:
    for claim in library.corpus.claims.values():
        parts = claim_chapter(claim, library).parts
        sections = {part.section: {each.text for each in part.statements} for part in parts}
        stated = {note.statement for note in library.evidence_of(claim.id) if note.id in library.state_origin}
        others = {note.statement for note in library.evidence_of(claim.id)} - stated
        assert stated <= sections.get(Section.ASSERTED, set())
        assert others <= sections.get(Section.INDEPENDENT, set()) | sections.get(Section.BACKGROUND, set())


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("style", Style)
def test_the_numbers_of_a_claim_lead_to_its_references(
    form: str, style: Style, library: Library, read: Callable[..., str]
) -> None:
    text = read(CLAIM, form, library, style=style)
    body, _, listed = text.partition("\nReferences: ")
    marks = list(dict.fromkeys(int(mark) for mark in re.findall(r"\[(\d+)\]", body)))
    assert marks == list(range(1, len(marks) + 1)), "numbers rise down the page"
    cited = [library.corpus.sources[note.source_id] for note in library.evidence_of("travel-countries")]
    for entry in references(cited, style).values():
        assert _straight(str(entry)) in _straight(listed)


@pytest.mark.parametrize("form", FORMATS)
def test_a_conversation_keeps_questions_labels_and_provenance(
    form: str, library: Library, conversation: tuple[Answer, ...], read: Callable[..., str]
) -> None:
    text = read(Thing(Kind.CONVERSATION, answers=conversation), form, library)
    for answer in conversation:
        assert answer.question in text
        assert answer.provenance.index in text
        for statement in answer.statements:
            assert f"[{statement.label.text}]" in text
            assert statement.text in text
    assert text.rstrip().endswith(NOBODY_SIGNED)


@pytest.mark.parametrize("form", [*FORMATS, "csl-json", "bibtex", "ris"])
def test_a_conversation_that_cites_nothing_can_be_saved_too(form: str, library: Library, assistant: Assistant) -> None:
    declined = assistant.ask("What is the best pizza in Rome?")
    assert not any(statement.citations for statement in declined.statements)
    assert export(Thing(Kind.CONVERSATION, answers=(declined,)), form, library) is not None


def test_the_dossier_has_every_claim_and_every_note(library: Library) -> None:
    page = html.unescape(export(Thing(Kind.DOSSIER), "html", library).content.decode("utf-8"))
    for claim in library.corpus.claims.values():
        assert claim.restatement in page
    for note in library.corpus.evidence.values():
        assert note.statement in page
        assert not note.sensitive or f"violence.)</em> {note.statement}" in page, "a warning stands before it"


@pytest.mark.parametrize("kind", [Kind.CLAIM, Kind.DOSSIER])
@pytest.mark.parametrize("form", FORMATS)
def test_the_same_library_makes_the_same_file(kind: Kind, form: str, library: Library) -> None:
    thing = Thing(kind, "travel-countries" if kind is Kind.CLAIM else None)
    assert export(thing, form, library) == export(thing, form, library)


class Reader(HTMLParser):
    """Every element and attribute of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


ELEMENTS = set("html head meta title style body h1 h2 h3 p section ul ol li strong em i q a table".split()) | set(
    "thead tbody tr th td".split()
)
ATTRIBUTES = {"charset", "name", "content", "lang", "class", "scope", "href", "id"}


def test_no_text_becomes_markup_in_html(hostile_library: Library) -> None:
    page = Reader()
    page.feed(export(CLAIM, "html", hostile_library).content.decode("utf-8"))
    assert page.tags <= ELEMENTS
    assert {name for name, _ in page.attributes} <= {
        "charset",
        "name",
        "content",
        "lang",
        "class",
        "scope",
        "href",
        "id",
    }
    assert all(value.startswith("#source-") for name, value in page.attributes if name == "href")
    assert "<script>alert(1)</script>" in page.text
    assert "](javascript:alert(1))" in page.text


def test_no_text_becomes_markup_in_markdown(hostile_library: Library) -> None:
    text = export(CLAIM, "markdown", hostile_library).content.decode("utf-8")
    nodes = list(_nodes(json.loads(convert(text, source="gfm", target="json"))))
    assert {"RawInline", "RawBlock", "Math", "Image", "Code", "CodeBlock"}.isdisjoint(node["t"] for node in nodes)
    for node in nodes:
        if node["t"] == "Link":
            assert node["c"][2][0].startswith("http"), node
    plain = convert(text, source="gfm", target="plain", options=("--wrap=none",)).decode("utf-8")
    assert "<script>alert(1)</script> <img src=x onerror=alert(1)>" in plain
    assert "[x](javascript:alert(1)) ${jndi:x} $x^2$ \\input{/etc/passwd}" in plain


def test_no_text_becomes_a_link_or_a_field_in_docx(
    hostile_library: Library, words_of_docx: Callable[[bytes], str]
) -> None:
    content = export(CLAIM, "docx", hostile_library).content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        written = {name: parts.read(name).decode("utf-8") for name in parts.namelist()}
    assert not re.search(r'Target="(?!footnotes|[\w/]+\.xml)[^"]*javascript', written["word/_rels/document.xml.rels"])
    assert "w:instrText" not in written["word/document.xml"]
    assert "<script>alert(1)</script>" in words_of_docx(content)


def _straight(text: str) -> str:
    """With one kind of quotation marks: pandoc's plain text has its own way with them."""
    return text.translate({ord("“"): '"', ord("”"): '"', ord("‘"): "'", ord("’"): "'"})


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        if "t" in tree:
            yield tree
        for value in tree.values():
            yield from _nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _nodes(value)
