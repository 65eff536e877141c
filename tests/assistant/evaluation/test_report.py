"""The report: one page with nothing to fetch, every failure in it, its figures those of the JSON."""

import re
import shutil
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

from assistant.evaluation.results import evaluation_from_json

CHROMIUM = shutil.which("chromium")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


class Page(HTMLParser):
    """The tags of a page with their attributes, and its text without style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside != "style":
            self.words.append(data)


@pytest.fixture(scope="module")
def page(measured: SimpleNamespace) -> str:
    text: str = measured.html.read_text(encoding="utf-8")
    return text


def test_the_report_fetches_nothing(page: str) -> None:
    tags = Page(page).tags
    fetching = {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "source",
        "image",
        "use",
        "base",
    }
    assert {tag for tag, _ in tags} & fetching == set()
    addresses = ("src", "href", "srcset", "xlink:href", "action", "data", "poster", "background", "ping")
    assert [(tag, name) for tag, given in tags for name in addresses if given.get(name)] == []
    assert [name for _, given in tags for name in given if name.startswith("on")] == []
    style = "".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL)) + str([g.get("style") for _, g in tags])
    assert not re.search(r"url\(|@import|@font-face|image-set", style)


def test_every_question_that_falls_short_stands_in_the_report_with_its_answer(
    page: str, measured: SimpleNamespace
) -> None:
    words = "\n".join(Page(page).words)
    failing = [outcome for outcome in evaluation_from_json(measured.document).items if outcome.failed]
    assert "script" in {outcome.item.id for outcome in failing}
    for outcome in failing:
        assert outcome.item.question in words
        assert outcome.item.id in words
        assert outcome.item.why in words
        assert [sentence.text for sentence in outcome.sentences if sentence.text not in words] == []
        assert [turn for turn in outcome.item.turns if turn not in words] == []


def test_a_question_that_falls_short_stands_under_each_measure_it_falls_short_on(
    page: str, measured: SimpleNamespace
) -> None:
    failures = page.split('id="failures"')[1].split("To make this run again")[0]
    expected = sum(len(outcome.failed) for outcome in evaluation_from_json(measured.document).items)
    assert failures.count('class="failure"') == expected > 0


def test_markup_in_a_question_is_shown_and_not_run(page: str) -> None:
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page and "<img" not in page and "<b>on purpose" not in page


def test_the_figures_of_the_report_are_those_of_the_json(page: str, measured: SimpleNamespace) -> None:
    rows = re.findall(r"<tr><th.*?</tr>", page.split("<table")[1], re.DOTALL)
    shown = []
    for row in rows:
        name = re.search(r"<code>(\w+)</code>", row)
        figures = re.search(r"<strong>([\d.]+)</strong><small>([\d.]+)–([\d.]+)</small>", row)
        count = re.search(r">(\d+)</td></tr>$", row)
        if name and figures and count:
            shown.append((name[1], *figures.groups(), count[1]))
    expected = {
        (name, f"{e['value']:.3f}", f"{e['low']:.2f}", f"{e['high']:.2f}", str(e["n"]))
        for name, e in measured.document["measures"].items()
        if e["value"] is not None
    }
    assert set(shown) == expected
    assert len(shown) == len(expected)


def test_a_goal_that_was_missed_is_said_at_the_head(page: str, measured: SimpleNamespace) -> None:
    head = unescape(page.split("<h2")[0])
    assert measured.document["measures"]["success_at_5"]["value"] < 0.97
    assert "Not reached: " in head and "a right passage among five" in head
    failing = sum(bool(outcome.failed) for outcome in evaluation_from_json(measured.document).items)
    assert f"{failing} questions fall short" in head


def test_the_report_says_what_made_the_run(page: str, measured: SimpleNamespace) -> None:
    run = measured.document["run"]
    words = " ".join(Page(page).words)
    for fact in ("command", "corpus", "index", "settings", "questions_sha256", "verdicts_sha256", "python", "version"):
        assert run[fact] in words, fact
    assert [f"{name} {found}" for name, found in run["packages"].items() if f"{name} {found}" not in words] == []


def test_a_ranking_in_small_steps_is_no_failure(measured: SimpleNamespace) -> None:
    outcomes = evaluation_from_json(measured.document).items
    assert any(outcome.scores.get("recall_at_5", 1) < 1 for outcome in outcomes)
    graded = {"recall_at_5", "recall_at_10", "ndcg_at_10", "mrr"}
    assert [outcome.item.id for outcome in outcomes if graded & set(outcome.failed)] == []


@pytest.fixture(scope="module")
def opened(measured: SimpleNamespace) -> Iterator[SimpleNamespace]:
    """The report in a real browser on a phone of 390 pixels, with what it said and asked for."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: no browser to test with")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        page = browser.new_page(viewport={"width": 390, "height": 844})
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: (said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(measured.html.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        yield SimpleNamespace(page=page, said=said, asked=asked)
        browser.close()


def test_the_report_never_scrolls_sideways_on_a_phone(opened: SimpleNamespace) -> None:
    assert opened.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert opened.page.evaluate("document.documentElement.clientWidth") == 390


def test_the_report_opens_without_an_error_or_a_request(opened: SimpleNamespace, measured: SimpleNamespace) -> None:
    assert opened.said == []
    assert opened.asked == [measured.html.as_uri()]
    assert opened.page.title() == "How well Second Source answers: small"
