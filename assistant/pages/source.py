"""A source beside the page: who speaks, what they can be trusted for, what they say in this library."""

from collections.abc import Iterable, Sequence

from assistant.languages import Words
from assistant.pages.badges import SENSITIVE
from assistant.pages.links import REFERENCES, claim_link, export_address
from assistant.pages.markup import Html, element, join, lists_of, outside_link, rows_of
from assistant.pages.take import cite_block
from knowledge.bibliography import CONTROL_WORDING, link, read_wording, short_name
from knowledge.holdings.acts import Act, Deed
from knowledge.library import Library
from knowledge.records import Evidence, Source
from knowledge.vocabulary import SourceType

SIGNED_BY_NOBODY = (
    "“Reviewed” means read twice by this project, mostly in excerpt. No historian or librarian has signed this library."
)

_UNKNOWN_LANGUAGE = ""  # HTML's word for it: a librarian writes reasons in any

RELIABILITY_WORDING = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}

KIND_WORDING = {
    SourceType.STATE_MEDIA: "North Korean state media",
    SourceType.OFFICIAL_DOCUMENT_SUBJECT: "official document of North Korea",
    SourceType.OFFICIAL_DOCUMENT_OTHER: "official document of another state or body",
    SourceType.ARCHIVAL_INTERNAL: "internal paper from an archive",
    SourceType.SCHOLARSHIP: "scholarship",
    SourceType.REFERENCE_WORK: "reference work",
    SourceType.JOURNALISM: "journalism",
    SourceType.MEMOIR_TESTIMONY: "memoir or testimony",
    SourceType.NGO_REPORT: "report of a non-governmental organisation",
    SourceType.MUSEUM_DISPLAY: "museum display",
}


ACT_WORDING = {
    Act.PROPOSED: "Proposed",
    Act.REVIEWED: "Reviewed",
    Act.ACCEPTED: "Accepted",
}


def source_card(source: Source, words: Words, *, url: str | None = None, vetting: Sequence[Deed] = ()) -> Html:
    """Who says it, who controls them, what they can be trusted for, and who vetted it.

    ``vetting`` is what :attr:`knowledge.corpus.Corpus.vetting` has on the source; a shipped one has nothing there.
    """
    letter = source.reliability.value
    reliability = f"{words(RELIABILITY_WORDING[letter])}: {source.reliability_reason}"
    rows = [
        (words("By"), "; ".join(source.authors)),
        (words("Publisher"), source.publisher or ""),
        (words("Date"), source.date or ""),
        (words("Kind"), words(KIND_WORDING[source.source_type])),
        (words("Who controls it"), words(CONTROL_WORDING[source.control.value])),
        (words("Reliable for"), source.reliable_for),
        (words("Not reliable for"), source.not_reliable_for),
        (words("Reliability {letter} (from A to F)", letter=letter), reliability),
        (words("How we reached it"), read_wording(source)),
        (words("Caution"), source.caution or ""),
        (words("Rights"), source.licence_note or ""),
    ]
    original = outside_link(url or link(source), words("Open the original (another site)"))
    return element(
        "section",
        element("h3", words("Who says so")),
        element("p", source.title, class_="title", lang=source.language),
        *([element("p", original)] if original else []),
        rows_of(rows, lang="en"),
        *(_vetted(vetting, words) if vetting else [element("p", words(SIGNED_BY_NOBODY), class_="aside")]),
        class_="source-card",
    )


def _vetted(vetting: Iterable[Deed], words: Words) -> tuple[Html, ...]:
    """Who did what, when and why, in the words of the log."""
    rows = ((words(ACT_WORDING[deed.act]), _deed(deed)) for deed in vetting)
    aside = element("p", words("Names and reasons as they stand in the log of this library."), class_="aside")
    return element("h4", words("Who vetted it")), rows_of(rows, lang=_UNKNOWN_LANGUAGE), aside


def _deed(deed: Deed) -> Html:
    day = element("time", deed.time.partition("T")[0], datetime=deed.time)
    return join((deed.by, ", ", day, ": ", deed.reason))


def source_view(source: Source, library: Library, words: Words) -> Html:
    """What this library notes of a source, its reference to copy, and then who speaks."""
    return element(
        "div",
        element("p", source.title, class_="title", lang=source.language),
        _voice(source, words),
        _notes(source, library, words),
        cite_block(source, library, words),
        source_card(source, words, vetting=library.corpus.vetting.get(source.id, ())),
        _reference(source, words),
    )


def _voice(source: Source, words: Words) -> Html:
    """Whose voice it is, in one line, before what it says."""
    control = words(CONTROL_WORDING[source.control.value])
    return element("p", element("span", short_name(source), lang="en"), ": ", control, class_="aside")


def _notes(source: Source, library: Library, words: Words) -> Html:
    notes = [note for note in library.corpus.evidence.values() if note.source_id == source.id]
    if not notes:
        return join(())
    items = (element("li", _note(note, library, words)) for note in notes)
    return element(
        "section",
        element("h3", words("What it says, in this library’s notes")),
        element("ul", *items, class_="notes"),
        class_="evidence-list",
    )


def _note(note: Evidence, library: Library, words: Words) -> Html:
    claim = library.corpus.claims[note.claim_id]
    said = element("p", note.statement, class_="note", lang="en")
    if note.sensitive:
        said = element("details", element("summary", words(SENSITIVE)), said, class_="sensitive")
    about = claim_link(claim.id, claim.restatement)
    return join((said, element("p", words("On the claim:"), " ", element("span", about, lang="en"), class_="where")))


def _reference(source: Source, words: Words) -> Html:
    links = [element("a", name, href=export_address(source=source.id, format=key)) for key, name in REFERENCES]
    return element(
        "section",
        element("h3", words("Take it away")),
        lists_of([(words("This reference"), links)]),
        class_="take-away",
    )
