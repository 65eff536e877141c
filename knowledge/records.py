"""The records of the library: frozen values with no input or output in them.

Words are used in one sense only. A *source* is a work; an *evidence* record is what one source says
about one claim; its *origin* is the source in which that statement started; a *passage* is a stretch
of text that can be cited. The closed choices are enums, and "we do not know" is one of the choices.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar


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


class FileRecord:
    """What every record read from a file shares: a field nobody knows is an error, not ignored."""

    __slots__ = ()
    __pydantic_config__: ClassVar = {"extra": "forbid", "str_min_length": 1}


@dataclass(frozen=True, slots=True)
class Derivation(FileRecord):
    """One way in which a source depends on another."""

    source_id: str
    relation: Relation
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Identifiers(FileRecord):
    """Standing names of a work, by which a reader can ask for it anywhere."""

    doi: str | None = None
    isbn: str | None = None
    un_symbol: str | None = None
    archive_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(FileRecord):
    """A work: who made it, who controls it, what it can be trusted for, how we reached it.

    ``date`` is an ISO 8601 date, possibly partial. ``url`` stands only where the work was opened at
    its own publisher; a work read in a copy is cited without a link and ``read_in`` names the copy.
    """

    id: str
    title: str
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    date: str | None = None
    language: str
    source_type: SourceType
    control: Control
    audience: Audience
    interest: Interest
    independence_group: str
    reliability: Reliability
    reliability_reason: str
    reliable_for: str
    not_reliable_for: str
    access: Access
    read_in: str | None = None
    url: str | None = None
    caution: str | None = None
    licence_note: str | None = None
    identifiers: Identifiers = Identifiers()
    derives_from: tuple[Derivation, ...] = ()


@dataclass(frozen=True, slots=True)
class Lineage(FileRecord):
    """Where one statement came from: its origin, and how it reached the source that carries it."""

    status: LineageStatus
    origin_source_id: str | None = None
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class Value(FileRecord):
    """A number a source gives, with what it counts and when."""

    number: float | None = None
    unit: str | None = None
    qualifier: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(FileRecord):
    """What one source says about one claim, in a reviewed library note of our own words.

    ``comparable`` is true when scope and time are the claim's own; only then can a record fully
    support or refute it. ``event_date`` is the time of the event, as an EDTF level 0 date or interval.
    """

    id: str
    claim_id: str
    component: str | None = None
    source_id: str
    locator: str | None = None
    statement: str
    stance: Stance
    comparable: bool
    event_date: str | None = None
    basis: Basis
    admission_against_interest: bool
    must_show: bool
    sensitive: bool
    scope_note: str | None = None
    credibility: int
    confidence: Confidence
    read: Reading
    lineage: Lineage
    value_found: Value | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Component(FileRecord):
    """One checkable part of a claim. Exactly one component of a claim is its headline."""

    id: str
    kind: ClaimKind
    headline: bool
    restatement: str
    clause: str
    sought: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(FileRecord):
    """One claim of the article, or a context topic (``kind`` context, no ``verbatim``).

    ``verbatim`` is an exact substring of the article. The four phrases say how an answer speaks of
    the claim: ``topic`` names it, ``clause`` completes "independent sources confirm that …",
    ``sought`` completes "no independent source in this library …", ``reported`` attributes it to
    the article with the article's own words in quotation marks. ``asked_as`` holds wordings under
    which a reader may look for it; they are searched and never cited.
    """

    id: str
    kind: ClaimKind
    verbatim: str | None = None
    restatement: str
    cutoff: str | None = None
    topic: str
    clause: str | None = None
    sought: str | None = None
    reported: str | None = None
    asked_as: tuple[str, ...] = ()
    components: tuple[Component, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Search(FileRecord):
    """The record of one look for evidence: what was asked, where, and what was found."""

    claim_id: str
    date: str
    asked: str
    collections: str
    languages: tuple[str, ...]
    complete: bool
    found: str
    limits: str


@dataclass(frozen=True, slots=True)
class Position(FileRecord):
    """One side of a conflict: a value and the sources that give it."""

    value: str
    source_ids: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict(FileRecord):
    """A disagreement, shown side by side and never averaged.

    ``editions_differ`` says that the state's own texts disagree with one another (rule R1).
    """

    id: str
    topic: str
    claim_ids: tuple[str, ...]
    editions_differ: bool
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class PremiseSentence(FileRecord):
    """One sentence of a premise's answer and the evidence records it rests on."""

    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Premise(FileRecord):
    """Something questions take for granted that the sources do not bear out, with the reviewed answer.

    A sentence without evidence may speak of this library only, not of history.
    """

    id: str
    presumes: str
    claim_ids: tuple[str, ...]
    asked_as: tuple[str, ...]
    sentences: tuple[PremiseSentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(FileRecord):
    """A topic near the article that the library holds nothing on, and how readers ask for it."""

    id: str
    topic: str
    asked_as: tuple[str, ...]


class PassageKind(StrEnum):
    """Whether a passage is a text's own words or our reviewed note about a source."""

    VERBATIM = "verbatim"
    LIBRARY_NOTE = "library_note"


class Collection(StrEnum):
    """The two sides of the index: what the state's own voices say, and all others."""

    STATE = "state_origin"
    OTHERS = "others"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of text that can be cited.

    ``start`` and ``end`` are character offsets into the text it was cut from (for a library note,
    into the note itself). ``locator`` says where a reader finds it.
    """

    id: str
    source_id: str
    kind: PassageKind
    collection: Collection
    text: str
    locator: str | None
    start: int
    end: int
    evidence_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Independence groups by the part they play in a verdict, each sorted by name."""

    supports: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    refutes: tuple[str, ...] = ()
    admissions: tuple[str, ...] = ()
    weak_refutes: tuple[str, ...] = ()
    aligned: tuple[str, ...] = ()
    relays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A verdict with its reason: the rule that fired, the groups that voted, the records they rest on."""

    key: VerdictKey
    rule: str
    reason: str
    groups: Groups = Groups()
    flags: tuple[Flag, ...] = ()
    evidence_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimVerdict:
    """The verdict of a claim and of each of its components, in the record's order."""

    claim_id: str
    headline: Verdict
    components: tuple[tuple[str, Verdict], ...] = field(default=())

    def component(self, component_id: str | None) -> Verdict:
        """The verdict of one component; the headline verdict for ``None``."""
        if component_id is None:
            return self.headline
        return dict(self.components)[component_id]
