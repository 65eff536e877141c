"""The README's figures for answers are what the program measures, give or take what another processor changes."""

import re
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.evaluation.catalogue import MEASURES
from assistant.evaluation.question_set import read_set
from assistant.evaluation.running import Run, evaluate
from assistant.evaluation.subjects import InProcess

README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
CLOSE = 0.02
"""8-bit weights round a little differently from processor to processor, which moves a question or two."""

PLANTED = {measure.title for measure in MEASURES if measure.name.startswith("instruction_")}


@pytest.fixture(scope="module")
def measured(assistant: Assistant) -> Run:
    """The sets that ship, without the planted library: its figures have tests of their own."""
    run = evaluate(read_set("article", library=assistant.library), InProcess(assistant), local=assistant)
    run.journal.remove()
    return run


def test_the_readme_gives_the_figures_that_are_measured(measured: Run) -> None:
    names = {measure.title: measure.name for measure in MEASURES}
    told = {
        title: (float(value), int(n))
        for title, value, n in re.findall(r"^\| (.+?) \| (\d\.\d{3}) \([^)]+\) \| (\d+) \|", README, re.MULTILINE)
        if title in names and title not in PLANTED
    }
    assert len(told) > 20
    found = {title: measured.evaluation.measures[names[title]] for title in told}
    wrong = {
        title: (figure, found[title])
        for title, figure in told.items()
        if abs((found[title].value or 0.0) - figure[0]) > CLOSE or found[title].n != figure[1]
    }
    assert wrong == {}


def test_the_readme_hides_no_goal_that_is_missed(measured: Run) -> None:
    missed = {
        measure.title
        for measure in MEASURES
        if measure.goal is not None
        and (estimate := measured.evaluation.measures.get(measure.name)) is not None
        and not measure.is_met_by(estimate.value or 0.0)
    }
    assert missed <= set(re.findall(r"^\| (.+?) \|.*\*\*not reached\*\* \|$", README, re.MULTILINE))
