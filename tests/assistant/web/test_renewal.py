"""A library that changes while somebody reads: the conversation stays, the next answer knows more."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from assistant.answering import Assistant
from assistant.cli import main
from assistant.opening import open_assistant
from assistant.serving import Serving, follow
from assistant.settings import Settings
from assistant.web import build_app
from tests.application import served
from tests.cable import ID, MILK, taken_in

Ask = Callable[[Page, str], Locator]


def test_a_reader_keeps_the_conversation_while_a_source_comes_in_and_goes(
    assistant: Assistant, visit: Callable[..., Page], ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, ours = tmp_path / "cache", tmp_path / "ours"
    shutil.copytree(assistant.settings.cache, cache, ignore=shutil.ignore_patterns("evaluations"))
    monkeypatch.setenv("SECONDSOURCE_CACHE", str(cache))
    monkeypatch.setenv("SECONDSOURCE_LIBRARY", str(ours))
    assert main(["init", str(ours)]) == 0
    settings = Settings(cache=cache, library=ours)
    serving, stop, replaced = Serving(open_assistant(settings)), threading.Event(), threading.Event()
    watch = threading.Thread(target=follow, args=(serving, settings), kwargs={"stop": stop, "every": 0.2})
    serving.when_replaced(replaced.set)
    watch.start()
    try:
        with served(build_app(serving)) as address:
            page = visit(at=address)
            first = ask(page, "How many countries did Kim Il Sung visit?")
            expect(ask(page, MILK)).not_to_contain_text("eleven thousand litres")
            assert main(list(taken_in(tmp_path))) == 0
            assert replaced.wait(120)
            expect(ask(page, MILK)).to_contain_text("eleven thousand litres")
            expect(page.locator("article.turn")).to_have_count(3)
            expect(first).to_contain_text("No independent source in this library counts 87 countries.")
            expect(ask(page, "And when was that?")).to_be_visible()
            replaced.clear()
            assert main(["sources", "retract", ID, "--by", "Ben", "--reason", "forged"]) == 0
            assert replaced.wait(120)
            page.goto(f"{address}/read?source={ID}")
            expect(page.get_by_role("alert")).to_contain_text(ID)
    finally:
        stop.set()
        watch.join(timeout=60)
