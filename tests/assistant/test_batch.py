"""``ask --batch``: one line out for each line in, its id kept, whatever stands in it."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

COUNTRIES = "How many countries did Kim Il Sung visit?"
BATCH: list[tuple[bytes, Any]] = [
    (b'{"id": "a", "question": "How many gifts did Kim Il Sung get?"}', "a"),
    (b"rubbish", None),
    (b'{"id": 7, "question": "who says that?", "turns": ["How many countries did Kim Il Sung visit?"]}', 7),
    (b"[1]", None),
    (b'{"id": "c", "question": 5}', "c"),
    (b'{"id": "d", "question": "And gifts?", "turns": "not a list"}', "d"),
    (b'{"id": "e", "question": ""}', "e"),
    (b'{"id": "g", "question": "\\ud800 gifts"}', "g"),
    ('{"id": "h", "question": "김일성은 선물을 몇 개 받았습니까?"}'.encode(), "h"),
]


@pytest.mark.parametrize("without", [(1, 3, 4, 5), ()], ids=["good lines", "and bad ones"])
def test_a_batch_answers_each_line_with_one_line_and_keeps_its_id(
    without: tuple[int, ...], run: Any, tmp_path: Path
) -> None:
    lines = [pair for number, pair in enumerate(BATCH) if number not in without]
    file = tmp_path / "questions.jsonl"
    file.write_bytes(b"\n".join(line for line, _ in lines) + b"\n")
    code, out, error = run("ask", "--batch", str(file))
    answers = [json.loads(line) for line in out.splitlines()]
    assert len(answers) == len(lines)
    faults = [answer for answer in answers if "error" in answer]
    assert code == (1 if faults else 0)
    assert len(faults) == len(lines) - 5
    assert [(a["id"], id) for a, (_, id) in zip(answers, lines, strict=True) if a["id"] != id] == []
    assert not faults or (error.startswith("secondsource: ") and error.count("\n") == 1)


def test_a_batch_is_read_from_standard_input_and_knows_earlier_turns(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BATCH[2][0])))
    (answer,) = map(json.loads, run("ask", "--batch", "-")[1].splitlines())
    assert answer["conversation"]["rewritten"] == COUNTRIES
    assert answer["claims"][0]["id"] == "travel-countries"


def test_bytes_that_are_no_text_spoil_only_their_own_line(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(b"\n".join([BATCH[0][0], b'{"id": "f", "question": "\xff\xfe"}', BATCH[2][0]]) + b"\n")
    _, out, _ = run("ask", "--batch", str(file))
    first, spoilt, last = map(json.loads, out.splitlines())
    assert (first["id"], first["status"], last["id"], last["status"]) == ("a", "answered", 7, "answered")
    assert "error" in spoilt or spoilt["status"] == "abstained"
