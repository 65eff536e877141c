"""What the tests of quality share: where a proof writes down its result, and how a page is watched."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.proofs.recording import Proof, proofs_of

HOST = "127.0.0.1"

# Dialogs block a page: the hooks count instead. `fired` is what a payload may set without a dialog.
WATCH = """
window.executed = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
  window[name] = (...given) => { window.executed.push(`${name}(${given.join()})`); };
}
Object.defineProperty(window, "fired", { set: (value) => { window.executed.push(`fired = ${value}`); } });
"""


# Results of proofs ----------------------------------------------------------------------------


@pytest.fixture(scope="package")
def proof(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Callable[[str, str], Proof]]:
    """Opens a proof: ``proof("accessibility", "what is shown")``."""
    with proofs_of(request.config, chromium=browser.version) as proof:
        yield proof


# Watching ---------------------------------------------------------------------------------------


@dataclass
class Watched:
    """A browser of its own in which whatever a payload might do is seen; nothing leaves this machine.

    The content policy is off: what is shown here is that the pages let no markup through in the first place.
    """

    context: BrowserContext
    foreign: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.trouble.append(f"a script failed: {error}"))
        page.on("dialog", lambda dialog: (self.trouble.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
        page.on("popup", lambda popup: self.trouble.append(f"a window: {popup.url}"))
        page.goto(address)
        return page

    def faults(self, page: Page) -> list[str]:
        """What has happened that should not, so far."""
        executed = [f"executed: {call}" for frame in page.frames for call in frame.evaluate("window.executed ?? []")]
        return [*executed, *(f"asked for: {url}" for url in self.foreign), *self.trouble]


@pytest.fixture
def watch(browser: Browser) -> Iterator[Callable[..., Watched]]:
    """Makes a watched browser: ``watch(locale="ko-KR")``."""
    contexts = []

    def watch(**settings: Any) -> Watched:
        context = browser.new_context(**({"locale": "en-GB", "bypass_csp": True} | settings))
        contexts.append(context)
        watched = Watched(context)

        def guard(route: Route) -> None:
            if urlsplit(route.request.url).hostname == HOST:
                route.continue_()
            else:
                watched.foreign.append(route.request.url)
                route.abort()

        context.route(lambda url: urlsplit(url).scheme in {"http", "https", "ws", "wss"}, guard)
        context.add_init_script(WATCH)
        return watched

    yield watch
    for context in contexts:
        context.close()
