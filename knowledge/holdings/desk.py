"""The librarian's desk: acts of vetting done on a folder, each recorded before it counts."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from knowledge.holdings.acts import Act, Deed, RecordKind, RecordRef, Refusal, Standing, after, same_person, standings
from knowledge.holdings.folder import FolderTrouble, LibraryFolder, Place, digest_of
from knowledge.holdings.log import Entry, append, read_log
from knowledge.passages import ARTICLE_SOURCE_ID

_ARTICLE = RecordRef(RecordKind.SOURCE, ARTICLE_SOURCE_ID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A version of a record as it is handed in: its file's content and, for a source with a text, the text's."""

    record: RecordRef
    content: str
    text: str | None = None

    @property
    def digest(self) -> str:
        """The hash by which the log will know this version."""
        return digest_of([part.encode() for part in (self.content, self.text) if part is not None])


@dataclass
class Desk:
    """A folder open for writing: the log as it was read, and where every record stands.

    Deeds are kept until :meth:`record` writes them, all at once, to the log; then they count.
    """

    folder: LibraryFolder
    entries: tuple[Entry, ...]
    shipped: frozenset[RecordRef]
    standings: dict[RecordRef, Standing]
    _deeds: list[tuple[Deed, str | None]] = field(default_factory=list)
    """What is to be recorded, each with the version that was in force before."""

    _claimed: dict[RecordRef, str] = field(default_factory=dict)
    """The digest of the version that was first handed in under a name."""

    _unsettled: set[RecordRef] = field(default_factory=set)
    """The records whose files are to be moved once the deeds are recorded; until then none is written over."""

    def claim(self, proposal: Proposal) -> None:
        """Keep a version's name for it until the desk is left; raises :class:`Refusal` if another has it.

        Else of two that are called alike each would take the other's place, by turns, whenever both are handed in.
        """
        if self._claimed.setdefault(proposal.record, proposal.digest) != proposal.digest:
            raise Refusal(f"two are called {proposal.record}, and one would take the other's place; rename one of them")

    def is_in_force(self, proposal: Proposal) -> bool:
        """Whether a version stands in the library in these very words already."""
        standing = self.standings.get(proposal.record)
        return standing is not None and standing.in_force == proposal.digest

    def propose(self, proposal: Proposal, *, by: str, reason: str) -> None:
        """Hand in a version; raises :class:`Refusal` if these very words stand here already, or its name is taken."""
        self.claim(proposal)
        self._require_new(proposal, by=by, reason=reason)
        if proposal.record in self._unsettled:
            raise Refusal(f"{proposal.record} is just being changed; propose it anew when that is recorded")
        waits = self._pending_digest(proposal.record)
        digest = self.folder.propose(proposal.record, proposal.content, proposal.text, instead_of=waits)
        self._do(Act.PROPOSED, proposal.record, digest, by, reason)

    def review(self, record: RecordRef, *, by: str, reason: str) -> None:
        """Say that the waiting version was read and is what it claims to be; said by the same twice, it is one deed."""
        standing = self.standings.get(record)
        reviewer = standing.pending.reviewed_by if standing and standing.pending else None
        if reviewer is not None and same_person(reviewer, by):
            return
        self._do(Act.REVIEWED, record, self._waiting(record), by, reason)

    def accept(self, record: RecordRef, *, by: str, reason: str) -> None:
        """Let the waiting version be cited; by somebody else than its proposer."""
        self._do(Act.ACCEPTED, record, self._waiting(record), by, reason)

    def withdraw(self, record: RecordRef, *, by: str, reason: str) -> None:
        """Take back the version that waits; it is kept among the earlier ones, and what is in force stays so."""
        waits = self._pending_digest(record)
        self._do(Act.WITHDRAWN, record, waits or "", by, reason)
        self._keep_earlier(record, waits)

    def retract(self, record: RecordRef, *, by: str, reason: str) -> None:
        """Take back a whole record, of this folder or the shipped library; its versions stay among the earlier ones."""
        waits = self._pending_digest(record)
        self._do(Act.RETRACTED, record, self.folder.digest(record, Place.IN_FORCE) or "", by, reason)
        self._keep_earlier(record, waits)

    def supposed(self) -> tuple[Deed, ...]:
        """The deeds to be recorded, and those that would put in force what waits among their records."""
        deeds = [deed for deed, _ in self._deeds]
        waiting = {deed.record: deed for deed in deeds if self.standings[deed.record].pending}
        return (
            *deeds,
            *(replace(deed, act=act, by="nobody") for deed in waiting.values() for act in (Act.REVIEWED, Act.ACCEPTED)),
        )

    def record(self) -> tuple[Entry, ...]:
        """Write the deeds to the log, then move the files to where they belong; the new entries.

        The log decides: an interruption before it leaves everything as it was, one after it is made good
        whenever the folder is read.
        """
        try:
            self.folder.keep_proposed()
        except OSError as error:
            raise FolderTrouble(f"cannot write {self.folder.root} ({error.strerror}); nothing was recorded") from error
        written = append(self.folder.log, [deed for deed, _ in self._deeds], after=self.entries)
        self.entries = (*self.entries, *written)
        for deed, before in self._deeds:
            settle(self.folder, deed, before)
            if waits := self._pending_digest(deed.record):
                self.folder.propose_again(deed.record, waits)
        self._deeds, self._unsettled = [], set()
        return written

    def _require_new(self, proposal: Proposal, *, by: str, reason: str) -> None:
        deed = _deed(Act.PROPOSED, proposal.record, proposal.digest, by, reason)
        after(deed, self.standings.get(proposal.record))

    def _pending_digest(self, record: RecordRef) -> str | None:
        """The version that waits, by the log."""
        standing = self.standings.get(record)
        return standing.pending.digest if standing and standing.pending else None

    def _keep_earlier(self, record: RecordRef, digest: str | None) -> None:
        """Keep a version that waits no longer before another is written in its place."""
        if digest is not None:
            self.folder.keep_earlier(record, digest)

    def _waiting(self, record: RecordRef) -> str:
        digest = self._pending_digest(record)
        if digest is None:
            raise Refusal(f"{record} is not proposed")
        return digest if self.folder.locate(record, digest) else self.folder.digest(record, Place.PROPOSED) or ""

    def _do(self, act: Act, record: RecordRef, digest: str, by: str, reason: str) -> None:
        if record == _ARTICLE:
            raise Refusal(f"{record} is what this library is about: it is neither corrected nor retracted")
        deed = _deed(act, record, digest, by, reason)
        before = self.standings.get(record)
        self.standings[record] = after(deed, before, shipped=record in self.shipped)
        self._deeds.append((deed, before.in_force if before else None))
        if act in (Act.ACCEPTED, Act.WITHDRAWN, Act.RETRACTED):
            self._unsettled.add(record)


def settle(folder: LibraryFolder, deed: Deed, before: str | None) -> None:
    """Bring the files to where a recorded deed wants them; done already, it changes nothing.

    ``before`` is the digest of the version that was in force until then.
    """
    if deed.act is Act.ACCEPTED:
        folder.put_in_force(deed.record, deed.digest, instead_of=before)
    elif deed.act is Act.RETRACTED and deed.digest:
        folder.set_aside(deed.record, deed.digest)
    elif deed.act is Act.WITHDRAWN:
        folder.withdraw(deed.record, deed.digest)


def make_good(folder: LibraryFolder, entries: Iterable[Entry]) -> None:
    """Do what an interruption has left undone: files lie where the log wants them.

    After the log was written, they are moved on; before it, what waits lies among the proposed ones again.
    """
    unsettled = folder.waiting()
    last: dict[RecordRef, tuple[Deed, str | None]] = {}
    proposed: dict[RecordRef, str] = {}
    withdrawn: dict[RecordRef, Deed] = {}
    for entry in entries:
        deed = entry.deed
        if deed.act is Act.PROPOSED:
            proposed[deed.record] = deed.digest
            withdrawn.pop(deed.record, None)
        if deed.act is Act.WITHDRAWN:
            proposed.pop(deed.record, None)
            withdrawn[deed.record] = deed
        if deed.act in (Act.ACCEPTED, Act.RETRACTED):
            proposed.pop(deed.record, None)
            earlier = last.get(deed.record)
            last[deed.record] = (deed, earlier[0].digest if earlier else None)
    for record, (deed, before) in last.items():
        is_left = deed.act is Act.RETRACTED and folder.files(record, Place.IN_FORCE)
        if record in unsettled or is_left:
            settle(folder, deed, before)
    for record in withdrawn.keys() & unsettled:
        settle(folder, withdrawn[record], None)
    for record, digest in proposed.items():
        folder.propose_again(record, digest)


@contextmanager
def at_the_desk(folder: LibraryFolder, shipped: Iterable[RecordRef] = ()) -> Iterator[Desk]:
    """The desk of a folder, alone: others wait until it is left. What was not recorded by then is not done."""
    with folder.writing():
        entries, known = read_log(folder.log), frozenset(shipped)
        make_good(folder, entries)
        yield Desk(folder, entries, known, standings((entry.deed for entry in entries), shipped=known))


def _deed(act: Act, record: RecordRef, digest: str, by: str, reason: str) -> Deed:
    time = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Deed(act=act, record=record, digest=digest, by=by.strip(), time=time, reason=reason.strip())
