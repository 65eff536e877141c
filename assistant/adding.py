"""Taking in a librarian's files: each document proposed as a source, and vetted where names are given."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from knowledge.holdings.acts import AlreadyThere, RecordKind, RecordRef, Refusal
from knowledge.holdings.desk import Desk, Proposal
from knowledge.holdings.record_text import record_toml, text_lines
from knowledge.holdings.sourcing import Vouching, source_of
from knowledge.holdings.vetting import Vetters, hand_in
from knowledge.ingest.documents import Csl, Document, Unreadable
from knowledge.ingest.reading import read_file
from knowledge.ingest.references import match_reference

_AT_ONCE = 50
"""Documents recorded together: what an interruption may cost is done again by the same command."""

Progress = Callable[[int, int], None]
"""Called with the number of files read so far and the number in all."""


@dataclass
class Added:
    """What came of taking files in: ids in their order, and one line for each file or document left out."""

    proposed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def files_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files named, and those in the folders named, by name; hidden ones are left out."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (each for each in path.rglob("*") if each.is_file())
            found += sorted(each for each in inside if not _is_hidden(each.relative_to(path)))
        else:
            found.append(path)
    return tuple(dict.fromkeys(found))


def add(
    files: Sequence[Path],
    desk: Desk,
    *,
    vouching: Vouching,
    vetters: Vetters,
    references: Sequence[Csl] = (),
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Added:
    """Read every file and hand its documents in; a file that cannot be read does not stop the others.

    Documents that stand in the folder in the same words already are left as they are, so that a command
    that was interrupted can be given again.
    """
    added = Added()
    documents = _documents(files, columns, added, progress)
    while batch := list(islice(documents, _AT_ONCE)):
        for file, document in batch:
            reference = match_reference(references, document.name, file.name)
            try:
                hand_in(_proposal(document, vouching, reference), desk, vetters=vetters)
                added.proposed.append(document.name)
            except AlreadyThere:
                added.unchanged.append(document.name)
            except (Unreadable, Refusal) as fault:
                added.refused.append(f"{file.name}: {fault}")
        desk.record()
    return added


def _proposal(document: Document, vouching: Vouching, reference: Csl | None) -> Proposal:
    source = source_of(document, vouching, reference=reference)
    record = RecordRef(RecordKind.SOURCE, source.id)
    return Proposal(record=record, content=record_toml(source), text=text_lines(document.parts))


def _documents(
    files: Sequence[Path], columns: Mapping[str, str] | None, added: Added, progress: Progress | None
) -> Iterator[tuple[Path, Document]]:
    for number, file in enumerate(files, start=1):
        try:
            for document in read_file(file, columns=columns):
                yield file, document
        except Unreadable as fault:
            added.refused.append(f"{file.name}: {fault}")
        if progress is not None:
            progress(number, len(files))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
