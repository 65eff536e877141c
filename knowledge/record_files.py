"""Every record of a library folder as it stands in its files, before it is trusted."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from knowledge.problems import Problem
from knowledge.records import Claim, Conflict, Evidence, Limit, Premise, Search, Source, Term
from knowledge.toml_files import TomlFile

ARTICLE_FILE = "article/article.txt"

Record = TypeVar("Record", Source, Claim, Evidence, Search, Conflict, Premise, Limit, Term)


@dataclass(frozen=True)
class RecordFiles:
    """What was read from a folder: the sound records with their files, and the faults of the others."""

    article: str
    sources: tuple[tuple[TomlFile, Source], ...]
    claims: tuple[tuple[TomlFile, Claim], ...]
    evidence: tuple[tuple[TomlFile, Evidence], ...]
    searches: tuple[tuple[TomlFile, Search], ...]
    conflicts: tuple[tuple[TomlFile, Conflict], ...]
    premises: tuple[tuple[TomlFile, Premise], ...]
    limits: tuple[tuple[TomlFile, Limit], ...]
    glossary: tuple[tuple[TomlFile, Term], ...]
    fingerprint: str
    problems: tuple[Problem, ...]
    unreadable: frozenset[str]
    """Names of the files whose records could not be read, without their endings: what refers to them is no fault."""


def packaged_library() -> Path:
    """The folder of the library that ships with the program."""
    return Path(str(files("knowledge")))


def read_files(root: Path) -> RecordFiles:
    """Every record below ``root`` that is sound by itself, and the faults of those that are not."""
    digest = hashlib.sha256()
    problems: list[Problem] = []
    unreadable: set[str] = set()

    def read(folder: str, kind: type[Record]) -> tuple[tuple[TomlFile, Record], ...]:
        adapter = TypeAdapter(kind)
        records = []
        for path in sorted((root / folder).rglob("*.toml")):
            file = TomlFile(path, root=root)
            _hash(digest, file.name, file.content)
            outcome = file.read(adapter)
            if isinstance(outcome, tuple):
                problems.extend(outcome)
                unreadable.add(file.stem)
            else:
                records.append((file, outcome))
        return tuple(records)

    article = _read_article(root, digest, problems)
    return RecordFiles(
        article=article,
        sources=read("sources", Source),
        claims=read("claims", Claim),
        evidence=read("evidence", Evidence),
        searches=read("searches", Search),
        conflicts=read("conflicts", Conflict),
        premises=read("premises", Premise),
        limits=read("limits", Limit),
        glossary=read("glossary", Term),
        fingerprint=digest.hexdigest(),
        problems=tuple(problems),
        unreadable=frozenset(unreadable),
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
