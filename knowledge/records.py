"""The records of the library: frozen values with no input or output in them.

Words are used in one sense only. A *source* is a work; an *evidence* record is what one source says
about one claim; its *origin* is the source in which that statement started; a *passage* is a stretch
of text that can be cited.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from knowledge.vocabulary import (
    Access,
    Audience,
    Basis,
    ClaimKind,
    Collection,
    Confidence,
    Control,
    Flag,
    Interest,
    LineageStatus,
    PassageKind,
    Reading,
    Relation,
    Reliability,
    SourceType,
    Stance,
    TermKind,
    VerdictKey,
)


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
    ``csl`` is the work's data as CSL-JSON, where it came with them: a source that a librarian has added.
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
    csl: Mapping[str, Any] = field(default_factory=dict, hash=False)


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
class CitedSentence(FileRecord):
    """One reviewed sentence and the evidence records it rests on."""

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
    sentences: tuple[CitedSentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(FileRecord):
    """A topic near the article that the library holds nothing on, and how readers ask for it."""

    id: str
    topic: str
    asked_as: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(FileRecord):
    """A word that a reader may not know, explained from the library's own notes.

    ``term`` and ``also`` are written as they stand in a running text: with a capital where the word is
    a name. Every sentence of a history term cites evidence; a sentence of a method term speaks of this
    library and cites at most an example. ``claim_ids`` are the claims in which the word matters, the
    chief one first; no context topic.
    """

    id: str
    kind: TermKind
    term: str
    also: tuple[str, ...] = ()
    claim_ids: tuple[str, ...] = ()
    sentences: tuple[CitedSentence, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every form under which a text may mention the term."""
        return (self.term, *self.also)


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
