"""One answer as a page.

An answer carries its evidence with it, in ``<template>`` elements. A citation's button names the
templates it opens, so that a click needs no round trip and cannot show another answer's evidence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from assistant.answers import (
    Answer,
    Citation,
    ClaimCard,
    ConflictCard,
    LabelKey,
    Section,
    Statement,
    Status,
    Withheld,
    WithheldReason,
)
from assistant.pages.badges import TONE, label_badge, spoken_of, stance_word, verdict_badge
from assistant.pages.evidence import passage, short_name, source_card, why_label
from assistant.pages.front import question_buttons
from assistant.pages.markup import Html, element, join, rows_of
from knowledge.library import Library

SECTION_HEADING = {
    Section.ASSERTED: "What the article and other state media say",
    Section.INDEPENDENT: "What independent sources say",
    Section.CONFLICT: "Where accounts differ",
    Section.BACKGROUND: "Background",
    Section.GAP: "What this library does not hold",
    Section.GUIDANCE: "How to check it yourself",
}


WITHHELD_WORDING = {
    WithheldReason.NO_CITATION: "cites nothing",
    WithheldReason.NOT_RETRIEVED: "cites a passage that was not found for this question",
    WithheldReason.QUOTE_NOT_FOUND: "its quote is not in the passage word for word",
    WithheldReason.NUMBER_NOT_IN_QUOTES: "a number in it is in none of its quotes",
    WithheldReason.MIXED_ORIGINS: "mixes state media with independent sources",
}

RETRIEVAL_WORDING = {"hybrid": "by words and by meaning", "lexical": "by words alone"}


_HASH_SHOWN = 12


def turn(answer: Answer, *, number: int, library: Library) -> Html:
    """A question with its answer; ``number`` counts the answers of a conversation from 1."""
    return _Page(answer, number, library).turn()


def trouble(question: str, words: str) -> Html:
    """A question that could not be answered because something broke."""
    return element("article", _asked(question), element("p", words, class_="trouble"), class_="turn")


def _asked(question: str) -> Html:
    unseen = element("span", "You asked: ", class_="unseen")
    return element("h2", unseen, question, class_="asked", tabindex="-1")


@dataclass(frozen=True)
class _Page:
    """One answer being written: the numbers of its citations and the names of its templates."""

    answer: Answer
    number: int
    library: Library

    def turn(self) -> Html:
        lead, *rest = self.answer.statements or (None,)
        shown = [statement for statement in rest if statement is not None and not statement.more]
        more = [statement for statement in rest if statement is not None and statement.more]
        parts: list[Html | None] = [
            _asked(self.answer.question),
            self._reading(),
            self._lead(lead) if lead is not None else None,
            *self._sections(shown, lead, heading="h3"),
            self._more(more, lead),
            self._claims(lead),
            self._conflicts(),
            self._withheld(),
            self._follow_ups(),
            self._provenance(),
            *self._templates(),
        ]
        return element("article", *filter(None, parts), class_="turn", data_answer=str(self.number))

    def _reading(self) -> Html | None:
        rewritten = self.answer.conversation.rewritten
        if rewritten is None:
            return None
        return element("p", f"Read together with your earlier question as: {rewritten}", class_="aside")

    def _lead(self, statement: Statement) -> Html:
        """The sentence that answers, alone on top, under the verdict of the claim it is about."""
        card = self._card(statement)
        key = statement.label.key
        above: list[Html] = []
        unlabelled = {LabelKey.GUIDANCE}
        if card is not None and card.verdict is not None:
            words = element("q", card.verbatim) if card.verbatim else card.restatement
            claim = element("p", "The article’s words: ", words, class_="claim")
            verdict = element("p", verdict_badge(card), " ", self._why(card), class_="verdict")
            above.append(element("div", claim, verdict, class_="lead-claim"))
            # Said just above: the verdict is this sentence's label, or why there is a gap.
            unlabelled |= {LabelKey(card.verdict), LabelKey.GAP}
        label = [] if key in unlabelled else [label_badge(statement, card), " "]
        sentence = element("p", *label, self._sentence(statement), class_="lead")
        return element("div", *above, sentence, class_="answer-lead")

    def _sections(self, statements: Sequence[Statement], lead: Statement | None, *, heading: str) -> Iterator[Html]:
        """The statements by section, in the order in which the sections first come up."""
        bare = self.answer.status is Status.ABSTAINED
        for section in dict.fromkeys(statement.section for statement in statements):
            own = [statement for statement in statements if statement.section is section]
            yield element(
                "section",
                *([] if bare else [element(heading, SECTION_HEADING[section])]),
                *self._groups(own, lead),
                class_=f"part part-{section.value}",
            )

    def _groups(self, statements: Sequence[Statement], lead: Statement | None) -> Iterator[Html]:
        """Neighbours that share label and claim stand under one label; one alone has it in its sentence."""

        def shared(statement: Statement) -> tuple[LabelKey, tuple[str, ...]]:
            return statement.label.key, statement.claim_ids[:1]

        for (key, _), group in groupby(statements, key=shared):
            members = list(group)
            card = self._card(members[0])
            about = spoken_of(members[0], card, lead)
            if about is not None:
                yield element("p", "On the claim: ", element("em", about), class_="aside")
            label = label_badge(members[0], card)
            sentences = [join((stance_word(each), self._sentence(each))) for each in members]
            if key is LabelKey.GUIDANCE:  # the section's heading says it
                yield element("ul", *(element("li", each) for each in sentences), class_="sentences")
            elif len(members) == 1:
                yield element("p", label, " ", *sentences, class_="sentence")
            else:
                items = (element("li", each) for each in sentences)
                yield element("p", label, class_="group-label")
                yield element("ul", *items, class_=f"sentences tone-{TONE[key]}")

    def _sentence(self, statement: Statement) -> Html:
        """The text and its numbered citations; a number opens the passage, its source and the claim."""
        chips = [self._chip(statement, citation) for citation in statement.citations]
        if not chips:
            return join((statement.text,))
        # The first number never stands alone on a line.
        before, space, last = statement.text.rpartition(" ")
        ending = element("span", last, " ", chips[0], class_="together")
        return join((before, space, ending, *(part for chip in chips[1:] for part in (" ", chip))))

    def _chip(self, statement: Statement, citation: Citation) -> Html:
        number = self._numbers[citation.passage_id]
        card = self._card(statement)
        opened = [
            self._name("passage", self._quotes.index(_span(citation))),
            self._name("source", citation.source_id),
        ]
        if card is not None:
            opened.append(self._name("claim", card.id))
        source = self.library.corpus.sources[citation.source_id]
        return element(
            "button",
            f"[{number}]",
            type="button",
            class_="chip",
            aria_label=f"[{number}] Show the evidence: {source.title}",
            aria_controls="evidence",
            data_heading=f"Evidence [{number}]",
            data_open=" ".join(opened),
        )

    def _why(self, card: ClaimCard) -> Html:
        return element(
            "button",
            "Why this label?",
            type="button",
            class_="quiet",
            aria_controls="evidence",
            data_heading="The claim",
            data_open=self._name("claim", card.id),
        )

    def _more(self, statements: Sequence[Statement], lead: Statement | None) -> Html | None:
        if not statements:
            return None
        summary = element("summary", f"More from the library ({len(statements)})")
        return element("details", summary, *self._sections(statements, lead, heading="h4"), class_="more")

    def _claims(self, lead: Statement | None) -> Html | None:
        """The other claims an answer speaks of, and those near the question, each with the way to its reason."""
        first = self._card(lead) if lead is not None else None
        spoken = {id for statement in self.answer.statements for id in statement.claim_ids[:1]}
        others = [card for card in self.answer.claims if card.verdict is not None and card is not first]
        heading = "Other claims in this answer" if first is not None else "Claims in this answer"
        lists = (
            (heading, [card for card in others if card.id in spoken]),
            ("Did you mean one of these claims?", [card for card in others if card.id not in spoken]),
        )
        parts = [join((element("h3", words), self._claim_cards(cards))) for words, cards in lists if cards]
        return element("section", *parts, class_="part") if parts else None

    def _claim_cards(self, cards: Sequence[ClaimCard]) -> Html:
        rows = (
            element(
                "li",
                element("p", card.restatement, class_="claim"),
                element("p", verdict_badge(card), " ", self._why(card)),
            )
            for card in cards
        )
        return element("ul", *rows, class_="claim-cards")

    def _conflicts(self) -> Html | None:
        if not self.answer.conflicts:
            return None
        tables = (_conflict(conflict, self.library) for conflict in self.answer.conflicts)
        summary = element("summary", f"Accounts side by side ({len(self.answer.conflicts)})")
        return element("details", summary, *tables, class_="more")

    def _withheld(self) -> Html | None:
        withheld = self.answer.withheld
        if not withheld:
            return None
        count = "1 sentence" if len(withheld) == 1 else f"{len(withheld)} sentences"
        heading = element("p", f"{count} withheld: a check failed.")
        items = (_withheld_item(item) for item in withheld)
        return element("section", heading, element("ul", *items), class_="withheld")

    def _follow_ups(self) -> Html | None:
        if not self.answer.follow_ups:
            return None
        return element(
            "section",
            element("h3", "Ask next"),
            question_buttons(self.answer.follow_ups, class_="starters"),
            class_="follow-ups",
        )

    def _provenance(self) -> Html:
        made = self.answer.provenance
        searched = self.answer.searched
        way = RETRIEVAL_WORDING.get(made.retrieval, made.retrieval)
        rows = [
            ("Searched", f"{searched.passages} passages and {searched.claims} claims, {way}"),
            ("Model", made.model or "none: composed from reviewed records"),
            ("Library", made.corpus[:_HASH_SHOWN]),
            ("Index", made.index[:_HASH_SHOWN]),
            ("Prompts", made.prompts[:_HASH_SHOWN]),
            ("Settings", made.settings[:_HASH_SHOWN]),
            ("Version", made.version),
        ]
        if made.notice:
            rows.insert(0, ("Notice", made.notice))
        summary = element("summary", "How this answer was made")
        return element("details", summary, rows_of(rows), class_="provenance")

    def _templates(self) -> Iterator[Html]:
        """The evidence of this answer, each piece once."""
        citations = {_span(citation): citation for citation in self._citations}
        for place, span in enumerate(self._quotes):
            yield element("template", passage(citations[span], self.library), id=self._name("passage", place))
        sources = dict.fromkeys(citation.source_id for citation in self._citations)
        urls = {citation.source_id: citation.url for citation in self._citations}
        for source_id in sources:
            card = source_card(self.library.corpus.sources[source_id], url=urls[source_id])
            yield element("template", card, id=self._name("source", source_id))
        for claim in self.answer.claims:
            yield element("template", why_label(claim, self.library), id=self._name("claim", claim.id))

    def _name(self, kind: str, key: str | int) -> str:
        return f"answer{self.number}-{kind}-{key}"

    def _card(self, statement: Statement) -> ClaimCard | None:
        """The card of the claim a statement speaks of, if the answer carries it."""
        return next((card for card in self.answer.claims if card.id in statement.claim_ids[:1]), None)

    @cached_property
    def _citations(self) -> tuple[Citation, ...]:
        return tuple(citation for statement in self._in_reading_order for citation in statement.citations)

    @cached_property
    def _in_reading_order(self) -> Sequence[Statement]:
        """The statements as the page shows them, so that numbers rise down the page."""
        lead, rest = self.answer.statements[:1], self.answer.statements[1:]
        ordered = [*lead]
        for hidden in (False, True):
            part = [statement for statement in rest if statement.more is hidden]
            for section in dict.fromkeys(statement.section for statement in part):
                ordered.extend(statement for statement in part if statement.section is section)
        return ordered

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """The number of each cited passage, by first appearance."""
        ids = dict.fromkeys(citation.passage_id for citation in self._citations)
        return {passage_id: number for number, passage_id in enumerate(ids, start=1)}

    @cached_property
    def _quotes(self) -> list[tuple[str, int, int]]:
        """Each cited stretch of text once."""
        return list(dict.fromkeys(_span(citation) for citation in self._citations))


def _span(citation: Citation) -> tuple[str, int, int]:
    return citation.passage_id, citation.start, citation.end


def _withheld_item(item: Withheld) -> Html:
    return element("li", element("del", item.text), f" ({WITHHELD_WORDING[item.reason]})")


def _conflict(conflict: ConflictCard, library: Library) -> Html:
    rows = (
        element(
            "tr",
            element("th", position.value, scope="row"),
            element("td", "; ".join(short_name(id, library) for id in position.source_ids)),
            element("td", position.note or ""),
        )
        for position in conflict.positions
    )
    head = element("tr", *(element("th", words, scope="col") for words in ("Account", "Given by", "Remark")))
    return element("table", element("caption", conflict.topic), element("thead", head), element("tbody", *rows))
