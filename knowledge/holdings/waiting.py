"""What waits in a folder to be accepted: records as they were handed in, sources with their texts. None is cited."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pydantic import TypeAdapter

from knowledge.holdings.acts import Pending, RecordKind, RecordRef, Standings
from knowledge.holdings.folder import FolderTrouble, LibraryFolder
from knowledge.holdings.record_text import text_parts
from knowledge.ingest.documents import Part
from knowledge.problems import Problem
from knowledge.records import Evidence, Source
from knowledge.toml_files import TomlFile

_SOURCE = TypeAdapter(Source)
_EVIDENCE = TypeAdapter(Evidence)
_CHANGED = "was changed or removed after it was proposed: withdraw it, or propose it anew"


@dataclass(frozen=True, slots=True)
class TextSource:
    """A source with its text, in parts."""

    source: Source
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A version that waits: how far it has come, and what it holds; ``fault`` says why it has no ``record``.

    ``corrects`` says that another version is in force, the folder's or the shipped one, whose place it would take.
    """

    ref: RecordRef
    pending: Pending
    corrects: bool
    record: Source | Evidence | None = None
    parts: tuple[Part, ...] = ()
    fault: str | None = None


def waiting_versions(
    folder: LibraryFolder, standings: Standings, kind: RecordKind, *, shipped: Collection[RecordRef] = ()
) -> Iterator[Waiting]:
    """The versions of one kind of record that wait, by id; raises ``FolderTrouble`` if they are moved meanwhile."""
    for ref, standing in sorted(standings.items(), key=lambda pair: pair[0]):
        if ref.kind is not kind or standing.pending is None:
            continue
        corrects = standing.in_force is not None or (ref in shipped and not standing.is_retracted)
        try:
            yield _read(folder, ref, standing.pending, corrects=corrects)
        except FileNotFoundError as error:
            raise FolderTrouble(f"{folder.root} is being changed; try again when that is done") from error


def waiting_sources(folder: LibraryFolder, standings: Standings) -> Iterator[TextSource]:
    """The sources that wait, by id. One that is not what was proposed any more is left out: it cannot be accepted."""
    for each in waiting_versions(folder, standings, RecordKind.SOURCE):
        if isinstance(each.record, Source):
            yield TextSource(each.record, each.parts)


def _read(folder: LibraryFolder, ref: RecordRef, pending: Pending, *, corrects: bool) -> Waiting:
    files = folder.locate(ref, pending.digest)
    if files is None:
        return Waiting(ref=ref, pending=pending, corrects=corrects, fault=_CHANGED)
    record_file, *text_files = files
    file = TomlFile(record_file, root=folder.root)
    record: Source | Evidence | tuple[Problem, ...]
    match ref.kind:
        case RecordKind.SOURCE:
            record = file.read(_SOURCE)
        case RecordKind.EVIDENCE:
            record = file.read(_EVIDENCE)
    if isinstance(record, tuple):
        return Waiting(ref=ref, pending=pending, corrects=corrects, fault=str(record[0]))
    parts = (part for path in text_files for part in text_parts(path.read_text(encoding="utf-8")))
    return Waiting(ref=ref, pending=pending, corrects=corrects, record=record, parts=tuple(parts))
