"""Documents taken in: read and cut in one process, and by the one command a librarian gives."""

import time
from itertools import islice
from pathlib import Path
from typing import Any

from peer_workers.tei_passages import VOUCHING, documents_in, passages_of
from scale_parts.figures import Figure
from scale_parts.processes import apart, command_seconds

_LEAST = 200
"""Documents a second that are to be read and cut."""

_OPTIONS = (
    *("--class", VOUCHING.source_type.value, "--control", VOUCHING.control.value),
    *("--interest", VOUCHING.interest.value, "--group", VOUCHING.independence_group),
    *("--licence", VOUCHING.licence, "--reason", "benchmark"),
    *("--propose-by", "Ada", "--review-by", "Ben", "--accept-by", "Ben"),
)


def take_in(documents: Path, library: Path) -> float:
    """Seconds of the command that takes a folder in: proposed, reviewed and accepted."""
    return command_seconds(["sources", "add", documents, *_OPTIONS], library=library)


def measure(documents: Path, library: Path) -> list[Figure]:
    """Figures of one folder, taken into a new library folder."""
    read = apart(read_and_cut, documents)
    command_seconds(["init", library])
    first, again = (take_in(documents, library) for _ in range(2))
    return [
        Figure(name="documents", value=read["documents"], unit=""),
        Figure(name="passages", value=read["passages"], unit=""),
        Figure(
            name="read and cut, wall time",
            value=read["documents"] / read["wall"],
            unit="docs/s",
            limit=_LEAST,
            at_least=True,
        ),
        Figure(
            name="read and cut, processor time",
            value=read["documents"] / read["processor"],
            unit="docs/s",
            limit=_LEAST,
            at_least=True,
        ),
        Figure(name="the whole command, start and vetting included", value=first, unit="s"),
        Figure(name="the whole command, documents a second", value=read["documents"] / first, unit="docs/s"),
        Figure(name="the same command again, nothing left to do", value=again, unit="s"),
    ]


def read_and_cut(folder: Path) -> dict[str, Any]:
    """Documents and passages of a folder, and the seconds it took to read and cut them. Imports do not count."""
    list(passages_of(islice(documents_in(folder), 1)))
    wall, processor = time.perf_counter(), time.process_time()
    documents = list(documents_in(folder))
    passages = sum(1 for _ in passages_of(documents))
    return {
        "documents": len(documents),
        "passages": passages,
        "wall": time.perf_counter() - wall,
        "processor": time.process_time() - processor,
    }
