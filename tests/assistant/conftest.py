"""The real assistant over the packaged library, opened once, its index built in a folder of the test run."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.answers import Answer
from assistant.cli import main
from assistant.opening import open_assistant
from assistant.settings import Settings
from knowledge.library import Library

QUESTIONS = Path(__file__).parents[1] / "data" / "development_questions.jsonl"
Asked = tuple[str, tuple[str, ...]]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the index that the tests share; nothing but opening an assistant writes to it."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def assistant(cache: Path) -> Iterator[Assistant]:
    opened = open_assistant(Settings(cache=cache))
    assert opened.notice is None, opened.notice
    yield opened
    if opened.index is not None:
        opened.index.close()


@pytest.fixture(scope="session")
def asked(library: Library) -> list[Asked]:
    """Questions with their earlier turns: for development, of claims and premises, on the whole article."""
    lines = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    records = (*library.corpus.claims.values(), *library.corpus.premises.values())
    return [
        *((item["question"], tuple(item["turns"])) for item in lines),
        *((record.asked_as[0], ()) for record in records),
        ("Why should I believe the article?", ()),
    ]


@pytest.fixture(scope="session")
def answers(assistant: Assistant, asked: list[Asked]) -> list[Answer]:
    return [assistant.ask(question, turns) for question, turns in asked]


@pytest.fixture
def run(cache: Path, assistant: Assistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, over the index the tests share: exit code, output, error output."""
    monkeypatch.setenv("SECONDSOURCE_CACHE", str(cache))

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def desk(run: Run, tmp_path: Path) -> Run:
    """Run a command over a new library folder, ``ours`` in the test's own."""
    folder = tmp_path / "ours"
    assert run("init", str(folder), "--name", "Our library")[0] == 0

    def desk(*arguments: str) -> tuple[int, str, str]:
        return run(*arguments, "--library", str(folder))

    return desk
