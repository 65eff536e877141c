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
)
from assistant.arranging import Part, keeps_order, parts
from assistant.languages import Words
from assistant.pages.answer_evidence import AnswerEvidence
from assistant.pages.badges import TONE, inline_word, label_badge, parts_differ, spoken_of, verdict_badge
from assistant.pages.conflict import conflict_table
from assistant.pages.front import question_buttons
from assistant.pages.links import claim_link
from assistant.pages.making import chosen_by, how_made, model_notice
from assistant.pages.markup import Html, element, join
from assistant.pages.withheld import withheld_part
from knowledge.library import Library

SECTION_HEADING = {
    Section.ASSERTED: "What the article and other state media say",
    Section.INDEPENDENT: "What independent sources say",
    Section.CONFLICT: "Where accounts differ",
    Section.BACKGROUND: "Background",
    Section.GAP: "What this library does not hold",
    Section.GUIDANCE: "How to check it yourself",
}


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
        written: list[Html | None] = [
            _asked(self.answer.question, self.words),
            self._reading(),
            model_notice(self.answer, self.words),
            *self._opening(),
            chosen_by(self.answer, self.words),
            *self._sections(self._order.front, heading="h3", keeps=keeps_order(self.answer)),
            self._more(),
            self._claims(),
            self._conflicts(),
            withheld_part(self.answer.withheld, self.words),
            self._tools(),
            self._follow_ups(),
            how_made(self.answer, self.words),
            *self._evidence.templates(),
        ]
        return element("article", *filter(None, written), class_="turn", data_answer=str(self.number))

    @cached_property
    def _order(self) -> "_Order":
        lead, *rest = self.answer.statements or (None,)
        quiet = [statement for statement in rest if statement is not None and self._is_sensitive(statement)]
        calm = [statement for statement in rest if statement is not None and statement not in quiet]
        front = [statement for statement in calm if not statement.more]
        return _Order(lead, quiet, front, [statement for statement in calm if statement.more])

    def _is_sensitive(self, statement: Statement) -> bool:
        """Whether a sentence rests on a record marked as speaking of violence."""
        evidence = self.library.corpus.evidence
        cited = (self.library.passages[citation.passage_id].evidence_id for citation in statement.citations)
        return any(id is not None and evidence[id].sensitive for id in cited)

    def _opening(self) -> Iterator[Html]:
        """The sentence that answers. What speaks of violence stands, all of it, behind one quiet line."""
        lead = self._order.lead
        hidden = list(self._sections(self._order.quiet, heading="h3"))
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

    def _sections(self, statements: Sequence[Statement], *, heading: str, keeps: bool = False) -> Iterator[Html]:
        """The parts of what is shown: by section, or with ``keeps`` in the order in which the statements come."""
        for part in parts(statements, keeps_order=keeps):
            if part.section is None:
                yield from (element("p", each.text, class_="signpost", lang="en") for each in part.statements)
            else:
                yield self._section(part.section, part, heading=heading)

    def _section(self, section: Section, part: Part, *, heading: str) -> Html:
        # The label of a background sentence says what the section's heading would.
        titled = part.titled and self.answer.status is not Status.ABSTAINED and section is not Section.BACKGROUND
        return element(
            "section",
            *([element(heading, self.words(SECTION_HEADING[section]))] if titled else []),
            *self._groups(part.statements, heading=f"h{int(heading[1]) + 1}" if titled else heading),
            class_=f"part part-{section.value}",
        )

    def _groups(self, statements: Sequence[Statement], *, heading: str) -> Iterator[Html]:
        """Neighbours that share label and claim stand under one label, which is their heading.

        The label is said once, so that a listener is not drowned; before each sentence it stands in a word.
        """

        def shared(statement: Statement) -> tuple[LabelKey, tuple[str, ...]]:
            return statement.label.key, statement.claim_ids[:1]

        for (key, _), group in groupby(statements, key=shared):
            members = list(group)
            card = self._card(members[0])
            about = spoken_of(members[0], card, self._order.lead)
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

    def _more(self) -> Html | None:
        statements = self._order.more
        if not statements:
            return None
        summary = element("summary", self.words("More from the library ({count})", count=len(statements)))
        return element("details", summary, *self._sections(statements, heading="h4"), class_="more")

    def _claims(self) -> Html | None:
        """The other claims an answer speaks of, and those near the question, each with the way to its reason."""
        lead = self._order.lead
        first = self._card(lead) if lead is not None else None
        spoken = {id for statement in self.answer.statements for id in statement.claim_ids[:1]}
        others = [card for card in self.answer.claims if card.verdict is not None and card is not first]
        other, every = self.words("Other claims in this answer"), self.words("Claims in this answer")
        lists = (
            (other if first is not None else every, [card for card in others if card.id in spoken]),
            (self.words("Did you mean one of these claims?"), [card for card in others if card.id not in spoken]),
        )
        shown = [join((element("h3", title), self._claim_cards(cards))) for title, cards in lists if cards]
        return element("section", *shown, class_="part") if shown else None

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

    def _card(self, statement: Statement) -> ClaimCard | None:
        """The card of the claim a statement speaks of, if the answer carries it."""
        return next((card for card in self.answer.claims if card.id in statement.claim_ids[:1]), None)

    @cached_property
    def _evidence(self) -> AnswerEvidence:
        return AnswerEvidence(self._in_reading_order, self.number, self.library, self.words)

    @cached_property
    def _in_reading_order(self) -> Sequence[Statement]:
        """The statements as the page shows them, so that numbers rise down the page."""
        order = self._order
        if keeps_order(self.answer):
            shown = (*parts(order.quiet, keeps_order=False), *parts((*order.front, *order.more), keeps_order=True))
        else:
            rest = self.answer.statements[1:]
            halves = ([statement for statement in rest if statement.more is hidden] for hidden in (False, True))
            shown = tuple(part for half in halves for part in parts(half, keeps_order=False))
        return [*filter(None, [order.lead]), *(statement for part in shown for statement in part.statements)]


@dataclass(frozen=True, slots=True)
class _Order:
    """The statements of an answer by where they stand: on top, behind the line on violence, in front, on request."""

    lead: Statement | None
    quiet: Sequence[Statement]
    front: Sequence[Statement]
    more: Sequence[Statement]
