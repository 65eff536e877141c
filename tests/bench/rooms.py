"""Speed and weight of the web pages, measured in the browser, each beside its limit.

Run: python tests/bench/rooms.py   (about two minutes; nothing else should run beside it)
"""

import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

QUESTIONS = Path(__file__).parents[1] / "data" / "development_questions.jsonl"
COMMAND = [sys.executable, "-m", "assistant.cli"]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
ROOMS = ("", "read", "see", "practise", "glossary", "take")
VISITS = 10
ASKED = 30

# A moment is over when what changed has been painted: the second frame begins after the first was drawn.
PAINTED = "const painted = (then) => requestAnimationFrame(() => requestAnimationFrame(() => then(performance.now())));"
# Notes when the box has the focus and Ask can be pressed and chat.js listens, counted from the start of the navigation.
INTERACTIVE = f"""
{PAINTED}
window.interactive = new Promise((then) => {{
  const look = () => {{
    const isReady = document.activeElement?.matches("#question-box textarea") &&
      document.querySelector("#ask")?.disabled === false;
    if (isReady) window.secondsource.page.then(() => painted(then));
    else requestAnimationFrame(look);
  }};
  look();
}});
"""
# From the key to the paint after the new answer stands in the page.
ANSWERED = f"""
() => {{
  {PAINTED}
  let pressed = null;
  const log = document.querySelector("#log");
  document.addEventListener("keydown", (event) => {{ if (event.key === "Enter") pressed ??= event.timeStamp; }},
    {{ capture: true }});
  window.answered = new Promise((then) => {{
    const watcher = new MutationObserver(() => {{
      watcher.disconnect();
      painted((now) => then(now - pressed));
    }});
    watcher.observe(log, {{ childList: true }});
  }});
}}
"""
# From the click to the paint after the claim stands in the panel.
OPENED = f"""
(id) => {{
  {PAINTED}
  const body = document.querySelector("#evidence-body");
  return new Promise((then) => {{
    const started = performance.now();
    const watcher = new MutationObserver(() => {{
      if (body.hidden || !body.childElementCount) return;
      watcher.disconnect();
      painted((now) => then(now - started));
    }});
    watcher.observe(body, {{ childList: true, attributes: true }});
    document.querySelector(`#reading .phrase[data-claim="${{CSS.escape(id)}}"]`).click();
  }});
}}
"""
WEIGHT = """
() => performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
  .reduce((sum, each) => sum + each.transferSize, 0) / 1024
"""


def main() -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is not installed: nothing was measured")
    with (
        tempfile.TemporaryDirectory() as folder,
        _served(os.environ | {"SECONDSOURCE_CACHE": folder}) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        system = f"{os.cpu_count()} cores, {platform.machine()}"
        print(f"Python {platform.python_version()}, Chromium {browser.version}, {system}")
        first, *later = _first_page(browser, address)
        _report("first page, first visit", first, limit=2000, unit="ms")
        _report_both("first page, new visitor", later, limit=2000)
        _report_both(f"answer, {ASKED} questions", _answers(browser, address), limit=300)
        claims = _claims(browser, address)
        _report_both(f"claim panel, {len(claims)} claims", claims, limit=150)
        for room in ROOMS:
            print(f"weight of /{room:20} {_weight(browser, f'{address}/{room}'):8.0f} KB, nothing cached")
        browser.close()


def _report(name: str, figure: float, *, limit: float, unit: str) -> None:
    kept = "kept" if figure <= limit else "NOT KEPT"
    print(f"{name:32} {figure:8.1f} {unit:3} limit {limit:>5} {unit:3} ratio {figure / limit:4.2f} {kept}")


def _report_both(name: str, times: Sequence[float], *, limit: float) -> None:
    """The median and the 95th percentile, nearest rank."""
    ordered = sorted(times)
    _report(f"{name}, p50", statistics.median(ordered), limit=limit, unit="ms")
    _report(f"{name}, p95", ordered[-(-len(ordered) * 95 // 100) - 1], limit=limit, unit="ms")


def _first_page(browser: Browser, address: str) -> list[float]:
    """Milliseconds from the start of a navigation to a page one can type into; each visitor has an empty cache."""
    times = []
    for _ in range(1 + VISITS):
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.add_init_script(INTERACTIVE)
        page = context.new_page()
        page.goto(address)
        times.append(page.evaluate("window.interactive"))
        context.close()
    return times


def _answers(browser: Browser, address: str) -> list[float]:
    """Milliseconds from Enter to the painted answer, one conversation of many questions."""
    page = _open(browser, address)
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    times = []
    for line in lines[:: len(lines) // ASKED][:ASKED]:
        page.locator("#question-box textarea").fill(json.loads(line)["question"])
        page.evaluate(ANSWERED)
        page.keyboard.press("Enter")
        times.append(page.evaluate("window.answered"))
        page.wait_for_function("!document.querySelector('#ask').disabled")
    page.context.close()
    return times


def _claims(browser: Browser, address: str) -> list[float]:
    """Milliseconds from the click on a phrase of the article to its claim, for every claim of the article."""
    page = _open(browser, f"{address}/read")
    ids = page.evaluate("[...new Set([...document.querySelectorAll('#reading .phrase')].map((e) => e.dataset.claim))]")
    page.evaluate(OPENED, ids[0])  # the first look-up opens the connection
    times = [page.evaluate(OPENED, id) for id in ids[1:] + ids[:1]]
    page.context.close()
    return times


def _weight(browser: Browser, address: str) -> float:
    """Kilobytes that a visitor with an empty cache receives."""
    page = _open(browser, address)
    page.wait_for_load_state("networkidle")
    weight: float = page.evaluate(WEIGHT)
    page.context.close()
    return weight


def _open(browser: Browser, address: str) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(INTERACTIVE)
    page = context.new_page()
    page.goto(address)
    if page.locator("#question-box, gradio-app").count():
        page.evaluate("window.interactive")
    return page


@contextmanager
def _served(environment: dict[str, str]) -> Iterator[str]:
    """The program serving on a free port, as a reader starts it, once its index is built."""
    subprocess.run([*COMMAND, "index", "build"], env=environment, check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [*COMMAND, "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _is_up(address):
            time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _is_up(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    main()
