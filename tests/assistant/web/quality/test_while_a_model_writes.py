"""The page while a language model writes, and after it: the same rules as for every other page."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.assistant.web.prompted import Prompted, begin
from tests.assistant.web.quality.test_accessibility import keyboard_faults, lines, violations

Open = Callable[..., Page]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_axe_finds_nothing_before_between_and_after_its_sentences(
    open_chat: Open, draft: list[dict[str, Any]], size: str, scheme: str
) -> None:
    client = Prompted(draft=draft)
    page = open_chat(client, size=size, color_scheme=scheme)
    answer = begin(page)
    found = list(violations(page))
    client.release(2)
    expect(answer.locator(".chosen")).to_be_visible(timeout=10_000)
    found += violations(page)
    client.release(100)
    expect(answer.locator(".writing")).to_have_count(0, timeout=10_000)
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    found += violations(page)
    assert not found, lines(found)


def test_the_keyboard_reaches_stop_and_everything_else(open_chat: Open, draft: list[dict[str, Any]]) -> None:
    client = Prompted(draft=draft)
    page = open_chat(client, reduced_motion="reduce")
    answer = begin(page)
    client.release(2)
    expect(answer.locator(".chosen")).to_be_visible(timeout=10_000)
    _, found = keyboard_faults(page)
    assert not found, lines(found)
    page.locator("#question-box textarea").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    assert client.ended.wait(timeout=5)
    expect(answer.locator(".writing")).to_have_text("You stopped the language model; what stands here is checked.")
