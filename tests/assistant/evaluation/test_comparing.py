"""Two saved runs side by side: what changed, by question; and what cannot be compared is said in one line."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

Write = Callable[[Any, str], str]


@pytest.fixture
def saved(tmp_path: Path) -> Write:
    def write(document: Any, name: str = "after.json") -> str:
        (tmp_path / name).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        return str(tmp_path / name)

    return write


@pytest.fixture
def altered(measured: SimpleNamespace) -> dict[str, Any]:
    """The run with one answer made worse: another sentence, and a right passage no longer shown."""
    document = deepcopy(measured.document)
    (item,) = (outcome for outcome in document["items"] if outcome["item"]["id"] == "countries")
    assert item["scores"]["must_shown"] == 1
    item["scores"]["must_shown"] = 0.0
    item["sentences"][0]["text"] = "He was everywhere."
    changed: dict[str, Any] = document
    return changed


def test_a_run_compared_with_itself_differs_in_nothing(measured: SimpleNamespace, run: Any) -> None:
    code, out, error = run("evaluate", "compare", str(measured.json), str(measured.json), "--json")
    found = json.loads(out)
    assert (code, error, found["changes"]) == (0, "", [])
    assert len(found["differences"]) > 20
    for difference in found["differences"].values():
        change = difference["change"]
        assert difference["before"] == difference["after"]
        assert (change["value"], change["low"], change["high"]) == (0, 0, 0)


def test_one_altered_answer_shows_up_by_its_id_with_both_sentences(
    measured: SimpleNamespace, altered: dict[str, Any], saved: Write, run: Any
) -> None:
    before = next(o for o in measured.document["items"] if o["item"]["id"] == "countries")["sentences"][0]["text"]
    files = str(measured.json), saved(altered, "after.json")
    _, out, _ = run("evaluate", "compare", *files, "--json")
    (change,) = json.loads(out)["changes"]
    assert (change["measure"], change["item_id"], change["before"], change["after"]) == (
        "must_shown",
        "countries",
        1,
        0,
    )
    assert (change["answer_before"], change["answer_after"]) == (before, "He was everywhere.")
    code, text, _ = run("evaluate", "compare", *files)
    assert code == 0
    assert all(words in text for words in ("countries", before, "He was everywhere.", "1 scores changed"))


def test_a_change_has_the_sign_of_what_became_of_it(
    measured: SimpleNamespace, altered: dict[str, Any], saved: Write, run: Any
) -> None:
    files = str(measured.json), saved(altered, "after.json")
    worse, better = (
        json.loads(run("evaluate", "compare", *pair, "--json")[1])["differences"]["must_shown"]
        for pair in (files, files[::-1])
    )
    assert (worse["before"], worse["after"], worse["change"]["value"]) == (1, 0, -1)
    assert better["change"]["value"] == 1


def test_a_small_change_among_many_questions_is_not_sure(measured: SimpleNamespace, saved: Write, run: Any) -> None:
    document = deepcopy(measured.document)
    scored = [outcome["scores"] for outcome in document["items"] if "same_again" in outcome["scores"]]
    scored[0]["same_again"] = 0.0
    _, out, _ = run("evaluate", "compare", str(measured.json), saved(document, "after.json"), "--json")
    change = json.loads(out)["differences"]["same_again"]["change"]
    assert change["value"] == pytest.approx(-1 / 11, abs=1e-4)
    assert change["low"] < -1 / 11 < change["high"] == 0


def without(document: dict[str, Any], *path: Any) -> dict[str, Any]:
    inner: Any = document
    for part in path[:-1]:
        inner = inner[part]
    del inner[path[-1]]
    return document


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda d: d | {"run": d["run"] | {"questions_sha256": "0" * 64}}, "asked different questions"),
        (lambda d: d | {"items": d["items"][:-1]}, "different questions"),
        (lambda d: d | {"format": 999}, "999"),
        (lambda d: without(d, "format"), "format"),
        (lambda d: [d], "format"),
        (lambda d: {"format": d["format"]}, "is no whole evaluation"),
        (lambda d: without(d, "items", 3, "status"), "items.3.status"),
    ],
    ids=["other questions", "a question short", "other format", "no format", "a list", "format only", "a field short"],
)
def test_a_run_that_cannot_be_compared_is_refused_in_one_line(
    spoil: Any, said: str, measured: SimpleNamespace, saved: Write, run: Any
) -> None:
    file = saved(spoil(deepcopy(measured.document)), "spoilt.json")
    for pair in ((str(measured.json), file), (file, str(measured.json))):
        code, out, error = run("evaluate", "compare", *pair)
        assert (code, out) == (1, "")
        assert error.startswith("secondsource: ") and error.count("\n") == 1
        assert said in error


@pytest.mark.parametrize("content", [b"<html>", b"\xff\xfe\x00", b"", None], ids=["HTML", "bytes", "empty", "missing"])
def test_a_file_that_is_no_run_is_named(
    content: bytes | None, measured: SimpleNamespace, run: Any, tmp_path: Path
) -> None:
    file = tmp_path / "none.json"
    if content is not None:
        file.write_bytes(content)
    code, out, error = run("evaluate", "compare", str(measured.json), str(file))
    assert (code, out) == (1, "")
    assert error.startswith(f"secondsource: {'cannot read ' if content is None else ''}{file}")
    assert error.count("\n") == 1
    assert "evaluate --json" in error
