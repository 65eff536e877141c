"""Chapters as one self-contained HTML document without a script; Markdown and DOCX are made import re
from it.

So escaping happens in one place, :func:`assistant.pages.markup.element`, and pandoc reads HTML in
which every text is text already.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from assistant import __version__
from assistant.answers import Answer, ClaimCard, ConflictCard, Provenance, Statement, bearing
from assistant.exporting.chapters import Chapter, cited_sources
from assistant.pages.answer import SECTION_HEADING
from assistant.pages.markup import Html, element, join
from assistant.pages.source import SIGNED_BY_NOBODY
from assistant.pages.take import reference_text
from assistant.pandoc import convert
from assistant.references import STYLE_WORDING, Reference, Style, references
from knowledge.bibliography import read_wording, short_name
from knowledge.library import Library
from knowledge.sentences import capitalised
from knowledge.vocabulary import FLAG_WORDING, Access, Flag, PassageKind

_HOW_TO_READ: Final = (
    "The label in brackets says what a sentence rests on. What state media assert is quoted or reported and never "
    "counted as proof; what independent sources say stands apart from it. Library notes are our own words about a "
    "source: open the source before you cite it."
)
_VIOLENCE: Final = "(Mind: this speaks of killings, abductions or other violence.)"
_STYLE_SHEET: Final = (
    "body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 Georgia, serif; }"
    " h2 { margin-top: 2.5rem; border-top: 1px solid; padding-top: 1rem; }"
    " .part-asserted { border-left: 4px double; padding-left: 1rem; }"
    " .part-independent { border-left: 4px solid; padding-left: 1rem; }"
    " table { border-collapse: collapse; } th, td { border: 1px solid; padding: 0.3rem 0.5rem; text-align: left; }"
    " caption { text-align: left; font-weight: bold; } li, td { overflow-wrap: anywhere; }"
)


@dataclass(frozen=True)
class Document:
    """Chapters under one title, with numbered references in one style; ``made`` is what made the answers."""

    title: str
    chapters: tuple[Chapter, ...]
    library: Library
    style: Style
    made: Provenance | None = None

    def html(self) -> bytes:
        """The document as a page of its own."""
        return self._page(linked=True).encode("utf-8")

    def markdown(self) -> bytes:
        """The document in GitHub's Markdown, in which every mark of a text is escaped."""
        text = convert(self._page(), source=_TEXT_ONLY, target="gfm-raw_html", options=("--wrap=none",)).decode("utf-8")
        # A bare address before it swallows the backslash of an escaped bracket, and the bracket would be markup again.
        for bracket, entity in (("<", "&lt;"), (">", "&gt;")):
            text = re.sub(rf"(?<!\\)((?:\\\\)*)\\{bracket}", rf"\1{entity}", text)
        return text.encode("utf-8")

    def docx(self) -> bytes:
        """The document for a word processor; its title is the file's title."""
        return convert(self._page(), source=_TEXT_ONLY, target="docx", options=("--shift-heading-level-by=-1",))

    def _page(self, *, linked: bool = False) -> Html:
        head = element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("title", self.title),
            element("style", _STYLE_SHEET),
        )
        body = element(
            "body",
            element("h1", self.title),
            element("p", _HOW_TO_READ),
            *(part for chapter in self.chapters for part in self._chapter(chapter, linked)),
            self._references(),
            self._making(),
        )
        return join((Html("<!doctype html>\n"), element("html", head, body, lang="en")))

    def _chapter(self, chapter: Chapter, linked: bool) -> Iterator[Html]:
        yield element("h2", chapter.heading)
        if chapter.lead is not None:
            yield element("p", self._sentence(chapter.lead, chapter, linked))
        for card in chapter.claims:
            yield from _verdict(card, is_heading=card.restatement == chapter.heading)
        for part in chapter.parts:
            if part.section is None:
                yield from (element("p", each.text) for each in part.statements)
                continue
            items = (element("li", self._sentence(each, chapter, linked)) for each in part.statements)
            yield element(
                "section",
                *([element("h3", SECTION_HEADING[part.section])] if part.titled else []),
                element("ul", *items),
                class_=f"part-{part.section.value}",
            )
        if chapter.conflicts:
            yield element("h3", "Accounts side by side")
        for conflict in chapter.conflicts:
            yield from self._accounts(conflict, linked)
        if chapter.remarks:
            yield element("h3", "To know about it")
            yield element("ul", *(element("li", remark) for remark in chapter.remarks))

    def _sentence(self, statement: Statement, chapter: Chapter, linked: bool) -> Html:
        """Label, bearing, text and numbers."""
        side = bearing(statement)
        cited = dict.fromkeys(citation.source_id for citation in statement.citations)
        return join(
            (
                element("strong", f"[{statement.label.text}]"),
                *([" ", element("em", f"{side}:")] if side else []),
                *([" ", element("em", _VIOLENCE)] if statement.text in chapter.sensitive else []),
                f" {statement.text}",
                *(part for id in cited for part in (" ", self._mark(id, linked))),
            )
        )

    def _mark(self, source_id: str, linked: bool) -> str:
        number = self._numbers[source_id]
        return element("a", f"[{number}]", href=f"#source-{number}") if linked else f"[{number}]"

    def _accounts(self, conflict: ConflictCard, linked: bool) -> Iterator[Html]:
        rows = (
            element(
                "tr",
                element("th", position.value, scope="row"),
                element("td", *self._given_by(position.source_ids, linked)),
                element("td", position.note or ""),
            )
            for position in conflict.positions
        )
        head = element("tr", *(element("th", words, scope="col") for words in ("Account", "Given by", "Remark")))
        yield element("p", element("strong", conflict.topic))
        yield element("table", element("thead", head), element("tbody", *rows))

    def _given_by(self, source_ids: Sequence[str], linked: bool) -> Iterator[str]:
        for place, id in enumerate(source_ids):
            yield f"{'; ' if place else ''}{short_name(self.library.corpus.sources[id])} "
            yield self._mark(id, linked)

    def _references(self) -> Html:
        if not self._numbers:
            return join(())
        formatted = references((self.library.corpus.sources[id] for id in self._numbers), self.style)
        items = (
            element("li", *self._entry(formatted[id]), id=f"source-{number}") for id, number in self._numbers.items()
        )
        heading = element("h2", f"References: {STYLE_WORDING[self.style]}")
        return join((heading, element("ol", *items), *self._passages_cited()))

    def _passages_cited(self) -> Iterator[Html]:
        """What of each source was cited, apart from the references, which are for handing in."""
        cited = [(number, self._passages.get(id)) for id, number in self._numbers.items()]
        items = [element("li", f"[{number}] {'; '.join(passages)}") for number, passages in cited if passages]
        if items:
            yield element("h2", "Library notes and passages cited")
            yield element("ul", *items)

    def _entry(self, entry: Reference) -> Iterator[str]:
        source = self.library.corpus.sources[entry.source_id]
        yield reference_text(entry)
        if source.access is Access.COPY:
            yield f" ({capitalised(read_wording(source))}.)"

    def _making(self) -> Html:
        """What the document was made from. No date: the same library makes the same document."""
        rows = [("Library", self.library.corpus.fingerprint), ("Version", f"Second Source {__version__}")]
        if self.made is not None:
            rows += [
                ("Index", self.made.index),
                ("Settings", self.made.settings),
                ("Prompts", self.made.prompts),
                ("Model", self.made.model or "none: composed from reviewed records"),
            ]
        items = (element("li", f"{term}: {value}") for term, value in rows)
        return join((element("h2", "How this was made"), element("ul", *items), element("p", SIGNED_BY_NOBODY)))

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {id: number for number, id in enumerate(cited_sources(self.chapters), start=1)}

    @cached_property
    def _passages(self) -> dict[str, dict[str, None]]:
        """The passages cited of each source, in words, each once."""
        found: dict[str, dict[str, None]] = {}
        for chapter in self.chapters:
            for citation in chapter.citations:
                kind = "library note" if citation.kind is PassageKind.LIBRARY_NOTE else "its own words"
                place = f", {citation.locator}" if citation.locator else ""
                found.setdefault(citation.source_id, {})[f"{kind} {citation.passage_id}{place}"] = None
        return found


_TEXT_ONLY: Final = "html-native_divs-native_spans"
"""Pandoc's reader of our HTML: blocks that only carry a class are of no use outside a browser."""


def conversation_title(answers: Sequence[Answer]) -> str:
    return "A conversation with Second Source" if len(answers) > 1 else answers[0].question


def _verdict(card: ClaimCard, *, is_heading: bool) -> Iterator[Html]:
    """The claim, its verdict and why; ``is_heading`` says that its plain words stand above already."""
    if card.verbatim:
        yield element("p", "The article’s words: ", element("q", card.verbatim))
    if not is_heading:
        yield element("p", "The claim in plain words: ", element("em", card.restatement))
    if card.verdict is None:
        yield element("p", "The article does not say this. It is a background topic and has no verdict.")
        return
    verdict = element("strong", card.verdict_text or "")
    yield element("p", "Verdict: ", verdict, f". {card.reason} (rule {card.rule} of the labelling policy)")
    remarks = [f"{FLAG_WORDING[Flag(flag)]}." for flag in card.flags]
    parts = [f"In part: {part.restatement} {part.verdict_text}. {part.reason}" for part in card.components]
    if remarks or parts:
        yield element("ul", *(element("li", capitalised(text)) for text in (*remarks, *parts)))
