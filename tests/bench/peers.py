"""Second Source beside paper-qa and haystack-ai: the same files and questions, on one machine, in one run.

Run: python tests/bench/peers.py --paper-qa PYTHON --haystack PYTHON [--json]   (five to eight minutes)

Nothing is installed here. A peer lives in an environment of its own (``python -m venv PLACE``, then
``PLACE/bin/pip install paper-qa`` or ``haystack-ai``), and PYTHON is the path of that environment's
Python; PAPER_QA_PYTHON and HAYSTACK_PYTHON say the same. A peer that is not there is left out.

The files are the passages of our library, one a file. The larger size is a test of size alone: the
same passages repeated, each with a numbered line appended so that no two files are alike; what is
found among such copies means nothing. Every figure is taken in a process of its own, with the
threads each tool sets for itself, and the tools take turns; the median of the rounds is given.

ingest       documents a second, from files on disk to the first answered retrieval; imports not counted
retrieval    milliseconds a question, top 10, warm; ours with the embedding of the question
memory       the most a process held, in MB: one that ingests and then answers every question
cold start   seconds from the start of a process to its first answered retrieval, what was ingested being on disk
             as each tool keeps it: our index, paper-qa's pickle, haystack's JSON file
quotes       sentences of the article put into an answer as quotations, true and altered: how many were rightly
             accepted or refused, by whatever the tool has for it

What a machine does beside this changes the figures, and the ratio of ingest up to twofold: ours uses every core.
Linux only.
"""

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from peer_workers.measuring import Trial

from knowledge.library import Library, load_library
from knowledge.normalisation import find_quote
from knowledge.vocabulary import PassageKind

QUESTIONS = Path(__file__).parents[1] / "data" / "development_questions.jsonl"
WORKERS = Path(__file__).parent / "peer_workers"
LARGE = 4600
"""Files of the size test."""

OURS = "second source"
NOTES = (
    "The peers search without a neural embedding: paper-qa by tokens hashed into 256 counts, haystack by BM25. Ours "
    "embeds every text and every question and searches two sides by vector and by words: more work for each.",
    f"The {LARGE} files are made by repetition, a numbered line appended to each: a test of size, not of search.",
)

_QUIET = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",  # or paper-qa's LiteLLM would fetch a list of prices
    "HAYSTACK_TELEMETRY_ENABLED": "False",
}
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|had|be|been)\b")
_OTHER_SUBJECT = {"President": "Chairman", "Kim Il Sung": "Kim Jong Il", "He": "She", "he": "she"}
_SUBJECT = re.compile(rf"\b(?:{'|'.join(_OTHER_SUBJECT)})\b")
_TRUE = "true, its passage found"


class WorkerError(Exception):
    """A worker did not finish; the message holds its last words."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A contender: the worker that drives it, the Python that runs it, and the versions of both."""

    name: str
    worker: Path
    python: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured on ``of`` files or quotations: ``values`` by tool, in ``unit``."""

    name: str
    of: int
    unit: str
    values: Mapping[str, float]

    def ratio(self, peer: str) -> float | None:
        """The peer's value by ours; ``None`` where ours is zero."""
        return self.values[peer] / self.values[OURS] if self.values[OURS] else None


def main() -> None:
    options = _options()
    library = load_library()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        report: dict[str, Any] = {
            "date": datetime.now(UTC).isoformat(timespec="minutes"),
            "machine": machine(),
            "rounds": options.rounds,
        }
        tools, left_out = present(bench, options)
        figures = [
            figure
            for size in (len(library.passages), LARGE)
            for figure in _measure(bench, tools, write_files(library, Path(folder), size), rounds=options.rounds)
        ]
        trials = list(quote_trials(library))
        verdicts = {tool.name: bench.run(tool, "quotes", trials=[asdict(trial) for trial in trials]) for tool in tools}
    figures += _quotations(trials, {name: done["accepted"] for name, done in verdicts.items()})
    report |= {
        "versions": {tool.name: tool.version for tool in tools},
        "left_out": left_out,
        "quotes_checked_for": {name: done["checks"] for name, done in verdicts.items()},
        "notes": NOTES,
    }
    if options.json:
        report["figures"] = [
            asdict(figure) | {"peer_by_ours": {tool.name: figure.ratio(tool.name) for tool in tools[1:]}}
            for figure in figures
        ]
        print(json.dumps(report, indent=2))
    else:
        _print(report, figures, [tool.name for tool in tools[1:]])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Second Source beside its peers, on the same files and questions.")
    add_peer_options(parser)
    parser.add_argument("--rounds", type=int, default=3, help="measurements of each figure; their median is given")
    parser.add_argument("--json", action="store_true", help="print a JSON object instead of the table")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error(f"--rounds {options.rounds}: at least 1")
    return options


def add_peer_options(parser: argparse.ArgumentParser) -> None:
    """Where the peers are: an option each, or a variable."""
    for peer in ("paper-qa", "haystack"):
        variable = _variable(peer)
        about = f"a Python that has {peer} (or set {variable})"
        parser.add_argument(f"--{peer}", metavar="PYTHON", default=os.environ.get(variable), help=about)


def _variable(peer: str) -> str:
    return f"{peer.upper().replace('-', '_')}_PYTHON"


class Bench:
    """Runs workers, each in a process of its own; what they write goes into ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._environment = os.environ | _QUIET | {"PQA_HOME": str(folder)}
        for name in ("PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE"):  # ours are not the peers'
            self._environment.pop(name, None)

    def run(self, tool: Tool, task: str, **details: Any) -> dict[str, Any]:
        """What a worker found out, and the seconds to its answer in ``cold`` where it says when that was.

        Raises :class:`WorkerError` if it fails.
        """
        job, result = self.folder / "job.json", self.folder / "result.json"
        job.write_text(json.dumps({"task": task, **details}), encoding="utf-8")
        result.unlink(missing_ok=True)
        print(f"{tool.name}: {task} {Path(details.get('files', '')).name}", file=sys.stderr)
        started = time.time()  # the worker compares with the same clock
        try:
            subprocess.run(
                [tool.python, tool.worker, job, result], env=self._environment, check=True, capture_output=True
            )
        except OSError as error:
            raise WorkerError(f"{tool.python}: {error.strerror}") from error
        except subprocess.CalledProcessError as error:
            lines = error.stderr.decode(errors="replace").strip().splitlines() or [f"exit code {error.returncode}"]
            raise WorkerError(f"{tool.python}: {lines[-1]}") from error
        done: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        if "answered_at" in done:
            done["cold"] = done["answered_at"] - started
        return done

    def new_place(self) -> str:
        """An empty folder for what a tool keeps on disk."""
        return tempfile.mkdtemp(dir=self.folder)


def present(bench: Bench, options: argparse.Namespace) -> tuple[list[Tool], list[str]]:
    """The tools that can be measured here, ours first, and a line for each that cannot."""
    tools = [_introduced(bench, Tool(OURS, WORKERS / "with_second_source.py", sys.executable))]
    left_out = []
    for name, worker, python in (
        ("paper-qa", "with_paper_qa.py", options.paper_qa),
        ("haystack", "with_haystack.py", options.haystack),
    ):
        how = f"point at a Python that has it: --{name} PYTHON or {_variable(name)}"
        if not python:
            left_out.append(f"{name} was left out; {how}")
            continue
        try:
            tools.append(_introduced(bench, Tool(name, WORKERS / worker, python)))
        except WorkerError as error:
            left_out.append(f"{name} was left out ({error}); {how}")
    return tools, left_out


def _introduced(bench: Bench, tool: Tool) -> Tool:
    """The tool with its version. Raises :class:`WorkerError` if it cannot be imported."""
    done = bench.run(tool, "introduce")
    return replace(tool, version=f"{done['version']} (Python {done['python']})")


def write_files(library: Library, folder: Path, size: int) -> Path:
    """A folder with ``size`` text files below it: the passages, repeated with a numbered line where too few.

    A file lies in a folder named for the side its passage is on.
    """
    passages = list(library.passages.values())
    files = folder / f"{size}-files"
    for number in range(size):
        passage = passages[number % len(passages)]
        is_copied = size > len(passages)
        place = files / passage.collection / f"{passage.id}{f'--{number:05d}' if is_copied else ''}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"{passage.text}\nThis is file number {number}." if is_copied else passage.text, "utf-8")
    return files


def _measure(bench: Bench, tools: Sequence[Tool], files: Path, *, rounds: int) -> list[Figure]:
    """Every figure at one size. The tools take turns, so that a busy minute of the machine hits all."""
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    size = sum(1 for _ in files.rglob("*.txt"))
    task: dict[str, Any] = {"files": str(files), "questions": questions}
    searches: dict[str, list[dict[str, Any]]] = {tool.name: [] for tool in tools}
    colds: dict[str, list[dict[str, Any]]] = {tool.name: [] for tool in tools}
    kept = {tool.name: bench.new_place() for tool in tools}
    for tool in tools:
        bench.run(tool, "prepare", place=kept[tool.name], **task)
        bench.run(tool, "cold", place=kept[tool.name], **task)  # warms the file cache
    for _ in range(rounds):
        for tool in tools:
            searches[tool.name].append(bench.run(tool, "search", place=bench.new_place(), **task))
            colds[tool.name].append(bench.run(tool, "cold", place=kept[tool.name], **task))
    for name, runs in searches.items():
        if any(run["documents"] != size or run["found"] == 0 for run in runs):
            raise WorkerError(f"{name} holds {runs[0]['documents']} of {size} files, or finds nothing in them")

    def medians(runs: Mapping[str, Sequence[Mapping[str, Any]]], key: str) -> dict[str, float]:
        return {name: statistics.median(run[key] for run in results) for name, results in runs.items()}

    return [
        Figure(
            "ingest (more is better)",
            size,
            "docs/s",
            {name: size / seconds for name, seconds in medians(searches, "seconds").items()},
        ),
        Figure("retrieval, p50", size, "ms", medians(searches, "p50")),
        Figure("retrieval, p95", size, "ms", medians(searches, "p95")),
        Figure("memory, ingest and search", size, "MB", medians(searches, "memory")),
        Figure("cold start", size, "s", medians(colds, "cold")),
        Figure("memory, cold start", size, "MB", medians(colds, "memory")),
    ]


def quote_trials(library: Library) -> Iterator[Trial]:
    """Quotations of every sentence of the article, true and altered.

    Each digit is changed in turn; "not" goes after the first auxiliary verb, or after the first word
    where there is none; the first name or pronoun that can be is swapped; a note of the library that
    the article does not contain is passed off as its words. The last kind is true, but its passage
    was not found for the answer.
    """
    sentences = [passage for passage in library.passages.values() if passage.kind is PassageKind.VERBATIM]
    notes = (passage for passage in library.passages.values() if passage.kind is PassageKind.LIBRARY_NOTE)
    for sentence, note in zip(sentences, notes, strict=False):
        text = sentence.text
        if find_quote(note.text, text):
            raise ValueError(f"{note.id} stands in {sentence.id} and is no absent quotation")
        altered = [("a digit changed", changed) for changed in _other_digits(text)]
        altered.append(("“not” inserted", _negated(text)))
        if subject := _SUBJECT.search(text):
            swapped = text[: subject.start()] + _OTHER_SUBJECT[subject.group()] + text[subject.end() :]
            altered.append(("subject swapped", swapped))
        altered.append(("absent", note.text))
        yield Trial(_TRUE, text, sentence.id, text, True)
        for kind, quote in altered:
            yield Trial(kind, quote, sentence.id, text, True)
        yield Trial("true, its passage not found", text, sentence.id, text, False)


def _other_digits(text: str) -> Iterator[str]:
    """The text with one digit made another, for each digit in it."""
    for digit in re.finditer(r"\d", text):
        yield text[: digit.start()] + str(1 + int(digit.group()) % 9) + text[digit.end() :]


def _negated(text: str) -> str:
    verb = _AUXILIARY.search(text)
    place = verb.end() if verb else text.index(" ")
    return f"{text[:place]} not{text[place:]}"


def _quotations(trials: Sequence[Trial], accepted: Mapping[str, Sequence[bool]]) -> list[Figure]:
    """For each kind of quotation, how many each tool treated as it should."""
    figures = []
    for kind in dict.fromkeys(trial.kind for trial in trials):
        places = [place for place, trial in enumerate(trials) if trial.kind == kind]
        right = {name: sum(verdicts[p] is (kind == _TRUE) for p in places) for name, verdicts in accepted.items()}
        unit = "accepted" if kind == _TRUE else "refused"
        figures.append(Figure(f"quotes {kind}", len(places), unit, right))
    return figures


def machine() -> str:
    """The machine and how busy it is, in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    system = f"{platform.system()} {platform.machine()}"
    return f"{system}, {os.cpu_count()} cores, {memory:.0f} GB, load {load:.1f} at the start"


def _print(report: Mapping[str, Any], figures: Sequence[Figure], peers: Sequence[str]) -> None:
    print(f"{report['date']}, {report['machine']}; median of {report['rounds']} rounds")
    print("; ".join(f"{name} {version}" for name, version in report["versions"].items()))
    for line in report["left_out"]:
        print(line)
    print(f"\n{'figure':36}{'of':>6}  {'unit':9}{OURS:>14}" + "".join(f"{peer:>13}{'by ours':>9}" for peer in peers))
    for figure in figures:
        beside = "".join(f"{_shown(figure.values[peer]):>13}{_shown(figure.ratio(peer)):>9}" for peer in peers)
        print(f"{figure.name:36}{figure.of:6}  {figure.unit:9}{_shown(figure.values[OURS]):>14}{beside}")
    print("\nWhat is checked before a quotation is let into an answer:")
    for name, what in report["quotes_checked_for"].items():
        print(f"  {name}: {what}")
    print()
    for note in report["notes"]:
        print(note)


def _shown(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.2f}"


if __name__ == "__main__":
    try:
        main()
    except WorkerError as problem:
        sys.exit(f"peers.py: {problem}")
