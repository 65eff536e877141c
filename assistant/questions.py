"""A question as it was meant: cleaned, with its kind, its numbers and what it leaves open."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.claim_search import counted_things
from knowledge.lexical import tokens
from knowledge.names import one_spelling, without_names
from knowledge.normalisation import numbers, printable

LONGEST = 1000
"""Characters a question may have."""


class QuestionKind(StrEnum):
    """What form of answer a question asks for."""

    YES_NO = "yes_no"
    HOW_MANY = "how_many"
    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    WHO_SAYS = "who_says"
    WHY = "why"
    WHY_BELIEVE = "why_believe"
    WHY_LABEL = "why_label"
    COMPARE = "compare"
    ARTICLE_SAYS = "article_says"
    OPEN = "open"


# First match wins, so that the more telling forms stand first.
_LEAD_IN = r"^(?:(?:so|and|but|well|ok|hey|please|tell me|if)\W+)*"
_FORMS: tuple[tuple[QuestionKind, str], ...] = (
    (QuestionKind.WHO_SAYS, r"\bwho (?:else )?(?:says|said|claims?|claimed|reports?|reported|confirms?|confirmed)\b"),
    (QuestionKind.WHO_SAYS, r"\baccording to whom\b|\bsays who\b"),
    (QuestionKind.WHO_SAYS, r"\bwhere (?:does|do|did) (?:that|this|it|the|these|those)(?: \w+)? come from\b"),
    (QuestionKind.WHO_SAYS, r"\bwhat(?:'s| is| are) (?:the|your) sources?\b|\bwhich sources?\b"),
    (
        QuestionKind.WHY_LABEL,
        r"\bwhy (?:is|was|are) (?:it|that|this|the)\b.*\b(?:contested|contradicted|corroborated|confirmed)\b",
    ),
    (
        QuestionKind.WHY_LABEL,
        r"\bwhy (?:is|was|are) (?:it|that|this|the)\b.*\b(?:disputed|not checkable|uncheckable|labell?ed)\b",
    ),
    (QuestionKind.WHY_LABEL, r"\bwhy (?:this|that|the) label\b|\bwhy do you (?:call|label|say)\b"),
    (
        QuestionKind.WHY_BELIEVE,
        r"\bwhy (?:should|would|do|must|can) (?:i|we|you|anyone|anybody|people|one)\b.*\b(?:believe|trust|accept)",
    ),
    (QuestionKind.WHY_BELIEVE, r"\bhow do (?:we|you|they|i) know\b|\bhow can (?:i|we) check\b"),
    (QuestionKind.WHY_BELIEVE, r"\bhow (?:reliable|credible|trustworthy|sure|certain)\b"),
    (QuestionKind.WHY_BELIEVE, r"\bcan (?:i|we|you) (?:trust|believe|rely)"),
    (QuestionKind.WHY_BELIEVE, r"\b(?:any|what|is there) (?:proof|evidence)\b"),
    (
        QuestionKind.ARTICLE_SAYS,
        r"\bwhat (?:does|is|'s|do) (?:the |this )?(?:article|text|piece|state media)\b.*\b(?:say|claim|about|tell)",
    ),
    (QuestionKind.ARTICLE_SAYS, r"\b(?:the|this) (?:article|text|piece) (?:say|claim|state|assert)s?\b"),
    (QuestionKind.ARTICLE_SAYS, r"\baccording to the (?:article|text)\b"),
    (QuestionKind.COMPARE, r"\bcompared?\b|\bdifference between\b|\bversus\b|\bvs\b"),
    (QuestionKind.COMPARE, r"\bdo (?:independent |other )?sources agree\b|\bhow (?:do|does) .* differ\b"),
    (QuestionKind.YES_NO, _LEAD_IN + r"(?:did|do|does|is|are|was|were|has|have|had)(?:n't)?\b"),
    (QuestionKind.YES_NO, _LEAD_IN + r"(?:can|could|will|would|should)(?:n't)?\b"),
    (QuestionKind.HOW_MANY, r"\bhow (?:many|much|often|far|long|big|large)\b"),
    (
        QuestionKind.HOW_MANY,
        r"\bwhat (?:(?:is|was|were) the )?(?:\w+ )?(?:number|total|count|distance)\b|\bnumber of\b",
    ),
    (QuestionKind.WHEN, r"\bwhen\b|\b(?:what|which) (?:year|date|day|month)\b"),
    (QuestionKind.WHERE, r"\bwhere\b|\bwhich (?:place|city|country)\b"),
    (QuestionKind.WHO, r"\bwho(?:m|se)?\b|\bwhich (?:person|leader|commander)\b"),
    (QuestionKind.WHY, r"\bwhy\b|\bhow come\b|\bfor what reason\b"),
    (QuestionKind.WHY, r"\bwhat (?:was|were) .*\b(?:motive|reason|aim)s?\b"),
    (QuestionKind.YES_NO, r"\b(?:right|correct|true|no|(?:did|is|was|does)(?:n't)? (?:he|it|they|that))\s*\?\s*$"),
    (QuestionKind.YES_NO, r"\bis (?:it|that|this) (?:true|correct|right|real)\b|\btrue or false\b"),
)
_TAG = re.compile(
    r",?\s*(?:(?:did|do|does|is|was|were|has|had)(?:n't| not)? \w+|right|no|or not)\s*\?*\s*$|\btrue or false\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|without|only|just)\b|n't\b"
    r"|\b(?:false|untrue|fake|lie[sd]?|wrong|myth|made up)\b",
    re.IGNORECASE,
)
_COMPILED = tuple((kind, re.compile(form, re.IGNORECASE)) for kind, form in _FORMS)
_ADDRESS = re.compile(r"\bhttps?://\S+")
_ENGLISH = frozenset(
    (
        "a an the of to in on at by for from with and or but not no so if is are was were be been do does did "
        "has have had can could will would should may it its he his him she they them their we our you your i "
        "me my this that these those there here what which who whom whose when where why how many much any "
        "some all more most other about as than then too very just only also really ever never say says said "
        "tell true"
    ).split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question ready to be answered.

    ``text`` is what the reader asked, made printable; ``search_texts`` the ways to put it that are
    searched, names in one spelling; ``rewritten`` what a follow-up was taken to mean; ``counted`` the
    stems of what it wants counted; ``numbers`` those in it, in digits.
    """

    text: str
    search_texts: tuple[str, ...]
    rewritten: str | None
    kind: QuestionKind
    counted: frozenset[str]
    numbers: tuple[str, ...]
    is_english: bool

    @property
    def search_text(self) -> str:
        """The way to put it that takes the question before it into account, and no more."""
        return _fuller(self.search_texts)

    @property
    def asks_motive(self) -> bool:
        """Whether it asks why somebody did something."""
        return self.kind is QuestionKind.WHY


def read_question(text: str, *, readings: Sequence[str] = ()) -> Question:
    """Read a question; ``readings`` are the texts a follow-up may mean, where it does not stand alone."""
    cleaned = printable(text)
    meant = tuple(readings) or (cleaned,)
    return Question(
        text=cleaned,
        search_texts=tuple(one_spelling(_ADDRESS.sub(" ", printable(each))) for each in meant),
        rewritten=None if meant in ((text,), (cleaned,)) else _fuller(meant),
        kind=_kind(cleaned),
        counted=counted_things(cleaned),
        numbers=numbers(cleaned),
        is_english=_is_english(cleaned),
    )


def _fuller(readings: Sequence[str]) -> str:
    return readings[min(1, len(readings) - 1)]


def has_words(text: str) -> bool:
    """Whether anything in the text could be searched: at least one word of two letters, or a number."""
    return bool(re.search(r"[^\W\d_]{2}|\d", printable(text)))


def _kind(text: str) -> QuestionKind:
    """The form of a question; one that asks whether something is *not* so is open: "yes" would mislead."""
    kind = next((kind for kind, form in _COMPILED if form.search(text)), QuestionKind.OPEN)
    negated = _NEGATED.search(_TAG.sub("", text))
    return QuestionKind.OPEN if kind is QuestionKind.YES_NO and negated else kind


def _is_english(text: str) -> bool:
    """Whether a question reads as English: Latin letters, and small words that English has.

    Short questions of names and nouns ("Kim Il Sung gifts") count as English: nothing says otherwise.
    """
    letters = [char for char in text if char.isalpha()]
    if not letters:
        return True
    if sum(char.isascii() for char in letters) / len(letters) < 0.7:
        return False
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", without_names(text))]
    foreign = sum(word in _FOREIGN for word in words)
    english = sum(word in _ENGLISH for word in words)
    return foreign <= english


_FOREIGN = (
    frozenset(
        (
            "el la los las un una unos unas de del que qué quien quién cuantos cuántos cuantas cuántas cuando "
            "cuándo donde dónde por para es fue son visitó países regalos le les des une du et est sont était "
            "combien quand où qui pourquoi dans sur pays cadeaux il elle a-t-il der die das ein eine und ist sind "
            "war wie viele wann wo wer warum mit hat länder geschenke von zu im auf nicht o os as um uma do da "
            "dos das quantos quando onde quem foi não em com il lo gli dei della quanti quante chi perché"
        ).split()
    )
    - _ENGLISH
)


def content_words(text: str) -> frozenset[str]:
    """The stemmed words of a question that carry meaning."""
    return frozenset(tokens(text))
