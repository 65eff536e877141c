"""The practice page as plain markup, which works without scripts; browser/test_practise.py has what its script adds."""

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest

from assistant.languages import ENGLISH, Words
from assistant.pages.markup import Html
from assistant.pages.practise import practise_page
from knowledge.library import Library, library_of

HOSTILE = "<img src=x onerror=alert(1)>\"'&</template></fieldset><script>alert(2)</script>"
VOID = {"br", "hr", "img", "input", "link", "meta"}
SCRIPT = files("assistant").joinpath("static", "practise.js").read_text(encoding="utf-8")
STYLE = files("assistant").joinpath("static", "practise.css").read_text(encoding="utf-8")


class Marking(Words):
    """Every interface text between marks, so that a text that went past the translation shows."""

    def __call__(self, english: str, **values: object) -> str:
        return f"⟦{super().__call__(english, **values)}⟧"


@dataclass
class Element:
    """One element of a page, with the elements it stands in and the text that is directly in it."""

    tag: str
    attributes: dict[str, str | None]
    inside: list["Element"]
    text: str = ""

    def has(self, name: str, value: str | None = None) -> bool:
        """Whether the element, or one it stands in, has this attribute (with this value)."""
        chain = (self, *self.inside)
        return any(name in each.attributes and value in (None, each.attributes[name]) for each in chain)


class Outline(HTMLParser):
    """A page as a list of elements in document order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[Element] = []
        self.elements: list[Element] = []
        self.feed(page)
        assert not self.open, "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = Element(tag, dict(attrs), list(self.open))
        self.elements.append(found)
        if tag not in VOID:
            self.open.append(found)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text += data

    def all(self, tag: str) -> list[Element]:
        return [each for each in self.elements if each.tag == tag]


@pytest.fixture(scope="module")
def page(library: Library) -> Html:
    return practise_page(library, ENGLISH)


@pytest.fixture(scope="module")
def outline(page: Html) -> Outline:
    return Outline(page)


def test_every_question_is_a_named_group_of_radio_buttons_with_its_answer(outline: Outline) -> None:
    parts: dict[int, list[Element]] = {}
    for found in outline.elements:
        for above in found.inside:
            if above.tag == "fieldset":
                parts.setdefault(id(above), []).append(found)
    questions = outline.all("fieldset")
    assert len(questions) >= 60
    names = set()
    for question in questions:
        within = parts[id(question)]
        assert [each.tag for each in within].count("legend") == 1, "a group has a name"
        assert [each.tag for each in within].count("details") == 1
        inputs = [each for each in within if each.tag == "input"]
        assert len(inputs) >= 3
        assert {each.attributes["type"] for each in inputs} == {"radio"}
        assert [each.attributes["value"] for each in inputs] == [str(place) for place in range(len(inputs))]
        assert all(each.inside[-1].tag == "label" for each in inputs)
        (name,) = {each.attributes["name"] for each in inputs}
        names.add(name)
        assert int(question.attributes["data-right"] or "") < len(inputs)
        folded = [each for each in within if each.tag == "a" and any(above.tag == "details" for above in each.inside)]
        assert any("data-claim" in link.attributes for link in folded)
        assert any("data-source" in link.attributes for link in folded)
    assert len(names) == len(questions)


def test_every_control_of_the_rounds_has_a_label(outline: Outline) -> None:
    labelled = {label.attributes.get("for") for label in outline.all("label")}
    selects = outline.all("select")
    assert len(selects) == 4
    assert {select.attributes["id"] for select in selects} <= labelled
    assert all(button.text.strip() for button in outline.all("button"))


def test_what_needs_the_script_is_hidden_without_it(outline: Outline) -> None:
    for found in (*outline.all("button"), *outline.all("select")):
        assert found.has("hidden"), found.attributes


def test_headings_come_in_order_and_ids_are_unique(outline: Outline) -> None:
    levels = [int(each.tag[1]) for each in outline.elements if re.fullmatch(r"h[1-6]", each.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [each.attributes["id"] for each in outline.elements if "id" in each.attributes]
    assert len(set(ids)) == len(ids)


def test_the_content_policy_is_kept(outline: Outline) -> None:
    for found in outline.elements:
        assert found.tag not in ("script", "style")
        assert not any(name == "style" or name.startswith("on") for name in found.attributes)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|\beval\b|https?:", SCRIPT)
    assert not re.search(r"#[0-9a-f]{3,8}\b|\brgb|url\(|@import", STYLE), "colours come from the shared variables"


def test_one_polite_live_region(page: Html) -> None:
    assert page.count('role="status"') == 1
    assert "aria-live" not in page


def test_every_text_of_the_interface_goes_through_the_words(library: Library) -> None:
    for found in Outline(practise_page(library, Marking("xx"))).elements:
        if found.has("lang", "en"):
            continue
        text = found.text.strip(" ·0123456789")
        assert not text or text.startswith("⟦"), text
        for name, value in found.attributes.items():
            if name.startswith("data-") and value and " " in value:
                assert value.startswith("⟦"), (name, value)


def test_the_script_shows_no_words_of_its_own(outline: Outline) -> None:
    said = set(re.findall(r"this\.words\.(\w+)", SCRIPT))
    assert said
    (quiz,) = (each for each in outline.elements if each.attributes.get("data-practice") == "quiz")
    written = {re.sub(r"[A-Z]", lambda capital: f"-{capital.group().lower()}", name) for name in said}
    assert {f"data-{name}" for name in written} <= set(quiz.attributes)
    assert not re.search(r'textContent = ["`]|append\("[^" ]', SCRIPT)


def test_hostile_texts_stay_texts(library: Library) -> None:
    corpus = library.corpus
    hostile = replace(
        corpus,
        sources={
            id: replace(source, title=HOSTILE, authors=(f"{id} {HOSTILE}",), publisher=HOSTILE, reliable_for=HOSTILE)
            for id, source in corpus.sources.items()
        },
        evidence={
            id: replace(record, statement=f"{record.statement} {HOSTILE}") for id, record in corpus.evidence.items()
        },
        claims={
            id: replace(claim, topic=HOSTILE, reported=HOSTILE, clause=HOSTILE) for id, claim in corpus.claims.items()
        },
    )
    page = practise_page(library_of(hostile), ENGLISH)
    assert "&lt;img src=x" in page
    outline = Outline(page)
    assert not outline.all("script") + outline.all("img")
    assert outline.all("fieldset")
