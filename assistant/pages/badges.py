"""Labels and verdicts as badges: words first, a border that repeats them."""

from assistant.answers import ClaimCard, ComponentCard, LabelKey, Statement, bearing
from assistant.pages.markup import Html, element, join

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


_OF_SENTENCES = frozenset({LabelKey.STATE_MEDIA_ASSERTION, LabelKey.BACKGROUND, LabelKey.GAP, LabelKey.GUIDANCE})


def verdict_badge(card: ClaimCard | ComponentCard) -> Html:
    return badge(TONE[LabelKey(card.verdict or LabelKey.NOT_REVIEWED)], card.verdict_text or "")


def badge(tone: str, words: str) -> Html:
    return element("span", words, class_=f"label tone-{tone}")


def label_badge(statement: Statement, card: ClaimCard | None) -> Html:
    """The label in words. A verdict is said to be the claim's, or a part's: it is not the sentence's."""
    key, words = statement.label.key, statement.label.text
    if key not in _OF_SENTENCES:
        whole = card is None or card.verdict == key.value
        words = f"{'Claim' if whole else 'Part of the claim'}: {_lower(words)}"
    return badge(TONE[key], words)


def spoken_of(statement: Statement, card: ClaimCard | None, lead: Statement | None) -> str | None:
    """What a label speaks of, where that is not the claim on top: another claim, or one part of it."""
    if card is None or statement.label.key is LabelKey.GUIDANCE:
        return None
    key = statement.label.key.value
    parts = [part for part in card.components if part.verdict == key and not part.headline]
    if key not in _OF_SENTENCES and key != card.verdict and len(parts) == 1:
        return parts[0].restatement
    same_claim = lead is not None and lead.claim_ids[:1] == statement.claim_ids[:1]
    return None if same_claim else card.restatement


def stance_word(statement: Statement) -> Html:
    """How a sentence bears on its claim, in bold before it; nothing where it takes no side."""
    words = bearing(statement)
    return join((element("strong", f"{words}:", class_="stance"), " ")) if words else join(())


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
