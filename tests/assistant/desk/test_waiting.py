"""What waits is seen as it would stand, and taken back without the version in force."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., tuple[int, str, str]]
VOUCHED = (
    *("--class", "official_document_other", "--control", "other_state", "--interest", "neutral"),
    *("--group", "ministry", "--licence", "Public domain"),
)
NOTE = (
    *("evidence", "add", "--claim", "gifts-count", "--source", "bloomberg-2007-gifts", "--statement", "A hall has 9."),
    *("--stance", "context", "--basis", "journalism", "--comparable", "no", "--lineage", "unknown"),
    *("--credibility", "3", "--confidence", "L", "--read", "whole", "--name", "the-hall"),
    *("--propose-by", "Ada", "--reason", "for the seminar"),
)


@pytest.fixture
def hand_in(desk: Run, tmp_path: Path) -> Callable[..., None]:
    """Hands a cable in, to wait; further words are further arguments."""

    def hand_in(text: str, *more: str) -> None:
        file = tmp_path / "cable.md"
        file.write_text(f"---\ntitle: A cable from Ulan Bator\ndate: 1968-02-14\n---\n{text}\n", encoding="utf-8")
        code, _, error = desk("sources", "add", str(file), *VOUCHED, "--propose-by", "Ada", "--reason", "wanted", *more)
        assert code == 0, error

    return hand_in


def waiting(desk: Run, command: str = "sources") -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(desk(command, "list", "--waiting", "--json")[1])["waiting"]
    return listed


def test_what_waits_stands_on_a_line_with_how_far_it_has_come(desk: Run, hand_in: Callable[..., None]) -> None:
    assert desk("sources", "list", "--waiting")[1] == "nothing waits\n"
    hand_in("Nine combines came.")
    (day,) = {act["time"][:10] for act in waiting(desk)[0]["acts"]}
    line = f"cable  A cable from Ulan Bator; proposed by Ada on {day}; not yet reviewed\n"
    assert desk("sources", "list", "--waiting")[1] == line
    desk("sources", "review", "cable", "--by", "Ben", "--reason", "read")
    assert f"proposed by Ada on {day}; reviewed by Ben on {day}\n" in desk("sources", "list", "--waiting")[1]
    desk("sources", "accept", "cable", "--by", "Ben", "--reason", "sound")
    assert waiting(desk) == []
    hand_in("Nineteen combines came.")
    assert desk("sources", "list", "--waiting")[1].endswith("not yet reviewed; corrects the version in force\n")
    (each,) = waiting(desk)
    assert each["corrects"] and each["source"]["title"] == "A cable from Ulan Bator"
    assert [(act["act"], act["by"], act["reason"]) for act in each["acts"]] == [("proposed", "Ada", "wanted")]


def test_a_correction_of_a_shipped_source_is_one(desk: Run) -> None:
    desk("sources", "relay", "bloomberg-2007-gifts", "--of", "article-2011", "--by", "Ada", "--reason", "says so")
    assert [(each["id"], each["corrects"]) for each in waiting(desk)] == [("bloomberg-2007-gifts", True)]
    desk("sources", "retract", "bloomberg-2007-gifts", "--by", "Cy", "--reason", "to see")
    assert waiting(desk) == []


def test_it_is_shown_as_it_would_stand_beside_the_version_in_force(desk: Run, hand_in: Callable[..., None]) -> None:
    hand_in("Nine combines came.", "--review-by", "Ben", "--accept-by", "Ben")
    assert "no version of source/cable waits" in desk("sources", "show", "cable", "--waiting")[2]
    hand_in("Nineteen combines came.")
    code, said, _ = desk("sources", "show", "cable", "--waiting")
    assert code == 0 and "the version in force stays" in said and "Proposed by Ada" in said
    assert "Nineteen combines" in said and "Nine combines" not in said and "Ben" not in said
    shown = json.loads(desk("sources", "show", "cable", "--waiting", "--json")[1])
    assert [passage["text"] for passage in shown["passages"]] == ["Nineteen combines came."]
    assert "locator" in shown["passages"][0] and shown["source"]["title"] == "A cable from Ulan Bator"
    assert "Nine combines" in desk("sources", "show", "cable")[1]


def test_what_was_changed_since_is_named_and_can_be_withdrawn(
    desk: Run, hand_in: Callable[..., None], tmp_path: Path
) -> None:
    hand_in("Nine combines came.")
    text = tmp_path / "ours" / "proposed" / "texts" / "cable.jsonl"
    text.write_text(text.read_text().replace("Nine", "Ninety"))
    assert "was changed or removed after it was proposed" in desk("sources", "list", "--waiting")[1]
    code, said, error = desk("sources", "show", "cable", "--waiting")
    assert code == 1 and not said and "withdraw it, or propose it anew" in error
    assert desk("sources", "withdraw", "cable", "--by", "Cy", "--reason", "touched")[0] == 0
    assert waiting(desk) == []


def test_a_withdrawal_takes_the_correction_and_leaves_what_is_cited(desk: Run, hand_in: Callable[..., None]) -> None:
    hand_in("Nine combines came.", "--review-by", "Ben", "--accept-by", "Ben")
    hand_in("Nineteen combines came.", "--review-by", "Ben")
    code, said, _ = desk("sources", "withdraw", "cable", "--by", "Cy", "--reason", "the wrong scan")
    assert (code, said) == (0, "source/cable: withdrawn by Cy\n")
    assert "Nine combines" in desk("sources", "show", "cable")[1] and waiting(desk) == []
    last = json.loads(desk("log", "--json")[1])["entries"][-1]
    assert (last["act"], last["by"], last["reason"]) == ("withdrawn", "Cy", "the wrong scan") and last["time"]
    assert desk("log", "verify")[0] == 0
    code, _, error = desk("sources", "withdraw", "cable", "--by", "Cy", "--reason", "again")
    assert code == 1 and error.count("\n") == 1 and "sources list --waiting" in error
    hand_in("Nineteen combines came.")
    assert "not reviewed yet" in desk("sources", "accept", "cable", "--by", "Ben", "--reason", "sound")[2]


def test_evidence_waits_and_is_withdrawn_by_the_same_words(desk: Run) -> None:
    code, _, error = desk(*NOTE)
    assert code == 0, error
    id = "gifts-count--the-hall"
    line = desk("evidence", "list", "--waiting")[1]
    assert line.startswith(f"{id}  context (bloomberg-2007-gifts): A hall has 9.; proposed by Ada on ")
    (each,) = waiting(desk, "evidence")
    assert each["evidence"]["statement"] == "A hall has 9." and not each["corrects"]
    assert waiting(desk) == []
    assert desk("evidence", "withdraw", id, "--by", "Cy", "--reason", "no hall")[0] == 0
    assert waiting(desk, "evidence") == []
    code, _, error = desk("evidence", "retract", id, "--by", "Cy", "--reason", "no hall")
    assert code == 1 and "not in this library" in error
