"""What every worker measures, whatever the tool. Only the standard library: it runs in the peers' Pythons too.

A worker is started as ``python WORKER.py JOB RESULT``: two paths of JSON files, the job to read and
the result to write. Standard output and error stay the tool's own.
"""

import json
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

TOP = 10
"""Passages a question gets."""

_WARMING = 10  # questions asked before the clock runs


@dataclass(frozen=True, slots=True)
class Trial:
    """A quotation put before a tool: ``quote`` is said to stand in the passage ``passage_id``, which reads ``text``.

    ``is_retrieved`` says whether that passage was among those found for the answer.
    """

    kind: str
    quote: str
    passage_id: str
    text: str
    is_retrieved: bool


class Contender(Protocol):
    """A tool under measurement, with the same steps for all."""

    checks: str
    """What of a quotation the tool looks at before it lets it into an answer."""

    def ingest(self, files: Path, place: Path) -> int:
        """Make every text file below ``files`` searchable; how many are. ``place`` is a folder for what is written."""
        ...

    def save(self, place: Path) -> None:
        """Leave in ``place`` what :meth:`open` needs; called right after :meth:`ingest`."""
        ...

    def open(self, files: Path, place: Path) -> None:
        """Become searchable in a new process from what :meth:`save` left."""
        ...

    def retrieve(self, question: str) -> int:
        """Search for the :data:`TOP` best passages; how many were found."""
        ...

    def accepts(self, trial: Trial) -> bool:
        """Whether the tool lets the quotation, or the citation that carries it, into an answer."""
        ...


def run(make: Callable[[], Contender], *, version: str) -> None:
    """Do the job named on the command line with a new contender and write the result."""
    job, result = (Path(argument) for argument in sys.argv[1:3])
    task = json.loads(job.read_text(encoding="utf-8"))
    done = _TASKS[task["task"]](make(), task)
    done |= {"version": version, "python": platform.python_version(), "memory": _peak_memory()}
    result.write_text(json.dumps(done), encoding="utf-8")


def _introduce(contender: Contender, task: dict[str, Any]) -> dict[str, Any]:
    """Nothing but the version: the tool is there and can be imported."""
    return {}


def _search(contender: Contender, task: dict[str, Any]) -> dict[str, Any]:
    """Seconds from files on disk to the first answered retrieval; then milliseconds of each question."""
    questions = task["questions"]
    started = time.perf_counter()
    documents = contender.ingest(Path(task["files"]), Path(task["place"]))
    contender.retrieve(questions[0])
    seconds = time.perf_counter() - started
    for question in questions[:_WARMING]:
        contender.retrieve(question)
    times, found = [], []
    for question in questions:
        started = time.perf_counter()
        found.append(contender.retrieve(question))
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return {
        "documents": documents,
        "seconds": seconds,
        "p50": statistics.median(times),
        "p95": times[int(len(times) * 0.95)],
        "found": statistics.mean(found),
    }


def _prepare(contender: Contender, task: dict[str, Any]) -> dict[str, Any]:
    """Ingest and save, for the cold starts that follow."""
    contender.ingest(Path(task["files"]), Path(task["place"]))
    contender.save(Path(task["place"]))
    return {}


def _cold(contender: Contender, task: dict[str, Any]) -> dict[str, Any]:
    """The wall-clock moment at which the first question was answered; the parent knows when it began."""
    contender.open(Path(task["files"]), Path(task["place"]))
    contender.retrieve(task["questions"][0])
    return {"answered_at": time.time()}


def _quotes(contender: Contender, task: dict[str, Any]) -> dict[str, Any]:
    """For each trial, whether it was accepted."""
    return {"checks": contender.checks, "accepted": [contender.accepts(Trial(**trial)) for trial in task["trials"]]}


_TASKS: dict[str, Callable[[Contender, dict[str, Any]], dict[str, Any]]] = {
    "introduce": _introduce,
    "search": _search,
    "prepare": _prepare,
    "cold": _cold,
    "quotes": _quotes,
}


def text_files(files: Path) -> Sequence[Path]:
    """Every text file below a folder, in the order of its path."""
    return sorted(files.rglob("*.txt"))


def _peak_memory() -> float:
    """The most memory this process ever held, in MB. (``ru_maxrss`` would count the parent's before the start.)"""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024
