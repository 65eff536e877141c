"""The frame around every page: its head, the way to the other rooms, the evidence panel beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from assistant.languages import NAMES, Words
from assistant.pages.markup import Html, element, join

PRODUCT: Final = "Second Source"


@dataclass(frozen=True)
class Room:
    """One page of the web application: its name, its address, what its link says, files of its own."""

    name: str
    address: str
    title: str
    files: tuple[str, ...] = ()


ROOMS: Final = (
    Room("ask", "./", "Ask"),
    Room("read", "read", "Read", ("read.css", "read.js")),
    Room("see", "see", "See"),
    Room("practise", "practise", "Practise", ("practise.css", "practise.js")),
    Room("glossary", "glossary", "Glossary", ("glossary.css",)),
    Room("take", "take", "Take away", ("take.css",)),
)
_SHARED = ("base.css", "rooms.css", "see.css", "panel.js", "copy.js")


def document(main: Html, *, room: str, title: str, panel: Html, words: Words, opened: bool = False) -> Html:
    """A whole page. ``opened`` says that the panel holds something a reader asked for."""
    own = next(each.files for each in ROOMS if each.name == room)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{title} · {PRODUCT}"),
        *(_file(name) for name in (*_SHARED, *own)),
    )
    body = element(
        "body",
        masthead(room, words, skip_to="#reading"),
        element(
            "div",
            element("div", element("main", main, id="reading", tabindex="-1"), id="desk"),
            element("div", panel, id="evidence-column"),
            id="room",
        ),
        class_=f"room-page room-{room}" + (" evidence-open" if opened else ""),
    )
    return join((Html("<!doctype html>"), element("html", head, body, lang=words.language)))


def _file(name: str) -> Html:
    """A style sheet or a script of ours, by its name in ``static``."""
    if name.endswith(".css"):
        return element("link", rel="stylesheet", href=f"page/{name}")
    return element("script", type="module", src=f"page/{name}")


def masthead(room: str, words: Words, *, skip_to: str, heading: bool = False) -> Html:
    """The name of the product, the rooms, the languages; first of all, the way past them for keyboards."""
    skip = words("Skip to the question box") if room == "ask" else words("Skip to the text")
    brand = element("a", PRODUCT, href="./", class_="brand")
    links = (
        element(
            "li",
            element("a", words(each.title), href=each.address, aria_current="page" if each.name == room else None),
        )
        for each in ROOMS
    )
    return element(
        "header",
        element("a", skip, href=skip_to, class_="skip-link"),
        element("h1" if heading else "p", brand, class_="brand-line"),
        element("nav", element("ul", *links), aria_label=words("Rooms"), class_="rooms"),
        _languages(room, words),
        class_="masthead",
    )


def _languages(room: str, words: Words) -> Html:
    address = next(each.address for each in ROOMS if each.name == room)
    links = (
        element(
            "li",
            element(
                "a",
                name,
                href=f"language?{urlencode({'choose': code, 'back': address})}",
                lang=code,
                hreflang=code,
                aria_current="true" if code == words.language else None,
            ),
        )
        for code, name in NAMES.items()
    )
    return element("nav", element("ul", *links), aria_label=words("Language"), class_="languages")


def evidence_panel(resting: Sequence[str], words: Words, *, opened: Html | None = None, heading: str = "") -> Html:
    """The panel beside a page: ``resting`` stands in it until something is chosen, ``opened`` is what was."""
    closed = opened is None
    return element(
        "aside",
        element(
            "div",
            element(
                "h2",
                heading or words("Evidence"),
                id="evidence-heading",
                tabindex="-1",
                data_resting=words("Evidence"),
                data_claim=words("The claim"),
                data_source=words("The source"),
            ),
            element("button", words("Back"), type="button", data_back=True, class_="quiet", hidden=True),
            element("button", words("Close"), type="button", data_close=True, class_="quiet"),
            class_="evidence-bar",
        ),
        element("div", *resting, id="evidence-resting", class_="resting", hidden=not closed),
        element("div", opened or "", id="evidence-body", hidden=closed),
        element(
            "template",
            element(
                "p",
                element("a", words("The whole claim and all its evidence"), href="read", data_claim=""),
                class_="onward",
            ),
            id="evidence-onward",
        ),
        element("p", words("Looking it up …"), id="evidence-waiting", class_="aside", hidden=True),
        element(
            "p",
            words("This could not be loaded. Please try again."),
            id="evidence-trouble",
            class_="trouble",
            role="alert",
            hidden=True,
        ),
        id="evidence",
        aria_labelledby="evidence-heading",
        tabindex="0",
    )
