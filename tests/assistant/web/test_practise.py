"""The quiz and the flashcards in a real browser: rounds, feedback, and what is remembered."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

KEY = "secondsource:practise"


@pytest.fixture
def tab(visit: Callable[..., Page], hosts: set[str]) -> Iterator[Page]:
    """The practice page; it asks this application for everything and nobody else."""
    yield visit("/practise")
    assert hosts == {"127.0.0.1"}


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


def test_not_knowing_is_allowed_and_shown_again(tab: Page) -> None:
    start(tab, "5")
    unknown = current(tab)
    tab.get_by_role("button", name="I don’t know").click()
    expect(tab.get_by_role("status")).to_contain_text("The right choice:")
    assert kept(tab) == {unknown: {"missed": True}}
    tab.locator(".quiz [data-stop]").click()
    assert tab.locator(".quiz .again li").count() == 1


def test_a_round_comes_to_its_end_for_who_never_knows(tab: Page) -> None:
    start(tab, "5")
    asked = []
    while tab.locator(".quiz .stage").is_visible():
        asked.append(current(tab))
        assert len(asked) <= 10, "a question comes back more than once"
        tab.get_by_role("button", name="I don’t know").click()
        tab.get_by_role("button", name="Next").click()
    assert len(set(asked)) == 5
    expect(tab.locator(".quiz .outcome")).to_have_text("Right at the first try: 0 of 5")


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


def test_progress_stays_in_this_browser_and_can_be_cleared(tab: Page) -> None:
    start(tab)
    answer(tab, rightly=True)
    assert tab.evaluate("Object.keys(localStorage)") == [KEY]
    assert tab.evaluate("document.cookie") == ""
    tab.evaluate("localStorage.setItem('secondsource:conversations', '{}')")
    tab.get_by_role("button", name="Clear my progress").click()
    expect(tab.locator("[data-forgotten]")).to_be_focused()
    assert tab.evaluate("Object.keys(localStorage)") == ["secondsource:conversations"]


def test_nonsense_in_the_storage_does_no_harm(tab: Page) -> None:
    for nonsense in ("[1", "[]", "7", "null", '{"x": 3}'):
        tab.evaluate(f"localStorage.setItem('{KEY}', {json.dumps(nonsense)})")
        tab.reload()
        start(tab)
        answer(tab, rightly=True)
        expect(tab.get_by_role("status")).to_contain_text("Right.")
