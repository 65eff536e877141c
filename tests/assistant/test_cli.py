"""The command line: what it prints, what it returns, and that it fails in one line."""

import json
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.answers import answer_from_json
from knowledge.library import Library
from knowledge.record_files import packaged_library

ROOT = Path(__file__).parents[2]
COUNTRIES = "How many countries did Kim Il Sung visit?"
HEAVY = ("gradio", "chromadb", "onnxruntime", "langchain", "langchain_core", "numpy")


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def is_one_line(error: str) -> bool:
    return error.startswith("secondsource: ") and error.count("\n") == 1 and "Traceback" not in error


@pytest.mark.parametrize("command", [["--help"], ["--version"], ["ask", "--help"], ["serve", "--help"]])
def test_help_loads_nothing_heavy(command: list[str]) -> None:
    code = (
        "import sys; from assistant.cli import main\n"
        f"try: main({command!r})\n"
        "except SystemExit as stop: print(stop.code, file=sys.stderr)\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    assert python("-c", code).stderr.splitlines() == ["0", "[]"]


def test_the_module_runs_as_a_command() -> None:
    done = python("-m", "assistant.cli", "claims", "vietnam-airmen")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Verdict: Independently corroborated" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["ask"],
        ["ask", "one", "--batch", "two"],
        ["serve", "--port", "0"],
        ["serve", "--port", "http"],
        ["index", "mend"],
    ],
)
def test_a_wrong_call_returns_2_with_the_usage(arguments: list[str], run: Any) -> None:
    code, out, error = run(*arguments)
    assert (code, out) == (2, "")
    assert error.startswith("usage: secondsource")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["claims", "no-such-claim"], "no-such-claim"),
        (["sources", "show", "no-such-source"], "no-such-source"),
        (["ask", "--batch", "no/such/file.jsonl"], "no/such/file.jsonl"),
    ],
)
def test_what_does_not_exist_is_named_in_one_line(arguments: list[str], named: str, run: Any) -> None:
    code, out, error = run(*arguments)
    assert (code, out) == (2, "")
    assert is_one_line(error)
    assert named in error


def test_a_traceback_is_shown_only_when_it_is_asked_for() -> None:
    plain = python("-m", "assistant.cli", "claims", "nothing")
    debug = python("-m", "assistant.cli", "--debug", "claims", "nothing")
    assert is_one_line(plain.stderr)
    assert "Traceback" in debug.stderr


def test_an_answer_as_json_is_the_answer(run: Any, assistant: Assistant) -> None:
    code, out, error = run("ask", COUNTRIES, "--json")
    assert (code, error) == (0, "")
    assert answer_from_json(json.loads(out)) == assistant.ask(COUNTRIES)


def test_an_answer_as_text_says_the_label_before_each_sentence(run: Any, assistant: Assistant) -> None:
    code, out, error = run("ask", COUNTRIES)
    assert (code, error) == (0, "")
    flat = " ".join(out.split())
    for statement in (s for s in assistant.ask(COUNTRIES).statements if not s.more):
        before, found, _ = flat.partition(statement.text)
        assert found
        assert re.findall(r"\[(\D+?)\]", before)[-1] == statement.label.text
    assert "library note" in flat
    assert len(run("ask", COUNTRIES, "--more")[1]) > len(out)


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (["claims", "--json"], "claims"),
        (["claims", "gifts-count", "--json"], "claims"),
        (["sources", "--json"], "sources"),
        (["sources", "list", "--json"], "sources"),
        (["sources", "show", "article-2011", "--json"], "passages"),
        (["index", "status", "--json"], "state"),
        (["check", "--json"], "problems"),
        (["doctor", "--json"], "checks"),
    ],
)
def test_every_reading_command_prints_one_json_object(arguments: list[str], key: str, run: Any) -> None:
    code, out, error = run(*arguments)
    assert (code, error) == (0, "")
    assert key in json.loads(out)


def test_claims_and_sources_are_complete(run: Any, library: Library) -> None:
    claims = json.loads(run("claims", "--json")[1])["claims"]
    assert {claim["id"]: claim["verdict"] for claim in claims} == {
        id: str(library.verdicts[id].headline.key) if id in library.verdicts else None for id in library.corpus.claims
    }
    assert sum(len(claim["evidence"]) for claim in claims) == len(library.corpus.evidence)
    assert {source["id"] for source in json.loads(run("sources", "--json")[1])["sources"]} == set(
        library.corpus.sources
    )


def test_check_names_file_and_line_of_a_broken_record(run: Any, tmp_path: Path) -> None:
    assert run("check")[0] == 0
    folder = tmp_path / "library"
    shutil.copytree(packaged_library(), folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    assert run("check", "--library", str(folder))[0] == 0
    broken = folder / "claims" / "gifts-count.toml"
    lines = broken.read_text(encoding="utf-8").splitlines()
    place = next(number for number, line in enumerate(lines, start=1) if line.startswith("kind = "))
    lines[place - 1] = 'kind = "rumour"'
    broken.write_text("\n".join(lines), encoding="utf-8")
    code, out, error = run("check", "--library", str(folder))
    assert (code, error) == (1, "")
    assert f"claims/gifts-count.toml:{place}: kind = 'rumour': should be " in out
    code, out, _ = run("check", "--library", str(folder), "--json")
    assert code == 1
    faults = [(fault["file"], fault["line"], fault["field"]) for fault in json.loads(out)["problems"]]
    assert ("claims/gifts-count.toml", place, "kind") in faults


def test_a_folder_that_is_no_library_is_said_to_be_none(run: Any, tmp_path: Path) -> None:
    code, out, _ = run("check", "--library", str(tmp_path))
    assert code == 1
    assert "is this a library folder?" in out


def test_a_busy_port_is_named_in_one_line(run: Any) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        code, out, error = run("serve", "--port", str(port))
    assert (code, out) == (1, "")
    assert is_one_line(error)
    assert str(port) in error
    assert "--port" in error


def test_an_index_that_is_not_there_is_reported_with_the_next_step(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("index", "verify")[0] == 0
    monkeypatch.setenv("SECONDSOURCE_CACHE", str(tmp_path))
    code, _, error = run("index", "status")
    assert code == 1
    assert is_one_line(error)
    assert "secondsource index build" in error
    assert list(tmp_path.iterdir()) == []
