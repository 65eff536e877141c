"""Taking in a librarian's files: each document proposed as a source, and vetted where names are given."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from assistant.relaying import Shelf, has_another_voice, relayed, with_sources
from knowledge.holdings.acts import AlreadyThere, RecordKind, RecordRef, Refusal
from knowledge.holdings.desk import Desk, Proposal
from knowledge.holdings.record_text import record_toml, text_lines
from knowledge.holdings.revisits import as_first_accessed
from knowledge.holdings.sourcing import Vouching, source_of
from knowledge.holdings.vetting import Vetters, hand_in
from knowledge.holdings.waiting import TextSource
from knowledge.ingest.documents import Csl, Document, Unreadable
from knowledge.ingest.origins import Origin, with_origin
from knowledge.ingest.reading import read_file
from knowledge.ingest.references import match_reference
from knowledge.relays import Proposal as Relayed

_AT_ONCE = 50
"""Documents recorded together: what an interruption may cost is done again by the same command."""

Progress = Callable[[int, int], None]
"""Called with the number of files read so far and the number in all."""


@dataclass
class Added:
    """What came of taking files in: ids in their order, and one line for each file or document left out.

    ``notes`` say what of a file is not in its documents. ``replaced`` are those of which another version was known.
    ``relays`` are the passages by which a document may only repeat others, by its id. By those of ``other_voices`` it
    may speak for a voice that counts apart from its own; of these, the ones ``held_back`` were reviewed, but not
    accepted with the others.
    """

    proposed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    other_voices: list[str] = field(default_factory=list)
    held_back: list[str] = field(default_factory=list)
    relays: dict[str, tuple[Relayed, ...]] = field(default_factory=dict)


def files_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files named, and those in the folders named, by name; hidden ones are left out."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (each for each in path.rglob("*") if not each.is_dir())
            found += sorted(each for each in inside if not _is_hidden(each.relative_to(path)))
        else:
            found.append(path)
    return tuple(dict.fromkeys(found))


def add(
    files: Sequence[Path],
    desk: Desk,
    *,
    origins: Mapping[Path, Origin] = MappingProxyType({}),
    shelf: Shelf,
    vouching: Vouching,
    vetters: Vetters,
    references: Sequence[Csl] = (),
    columns: Mapping[str, str] | None = None,
    even_relays: bool = False,
    progress: Progress | None = None,
) -> Added:
    """Read every file and hand its documents in; a file that cannot be read does not stop the others.

    ``origins`` are those of the files that were fetched. Each document is compared with the ``shelf``, and with those
    that came in before it. One that may repeat another voice is not accepted at once, unless ``even_relays``: a person
    rules out first that one voice counts as two. Documents that stand in the folder in the same words already are left
    as they are, so that a command that was interrupted can be given again.
    """
    added = Added()
    documents = _documents(files, origins, columns, added, progress)
    while batch := list(islice(documents, _AT_ONCE)):
        new = []
        for file, document in batch:
            try:
                coming = _incoming(file, document, vouching, references)
                if file in origins:
                    coming = replace(coming, proposal=as_first_accessed(coming.proposal, desk))
                desk.claim(coming.proposal)
            except (Unreadable, Refusal) as fault:
                added.refused.append(f"{file.name}: {fault}")
                continue
            if desk.is_in_force(coming.proposal):
                added.unchanged.append(document.name)
            else:
                new.append(coming)
        shelf = with_sources(shelf, (coming.text for coming in new))
        for coming in new:
            try:
                _take_in(coming, desk, shelf, vetters=vetters, even_relays=even_relays, added=added)
            except Refusal as fault:
                added.refused.append(f"{coming.file.name}: {fault}")
        desk.record()
    return added


@dataclass(frozen=True, slots=True)
class _Incoming:
    file: Path
    text: TextSource
    proposal: Proposal


def _incoming(file: Path, document: Document, vouching: Vouching, references: Sequence[Csl]) -> _Incoming:
    reference = match_reference(references, document.name, file.name)
    source = source_of(document, vouching, reference=reference)
    record = RecordRef(RecordKind.SOURCE, source.id)
    proposal = Proposal(record=record, content=record_toml(source), text=text_lines(document.parts))
    return _Incoming(file, TextSource(source, document.parts), proposal)


def _take_in(coming: _Incoming, desk: Desk, shelf: Shelf, *, vetters: Vetters, even_relays: bool, added: Added) -> None:
    id, found = coming.text.source.id, relayed(coming.text, shelf)
    is_another_voice = has_another_voice(coming.text, found, shelf.sources)
    is_held_back = bool(is_another_voice and vetters.accepted_by and not even_relays)
    is_known = coming.proposal.record in desk.standings
    try:
        hand_in(coming.proposal, desk, vetters=replace(vetters, accepted_by=None) if is_held_back else vetters)
        added.proposed.append(id)
        if is_known:
            added.replaced.append(id)
    except AlreadyThere:
        added.unchanged.append(id)
    if found:
        added.relays[id] = found
    if is_another_voice:
        added.other_voices.append(id)
    if is_held_back:
        added.held_back.append(id)


def _documents(
    files: Sequence[Path],
    origins: Mapping[Path, Origin],
    columns: Mapping[str, str] | None,
    added: Added,
    progress: Progress | None,
) -> Iterator[tuple[Path, Document]]:
    for number, file in enumerate(files, start=1):
        try:
            for document in read_file(file, columns=columns):
                added.notes.extend(f"{file.name}: {note}" for note in document.notes)
                yield file, with_origin(document, origins.get(file))
        except Unreadable as fault:
            added.refused.append(f"{file.name}: {fault}")
        if progress is not None:
            progress(number, len(files))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
