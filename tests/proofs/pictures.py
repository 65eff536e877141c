"""Pictures of every page and state: three widths, light and dark, to be looked at; a few for the README.

Run: python -m tests.proofs.pictures [ADDRESS]   (a running instance; without one it starts its own)
All go to build/pictures/, a sheet for each page and state; those named in README_PICTURES to tests/proofs/pictures/.
"""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from assistant.opening import open_assistant
from assistant.serving import Serving
from assistant.settings import read_settings
from assistant.web import build_app
from tests.application import served

ROOT = Path(__file__).parents[2]
SIZES = {"desk": (1280, 800), "phone": (390, 844), "narrow": (320, 640)}
COUNTRIES = "How many countries did Kim Il Sung visit?"


def ask(question: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.locator("#question-box textarea").fill(question)
        page.keyboard.press("Enter")
        page.locator("article.turn").wait_for()

    return act


def ask_and_cite(page: Page) -> None:
    ask(COUNTRIES)(page)
    page.locator(".chip").first.click()


def press(*names: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        for name in names:
            page.locator(name).first.click()

    return act


def nothing(page: Page) -> None:
    return None


STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "ask-first": ("/", nothing),
    "ask-answer": ("/", ask(COUNTRIES)),
    "ask-citation": ("/", ask_and_cite),
    "ask-declined": ("/", ask("What is the capital of France?")),
    "ask-sensitive": ("/", ask("Did North Korea bomb Rangoon?")),
    "ask-korean": ("/?q=김일성은+몇+나라를+방문했나요%3F", nothing),
    "read": ("/read", nothing),
    "read-claim": ("/read?claim=liberation-credit", nothing),
    "read-picture": (
        "/read?claim=vietnam-airmen",
        lambda page: page.locator("#evidence svg").first.scroll_into_view_if_needed(),
    ),
    "read-source": ("/read?source=kcna-2005-04-13-gifts", nothing),
    "see": ("/see", nothing),
    "practise": ("/practise", nothing),
    "practise-question": ("/practise", press("#reading button.button >> nth=0")),
    "glossary": ("/glossary", nothing),
    "take": ("/take", nothing),
}
README_PICTURES = {
    ("ask-answer", "desk", "light"): "ask.png",
    ("read-claim", "desk", "light"): "read.png",
    ("see", "desk", "light"): "see.png",
}


def main(address: str | None) -> None:
    out = ROOT / "build" / "pictures"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    kept = Path(__file__).parent / "pictures"
    kept.mkdir(exist_ok=True)
    with instance(address) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for state in STATES:
            for size in SIZES:
                for theme in ("light", "dark"):
                    picture = take(browser, base, state, size, theme)
                    (out / f"{state}-{size}-{theme}.png").write_bytes(picture)
                    if name := README_PICTURES.get((state, size, theme)):
                        (kept / name).write_bytes(picture)
            print(f"{state}: {len(SIZES) * 2} pictures")
        browser.close()
    print(f"look at them in {out.relative_to(ROOT)}")


def take(browser: Browser, base: str, state: str, size: str, theme: str) -> bytes:
    path, act = STATES[state]
    width, height = SIZES[size]
    locale = "ko-KR" if state.endswith("korean") else "en-GB"
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        locale=locale,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(base + path)
    if path.startswith("/?"):
        page.locator("article.turn").wait_for()
    elif path == "/":
        page.locator("#question-box textarea").wait_for()
        page.wait_for_timeout(300)
    act(page)
    page.wait_for_timeout(500)
    picture = page.screenshot()
    context.close()
    return picture


@contextmanager
def instance(address: str | None) -> Iterator[str]:
    """The address given, or that of an instance started here and stopped at the end."""
    if address is not None:
        yield address.rstrip("/")
        return
    with served(build_app(Serving(open_assistant(read_settings())))) as started:
        yield started


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
