"""The shipped library with a folder laid over it: what was accepted is added, what was retracted falls.

Nothing that is not accepted takes part. What rested on something retracted falls with it: an evidence
record with its source or its origin, a sentence with its evidence, a position with its sources.
"""

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar

from pydantic import TypeAdapter

from knowledge.holdings.acts import Deed, RecordKind, RecordRef, Standings, after, standings, vetting
from knowledge.holdings.folder import FolderTrouble, LibraryFolder
from knowledge.holdings.log import Entry, read_log
from knowledge.holdings.record_text import text_parts
from knowledge.ingest.documents import Part
from knowledge.problems import Problem
from knowledge.record_files import RecordFiles
from knowledge.records import CitedSentence, Conflict, Evidence, Position, Premise, Source, Term
from knowledge.toml_files import TomlFile

Record = TypeVar("Record", Source, Evidence)

_LOOKS_AGAIN = 2
_MEANWHILE = 0.2  # seconds
_SOURCE = TypeAdapter(Source)
_EVIDENCE = TypeAdapter(Evidence)


@dataclass(frozen=True)
class Holdings:
    """What a folder's log and files come to: records in force, their texts, and what was retracted."""

    sources: tuple[tuple[TomlFile, Source], ...]
    evidence: tuple[tuple[TomlFile, Evidence], ...]
    texts: Mapping[str, tuple[Part, ...]]
    vetting: Mapping[str, tuple[Deed, ...]]
    """The acts by which each source in force came to be so, by its id."""
    retracted: frozenset[RecordRef]
    digests: tuple[str, ...]
    entries: int
    problems: tuple[Problem, ...]


def shipped_refs(shipped: RecordFiles) -> frozenset[RecordRef]:
    """The records of the shipped library that a folder may correct or retract."""
    return frozenset(
        (
            *(RecordRef(RecordKind.SOURCE, source.id) for _, source in shipped.sources),
            *(RecordRef(RecordKind.EVIDENCE, evidence.id) for _, evidence in shipped.evidence),
        )
    )


def read_holdings(
    folder: LibraryFolder, *, shipped: RecordFiles, entries: int | None = None, supposing: Sequence[Deed] = ()
) -> Holdings:
    """What is in force in a folder, by its log, or by the first ``entries`` of it.

    ``supposing`` are deeds not done yet, to see what they would do. A record whose files are not those that
    were accepted is a problem, and not in force. Raises :class:`knowledge.holdings.log.LogTrouble` if the log
    itself was touched.
    """
    # Somebody may accept or retract meanwhile: a file that has just moved is found when looked for again.
    for _ in range(_LOOKS_AGAIN):
        with suppress(FileNotFoundError):
            found = _read(folder, shipped, entries, supposing)
            if not found.problems:
                return found
        time.sleep(_MEANWHILE)
    try:
        return _read(folder, shipped, entries, supposing)
    except FileNotFoundError as error:
        raise FolderTrouble(f"{folder.root} is being changed; try again when that is done") from error


def _read(folder: LibraryFolder, shipped: RecordFiles, entries: int | None, supposing: Sequence[Deed]) -> Holdings:
    done = [entry.deed for entry in read_log(folder.log)[:entries]]
    known = shipped_refs(shipped)
    found = standings(done, shipped=known)
    for deed in supposing:
        found[deed.record] = after(deed, found.get(deed.record), shipped=deed.record in known)
    return _holdings(folder, (*done, *supposing), found, entries=len(done))


def altered_records(folder: LibraryFolder, entries: Sequence[Entry], *, shipped: RecordFiles) -> tuple[RecordRef, ...]:
    """The records in force whose files are not those that were accepted, by what the log says of them."""
    found = standings((entry.deed for entry in entries), shipped=shipped_refs(shipped))
    in_force = {ref: standing.in_force for ref, standing in sorted(found.items()) if standing.in_force}
    return tuple(ref for ref, digest in in_force.items() if folder.locate(ref, digest) is None)


def _holdings(folder: LibraryFolder, deeds: Sequence[Deed], found: Standings, *, entries: int) -> Holdings:
    sources: list[tuple[TomlFile, Source]] = []
    evidence: list[tuple[TomlFile, Evidence]] = []
    texts: dict[str, tuple[Part, ...]] = {}
    problems: list[Problem] = []
    vetted = vetting(deeds)
    for ref, standing in sorted(found.items()):
        if standing.in_force is None:
            continue
        files = folder.locate(ref, standing.in_force)
        if files is None:
            problems.append(_changed(vetted[ref][-1]))
            continue
        record_file, *text_files = files
        file = TomlFile(record_file, root=folder.root)
        if ref.kind is RecordKind.SOURCE:
            problems.extend(_take(file, _SOURCE, sources))
            for path in text_files:
                texts[ref.id] = text_parts(path.read_text(encoding="utf-8"))
        else:
            problems.extend(_take(file, _EVIDENCE, evidence))
    return Holdings(
        sources=tuple(sources),
        evidence=tuple(evidence),
        texts=texts,
        vetting={ref.id: acts for ref, acts in vetted.items() if ref.kind is RecordKind.SOURCE},
        retracted=frozenset(ref for ref, standing in found.items() if standing.is_retracted),
        digests=tuple(
            f"{ref} {standing.in_force or 'none'}"
            for ref, standing in sorted(found.items())
            if standing.in_force or standing.is_retracted
        ),
        entries=entries,
        problems=tuple(problems),
    )


def _take(file: TomlFile, kind: TypeAdapter[Record], taken: list[tuple[TomlFile, Record]]) -> tuple[Problem, ...]:
    """Adds a file's record to those ``taken``; its faults, if it has any instead."""
    outcome = file.read(kind)
    if isinstance(outcome, tuple):
        return outcome
    taken.append((file, outcome))
    return ()


def _changed(accepted: Deed) -> Problem:
    message = f"is not what {accepted.by} accepted on {accepted.time}: it was changed or removed since"
    return Problem(str(accepted.record), 1, "", "", f"{message}; put it back, or propose it anew")


def laid_over(shipped: RecordFiles, holdings: Holdings) -> RecordFiles:
    """The records of both: the folder's take the place of shipped ones with the same id; retracted ones fall."""
    retracted = {kind: {ref.id for ref in holdings.retracted if ref.kind is kind} for kind in RecordKind}
    sources = _merged(shipped.sources, holdings.sources, retracted[RecordKind.SOURCE])
    evidence = _merged(shipped.evidence, holdings.evidence, retracted[RecordKind.EVIDENCE])
    known = {source.id for _, source in sources}
    evidence = tuple(pair for pair in evidence if _rests_on(pair[1]) <= known)
    noted = {record.id for _, record in evidence}
    return replace(
        shipped,
        sources=tuple((file, _without_derivations(source, known)) for file, source in sources),
        evidence=evidence,
        conflicts=tuple(_conflicts(shipped.conflicts, known)),
        premises=tuple(_premises(shipped.premises, noted)),
        glossary=tuple(_terms(shipped.glossary, noted)),
        fingerprint=_fingerprint(shipped.fingerprint, holdings.digests),
        problems=(*shipped.problems, *holdings.problems),
    )


def _fingerprint(shipped: str, digests: Iterable[str]) -> str:
    """The hash of both: the shipped files', and which version of each record of the folder is in force."""
    return hashlib.sha256("\n".join((shipped, *digests)).encode()).hexdigest()


def _merged(
    shipped: Iterable[tuple[TomlFile, Record]], own: Iterable[tuple[TomlFile, Record]], retracted: set[str]
) -> tuple[tuple[TomlFile, Record], ...]:
    merged = {pair[1].id: pair for pair in shipped} | {pair[1].id: pair for pair in own}
    return tuple(pair for id, pair in sorted(merged.items()) if id not in retracted)


def _rests_on(evidence: Evidence) -> set[str]:
    """The sources without which a record cannot stand: its own, and the origin it was traced to."""
    origin = evidence.lineage.origin_source_id
    return {evidence.source_id} if origin is None else {evidence.source_id, origin}


def _without_derivations(source: Source, known: set[str]) -> Source:
    """The source without what it derives from, where that has fallen; its group still says whose voice it is."""
    kept = tuple(derivation for derivation in source.derives_from if derivation.source_id in known)
    return source if len(kept) == len(source.derives_from) else replace(source, derives_from=kept)


def _conflicts(conflicts: Iterable[tuple[TomlFile, Conflict]], known: set[str]) -> Iterator[tuple[TomlFile, Conflict]]:
    """Each disagreement as far as its sides are left; one side alone is none."""
    for file, conflict in conflicts:
        positions = tuple(position for each in conflict.positions if (position := _position(each, known)))
        if len(positions) > 1 or len(positions) == len(conflict.positions):
            yield file, replace(conflict, positions=positions)


def _position(position: Position, known: set[str]) -> Position | None:
    ids = tuple(id for id in position.source_ids if id in known)
    return replace(position, source_ids=ids) if ids else None


def _premises(premises: Iterable[tuple[TomlFile, Premise]], noted: set[str]) -> Iterator[tuple[TomlFile, Premise]]:
    for file, premise in premises:
        if sentences := _sentences(premise.sentences, noted):
            yield file, replace(premise, sentences=sentences)


def _terms(terms: Iterable[tuple[TomlFile, Term]], noted: set[str]) -> Iterator[tuple[TomlFile, Term]]:
    for file, term in terms:
        if sentences := _sentences(term.sentences, noted):
            yield file, replace(term, sentences=sentences)


def _sentences(sentences: Iterable[CitedSentence], noted: set[str]) -> tuple[CitedSentence, ...]:
    """The sentences whose evidence is all there; a sentence may not rest on half of what it was reviewed with."""
    return tuple(sentence for sentence in sentences if noted.issuperset(sentence.evidence))
