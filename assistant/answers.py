"""The answer and its parts: frozen records that go to JSON and back without loss."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from knowledge.vocabulary import VERDICT_WORDING, PassageKind, Stance


class LabelKey(StrEnum):
    """What a sentence rests on: one of the ten verdicts, or one of four that belong to sentences only."""

    CORROBORATED = "corroborated"
    LIMITED_INDEPENDENT_SUPPORT = "limited_independent_support"
    PARTLY_CORROBORATED = "partly_corroborated"
    CONTESTED = "contested"
    CONTRADICTED = "contradicted"
    LIMITED_CONTRADICTION = "limited_contradiction"
    ALIGNED_SOURCES_ONLY = "aligned_sources_only"
    STATE_MEDIA_ONLY = "state_media_only"
    NOT_CHECKABLE = "not_checkable"
    NOT_REVIEWED = "not_reviewed"
    STATE_MEDIA_ASSERTION = "state_media_assertion"
    BACKGROUND = "background"
    GAP = "gap"
    GUIDANCE = "guidance"


LABEL_WORDING: dict[LabelKey, str] = {LabelKey(key.value): words for key, words in VERDICT_WORDING.items()} | {
    LabelKey.STATE_MEDIA_ASSERTION: "State media assert",
    LabelKey.BACKGROUND: "Background from a vetted source",
    LabelKey.GAP: "Nothing independent found in this library",
    LabelKey.GUIDANCE: "How to check",
}
"""The words a student sees in front of a sentence."""


class Section(StrEnum):
    """The part a sentence plays in an answer."""

    ASSERTED = "asserted"
    INDEPENDENT = "independent"
    CONFLICT = "conflict"
    BACKGROUND = "background"
    GAP = "gap"
    GUIDANCE = "guidance"


class Status(StrEnum):
    """Whether the question was answered."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"


class AbstainReason(StrEnum):
    """Why a question was not answered."""

    OUT_OF_SCOPE = "out_of_scope"
    NOTHING_FOUND = "nothing_found"
    NOT_A_QUESTION = "not_a_question"
    TOO_LONG = "too_long"


class WithheldReason(StrEnum):
    """Why a sentence was kept out of an answer."""

    NO_CITATION = "no_citation"
    NOT_RETRIEVED = "not_retrieved"
    QUOTE_NOT_FOUND = "quote_not_found"
    NUMBER_NOT_IN_QUOTES = "number_not_in_quotes"
    MIXED_ORIGINS = "mixed_origins"
    NAME_NOT_IN_QUOTES = "name_not_in_quotes"
    LIMITS_CHANGED = "limits_changed"
    NOT_ITS_WORDS = "not_its_words"
    UNSUPPORTED_PROSE = "unsupported_prose"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class Label:
    """What a sentence rests on, as a key for programs and in words for people."""

    key: LabelKey
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """An exact quote: ``passage.text[start:end] == quote`` always holds."""

    source_id: str
    passage_id: str
    kind: PassageKind
    quote: str
    start: int
    end: int
    locator: str | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One labelled sentence.

    ``stance`` says how it bears on its claim, where it is the sentence of one note;
    ``more`` marks what is shown on request only.
    """

    text: str
    section: Section
    label: Label
    stance: Stance | None = None
    claim_ids: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    more: bool = False


def bearing(statement: Statement) -> str | None:
    """How a sentence bears on its claim, in a word or two; ``None`` where it takes no side.

    What the state itself concedes is said to be that: it wears the label of the state's own words.
    """
    if statement.section is Section.ASSERTED:
        return "Conceded by the state itself" if statement.stance is Stance.REFUTES else None
    return _BEARING.get(statement.stance) if statement.section is Section.INDEPENDENT else None


_BEARING = {Stance.SUPPORTS: "For", Stance.PARTIALLY_SUPPORTS: "In part", Stance.REFUTES: "Against", None: None}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentCard:
    """One part of a claim with its verdict."""

    id: str
    restatement: str
    verdict: str
    verdict_text: str
    rule: str
    reason: str
    headline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchCard:
    """What was looked for, where, and what was found, for one claim."""

    date: str
    asked: str
    collections: str
    languages: tuple[str, ...]
    complete: bool
    found: str
    limits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCard:
    """A claim with its verdict and the reason for it; no verdict for a context topic."""

    id: str
    verbatim: str | None
    restatement: str
    verdict: str | None
    verdict_text: str | None
    rule: str | None
    reason: str | None
    components: tuple[ComponentCard, ...]
    groups: dict[str, tuple[str, ...]]
    flags: tuple[str, ...]
    evidence_ids: tuple[str, ...]
    search: SearchCard | None


@dataclass(frozen=True, slots=True)
class ConflictPosition:
    """One side of a conflict."""

    value: str
    source_ids: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ConflictCard:
    """A disagreement side by side."""

    topic: str
    positions: tuple[ConflictPosition, ...]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage that was found for this answer, and its rank."""

    passage_id: str
    source_id: str
    rank: int


@dataclass(frozen=True, slots=True)
class Searched:
    """How much was searched."""

    collections: tuple[str, ...]
    passages: int
    claims: int


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence that failed a check, with the check it failed."""

    reason: WithheldReason
    text: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """How a follow-up question was read: the text that was searched; ``None`` if it stands alone."""

    rewritten: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What made an answer, in enough detail to make it again.

    ``model`` is the language model whose draft it follows; ``model_notice`` why there is none although one was asked,
    and ``model_failure`` the same as a key of :data:`assistant.absences.ABSENCE_WORDING`.
    """

    corpus: str
    index: str
    prompts: str
    model: str | None
    settings: str
    version: str
    retrieval: str
    notice: str | None = None
    model_notice: str | None = None
    model_failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one question: for the chat, for JSON, for evaluation and for export."""

    question: str
    conversation: Conversation
    status: Status
    abstain_reason: AbstainReason | None
    score: float
    statements: tuple[Statement, ...]
    claims: tuple[ClaimCard, ...]
    conflicts: tuple[ConflictCard, ...]
    retrieved: tuple[Retrieved, ...]
    searched: Searched
    withheld: tuple[Withheld, ...]
    follow_ups: tuple[str, ...]
    sources: tuple[dict[str, Any], ...]
    provenance: Provenance


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """The answer as the JSON object documented in the README."""
    document: dict[str, Any] = TypeAdapter(Answer).dump_python(answer, mode="json")
    return document


def answer_from_json(document: dict[str, Any]) -> Answer:
    """The answer back from its JSON object."""
    return TypeAdapter(Answer).validate_python(document)
