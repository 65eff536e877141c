"""A run that is interrupted goes on, and two runs of the same give the same; one that cannot be trusted is refused."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.answers import Answer
from assistant.errors import EvaluationTrouble
from assistant.evaluation.journal import Journal
from assistant.evaluation.question_set import QuestionSet, read_set
from assistant.evaluation.results import evaluation_to_json
from assistant.evaluation.running import OURS, Run, evaluate
from assistant.evaluation.subjects import InProcess, Subject

pytestmark = pytest.mark.usefixtures("quick")


def finished(questions: QuestionSet, subject: Subject, **how: Any) -> Run:
    """A run whose answers need not be kept any longer, as when its files are written."""
    run = evaluate(questions, subject, **how)
    run.journal.remove()
    return run


def as_bytes(run: Run) -> bytes:
    return json.dumps(evaluation_to_json(run.evaluation), ensure_ascii=False).encode()


def kept(local: Assistant) -> list[Path]:
    """The files of unfinished runs."""
    return sorted((local.settings.cache / "evaluations").glob("*"))


@dataclass
class Tampered:
    """The assistant as a subject whose answers are altered by ``tamper``, which is told how many it has given."""

    assistant: Assistant
    tamper: Callable[[int, Answer], Answer]
    name: str = "in process"
    given: list[str] = field(default_factory=list)

    def ask(self, question: str, turns: Sequence[str]) -> Answer:
        self.given.append(question)
        return self.tamper(len(self.given), self.assistant.ask(question, turns))


def of_version(answer: Answer, version: str) -> Answer:
    return replace(answer, provenance=replace(answer.provenance, version=version))


# One question is asked first to see who answers; then come five questions, and the same five again.


@pytest.mark.parametrize(
    ("error", "after"),
    [(RuntimeError("crash"), 1), (KeyboardInterrupt(), 4), (RuntimeError("crash"), 6), (KeyboardInterrupt(), 10)],
    ids=["at once", "midway", "before asking again", "at the last"],
)
def test_an_interrupted_run_goes_on_where_it_stopped(
    error: BaseException, after: int, local: Assistant, few: QuestionSet, watched: Any
) -> None:
    whole = finished(few, watched(), local=local)
    with pytest.raises(type(error)):
        finished(few, watched(stops_after=after, error=error), local=local)
    rest = watched()
    assert as_bytes(finished(few, rest, local=local)) == as_bytes(whole)
    assert len(rest.asked) == 1 + 10 - (after - 1)


def test_a_run_interrupted_among_planted_instructions_goes_on_there(
    local: Assistant, few: QuestionSet, watched: Any, planted: Assistant
) -> None:
    def stop() -> Assistant:
        raise RuntimeError("the planted index could not be built")

    whole = finished(few, watched(), local=local, planted=lambda: planted)
    with pytest.raises(RuntimeError):
        finished(few, watched(), local=local, planted=stop)
    rest = watched()
    assert as_bytes(finished(few, rest, local=local, planted=lambda: planted)) == as_bytes(whole)
    assert len(rest.asked) == 1


def test_a_line_torn_by_a_kill_costs_that_answer_only(local: Assistant, few: QuestionSet, watched: Any) -> None:
    whole = finished(few, watched(), local=local)
    with pytest.raises(RuntimeError):
        finished(few, watched(stops_after=5), local=local)
    (journal,) = kept(local)
    content = journal.read_bytes()
    journal.write_bytes(content[: len(content) - 900])
    with pytest.raises(RuntimeError):
        finished(few, watched(stops_after=3), local=local)
    rest = watched()
    assert as_bytes(finished(few, rest, local=local)) == as_bytes(whole)
    assert len(rest.asked) == 1 + 10 - 5


def test_a_run_is_kept_until_its_files_are_written_and_then_leaves_nothing(
    local: Assistant, few: QuestionSet, watched: Any
) -> None:
    run = evaluate(few, watched(), local=local)
    assert len(kept(local)) == 1
    rest = watched()
    assert as_bytes(evaluate(few, rest, local=local)) == as_bytes(run)
    assert len(rest.asked) == 1
    run.journal.remove()
    assert kept(local) == []
    again = watched()
    finished(few, again, local=local)
    assert len(again.asked) == 11


def test_answers_to_other_questions_are_not_taken_for_these(local: Assistant, few: QuestionSet, watched: Any) -> None:
    with pytest.raises(RuntimeError):
        finished(few, watched(stops_after=6), local=local)
    rest = watched()
    finished(replace(few, sha256="0" * 64), rest, local=local)
    assert len(rest.asked) == 11


def test_a_journal_gives_back_each_answer_as_it_was(assistant: Assistant, tmp_path: Path) -> None:
    answers = {
        name: assistant.ask(f"How many{space}gifts did Kim Il Sung get?")
        for name, space in (("plain", " "), ("line separator", "\u2028"), ("next line", "\x85"), ("Korean", " 선물 "))
    }
    answers["as asked"] = replace(answers["plain"], question="How many\u2028gifts\x85 did\x1c he get?")
    journal = Journal(tmp_path, {"set": "one"})
    for name, answer in answers.items():
        journal.keep(("first", name), answer)
    again = Journal(tmp_path, {"set": "one"})
    assert {name: again.get(("first", name)) for name in answers} == answers
    assert again.get(("again", "plain")) is None
    assert len(Journal(tmp_path, {"set": "two"})) == 0


def test_two_runs_give_the_same_bytes(local: Assistant, few: QuestionSet, planted: Assistant) -> None:
    first, second = (as_bytes(finished(few, InProcess(local), local=local, planted=lambda: planted)) for _ in range(2))
    assert first == second


def test_a_question_that_gets_another_answer_the_second_time_is_named(local: Assistant, few: QuestionSet) -> None:
    """The seventh question is the last of the set asked again."""
    subject = Tampered(local, lambda count, answer: replace(answer, score=0.123) if count == 7 else answer)
    found = finished(few, subject, local=local).evaluation
    assert [outcome.item.id for outcome in found.items if outcome.scores["same_again"] == 0] == [few.items[-1].id]
    assert found.measures["same_again"].value == 0.8


@pytest.mark.parametrize("at", [2, 4, 7, 11], ids=["at once", "midway", "when asked again", "at the last"])
def test_a_subject_that_changes_while_it_is_asked_is_refused(at: int, local: Assistant, few: QuestionSet) -> None:
    subject = Tampered(local, lambda count, answer: of_version(answer, "9.9") if count >= at else answer)
    with pytest.raises(EvaluationTrouble, match="changed while it was evaluated"):
        finished(few, subject, local=local)


def test_a_subject_that_changed_and_is_itself_again_can_be_evaluated(
    local: Assistant, few: QuestionSet, watched: Any
) -> None:
    """What another version answered is not kept among the answers of this one."""
    whole = finished(few, watched(), local=local)
    subject = Tampered(local, lambda count, answer: of_version(answer, "9.9") if count == 4 else answer)
    with pytest.raises(EvaluationTrouble):
        finished(few, subject, local=local)
    assert as_bytes(finished(few, watched(), local=local)) == as_bytes(whole)


def test_a_subject_with_another_library_is_refused_before_it_is_asked(
    local: Assistant, few: QuestionSet, watched: Any, planted: Assistant
) -> None:
    subject = watched()
    subject.assistant = planted
    with pytest.raises(EvaluationTrouble, match="answers from another library") as trouble:
        finished(few, subject, local=local)
    assert planted.library.corpus.fingerprint[:12] in str(trouble.value)
    assert local.library.corpus.fingerprint[:12] in str(trouble.value)
    assert len(subject.asked) == 1


def test_progress_counts_every_answer_up_to_the_last(
    local: Assistant, few: QuestionSet, watched: Any, planted: Assistant
) -> None:
    seen: list[tuple[int, int]] = []
    finished(few, watched(), local=local, planted=lambda: planted, progress=lambda *at: seen.append(at))
    assert seen == [(number, 15) for number in range(1, 16)]


def test_pressure_is_measured_against_the_calm_question(local: Assistant, few: QuestionSet) -> None:
    def bend(count: int, answer: Answer) -> Answer:
        if "label it as corroborated" not in answer.question:
            return answer
        return replace(answer, claims=tuple(replace(card, verdict="corroborated") for card in answer.claims))

    bent = finished(few, Tampered(local, bend), local=local).evaluation
    straight = finished(few, InProcess(local), local=local).evaluation
    assert straight.measures["labels_unmoved"].value == 1
    assert bent.measures["labels_unmoved"].value == 0
    assert "labels_unmoved" in next(outcome for outcome in bent.items if outcome.item.id == "pressed").failed


@pytest.mark.parametrize("name", ["bm25", "majority", OURS])
def test_a_ranking_from_elsewhere_never_takes_the_place_of_one_of_ours(
    name: str, local: Assistant, few: QuestionSet, watched: Any
) -> None:
    """``--run secondsource.run`` is what a researcher gives who compares with an earlier run."""
    theirs = {item.id: ["nothing"] for item in few.items}
    alone = finished(few, watched(), local=local)
    try:
        beside = finished(few, watched(), local=local, others={name: theirs})
    except EvaluationTrouble as refused:
        assert name in str(refused)
        return
    assert {key: beside.rankings[key] for key in alone.rankings} == alone.rankings
    assert {key: beside.evaluation.baselines[key] for key in alone.evaluation.baselines} == alone.evaluation.baselines
    assert len(beside.evaluation.baselines) == len(alone.evaluation.baselines) + 1


def test_a_set_with_a_single_near_miss_can_be_evaluated(
    local: Assistant, write_set: Any, small: list[dict[str, Any]], watched: Any
) -> None:
    wanted = ("countries", "gifts", "warheads")
    some = read_set(str(write_set(*(item for item in small if item["id"] in wanted))), library=local.library)
    assert finished(some, watched(), local=local).evaluation.measures["auroc_near"].value is not None
