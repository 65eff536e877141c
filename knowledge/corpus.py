"""The corpus: every record of a library folder, read, validated and hashed."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import TypeAdapter

from knowledge.problems import LibraryError, Problem
from knowledge.records import Claim, Conflict, Evidence, Limit, Premise, Search, Source
from knowledge.toml_files import TomlFile

ARTICLE_SOURCE_ID = "article-2011"
ARTICLE_FILE = "article/article.txt"

Record = TypeVar("Record", Source, Claim, Evidence, Search, Conflict, Premise, Limit)


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
    fingerprint: str

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
            claim_id: tuple(c for c in self.conflicts.values() if claim_id in c.claim_ids)
            for claim_id in self.claims
        }


@dataclass(frozen=True)
class CorpusFiles:
    """What was read from a folder before it is trusted: records with their files, and the faults."""

    article: str
    sources: tuple[tuple[TomlFile, Source], ...]
    claims: tuple[tuple[TomlFile, Claim], ...]
    evidence: tuple[tuple[TomlFile, Evidence], ...]
    searches: tuple[tuple[TomlFile, Search], ...]
    conflicts: tuple[tuple[TomlFile, Conflict], ...]
    premises: tuple[tuple[TomlFile, Premise], ...]
    limits: tuple[tuple[TomlFile, Limit], ...]
    fingerprint: str
    problems: tuple[Problem, ...]


def packaged_library() -> Path:
    """The folder of the library that ships with the program."""
    return Path(str(files("knowledge")))


def read_corpus(root: Path | None = None) -> Corpus:
    """The library in ``root`` (the packaged one by default).

    Raises :class:`LibraryError` with every fault found, in the records and between them.
    """
    # The checks import this module's types, so that they are imported where they are used.
    from knowledge.checks import problems_between

    found = read_files(root or packaged_library())
    problems = (*found.problems, *problems_between(found))
    if problems:
        raise LibraryError(tuple(sorted(problems)))
    return assemble(found)


def assemble(found: CorpusFiles) -> Corpus:
    """The corpus of files already known to be sound."""
    return Corpus(
        article=found.article,
        sources=_by_id((record.id, record) for _, record in found.sources),
        claims=_by_id((record.id, record) for _, record in found.claims),
        evidence=_by_id((record.id, record) for _, record in found.evidence),
        searches=_by_id((record.claim_id, record) for _, record in found.searches),
        conflicts=_by_id((record.id, record) for _, record in found.conflicts),
        premises=_by_id((record.id, record) for _, record in found.premises),
        limits=_by_id((record.id, record) for _, record in found.limits),
        fingerprint=found.fingerprint,
    )


def read_files(root: Path) -> CorpusFiles:
    """Every record below ``root`` that is sound by itself, and the faults of those that are not."""
    digest = hashlib.sha256()
    problems: list[Problem] = []

    def read(folder: str, kind: type[Record]) -> tuple[tuple[TomlFile, Record], ...]:
        adapter = TypeAdapter(kind)
        records = []
        for path in sorted((root / folder).rglob("*.toml")):
            file = TomlFile(path, root=root)
            _hash(digest, file.name, file.content)
            outcome = file.read(adapter)
            if isinstance(outcome, tuple):
                problems.extend(outcome)
            else:
                records.append((file, outcome))
        return tuple(records)

    article = _read_article(root, digest, problems)
    return CorpusFiles(
        article=article,
        sources=read("sources", Source),
        claims=read("claims", Claim),
        evidence=read("evidence", Evidence),
        searches=read("searches", Search),
        conflicts=read("conflicts", Conflict),
        premises=read("premises", Premise),
        limits=read("limits", Limit),
        fingerprint=digest.hexdigest(),
        problems=tuple(problems),
    )


def _read_article(root: Path, digest: "hashlib._Hash", problems: list[Problem]) -> str:
    path = root / ARTICLE_FILE
    try:
        content = path.read_bytes()
        text = content.decode("utf-8")
    except FileNotFoundError:
        problems.append(Problem(ARTICLE_FILE, 1, "", "", "is missing: is this a library folder?"))
        return ""
    except UnicodeDecodeError:
        problems.append(Problem(ARTICLE_FILE, 1, "", "", "is not UTF-8 text"))
        return ""
    _hash(digest, ARTICLE_FILE, content)
    return text


def _hash(digest: "hashlib._Hash", name: str, content: bytes) -> None:
    digest.update(f"{name}\0{len(content)}\0".encode())
    digest.update(content)


def _by_id(records: Iterable[tuple[str, Record]]) -> Mapping[str, Record]:
    return MappingProxyType(dict(sorted(records, key=lambda pair: pair[0])))


def quoted_parts(text: str) -> Iterator[str]:
    """The stretches between “ and ” in a sentence, outermost marks only."""
    depth, start = 0, 0
    for place, char in enumerate(text):
        if char == "“":
            depth += 1
            start = place + 1 if depth == 1 else start
        elif char == "”":
            depth -= 1
            if depth == 0:
                yield text[start:place]
