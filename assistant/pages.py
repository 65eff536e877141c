"""What a reader sees, as HTML: pure functions from records to markup.

Nothing is pasted into markup by hand. :func:`element` is the only maker of :class:`Html`, and it
escapes every child and attribute that is not :class:`Html` already, so that a text from a source, a
record or a reader stays text.

An answer carries its evidence with it, in ``<template>`` elements. A citation's button names the
templates it opens, so that a click needs no round trip and cannot show another answer's evidence.
"""

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from assistant.answers import (
    LABEL_WORDING,
    Answer,
    Citation,
    ClaimCard,
    ComponentCard,
    ConflictCard,
    LabelKey,
    SearchCard,
    Section,
    Statement,
    Status,
    Withheld,
    WithheldReason,
)
from knowledge.bibliography import CONTROL_WORDING, link, read_wording
from knowledge.library import Library
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.records import FLAG_WORDING, Evidence, Flag, Passage, PassageKind, Reading, Source, Stance

SIGNED_BY_NOBODY = (
    "“Reviewed” means read twice by this project, mostly in excerpt. No historian or librarian has signed this library."
)

SECTION_HEADING = {
    Section.ASSERTED: "What the article and other state media say",
    Section.INDEPENDENT: "What independent sources say",
    Section.CONFLICT: "Where accounts differ",
    Section.BACKGROUND: "Background",
    Section.GAP: "What this library does not hold",
    Section.GUIDANCE: "How to check it yourself",
}

STANCE_WORDING = {
    Stance.SUPPORTS: "For",
    Stance.PARTIALLY_SUPPORTS: "In part",
    Stance.REFUTES: "Against",
}

PASSAGE_HEADING = {
    PassageKind.VERBATIM: "The article’s own words",
    PassageKind.LIBRARY_NOTE: "Library note: our own words on what this source says",
}

RELIABILITY_WORDING = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}

GROUP_WORDING = {
    "supports": "For it",
    "partly": "For it in part",
    "refutes": "Against it",
    "weak_refutes": "Against it, but interested or weak",
    "admissions": "Conceded in the state’s own records",
    "aligned": "Allied or friendly official voices",
    "relays": "Only repeat the state’s own word",
}

WITHHELD_WORDING = {
    WithheldReason.NO_CITATION: "cites nothing",
    WithheldReason.NOT_RETRIEVED: "cites a passage that was not found for this question",
    WithheldReason.QUOTE_NOT_FOUND: "its quote is not in the passage word for word",
    WithheldReason.NUMBER_NOT_IN_QUOTES: "a number in it is in none of its quotes",
    WithheldReason.MIXED_ORIGINS: "mixes state media with independent sources",
}

RETRIEVAL_WORDING = {"hybrid": "by words and by meaning", "lexical": "by words alone"}

_TONE = {
    LabelKey.CORROBORATED: "borne-out",
    LabelKey.LIMITED_INDEPENDENT_SUPPORT: "partly",
    LabelKey.PARTLY_CORROBORATED: "partly",
    LabelKey.CONTESTED: "disputed",
    LabelKey.CONTRADICTED: "against",
    LabelKey.LIMITED_CONTRADICTION: "against",
    LabelKey.ALIGNED_SOURCES_ONLY: "state",
    LabelKey.STATE_MEDIA_ONLY: "state",
    LabelKey.STATE_MEDIA_ASSERTION: "state",
    LabelKey.NOT_CHECKABLE: "open",
    LabelKey.NOT_REVIEWED: "open",
    LabelKey.GAP: "open",
    LabelKey.BACKGROUND: "plain",
    LabelKey.GUIDANCE: "plain",
}
"""The border a label is drawn with; several labels share one, the words tell them apart."""

_OF_SENTENCES = frozenset({LabelKey.STATE_MEDIA_ASSERTION, LabelKey.BACKGROUND, LabelKey.GAP, LabelKey.GUIDANCE})
_NEIGHBOURS = 2
_HASH_SHOWN = 12


class Html(str):
    """Markup that is safe to show. Made by :func:`element` and :func:`join` alone."""

    __slots__ = ()


def element(tag: str, *children: str, **attributes: str | bool | None) -> Html:
    """One element; plain strings are escaped, ``Html`` children are not.

    ``class_`` stands for ``class`` and ``data_x`` for ``data-x``; an attribute that is ``None`` or
    false is left out, one that is true has no value.
    """
    written = [tag]
    for key, value in attributes.items():
        name = key.rstrip("_").replace("_", "-")
        if value is True:
            written.append(name)
        elif value is not None and value is not False:
            written.append(f'{name}="{html.escape(value)}"')
    return Html(f"<{' '.join(written)}>{join(children)}</{tag}>")


def join(children: Iterable[str]) -> Html:
    """Children side by side, escaped where they are plain text."""
    return Html("".join(child if isinstance(child, Html) else html.escape(child) for child in children))


def outside_link(url: str | None, words: str) -> Html | None:
    """A link that leaves this site; ``None`` for anything that is not an http address."""
    if url is None or not url.startswith(("https://", "http://")):
        return None
    return element("a", words, href=url, rel="noopener noreferrer nofollow", target="_blank")


# The first screen


def masthead() -> Html:
    """The name of the product and the way past it for keyboards."""
    return element(
        "header",
        element("a", "Skip to the question box", href="#question-box", class_="skip-link"),
        element("h1", "Second Source"),
        element("p", "One state-media article, read against other sources", class_="tagline"),
        class_="masthead",
    )


def welcome(questions: Sequence[str]) -> Html:
    """What this is, how far to trust it, what labels mean, and questions to begin with."""
    meanings = (
        ("state", "State media assert", "The state’s voice, quoted. It is never counted as proof."),
        ("borne-out", "Independently corroborated", "At least two independent origins bear the claim out."),
        ("open", "Nothing independent found", "This library is silent. That is neither a yes nor a no."),
    )
    return element(
        "section",
        element("h2", "Who says so, and who else?"),
        element(
            "p",
            "You are reading “Kim Il Sung and the Cause of Global Independence”, a North Korean state-media "
            "text of about July 2011. Ask about anything it says: each sentence of an answer is labelled, and "
            "its sources are a click away.",
            class_="lede",
        ),
        element("p", SIGNED_BY_NOBODY, class_="caveat"),
        element("h3", "What the labels mean"),
        element(
            "dl",
            *(
                element("div", element("dt", _badge(tone, words)), element("dd", meaning))
                for tone, words, meaning in meanings
            ),
            class_="meanings",
        ),
        element("h3", "Questions to begin with"),
        _questions(questions, class_="starters"),
        id="welcome",
        class_="welcome",
    )


def conversation(questions: Sequence[str]) -> Html:
    """The first screen and the log to which answers are added."""
    return element(
        "div",
        welcome(questions),
        element("div", id="log", role="log", aria_live="polite", aria_label="Conversation"),
        element("p", "Reading the library …", id="busy", class_="busy", hidden=True),
        id="reading",
        tabindex="0",
        role="region",
        aria_label="Questions and answers",
    )


def evidence_panel(library: Library) -> Html:
    """The panel before anything was chosen: how to use it, and the article to read."""
    return element(
        "aside",
        element(
            "div",
            element("h2", "Evidence", id="evidence-heading", tabindex="-1"),
            element("button", "Close", type="button", data_close=True, class_="quiet"),
            class_="evidence-bar",
        ),
        element(
            "div",
            element("p", "Choose a number such as [1] in an answer: the passage behind it opens here."),
            element("p", "Choose “Why this label?” to see who was counted for a claim, and who against it."),
            _article(library),
            id="evidence-resting",
            class_="resting",
        ),
        element("div", id="evidence-body", hidden=True),
        id="evidence",
        aria_labelledby="evidence-heading",
        tabindex="0",
    )


def _article(library: Library) -> Html:
    """The whole article, framed as what it is."""
    sentences = sorted(
        (p for p in library.passages.values() if p.source_id == ARTICLE_SOURCE_ID and p.evidence_id is None),
        key=lambda p: p.start,
    )
    return element(
        "section",
        element("h3", "The article"),
        element("p", _badge("state", LABEL_WORDING[LabelKey.STATE_MEDIA_ASSERTION])),
        element("blockquote", *(element("p", sentence.text) for sentence in sentences)),
        element("p", library.corpus.sources[ARTICLE_SOURCE_ID].caution or "", class_="aside"),
        class_="article",
    )


def _questions(questions: Sequence[str], *, class_: str) -> Html:
    buttons = (element("li", element("button", question, type="button", data_ask=question)) for question in questions)
    return element("ul", *buttons, class_=class_)


# One answer


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
            claim = element("p", "The article’s claim: ", element("q", card.restatement), class_="claim")
            verdict = element("p", _verdict(card), " ", self._why(card), class_="verdict")
            above.append(element("div", claim, verdict, class_="lead-claim"))
            # Said just above: the verdict is this sentence's label, or why there is a gap.
            unlabelled |= {LabelKey(card.verdict), LabelKey.GAP}
        label = [] if key in unlabelled else [_label(statement, card), " "]
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
            about = _about(members[0], card, lead)
            if about is not None:
                yield element("p", "On ", element("q", about), class_="aside")
            label = _label(members[0], card)
            sentences = [join((_stance(each), self._sentence(each))) for each in members]
            if key is LabelKey.GUIDANCE:  # the section's heading says it
                yield element("ul", *(element("li", each) for each in sentences), class_="sentences")
            elif len(members) == 1:
                yield element("p", label, " ", *sentences, class_="sentence")
            else:
                items = (element("li", each) for each in sentences)
                yield element("p", label, class_="group-label")
                yield element("ul", *items, class_=f"sentences tone-{_TONE[key]}")

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
        """The other claims an answer speaks of, each with its label and the way to its reason."""
        first = self._card(lead) if lead is not None else None
        others = [card for card in self.answer.claims if card.verdict is not None and card is not first]
        if not others:
            return None
        rows = (
            element(
                "li",
                element("p", card.restatement, class_="claim"),
                element("p", _verdict(card), " ", self._why(card)),
            )
            for card in others
        )
        heading = "Other claims in this answer" if first is not None else "Claims in this answer"
        cards = element("ul", *rows, class_="claim-cards")
        return element("section", element("h3", heading), cards, class_="part")

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
            _questions(self.answer.follow_ups, class_="starters"),
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
        return element("details", summary, _rows(rows), class_="provenance")

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


def _verdict(card: ClaimCard | ComponentCard) -> Html:
    return _badge(_TONE[LabelKey(card.verdict or LabelKey.NOT_REVIEWED)], card.verdict_text or "")


def _badge(tone: str, words: str) -> Html:
    return element("span", words, class_=f"label tone-{tone}")


def _label(statement: Statement, card: ClaimCard | None) -> Html:
    """The label in words. A verdict is said to be the claim's, or a part's: it is not the sentence's."""
    key, words = statement.label.key, statement.label.text
    if key not in _OF_SENTENCES:
        whole = card is None or card.verdict == key.value
        words = f"{'Claim' if whole else 'Part of the claim'}: {_lower(words)}"
    return _badge(_TONE[key], words)


def _about(statement: Statement, card: ClaimCard | None, lead: Statement | None) -> str | None:
    """What a label speaks of, where that is not the claim on top: another claim, or one part of it."""
    if card is None or statement.label.key is LabelKey.GUIDANCE:
        return None
    key = statement.label.key.value
    parts = [part for part in card.components if part.verdict == key and not part.headline]
    if key not in _OF_SENTENCES and key != card.verdict and len(parts) == 1:
        return parts[0].restatement
    same_claim = lead is not None and lead.claim_ids[:1] == statement.claim_ids[:1]
    return None if same_claim else card.restatement


def _stance(statement: Statement) -> Html:
    words = STANCE_WORDING.get(statement.stance) if statement.stance is not None else None
    if words is None or statement.section is not Section.INDEPENDENT:
        return join(())
    return join((element("strong", f"{words}:", class_="stance"), " "))


def _withheld_item(item: Withheld) -> Html:
    return element("li", element("del", item.text), f" ({WITHHELD_WORDING[item.reason]})")


def _conflict(conflict: ConflictCard, library: Library) -> Html:
    rows = (
        element(
            "tr",
            element("th", position.value, scope="row"),
            element("td", "; ".join(_short(id, library) for id in position.source_ids)),
            element("td", position.note or ""),
        )
        for position in conflict.positions
    )
    head = element("tr", *(element("th", words, scope="col") for words in ("Account", "Given by", "Remark")))
    return element("table", element("caption", conflict.topic), element("thead", head), element("tbody", *rows))


# The evidence panel


def passage(citation: Citation, library: Library) -> Html:
    """The passage a citation quotes, in its place, with the quote marked."""
    cited = library.passages[citation.passage_id]
    marked = join((cited.text[: citation.start], element("mark", citation.quote), cited.text[citation.end :]))
    heading = element("h3", PASSAGE_HEADING[citation.kind])
    if cited.kind is PassageKind.LIBRARY_NOTE:
        evidence = library.corpus.evidence.get(cited.evidence_id or "")
        rows = _note_rows(evidence) if evidence else []
        note = element("p", marked, class_="note")
        return element("section", heading, note, _rows(rows), class_="passage-note")
    before, after = _neighbours(cited, library)
    place = element("p", f"In the text: {citation.locator}", class_="aside") if citation.locator else join(())
    return element(
        "section",
        heading,
        element(
            "blockquote",
            *(element("p", neighbour.text, class_="neighbour") for neighbour in before),
            element("p", marked),
            *(element("p", neighbour.text, class_="neighbour") for neighbour in after),
        ),
        place,
        class_="passage-verbatim",
    )


def _neighbours(cited: Passage, library: Library) -> tuple[list[Passage], list[Passage]]:
    """The sentences of the same text just before and just after a passage."""
    text = sorted(
        (p for p in library.passages.values() if p.source_id == cited.source_id and p.kind is cited.kind),
        key=lambda p: p.start,
    )
    place = text.index(cited)
    return text[max(0, place - _NEIGHBOURS) : place], text[place + 1 : place + 1 + _NEIGHBOURS]


def _note_rows(evidence: Evidence) -> list[tuple[str, str]]:
    read = "the whole work" if evidence.read is Reading.WHOLE else "an excerpt"
    rows = [("This project read", read)]
    if evidence.locator:
        rows.append(("In the source", evidence.locator))
    if evidence.scope_note:
        rows.append(("Scope", evidence.scope_note))
    if evidence.sensitive:
        rows.append(("Mind", "this note is about living people or a sensitive matter"))
    return rows


def source_card(source: Source, *, url: str | None) -> Html:
    """Who says it, who controls them, and what they can be trusted for."""
    letter = source.reliability.value
    rows = [
        ("By", "; ".join(source.authors)),
        ("Publisher", source.publisher or ""),
        ("Date", source.date or ""),
        ("Kind", source.source_type.value.replace("_", " ")),
        ("Who controls it", CONTROL_WORDING[source.control.value]),
        ("Reliable for", source.reliable_for),
        ("Not reliable for", source.not_reliable_for),
        (
            f"Reliability {letter}",
            f"{RELIABILITY_WORDING[letter]} (from A to F): {source.reliability_reason}",
        ),
        ("How we reached it", read_wording(source)),
        ("Caution", source.caution or ""),
        ("Rights", source.licence_note or ""),
    ]
    original = outside_link(url or link(source), "Open the original (another site)")
    return element(
        "section",
        element("h3", "Who says so"),
        element("p", source.title, class_="title"),
        *([element("p", original)] if original else []),
        _rows(rows),
        element("p", SIGNED_BY_NOBODY, class_="aside"),
        class_="source-card",
    )


def why_label(card: ClaimCard, library: Library) -> Html:
    """The claim, its verdict, and everything the verdict rests on."""
    heading = element("h3", "Why this label?")
    told = element("p", "The article’s words: ", element("q", card.verbatim)) if card.verbatim else join(())
    claim = element("p", "The claim: ", element("q", card.restatement))
    if card.verdict is None:
        remark = element("p", "The article does not say this. It is a background topic and has no verdict.")
        return element("section", heading, claim, remark, class_="why")
    verdict = element("p", _verdict(card))
    reason = element("p", f"{card.reason} (rule {card.rule} of the labelling policy)")
    counted = [(GROUP_WORDING[part], _members(groups, card, library)) for part, groups in card.groups.items() if groups]
    parts = [heading, claim, told, verdict, reason]
    if counted:
        parts += [element("h4", "Who was counted"), _listed(counted)]
        parts.append(element("p", "A statement and its copies count once, as one origin.", class_="aside"))
    if card.flags:
        remarks = (element("li", _upper(FLAG_WORDING[Flag(flag)])) for flag in card.flags)
        parts += [element("h4", "Also to know"), element("ul", *remarks)]
    if card.components:
        items = (
            element(
                "li",
                element("p", component.restatement, " (the main point)" if component.headline else ""),
                element("p", _verdict(component)),
                element("p", component.reason, class_="aside"),
            )
            for component in card.components
        )
        parts += [element("h4", "The claim in its parts"), element("ul", *items, class_="claim-cards")]
    parts.append(_search(card.search))
    return element("section", *parts, class_="why")


def _search(search: SearchCard | None) -> Html:
    if search is None:
        return element("p", "No search for evidence has been recorded yet.", class_="aside")
    rows = [
        ("Looked for", search.asked),
        ("Where", search.collections),
        ("Languages", ", ".join(search.languages)),
        ("When", search.date),
        ("Found", search.found),
        ("Limits", search.limits),
    ]
    return join((element("h4", "What was searched"), _rows(rows)))


def _members(groups: Iterable[str], card: ClaimCard, library: Library) -> list[str]:
    """Each independence group by the names of its sources among the claim's evidence."""
    members = []
    for group in groups:
        ids = dict.fromkeys(
            record.source_id
            for record in library.corpus.evidence_by_claim.get(card.id, ())
            if library.corpus.sources[record.source_id].independence_group == group
        )
        names = dict.fromkeys(_short(id, library) for id in ids)
        members.append("; ".join(names) or group)
    return members


def _short(source_id: str, library: Library) -> str:
    """A source in a few words: who and when."""
    source = library.corpus.sources.get(source_id)
    if source is None:
        return source_id
    names = [*source.authors[:1], *([source.publisher] if source.publisher else [])]
    named_twice = len(names) == 2 and names[0] in names[1]
    who = ", ".join(names[1:] if named_twice else names) or source.title
    return f"{who} ({source.date[:4]})" if source.date else who


def _rows(rows: Iterable[tuple[str, str]]) -> Html:
    pairs = (element("div", element("dt", term), element("dd", words)) for term, words in rows if words)
    return element("dl", *pairs, class_="rows")


def _listed(rows: Iterable[tuple[str, Sequence[str]]]) -> Html:
    pairs = (
        element("div", element("dt", term), element("dd", element("ul", *(element("li", one) for one in each))))
        for term, each in rows
    )
    return element("dl", *pairs, class_="rows")


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _upper(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
