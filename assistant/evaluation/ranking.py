"""How well passages are ranked, by trec_eval's measures. The only importer of ir_measures."""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import ir_measures
from ir_measures import RR, R, Success, nDCG

from assistant.errors import EvaluationTrouble
from assistant.evaluation.question_set import Item

Ranking = Sequence[str]
"""Passage ids, the best first."""

METRICS = {
    "success_at_5": Success @ 5,
    "recall_at_5": R @ 5,
    "recall_at_10": R @ 10,
    "ndcg_at_10": nDCG @ 10,
    "mrr": RR,
}


def ranking_scores(items: Iterable[Item], rankings: Mapping[str, Ranking]) -> Mapping[str, Mapping[str, float]]:
    """The scores of each question that has gold passages, by question id; a missing ranking scores 0."""
    judged = [item for item in items if item.passages]
    if not judged:
        return {}
    qrels = {item.id: dict.fromkeys(item.passages, 1) for item in judged}
    # trec_eval drops a question without any passage: one that is never relevant stands in for it.
    run = {item.id: _scored(rankings.get(item.id) or ("nothing",)) for item in judged}
    names = {measure: name for name, measure in METRICS.items()}
    found: dict[str, dict[str, float]] = {item.id: {} for item in judged}
    for metric in ir_measures.iter_calc(list(names), qrels, run):
        found[metric.query_id][names[metric.measure]] = round(metric.value, 6)
    return found


def write_trec(folder: Path, items: Iterable[Item], runs: Mapping[str, Mapping[str, Ranking]]) -> tuple[Path, ...]:
    """Write ``qrels.txt`` and one ``NAME.run`` a ranking, in TREC's formats; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    qrels = folder / "qrels.txt"
    qrels.write_text("".join(f"{item.id} 0 {id} 1\n" for item in items for id in item.passages), encoding="utf-8")
    written = [qrels]
    for name, rankings in runs.items():
        lines = (
            f"{item_id} Q0 {id} {rank} {score:.6f} {name}\n"
            for item_id, ranking in rankings.items()
            for rank, (id, score) in enumerate(_scored(ranking).items(), start=1)
        )
        written.append(folder / f"{name}.run")
        written[-1].write_text("".join(lines), encoding="utf-8")
    return tuple(written)


def read_trec(file: Path) -> Mapping[str, Ranking]:
    """The rankings of a TREC run file, by question id. Raises :class:`EvaluationTrouble` if it is none."""
    scored: dict[str, list[tuple[float, str]]] = {}
    try:
        for line in ir_measures.read_trec_run(str(file)):
            scored.setdefault(line.query_id, []).append((line.score, line.doc_id))
    except (OSError, ValueError, TypeError) as error:
        reason = getattr(error, "strerror", None) or "a line is not: question Q0 passage rank score name"
        raise EvaluationTrouble(f"cannot read the run {file}: {reason}") from error
    return {
        item_id: [id for _, id in sorted(pairs, key=lambda pair: (-pair[0], pair[1]))]
        for item_id, pairs in scored.items()
    }


def digest(rankings: Mapping[str, Ranking]) -> str:
    """The sha256 of rankings, for the record of what was measured."""
    return sha256(json.dumps(rankings, sort_keys=True).encode()).hexdigest()


def _scored(ranking: Ranking) -> dict[str, float]:
    """Scores that fall with the rank: trec_eval reads scores, not places."""
    return {id: 1.0 / rank for rank, id in enumerate(dict.fromkeys(ranking), start=1)}
