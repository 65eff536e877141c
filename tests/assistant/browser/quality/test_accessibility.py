"""WCAG 2.2 A and AA on every page and state: by axe-core, by keyboard, and by what a screen reader would be told.

axe finds what a program can find. It looks at no state it is not shown and judges no words.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, ViewportSize, expect

Ask = Callable[[Page, str], Locator]
Visit = Callable[..., Page]
Act = Callable[[Page, Ask], object]

COUNTRIES = "How many countries did Kim Il Sung visit?"
OFF_TOPIC = "What is the best pizza in Rome?"
VIOLENCE = "Did Kim Il Sung help African countries?"
CLAIM = "travel-countries"

AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations", "incomplete", "passes"],
}


# Pages and states -------------------------------------------------------------------------------


@dataclass(frozen=True)
class State:
    """A page in a state: its address, and what a reader does there."""

    name: str
    path: str
    act: Act = lambda page, ask: None


def everything_open(page: Page, ask: Ask) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")


def passage_beside(page: Page, ask: Ask) -> None:
    ask(page, COUNTRIES).locator(".chip").first.click()
    expect(page.locator("#evidence-body")).to_be_visible()


def claim_beside(page: Page, ask: Ask) -> None:
    ask(page, COUNTRIES).locator(".why").first.click()
    expect(page.locator("#evidence-body")).to_contain_text("What was searched")


def sensitive_opened(page: Page, ask: Ask) -> None:
    ask(page, VIOLENCE).locator("details.sensitive > summary").first.click()


def history_shown(page: Page, ask: Ask) -> None:
    ask(page, COUNTRIES)
    page.evaluate("document.querySelector('#history').open = true")
    page.get_by_role("button", name="New conversation").click()
    page.evaluate("document.querySelector('#history').open = true")
    expect(page.locator("#history-list button")).to_have_count(1)


def question_being_changed(page: Page, ask: Ask) -> None:
    ask(page, COUNTRIES).locator("[data-tool=edit]").click()


def claim_opened_by_a_click(page: Page, ask: Ask) -> None:
    page.locator("#reading [data-claim]").first.click()
    expect(page.locator("#evidence-body")).to_be_visible()


def source_opened_by_a_click(page: Page, ask: Ask) -> None:
    page.locator("#reading [data-source]").first.click()
    expect(page.locator("#evidence-body")).to_be_visible()


def filtered(page: Page, ask: Ask) -> None:
    page.get_by_role("checkbox").first.uncheck()


def quiz_question(page: Page, ask: Ask) -> None:
    page.locator(".quiz .chooser [type=submit]").click()
    expect(page.locator(".quiz .stage")).to_be_visible()


def quiz_feedback(page: Page, ask: Ask) -> None:
    quiz_question(page, ask)
    page.locator(".quiz .slot input").first.check()
    page.locator(".quiz [data-check]").click()
    expect(page.locator(".quiz .feedback .said")).to_be_visible()


def quiz_end(page: Page, ask: Ask) -> None:
    quiz_question(page, ask)
    page.locator(".quiz [data-unknown]").click()
    page.locator(".quiz [data-stop]").click()
    expect(page.locator(".quiz .outcome")).to_be_visible()


def card(page: Page, ask: Ask) -> None:
    page.locator("[data-practice=cards] .chooser [type=submit]").click()
    expect(page.locator("[data-practice=cards] .stage")).to_be_visible()


def card_turned(page: Page, ask: Ask) -> None:
    card(page, ask)
    page.locator("[data-practice=cards] .slot summary").click()
    expect(page.locator("[data-practice=cards] [data-known]")).to_be_visible()


STATES = (
    State("first screen", "/"),
    State("an answer", "/", lambda page, ask: ask(page, COUNTRIES)),
    State("an answer with everything open", "/", lambda page, ask: (ask(page, COUNTRIES), everything_open(page, ask))),
    State("an answer with a passage beside it", "/", passage_beside),
    State("an answer with a claim beside it", "/", claim_beside),
    State("no answer", "/", lambda page, ask: ask(page, OFF_TOPIC)),
    State("violence behind its line", "/", lambda page, ask: ask(page, VIOLENCE)),
    State("violence shown", "/", sensitive_opened),
    State("earlier conversations", "/", history_shown),
    State("a question being changed", "/", question_being_changed),
    State("article", "/read"),
    State("article, filtered", "/read", filtered),
    State("article, claim by address", f"/read?claim={CLAIM}"),
    State("article, everything open", f"/read?claim={CLAIM}", everything_open),
    State("article, claim by click", "/read", claim_opened_by_a_click),
    State("article, source by address", "/read?source=article-2011"),
    State("pictures", "/see"),
    State("pictures with tables", "/see", everything_open),
    State("pictures with a claim beside them", "/see", claim_opened_by_a_click),
    State("practice", "/practise"),
    State("practice, all answers open", "/practise", everything_open),
    State("practice, question", "/practise", quiz_question),
    State("practice, feedback", "/practise", quiz_feedback),
    State("practice, end of the quiz", "/practise", quiz_end),
    State("practice, card", "/practise", card),
    State("practice, card turned", "/practise", card_turned),
    State("glossary", "/glossary"),
    State("glossary with a source beside it", "/glossary", source_opened_by_a_click),
    State("take away", "/take"),
)


@dataclass(frozen=True)
class Setting:
    """A way of looking: a screen, and text at twice its size or a page at twice its size on it."""

    name: str
    size: str
    text: int = 100
    zoom: int = 100


SETTINGS = (
    Setting("1280 px", "desk"),
    Setting("390 px", "phone"),
    Setting("320 px", "narrow"),
    Setting("1280 px, text at 200 %", "desk", text=200),
    Setting("1280 px, zoom at 200 %", "desk", zoom=200),
)
THEMES = ("light", "dark")
LANGUAGES = {"ko": "ko-KR", "es": "es-ES"}


def looked_at(visit: Visit, ask: Ask, state: State, setting: Setting, **settings: Any) -> Page:
    """The page in a state, under a setting."""
    # What a browser's zoom does: half as many pixels of CSS, each twice as large.
    page = visit(state.path, size=setting.size, **({"device_scale_factor": 2} if setting.zoom == 200 else {}), **settings)
    if setting.zoom == 200:
        page.set_viewport_size(ViewportSize(width=640, height=400))
    if setting.text != 100:
        page.evaluate(f"document.documentElement.style.fontSize = '{setting.text}%'")
    state.act(page, ask)
    return page


# What is looked for -----------------------------------------------------------------------------


def violations(page: Page) -> Iterator[str]:
    """Each rule of axe that an element breaks. A page on which the chief rules found nothing to test is no proof."""
    result = Axe().run(page, options=AXE_OPTIONS).response
    passed = {rule["id"] for rule in result["passes"]}
    broken = {rule["id"] for rule in result["violations"]}
    for rule in ("color-contrast", "target-size", "html-has-lang"):
        if rule not in passed | broken:
            yield f"{rule} was not tested"
    for rule in result["violations"]:
        first = rule["nodes"][0]
        selector, count = " ".join(map(str, first["target"])), len(rule["nodes"])
        yield f"{rule['id']}, {count} elements, the first {selector}: {first['html'][:120]}"


# A colour halfway between two themes is no fault.
SETTLED = "() => Promise.allSettled(document.getAnimations().map((each) => each.finished))"

SIDEWAYS = """
() => {
  const frames = [document.scrollingElement, ...document.querySelectorAll("#reading, #evidence")];
  return frames.filter((each) => each.scrollWidth > each.clientWidth + 1).map((frame) => {
    const edge = frame.getBoundingClientRect().left + frame.clientLeft + frame.clientWidth;
    const wide = [...frame.querySelectorAll("*")].filter((each) =>
      each.checkVisibility() && each.getBoundingClientRect().right > edge + 1);
    const culprit = wide.find((each) => !wide.some((other) => other !== each && each.contains(other)));
    return `${frame.id || frame.localName} scrolls sideways, ${frame.scrollWidth} in ${frame.clientWidth} px: ` +
      (culprit ? culprit.outerHTML.slice(0, 120) : "nothing sticks out");
  });
}
"""

# Levels of the headings that are there for a screen reader, in the order of the page.
HEADINGS = """
[...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter((each) => each.checkVisibility() && !each.closest("[inert]"))
  .map((each) => [Number(each.localName[1]), each.textContent.trim().slice(0, 60)])
"""


def gaps(headings: list[tuple[int, str]]) -> Iterator[str]:
    """Headings more than one level below the one before."""
    if [level for level, _ in headings].count(1) != 1:
        yield f"not one h1 but: {[text for level, text in headings if level == 1]}"
    for (before, _), (level, text) in zip(headings, headings[1:], strict=False):
        if level > before + 1:
            yield f"h{level} after h{before}: {text}"


def faults(page: Page, state: State, setting: Setting, language: str = "en") -> list[str]:
    """Everything wrong with the page, in light and dark, each fault with where it was found."""
    found = []
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        page.evaluate(SETTLED)
        where = f"{state.path} ({state.name}), {setting.name}, {theme}, {language}"
        found += [f"{where}: {fault}" for fault in violations(page)]
    found += [f"{where}: {fault}" for fault in page.evaluate(SIDEWAYS)]
    is_covered = page.evaluate("document.querySelector('#desk').inert")
    if not is_covered:
        found += [f"{where}: {fault}" for fault in gaps(page.evaluate(HEADINGS))]
    return found


# Every state once, in turn at each setting; the proof takes every state at every setting.
ONE_EACH = [(state, SETTINGS[place % len(SETTINGS)]) for place, state in enumerate(STATES)]


@pytest.mark.parametrize(("state", "setting"), ONE_EACH, ids=[f"{a.name}, {b.name}" for a, b in ONE_EACH])
def test_a_page_has_no_faults(visit: Visit, ask: Ask, state: State, setting: Setting) -> None:
    found = faults(looked_at(visit, ask, state, setting), state, setting)
    assert not found, "\n".join(["", *found])
