"""The rooms around the chat in a real browser: reading, looking up, sharing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from knowledge.library import Library

Ask = Callable[[Page, str], Locator]
Visit = Callable[..., Page]
GIFTS = "presented 166,065 gifts to him"


@pytest.mark.parametrize("size", ["desk", "phone", "narrow"])
def test_a_phrase_opens_its_claim_and_escape_returns_to_it(visit: Visit, size: str) -> None:
    page = visit("/read", size=size)
    phrase = page.locator('#reading .phrase[data-claim="gifts-count"]')
    phrase.click()
    panel = page.locator("#evidence-body")
    expect(panel).to_contain_text("He was given 166,065 gifts.")
    expect(page.locator("#evidence-heading")).to_be_focused()
    expect(page).to_have_url(re.compile(r"/read\?claim=gifts-count$"))
    expect(phrase).to_have_attribute("aria-current", "true")
    page.keyboard.press("Escape")
    expect(phrase).to_be_focused()
    expect(panel).to_be_hidden()
    expect(page).to_have_url(re.compile(r"/read$"))


def test_a_link_to_a_claim_can_be_shared_and_reloaded(visit: Visit) -> None:
    page = visit("/read?claim=gifts-count")
    expect(page.locator("#evidence-body")).to_contain_text("He was given 166,065 gifts.")
    page.reload()
    expect(page.locator("#evidence-body")).to_contain_text("He was given 166,065 gifts.")
    expect(page.locator('#reading .phrase[aria-current="true"]')).to_have_attribute("data-claim", "gifts-count")


def test_a_link_to_a_claim_needs_no_script(visit: Visit) -> None:
    page = visit("/read?claim=gifts-count", java_script_enabled=False)
    expect(page.locator("#evidence-body")).to_contain_text("What was searched")


def test_the_chat_opens_a_linked_claim_or_source_too(visit: Visit) -> None:
    page = visit("/?claim=gifts-count")
    expect(page.locator("#evidence-body")).to_contain_text("He was given 166,065 gifts.")
    page = visit("/?source=article-2011")
    expect(page.locator("#evidence-body")).to_contain_text("Outlet not established")


def test_a_linked_question_is_asked(visit: Visit) -> None:
    page = visit("/?q=How+many+gifts+did+he+get%3F")
    expect(page.locator("article.turn")).to_have_count(1, timeout=20_000)
    page.reload()
    expect(page.locator("article.turn")).to_have_count(1, timeout=20_000)


def test_back_and_forward_close_and_open_the_panel(visit: Visit) -> None:
    page = visit("/read")
    page.locator('#reading .phrase[data-claim="gifts-count"]').click()
    expect(page.locator("#evidence-body")).to_contain_text("166,065")
    page.locator("#evidence-body [data-source]").first.click()
    expect(page.locator("#evidence-body")).to_contain_text("Who controls it")
    page.go_back()
    expect(page.locator("#evidence-body")).to_contain_text("He was given 166,065 gifts.")
    page.go_back()
    expect(page.locator("#evidence-body")).to_be_hidden()
    page.go_forward()
    expect(page.locator("#evidence-body")).to_contain_text("He was given 166,065 gifts.")


def test_the_panel_goes_back_to_what_led_on_and_only_there(visit: Visit, ask: Ask) -> None:
    page = visit("/")
    body, back = page.locator("#evidence-body"), page.get_by_role("button", name="Back", exact=True)
    ask(page, "How many gifts did he get?").locator(".chip").first.click()
    expect(back).to_be_hidden()
    passage = body.text_content() or ""
    body.locator(".onward a").click()
    expect(body).to_contain_text("What was searched")
    claim = body.locator(".claim-view").text_content() or ""
    body.locator("[data-source]").first.click()
    expect(body).to_contain_text("Who controls it")
    for before in (claim, passage):
        back.click()
        expect(body).to_contain_text(before)
        expect(page.locator("#evidence-heading")).to_be_focused()
    expect(back).to_be_hidden()
    body.locator(".onward a").click()
    expect(back).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("article.turn .why").first.click()
    expect(body).to_contain_text("What was searched")
    expect(back).to_be_hidden()


def test_what_the_library_does_not_hold_is_said(visit: Visit) -> None:
    page = visit("/?claim=no-such-claim")
    expect(page.locator("#evidence-trouble")).to_be_visible()


def test_a_filter_takes_marks_away_and_brings_them_back(visit: Visit, library: Library) -> None:
    page = visit("/read")
    marks = page.locator('#reading .phrase[data-verdict="state_media_only"] .tag')
    count = marks.count()
    assert count == sum(verdict.headline.key == "state_media_only" for verdict in library.verdicts.values())
    box = page.get_by_role("checkbox", name=re.compile("State only"))
    box.uncheck()
    assert [marks.nth(place).is_visible() for place in range(count)] == [False] * count
    expect(page.locator('#reading .phrase[data-verdict="contradicted"] .tag').first).to_be_visible()
    assert page.locator('#reading .phrase[data-verdict="state_media_only"]').first.get_attribute("tabindex") == "-1"
    box.check()
    expect(marks.first).to_be_visible()
    page.get_by_role("button", name="Show none").click()
    assert not any(mark.is_visible() for mark in page.locator("#reading .tag").all())
    page.get_by_role("button", name="Show all").click()
    expect(marks.first).to_be_visible()


def test_a_claim_can_be_asked_about(visit: Visit) -> None:
    page = visit("/read?claim=gifts-count")
    page.get_by_role("link", name="Ask about this").click()
    expect(page.locator("article.turn .lead")).to_contain_text("166,065", timeout=20_000)


def test_in_the_chat_asking_about_a_claim_keeps_the_conversation(visit: Visit, ask: Ask) -> None:
    page = visit()
    ask(page, "How many countries did Kim Il Sung visit?")
    page.locator('#evidence .phrase[data-claim="gifts-count"]').click()
    page.get_by_role("link", name="Ask about this").click()
    expect(page.locator("article.turn")).to_have_count(2, timeout=20_000)


def test_the_steps_lead_to_their_notes(visit: Visit) -> None:
    page = visit("/read?claim=travel-countries")
    page.locator(".looked-at a").first.click()
    expect(page.locator("#evidence .notes li:focus")).to_have_count(1)


@pytest.mark.parametrize(
    ("path", "heading"),
    [("/read", "문서"), ("/see", "보기"), ("/practise", "연습"), ("/glossary", "용어"), ("/take", "내려받기")],
)
def test_every_room_speaks_korean_to_a_korean_browser(visit: Visit, path: str, heading: str) -> None:
    page = visit(path, locale="ko-KR")
    assert page.locator("html").get_attribute("lang") == "ko"
    assert heading in page.title()


def test_only_our_own_files_may_run_on_a_page(visit: Visit) -> None:
    page = visit("/read")
    policy = page.evaluate("fetch('read').then((answer) => answer.headers.get('content-security-policy'))")
    assert "script-src 'self';" in policy and "unsafe" not in policy
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
    )
    assert page.evaluate("window.ran") is None
