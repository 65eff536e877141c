"""The evidence panel: a passage in its place, the source's card, and why a label is what it is."""

from collections.abc import Iterable

from assistant.answers import Citation, ClaimCard, SearchCard
from assistant.pages.badges import verdict_badge
from assistant.pages.front import SIGNED_BY_NOBODY
from assistant.pages.markup import Html, element, join, lists_of, outside_link, rows_of
from knowledge.bibliography import CONTROL_WORDING, link, read_wording
from knowledge.library import Library
from knowledge.records import Evidence, Passage, Source
from knowledge.vocabulary import FLAG_WORDING, Flag, PassageKind, Reading

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

_NEIGHBOURS = 2


def passage(citation: Citation, library: Library) -> Html:
    """The passage a citation quotes, in its place, with the quote marked."""
    cited = library.passages[citation.passage_id]
    marked = join((cited.text[: citation.start], element("mark", citation.quote), cited.text[citation.end :]))
    heading = element("h3", PASSAGE_HEADING[citation.kind])
    if cited.kind is PassageKind.LIBRARY_NOTE:
        evidence = library.corpus.evidence.get(cited.evidence_id or "")
        rows = _note_rows(evidence) if evidence else []
        note = element("p", marked, class_="note")
        return element("section", heading, note, rows_of(rows), class_="passage-note")
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
        rows.append(("Mind", "this note speaks of killings, abductions or other violence"))
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
        rows_of(rows),
        element("p", SIGNED_BY_NOBODY, class_="aside"),
        class_="source-card",
    )


def why_label(card: ClaimCard, library: Library) -> Html:
    """The claim, its verdict, and everything the verdict rests on."""
    heading = element("h3", "Why this label?")
    told = element("p", "The article’s words: ", element("q", card.verbatim)) if card.verbatim else join(())
    claim = element("p", "In plain words: ", element("em", card.restatement))
    if card.verdict is None:
        remark = element("p", "The article does not say this. It is a background topic and has no verdict.")
        return element("section", heading, claim, remark, class_="why")
    verdict = element("p", verdict_badge(card))
    reason = element("p", f"{card.reason} (rule {card.rule} of the labelling policy)")
    counted = [(GROUP_WORDING[part], _members(groups, card, library)) for part, groups in card.groups.items() if groups]
    parts = [heading, told, claim, verdict, reason]
    if counted:
        parts += [element("h4", "Who was counted"), lists_of(counted)]
        parts.append(element("p", "A statement and its copies count once, as one origin.", class_="aside"))
    if card.flags:
        remarks = (element("li", _upper(FLAG_WORDING[Flag(flag)])) for flag in card.flags)
        parts += [element("h4", "Also to know"), element("ul", *remarks)]
    if card.components:
        items = (
            element(
                "li",
                element("p", component.restatement, " (the main point)" if component.headline else ""),
                element("p", verdict_badge(component)),
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
    return join((element("h4", "What was searched"), rows_of(rows)))


def _members(groups: Iterable[str], card: ClaimCard, library: Library) -> list[str]:
    """Each independence group by the names of its sources among the claim's evidence."""
    members = []
    for group in groups:
        ids = dict.fromkeys(
            record.source_id
            for record in library.corpus.evidence_by_claim.get(card.id, ())
            if library.corpus.sources[record.source_id].independence_group == group
        )
        names = dict.fromkeys(short_name(id, library) for id in ids)
        members.append("; ".join(names) or group)
    return members


def short_name(source_id: str, library: Library) -> str:
    """A source in a few words: who and when."""
    source = library.corpus.sources.get(source_id)
    if source is None:
        return source_id
    names = [*source.authors[:1], *([source.publisher] if source.publisher else [])]
    named_twice = len(names) == 2 and names[0] in names[1]
    who = ", ".join(names[1:] if named_twice else names) or source.title
    return f"{who} ({source.date[:4]})" if source.date else who


def _upper(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
