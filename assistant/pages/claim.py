"""A claim beside the page: its words, its verdict and why, the steps to check it, and all its evidence."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from assistant.answers import ClaimCard, SearchCard
from assistant.cards import claim_card, conflict_cards
from assistant.languages import Words
from assistant.pages.badges import SENSITIVE, parts_differ, verdict_badge
from assistant.pages.conflict import conflict_table
from assistant.pages.glossary import term_link
from assistant.pages.links import (
    DOCUMENTS,
    REFERENCES,
    ask_address,
    claim_address,
    claim_link,
    export_address,
    source_link,
)
from assistant.pages.markup import Html, element, join, lists_of, rows_of
from assistant.pages.pictures import provenance_figure, tellings_figure
from assistant.pages.take import cite_list
from assistant.study.checking import STEP_WORDING, Step, steps
from knowledge.bibliography import short_name
from knowledge.library import Library
from knowledge.lineage import origin
from knowledge.records import Claim, Evidence, Source
from knowledge.sentences import capitalised
from knowledge.terms import terms_in
from knowledge.vocabulary import FLAG_WORDING, Flag, Reading, TermKind
from knowledge.votes import Vote

SIDE_WORDING: dict[Vote, str] = {
    Vote.FULL: "For it",
    Vote.PARTIAL: "For it in part",
    Vote.REFUTES: "Against it",
    Vote.WEAK_REFUTES: "Against it, but interested or weak",
    Vote.ADMISSION: "Conceded in the state’s own records",
    Vote.ALIGNED: "Allied or friendly official voices",
}
_REPEATED = "The state’s own word, and repeats of it"
_ASIDE = "Speaks of it without counting for or against"
_MACHINE = (("json-ld", "ClaimReview (JSON-LD)"),)


def claim_view(claim: Claim, library: Library, words: Words) -> Html:
    """Everything this library holds on a claim."""
    card = claim_card(claim, library)
    if card.verdict is None:
        return element(
            "section",
            element("p", element("em", card.restatement, lang="en"), class_="restatement"),
            element("p", words("The article does not say this. It is a background topic and has no verdict.")),
            _evidence(claim, library, words),
            class_="claim-view",
        )
    return element(
        "section",
        *_head(claim, card, words),
        _parts(card, words),
        _steps(steps(claim, library), library, words),
        _evidence(claim, library, words),
        *_differing(claim, library, words),
        _pictures(claim, library, words),
        _search(card.search, words),
        _terms(claim, library, words),
        cite_list(_cited(claim, library), library, words),
        _take_away(claim, words),
        class_="claim-view",
    )


def claims_to_begin_with(claim_ids: Iterable[str], library: Library, words: Words) -> Html:
    """A few claims with their labels, for a panel in which nothing was chosen yet."""
    claims = [library.corpus.claims[id] for id in claim_ids if id in library.verdicts]
    items = (
        element(
            "li",
            element("p", claim_link(claim.id, claim.restatement), lang="en"),
            element("p", verdict_badge(claim_card(claim, library), words)),
        )
        for claim in claims
    )
    return element("section", element("h3", words("Claims to begin with")), element("ul", *items, class_="claim-cards"))


def _head(claim: Claim, card: ClaimCard, words: Words) -> Iterator[Html]:
    """What the article says, in its words and in plain ones; the verdict and why."""
    if card.verbatim:
        yield element("blockquote", element("p", card.verbatim), class_="article-words", lang="en")
    plain = element("em", card.restatement, lang="en")
    yield element("p", words("In plain words:"), " ", plain, class_="restatement")
    differing = [element("span", words("Its parts differ: see below."), class_="aside")] if parts_differ(card) else []
    yield element("p", verdict_badge(card, words), " ", *differing, class_="verdict-line")
    rule = words("rule {rule} of the labelling policy", rule=card.rule)
    yield element("p", element("span", card.reason or "", lang="en"), f" ({rule})", class_="reason")
    if card.flags:
        remarks = (element("li", _sentence(words(FLAG_WORDING[Flag(flag)]))) for flag in card.flags)
        yield element("ul", *remarks, class_="flags")
    yield _actions(claim, words)


def _actions(claim: Claim, words: Words) -> Html:
    question = claim.asked_as[0] if claim.asked_as else claim.restatement
    return element(
        "p",
        element("a", words("Ask about this"), href=ask_address(question), data_ask=question, class_="button"),
        " ",
        element(
            "button",
            words("Copy link"),
            type="button",
            data_copy_address=claim_address(claim.id),
            data_done=words("Copied"),
            class_="quiet",
        ),
        class_="actions",
    )


def _steps(taken: Sequence[Step], library: Library, words: Words) -> Html:
    items = (
        element(
            "li",
            element("h4", words(STEP_WORDING[step.key])),
            element("p", step.text, lang="en"),
            _looked_at(step, library, words),
        )
        for step in taken
    )
    return element("section", element("h3", words("How do we know?")), element("ol", *items), class_="steps")


def _looked_at(step: Step, library: Library, words: Words) -> str:
    if not step.evidence_ids:
        return ""
    evidence = library.corpus.evidence
    # One link a source: a source with two notes leads to its first.
    first = {evidence[id].source_id: id for id in reversed(step.evidence_ids)}
    links = (
        element("li", element("a", short_name(library.corpus.sources[source_id]), href=f"#note-{id}", lang="en"))
        for source_id, id in reversed(first.items())
    )
    return element("ul", *links, class_="looked-at", aria_label=words("The notes this rests on"))


def _evidence(claim: Claim, library: Library, words: Words) -> Html:
    notes = library.evidence_of(claim.id)
    sides = [*((side, _voting(vote, notes, library)) for vote, side in SIDE_WORDING.items())]
    silent = [note for note in notes if library.votes[note.id] is Vote.NONE]
    sides.append((_REPEATED, [note for note in silent if note.id in library.state_origin]))
    sides.append((_ASIDE, [note for note in silent if note.id not in library.state_origin]))
    parts = [
        element("section", element("h4", words(side)), *_by_origin(members, claim, library, words), class_="side")
        for side, members in sides
        if members
    ]
    if not parts:
        parts = [element("p", words("This library holds no evidence on it."))]
    remark = words("A statement and its copies count once, as one origin.")
    return element(
        "section",
        element("h3", words("The evidence, by side and by origin")),
        element("p", remark, class_="aside"),
        *parts,
        class_="evidence-list",
    )


def _voting(vote: Vote, notes: Iterable[Evidence], library: Library) -> list[Evidence]:
    return [note for note in notes if library.votes[note.id] is vote]


def _by_origin(notes: Iterable[Evidence], claim: Claim, library: Library, words: Words) -> Iterator[Html]:
    """The notes of one side; those that go back to one origin stand together."""

    def group(note: Evidence) -> str:
        return origin(note, library.corpus.sources).independence_group

    for _, members in groupby(sorted(notes, key=lambda note: (group(note), note.id)), key=group):
        together = list(members)
        items = [element("li", _note(note, claim, library, words), id=f"note-{note.id}") for note in together]
        if len(together) > 1:
            yield element("p", words("{count} notes, one origin:", count=len(together)), class_="aside origin")
        yield element("ul", *items, class_="notes")


def _note(note: Evidence, claim: Claim, library: Library, words: Words) -> Html:
    sources = library.corpus.sources
    carrier, started = sources[note.source_id], origin(note, sources)
    said = element("p", note.statement, class_="note", lang="en")
    if note.sensitive:
        said = element("details", element("summary", words(SENSITIVE)), said, class_="sensitive")
    part = next((part for part in claim.components if part.id == note.component and not part.headline), None)
    name = source_link(carrier.id, short_name(carrier))
    where = [element("span", name, lang="en")]
    if note.locator:
        where.append(element("span", note.locator, lang="en"))
    where.append(element("span", words("read whole" if note.read is Reading.WHOLE else "read in excerpt")))
    if started.id != carrier.id:
        where.append(element("span", words("repeats"), " ", source_link(started.id, short_name(started))))
    about = part and element(
        "p", words("On one part:"), " ", element("em", part.restatement, lang="en"), class_="where"
    )
    return join((said, element("p", *where, class_="where"), about or ""))


def _differing(claim: Claim, library: Library, words: Words) -> Iterator[Html]:
    conflicts = conflict_cards((claim,), library)
    if conflicts:
        yield element(
            "section",
            element("h3", words("Where accounts differ")),
            *(conflict_table(conflict, library, words) for conflict in conflicts),
        )


def _pictures(claim: Claim, library: Library, words: Words) -> Html:
    """What is better looked at: who gave which number when, and how copies come down to one origin."""
    tellings = tellings_figure(claim, library, words)
    return element(
        "section",
        element("h3", words("Pictures")),
        *([tellings] if tellings else []),
        provenance_figure(claim, library, words),
    )


def _parts(card: ClaimCard, words: Words) -> Html:
    if not card.components:
        return join(())
    items = (
        element(
            "li",
            element("p", element("span", part.restatement, lang="en"), _main(part.headline, words)),
            element("p", verdict_badge(part, words)),
            element("p", part.reason, class_="aside", lang="en"),
        )
        for part in card.components
    )
    return element(
        "section", element("h3", words("The claim in its parts")), element("ul", *items, class_="claim-cards")
    )


def _main(headline: bool, words: Words) -> str:
    return f" ({words('the main point')})" if headline else ""


def _search(search: SearchCard | None, words: Words) -> Html:
    if search is None:
        return element("p", words("No search for evidence has been recorded yet."), class_="aside")
    rows = [
        (words("Looked for"), search.asked),
        (words("Where"), search.collections),
        (words("Languages"), ", ".join(search.languages)),
        (words("When"), search.date),
        (words("Found"), search.found),
        (words("Limits"), search.limits),
    ]
    return element("section", element("h3", words("What was searched")), rows_of(rows, lang="en"))


def _terms(claim: Claim, library: Library, words: Words) -> Html:
    """The words of the claim that the glossary explains."""
    text = f"{claim.restatement} {claim.verbatim} {claim.reported}"
    found = terms_in(text, library.corpus, kind=TermKind.HISTORY)
    if not found:
        return join(())
    items = (element("li", term_link(term), lang="en") for term in found)
    return element("section", element("h3", words("Words to know")), element("ul", *items, class_="looked-at"))


def _cited(claim: Claim, library: Library) -> list[Source]:
    """The sources of a claim's notes, each once."""
    ids = dict.fromkeys(note.source_id for note in library.evidence_of(claim.id))
    return [library.corpus.sources[id] for id in ids]


def _take_away(claim: Claim, words: Words) -> Html:
    def links(formats: Sequence[tuple[str, str]]) -> list[Html]:
        return [element("a", name, href=export_address(claim=claim.id, format=key)) for key, name in formats]

    rows = (
        (words("This claim"), links((*DOCUMENTS, *_MACHINE))),
        (words("Its references"), links(REFERENCES)),
    )
    return element("section", element("h3", words("Take it away")), lists_of(rows), class_="take-away")


def _sentence(words: str) -> str:
    return f"{capitalised(words)}."
