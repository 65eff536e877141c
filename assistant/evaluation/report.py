"""The report of an evaluation: one HTML file that a person reads, with nothing to fetch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files

from assistant.answers import LABEL_WORDING, Status
from assistant.evaluation.baselines import TITLES
from assistant.evaluation.catalogue import MEASURES, Measure
from assistant.evaluation.charts import coverage_chart, whisker
from assistant.evaluation.results import Estimate, Evaluation, Outcome, Sentence
from assistant.evaluation.subjects import IN_PROCESS
from assistant.evaluation.summary import BESIDE, goal_in_words, in_words
from assistant.pages.badges import TONE, badge
from assistant.pages.markup import Html, element, join, rows_of

_BY_GROUP = ("claim_hit_at_1", "claim_hit_at_3", "success_at_5", "gold_shown", "label_accuracy", "nothing_forbidden")
_TITLE = "How well Second Source answers"


def report(evaluation: Evaluation) -> str:
    """The report as a whole page."""
    body = element(
        "main",
        *_opening(evaluation),
        *_figures(evaluation),
        *_beside(evaluation.measures, evaluation.baselines),
        *_groups(evaluation.groups),
        *_declining(evaluation),
        *_failures(evaluation.items),
        *_again(evaluation),
    )
    style = files("assistant").joinpath("static", "report.css").read_text(encoding="utf-8")
    head = element(
        "head",
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        element("title", f"{_TITLE}: {evaluation.run.question_set}"),
        element("style", Html(style)),
    )
    return f"<!doctype html>\n{element('html', head, element('body', body), lang='en')}\n"


def _opening(evaluation: Evaluation) -> Iterator[Html]:
    run = evaluation.run
    judged = [m for m in MEASURES if m.goal is not None and _value(evaluation.measures.get(m.name)) is not None]
    reached = [m for m in judged if m.is_met_by(_value(evaluation.measures[m.name]) or 0.0)]
    failed = sum(bool(outcome.failed) for outcome in evaluation.items)
    yield element("h1", _TITLE)
    yield element(
        "p",
        f"{run.questions} questions of the set “{run.question_set}”, answered {_where(run.subject)} by version "
        f"{run.version}. {len(reached)} of {len(judged)} goals are reached; {failed} questions fall short on some "
        "measure (those apart that grade a ranking), and each of them stands below with its answer.",
        class_="lede",
    )
    missed = [measure for measure in judged if measure not in reached]
    if missed:
        yield element(
            "p", "Not reached: ", "; ".join(measure.title.lower() for measure in missed), ".", class_="missed"
        )


def _where(subject: str) -> str:
    return subject if subject == IN_PROCESS else f"at {subject}"


def _figures(evaluation: Evaluation) -> Iterator[Html]:
    yield element("h2", "What was measured, and how sure it is")
    yield element(
        "p",
        "Each dot is the figure, the bar its 95 % interval (Wilson’s for shares, resampling for the rest), "
        "the tick the goal. A wide bar means few questions: read it before the figure.",
    )
    rows = []
    for measure in MEASURES:
        estimate = evaluation.measures.get(measure.name)
        if estimate is not None and estimate.value is not None:
            rows.append(_figure_row(measure, estimate))
    yield _table(("Measure", "Figure", "0 to 1", "Goal", "Questions"), rows, class_="figures")


def _figure_row(measure: Measure, estimate: Estimate) -> Html:
    wanted = goal_in_words(measure, estimate)
    words = f"{measure.title}: {in_words(estimate)}" + (f", goal {wanted}" if wanted else "")
    name = element("code", measure.name)
    return element(
        "tr",
        element("th", measure.title, element("small", measure.meaning, " ", name), scope="row"),
        element("td", element("strong", f"{estimate.value:.3f}"), element("small", _range(estimate)), class_="number"),
        element("td", whisker(estimate, measure.goal, words=words)),
        element("td", wanted, class_="missed" if "not reached" in wanted else ""),
        element("td", str(estimate.n), class_="number"),
    )


def _beside(measures: Mapping[str, Estimate], baselines: Mapping[str, Mapping[str, Estimate]]) -> Iterator[Html]:
    yield element("h2", "Beside simpler ways")
    yield element(
        "p",
        "The same questions in the same run: a figure means something only beside what little effort gives. "
        "Simpler ways see the bare question, without earlier turns.",
    )
    rows = [("Second Source", measures), *((TITLES.get(name, name), found) for name, found in baselines.items())]
    yield _table(("", *BESIDE.values()), (_cells(title, found, BESIDE) for title, found in rows))


def _groups(groups: Mapping[str, Mapping[str, Estimate]]) -> Iterator[Html]:
    yield element("h2", "Where it is strong and where it is weak")
    titles = {measure.name: measure.title for measure in MEASURES}
    head = ("Questions", *(titles[name] for name in _BY_GROUP))
    rows = [_cells(name.replace("_", " "), found, _BY_GROUP) for name, found in groups.items()]
    yield _table(head, rows, class_="groups")


def _declining(evaluation: Evaluation) -> Iterator[Html]:
    yield element("h2", "Knowing when not to answer")
    yield element(
        "p",
        "Every answer has a score: how well the library covers the question. Were answers given only above a "
        "threshold, this share of each kind of question would be answered.",
    )
    yield coverage_chart(evaluation.curve)
    rows = (
        element(
            "tr",
            *(element("td", _share(number), class_="number") for number in (p.threshold, p.in_scope, p.near, p.far)),
        )
        for p in evaluation.curve
        if round(p.threshold * 20) == p.threshold * 20
    )
    table = _table(("Threshold", "Covered", "Near misses", "Far questions"), rows)
    yield element("details", element("summary", "The same as a table"), table)


def _failures(items: Sequence[Outcome]) -> Iterator[Html]:
    yield element("h2", "Every question that falls short", id="failures")
    yield element("p", "By the measure it falls short on; a question may stand in several places.")
    for measure in MEASURES:
        failed = [outcome for outcome in items if measure.name in outcome.failed]
        if failed:
            yield element("h3", f"{measure.title} ({len(failed)})")
            yield join(_failure(outcome) for outcome in failed)


def _failure(outcome: Outcome) -> Html:
    item = outcome.item
    asked = [element("p", "Asked before: ", turn, class_="turn") for turn in item.turns]
    scores = ", ".join(f"{name} {score:g}" for name, score in outcome.scores.items() if score < 1)
    facts = (
        ("About", ", ".join(item.claims) or "nothing in this library"),
        ("Claims named", ", ".join(outcome.claims) or "none"),
        ("Passages that answer", ", ".join(item.passages)),
        ("Must show", ", ".join(item.must_show)),
        ("Must not show", ", ".join(item.must_not_show)),
        ("Short of full marks", scores),
        ("The author’s word", item.why),
    )
    said = "declined" if outcome.status is Status.ABSTAINED else "answered"
    return element(
        "details",
        element("summary", element("b", item.question), f" {item.id}, {item.category.value.replace('_', ' ')}, {said}"),
        *asked,
        element("ol", *(_sentence(sentence) for sentence in outcome.sentences), class_="answer"),
        *(join(_other(words, sentences)) for words, sentences in outcome.beside.items()),
        rows_of(facts),
        class_="failure",
    )


def _other(words: str, sentences: Sequence[Sentence]) -> Iterator[Html]:
    """The answer that a failed measure compares this one with."""
    yield element("p", words, ":", class_="turn")
    yield element("ol", *(_sentence(sentence) for sentence in sentences), class_="answer")


def _sentence(sentence: Sentence) -> Html:
    cites = element("small", f" {', '.join(sentence.passage_ids)}") if sentence.passage_ids else ""
    return element("li", badge(TONE[sentence.label], LABEL_WORDING[sentence.label]), " ", sentence.text, cites)


def _again(evaluation: Evaluation) -> Iterator[Html]:
    run = evaluation.run
    yield element("h2", "To make this run again")
    yield element("pre", element("code", run.command))
    facts = [
        ("Program", f"{run.version}, git {run.git or 'not a checkout'}, code {run.program}"),
        ("Corpus", run.corpus),
        ("Index", run.index),
        ("Settings", run.settings),
        ("Prompts, model", f"{run.prompts}, {run.model or 'none'}"),
        ("Questions", f"{run.questions}, sha256 {run.questions_sha256}"),
        ("Gold verdicts", f"sha256 {run.verdicts_sha256}"),
        ("Python", f"{run.python}, {run.platform}"),
        ("Packages", ", ".join(f"{name} {version}" for name, version in run.packages.items())),
        ("Encoder", run.embeddings or "the instance's own"),
        ("Rankings from elsewhere", ", ".join(f"{name}: sha256 {digest}" for name, digest in run.runs.items())),
        ("Resampling", f"{run.resamples} samples from the seed {run.seed}"),
    ]
    yield rows_of(facts)


def _cells(title: str, found: Mapping[str, Estimate], names: Iterable[str]) -> Html:
    cells = (_cell(found.get(name)) for name in names)
    return element("tr", element("th", title, scope="row"), *cells)


def _cell(estimate: Estimate | None) -> Html:
    if estimate is None or estimate.value is None:
        return element("td", "–", class_="number none")
    shade = f"level-{min(int(estimate.value * 10), 10)}"
    content = (element("strong", f"{estimate.value:.2f}"), element("small", f"{_range(estimate)}, {estimate.n}"))
    return element("td", *content, class_=f"number {shade}")


def _table(head: Iterable[str], rows: Iterable[Html], *, class_: str | None = None) -> Html:
    top = element("thead", element("tr", *(element("th", words, scope="col") for words in head)))
    table = element("table", top, element("tbody", *rows), class_=class_)
    return element("div", table, class_="wide", tabindex="0", role="region", aria_label="table")


def _range(estimate: Estimate) -> str:
    return f"{estimate.low:.2f}–{estimate.high:.2f}"


def _share(number: float | None) -> str:
    return "–" if number is None else f"{number:.2f}"


def _value(estimate: Estimate | None) -> float | None:
    return estimate.value if estimate else None
