"""The web chat in a real browser, over the real library, on the loopback interface only."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from assistant.answering import Assistant
from assistant.opening import open_assistant
from assistant.settings import read_settings

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: no browser to test with")

COUNTRIES = "How many countries did Kim Il Sung visit?"
LIBERATION = "Did Kim Il Sung's army liberate Korea?"
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_DESK = ViewportSize(width=1280, height=800)
_PHONE = ViewportSize(width=390, height=844)


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    cache = os.environ.get("SECONDSOURCE_CACHE") or str(tmp_path_factory.mktemp("cache"))
    return open_assistant(read_settings({"SECONDSOURCE_CACHE": cache}))


@pytest.fixture(scope="session")
def address(assistant: Assistant) -> Iterator[str]:
    """The address of the running chat."""
    from assistant.web import build_app

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(build_app(assistant), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive() and time.monotonic() < deadline, "the chat did not start"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def hosts() -> set[str]:
    """Every host that a page of this session asked for anything."""
    return set()


def _open(context: BrowserContext, address: str, hosts: set[str]) -> Page:
    page = context.new_page()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname or ""))
    page.goto(address)
    expect(page.locator("#question-box textarea")).to_be_focused(timeout=20_000)
    return page


@pytest.fixture(params=["desk", "phone"])
def any_page(request: pytest.FixtureRequest, browser: Browser, address: str, hosts: set[str]) -> Iterator[Page]:
    """The chat at 1280 pixels, and on a phone of 390."""
    if request.param == "desk":
        context = browser.new_context(viewport=_DESK)
    else:
        context = browser.new_context(viewport=_PHONE, device_scale_factor=2, is_mobile=True, has_touch=True)
    yield _open(context, address, hosts)
    context.close()


@pytest.fixture
def page(browser: Browser, address: str, hosts: set[str]) -> Iterator[Page]:
    context = browser.new_context(viewport=_DESK)
    yield _open(context, address, hosts)
    context.close()


def _ask(page: Page, question: str) -> Locator:
    """Type a question, press Enter, wait for its answer."""
    turns = page.locator("article.turn")
    before = turns.count()
    page.locator("#question-box textarea").fill(question)
    page.keyboard.press("Enter")
    expect(turns).to_have_count(before + 1, timeout=20_000)
    expect(page.locator("#ask")).to_be_enabled()
    return turns.nth(before)


def test_the_second_chip_of_the_second_answer_opens_its_own_evidence(any_page: Page, assistant: Assistant) -> None:
    _ask(any_page, COUNTRIES)
    second = _ask(any_page, LIBERATION)
    expected = assistant.ask(LIBERATION, [COUNTRIES]).statements[0].citations[1]
    chip = second.locator(".chip").nth(1)
    chip.click()
    assert any_page.locator("#evidence mark").text_content() == expected.quote
    assert any_page.evaluate("document.querySelector('#evidence').contains(document.activeElement)")
    any_page.keyboard.press("Escape")
    expect(chip).to_be_focused()
    expect(any_page.locator("#evidence mark")).to_have_count(0)


def test_only_the_columns_scroll_and_never_the_page(page: Page) -> None:
    _ask(page, LIBERATION)
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    page.locator(".chip").last.focus()
    frames = "[...document.querySelectorAll('html, body, body *:has(#reading)')]"
    assert page.evaluate(f"{frames}.filter((frame) => frame.scrollTop > 0).map((frame) => frame.className)") == []


def test_nothing_scrolls_sideways(any_page: Page) -> None:
    answer = _ask(any_page, LIBERATION)
    any_page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    for selector in ("html", "#reading"):
        assert any_page.evaluate(f"(e => e.scrollWidth <= e.clientWidth)(document.querySelector('{selector}'))")
    answer.locator(".chip").first.click()
    assert any_page.evaluate("(e => e.scrollWidth <= e.clientWidth)(document.querySelector('#evidence'))")


def test_markup_in_a_question_stays_text(page: Page) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    question = "<img src=x onerror=alert(1)> **bold** ![map](https://example.org/map.png) ${alert(2)} {{value}}"
    answer = _ask(page, question)
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


def test_a_follow_up_is_read_with_the_question_before(page: Page) -> None:
    _ask(page, COUNTRIES)
    page.locator(".follow-ups").get_by_role("button", name="Who else says so?").click()
    second = page.locator("article.turn").nth(1)
    expect(second).to_contain_text(f"Read together with your earlier question as: {COUNTRIES}", timeout=20_000)


def test_clear_empties_the_log_and_forgets(page: Page) -> None:
    _ask(page, COUNTRIES)
    page.locator(".chip").first.click()
    page.locator("#clear").click()
    expect(page.locator("#log")).to_be_empty()
    expect(page.locator("#evidence mark")).to_have_count(0)
    expect(page.locator("#welcome")).to_be_visible()
    expect(page.locator("#question-box textarea")).to_be_focused()
    answer = _ask(page, "Who else says so?")
    expect(answer).not_to_contain_text("Read together")


def test_why_this_label_opens_and_escape_returns_to_its_button(page: Page) -> None:
    answer = _ask(page, COUNTRIES)
    why = answer.locator(".answer-lead").get_by_role("button", name="Why this label?")
    why.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#evidence-heading")).to_be_focused()
    expect(page.locator("#evidence-body")).to_contain_text("What was searched")
    page.keyboard.press("Escape")
    expect(why).to_be_focused()


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


def test_buttons_are_large_enough_to_hit(page: Page) -> None:
    _ask(page, LIBERATION)
    sizes = page.evaluate(
        "[...document.querySelectorAll('button')].filter((b) => b.checkVisibility())"
        ".map((b) => [b.textContent, b.getBoundingClientRect().width, b.getBoundingClientRect().height])"
    )
    assert [size for size in sizes if min(size[1:]) < 24] == []


def test_the_page_says_its_name_and_language(page: Page) -> None:
    assert page.title() == "Second Source"
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")


def test_no_request_leaves_the_loopback_interface(page: Page, hosts: set[str]) -> None:
    """Stands last: it speaks of every page before it."""
    assert hosts == {"127.0.0.1"}
