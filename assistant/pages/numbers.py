"""The article's numbers in one table: each with its label, who else bears it out, and where to look."""

from assistant.answers import LabelKey
from assistant.cards import claim_card
from assistant.languages import Words
from assistant.overviews import numbered_claims
from assistant.pages.badges import TONE, badge, parts_differ, short_word
from assistant.pages.links import claim_link, source_link
from assistant.pages.markup import Html, element, join
from knowledge.bibliography import short_name
from knowledge.library import Library
from knowledge.records import Claim
from knowledge.vocabulary import SourceType
from knowledge.votes import Vote

_BEARING_OUT = (Vote.FULL, Vote.PARTIAL)


def numbers_table(library: Library, words: Words) -> Html:
    """One row for each claim of the article that has a number in it, in the article's order."""
    columns = (words("What the article says"), words("Label"), words("Who else bears it out"))
    head = element("tr", *(element("th", column, scope="col") for column in columns))
    return element(
        "table",
        element("caption", words("Every number of the article, and what this library found on it")),
        element("thead", head),
        element("tbody", *(_row(claim, library, words) for claim in numbered_claims(library))),
        class_="accounts numbers",
    )


def _row(claim: Claim, library: Library, words: Words) -> Html:
    card = claim_card(claim, library)
    key = LabelKey(card.verdict or LabelKey.NOT_REVIEWED)
    label = [badge(TONE[key], words(short_word(key)))]
    if parts_differ(card):
        label.append(element("span", " ", words("Its parts differ"), class_="aside"))
    return element(
        "tr",
        element("th", claim_link(claim.id, card.verbatim or card.restatement), scope="row", lang="en"),
        element("td", *label),
        element("td", _borne_out_by(claim, library, words)),
    )


def _borne_out_by(claim: Claim, library: Library, words: Words) -> Html:
    """The independent sources that bear the claim's main point out, in full or in part."""
    counted = library.verdicts[claim.id].headline.evidence_ids
    notes = [
        library.corpus.evidence[id]
        for id in counted
        if library.votes[id] in _BEARING_OUT and not library.corpus.evidence[id].sensitive
    ]
    ids = dict.fromkeys(note.source_id for note in notes)
    if not ids:
        return element("span", words("nobody independent, in this library"))
    sources = [library.corpus.sources[id] for id in ids]
    sources.sort(key=lambda source: source.source_type is SourceType.REFERENCE_WORK)
    links = (element("li", source_link(source.id, short_name(source)), lang="en") for source in sources)
    return join((element("ul", *links),))
