"""The chat while a language model writes: a real browser, and a model that says each sentence when it is told to."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from assistant.answering import Assistant
from assistant.languages import ENGLISH
from assistant.pages.answer import turn
from tests.assistant.web.prompted import NAME, NOTES, QUESTION, Prompted, begin, with_model

Ask = Callable[[Page, str], Locator]
Open = Callable[..., Page]


def text_of(assistant: Assistant, id: str) -> str:
    return assistant.library.passages[id].text


def test_sentences_come_one_after_another_and_no_unchecked_word_ever(
    open_chat: Open, assistant: Assistant, draft: list[dict[str, Any]]
) -> None:
    client = Prompted(draft=draft)
    page = open_chat(client)
    answer = begin(page)
    expect(answer.locator(".lead")).to_contain_text("No independent source in this library counts 87 countries.")
    expect(answer.locator(".chosen")).to_have_count(0)
    shown = answer.locator(":scope > section")
    for statements, note in ((2, NOTES[0]), (1, NOTES[1]), (3, NOTES[2])):
        expect(shown.filter(has_text=text_of(assistant, note)[:60]).first).not_to_be_visible()
        client.release(statements)
        expect(shown.filter(has_text=text_of(assistant, note)[:60]).first).to_be_visible(timeout=10_000)
    expect(answer.locator(".writing")).to_have_count(0, timeout=10_000)
    expect(page.locator("#ask")).to_be_enabled()
    ever = " ".join(page.evaluate("window.ever"))
    assert text_of(assistant, NOTES[0])[:20] in ever
    assert "912" not in ever and "Napoleon" not in ever and "Zanzibar" not in ever
    expect(answer.locator(".withheld")).to_contain_text("2 sentences withheld: no source says this")
    assert client.ended.is_set()


def test_the_page_at_the_end_is_that_of_the_answer_asked_for_at_once(
    open_chat: Open, assistant: Assistant, draft: list[dict[str, Any]]
) -> None:
    client = Prompted(draft=draft)
    client.release(100)
    page = open_chat(client)
    page.locator("#question-box textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("article.turn .chosen")).to_be_visible(timeout=20_000)
    expect(page.locator("article.turn .writing")).to_have_count(0)
    alone = with_model(assistant, client)
    client.release(100)
    whole = turn(alone.ask(QUESTION), number=1, library=alone.library, words=ENGLISH)
    same = "(whole) => { const t = document.createElement('template'); t.innerHTML = whole; return t.innerHTML; }"
    assert page.locator("article.turn").evaluate("(turn) => turn.outerHTML") == page.evaluate(same, whole)


def test_stop_ends_the_call_of_a_silent_model_and_keeps_what_was_checked(
    open_chat: Open, assistant: Assistant, draft: list[dict[str, Any]], ask: Ask
) -> None:
    client = Prompted(draft=draft)
    page = open_chat(client)
    answer = begin(page)
    client.release(2)
    expect(answer.locator(".chosen")).to_be_visible(timeout=10_000)
    assert client.begun.is_set() and not client.ended.is_set()
    started = time.monotonic()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(answer.locator(".writing")).to_have_text("You stopped the language model; what stands here is checked.")
    while not client.ended.is_set() and time.monotonic() < started + 5:
        page.wait_for_timeout(20)
    assert client.ended.is_set() and time.monotonic() - started < 2
    expect(page.locator("#ask")).to_be_visible()
    expect(page.locator("#question-box textarea")).to_be_focused()
    expect(answer).to_contain_text(text_of(assistant, NOTES[0])[:60])
    client.release(100)
    ask(page, "Did Kim Il Sung's army liberate Korea?")
    expect(answer.locator(".writing")).to_have_count(1)


@pytest.mark.parametrize("leave", ["close", "clear"])
def test_the_call_ends_when_the_reader_is_gone(open_chat: Open, draft: list[dict[str, Any]], leave: str) -> None:
    client = Prompted(draft=draft)
    page = open_chat(client)
    begin(page)
    if leave == "close":
        page.close()
    else:
        page.locator("#clear").click()
        expect(page.locator("#log")).to_be_empty()
    assert client.ended.wait(timeout=15)


def test_a_question_asked_meanwhile_stays_in_the_box_and_stop_still_works(
    open_chat: Open, draft: list[dict[str, Any]]
) -> None:
    client = Prompted(draft=draft)
    page = open_chat(client)
    begin(page)
    box = page.locator("#question-box textarea")
    expect(box).to_have_value("")
    box.fill("Who else says so?")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    client.release(2)
    expect(page.locator("article.turn .chosen")).to_be_visible(timeout=10_000)
    expect(box).to_have_value("Who else says so?")
    assert page.locator("article.turn").count() == 1
    page.locator("#stop").click()
    assert client.ended.wait(timeout=5)


def test_what_the_reader_opened_stays_open_while_the_answer_grows(
    open_chat: Open, assistant: Assistant, draft: list[dict[str, Any]]
) -> None:
    client = Prompted(draft=draft)
    page = open_chat(client)
    answer = begin(page)
    answer.locator("details.more > summary").first.click()
    answer.locator("details.provenance > summary").click()
    article = "#log .part-asserted .chip"
    page.locator(article).first.click()
    quoted = page.locator("#evidence mark").first.text_content()
    page.evaluate("document.querySelector('#reading').scrollTop = 120")
    page.locator("details.provenance > summary").focus()
    client.release(2)
    expect(answer.locator(".chosen")).to_be_attached(timeout=10_000)
    assert answer.locator("details.more").first.get_attribute("open") is not None
    assert answer.locator("details.provenance").get_attribute("open") is not None
    expect(answer.locator("details.provenance > summary")).to_be_focused()
    assert page.locator("#evidence mark").first.text_content() == quoted
    assert page.locator("#log .chip[aria-expanded=true]").count() == 1
    page.keyboard.press("Escape")
    expect(page.locator("#log .chip").locator(":scope:focus")).to_have_count(1)


def test_what_the_reader_reads_stays_where_it_is(open_chat: Open, draft: list[dict[str, Any]]) -> None:
    client = Prompted(draft=draft)
    page = open_chat(client, size="phone")
    answer = begin(page)
    answer.locator("details.provenance > summary").click()
    place = "document.querySelector('details.provenance dd').getBoundingClientRect().top"
    page.locator("details.provenance dd").first.evaluate(
        "(e) => e.scrollIntoView({ block: 'start', behavior: 'instant' })"
    )
    for _ in range(2):
        before = page.evaluate(place)
        height = page.evaluate("document.querySelector('#reading').scrollHeight")
        client.release(3)
        page.wait_for_function(f"document.querySelector('#reading').scrollHeight !== {height}", timeout=10_000)
        assert abs(page.evaluate(place) - before) < 2


def test_a_reader_at_the_beginning_of_the_answer_stays_there(open_chat: Open, draft: list[dict[str, Any]]) -> None:
    client = Prompted(draft=draft)
    page = open_chat(client)
    answer = begin(page)
    top = "document.querySelector('#reading').scrollTop"
    before = page.evaluate(top)
    client.release(100)
    expect(answer.locator(".writing")).to_have_count(0, timeout=10_000)
    page.wait_for_timeout(100)
    assert abs(page.evaluate(top) - before) < 2


def test_a_model_that_breaks_off_leaves_the_answer_without_it(
    open_chat: Open, assistant: Assistant, draft: list[dict[str, Any]]
) -> None:
    client = Prompted(draft=draft, breaks_off=True)
    client.release(100)
    page = open_chat(client)
    page.locator("#question-box textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    notice = page.locator("article.turn .notice")
    expect(notice).to_contain_text(f"The language model {NAME} took no part in this answer", timeout=20_000)
    expect(page.locator("article.turn .writing")).to_have_count(0)
    expect(page.locator("article.turn .chosen")).to_have_count(0)


def test_a_listener_is_told_twice_and_not_at_every_sentence(open_chat: Open, draft: list[dict[str, Any]]) -> None:
    client = Prompted(draft=draft)
    page = open_chat(client)
    page.evaluate(
        "() => { window.told = []; new MutationObserver(() => window.told.push("
        "document.querySelector('#announcer').textContent)).observe("
        "document.querySelector('#announcer'), { childList: true, characterData: true, subtree: true }); }"
    )
    answer = begin(page)
    for _ in draft:
        client.release()
        page.wait_for_timeout(100)
    expect(answer.locator(".writing")).to_have_count(0, timeout=10_000)
    told = page.evaluate("window.told")
    assert told[0] == "The answer is being written."
    assert len(told) == 2 and told[1].startswith("The answer is complete. ")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_each_answer_begins_in_view_and_stays_there(open_chat: Open, draft: list[dict[str, Any]], size: str) -> None:
    """A second one too, to which the page has scrolled far and smoothly."""
    client = Prompted(draft=draft)
    page = open_chat(client, size=size)
    for place, question in enumerate((QUESTION, "Did Kim Il Sung's army liberate Korea?")):
        begin(page, question)
        client.release(100)
        answer = page.locator("article.turn").nth(place)
        expect(answer.locator(".writing")).to_have_count(0, timeout=10_000)
        top = page.locator("#reading").evaluate("(reading) => reading.getBoundingClientRect().top")
        assert 0 <= answer.locator(".asked").evaluate("(asked) => asked.getBoundingClientRect().top") - top <= 100
        while client.gate.acquire(blocking=False):
            pass
