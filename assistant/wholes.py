"""Questions that ask of everything at once: of the whole article, or of all its numbers."""

import re
from enum import StrEnum

from knowledge.lexical import tokens


class Whole(StrEnum):
    """What a question may be about that is no single claim."""

    ARTICLE = "article"
    NUMBERS = "numbers"


# A question is about a whole only if it has no word beside these: any other would name a claim.
_OF_A_WHOLE = frozenset(
    tokens(
        "article text piece true false believe trust reliable credible everything anything all whole lie lies lying "
        "propaganda state media fact facts accurate honest story claims claim source thing made up invented say says "
        "corroborated confirm independent independently about which this summary summarise subject topic "
        "numbers figures statistics quantities many any every each other others else anyone anybody someone nobody "
        "back backed support verify check outside evidence correct right wrong real really actually contested "
        "contradicted disputed exaggerated list show tell table give given state stated mention mentioned contain "
        "its please"
    )
)
_NAMES_THE_ARTICLE = frozenset(tokens("article text piece everything claims all"))
_NUMBERS = re.compile(r"\b(?:numbers|figures|statistics|quantities)\b", re.IGNORECASE)
_OF_ALL = re.compile(
    r"\b(?:which|any|all|every|each|how many|list|show)\b(?: (?:of|me|the|its|these|those|this|his|their|other|"
    r"(?:article|text|piece)(?:[’']s)?))* (?:numbers|figures|statistics|quantities|claims|statements|facts)\b"
    r"|\b(?:numbers|figures|statistics|quantities|claims|statements|facts) (?:in|of|from) (?:the|this) "
    r"(?:article|text|piece)\b",
    re.IGNORECASE,
)


def whole_of(text: str) -> Whole | None:
    """The whole a question is about; ``None`` where it is about something in particular."""
    words = frozenset(tokens(text))
    if not words or not words <= _OF_A_WHOLE:
        return None
    if _NUMBERS.search(text):
        return Whole.NUMBERS
    return Whole.ARTICLE if words & _NAMES_THE_ARTICLE else None


def asks_of_all(text: str) -> bool:
    """Whether a question asks of all claims or numbers by saying so, and so of none spoken of before it."""
    return whole_of(text) is not None and bool(_OF_ALL.search(text))
