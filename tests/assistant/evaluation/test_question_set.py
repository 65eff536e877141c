"""Question sets: the shipped ones are sound, and a fault in another is named with file, line and field."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import EvaluationTrouble
from assistant.evaluation.gold import gold_verdicts
from assistant.evaluation.question_set import OUTSIDE, Category, Distance, QuestionSet, read_set
from knowledge.library import Library

GOOD = '{"id": "good", "question": "How many gifts did Kim Il Sung get?"}'
FAULTS: dict[str, tuple[str | bytes, str]] = {
    "not JSON": ("{not json", "is not JSON"),
    "not UTF-8": (b'{"id": "a", "question": "\xff\xfe"}', "is not UTF-8"),
    "no object": ('["a", "question"]', "the line"),
    "no id": ('{"question": "Who?"}', "id: "),
    "no question": ('{"id": "a"}', "question: "),
    "a question that is no text": ('{"id": "a", "question": 5}', "question: "),
    "half a letter": (r'{"id": "a", "question": "\ud800 gifts"}', "question: "),
    "turns that are no list": ('{"id": "a", "question": "Who?", "turns": "Who?"}', "turns: "),
    "a field nobody knows": ('{"id": "a", "question": "Who?", "colour": "red"}', "colour: "),
    "a category nobody knows": ('{"id": "a", "question": "Who?", "category": "riddle"}', "category: "),
    "a distance nobody knows": ('{"id": "a", "question": "Who?", "distance": "far"}', "distance: "),
    "a label nobody knows": ('{"id": "a", "question": "Who?", "labels": ["true"]}', "labels.0: "),
    "a claim nobody made": ('{"id": "a", "question": "Who?", "claims": ["flights\\nto the moon"]}', "claims: "),
    "a passage that is not there": ('{"id": "a", "question": "Who?", "passages": ["gone"]}', "passages: "),
    "a passage to show that is not there": ('{"id": "a", "question": "Who?", "must_show": ["gone"]}', "must_show: "),
    "an id twice": ('{"id": "good", "question": "Who?"}', "id: "),
    "the same as nobody": ('{"id": "a", "question": "Who?", "same_as": "nobody"}', "same_as: "),
}


@pytest.fixture(scope="module")
def shipped(library: Library) -> QuestionSet:
    return read_set("article", library=library)


def is_one_line(error: str) -> bool:
    return error.startswith("secondsource: ") and error.count("\n") == 1 and "Traceback" not in error


def test_the_shipped_questions_are_many_and_a_third_of_them_blind(shipped: QuestionSet) -> None:
    blind = sum(item.blind for item in shipped.items)
    assert len(shipped.items) >= 240
    assert blind * 3 >= len(shipped.items)


def test_blind_and_open_questions_stand_in_files_of_their_own(shipped: QuestionSet, library: Library) -> None:
    blind, open_ = (read_set(name, library=library) for name in ("article-blind", "article-open"))
    assert {item.blind for item in blind.items} == {True}
    assert {item.blind for item in open_.items} == {False}
    assert [item.id for item in shipped.items] == [item.id for item in (*blind.items, *open_.items)]


def test_no_two_shipped_questions_share_an_id_or_their_words(shipped: QuestionSet) -> None:
    ids = [item.id for item in shipped.items]
    asked = [(item.question, item.turns) for item in shipped.items]
    assert len(set(ids)) == len(ids)
    assert len(set(asked)) == len(asked), "the same question stands twice"


def test_every_category_and_every_distance_is_asked_blind_and_open(shipped: QuestionSet) -> None:
    for blind in (True, False):
        some = [item for item in shipped.items if item.blind is blind]
        assert set(Category) - {item.category for item in some} == set()
        assert set(Distance) - {item.distance for item in some} == set()


def test_pressed_questions_name_the_calm_one_about_the_same(shipped: QuestionSet) -> None:
    by_id = {item.id: item for item in shipped.items}
    pressed = [item for item in shipped.items if item.category is Category.PRESSURE]
    assert [item.id for item in pressed if item.same_as not in by_id] == []
    assert [p.id for p in pressed if not set(p.claims) & set(by_id[p.same_as or ""].claims)] == []


def test_only_questions_outside_the_library_have_no_gold(shipped: QuestionSet) -> None:
    assert [item.id for item in shipped.items if bool(item.claims) is (item.category in OUTSIDE)] == []
    assert [item.id for item in shipped.items if item.category in OUTSIDE and (item.passages or item.labels)] == []


def test_two_readers_read_every_claim_that_has_a_verdict_and_every_part(library: Library) -> None:
    parts = {(id, part.id) for id, claim in library.corpus.claims.items() for part in claim.components}
    judged = {(id, None) for id in library.verdicts} | {unit for unit in parts if library.verdict_of(*unit)}
    assert set(gold_verdicts()) == judged


@pytest.mark.usefixtures("warm", "quick")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_line_is_named_by_file_line_and_field(fault: str, run: Any, tmp_path: Path) -> None:
    line, field = FAULTS[fault]
    file = tmp_path / "mine.jsonl"
    file.write_bytes(b"\n".join([GOOD.encode(), b"", line.encode() if isinstance(line, str) else line, b""]))
    code, out, error = run("evaluate", "--set", str(file), "--json", str(tmp_path / "run.json"))
    assert (code, out, is_one_line(error)) == (1, "", True), error
    assert error.startswith(f"secondsource: {file}, line 3: {field}"), error


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("content", [b"", b"\n \n"], ids=["nothing", "blank lines"])
def test_a_file_without_questions_is_named(content: bytes, run: Any, tmp_path: Path) -> None:
    file = tmp_path / "empty.jsonl"
    file.write_bytes(content)
    code, out, error = run("evaluate", "--set", str(file))
    assert (code, out, is_one_line(error)) == (1, "", True)
    assert f"{file} has no questions" in error


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("name", ["missing.jsonl", "."], ids=["missing", "a folder"])
def test_a_file_that_cannot_be_read_is_named_beside_the_sets_that_ship(name: str, run: Any, tmp_path: Path) -> None:
    code, out, error = run("evaluate", "--set", str(tmp_path / name))
    assert (code, out, is_one_line(error)) == (1, "", True)
    assert str(tmp_path / name) in error and "article-open" in error


def test_a_file_saved_with_a_byte_order_mark_is_read(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "notepad.jsonl"
    file.write_text(f"{GOOD}\r\n", encoding="utf-8-sig", newline="")
    assert [item.id for item in read_set(str(file), library=library).items] == ["good"]


def test_a_set_is_known_by_its_bytes_and_not_by_its_name(write_set: Callable[..., Path], library: Library) -> None:
    first, other, changed = (
        read_set(str(write_set(json.loads(GOOD) | more, name=name)), library=library)
        for name, more in (("a.jsonl", {}), ("b.jsonl", {}), ("c.jsonl", {"why": "A word more."}))
    )
    assert first.sha256 == other.sha256 != changed.sha256


def test_the_message_of_a_fault_says_nothing_of_python(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text('["a", "question"]\n', encoding="utf-8")
    with pytest.raises(EvaluationTrouble) as trouble:
        read_set(str(file), library=library)
    assert "instance of" not in str(trouble.value)
