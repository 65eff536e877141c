"""What would make the library unsound is refused before it is recorded."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from assistant.cli import main
from knowledge.holdings.acts import RecordKind, RecordRef
from knowledge.holdings.desk import Proposal, at_the_desk
from knowledge.holdings.folder import LibraryFolder, Place, create

Run = Callable[..., tuple[int, str, str]]
NOTE = (
    *("evidence", "add", "--claim", "travel-countries", "--source", "bloomberg-2007-gifts"),
    *("--statement", "It counts 87 countries.", "--stance", "supports", "--basis", "journalism"),
    *("--comparable", "yes", "--lineage", "unknown", "--credibility", "3", "--confidence", "M", "--read", "whole"),
    *("--propose-by", "Ada", "--reason", "it counts them"),
)


@pytest.fixture
def ours(tmp_path: Path) -> LibraryFolder:
    return create(tmp_path / "ours", name="Ours")


@pytest.fixture
def desk(ours: LibraryFolder, capsys: pytest.CaptureFixture[str]) -> Run:
    def desk(*arguments: str) -> tuple[int, str, str]:
        code = 2
        with suppress(SystemExit):
            code = main([*arguments, "--library", str(ours.root)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return desk


@pytest.mark.parametrize("wrong", [("--event-date", "yesterday"), ("--component", "nope")])
@pytest.mark.parametrize("vetters", [(), ("--review-by", "Ben", "--accept-by", "Ben")])
def test_a_note_that_is_not_in_order_is_not_proposed(
    desk: Run, wrong: tuple[str, ...], vetters: tuple[str, ...]
) -> None:
    code, _, error = desk(*NOTE, *wrong, *vetters)
    assert code == 1 and wrong[1] in error and error.count("\n") == 1
    assert json.loads(desk("log", "--json")[1])["entries"] == []
    assert desk("check")[0] == 0


def test_a_note_in_order_is_taken_as_before(desk: Run) -> None:
    assert desk(*NOTE)[0] == 0


def test_what_was_proposed_and_is_not_in_order_is_not_accepted(desk: Run, ours: LibraryFolder) -> None:
    assert desk(*NOTE)[0] == 0
    record = RecordRef(RecordKind.EVIDENCE, "travel-countries--bloomberg-2007-gifts")
    (file,) = ours.files(record, Place.PROPOSED)
    with at_the_desk(ours) as open_desk:  # by an earlier version of the program, which did not look
        content = file.read_text(encoding="utf-8").replace("[lineage]", 'event_date = "yesterday"\n[lineage]')
        open_desk.propose(Proposal(record=record, content=content), by="Ada", reason="dated")
        open_desk.review(record, by="Ben", reason="read")
        open_desk.record()
    code, _, error = desk("evidence", "accept", record.id, "--by", "Ben", "--reason", "sound")
    assert code == 1 and "yesterday" in error and error.count("\n") == 1
    assert desk("check")[0] == 0


def test_a_name_that_cannot_be_a_files_is_refused_in_one_line(desk: Run) -> None:
    code, _, error = desk(*NOTE, "--name", "My Note")
    assert code == 2 and "My Note" in error and "is no id" in error and error.count("\n") == 1


def test_check_of_a_log_that_was_touched_says_so_in_one_line(desk: Run, ours: LibraryFolder) -> None:
    assert desk(*NOTE)[0] == 0
    ours.log.write_text(ours.log.read_text(encoding="utf-8").replace("it counts them", "for fun"), encoding="utf-8")
    code, _, error = desk("check")
    assert code == 1 and "line 1 was changed" in error and error.count("\n") == 1


def test_the_retraction_of_a_source_that_no_longer_ships_is_without_effect(desk: Run, ours: LibraryFolder) -> None:
    gone = RecordRef(RecordKind.SOURCE, "shipped-once")
    with at_the_desk(ours, [gone]) as open_desk:
        open_desk.retract(gone, by="Cy", reason="withdrawn")
        open_desk.record()
    for command in (["claims"], ["check"], ["doctor"], ["log", "verify"]):
        assert desk(*command)[0] == 0, command
    assert desk(*NOTE)[0] == 0
    code, _, error = desk("sources", "impact", "not-there")
    assert code == 1 and "is not in this library" in error
