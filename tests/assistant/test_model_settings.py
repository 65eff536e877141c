"""The settings of a language model: from the environment and the command line, and what doctor says of them."""

import hashlib
import json
from pathlib import Path

import pytest

from assistant.cli import _parser
from assistant.diagnosis import Finding, diagnose
from assistant.errors import UsageError
from assistant.settings import Settings, read_settings
from tests.assistant.conftest import Run

KEY = "sk-secret-0123456789"


def test_no_model_is_the_default() -> None:
    settings = read_settings({})
    assert (settings.model, settings.model_url, settings.model_timeout) == (None, None, 60.0)


def test_the_environment_sets_the_model() -> None:
    settings = read_settings(
        {
            "SECONDSOURCE_MODEL": "openai:m",
            "SECONDSOURCE_MODEL_URL": "http://127.0.0.1:8000/v1",
            "SECONDSOURCE_MODEL_TIMEOUT": "2.5",
        }
    )
    assert (settings.model, settings.model_url, settings.model_timeout) == ("openai:m", "http://127.0.0.1:8000/v1", 2.5)


def test_the_command_line_goes_before_the_environment() -> None:
    assert read_settings({"SECONDSOURCE_MODEL": "openai:m"}, model="ollama:n").model == "ollama:n"


@pytest.mark.parametrize("seconds", ["soon", "0", "-1", "nan", "inf", "1e9"])
def test_a_wrong_timeout_is_named(seconds: str) -> None:
    with pytest.raises(UsageError, match="SECONDSOURCE_MODEL_TIMEOUT"):
        read_settings({"SECONDSOURCE_MODEL_TIMEOUT": seconds})


def test_the_fingerprint_knows_the_model_and_is_as_ever_without(tmp_path: Path) -> None:
    plain, drafted = Settings(cache=tmp_path), Settings(cache=tmp_path, model="openai:m")
    assert plain.fingerprint == hashlib.sha256(json.dumps({"embeddings": None}).encode()).hexdigest()
    assert len({plain.fingerprint, drafted.fingerprint, Settings(cache=tmp_path, model="openai:n").fingerprint}) == 3


@pytest.mark.parametrize("command", [("ask", "What?"), ("serve",), ("evaluate",)])
def test_the_commands_that_answer_take_a_model(command: tuple[str, ...]) -> None:
    assert _parser().parse_args([*command, "--model", "openai:m"]).model == "openai:m"


def model_finding(cache: Path, **settings: str) -> Finding:
    findings = diagnose(Settings(cache=cache, **settings))  # type: ignore[arg-type]
    return next(finding for finding in findings if finding.name == "language model")


def test_doctor_tells_of_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert "none" in model_finding(tmp_path).detail
    missing = model_finding(tmp_path, model="openai:m")
    assert not missing.ok and "export OPENAI_API_KEY=" in missing.detail
    own = model_finding(tmp_path, model="openai:m", model_url="http://127.0.0.1:1")
    assert own.ok and "OPENAI_API_KEY is not set" in own.detail
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    ready = model_finding(tmp_path, model="openai:m")
    assert ready.ok and "langchain-openai" in ready.detail and "OPENAI_API_KEY" in ready.detail
    assert KEY not in ready.detail


def test_a_wrong_timeout_is_one_line_of_the_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECONDSOURCE_MODEL_TIMEOUT", "soon")
    code, _, complaint = run("doctor")
    assert code == 2 and complaint.count("\n") == 1 and "SECONDSOURCE_MODEL_TIMEOUT" in complaint
