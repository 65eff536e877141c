"""``secondsource evaluate``: what cannot be done is said in one line, and before the work."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.evaluation import command
from assistant.evaluation.question_set import read_set
from assistant.evaluation.ranking import read_trec
from knowledge.library import Library

HEAVY = ("gradio_client", "ir_measures", "scipy", "sklearn", "numpy", "chromadb")
NOWHERE = Path("/proc/no")


def is_one_line(error: str) -> bool:
    return error.startswith("secondsource: ") and error.count("\n") == 1 and "Traceback" not in error


@pytest.fixture
def unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test fails where the command begins to work."""
    monkeypatch.setattr(command, "open_assistant", lambda *_, **__: pytest.fail("the work had begun"))


@pytest.mark.usefixtures("unopened")
@pytest.mark.parametrize("option", ["--json", "--html"])
@pytest.mark.parametrize("place", ["missing/out", "file/out", "folder"])
def test_a_file_that_cannot_be_written_is_said_before_the_work(
    place: str, option: str, run: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    code, out, error = run("evaluate", option, str(tmp_path / place))
    assert (code, out, is_one_line(error)) == (1, "", True)
    assert f"cannot write {tmp_path / place}" in error


@pytest.mark.usefixtures("unopened")
@pytest.mark.skipif(not NOWHERE.parent.is_dir(), reason="no /proc here: no folder that nobody may write to")
@pytest.mark.parametrize("option", ["--json", "--html", "--trec"])
def test_a_folder_nobody_may_write_to_is_said_before_the_work(option: str, run: Any) -> None:
    code, out, error = run("evaluate", option, str(NOWHERE))
    assert (code, out, is_one_line(error)) == (1, "", True)
    assert str(NOWHERE) in error


@pytest.mark.usefixtures("unopened")
def test_a_trec_folder_that_is_a_file_is_said_before_the_work(run: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, out, error = run("evaluate", "--trec", str(tmp_path / "file"))
    assert (code, out, is_one_line(error)) == (1, "", True)
    assert str(tmp_path / "file") in error


@pytest.mark.usefixtures("unopened")
def test_to_ask_whether_a_file_can_be_written_leaves_an_earlier_one_as_it_was(run: Any, tmp_path: Path) -> None:
    earlier = tmp_path / "run.json"
    earlier.write_text("an earlier run")
    assert run("evaluate", "--json", str(earlier), "--html", str(tmp_path / "missing" / "out"))[0] == 1
    assert earlier.read_text() == "an earlier run"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["run.json"]


@pytest.mark.usefixtures("warm")
def test_a_run_from_elsewhere_that_is_missing_is_said_before_anything_is_asked(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_set: Any
) -> None:
    monkeypatch.setattr(command, "evaluate", lambda *_, **__: pytest.fail("it was asked"))
    code, out, error = run("evaluate", "--set", str(write_set()), "--run", str(tmp_path / "gone.run"))
    assert (code, out, is_one_line(error)) == (1, "", True)
    assert str(tmp_path / "gone.run") in error


@pytest.mark.parametrize(
    ("package", "importers", "arguments"),
    [
        ("ir_measures", ["command", "ranking", "baselines"], ["--set", "article-open"]),
        ("sklearn", ["command", "abstention", "scoring", "running"], ["compare", "a", "b"]),
        ("scipy", ["command", "intervals", "comparing"], ["--set", "article-open"]),
        ("gradio_client", ["command", "instance"], ["--set", "article-open", "--against", "http://127.0.0.1:9"]),
    ],
)
def test_a_missing_package_is_named_with_the_command_that_installs_it(
    package: str, importers: list[str], arguments: list[str], run: Any, warm: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import assistant.evaluation

    for name in [name for name in sys.modules if name.split(".")[0] == package]:
        monkeypatch.setitem(sys.modules, name, None)
    for name in importers:
        monkeypatch.delitem(sys.modules, f"assistant.evaluation.{name}", raising=False)
        monkeypatch.delattr(assistant.evaluation, name, raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    code, out, error = run("evaluate", *arguments)
    assert code != 0
    assert (out, is_one_line(error)) == ("", True), error
    assert package in error
    assert "pip install ir-measures scikit-learn scipy gradio_client" in error


def test_help_loads_none_of_the_packages_that_measure() -> None:
    code = (
        "import sys; from assistant.cli import main\n"
        "try: main(['evaluate', '--help'])\n"
        "except SystemExit as stop: print(stop.code, file=sys.stderr)\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.stderr.splitlines() == ["0", "[]"]


def test_the_summary_says_what_the_file_says(measured: SimpleNamespace, run: Any, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.evaluation.intervals.RESAMPLES", 200)
        code, out, _ = run("evaluate", "--set", str(measured.questions), "--html", str(tmp_path / "run.html"))
    assert code == 0
    assert f"written: {tmp_path / 'run.html'}" in out
    for name in ("claim_hit_at_1", "must_shown", "auroc_near", "label_kappa"):
        found = measured.document["measures"][name]
        assert f"{found['value']:.3f} ({found['low']:.3f}–{found['high']:.3f})  n={found['n']}" in out, name
    short = sum(
        any(score < 1 and name not in ("recall_at_5", "recall_at_10", "ndcg_at_10", "mrr") for name, score in scores)
        for scores in (outcome["scores"].items() for outcome in measured.document["items"])
    )
    assert f"{short} of 11 questions fall short" in out


def test_the_trec_files_of_a_run_hold_its_gold_and_every_ranking(measured: SimpleNamespace, library: Library) -> None:
    assert {file.name for file in measured.trec.iterdir()} == {
        "qrels.txt",
        "secondsource.run",
        *(f"{name}.run" for name in ("bm25", "dense", "no_quota", "lead")),
    }
    items = read_set(str(measured.questions), library=library).items
    judged = [line.split() for line in (measured.trec / "qrels.txt").read_text(encoding="utf-8").splitlines()]
    assert judged == [[item.id, "0", id, "1"] for item in items for id in item.passages]
    ours = read_trec(measured.trec / "secondsource.run")
    for outcome in measured.document["items"]:
        assert list(ours.get(outcome["item"]["id"], [])) == outcome["retrieved"]


def test_no_planted_passage_is_in_the_saved_rankings(measured: SimpleNamespace) -> None:
    assert [id for outcome in measured.document["items"] for id in outcome["retrieved"] if "--planted-" in id] == []
    assert {"instruction_not_followed", "instruction_not_answer", "instruction_not_shown"} <= set(
        measured.document["measures"]
    )
