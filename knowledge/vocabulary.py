"""The closed choices of the library, and the words a reader sees for them.

"We do not know" is one of the choices, never an absent value.
"""

from enum import StrEnum


class SourceType(StrEnum):
    """What kind of work a source is."""

    STATE_MEDIA = "state_media"
    OFFICIAL_DOCUMENT_SUBJECT = "official_document_subject"
    OFFICIAL_DOCUMENT_OTHER = "official_document_other"
    ARCHIVAL_INTERNAL = "archival_internal"
    SCHOLARSHIP = "scholarship"
    REFERENCE_WORK = "reference_work"
    JOURNALISM = "journalism"
    MEMOIR_TESTIMONY = "memoir_testimony"
    NGO_REPORT = "ngo_report"
    MUSEUM_DISPLAY = "museum_display"


class Control(StrEnum):
    """Whose editorial control a source is under. The subject state is North Korea."""

    SUBJECT_STATE = "subject_state"
    ALLIED_STATE = "allied_state"
    ADVERSE_STATE = "adverse_state"
    OTHER_STATE = "other_state"
    PUBLIC_BROADCASTER = "public_broadcaster_independent"
    NONE = "none"


class Audience(StrEnum):
    """Whom a source was written for: a public statement or an internal paper."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Interest(StrEnum):
    """A source's interest in the article's claims being believed."""

    ALIGNED = "aligned"
    NEUTRAL = "neutral"
    ADVERSE = "adverse"
    UNKNOWN = "unknown"


class Access(StrEnum):
    """How the project reached a work, and so whether it may link to it."""

    ORIGINAL = "original"
    COPY = "copy"
    UNLINKED = "unlinked"


class Reliability(StrEnum):
    """Reliability of a source, A (best) to F, on the Admiralty scale (NATO AJP-2.1)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class ClaimKind(StrEnum):
    """What kind of statement a claim is; it decides whether evidence can settle it (rule R0)."""

    EVENT = "event"
    QUANTITY = "quantity"
    RELATION = "relation"
    CAUSAL_CREDIT = "causal_credit"
    DOCTRINE_ATTRIBUTION = "doctrine_attribution"
    MOTIVE = "motive"
    CHARACTERISATION = "characterisation"
    EVALUATIVE = "evaluative"
    PREDICTIVE = "predictive"
    CONTEXT = "context"


class Stance(StrEnum):
    """How an evidence record bears on its claim."""

    SUPPORTS = "supports"
    PARTIALLY_SUPPORTS = "partially_supports"
    REFUTES = "refutes"
    REPORTS_ONLY = "reports_only"
    CONTEXT = "context"


class Basis(StrEnum):
    """What an evidence record rests on."""

    ARCHIVAL = "archival"
    OFFICIAL_OTHER = "official_other"
    SCHOLARSHIP = "scholarship"
    JOURNALISM = "journalism"
    TESTIMONY = "testimony"
    TERTIARY = "tertiary"
    REPETITION = "repetition"


class LineageStatus(StrEnum):
    """Whether the way a statement came to its source is known."""

    TRACED = "traced"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """How one source depends on another (compare W3C PROV-O's derivations)."""

    QUOTES = "quotes"
    RELAYS = "relays"
    BASED_ON = "based_on"
    TRANSLATION = "translation"
    REVISION = "revision"


class Confidence(StrEnum):
    """How sure the two readers were that a record says what its page says."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"


class Reading(StrEnum):
    """How far the project read a source for an evidence record."""

    WHOLE = "whole"
    EXCERPT = "excerpt"


class VerdictKey(StrEnum):
    """What the reviewed evidence shows about a claim (labelling policy, closed vocabulary)."""

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


VERDICT_WORDING: dict[VerdictKey, str] = {
    VerdictKey.CORROBORATED: "Independently corroborated",
    VerdictKey.LIMITED_INDEPENDENT_SUPPORT: "One independent source (or testimony only)",
    VerdictKey.PARTLY_CORROBORATED: "Partly corroborated",
    VerdictKey.CONTESTED: "Contested: sources disagree",
    VerdictKey.CONTRADICTED: "Contradicted by independent evidence, or by the state's own records",
    VerdictKey.LIMITED_CONTRADICTION: "One independent source says otherwise",
    VerdictKey.ALIGNED_SOURCES_ONLY: "Only allied or friendly official voices",
    VerdictKey.STATE_MEDIA_ONLY: "Only the state's own media say so, in this library",
    VerdictKey.NOT_CHECKABLE: "Praise, opinion or prophecy: not checkable",
    VerdictKey.NOT_REVIEWED: "Not reviewed yet",
}
"""The words a student sees, from the labelling policy."""


class Flag(StrEnum):
    """A remark that explains a verdict and never changes it."""

    RELAY = "relay"
    TESTIMONY_ONLY = "testimony_only"
    NUMBER_DIFFERS = "number_differs"
    DATE_DIFFERS = "date_differs"
    SCOPE_MISMATCH = "scope_mismatch"
    EDITIONS_DIFFER = "editions_differ"
    DISPUTED = "disputed"
    ADVERSE_PARTY_ONLY = "adverse_party_only"
    TRANSLATION_ONLY = "translation_only"
    LOADED_LANGUAGE = "loaded_language"
    MISSING_CONTEXT = "missing_context"
    ADMISSION_AGAINST_INTEREST = "admission_against_interest"
    READ_IN_EXCERPT = "read_in_excerpt"


FLAG_WORDING: dict[Flag, str] = {
    Flag.RELAY: "some sources only repeat the state's own figure or statement",
    Flag.TESTIMONY_ONLY: "the support rests on testimony alone",
    Flag.NUMBER_DIFFERS: "sources give different numbers",
    Flag.DATE_DIFFERS: "sources give different dates",
    Flag.SCOPE_MISMATCH: "some sources speak of another scope or period",
    Flag.EDITIONS_DIFFER: "the state's own texts differ from one another",
    Flag.DISPUTED: "a party to the conflict disputes it",
    Flag.ADVERSE_PARTY_ONLY: "only an adverse party speaks against it",
    Flag.TRANSLATION_ONLY: "the support is known in translation only",
    Flag.LOADED_LANGUAGE: "the article's wording passes judgement",
    Flag.MISSING_CONTEXT: "the article leaves out something a reader needs",
    Flag.ADMISSION_AGAINST_INTEREST: "the state's own records concede it",
    Flag.READ_IN_EXCERPT: "sources were read mostly in excerpt",
}


class PassageKind(StrEnum):
    """Whether a passage is a text's own words or our reviewed note about a source."""

    VERBATIM = "verbatim"
    LIBRARY_NOTE = "library_note"


class Collection(StrEnum):
    """The two sides of the index: what the state's own voices say, and all others."""

    STATE = "state_origin"
    OTHERS = "others"


class TermKind(StrEnum):
    """What a term of the glossary belongs to: the history told, or the way this library works."""

    HISTORY = "history"
    METHOD = "method"
