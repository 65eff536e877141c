"""A librarian's files and folder, made for the tests of faults, and what must hold of the folder at any time."""

import json
import random
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.checks import problems_between
from knowledge.holdings.folder import LibraryFolder
from knowledge.holdings.log import read_log, torn_end
from knowledge.holdings.overlay import laid_over, read_holdings
from knowledge.record_files import RecordFiles, packaged_library, read_files

VOUCHED = (
    *("--class", "official_document_other", "--control", "other_state", "--interest", "neutral"),
    *("--group", "ministry", "--licence", "Public domain"),
)
VETTED = ("--propose-by", "Ada", "--review-by", "Ben", "--accept-by", "Ben", "--reason", "for the seminar")
_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bra cle dri flo gru sta tre vli".split()
_WORDS = 90


def handed_in(folder: Path, count: int, *, start: int = 0, version: int = 1) -> dict[str, str]:
    """Write ``count`` texts, no two alike, into a folder; their paragraphs by the name their document will have."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {}
    for number in range(start, start + count):
        name = f"report-{number:03d}"
        text = _text(f"{number}-{version}")
        (folder / f"{name}.md").write_text(f"---\ntitle: Report {number}\n---\n{text}\n", encoding="utf-8")
        texts[name] = text
    return texts


def _text(seed: str) -> str:
    chance = random.Random(seed)
    words = ("".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3, 4)))) for _ in range(_WORDS))
    return f"{' '.join(words).capitalize()}."


def add(files: Path, library: Path) -> tuple[str, ...]:
    """The command that takes the files in and has them accepted."""
    return ("sources", "add", str(files), *VOUCHED, *VETTED, "--library", str(library))


@dataclass(frozen=True)
class Expected:
    """What a folder holds once everything was taken in: texts by id, and how often each version was accepted."""

    texts: dict[str, str]
    versions: dict[str, int]


def faults_of(library: Path, *, held: dict[str, str], before: bytes = b"") -> list[str]:
    """What is wrong with a folder: ``held`` are the texts that must stand in it, ``before`` how its log must begin."""
    log = library / "log.jsonl"
    entries = read_log(log)  # raises where the chain does not hold
    holdings = read_holdings(LibraryFolder(library), shipped=_shipped())
    whole = laid_over(_shipped(), holdings)
    found = [str(problem) for problem in (*whole.problems, *problems_between(whole))]
    found += [f"{id} is lost or changed" for id, text in held.items() if _text_of(holdings.texts, id) != text]
    if not log.read_bytes().startswith(before):
        found.append("entries of the log are lost")
    recorded = {entry.deed.record.id for entry in entries if entry.deed.act == "accepted"}
    found += [
        f"{id} is accepted by the log and not in the library"
        for id in sorted(recorded - {source.id for _, source in whole.sources})
    ]
    return found


@cache
def _shipped() -> RecordFiles:
    """The shipped library's records, which no test here changes."""
    return read_files(packaged_library())


def faults_when_done(library: Path, expected: Expected) -> list[str]:
    """What is wrong with a folder in which nothing is left to do: nothing doubled, no leftovers."""
    found = faults_of(library, held=expected.texts)
    entries = read_log(library / "log.jsonl")
    acts = Counter((entry.deed.act.value, entry.deed.record.id) for entry in entries)
    wanted = {(act, id): n for id, n in expected.versions.items() for act in ("proposed", "reviewed", "accepted")}
    found += [f"{id} was {act} {acts[act, id]} times" for (act, id), n in wanted.items() if acts[act, id] != n]
    found += [f"{id} is unknown" for _, id in acts.keys() - wanted.keys()]
    if torn_end(library / "log.jsonl"):
        found.append("the log has a torn end")
    left = [path for path in library.rglob("*") if path.is_file() and (path.suffix == ".part" or _waits(path, library))]
    return found + [f"{path.relative_to(library)} is left over" for path in left]


def content(library: Path) -> dict[str, str]:
    """Every file of a folder but its log, whose times differ, and its lock."""
    return {
        path.relative_to(library).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(library.rglob("*"))
        if path.is_file() and not path.name.startswith((".", "log.jsonl"))
    }


def complete_entries(log: Path) -> bytes:
    """The whole lines of a log: what the command had acknowledged."""
    written = log.read_bytes() if log.exists() else b""
    return written[: written.rfind(b"\n") + 1]


def accepted_texts(library: Path, texts: dict[str, str]) -> dict[str, str]:
    """Those of the texts that the log has accepted."""
    lines = complete_entries(library / "log.jsonl").decode("utf-8").splitlines()
    ids = {line["record"].partition("/")[2] for line in map(json.loads, lines) if line["act"] == "accepted"}
    return {id: text for id, text in texts.items() if id in ids}


def _waits(path: Path, library: Path) -> bool:
    return path.relative_to(library).parts[0] == "proposed"


def _text_of(texts: object, id: str) -> str | None:
    parts = texts.get(id) if hasattr(texts, "get") else None
    return parts[0].text if parts else None
