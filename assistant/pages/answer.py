"""One answer as a page.

Its evidence comes with it. Claims are looked up by the panel, which shows them the same way everywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from assistant.answers import (
    Answer,
    ClaimCard,
    LabelKey,
    Section,
    Statement,
    Status,
    Withheld,
    WithheldReason,
)
from assistant.languages import Words
from assistant.pages.answer_evidence import AnswerEvidence
from assistant.pages.badges import TONE, inline_word, label_badge, parts_differ, spoken_of, verdict_badge
from assistant.pages.conflict import conflict_table
from assistant.pages.front import question_buttons
from assistant.pages.links import claim_link
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

VIOLENCE = "What this library holds on this speaks of killings, abductions or other violence. Show it"


def turn(answer: Answer, *, number: int, library: Library, words: Words) -> Html:
    """A question with its answer; ``number`` counts the answers of a conversation from 1."""
    return _Page(answer, number, library, words).turn()


def trouble(question: str, sentence: str, words: Words) -> Html:
    """A question that could not be answered because something broke."""
    return element("article", _asked(question, words), element("p", sentence, class_="trouble"), class_="turn")


def _asked(question: str, words: Words) -> Html:
    unseen = element("span", words("You asked:"), " ", class_="unseen")
    return element("h2", unseen, question, class_="asked", tabindex="-1", dir="auto")


@dataclass(frozen=True)
class _Page:
    """One answer being written."""

    answer: Answer
    number: int
    library: Library
    words: Words

    def turn(self) -> Html:
        lead, *rest = self.answer.statements or (None,)
        quiet = [statement for statement in rest if statement is not None and self._is_sensitive(statement)]
        calm = [statement for statement in rest if statement is not None and statement not in quiet]
        shown = [statement for statement in calm if not statement.more]
        more = [statement for statement in calm if statement.more]
        parts: list[Html | None] = [
            _asked(self.answer.question, self.words),
            self._reading(),
            *self._opening(lead, quiet),
            *self._sections(shown, lead, heading="h3"),
            self._more(more, lead),
            self._claims(lead),
            self._conflicts(),
            self._withheld(),
            self._tools(),
            self._follow_ups(),
            self._provenance(),
            *self._evidence.templates(),
        ]
        return element("article", *filter(None, parts), class_="turn", data_answer=str(self.number))

    def _is_sensitive(self, statement: Statement) -> bool:
        """Whether a sentence rests on a record marked as speaking of violence."""
        evidence = self.library.corpus.evidence
        cited = (self.library.passages[citation.passage_id].evidence_id for citation in statement.citations)
        return any(id is not None and evidence[id].sensitive for id in cited)

    def _opening(self, lead: Statement | None, quiet: Sequence[Statement]) -> Iterator[Html]:
        """The sentence that answers. What speaks of violence stands, all of it, behind one quiet line."""
        hidden = list(self._sections(quiet, lead, heading="h3"))
        if lead is not None:
            if self._is_sensitive(lead):
                hidden.insert(0, self._lead(lead))
            else:
                yield self._lead(lead)
        if hidden:
            summary = element("summary", self.words(VIOLENCE))
            yield element("details", summary, *hidden, class_="sensitive")

    def _reading(self) -> Html | None:
        rewritten = self.answer.conversation.rewritten
        if rewritten is None:
            return None
        said = self.words("Read together with your earlier question as:")
        return element("p", said, " ", element("span", rewritten, dir="auto"), class_="aside")

    def _lead(self, statement: Statement) -> Html:
        """The sentence that answers, alone on top, under the verdict of the claim it is about."""
        card = self._card(statement)
        key = statement.label.key
        above: list[Html] = []
        unlabelled = {LabelKey.GUIDANCE}
        if card is not None and card.verdict is not None:
            told = element("q" if card.verbatim else "span", card.verbatim or card.restatement, lang="en")
            claim = element("p", self.words("The article’s words:"), " ", told, class_="claim")
            differing = (
                [element("span", self.words("Its parts differ"), class_="differing")] if parts_differ(card) else []
            )
            verdict = element("p", verdict_badge(card, self.words), *differing, self._why(card), class_="verdict")
            above.append(element("div", claim, verdict, class_="lead-claim"))
            # Said just above: the verdict is this sentence's label, or why there is a gap.
            unlabelled |= {LabelKey(card.verdict), LabelKey.GAP}
        label = [] if key in unlabelled else [label_badge(statement, card, self.words), " "]
        said = element("span", self._sentence(statement), lang="en")
        sentence = element("p", *label, said, class_="lead")
        return element("div", *above, sentence, class_="answer-lead")

    def _sections(self, statements: Sequence[Statement], lead: Statement | None, *, heading: str) -> Iterator[Html]:
        """The statements by section, in the order in which the sections first come up."""
        bare = self.answer.status is Status.ABSTAINED
        for section in dict.fromkeys(statement.section for statement in statements):
            own = [statement for statement in statements if statement.section is section]
            # The label of a background sentence says what the section's heading would.
            untitled = bare or section is Section.BACKGROUND
            yield element(
                "section",
                *([] if untitled else [element(heading, self.words(SECTION_HEADING[section]))]),
                *self._groups(own, lead, heading=heading if untitled else f"h{int(heading[1]) + 1}"),
                class_=f"part part-{section.value}",
            )

    def _groups(self, statements: Sequence[Statement], lead: Statement | None, *, heading: str) -> Iterator[Html]:
        """Neighbours that share label and claim stand under one label, which is their heading.

        The label is said once, so that a listener is not drowned; before each sentence it stands in a word.
        """

        def shared(statement: Statement) -> tuple[LabelKey, tuple[str, ...]]:
            return statement.label.key, statement.claim_ids[:1]

        for (key, _), group in groupby(statements, key=shared):
            members = list(group)
            card = self._card(members[0])
            about = spoken_of(members[0], card, lead)
            if about is not None:
                yield element("p", self.words("On the claim:"), " ", element("em", about, lang="en"), class_="aside")
            if key is not LabelKey.GUIDANCE:  # the section's heading says it
                yield element(heading, label_badge(members[0], card, self.words), class_="group-label")
            items = (
                element("li", inline_word(each, self.words), element("span", self._sentence(each), lang="en"))
                for each in members
            )
            yield element("ul", *items, class_=f"sentences tone-{TONE[key]}")

    def _sentence(self, statement: Statement) -> Html:
        return self._evidence.cited(statement, self._card(statement))

    def _why(self, card: ClaimCard) -> Html:
        return claim_link(card.id, self.words("Why this label?"), class_="why")

    def _more(self, statements: Sequence[Statement], lead: Statement | None) -> Html | None:
        if not statements:
            return None
        summary = element("summary", self.words("More from the library ({count})", count=len(statements)))
        return element("details", summary, *self._sections(statements, lead, heading="h4"), class_="more")

    def _claims(self, lead: Statement | None) -> Html | None:
        """The other claims an answer speaks of, and those near the question, each with the way to its reason."""
        first = self._card(lead) if lead is not None else None
        spoken = {id for statement in self.answer.statements for id in statement.claim_ids[:1]}
        others = [card for card in self.answer.claims if card.verdict is not None and card is not first]
        other, every = self.words("Other claims in this answer"), self.words("Claims in this answer")
        lists = (
            (other if first is not None else every, [card for card in others if card.id in spoken]),
            (self.words("Did you mean one of these claims?"), [card for card in others if card.id not in spoken]),
        )
        parts = [join((element("h3", title), self._claim_cards(cards))) for title, cards in lists if cards]
        return element("section", *parts, class_="part") if parts else None

    def _claim_cards(self, cards: Sequence[ClaimCard]) -> Html:
        rows = (
            element(
                "li",
                element("p", card.restatement, class_="claim", lang="en"),
                element("p", verdict_badge(card, self.words), " ", self._why(card)),
            )
            for card in cards
        )
        return element("ul", *rows, class_="claim-cards")

    def _conflicts(self) -> Html | None:
        if not self.answer.conflicts:
            return None
        tables = (conflict_table(conflict, self.library, self.words) for conflict in self.answer.conflicts)
        summary = element("summary", self.words("Accounts side by side ({count})", count=len(self.answer.conflicts)))
        return element("details", summary, *tables, class_="more")

    def _withheld(self) -> Html | None:
        withheld = self.answer.withheld
        if not withheld:
            return None
        heading = element("p", self.words("Sentences withheld because a check failed: {count}", count=len(withheld)))
        items = (self._withheld_item(item) for item in withheld)
        return element("section", heading, element("ul", *items), class_="withheld")

    def _withheld_item(self, item: Withheld) -> Html:
        return element("li", element("del", item.text, lang="en"), f" ({self.words(WITHHELD_WORDING[item.reason])})")

    def _tools(self) -> Html:
        """What a reader can do with an answer; the script of the page does it."""
        return element(
            "p",
            element("button", self.words("Copy the answer"), type="button", data_tool="copy", **self._done),
            element("button", self.words("Copy a link"), type="button", data_tool="link", **self._done),
            element("button", self.words("Change the question"), type="button", data_tool="edit"),
            class_="tools",
        )

    @property
    def _done(self) -> dict[str, str]:
        return {"data_done": self.words("Copied")}

    def _follow_ups(self) -> Html | None:
        if not self.answer.follow_ups:
            return None
        return element(
            "section",
            element("h3", self.words("Ask next")),
            question_buttons(self.answer.follow_ups, class_="starters"),
            class_="follow-ups",
        )

    def _provenance(self) -> Html:
        made, searched, words = self.answer.provenance, self.answer.searched, self.words
        counts = {"passages": searched.passages, "claims": searched.claims}
        way = words(RETRIEVAL_WORDING.get(made.retrieval, made.retrieval))
        rows = [
            (words("Searched"), f"{words('{passages} passages and {claims} claims', **counts)}, {way}"),
            (words("Model"), made.model or words("none: composed from reviewed records")),
            (words("Library"), made.corpus[:_HASH_SHOWN]),
            (words("Index"), made.index[:_HASH_SHOWN]),
            (words("Prompts"), made.prompts[:_HASH_SHOWN]),
            (words("Settings"), made.settings[:_HASH_SHOWN]),
            (words("Version"), made.version),
        ]
        if made.notice:
            rows.insert(0, (words("Notice"), made.notice))
        summary = element("summary", words("How this answer was made"))
        return element("details", summary, rows_of(rows), class_="provenance")

    def _card(self, statement: Statement) -> ClaimCard | None:
        """The card of the claim a statement speaks of, if the answer carries it."""
        return next((card for card in self.answer.claims if card.id in statement.claim_ids[:1]), None)

    @cached_property
    def _evidence(self) -> AnswerEvidence:
        return AnswerEvidence(self._in_reading_order, self.number, self.library, self.words)

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
