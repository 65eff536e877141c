"""The corpus: every record of a library folder, sound and hashed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from knowledge.checks import problems_between
from knowledge.holdings.acts import Deed
from knowledge.holdings.folder import LibraryFolder
from knowledge.holdings.overlay import Holdings, laid_over, read_holdings
from knowledge.ingest.documents import Part
from knowledge.problems import LibraryError
from knowledge.record_files import Record, RecordFiles, packaged_library, read_files
from knowledge.records import Claim, Conflict, Evidence, Limit, Premise, Search, Source, Term


@dataclass(frozen=True)
class Corpus:
    """The records of one library, by id and in the order of their ids. Searches go by claim id."""

    article: str
    sources: Mapping[str, Source]
    claims: Mapping[str, Claim]
    evidence: Mapping[str, Evidence]
    searches: Mapping[str, Search]
    conflicts: Mapping[str, Conflict]
    premises: Mapping[str, Premise]
    limits: Mapping[str, Limit]
    glossary: Mapping[str, Term]
    fingerprint: str
    texts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    """The texts of the sources that a librarian has added, by the source's id."""
    entries: int = 0
    """How many entries of the log of a librarian's folder this corpus rests on."""
    vetting: Mapping[str, tuple[Deed, ...]] = field(default_factory=dict)
    """Who proposed, reviewed and accepted each source that stands in a librarian's folder, by the source's id."""

    @cached_property
    def evidence_by_claim(self) -> Mapping[str, tuple[Evidence, ...]]:
        """The evidence records of each claim, in the order of their ids."""
        grouped: dict[str, list[Evidence]] = {claim_id: [] for claim_id in self.claims}
        for record in self.evidence.values():
            grouped[record.claim_id].append(record)
        return {claim_id: tuple(records) for claim_id, records in grouped.items()}

    @cached_property
    def conflicts_by_claim(self) -> Mapping[str, tuple[Conflict, ...]]:
        """The conflicts in which each claim takes part."""
        return {
            claim_id: tuple(c for c in self.conflicts.values() if claim_id in c.claim_ids) for claim_id in self.claims
        }


def read_corpus(
    root: Path | None = None,
    *,
    folder: LibraryFolder | None = None,
    entries: int | None = None,
    supposing: Sequence[Deed] = (),
) -> Corpus:
    """The library in ``root`` (the packaged one by default), with a librarian's ``folder`` laid over it.

    ``entries`` takes only the first so many of the folder's log; ``supposing`` adds deeds that are not done.
    Raises :class:`LibraryError` with every fault found, in the records and between them, and
    :class:`knowledge.holdings.log.LogTrouble` if the folder's log was touched.
    """
    shipped = read_files(root or packaged_library())
    if folder is None:
        return assemble(_require_sound(shipped))
    holdings = read_holdings(folder, shipped=shipped, entries=entries, supposing=supposing)
    return assemble(_require_sound(laid_over(shipped, holdings)), holdings)


def _require_sound(found: RecordFiles) -> RecordFiles:
    problems = (*found.problems, *problems_between(found))
    if problems:
        raise LibraryError(tuple(sorted(problems)))
    return found


def assemble(found: RecordFiles, holdings: Holdings | None = None) -> Corpus:
    """The corpus of files already known to be sound; of the ``holdings`` laid over them come the rest."""
    return Corpus(
        article=found.article,
        sources=_by_id((record.id, record) for _, record in found.sources),
        claims=_by_id((record.id, record) for _, record in found.claims),
        evidence=_by_id((record.id, record) for _, record in found.evidence),
        searches=_by_id((record.claim_id, record) for _, record in found.searches),
        conflicts=_by_id((record.id, record) for _, record in found.conflicts),
        premises=_by_id((record.id, record) for _, record in found.premises),
        limits=_by_id((record.id, record) for _, record in found.limits),
        glossary=_by_id((record.id, record) for _, record in found.glossary),
        fingerprint=found.fingerprint,
        texts=MappingProxyType(dict(holdings.texts) if holdings else {}),
        vetting=MappingProxyType(dict(holdings.vetting) if holdings else {}),
        entries=holdings.entries if holdings else 0,
    )


def _by_id(records: Iterable[tuple[str, Record]]) -> Mapping[str, Record]:
    return MappingProxyType(dict(sorted(records, key=lambda pair: pair[0])))
