"""The evidence of one answer: its citations by number, and what each opens.

An answer carries the passages it quotes with it, in ``<template>`` elements. A citation's button
names the templates it opens, so that a click needs no round trip and cannot show another answer's
evidence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.answers import Citation, ClaimCard, Statement
from assistant.languages import Words
from assistant.pages.markup import Html, element, join
from assistant.pages.passage import passage
from assistant.pages.source import source_card
from assistant.pages.take import cite_block
from knowledge.library import Library


@dataclass(frozen=True)
class AnswerEvidence:
    """The citations of the statements of answer ``number``, counted as a reader of the page meets them."""

    statements: Sequence[Statement]
    number: int
    library: Library
    words: Words

    def cited(self, statement: Statement, card: ClaimCard | None) -> Html:
        """The text of a statement and its numbered citations; ``card`` is that of its claim, to which they lead on."""
        chips = [self._chip(citation, card) for citation in statement.citations]
        if not chips:
            return join((statement.text,))
        # The first number never stands alone on a line.
        before, space, last = statement.text.rpartition(" ")
        ending = element("span", last, " ", chips[0], class_="together")
        return join((before, space, ending, *(part for chip in chips[1:] for part in (" ", chip))))

    def templates(self) -> Iterator[Html]:
        """Each cited stretch of text and each source once, for the panel to show."""
        citations = {_span(citation): citation for citation in self._citations}
        for place, span in enumerate(self._spans):
            shown = passage(citations[span], self.library, self.words)
            yield element("template", shown, id=self._name("passage", place))
        urls = {citation.source_id: citation.url for citation in self._citations}
        for source_id, url in urls.items():
            source = self.library.corpus.sources[source_id]
            vetting = self.library.corpus.vetting.get(source_id, ())
            card = source_card(source, self.words, url=url, vetting=vetting)
            cite = cite_block(source, self.library, self.words)
            yield element("template", card, cite, id=self._name("source", source_id))

    def _chip(self, citation: Citation, card: ClaimCard | None) -> Html:
        """The number of a citation as a button; it opens the passage, its source and the way to the claim."""
        number = self._numbers[citation.passage_id]
        opened = (
            self._name("passage", self._spans.index(_span(citation))),
            self._name("source", citation.source_id),
        )
        source = self.library.corpus.sources[citation.source_id]
        return element(
            "button",
            f"[{number}]",
            type="button",
            class_="chip",
            aria_label=self.words("[{number}] Show the evidence: {title}", number=number, title=source.title),
            aria_controls="evidence",
            data_heading=f"{self.words('Evidence')} [{number}]",
            data_open=" ".join(opened),
            data_beside=card.id if card is not None else None,
        )

    def _name(self, kind: str, key: str | int) -> str:
        return f"answer{self.number}-{kind}-{key}"

    @cached_property
    def _citations(self) -> tuple[Citation, ...]:
        return tuple(citation for statement in self.statements for citation in statement.citations)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """The number of each cited passage, by first appearance."""
        ids = dict.fromkeys(citation.passage_id for citation in self._citations)
        return {passage_id: number for number, passage_id in enumerate(ids, start=1)}

    @cached_property
    def _spans(self) -> list[tuple[str, int, int]]:
        """Each cited stretch of text once."""
        return list(dict.fromkeys(_span(citation) for citation in self._citations))


def _span(citation: Citation) -> tuple[str, int, int]:
    return citation.passage_id, citation.start, citation.end
