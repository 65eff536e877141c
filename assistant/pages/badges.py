"""Labels and verdicts as badges: words first, a border that repeats them."""

from typing import Final

from assistant.answers import ClaimCard, ComponentCard, LabelKey, Section, Statement, bearing
from assistant.languages import Words
from assistant.pages.markup import Html, element, join
from knowledge.sentences import uncapitalised

TONE = {
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


_SHORT = {
    LabelKey.CORROBORATED: "Corroborated",
    LabelKey.LIMITED_INDEPENDENT_SUPPORT: "One source",
    LabelKey.PARTLY_CORROBORATED: "Partly",
    LabelKey.CONTESTED: "Contested",
    LabelKey.CONTRADICTED: "Contradicted",
    LabelKey.LIMITED_CONTRADICTION: "One against",
    LabelKey.ALIGNED_SOURCES_ONLY: "Allies only",
    LabelKey.STATE_MEDIA_ONLY: "State only",
    LabelKey.NOT_CHECKABLE: "Not checkable",
    LabelKey.NOT_REVIEWED: "Not reviewed",
    LabelKey.STATE_MEDIA_ASSERTION: "State media",
    LabelKey.BACKGROUND: "Background",
    LabelKey.GAP: "Gap",
    LabelKey.GUIDANCE: "Check",
}


def short_word(key: LabelKey) -> str:
    """A label in a word or two, for places where its heading or a legend says it in full."""
    return _SHORT[key]


_OF_SENTENCES = frozenset({LabelKey.STATE_MEDIA_ASSERTION, LabelKey.BACKGROUND, LabelKey.GAP, LabelKey.GUIDANCE})


SENSITIVE: Final = "This note speaks of killings, abductions or other violence. Show it"
"""The quiet line behind which a sensitive note stands."""


def verdict_badge(card: ClaimCard | ComponentCard, words: Words) -> Html:
    return badge(TONE[LabelKey(card.verdict or LabelKey.NOT_REVIEWED)], words(card.verdict_text or ""))


def parts_differ(card: ClaimCard) -> bool:
    """Whether a part of the claim has another verdict than the claim, which its label alone would hide."""
    return any(part.verdict != card.verdict for part in card.components)


def badge(tone: str, words: str) -> Html:
    return element("span", words, class_=f"label tone-{tone}")


def label_badge(statement: Statement, card: ClaimCard | None, words: Words) -> Html:
    """The label in words. A verdict is said to be the claim's, or a part's: it is not the sentence's."""
    key, text = statement.label.key, words(statement.label.text)
    if key not in _OF_SENTENCES:
        whole = card is None or card.verdict == key.value
        text = f"{words('Claim') if whole else words('Part of the claim')}: {uncapitalised(text)}"
    return badge(TONE[key], text)


def spoken_of(statement: Statement, card: ClaimCard | None, lead: Statement | None) -> str | None:
    """What a label speaks of, where that is not the claim on top: another claim, or one part of it."""
    silent_on_many = statement.section is Section.GAP and len(statement.claim_ids) > 1
    if card is None or silent_on_many or statement.label.key is LabelKey.GUIDANCE:
        return None
    key = statement.label.key.value
    parts = [part for part in card.components if part.verdict == key and not part.headline]
    if key not in _OF_SENTENCES and key != card.verdict and len(parts) == 1:
        return parts[0].restatement
    same_claim = lead is not None and lead.claim_ids[:1] == statement.claim_ids[:1]
    return None if same_claim else card.restatement


def inline_word(statement: Statement, words: Words) -> Html:
    """The label of a sentence in a word before it: how it bears on its claim, else the label in short."""
    if statement.label.key is LabelKey.GUIDANCE:  # it states nothing about history
        return join(())
    word = words(bearing(statement) or short_word(statement.label.key))
    return join((element("strong", f"{word}:", class_="stance"), " "))
