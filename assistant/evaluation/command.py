"""The command ``evaluate``: where the question set, the subject and the files to write come together."""

import json
import shlex
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.answering import Assistant
from assistant.errors import EvaluationTrouble
from assistant.evaluation.comparing import compare, read_evaluation
from assistant.evaluation.instance import Instance
from assistant.evaluation.planting import planted_library
from assistant.evaluation.question_set import read_set
from assistant.evaluation.ranking import Ranking, read_trec, write_trec
from assistant.evaluation.report import report
from assistant.evaluation.results import evaluation_to_json
from assistant.evaluation.running import evaluate
from assistant.evaluation.subjects import InProcess, Subject
from assistant.evaluation.summary import comparison_text, summary_text
from assistant.opening import open_assistant, open_library
from assistant.settings import Settings

ProgressBar = Callable[..., AbstractContextManager[Any]]
"""Shows progress under a heading while it is open: ``with bar(what, unit) as show``."""


def evaluation(options: Namespace, *, settings: Settings, progress_bar: ProgressBar) -> str:
    """Evaluate as the options say, write the files they name, and return the summary to print."""
    _require_writable(options.trec, *filter(None, (options.json, options.html)))
    library = open_library(settings)
    questions = read_set(options.set, library=library)
    others = _others(options.run)
    with progress_bar("building the index, once") as progress:
        local = open_assistant(settings, library=library, progress=progress)

    def planted() -> Assistant:
        with progress_bar("building an index with instructions planted in it, once") as progress:
            return open_assistant(settings, library=planted_library(library), progress=progress)

    subject: Subject = InProcess(local)
    if options.against:
        subject = Instance(options.against)
    with progress_bar(f"asking {subject.name}", "answer") as progress:
        run = evaluate(
            questions,
            subject,
            local=local,
            planted=None if options.against else planted,
            others=others,
            command=_command(options),
            progress=progress,
        )
    written = []
    if options.json:
        document = json.dumps(evaluation_to_json(run.evaluation), ensure_ascii=False, indent=1)
        written.append(_write(options.json, document + "\n"))
    if options.html:
        written.append(_write(options.html, report(run.evaluation)))
    if options.trec:
        written += map(str, write_trec(Path(options.trec), questions.items, run.rankings))
    run.journal.remove()
    return summary_text(run.evaluation, written)


def comparison(before: str, after: str, *, as_json: bool) -> str:
    """What changed between two saved runs, as text or as one JSON object."""
    found = compare(read_evaluation(before), read_evaluation(after))
    if as_json:
        return json.dumps(asdict(found), ensure_ascii=False)
    return comparison_text(found)


def _others(files: Sequence[str]) -> dict[str, Mapping[str, Ranking]]:
    """The rankings in files, by the files' names."""
    found: dict[str, Mapping[str, Ranking]] = {}
    for file in map(Path, files):
        if file.stem in found:
            raise EvaluationTrouble(f"two runs are called {file.stem}; rename {file}")
        found[file.stem] = read_trec(file)
    return found


def _command(options: Namespace) -> str:
    """The command line that makes this run again; the files it writes are left out."""
    words = ["secondsource", "evaluate", "--set", options.set]
    words += ["--against", options.against] if options.against else []
    words += ["--model", options.model] if options.model else []
    for file in options.run:
        words += ["--run", file]
    return shlex.join(words)


def _require_writable(folder: str | None, *files: str) -> None:
    """Said before the work, not after it. Raises :class:`EvaluationTrouble`."""
    try:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
        for file in files:
            is_new = not Path(file).exists()
            with Path(file).open("a"):
                pass
            if is_new:
                Path(file).unlink()
    except OSError as error:
        raise EvaluationTrouble(f"cannot write {error.filename} ({error.strerror}); name another place") from error


def _write(file: str, content: str) -> str:
    try:
        Path(file).write_text(content, encoding="utf-8")
    except OSError as error:
        raise EvaluationTrouble(f"cannot write {file} ({error.strerror}); name another file") from error
    return file
