"""Acts of vetting, and what follows from them. Pure: the log keeps the acts, this module reads them.

A record goes from proposed to reviewed to accepted; proposer and accepter are two people. Nothing that
is not accepted is ever cited. A version that waits can be withdrawn, and is as if it had never been proposed;
a whole record can be retracted; both with a reason. A correction is a new proposal under the same id.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,199}")


class Act(StrEnum):
    """What somebody did with a record."""

    PROPOSED = "proposed"
    REVIEWED = "reviewed"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    RETRACTED = "retracted"


class RecordKind(StrEnum):
    """What kind of record an act is about."""

    SOURCE = "source"
    EVIDENCE = "evidence"


_COMMANDS = {RecordKind.SOURCE: "sources", RecordKind.EVIDENCE: "evidence"}


@dataclass(frozen=True, slots=True, order=True)
class RecordRef:
    """A record by kind and id; written ``source/ID``."""

    kind: RecordKind
    id: str

    def __post_init__(self) -> None:
        # An id becomes a file's name: it may lead nowhere else.
        if not _ID.fullmatch(self.id):
            raise ValueError(f"{self.id!r} is no id: it should have lower-case letters, digits and hyphens only")

    def __str__(self) -> str:
        return f"{self.kind.value}/{self.id}"

    @classmethod
    def parse(cls, text: str) -> "RecordRef":
        """The reference written ``kind/id``; raises ``ValueError`` for anything else."""
        kind, _, id = text.partition("/")
        if not id:
            raise ValueError(f"{text!r} is no kind/id")
        return cls(RecordKind(kind), id)


def is_reference(text: str) -> bool:
    """Whether a text is the ``kind/id`` of a record."""
    try:
        return bool(RecordRef.parse(text))
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One act: who did what with which record, when and why.

    ``time`` is UTC in ISO 8601; ``digest`` the hash of the record's files as they were seen, empty where
    a record of the shipped library is retracted.
    """

    act: Act
    record: RecordRef
    digest: str
    by: str
    time: str
    reason: str


class Refusal(Exception):
    """An act that may not be done; the message says why and what may."""


class AlreadyThere(Refusal):
    """A version is handed in that stands in the library in the same words, in force or waiting."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A version that waits to be accepted: how it was proposed, and how it was last reviewed, if it was."""

    proposed: Deed
    reviewed: Deed | None = None

    @property
    def digest(self) -> str:
        """The hash by which the log knows it."""
        return self.proposed.digest

    @property
    def proposed_by(self) -> str:
        """Who handed it in."""
        return self.proposed.by

    @property
    def reviewed_by(self) -> str | None:
        """Who has reviewed it last."""
        return self.reviewed.by if self.reviewed else None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a record stands in a folder: the digest of the version in force, and a version that waits.

    Only what is in force may be cited; a correction under way changes nothing until it is accepted. So a retracted
    record is retracted until then, the shipped one of its name too.
    """

    in_force: str | None = None
    pending: Pending | None = None
    is_retracted: bool = False


_NOWHERE = Standing()
"""Nothing was done with the record that still counts."""

Standings = Mapping[RecordRef, Standing]


def after(deed: Deed, standing: Standing | None, *, shipped: bool = False) -> Standing:
    """Where a record stands once ``deed`` is done; raises :class:`Refusal` if it may not be done.

    ``standing`` is where it stood before, ``None`` if nothing was done with it yet; ``shipped`` says that
    the record belongs to the shipped library, which counts as accepted.
    """
    for field, value in (("name", deed.by), ("reason", deed.reason)):
        if not value.strip():
            raise Refusal(f"{deed.record} cannot be {deed.act.value} without a {field}")
    before = standing or _NOWHERE
    pending = before.pending
    match deed.act:
        case Act.PROPOSED:
            if deed.digest in (before.in_force, pending.digest if pending else None):
                raise AlreadyThere(f"{deed.record} stands here already in these very words")
            return replace(before, pending=Pending(deed))
        case Act.RETRACTED:
            if before.is_retracted and pending is None:
                raise Refusal(f"{deed.record} is retracted already")
            if before == _NOWHERE and not shipped:
                raise Refusal(f"{deed.record} is not in this library")
            return Standing(is_retracted=True)
    if pending is None:
        if deed.act is Act.WITHDRAWN:
            command = _COMMANDS[deed.record.kind]
            raise Refusal(
                f"{deed.record} has no version that waits, so none can be withdrawn; see what waits with secondsource "
                f"{command} list --waiting, or take back what is in force with secondsource {command} retract"
            )
        raise Refusal(f"{deed.record} is not proposed, so it cannot be {deed.act.value}")
    if deed.digest != pending.digest:
        raise Refusal(f"{deed.record} was changed after it was proposed: propose it anew")
    if deed.act is Act.REVIEWED:
        return replace(before, pending=replace(pending, reviewed=deed))
    if deed.act is Act.WITHDRAWN:
        return replace(before, pending=None)
    if pending.reviewed_by is None:
        raise Refusal(f"{deed.record} is not reviewed yet, so it cannot be accepted")
    if same_person(deed.by, pending.proposed_by):
        raise Refusal(f"{deed.record} was proposed by {pending.proposed_by}: somebody else has to accept it")
    return Standing(in_force=pending.digest)


def standings(deeds: Iterable[Deed], *, shipped: Iterable[RecordRef] = ()) -> dict[RecordRef, Standing]:
    """Where every record stands after all recorded deeds, in order; raises :class:`Refusal` at one that may not be.

    The retraction of a record that shipped when it was done, and ships no longer, is without effect.
    """
    known = frozenset(shipped)
    found: dict[RecordRef, Standing] = {}
    for deed in deeds:
        before = found.get(deed.record, _NOWHERE)
        if deed.act is Act.RETRACTED and deed.record not in known and before == _NOWHERE:
            continue
        found[deed.record] = after(deed, before, shipped=deed.record in known)
    return found


def vetting(deeds: Iterable[Deed]) -> dict[RecordRef, tuple[Deed, ...]]:
    """How each record in force came there after all deeds, in their order: its version proposed, reviewed, accepted."""
    waiting: dict[RecordRef, tuple[Deed, ...]] = {}
    found: dict[RecordRef, tuple[Deed, ...]] = {}
    for deed in deeds:
        match deed.act:
            case Act.PROPOSED:
                waiting[deed.record] = (deed,)
            case Act.REVIEWED:
                waiting[deed.record] = (*waiting[deed.record], deed)
            case Act.ACCEPTED:
                found[deed.record] = (*waiting.pop(deed.record), deed)
            case Act.WITHDRAWN:
                del waiting[deed.record]
            case Act.RETRACTED:
                waiting.pop(deed.record, None)
                found.pop(deed.record, None)
    return found


def same_person(one: str, other: str) -> bool:
    """Whether two names are the same but for case and white space."""
    return one.casefold().split() == other.casefold().split()
