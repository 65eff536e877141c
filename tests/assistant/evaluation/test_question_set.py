"""Question sets: the shipped ones are sound, and a fault in another is named with file, line and field."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import EvaluationTrouble
from assistant.evaluation.gold import gold_verdicts
from assistant.evaluation.question_set import Category, Distance, read_set
from knowledge.library import Library

OUTSIDE = {Category.NEAR_MISS, Category.OFF_TOPIC}
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


@dataclass(frozen=True)
class Shape:
    """All that a test may print of a shipped question: the blind ones are sealed, so their words are a digest."""

    id: str
    asked: str
    category: Category
    distance: Distance | None
    blind: bool
    claims: tuple[str, ...]
    has_gold: bool
    same_as: str | None


def shapes(name: str, library: Library) -> list[Shape]:
    return [
        Shape(
            id=item.id,
            asked=sha256(repr((item.question.casefold(), item.turns)).encode()).hexdigest()[:12],
            category=item.category,
            distance=item.distance,
            blind=item.blind,
            claims=item.claims,
            has_gold=bool(item.passages or item.labels),
            same_as=item.same_as,
        )
        for item in read_set(name, library=library).items
    ]


@pytest.fixture(scope="module")
def shipped(library: Library) -> list[Shape]:
    return shapes("article", library)


def is_one_line(error: str) -> bool:
    return error.startswith("secondsource: ") and error.count("\n") == 1 and "Traceback" not in error


def test_the_shipped_questions_are_many_and_a_third_of_them_blind(shipped: list[Shape]) -> None:
    blind = sum(item.blind for item in shipped)
    assert len(shipped) >= 240
    assert blind * 3 >= len(shipped)


def test_blind_and_open_questions_stand_in_files_of_their_own(shipped: list[Shape], library: Library) -> None:
    blind, open_ = (shapes(name, library) for name in ("article-blind", "article-open"))
    assert {item.blind for item in blind} == {True}
    assert {item.blind for item in open_} == {False}
    assert shipped == [*blind, *open_]


def test_no_two_shipped_questions_share_an_id(shipped: list[Shape]) -> None:
    assert [id for id, times in Counter(item.id for item in shipped).items() if times > 1] == []


def test_no_shipped_question_is_asked_twice_least_of_all_blind_and_open(shipped: list[Shape]) -> None:
    """A blind question that stands in the open set too was there to be tuned on."""
    by_words: dict[str, list[str]] = {}
    for item in shipped:
        by_words.setdefault(item.asked, []).append(item.id)
    assert [ids for ids in by_words.values() if len(ids) > 1] == []


def test_every_category_and_every_distance_is_asked_blind_and_open(shipped: list[Shape]) -> None:
    for blind in (True, False):
        some = [item for item in shipped if item.blind is blind]
        assert set(Category) - {item.category for item in some} == set()
        assert set(Distance) - {item.distance for item in some} == set()


def test_pressed_questions_name_the_calm_one_about_the_same(shipped: list[Shape]) -> None:
    by_id = {item.id: item for item in shipped}
    pressed = [item for item in shipped if item.category is Category.PRESSURE]
    assert [item.id for item in pressed if item.same_as not in by_id] == []
    assert [p.id for p in pressed if not set(p.claims) & set(by_id[p.same_as or ""].claims)] == []


def test_only_questions_outside_the_library_have_no_gold(shipped: list[Shape]) -> None:
    assert [item.id for item in shipped if bool(item.claims) is (item.category in OUTSIDE)] == []
    assert [item.id for item in shipped if item.category in OUTSIDE and item.has_gold] == []


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
