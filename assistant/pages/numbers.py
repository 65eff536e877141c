"""The article's numbers in one table: each with its label, who else bears it out, and where to look."""

from collections.abc import Iterator

from assistant.answers import ClaimCard, ComponentCard, LabelKey
from assistant.cards import claim_card
from assistant.languages import Words
from assistant.overviews import numbered_claims
from assistant.pages.badges import TONE, badge, parts_differ, short_word
from assistant.pages.links import claim_link, source_link
from assistant.pages.markup import Html, element
from knowledge.bibliography import short_name
from knowledge.library import Library
from knowledge.records import Claim
from knowledge.vocabulary import SourceType
from knowledge.votes import Vote

_BEARING_OUT = (Vote.FULL, Vote.PARTIAL)


def numbers_table(library: Library, words: Words) -> Html:
    """Every claim of the article that has a number in it, in the article's order."""
    columns = (words("What the article says"), words("Label"), words("Who else bears it out"))
    head = element("tr", *(element("th", column, scope="col") for column in columns))
    return element(
        "table",
        element("caption", words("Every number that the article gives in figures, and what this library found on it")),
        element("thead", head),
        element("tbody", *(row for claim in numbered_claims(library) for row in _rows(claim, library, words))),
        class_="accounts numbers",
    )


def _rows(claim: Claim, library: Library, words: Words) -> Iterator[Html]:
    """The claim's row and, where its parts fare otherwise, one below it that says which."""
    card = claim_card(claim, library)
    phrase = claim_link(claim.id, card.verbatim or card.restatement)
    yield element(
        "tr",
        element("th", phrase, scope="row", lang="en"),
        element("td", _badge(card, words)),
        element("td", _borne_out_by(claim, library, words)),
    )
    if parts_differ(card):
        parts = (
            element("li", element("span", part.restatement, lang="en"), " ", _badge(part, words))
            for part in card.components
        )
        yield element("tr", element("td", words("Part by part:"), element("ul", *parts), colspan="3", class_="parts"))


def _badge(card: ClaimCard | ComponentCard, words: Words) -> Html:
    key = LabelKey(card.verdict or LabelKey.NOT_REVIEWED)
    return badge(TONE[key], words(short_word(key)))


def _borne_out_by(claim: Claim, library: Library, words: Words) -> Html:
    """The independent sources that bear the claim's main point out; those that do in part only say so."""
    borne_out: dict[str, bool] = {}
    for id in library.verdicts[claim.id].headline.evidence_ids:
        note = library.corpus.evidence[id]
        if library.votes[id] in _BEARING_OUT and not note.sensitive:
            borne_out[note.source_id] = borne_out.get(note.source_id, False) or library.votes[id] is Vote.FULL
    if not borne_out:
        return element("span", words("nobody independent, in this library"))
    sources = [library.corpus.sources[id] for id in borne_out]
    sources.sort(key=lambda source: (not borne_out[source.id], source.source_type is SourceType.REFERENCE_WORK))
    items = (
        element(
            "li",
            element("span", source_link(source.id, short_name(source)), lang="en"),
            *([] if borne_out[source.id] else [f" ({words('in part')})"]),
        )
        for source in sources
    )
    return element("ul", *items)
