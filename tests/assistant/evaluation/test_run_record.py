"""What made a run, in enough detail to make it again."""

import shlex
import subprocess
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.evaluation import run_record as recording
from assistant.evaluation.question_set import QuestionSet, read_set
from assistant.evaluation.results import RunRecord
from knowledge.library import Library


@pytest.fixture
def record_of(assistant: Assistant, few: QuestionSet) -> Callable[..., RunRecord]:
    provenance = assistant.ask("What does the article say?").provenance

    def record(questions: QuestionSet = few, **changes: Any) -> RunRecord:
        return recording.run_record(questions, "in process", replace(provenance, **changes), command="c")

    return record


def test_a_run_names_what_it_was_made_with(measured: SimpleNamespace, assistant: Assistant) -> None:
    run = measured.document["run"]
    assert run["corpus"] == assistant.library.corpus.fingerprint
    assert run["index"] == assistant.index_fingerprint
    assert run["settings"] == assistant.settings.fingerprint
    assert run["questions_sha256"] == sha256(measured.questions.read_bytes()).hexdigest()
    assert (run["question_set"], run["questions"], run["subject"]) == ("small", 11, "in process")
    for package in ("scipy", "scikit-learn", "ir-measures", "chromadb", "onnxruntime", "numpy"):
        assert run["packages"][package] == version(package)


def test_the_recorded_command_makes_the_same_run_again(measured: SimpleNamespace, run: Any, tmp_path: Path) -> None:
    program, *arguments = shlex.split(measured.document["run"]["command"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.evaluation.intervals.RESAMPLES", 200)
        code, _, _ = run(*arguments, "--json", str(tmp_path / "again.json"))
    assert (program, code) == ("secondsource", 0)
    assert (tmp_path / "again.json").read_bytes() == measured.json.read_bytes()


def test_a_word_changed_in_the_question_file_is_another_run(
    write_set: Callable[..., Path], library: Library, record_of: Callable[..., RunRecord]
) -> None:
    item = {"id": "a", "question": "Who?"}
    one = record_of(read_set(str(write_set(item)), library=library))
    other = record_of(read_set(str(write_set(item | {"why": "Because."})), library=library))
    assert one.questions_sha256 != other.questions_sha256
    assert one == replace(other, questions_sha256=one.questions_sha256)


@pytest.mark.parametrize("what", ["corpus", "index", "settings", "version", "prompts", "model"])
def test_another_library_index_or_version_is_another_run(what: str, record_of: Callable[..., RunRecord]) -> None:
    assert record_of(**{what: "other"}) != record_of()


def test_the_repository_of_somebody_else_is_not_taken_for_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_of: Callable[..., RunRecord]
) -> None:
    """Installed in a ``.venv`` inside a reader's own project, the package stands in a checkout that is not its own."""
    installed = tmp_path / ".venv" / "lib" / "assistant" / "evaluation" / "run_record.py"
    installed.parent.mkdir(parents=True)
    installed.write_text("")
    (tmp_path / ".gitignore").write_text(".venv\n")
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "--quiet"], ["add", "."], [*who, "commit", "--quiet", "--message", "theirs"]):
        subprocess.run(["git", "-C", str(tmp_path), *words], check=True)
    monkeypatch.setattr(recording, "__file__", str(installed))
    assert record_of().git is None
