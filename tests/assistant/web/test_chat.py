"""The web chat in a real browser, over the real library, on the loopback interface only."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from assistant.answering import Assistant

COUNTRIES = "How many countries did Kim Il Sung visit?"
LIBERATION = "Did Kim Il Sung's army liberate Korea?"
Ask = Callable[[Page, str], Locator]
Visit = Callable[..., Page]


def test_the_second_chip_of_the_second_answer_opens_its_own_evidence(
    any_page: Page, assistant: Assistant, ask: Ask
) -> None:
    ask(any_page, COUNTRIES)
    second = ask(any_page, LIBERATION)
    expected = assistant.ask(LIBERATION, [COUNTRIES]).statements[0].citations[1]
    chip = second.locator(".chip").nth(1)
    chip.click()
    assert any_page.locator("#evidence mark").text_content() == expected.quote
    assert any_page.evaluate("document.querySelector('#evidence').contains(document.activeElement)")
    any_page.keyboard.press("Escape")
    expect(chip).to_be_focused()
    expect(any_page.locator("#evidence mark")).to_have_count(0)


def test_only_the_columns_scroll_and_never_the_page(page: Page, ask: Ask) -> None:
    ask(page, LIBERATION)
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    page.locator(".chip").last.focus()
    frames = "[...document.querySelectorAll('html, body, body *:has(#reading)')]"
    assert page.evaluate(f"{frames}.filter((frame) => frame.scrollTop > 0).map((frame) => frame.className)") == []


def test_nothing_scrolls_sideways(any_page: Page, ask: Ask) -> None:
    answer = ask(any_page, LIBERATION)
    any_page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    for selector in ("html", "#reading"):
        assert any_page.evaluate(f"(e => e.scrollWidth <= e.clientWidth)(document.querySelector('{selector}'))")
    answer.locator(".chip").first.click()
    assert any_page.evaluate("(e => e.scrollWidth <= e.clientWidth)(document.querySelector('#evidence'))")


def test_markup_in_a_question_stays_text(page: Page, ask: Ask) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    question = "<img src=x onerror=alert(1)> **bold** ![map](https://example.org/map.png) ${alert(2)} {{value}}"
    answer = ask(page, question)
    assert question in (answer.locator(".asked").text_content() or "")
    assert page.locator("#log img").count() == 0
    page.wait_for_timeout(300)


def test_an_example_is_answered_by_a_click(page: Page) -> None:
    page.get_by_role("button", name=COUNTRIES).click()
    answer = page.locator("article.turn")
    expect(answer.locator(".asked")).to_contain_text(COUNTRIES, timeout=20_000)
    expect(answer.locator(".lead")).not_to_be_empty()
    expect(page.locator("#welcome")).to_be_hidden()
    expect(answer.locator(".asked")).to_be_focused()


def test_a_follow_up_is_read_with_the_question_before(page: Page, ask: Ask) -> None:
    ask(page, COUNTRIES)
    page.locator(".follow-ups").get_by_role("button", name="Who else says so?").click()
    second = page.locator("article.turn").nth(1)
    expect(second).to_contain_text(f"Read together with your earlier question as: {COUNTRIES}", timeout=20_000)


def test_clear_empties_the_log_and_forgets(page: Page, ask: Ask) -> None:
    ask(page, COUNTRIES)
    page.locator(".chip").first.click()
    page.locator("#clear").click()
    expect(page.locator("#log")).to_be_empty()
    expect(page.locator("#evidence mark")).to_have_count(0)
    expect(page.locator("#welcome")).to_be_visible()
    expect(page.locator("#question-box textarea")).to_be_focused()
    answer = ask(page, "Who else says so?")
    expect(answer).not_to_contain_text("Read together")


def test_why_this_label_opens_and_escape_returns_to_its_button(page: Page, ask: Ask) -> None:
    answer = ask(page, COUNTRIES)
    why = answer.locator(".answer-lead").get_by_role("link", name="Why this label?")
    why.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#evidence-heading")).to_be_focused()
    expect(page.locator("#evidence-body")).to_contain_text("What was searched")
    expect(page).to_have_url(re.compile(r"\?claim=travel-countries$"))
    page.keyboard.press("Escape")
    expect(why).to_be_focused()
    expect(page).not_to_have_url(re.compile("claim="))


def test_the_skip_link_comes_first_and_leads_to_the_question_box(page: Page) -> None:
    first = "document.querySelector('a[href], button, input, textarea, [tabindex=\"0\"]')"
    assert page.evaluate(f"{first}.className") == "skip-link"
    link = page.locator(".skip-link")
    link.focus()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#question-box textarea")).to_be_focused()


def test_an_empty_question_is_not_sent(page: Page) -> None:
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.locator("article.turn").count() == 0
    expect(page.locator("#ask")).to_be_enabled()


def test_buttons_are_large_enough_to_hit(page: Page, ask: Ask) -> None:
    ask(page, LIBERATION)
    sizes = page.evaluate(
        "[...document.querySelectorAll('button')].filter((b) => b.checkVisibility())"
        ".map((b) => [b.textContent, b.getBoundingClientRect().width, b.getBoundingClientRect().height])"
    )
    assert [size for size in sizes if min(size[1:]) < 24] == []


def test_the_page_says_its_name_and_language(page: Page) -> None:
    assert page.title() == "Second Source"
    assert page.locator("html").get_attribute("lang") == "en"


def test_an_answer_is_announced_once_and_in_short(page: Page, ask: Ask) -> None:
    answer = ask(page, COUNTRIES)
    assert page.locator("#log").get_attribute("aria-live") == "off"
    said = page.locator("#announcer").text_content() or ""
    assert "No independent source in this library counts 87 countries." in said
    assert len(said) < len(answer.text_content() or "") / 3


def test_a_conversation_outlives_a_reload_and_goes_on(page: Page, ask: Ask) -> None:
    ask(page, COUNTRIES)
    ask(page, "Who else says so?")
    page.reload()
    turns = page.locator("article.turn")
    expect(turns).to_have_count(2, timeout=20_000)
    expect(turns.nth(1)).to_contain_text("Read together with your earlier question as:")
    ask(page, "Why this label?")
    expect(turns.nth(2)).to_contain_text("Read together with your earlier question as:")


def test_earlier_conversations_can_be_taken_up_again(page: Page, ask: Ask) -> None:
    ask(page, COUNTRIES)
    page.locator("#history summary").click()
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#welcome")).to_be_visible()
    ask(page, LIBERATION)
    page.locator("#history summary").click()
    page.locator("#history-list").get_by_role("button", name=COUNTRIES).click()
    expect(page.locator("article.turn")).to_have_count(1, timeout=20_000)
    expect(page.locator(".asked")).to_contain_text(COUNTRIES)
    page.locator("#history summary").click()
    expect(page.locator("#history-list").get_by_role("button", name=LIBERATION)).to_be_visible()


def test_clear_leaves_nothing_in_the_browser(page: Page, ask: Ask) -> None:
    ask(page, COUNTRIES)
    assert page.evaluate("JSON.stringify(localStorage)").count(COUNTRIES) == 1
    page.locator("#clear").click()
    expect(page.locator("#log")).to_be_empty()
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    expect(page.locator("#welcome")).to_be_visible(timeout=20_000)
    assert page.locator("article.turn").count() == 0


def test_what_was_cleared_by_mistake_can_be_had_back(page: Page, ask: Ask) -> None:
    ask(page, COUNTRIES)
    page.locator("#clear").click()
    expect(page.locator("#log")).to_be_empty()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("article.turn .asked")).to_contain_text(COUNTRIES, timeout=20_000)


def test_a_changed_question_takes_the_place_of_the_old_one_and_of_what_followed(page: Page, ask: Ask) -> None:
    ask(page, COUNTRIES)
    ask(page, "Who else says so?")
    box, turns = page.locator("#question-box textarea"), page.locator("article.turn")
    turns.first.get_by_role("button", name="Change the question").click()
    expect(box).to_have_value(COUNTRIES)
    box.fill(LIBERATION)
    page.keyboard.press("Enter")
    expect(turns).to_have_count(1, timeout=20_000)
    expect(turns.first.locator(".asked")).to_contain_text(LIBERATION)


def test_escape_leaves_the_question_as_it_was(page: Page, ask: Ask) -> None:
    ask(page, COUNTRIES)
    page.get_by_role("button", name="Change the question").click()
    page.keyboard.press("Escape")
    expect(page.locator("#question-box textarea")).to_have_value("")
    ask(page, "Who else says so?")
    expect(page.locator("article.turn")).to_have_count(2)


def test_an_answer_can_be_copied_with_its_sources_and_linked_to(visit: Visit, ask: Ask) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    ask(page, COUNTRIES)
    second = ask(page, "Who else says so?")
    second.get_by_role("button", name="Copy the answer").click()
    expect(second.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Sources\n" in copied and "[1]" in copied
    second.get_by_role("button", name="Copy a link").click()
    address = page.evaluate("navigator.clipboard.readText()")
    elsewhere = visit(urlsplit(address).path + "?" + urlsplit(address).query)
    expect(elsewhere.locator("article.turn")).to_have_count(2, timeout=20_000)
    expect(elsewhere.locator("article.turn").nth(1)).to_contain_text("Read together with your earlier question")


@pytest.mark.parametrize(("locale", "word"), [("ko-KR", "질문하기"), ("es-MX", "Preguntar")])
def test_the_chat_speaks_the_language_of_the_browser(visit: Visit, ask: Ask, locale: str, word: str) -> None:
    page = visit(locale=locale)
    expect(page.locator("#ask")).to_have_text(word)
    answer = ask(page, COUNTRIES)
    expect(answer.locator(".lead")).to_contain_text("No independent source in this library counts 87 countries.")
    assert answer.locator(".lead [lang=en]").count() == 1
    expect(answer.locator(".answer-lead .why")).not_to_have_text("Why this label?")


def test_the_reader_can_choose_another_language(page: Page) -> None:
    page.get_by_role("link", name="한국어").click()
    expect(page.locator("#ask")).to_have_text("질문하기", timeout=20_000)
    assert [cookie["name"] for cookie in page.context.cookies()] == ["language"]
