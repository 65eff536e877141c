"""What a reader does stays in the reader's browser, and the browser asks nobody but the application."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

Ask = Callable[[Page, str], Locator]
Visit = Callable[..., Page]
Watch = Callable[..., Any]
Proof = Callable[[str, str], Any]

ROOMS = (
    "/read",
    "/see",
    "/practise",
    "/glossary",
    "/take",
    "/read?claim=travel-countries",
    "/read?source=article-2011",
)
QUESTIONS = ("How many countries did Kim Il Sung visit?", "Who else says so?", "What is the best pizza in Rome?")
KEYS = "Object.keys(localStorage)"


def a_students_visit(page: Page, address: str, ask: Ask) -> None:
    """A walk through every room, asking, opening, practising and choosing a language."""
    expect(page.locator("#question-box textarea")).to_be_focused(timeout=20_000)
    for question in QUESTIONS:
        turn = ask(page, question)
        for opener in turn.locator(".chip, .why").all()[:3]:
            opener.click()
            page.keyboard.press("Escape")
    for path in ROOMS:
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    page.goto(f"{address}/practise")
    page.locator(".quiz .chooser [type=submit]").click()
    page.locator(".quiz [data-unknown]").click()


def test_no_other_host_is_asked_and_none_is_needed(watch: Watch, address: str, ask: Ask) -> None:
    """Every request to another host is cut off and noted; the policy that forbids them is off."""
    watched = watch()
    page = watched.open(address)
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname or urlsplit(request.url).scheme))
    a_students_visit(page, address, ask)
    assert watched.foreign == [] and asked <= {"127.0.0.1", "data", "blob"}
    assert watched.trouble == []


def test_there_is_no_cookie_before_a_language_is_chosen_and_one_after(watch: Watch, address: str, ask: Ask) -> None:
    page = watch().open(address)
    a_students_visit(page, address, ask)
    assert page.context.cookies() == []
    page.goto(f"{address}/read")
    page.get_by_role("link", name="한국어").click()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    kept = page.context.cookies()
    assert [(cookie["name"], cookie["value"], cookie["sameSite"]) for cookie in kept] == [("language", "ko", "Lax")]


def test_what_is_kept_bears_our_name_and_clear_takes_all_of_it_away(watch: Watch, address: str, ask: Ask) -> None:
    page = watch().open(address)
    a_students_visit(page, address, ask)
    page.goto(f"{address}/language?choose=es&back=./")
    expect(page.locator("article.turn")).to_have_count(len(QUESTIONS), timeout=20_000)
    keys = page.evaluate(KEYS)
    assert len(keys) >= 2 and all(key.startswith("secondsource:") for key in keys), keys
    assert page.evaluate("[sessionStorage.length, document.cookie]") == [0, "language=es"]
    page.locator("#clear").click()
    expect(page.locator("#log")).to_be_empty()
    assert page.evaluate(KEYS) == []
    assert page.context.cookies() == []
    assert page.evaluate("indexedDB.databases()") == []


def test_a_question_is_in_no_address_unless_it_is_linked(visit: Visit, ask: Ask) -> None:
    """Addresses stand in a server's log and in a browser's history."""
    page = visit()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    ask(page, "How many gifts, says zebrafinch?")
    assert not [address for address in [page.url, *seen] if "zebrafinch" in address]


@pytest.mark.proof
def test_a_whole_visit_stays_on_this_machine(watch: Watch, address: str, ask: Ask, proof: Proof) -> None:
    asked: list[str] = []
    found: list[str] = []
    for settings in ({}, {"locale": "ko-KR"}, {"color_scheme": "dark", "viewport": {"width": 320, "height": 640}}):
        watched = watch(**settings)
        page = watched.open(address)
        page.context.on("request", lambda request: asked.append(request.url))
        a_students_visit(page, address, ask)
        hosts = {urlsplit(url).hostname for url in asked if urlsplit(url).scheme not in {"data", "blob"}}
        found += [*watched.foreign, *watched.trouble, *(host or "none" for host in hosts if host != "127.0.0.1")]
        found += [json.dumps(cookie) for cookie in page.context.cookies()]
    what = "A visit to every room asks no other host, with all others cut off, and leaves no cookie"
    proof("privacy", what).add(found, requests=len(asked), visits=3)
    assert not found
