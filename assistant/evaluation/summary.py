"""An evaluation, or the difference of two, as plain text for a terminal."""

from collections.abc import Iterator, Sequence

from assistant.evaluation.baselines import TITLES
from assistant.evaluation.catalogue import MEASURES, Measure
from assistant.evaluation.comparing import Comparison
from assistant.evaluation.results import Estimate, Evaluation

_SHOWN_CHANGES = 40

BESIDE = {
    "claim_hit_at_1": "Right claim first",
    "claim_hit_at_3": "… among three",
    "success_at_5": "A right passage among five",
    "recall_at_5": "Right passages among five",
    "ndcg_at_10": "Order of passages",
    "label_hit_at_1": "Right verdict first",
}
"""The measures that simpler ways are compared on, with a short title each."""


def summary_text(evaluation: Evaluation, written: Sequence[str]) -> str:
    """Every measure with its interval and goal, the baselines, and the files written."""
    run = evaluation.run
    lines = [f"{run.questions} questions ({run.question_set}), {run.subject}, corpus {run.corpus[:12]}", ""]
    for measure in MEASURES:
        estimate = evaluation.measures.get(measure.name)
        if estimate is None or estimate.value is None:
            continue
        goal = goal_in_words(measure, estimate)
        lines.append(f"{measure.title:36} {interval(estimate)}  n={estimate.n:<4} {goal}".rstrip())
    lines += ["", *_baselines(evaluation)]
    failed = sum(bool(outcome.failed) for outcome in evaluation.items)
    lines += ["", f"{failed} of {len(evaluation.items)} questions fall short on some measure (see --html or --json)"]
    lines += [f"written: {file}" for file in written]
    return "\n".join(lines)


def comparison_text(comparison: Comparison) -> str:
    """Each measure before and after with the interval of its change, then the questions that changed."""
    lines = [f"{'':36} before  after   change (95 %)"]
    for measure in MEASURES:
        if measure.name not in comparison.differences:
            continue
        found = comparison.differences[measure.name]
        figures = f"{found.change.value:+.3f} ({found.change.low:+.3f} to {found.change.high:+.3f})"
        lines.append(f"{measure.title:36} {found.before:.3f}   {found.after:.3f}   {figures}")
    shown = comparison.changes[:_SHOWN_CHANGES]
    lines += ["", f"{len(comparison.changes)} scores changed"]
    for each in shown:
        lines.append(f"  {each.measure} {each.before:.2f} → {each.after:.2f}  {each.item_id}: {each.question}")
        if each.answer_before != each.answer_after:
            lines += [f"      before: {each.answer_before}", f"      after:  {each.answer_after}"]
    if len(comparison.changes) > len(shown):
        lines.append(f"  … and {len(comparison.changes) - len(shown)} more: add --json")
    return "\n".join(lines)


def interval(estimate: Estimate) -> str:
    """A figure with its interval in a fixed width."""
    return f"{estimate.value:.3f} ({estimate.low:.3f}–{estimate.high:.3f})"


def goal_in_words(measure: Measure, estimate: Estimate) -> str:
    """The goal and whether it is reached; nothing where none is set."""
    if measure.goal is None:
        return ""
    reached = "reached" if measure.is_met_by(estimate.value or 0.0) else "not reached"
    return f"{'≤' if measure.lower_is_better else '≥'} {measure.goal:.2f} {reached}"


def in_words(estimate: Estimate) -> str:
    """A figure with its interval as a phrase."""
    return f"{estimate.value:.3f}, 95 % interval {estimate.low:.3f} to {estimate.high:.3f}, {estimate.n} questions"


def _baselines(evaluation: Evaluation) -> Iterator[str]:
    yield f"{'Beside simpler ways':36} claim@1 claim@3 succ@5 rec@5  nDCG10 verdict@1"
    rows = {"Second Source": evaluation.measures} | {TITLES.get(n, n): m for n, m in evaluation.baselines.items()}
    for title, measures in rows.items():
        cells = (measures.get(name) for name in BESIDE)
        yield f"{title:36} " + "  ".join("  –  " if c is None or c.value is None else f"{c.value:.3f}" for c in cells)
