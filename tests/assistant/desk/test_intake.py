"""Circular reporting at intake: what may only repeat others is shown before anything of it is accepted."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., tuple[int, str, str]]
VOUCHED = (
    *("--class", "journalism", "--control", "none", "--interest", "neutral"),
    *("--licence", "Held by permission"),
)
VETTED = ("--propose-by", "Ada", "--review-by", "Ben", "--accept-by", "Ben", "--reason", "for the seminar")
WIRE = "KCNA reported on Monday that 166,065 gifts from 172 countries had been presented to Kim Il Sung."
STORY = " ".join(
    f"The {which} of the four delegations brought a lacquered box, and the museum listed it under number {number}."
    for number, which in enumerate(("first", "second", "third", "last"), start=310)
)
HARVEST = "The cooperative farms of the valley brought in their barley before the rains of the second week of June."


@pytest.fixture
def handed_in(tmp_path: Path) -> Callable[[str, str], Path]:
    """A file of Markdown with a title, a date and this text."""

    def handed_in(name: str, text: str, date: str = "2013-04-15") -> Path:
        file = tmp_path / f"{name}.md"
        file.write_text(f"---\ntitle: Report {name}\ndate: {date}\n---\n{text}\n", encoding="utf-8")
        return file

    return handed_in


def add(desk: Run, file: Path, group: str, *more: str) -> dict[str, Any]:
    """What ``sources add --json`` says; the folder is asked to accept at once."""
    code, said, error = desk("sources", "add", str(file), *VOUCHED, "--group", group, *VETTED, *more, "--json")
    assert code == 0, error
    found: dict[str, Any] = json.loads(said)
    return found


def acts(desk: Run, id: str) -> list[str]:
    entries = json.loads(desk("log", "--json")[1])["entries"]
    return [each["act"] for each in entries if each["record"] == f"source/{id}"]


def test_what_carries_the_states_voice_is_shown_and_reviewed_but_not_accepted(
    desk: Run, handed_in: Callable[..., Path]
) -> None:
    found = add(desk, handed_in("wire", WIRE), "an-agency")
    assert (found["proposed"], found["held_back"]) == (["wire"], ["wire"])
    signs = found["relays"]["wire"]
    assert {each["kind"] for each in signs} >= {"attribution_phrase", "odd_figure"}
    assert all(each["quote"] in WIRE for each in signs)
    assert acts(desk, "wire") == ["proposed", "reviewed"]
    assert desk("sources", "show", "wire")[0] == 2


def test_people_are_told_what_was_found_and_what_they_can_do(desk: Run, handed_in: Callable[..., Path]) -> None:
    code, said, _ = desk("sources", "add", str(handed_in("wire", WIRE)), *VOUCHED, "--group", "an-agency", *VETTED)
    assert code == 0
    assert said.startswith("0 documents accepted\n")
    assert "“KCNA”" in said and "166,065" in said
    assert "1 document reviewed, but not accepted" in said and "wire" in said.splitlines()[-2]
    assert "sources relay ID --of ID" in said and "sources accept" in said and "--even-relays" in said


def test_a_librarian_who_has_looked_accepts_it_by_name_or_with_the_flag(
    desk: Run, handed_in: Callable[..., Path]
) -> None:
    file = handed_in("wire", WIRE)
    add(desk, file, "an-agency")
    assert add(desk, file, "an-agency")["unchanged"] == ["wire"]
    assert acts(desk, "wire") == ["proposed", "reviewed"]
    found = add(desk, file, "an-agency", "--even-relays")
    assert (found["held_back"], list(found["relays"])) == ([], ["wire"])
    assert acts(desk, "wire") == ["proposed", "reviewed", "accepted"]


def test_a_source_that_waits_is_confirmed_as_a_relay_before_it_is_ever_cited(
    desk: Run, handed_in: Callable[..., Path]
) -> None:
    add(desk, handed_in("wire", WIRE), "an-agency")
    assert "wire" in json.loads(desk("sources", "relays", "--json")[1])["relays"]
    code, said, _ = desk("sources", "relay", "wire", "--of", "article-2011", "--by", "Ada", "--reason", "it says KCNA")
    assert code == 0 and "dprk-state-media" in said
    for act in ("review", "accept"):
        assert desk("sources", act, "wire", "--by", "Ben", "--reason", "so it is")[0] == 0
    shown = json.loads(desk("sources", "show", "wire", "--json")[1])
    assert shown["source"]["x"]["independence_group"] == "dprk-state-media"
    assert WIRE in shown["passages"][0]["text"]


def test_a_copy_of_a_source_of_another_group_is_held_back_and_one_of_its_own_group_is_not(
    desk: Run, handed_in: Callable[..., Path]
) -> None:
    assert add(desk, handed_in("first", STORY), "one-paper")["relays"] == {}
    own = add(desk, handed_in("reprint", f"As we reported. {STORY}", "2013-05-01"), "one-paper")
    assert own["held_back"] == [] and acts(desk, "reprint")[-1] == "accepted"
    (sign, *_) = own["relays"]["reprint"]
    assert (sign["kind"], sign["source_id"], sign["quote"]) == ("near_duplicate", "first", STORY.rstrip("."))
    other = add(desk, handed_in("copy", f"Seen elsewhere. {STORY}", "2013-06-01"), "another-paper")
    assert other["held_back"] == ["copy"]


def test_it_is_compared_with_what_waits_as_well(desk: Run, handed_in: Callable[..., Path]) -> None:
    first = handed_in("first", STORY)
    assert desk("sources", "add", str(first), *VOUCHED, "--group", "one-paper", "--propose-by", "Ada")[0] == 0
    copy = add(desk, handed_in("copy", STORY, "2013-06-01"), "another-paper")
    assert copy["held_back"] == ["copy"]


def test_a_mention_in_passing_is_shown_and_holds_nothing_back(desk: Run, handed_in: Callable[..., Path]) -> None:
    text = f"{' '.join([HARVEST] * 12)}\n\nPyongyang Radio reported rain.\n\n{' '.join([HARVEST] * 3)}"
    found = add(desk, handed_in("memo", text), "a-legation")
    assert list(found["relays"]) == ["memo"] and found["held_back"] == []
    assert acts(desk, "memo")[-1] == "accepted"


def test_state_media_are_not_held_back_for_quoting_one_another(desk: Run, handed_in: Callable[..., Path]) -> None:
    found = add(desk, handed_in("wire", WIRE), "dprk-state-media")
    assert found["relays"] and found["held_back"] == []
