"""One evaluation from beginning to end: ask, ask again, ask over a planted library, score, sum up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.answering import Assistant
from assistant.answers import Answer, Provenance
from assistant.errors import EvaluationTrouble
from assistant.evaluation.abstention import coverage_curve
from assistant.evaluation.asking import Asking, Progress, identity
from assistant.evaluation.baselines import TITLES, baseline_estimates, baseline_rankings
from assistant.evaluation.gold import gold_verdicts
from assistant.evaluation.journal import Journal
from assistant.evaluation.measures import Observed
from assistant.evaluation.question_set import QuestionSet
from assistant.evaluation.ranking import Ranking, digest
from assistant.evaluation.results import FORMAT, Evaluation
from assistant.evaluation.run_record import run_record
from assistant.evaluation.scoring import estimates, group_estimates, kappa, outcomes
from assistant.evaluation.subjects import IN_PROCESS, InProcess, Subject
from knowledge.embeddings import SHIPPED

OURS = "secondsource"
"""The name of our own ranking beside the baselines'."""

_PROBE = "What does the article say?"


@dataclass(frozen=True, slots=True)
class Run:
    """A finished evaluation, and the rankings of passages it made, by name and question: ours first.

    ``journal`` still holds the answers: remove it once what was found is where it should be.
    """

    evaluation: Evaluation
    rankings: Mapping[str, Mapping[str, Ranking]]
    journal: Journal


def evaluate(
    questions: QuestionSet,
    subject: Subject,
    *,
    local: Assistant,
    planted: Callable[[], Assistant] | None = None,
    others: Mapping[str, Mapping[str, Ranking]] | None = None,
    command: str = "",
    progress: Progress | None = None,
) -> Run:
    """Evaluate a subject on a question set.

    ``local`` holds the library that quotes and labels are checked against, and makes the baselines.
    ``planted`` opens the subject's assistant over a library with instructions planted in it, where that
    can be done. ``others`` are rankings from elsewhere to score beside the baselines.

    Raises :class:`EvaluationTrouble` where the subject answers from another library than ``local``,
    changes while it is asked or stops answering. What it has answered by then is kept in the cache
    folder, and the same call goes on from there.
    """
    _require_useful(others or {}, questions)
    provenance = subject.ask(_PROBE, ()).provenance
    _require_same_library(subject, provenance, local)
    record = run_record(
        questions,
        subject.name,
        provenance,
        embeddings=(local.settings.embeddings or SHIPPED) if subject.name == IN_PROCESS else None,
        runs={name: digest(rankings) for name, rankings in (others or {}).items()},
        command=command,
    )
    made_by = {"set": questions.sha256, "subject": subject.name, "program": record.program, **identity(provenance)}
    journal = Journal(local.settings.cache / "evaluations", {**made_by, **record.packages})
    asking = Asking(questions.items, journal, progress, passes=3 if planted else 2)
    answers = asking.first(subject, provenance)
    again = asking.again(subject, answers)
    tampered: Mapping[str, Answer] = asking.planted(InProcess(planted())) if planted else {}
    observed = Observed(answers, local.library, gold_verdicts(), again, tampered)
    found = outcomes(questions.items, observed)
    made_here = baseline_rankings(questions.items, local)
    rankings = {**made_here, **(others or {})}
    evaluation = Evaluation(
        format=FORMAT,
        run=record,
        measures={**estimates(found), "label_kappa": kappa(local.library, observed.verdicts)},
        groups=group_estimates(found),
        baselines=baseline_estimates(questions.items, rankings, library=local.library, verdicts=observed.verdicts),
        curve=coverage_curve(found),
        items=found,
    )
    ours = {outcome.item.id: outcome.retrieved for outcome in found}
    return Run(evaluation, {OURS: ours, **made_here}, journal)


def _require_useful(others: Mapping[str, Mapping[str, Ranking]], questions: QuestionSet) -> None:
    """A ranking from elsewhere must be of these questions, and must not take the place of one made here."""
    ids = {item.id for item in questions.items}
    for name, rankings in others.items():
        if name in (OURS, *TITLES):
            raise EvaluationTrouble(f"a run called {name} would stand for one made here; rename the file")
        if not ids & rankings.keys():
            raise EvaluationTrouble(f"the run {name} ranks none of these questions; its first column holds other ids")


def _require_same_library(subject: Subject, provenance: Provenance, local: Assistant) -> None:
    """Quotes and labels can be checked only against the library they came from."""
    if provenance.corpus != local.library.corpus.fingerprint:
        raise EvaluationTrouble(
            f"{subject.name} answers from another library (corpus {provenance.corpus[:12]}, here "
            f"{local.library.corpus.fingerprint[:12]}); evaluate it with the version it runs"
        )
