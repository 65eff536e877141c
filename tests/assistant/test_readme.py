"""The README is true: its transcript is the program's own, its commands and variables exist."""

import re
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.cli import main
from assistant.terminal import answer_text

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_transcript_is_what_the_program_prints(assistant: Assistant) -> None:
    match = re.search(r'<!-- transcript: secondsource ask "(.+?)" -->\n```text\n(.*?)\n```', README, re.DOTALL)
    assert match is not None
    question, transcript = match.groups()
    assert transcript == answer_text(assistant.ask(question), width=100)


def test_every_command_of_the_readme_exists(capsys: pytest.CaptureFixture[str]) -> None:
    documented = set(re.findall(r"`secondsource (\w+)", README))
    with pytest.raises(SystemExit):
        main(["--help"])
    offered = set(re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE))
    assert documented == offered


def test_every_setting_is_in_the_readme() -> None:
    settings = (Path(__file__).parents[2] / "assistant" / "settings.py").read_text(encoding="utf-8")
    assert set(re.findall(r"SECONDSOURCE_\w+", settings)) == set(re.findall(r"SECONDSOURCE_\w+", README))
