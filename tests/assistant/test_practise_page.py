"""The practice page: plain markup that works without scripts, and what its script makes of it."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from assistant.languages import ENGLISH, Words
from assistant.pages.markup import Html, element, join
from assistant.pages.practise import practise_page
from knowledge.library import Library, library_of

HOSTILE = "<img src=x onerror=alert(1)>\"'&</template></fieldset><script>alert(2)</script>"
VOID = {"br", "hr", "img", "input", "link", "meta"}
SCRIPT = files("assistant").joinpath("static", "practise.js").read_text(encoding="utf-8")
STYLE = files("assistant").joinpath("static", "practise.css").read_text(encoding="utf-8")
KEY = "secondsource:practise"
ADDRESS = "http://practise.test/practise"


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


# Without scripts ------------------------------------------------------------------------------


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


# With the script, in a browser ----------------------------------------------------------------

needs_browser = pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def tab(browser: Browser, page: Html) -> Iterator[Page]:
    """The page under the strict policy, served from memory; anything else that is asked for fails the test."""
    head = element("head", element("meta", charset="utf-8"), element("script", type="module", src="practise.js"))
    body = element("body", element("main", page, id="reading"))
    whole = join((Html("<!doctype html>"), element("html", head, body, lang="en")))
    served = {ADDRESS: ("text/html", whole), "http://practise.test/practise.js": ("text/javascript", SCRIPT)}
    foreign: list[str] = []

    def serve(route: Route) -> None:
        if route.request.url not in served:
            foreign.append(route.request.url)
            route.abort()
            return
        kind, content = served[route.request.url]
        policy = "default-src 'none'; script-src 'self'; form-action 'none'"
        route.fulfill(body=content, content_type=kind, headers={"Content-Security-Policy": policy})

    context = browser.new_context()
    opened = context.new_page()
    trouble: list[str] = []
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.route("**/*", serve)
    opened.goto(ADDRESS)
    yield opened
    context.close()
    assert not trouble
    assert [url for url in foreign if not url.endswith("/favicon.ico")] == []


def start(tab: Page, number: str = "10", kind: str = "") -> None:
    tab.locator("#quiz-number").select_option(number)
    tab.locator("#quiz-kind").select_option(kind)
    tab.locator(".quiz .chooser button").click()


def current(tab: Page, part: str = "quiz") -> str:
    return tab.locator(f".{part} .slot [data-item]").get_attribute("data-item") or ""


def answer(tab: Page, *, rightly: bool) -> None:
    question = tab.locator(".quiz .slot [data-item]")
    right = int(question.get_attribute("data-right") or "")
    question.locator("input").nth(right if rightly else (right + 1) % 2 if right < 2 else 0).check()
    tab.get_by_role("button", name="Check").click()


def kept(tab: Page) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(tab.evaluate(f"localStorage.getItem('{KEY}')") or "{}")
    return found


@needs_browser
def test_a_guess_comes_first_and_the_feedback_cites(tab: Page) -> None:
    start(tab)
    expect(tab.locator(".quiz .slot details")).to_be_hidden()
    tab.get_by_role("button", name="Check").click()
    expect(tab.get_by_role("status")).to_contain_text("Choose one first")
    answer(tab, rightly=False)
    status = tab.get_by_role("status")
    expect(status).to_contain_text("Not what this library has.")
    expect(status).to_contain_text("The right choice:")
    assert status.locator("a[data-claim]").count() == 1
    assert status.locator("a[data-source]").count() >= 1
    assert tab.locator(".quiz .slot input:enabled").count() == 0


@needs_browser
def test_a_missed_question_comes_back_after_three_others_and_first_next_time(tab: Page) -> None:
    start(tab, "5")
    missed = current(tab)
    answer(tab, rightly=False)
    between = 0
    while True:
        tab.get_by_role("button", name="Next").click()
        if current(tab) == missed:
            break
        between += 1
        answer(tab, rightly=True)
    assert between >= 3
    expect(tab.locator(".quiz .place")).to_have_text("Once more: a question you missed")
    assert tab.locator(".quiz .slot :is(.mark, input:checked, input:disabled)").count() == 0
    answer(tab, rightly=True)
    while tab.get_by_role("button", name="Next").is_visible():
        tab.get_by_role("button", name="Next").click()
        if tab.locator(".quiz .stage").is_visible():
            answer(tab, rightly=True)
    expect(tab.locator(".quiz .outcome")).to_have_text("Right at the first try: 4 of 5")
    expect(tab.locator(".quiz .outcome")).to_be_focused()
    assert tab.locator(".quiz .again li").count() == 1
    tab.reload()
    start(tab, "5")
    assert current(tab) == missed
    assert kept(tab)[missed] == {"missed": True}


@needs_browser
def test_what_was_known_rests_while_anything_else_is_left(tab: Page) -> None:
    start(tab, "5", "spot_the_relay")
    known = set()
    for _ in range(5):
        known.add(current(tab))
        answer(tab, rightly=True)
        tab.get_by_role("button", name="Next").click()
    tab.reload()
    start(tab, "5", "spot_the_relay")
    for _ in range(5):
        assert current(tab) not in known
        answer(tab, rightly=True)
        tab.get_by_role("button", name="Next").click()


@needs_browser
def test_missed_before_due_before_new(tab: Page) -> None:
    items = tab.locator(".quiz [data-item]")
    new, due, missed = (items.nth(place).get_attribute("data-item") or "" for place in range(3))
    progress = {due: {"due": "2020-01-01"}, missed: {"missed": True}}
    tab.evaluate(f"localStorage.setItem('{KEY}', {json.dumps(json.dumps(progress))})")
    tab.reload()
    start(tab, "5")
    for expected in (missed, due, new):
        assert current(tab) == expected
        answer(tab, rightly=True)
        tab.get_by_role("button", name="Next").click()


@needs_browser
def test_not_knowing_is_allowed_and_shown_again(tab: Page) -> None:
    start(tab, "5")
    unknown = current(tab)
    tab.get_by_role("button", name="I don’t know").click()
    expect(tab.get_by_role("status")).to_contain_text("The right choice:")
    assert kept(tab) == {unknown: {"missed": True}}
    tab.locator(".quiz [data-stop]").click()
    assert tab.locator(".quiz .again li").count() == 1


@needs_browser
def test_cards_are_turned_and_told_by_keyboard(tab: Page) -> None:
    tab.locator(".cards .chooser button").focus()
    tab.keyboard.press("Enter")
    first = current(tab, "cards")
    expect(tab.locator("[data-known]")).to_be_hidden()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.locator(".cards .slot .answer")).to_be_visible()
    tab.locator("[data-known]").focus()
    tab.keyboard.press("Enter")
    assert current(tab, "cards") != first
    expect(tab.locator(".cards .slot .answer")).to_be_hidden()
    expect(tab.locator("[data-known]")).to_be_hidden()
    assert "due" in kept(tab)[first]


@needs_browser
def test_progress_stays_in_this_browser_and_can_be_cleared(tab: Page) -> None:
    start(tab)
    answer(tab, rightly=True)
    assert tab.evaluate("Object.keys(localStorage)") == [KEY]
    assert tab.evaluate("document.cookie") == ""
    tab.evaluate("localStorage.setItem('secondsource:conversations', '{}')")
    tab.get_by_role("button", name="Clear my progress").click()
    expect(tab.locator("[data-forgotten]")).to_be_focused()
    assert tab.evaluate("Object.keys(localStorage)") == ["secondsource:conversations"]


@needs_browser
def test_nonsense_in_the_storage_does_no_harm(tab: Page) -> None:
    for nonsense in ("[1", "[]", "7", "null", '{"x": 3}'):
        tab.evaluate(f"localStorage.setItem('{KEY}', {json.dumps(nonsense)})")
        tab.reload()
        start(tab)
        answer(tab, rightly=True)
        expect(tab.get_by_role("status")).to_contain_text("Right.")
