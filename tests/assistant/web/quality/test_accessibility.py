"""WCAG 2.2 A and AA on every page and state: by axe-core, by keyboard, and by what a screen reader would be told.

axe finds what a program can find. It looks at no state it is not shown and judges no words.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, ViewportSize, expect

Ask = Callable[[Page, str], Locator]
Visit = Callable[..., Page]
Act = Callable[[Page, Ask], object]
Proof = Callable[[str, str], Any]

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


def at_rest(page: Page, ask: Ask) -> None:
    """As it opens."""


@dataclass(frozen=True)
class State:
    """A page in a state: its address, and what a reader does there."""

    name: str
    path: str
    act: Act = at_rest


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


def looked_at(visit: Visit, ask: Ask, state: State, setting: Setting, **settings: Any) -> Page:
    """The page in a state, under a setting."""
    # What a browser's zoom does: half as many pixels of CSS, each twice as large.
    page = visit(
        state.path, size=setting.size, **({"device_scale_factor": 2} if setting.zoom == 200 else {}), **settings
    )
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
    for (before, _), (level, text) in pairwise(headings):
        if level > before + 1:
            yield f"h{level} after h{before}: {text}"


def faults(page: Page, where: str) -> list[str]:
    """Everything wrong with the page as it is now, each fault with where it was found."""
    page.wait_for_timeout(50)  # Gradio changes its theme a moment after the system did
    page.wait_for_function("document.getAnimations().length === 0")  # a colour halfway is no fault
    found = [*violations(page), *page.evaluate(SIDEWAYS)]
    if not page.evaluate("document.querySelector('#desk').inert"):  # the panel alone is no whole page
        found += gaps(page.evaluate(HEADINGS))
    return [f"{where}: {fault}" for fault in found]


def lines(found: list[str]) -> str:
    return "\n".join(["", *found])


# Every state once, in turn at each setting and in both themes. What axe needs long for is left to the proof.
QUICK = [state for state in STATES if "everything" not in state.name and "tables" not in state.name]
ONE_EACH = [(state, SETTINGS[place % 5], THEMES[place % 2]) for place, state in enumerate(QUICK)]


@pytest.mark.parametrize(("state", "setting", "theme"), ONE_EACH, ids=[each[0].name for each in ONE_EACH])
def test_a_page_has_no_faults(visit: Visit, ask: Ask, state: State, setting: Setting, theme: str) -> None:
    page = looked_at(visit, ask, state, setting, color_scheme=theme)
    found = faults(page, f"{state.path} ({state.name}), {setting.name}, {theme}")
    assert not found, lines(found)


LANGUAGES = {"en": "en-GB", "ko": "ko-KR", "es": "es-ES"}
PLAIN = ("/", "/read", "/see", "/practise", "/glossary", "/take")
EVERYTHING = [
    (state, setting, language)
    for language in LANGUAGES
    for state in STATES
    for setting in SETTINGS
    if language == "en" or (state.act is at_rest and state.path in PLAIN)
]


@pytest.mark.proof
@pytest.mark.parametrize(
    ("state", "setting", "language"), EVERYTHING, ids=[f"{a.name}, {b.name}, {c}" for a, b, c in EVERYTHING]
)
def test_every_state_in_every_setting(
    visit: Visit, ask: Ask, proof: Proof, state: State, setting: Setting, language: str
) -> None:
    page = looked_at(visit, ask, state, setting, locale=LANGUAGES[language])
    found = []
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        found += faults(page, f"{state.path} ({state.name}), {setting.name}, {theme}, {language}")
    what = "WCAG 2.2 A and AA by axe-core, no scrolling sideways, headings without gaps"
    proof("accessibility", what).add(found, pages_looked_at=len(THEMES))
    assert not found, lines(found)


# The keyboard -----------------------------------------------------------------------------------

# What Tab should reach, with how each looks at rest. Of radio buttons one in a group is reached.
REMEMBER = """
() => {
  const all = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const isReached = (each) =>
    each.checkVisibility({ visibilityProperty: true }) && !each.disabled && !each.closest("[inert]") &&
    each.tabIndex >= 0 && each.getBoundingClientRect().width > 0;
  const groups = new Set();
  window.reached = [...document.querySelectorAll(all)].filter(isReached).filter((each) => {
    if (each.type !== "radio") return true;
    const isFirst = !groups.has(each.name);
    groups.add(each.name);
    return isFirst;
  });
  window.look = (each) => {
    const style = getComputedStyle(each);
    return [style.boxShadow, style.borderColor, style.textDecoration, style.backgroundColor].join();
  };
  document.activeElement.blur();
  window.atRest = window.reached.map(window.look);
  window.called = (each) => `<${each.localName}> ${(each.textContent || each.id || each.name).trim().slice(0, 60)}`;
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  return window.reached.map(window.called);
}
"""

# Where the focus is: the place among what should be reached, and what is wrong there.
FOCUSED = """
async () => {
  await new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)));
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const isSame = (each) => each === focused || (each.type === "radio" && each.name === focused.name);
  const place = window.reached.findIndex(isSame);
  const style = getComputedStyle(focused);
  const faults = [];
  const hasRing = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  if (!hasRing && (place < 0 || window.look(focused) === window.atRest[place])) faults.push("no visible focus");
  const within = [...focused.getClientRects()].some((box) => {
    const inView = (from, to, most) => [0.1, 0.5, 0.9].map((at) => {
      const [start, end] = [Math.max(from, 0), Math.min(to, most)]; // of what is larger than the window, a part
      return start + (end - start) * at;
    });
    return inView(box.left, box.right, innerWidth).some((x) => inView(box.top, box.bottom, innerHeight).some((y) => {
      const hit = document.elementFromPoint(x, y);
      return hit && (focused.contains(hit) || hit.contains(focused));
    }));
  });
  if (!within) faults.push("out of sight or covered while it has the focus");
  return [place, faults.map((fault) => `${window.called(focused)}: ${fault}`)];
}
"""


def keyboard_faults(page: Page) -> tuple[int, list[str]]:
    """How many stops Tab makes from the top of the page to its end, and what is wrong with them."""
    names = page.evaluate(REMEMBER)
    places: list[int] = []
    found: list[str] = []
    for _ in range(len(names) + 50):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None or (places and focused[0] == places[0] and focused[0] >= 0):
            break
        places.append(focused[0])
        found += focused[1]
    else:
        found.append("Tab does not come to the end of the page")
    found += [f"{name}: not reached by Tab" for place, name in enumerate(names) if place not in places]
    return len(places), found


BY_KEYBOARD = [state for state in STATES if state.name not in {"violence shown", "practice, all answers open"}]
QUICK_BY_KEYBOARD = [
    state for state in STATES if state.name in {"an answer", "article, claim by address", "practice, question"}
]


@pytest.mark.parametrize("state", QUICK_BY_KEYBOARD, ids=lambda state: state.name)
def test_the_keyboard_reaches_everything_and_sees_where_it_is(visit: Visit, ask: Ask, state: State) -> None:
    _, found = keyboard_faults(looked_at(visit, ask, state, SETTINGS[0], reduced_motion="reduce"))
    assert not found, lines(found)


@pytest.mark.proof
@pytest.mark.parametrize("setting", [SETTINGS[0], SETTINGS[2]], ids=lambda setting: setting.name)
@pytest.mark.parametrize("state", BY_KEYBOARD, ids=lambda state: state.name)
def test_the_keyboard_on_every_page(visit: Visit, ask: Ask, proof: Proof, state: State, setting: Setting) -> None:
    stops, faulty = keyboard_faults(looked_at(visit, ask, state, setting, reduced_motion="reduce"))
    found = [f"{state.path} ({state.name}), {setting.name}: {fault}" for fault in faulty]
    what = "Tab reaches everything, each stop is seen, nothing holds the focus"
    proof("keyboard", what).add(found, pages=1, stops=stops)
    assert not found, lines(found)


@pytest.mark.parametrize("path", PLAIN)
def test_the_skip_link_comes_first_and_leads_past_the_head(visit: Visit, path: str) -> None:
    page = visit(path)
    page.evaluate(REMEMBER)
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('#desk').contains(document.activeElement)")


OPENERS = {
    "a passage": ("/", "article.turn .chip"),
    "a claim from an answer": ("/", "article.turn .why"),
    "a claim from the article": ("/read", "#reading .phrase[data-claim]"),
    "a claim from the pictures": ("/see", "#reading .claim-list [data-claim]"),
    "a source from the glossary": ("/glossary", "#reading [data-source]"),
}


@pytest.mark.parametrize("size", ["desk", "narrow"])
@pytest.mark.parametrize("opener", OPENERS)
def test_enter_opens_the_panel_and_escape_returns(visit: Visit, ask: Ask, opener: str, size: str) -> None:
    path, selector = OPENERS[opener]
    page = visit(path, size=size)
    if path == "/":
        ask(page, COUNTRIES)
    link = page.locator(selector).first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#evidence-heading")).to_be_focused()
    expect(page.locator("#evidence-body")).not_to_be_empty()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    expect(page.locator("#evidence-body")).to_be_hidden()


# What is announced ------------------------------------------------------------------------------

LISTEN = """
() => {
  const live = "[aria-live=polite], [aria-live=assertive], [role=status], [role=alert], [role=log], output";
  window.announced = [];
  new MutationObserver((changes) => {
    const changed = changes.map(({ target }) => (target.nodeType === Node.TEXT_NODE ? target.parentElement : target));
    for (const region of new Set(changed.map((each) => each?.closest?.(live)))) {
      if (!region || region.getAttribute("aria-live") === "off" || !region.checkVisibility()) continue;
      const text = region.textContent.trim();
      if (text) window.announced.push(text);
    }
  }).observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ["hidden"] });
}
"""


def test_a_new_answer_is_announced_once_and_in_short(visit: Visit, ask: Ask) -> None:
    page = visit()
    page.evaluate(LISTEN)
    answer = ask(page, COUNTRIES)
    page.wait_for_timeout(300)
    said = answer.locator(".answer-lead").text_content()
    assert page.evaluate("window.announced") == [(said or "").strip()]


def test_feedback_on_a_quiz_question_is_announced_once(visit: Visit, ask: Ask) -> None:
    page = visit("/practise")
    quiz_question(page, ask)
    page.evaluate(LISTEN)
    page.locator(".quiz .slot input").first.check()
    page.locator(".quiz [data-check]").click()
    page.wait_for_timeout(300)
    assert page.evaluate("window.announced") == [(page.locator(".quiz .feedback").text_content() or "").strip()]


# Motion -----------------------------------------------------------------------------------------

MOVING = """
() => {
  const seconds = (list) => Math.max(...list.split(",").map(parseFloat)) * (list.includes("ms") ? 0.001 : 1);
  return [...document.querySelectorAll("*")].flatMap((each) => ["", "::before", "::after"].flatMap((part) => {
    const style = getComputedStyle(each, part || null);
    const moves = seconds(style.transitionDuration) > 0.01 && "a transition" ||
      style.animationName !== "none" && seconds(style.animationDuration) > 0.01 && "an animation" ||
      style.scrollBehavior === "smooth" && "smooth scrolling";
    return moves && each.checkVisibility() ? [`${moves} on ${each.localName}#${each.id}.${each.className}${part}`] : [];
  }));
}
"""


@pytest.mark.parametrize("path", PLAIN)
def test_nothing_moves_for_whoever_wants_no_motion(visit: Visit, ask: Ask, path: str) -> None:
    page = visit(path, reduced_motion="reduce")
    if path == "/":
        ask(page, COUNTRIES)
    found = page.evaluate(MOVING)
    assert not found, lines(found)


# The tests' own eyes ----------------------------------------------------------------------------


def test_what_is_wrong_would_be_seen(visit: Visit) -> None:
    """Faults put into a page on purpose are found, each by the check that is there for it."""
    page = visit("/take")
    page.evaluate(
        """() => {
          const main = document.querySelector("#reading");
          const add = (tag, text, style) => {
            const made = document.createElement(tag);
            made.textContent = text;
            Object.assign(made.style, style);
            main.append(made);
          };
          add("button", "", { outline: "none", boxShadow: "none" });
          add("p", "pale", { color: "#ccc", background: "#fff" });
          add("h5", "too deep", {});
          add("div", "wide", { width: "3000px" });
          add("p", "moving", { transition: "all 1s" });
        }"""
    )
    found = "\n".join(faults(page, "here"))
    for expected in ("button-name", "color-contrast", "h5 after h2: too deep", "scrolls sideways"):
        assert expected in found
    assert any("a transition" in each for each in page.evaluate(MOVING))
    assert any("no visible focus" in each for each in keyboard_faults(page)[1])
