"""The real application on the loopback interface, and a real browser to look at it with."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from assistant.answering import Assistant
from assistant.opening import open_assistant
from assistant.serving import Serving
from assistant.settings import read_settings
from assistant.web import build_app
from tests.application import served
from tests.assistant.web.prompted import LIE, NOTES, PROSE, RECORD, Prompted, with_model

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZES = {
    "desk": ViewportSize(width=1280, height=800),
    "phone": ViewportSize(width=390, height=844),
    "narrow": ViewportSize(width=320, height=640),
}


@pytest.fixture(scope="package")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    cache = os.environ.get("SECONDSOURCE_CACHE") or str(tmp_path_factory.mktemp("cache"))
    return open_assistant(read_settings({"SECONDSOURCE_CACHE": cache}))


@pytest.fixture(scope="package")
def address(assistant: Assistant) -> Iterator[str]:
    """The address of the running application."""
    with served(build_app(Serving(assistant))) as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: no browser to test with")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def hosts() -> set[str]:
    """Every host that a page of this session asked for anything."""
    return set()


@pytest.fixture
def visit(browser: Browser, address: str, hosts: set[str]) -> Iterator[Callable[..., Page]]:
    """Opens an address of the application in a browser of its own: ``visit("/read", size="phone", locale="ko-KR")``."""
    contexts = []

    def visit(path: str = "/", *, at: str = address, size: str = "desk", **settings: Any) -> Page:
        if size != "desk":
            settings = {"device_scale_factor": 2, "is_mobile": True, "has_touch": True} | settings
        context = browser.new_context(viewport=SIZES[size], **({"locale": "en-GB"} | settings))
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname or ""))
        page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
        page.goto(at + path)
        if path == "/":
            expect(page.locator("#question-box textarea")).to_be_focused(timeout=20_000)
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture(params=["desk", "phone"])
def any_page(request: pytest.FixtureRequest, visit: Callable[..., Page]) -> Page:
    """The chat at 1280 pixels, and on a phone of 390."""
    return visit(size=request.param)


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    """The chat at 1280 pixels."""
    return visit()


@pytest.fixture(scope="package")
def ask() -> Callable[[Page, str], Locator]:
    """Types a question, presses Enter and waits for its answer."""

    def ask(page: Page, question: str) -> Locator:
        turns = page.locator("article.turn")
        before = turns.count()
        page.locator("#question-box textarea").fill(question)
        page.keyboard.press("Enter")
        expect(turns).to_have_count(before + 1, timeout=20_000)
        expect(page.locator("#ask")).to_be_enabled()
        return turns.nth(before)

    return ask


@pytest.fixture
def draft(assistant: Assistant) -> list[dict[str, Any]]:
    """Three notes, with two signposts and two lies among them."""
    passages = assistant.library.passages
    first, second, third = (
        {"text": passages[id].text, "quotes": [{"passage": id, "quote": passages[id].text}]} for id in NOTES
    )
    return [
        {"text": "First, what the article says.", "quotes": []},
        first,
        {"text": LIE, "quotes": second["quotes"]},
        {"text": "Here is what others say.", "quotes": []},
        {"text": PROSE, "quotes": []},
        third,
    ]


@pytest.fixture
def open_chat(assistant: Assistant, visit: Callable[..., Page]) -> Iterator[Callable[..., Page]]:
    """Opens the chat of an application whose model is ``client``."""
    with ExitStack() as running:

        def open_chat(client: Prompted, **settings: Any) -> Page:
            address = running.enter_context(served(build_app(Serving(with_model(assistant, client)))))
            page = visit("/read", at=address, **settings)
            running.callback(page.context.close)  # first: a server waits for its readers
            page.add_init_script(RECORD)
            page.goto(f"{address}/")
            expect(page.locator("#question-box textarea")).to_be_focused(timeout=20_000)
            return page

        yield open_chat
