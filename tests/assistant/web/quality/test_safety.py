"""Markup, scripts and addresses that somebody else wrote stay text, wherever they can come in.

The payloads of tests/data/payloads.jsonl go over every surface in a browser whose content policy is
switched off: the pages themselves must let nothing through. The policy is tested beside it.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unicodedata import normalize
from urllib.parse import quote, urlencode, urljoin, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from assistant.answering import Assistant
from assistant.exporting.formats import Kind, Thing, export
from assistant.pages.shell import ROOMS
from assistant.pandoc import convert
from assistant.serving import Serving
from assistant.settings import Settings
from assistant.web import build_app
from knowledge.corpus import Corpus
from knowledge.library import Library, library_of
from tests.application import served

Ask = Callable[[Page, str], Locator]
Watch = Callable[..., Any]
Proof = Callable[[str, str], Any]

PAYLOADS = tuple(
    item["text"] * item.get("times", 1)
    for item in map(
        json.loads, (Path(__file__).parents[3] / "data" / "payloads.jsonl").read_text(encoding="utf-8").splitlines()
    )
)
SOME = PAYLOADS[:: len(PAYLOADS) // 29]
"""Some of every kind, for every run of the tests; the proofs take all of them."""
AT_ONCE = 20
LONGEST_ADDRESS = 1500
STORED = "secondsource:conversations"
PROGRESS = "secondsource:practise"
WHAT = "Payloads over every surface: nothing executed, no other host asked, nothing laid over the page"


def batched(payloads: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(payloads), size):
        yield payloads[start : start + size]


def texts(payloads: Sequence[str]) -> list[str]:
    return [payload for payload in payloads if payload.strip()]


def in_address(payloads: Sequence[str], longest: int = LONGEST_ADDRESS) -> list[str]:
    return [payload for payload in payloads if len(payload) <= longest]


# What must not be in a page ---------------------------------------------------------------------

# Whatever a payload might have become: elements we never write, attributes we never set, addresses
# that are none, anything that covers the page. Templates are looked into as well.
INTRUDERS = r"""
() => {
  const ours = new Set(`a abbr article aside b blockquote br button caption circle cite code dd defs del desc
    details div dl dt em fieldset figcaption figure footer form g h1 h2 h3 h4 h5 h6 header hr i input label
    legend li line main mark marker nav ol optgroup option p path pattern polygon polyline q rect section select
    small span strong sub summary sup svg table tbody td template text tfoot th thead time title tr tspan
    ul`.split(/\s+/));
  const found = [];
  const look = (root) => {
    for (const each of root.querySelectorAll("*")) {
      const name = each.localName;
      if (!ours.has(name) || (name === "title" && !each.closest("svg"))) found.push(`<${name}>`);
      for (const { name: attribute, value } of each.attributes) {
        if (/^on|^style$|^src|^ping$|^formaction$|^background$|^poster$|^autofocus$|:href$/.test(attribute))
          found.push(`<${name} ${attribute}="${value.slice(0, 60)}">`);
        if (["href", "action"].includes(attribute) && !/^https?:$/.test(new URL(value, document.baseURI).protocol))
          found.push(`<${name} ${attribute}="${value.slice(0, 60)}">`);
      }
      if (name === "form" && new URL(each.action || "", document.baseURI).host !== location.host)
        found.push(`a form for ${each.action}`);
      if (name === "template") look(each.content);
    }
  };
  for (const root of document.querySelectorAll(".masthead, #reading, #evidence")) look(root);
  const { innerWidth: width, innerHeight: height } = window;
  for (const each of document.querySelectorAll("body *")) {
    const { position } = getComputedStyle(each);
    if (!["fixed", "absolute", "sticky"].includes(position) || !each.checkVisibility()) continue;
    if (/\bsvelte-/.test(each.className)) continue; // Gradio's own, while it loads
    const box = each.getBoundingClientRect();
    const seen = (a, b, most) => Math.max(0, Math.min(b, most) - Math.max(a, 0));
    const covered = seen(box.left, box.right, width) * seen(box.top, box.bottom, height);
    if (covered > 0.5 * width * height) found.push(`over the page: ${each.outerHTML.slice(0, 120)}`);
  }
  if (document.querySelectorAll("iframe, frame, object, embed, base[href^='http'], meta[http-equiv=refresh]").length)
    found.push("a frame, a base address or a refresh");
  return [...new Set(found)];
}
"""


def intrusions(watched: Any, page: Page, where: str) -> list[str]:
    """Everything on the page, or done by it, that a payload has brought in."""
    found = [*watched.faults(page), *page.evaluate(INTRUDERS)]
    if len(page.frames) > 1:
        found.append(f"frames: {[frame.url for frame in page.frames]}")
    if len(page.context.pages) > 1:
        found.append("another window")
    cookies = {cookie["name"] for cookie in page.context.cookies()}
    if cookies - {"language"}:
        found.append(f"cookies: {cookies}")
    return [f"{where}: {fault}" for fault in found]


def lines(found: Sequence[str]) -> str:
    return "\n".join(["", *found])


# Surfaces: what a reader types, what an address or a browser's store brings ------------------------

Surface = Callable[[Any, str, Sequence[str], Ask], Iterator[list[str]]]
"""Puts payloads into a surface and yields the faults of each page it has looked at."""


def typed(watched: Any, address: str, payloads: Sequence[str], ask: Ask) -> Iterator[list[str]]:
    for some in batched(texts(payloads), 2 * AT_ONCE):
        page = ready(watched.open(address))
        changed = []
        for payload in some:
            said = ask(page, payload).locator(".asked").text_content() or ""
            # The server drops what cannot be shown and cuts what is too long; it may not lose markup.
            if squeezed(payload)[:900] not in squeezed(said):
                changed.append(f"shown as {said[:80]!r} instead of {payload[:80]!r}")
        yield [*changed, *intrusions(watched, page, "typed")]
        page.evaluate("localStorage.clear()")  # else the next page would take the conversation up
        page.close()


def linked(watched: Any, address: str, payloads: Sequence[str], ask: Ask) -> Iterator[list[str]]:
    """?q= asks at once, one after another."""
    for some in batched(texts(in_address(payloads)), AT_ONCE):
        page = ready(watched.open(f"{address}/?{urlencode([('q', payload) for payload in some])}"))
        expect(page.locator("article.turn")).to_have_count(len(some), timeout=60_000)
        yield intrusions(watched, page, "?q=")
        page.evaluate("localStorage.clear()")
        page.close()


def records_of_the_article(watched: Any, address: str, payloads: Sequence[str], ask: Ask) -> Iterator[list[str]]:
    """?claim= and ?source= of the page, and of the fragments its script fetches."""
    page = watched.open(f"{address}/read")
    for payload in in_address(payloads):
        for kind in ("claim", "source"):
            query = f"{kind}={quote(payload, safe='')}"
            page.goto(f"{address}/read?{query}")
            fragment = page.context.request.get(f"{address}/part?{query}")
            is_said = "text/html" in fragment.headers["content-type"] and fragment.text()
            found = [f"/part answers with {fragment.text()[:80]!r}"] if fragment.ok or is_said else []
            yield [*found, *intrusions(watched, page, f"/read?{kind}={payload[:60]}")]
    page.close()


def records_of_the_chat(watched: Any, address: str, payloads: Sequence[str], ask: Ask) -> Iterator[list[str]]:
    """?claim= and ?source= of the chat, whose script looks them up."""
    page = ready(watched.open(address))
    for payload in in_address(payloads):
        for kind in ("claim", "source"):
            page.evaluate(
                """([kind, id]) => {
                  window.history.pushState(null, "", `./?${new URLSearchParams({ [kind]: id })}`);
                  window.dispatchEvent(new PopStateEvent("popstate"));
                }""",
                [kind, payload],
            )
            expect(page.locator("#evidence-trouble")).to_be_visible()
        yield intrusions(watched, page, f"/?claim={payload[:60]}")
    page.close()


def languages(watched: Any, address: str, payloads: Sequence[str], ask: Ask) -> Iterator[list[str]]:
    """/language sends nobody anywhere but to our own rooms, and sets no cookie but its own."""
    rooms = {urlsplit(urljoin(f"{address}/", room.address)).path for room in ROOMS}
    page = watched.open(f"{address}/take")
    for payload in in_address(payloads, 500):
        found = []
        for query in ({"choose": "ko", "back": payload}, {"choose": payload, "back": "read"}):
            answer = page.context.request.get(f"{address}/language?{urlencode(query)}", max_redirects=0)
            target = urlsplit(urljoin(f"{address}/language", answer.headers.get("location", "take")))
            if answer.status not in (303, 422):  # 422: the choice is too long
                found.append(f"/language answers {answer.status} to {payload!r}")
            if f"{target.scheme}://{target.netloc}" != address or target.path not in rooms:
                found.append(f"/language leads to {target.geturl()}")
            if answer.headers.get("location") not in (None, "./", "read"):
                page.goto(f"{address}/language?{urlencode(query)}")
                if not page.url.startswith(f"{address}/"):
                    found.append(f"/language led to {page.url}")
        yield [*found, *intrusions(watched, page, f"/language {payload[:60]}")]
        page.context.clear_cookies()
    page.close()


def stored_conversations(watched: Any, address: str, payloads: Sequence[str], ask: Ask) -> Iterator[list[str]]:
    """Earlier conversations that somebody has written into the browser's store, listed and taken up again."""
    page = ready(watched.open(address))
    for some in batched(texts(payloads), 2 * AT_ONCE):
        kept = {"current": [], "earlier": [[payload] for payload in some]}
        reload_with(page, {STORED: json.dumps(kept)})
        page.evaluate("document.querySelector('#history').open = true")
        expect(page.locator("#history-list button")).to_have_count(len(some))
        page.locator("#history-list button").first.click()
        expect(page.locator("article.turn")).to_have_count(1, timeout=20_000)
        yield intrusions(watched, page, "earlier conversations")
    page.close()


def current_conversation(watched: Any, address: str, payloads: Sequence[str], ask: Ask) -> Iterator[list[str]]:
    """The conversation under way, which a page asks again when it is opened."""
    page = ready(watched.open(address))
    for some in batched(texts(payloads), AT_ONCE):
        reload_with(page, {STORED: json.dumps({"current": some, "earlier": []})})
        expect(page.locator("article.turn")).to_have_count(len(some), timeout=60_000)
        yield intrusions(watched, page, "the conversation under way")
    page.close()


def stored_nonsense(watched: Any, address: str, payloads: Sequence[str], ask: Ask) -> Iterator[list[str]]:
    """A store that holds no conversation and no progress at all: the pages work as if it were empty."""
    page = watched.open(f"{address}/practise")
    for some in batched(payloads, AT_ONCE):
        progress = {payload: {"due": payload, "missed": payload} for payload in some}
        for kept in (some[0], *map(json.dumps, (some[0], some, dict.fromkeys(some, some[0]), progress))):
            reload_with(page, {PROGRESS: kept}, wait=False)
            page.locator(".quiz .chooser [type=submit]").click()
            page.locator(".quiz [data-unknown]").click()
            yield intrusions(watched, page, "progress")
        page.goto(address)
        for odd in (some, {"current": some[0], "earlier": [some, some[0], 7, None, {some[0]: some}]}):
            reload_with(page, {STORED: json.dumps(odd)})
            yield intrusions(watched, page, "a store full of nonsense")
        page.goto(f"{address}/practise")
    page.close()


def exported(watched: Any, address: str, payloads: Sequence[str], ask: Ask) -> Iterator[list[str]]:
    """Conversations as HTML documents, opened in the browser, and what /export says to nonsense."""
    page = watched.open(f"{address}/take")
    for some in batched(texts(payloads), AT_ONCE):
        form = urlencode([*(("q", payload) for payload in some), ("format", "html")])
        answer = page.context.request.post(
            f"{address}/export", data=form, headers={"content-type": "application/x-www-form-urlencoded"}
        )
        assert answer.ok and "attachment" in answer.headers["content-disposition"]
        page.goto("about:blank")
        page.set_content(answer.text(), wait_until="load")
        yield document_faults(watched, page, "a conversation as HTML")
    for payload in in_address(payloads, 200):
        for query in ({"claim": payload, "format": "html"}, {"dossier": "all", "format": payload}):
            page.goto(f"{address}/export?{urlencode(query)}")
            yield intrusions(watched, page, f"/export?{urlencode(query)[:60]}")
    page.close()


SURFACES: Mapping[str, Surface] = {
    "question typed": typed,
    "question in the address": linked,
    "claim and source in the address": records_of_the_article,
    "claim and source in the address of the chat": records_of_the_chat,
    "language": languages,
    "earlier conversations in the browser": stored_conversations,
    "conversation in the browser": current_conversation,
    "nonsense in the browser": stored_nonsense,
    "export": exported,
}


def squeezed(text: str) -> str:
    """The text composed, without what a page does not show: white space, and characters that are none.

    A formatted reference sets quotation marks as its style has them, and turns them where one quotation
    stands within another, so all of them count as one.
    """
    plain = normalize("NFC", text).translate(str.maketrans("‘’“”'", '"""""'))
    return "".join(character for character in plain if character.isprintable() and not character.isspace())


def ready(page: Page) -> Page:
    expect(page.locator("#question-box textarea")).to_be_visible(timeout=20_000)
    return page


def reload_with(page: Page, kept: Mapping[str, str], *, wait: bool = True) -> None:
    """The page, opened anew over a store with this in it."""
    page.evaluate(
        "kept => { localStorage.clear(); for (const key in kept) localStorage.setItem(key, kept[key]); }", kept
    )
    page.goto(urljoin(page.url, urlsplit(page.url).path))
    if wait:
        ready(page)


def document_faults(watched: Any, page: Page, where: str) -> list[str]:
    """What an exported document holds that it should not."""
    found = watched.faults(page)
    found += page.evaluate(
        r"""() => [...document.querySelectorAll("*")].flatMap((each) => [
          ...(/^(html|head|meta|title|style|body|h[1-6]|p|ul|ol|li|a|em|strong|i|q|section|table|thead|tbody|tr|th|td)$/
            .test(each.localName) ? [] : [`<${each.localName}>`]),
          ...[...each.attributes].filter(({ name, value }) =>
            /^on|^style$|^src/.test(name) || (name === "href" && !/^(https?:|#)/.test(value)))
            .map(({ name, value }) => `<${each.localName} ${name}="${value.slice(0, 60)}">`),
        ])"""
    )
    if page.evaluate("document.querySelectorAll('style').length !== 1 || document.querySelectorAll('meta').length > 2"):
        found.append("another style sheet or meta element")
    return [f"{where}: {fault}" for fault in found]


@pytest.mark.parametrize("surface", SURFACES)
def test_markup_stays_text(surface: str, watch: Watch, address: str, ask: Ask) -> None:
    found = [fault for page in SURFACES[surface](watch(), address, SOME, ask) for fault in page]
    assert not found, lines(found)


@pytest.mark.proof
@pytest.mark.parametrize("surface", SURFACES)
def test_every_payload_stays_text(surface: str, watch: Watch, address: str, ask: Ask, proof: Proof) -> None:
    pages = list(SURFACES[surface](watch(), address, PAYLOADS, ask))
    found = [fault for page in pages for fault in page]
    proof("safety", WHAT).add(found, payloads_over_surfaces=len(PAYLOADS), surfaces=1, looks=len(pages))
    assert not found, lines(found)


# A hostile library --------------------------------------------------------------------------------

# Names, dates and keys by which records find one another: replaced, they would only break the library.
_KEPT = {"id", "claim_id", "source_id", "origin_source_id", "component", "claim_ids", "source_ids", "evidence"}
_KEPT |= {"verbatim", "date", "cutoff", "event_date", "as_of", "independence_group", "languages", "language"}
MARK = re.compile(r"⟦(\S+) ([a-z]+)⟧")


def lettered(number: int) -> str:
    """A number in two letters: digits would take part in what the quiz makes of a text's numbers."""
    return chr(97 + number // 26) + chr(97 + number % 26)


def numbered(letters: str) -> int:
    return (ord(letters[0]) - 97) * 26 + ord(letters[1]) - 97


@dataclass
class Dealer:
    """Deals the payloads out over every text of the library, so that each comes to each kind of place.

    Before a payload stands a mark, ``⟦Source.title br⟧``, by which a page shows whether it came through unchanged.
    """

    payloads: Sequence[str]
    places: Mapping[str, int]
    dealt: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def text(self, place: str, before: str = "") -> str:
        share = -(-len(self.payloads) // self.places[place]) if place in self.places else 1
        parts = [before] if before else []
        for _ in range(share):
            number = self.dealt[place] % len(self.payloads)
            self.dealt[place] += 1
            parts.append(f"⟦{place} {lettered(number)}⟧{self.payloads[number]}")
        return " ".join(parts)

    def record(self, record: Any) -> Any:
        """The record with payloads in each of its texts."""
        changes = {}
        for each in fields(record):
            if each.name in _KEPT:
                continue
            place, value = f"{type(record).__name__}.{each.name}", getattr(record, each.name)
            if each.name == "url" and value:
                changes[each.name] = self.text(place)
            elif type(value) is str:
                changes[each.name] = self.text(place, value)
            elif isinstance(value, tuple) and value and type(value[0]) is str:
                changes[each.name] = (*(self.text(place, one) for one in value),)
            elif isinstance(value, tuple) and value and is_dataclass(value[0]):
                changes[each.name] = (*(self.record(one) for one in value),)
            elif is_dataclass(value):
                changes[each.name] = self.record(value)
        return replace(record, **changes)


def text_places(record: Any) -> Iterator[str]:
    """The places of a record that hold a text, each as often as it does."""
    for each in fields(record):
        value = getattr(record, each.name)
        for one in value if isinstance(value, tuple) else (value,):
            if is_dataclass(one):
                yield from text_places(one)
            elif type(one) is str and each.name not in _KEPT:
                yield f"{type(record).__name__}.{each.name}"


TABLES = ("sources", "claims", "evidence", "searches", "conflicts", "premises", "limits", "glossary")


def hostile_library(corpus: Corpus, payloads: Sequence[str]) -> Library:
    """The library with payloads in every text: records, the article, and the words of each claim in it."""
    records = [record for table in TABLES for record in getattr(corpus, table).values()]
    count: dict[str, int] = defaultdict(int)
    for record in records:
        for place in text_places(record):
            count[place] += 1
    dealer = Dealer(
        payloads, {**count, "article": len(corpus.article.split("\n\n")), "Claim.verbatim": len(corpus.claims)}
    )
    article = "\n\n".join(dealer.text("article", part) for part in corpus.article.split("\n\n"))
    tables = {
        table: MappingProxyType({id: dealer.record(record) for id, record in getattr(corpus, table).items()})
        for table in TABLES
    }
    claims = dict(tables["claims"])
    for id, claim in claims.items():
        if claim.verbatim and article.count(claim.verbatim) == 1:
            words = dealer.text("Claim.verbatim", claim.verbatim).replace("\n", " ")
            article = article.replace(claim.verbatim, words)
            claims[id] = replace(claim, verbatim=words)
    return library_of(replace(corpus, article=article, **{**tables, "claims": MappingProxyType(claims)}))


def hostile_assistant(library: Library, payloads: Sequence[str]) -> Assistant:
    """An assistant over the hostile library, by words alone: an index would only be slower to build."""
    return Assistant(
        library=hostile_library(library.corpus, payloads),
        settings=Settings(cache=Path()),
        index=None,
        embeddings=None,
        multilingual=None,
        index_fingerprint="none",
        notice=f"searched by words alone: {payloads[0]}",
    )


@dataclass
class Shown:
    """Which payload came through in which place, and which did not come through as it was."""

    payloads: Sequence[str]
    unchanged: set[tuple[str, int]] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)

    def look(self, text: str, made_of_it: str = "") -> None:
        """Reads a page; in what is made of the library's words, they may be changed."""
        self._read(text, is_made=False)
        self._read(made_of_it, is_made=True)

    def _read(self, text: str, *, is_made: bool) -> None:
        for mark in MARK.finditer(text):
            place, number = mark[1], numbered(mark[2])
            expected = squeezed(self.payloads[number])
            after = squeezed(text[mark.end() : mark.end() + len(self.payloads[number]) * 2 + 20])
            if after.startswith(expected):
                self.unchanged.add((place, number))
            # Names may be cut short in a list; markup that was taken for markup would be gone altogether.
            elif not is_made and not expected.startswith(after.partition("…")[0][:1]):
                self.changed.add(f"{place}: {self.payloads[number][:80]!r} became {after[:80]!r}")


# All that a page says, attributes included, of which a reader may hear or copy some: first what is
# shown as it stands in the library, then what is made of it (questions with gaps, formatted references).
EVERY_TEXT = """
() => {
  const made = "[data-practice], .cite, li[id^=source-]";
  const [as, from] = [[], []];
  const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { parentElement: holder, data } = texts.currentNode;
    if (!holder.closest("script, style")) (holder.closest(made) ? from : as).push(data);
  }
  for (const each of document.querySelectorAll("*"))
    for (const { value } of each.attributes)
      if (value.includes("⟦")) (each.closest(made) ? from : as).push(`\\n${value}\\n`);
  return [as.join(""), from.join("")];
}
"""
OPEN_RECORD = """
([kind, id]) => {
  window.history.pushState(null, "", `?${new URLSearchParams({ [kind]: id })}`);
  window.dispatchEvent(new PopStateEvent("popstate"));
}
"""
OPEN_CHIPS = """
() => [...document.querySelectorAll("article.turn:last-child .chip")].map((chip) => {
  chip.click();
  return document.querySelector("#evidence").textContent;
}).join("\\n")
"""
OPEN_DETAILS = "document.querySelectorAll('details').forEach((part) => { part.open = true; })"


def rooms(watched: Any, address: str, hostile: Assistant, shown: Shown, ask: Ask, every: int) -> Iterator[list[str]]:
    """Each page over the hostile library, everything in it opened; of records and questions each ``every``-th."""
    corpus = hostile.library.corpus
    claims, sources = list(corpus.claims)[::every], list(corpus.sources)[::every]
    page = watched.open(f"{address}/read?claim={claims[0]}")

    def look(where: str) -> list[str]:
        shown.look(*page.evaluate(EVERY_TEXT))
        return intrusions(watched, page, f"hostile library, {where}")

    yield look("/read?claim=")
    for room in ("read", "see", "glossary", "practise", "take"):
        page.goto(f"{address}/{room}")
        page.evaluate(OPEN_DETAILS)
        yield look(f"/{room}")
    for kind, ids in (("claim", claims), ("source", sources)):
        for id in ids:
            page.evaluate(OPEN_RECORD, [kind, id])
            expect(page.locator("#evidence-body")).to_be_visible(timeout=20_000)
            page.evaluate(OPEN_DETAILS)
            yield look(f"{kind} {id} in the panel")
    page.goto(f"{address}/practise")
    page.locator(".quiz .chooser [type=submit]").click()
    for _ in range(10):  # what is missed comes back: a round without a right answer has no end
        page.locator(".quiz [data-unknown]").click()
        yield look("quiz")
        page.locator(".quiz [data-check]").click()
    page.goto(address)
    ready(page)
    yield look("chat")
    for id in claims:
        ask(page, clean_question(corpus, id))
        page.evaluate(OPEN_DETAILS)
        shown.look(page.evaluate(OPEN_CHIPS))
        yield look(f"answer on {id}")


def documents(watched: Any, hostile: Assistant, shown: Shown, every: int) -> Iterator[list[str]]:
    """What can be taken away as HTML, and as Markdown read again as a program that shows it would."""
    page = watched.open("about:blank")
    claims = list(hostile.library.corpus.claims)[::every]
    answers = tuple(hostile.ask(clean_question(hostile.library.corpus, id)) for id in claims[:5])
    things = (Thing(Kind.DOSSIER), Thing(Kind.CONVERSATION, answers=answers), *(Thing(Kind.CLAIM, id) for id in claims))
    for thing in things:
        page.set_content(export(thing, "html", hostile.library).content.decode(), wait_until="load")
        shown.look(*page.evaluate(EVERY_TEXT))
        yield document_faults(watched, page, f"export of {thing.kind} {thing.id}")
    markdown = export(Thing(Kind.DOSSIER), "markdown", hostile.library).content.decode()
    page.set_content(convert(markdown, source="gfm", target="html").decode(), wait_until="load")
    found = [
        *watched.faults(page),
        *page.evaluate(r"""() => [
      ...[...document.querySelectorAll("img, script, iframe, svg, form, input, style, link, object")].map((each) =>
        `<${each.localName}>`),
      ...[...document.querySelectorAll("[href]")].map((each) => each.getAttribute("href"))
        .filter((value) => !/^(https?:|mailto:|#)/.test(value))]"""),
    ]
    yield [f"export of the dossier as Markdown: {fault}" for fault in found]


def clean_question(corpus: Corpus, claim_id: str) -> str:
    """A wording of a claim without what was put behind it."""
    return corpus.claims[claim_id].asked_as[0].partition(" ⟦")[0]


def test_a_hostile_library_stays_text(library: Library, watch: Watch, ask: Ask) -> None:
    hostile, shown = hostile_assistant(library, SOME), Shown(SOME)
    with served(build_app(Serving(hostile))) as address:
        found = [fault for page in rooms(watch(), address, hostile, shown, ask, 12) for fault in page]
    found += [fault for page in documents(watch(), hostile, shown, 12) for fault in page]
    found += sorted(shown.changed)
    assert not found, lines(found)
    assert len({place for place, _ in shown.unchanged}) >= 20, "few places of the library were looked at"


@pytest.mark.proof
def test_every_payload_in_a_hostile_library_stays_text(library: Library, watch: Watch, ask: Ask, proof: Proof) -> None:
    hostile, shown = hostile_assistant(library, PAYLOADS), Shown(PAYLOADS)
    with served(build_app(Serving(hostile))) as address:
        pages = list(rooms(watch(), address, hostile, shown, ask, 1))
    pages += list(documents(watch(), hostile, shown, 1))
    found = [*(fault for page in pages for fault in page), *sorted(shown.changed)]
    places = {place for place, _ in shown.unchanged}
    proof("safety", WHAT).add(
        found,
        payloads_over_places_of_a_hostile_library=len(shown.unchanged),
        places_of_a_hostile_library=len(places),
        looks=len(pages),
    )
    assert not found, lines(found)
