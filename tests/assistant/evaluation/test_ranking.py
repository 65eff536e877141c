"""How passages are ranked: values worked out by hand, and TREC's files there and back."""

from math import log2
from pathlib import Path

import ir_measures
import pytest
from ir_measures import RR, R, Success, nDCG

from assistant.errors import EvaluationTrouble
from assistant.evaluation.question_set import Item
from assistant.evaluation.ranking import ranking_scores, read_trec, write_trec

JUDGED = [
    Item(id="one", question="One?", passages=("a", "b", "c")),
    Item(id="late", question="Late?", passages=("a",)),
    Item(id="declined", question="Declined?", passages=("a",)),
    Item(id="outside", question="Outside?"),
]
RANKED = {
    "one": ["x", "a", "y", "b", "z"],
    "late": ["s", "t", "u", "v", "w", "x", "a"],
    "declined": [],
    "outside": ["a", "b"],
}


def test_a_ranking_scores_as_worked_out_by_hand() -> None:
    found = ranking_scores(JUDGED, RANKED)
    gained, best = 1 / log2(3) + 1 / log2(5), 1 + 1 / log2(3) + 1 / log2(4)
    assert found["one"] == pytest.approx(
        {"success_at_5": 1, "recall_at_5": 2 / 3, "recall_at_10": 2 / 3, "ndcg_at_10": gained / best, "mrr": 1 / 2},
        abs=1e-6,
    )
    assert found["late"] == pytest.approx(
        {"success_at_5": 0, "recall_at_5": 0, "recall_at_10": 1, "ndcg_at_10": 1 / log2(8), "mrr": 1 / 7}, abs=1e-6
    )


def test_a_question_for_which_nothing_was_found_scores_zero_and_is_not_left_out() -> None:
    found = ranking_scores(JUDGED, RANKED)
    assert set(found["declined"].values()) == {0}
    assert ranking_scores(JUDGED, {})["one"]["recall_at_10"] == 0


def test_a_question_without_gold_passages_has_no_ranking_to_score() -> None:
    assert "outside" not in ranking_scores(JUDGED, RANKED)
    assert ranking_scores([JUDGED[-1]], RANKED) == {}


def test_a_passage_that_is_found_twice_counts_once_at_its_first_place() -> None:
    assert ranking_scores(JUDGED, {"late": ["a", "s", "a"]})["late"]["mrr"] == 1
    assert ranking_scores(JUDGED, {"late": ["s", "s", "s", "s", "s", "a"]})["late"]["success_at_5"] == 1


def test_other_tools_score_the_written_files_as_we_do(tmp_path: Path) -> None:
    qrels, run = write_trec(tmp_path / "trec", JUDGED, {"ours": RANKED})
    ours = ranking_scores(JUDGED, RANKED)
    theirs = ir_measures.calc_aggregate(
        [Success @ 5, R @ 5, R @ 10, nDCG @ 10, RR],
        list(ir_measures.read_trec_qrels(str(qrels))),
        list(ir_measures.read_trec_run(str(run))),
    )
    names = {
        Success @ 5: "success_at_5",
        R @ 5: "recall_at_5",
        R @ 10: "recall_at_10",
        nDCG @ 10: "ndcg_at_10",
        RR: "mrr",
    }
    for measure, value in theirs.items():
        assert value == pytest.approx(sum(scores[names[measure]] for scores in ours.values()) / len(ours), abs=1e-5)


def test_a_written_run_is_read_back_in_its_order(tmp_path: Path) -> None:
    long = [f"p{number:04d}" for number in range(300)][::-1]
    _, file = write_trec(tmp_path, JUDGED, {"ours": RANKED | {"late": long}})
    read = read_trec(file)
    assert {id: list(ranking) for id, ranking in read.items()} == {
        "one": RANKED["one"],
        "late": long,
        "outside": RANKED["outside"],
    }


@pytest.mark.parametrize(
    "content",
    [b"one Q0 a\n", b"one Q0 a 1 high ours\n", b"\xff\xfe\x00", b'{"id": "one"}\n'],
    ids=["a field short", "a score that is none", "bytes", "JSON"],
)
def test_a_run_that_is_none_is_named(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "theirs.run"
    file.write_bytes(content)
    with pytest.raises(EvaluationTrouble, match="question Q0 passage rank score name") as trouble:
        read_trec(file)
    assert str(file) in str(trouble.value)


def test_a_run_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationTrouble, match=r"gone\.run: No such file"):
        read_trec(tmp_path / "gone.run")
