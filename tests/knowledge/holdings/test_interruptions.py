"""Moves that were cut short between any two files: the version is found, and the next who opens the desk finishes."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from knowledge.holdings import folder as folder_module
from knowledge.holdings.acts import RecordKind, RecordRef, Refusal
from knowledge.holdings.desk import Proposal, at_the_desk
from knowledge.holdings.folder import LibraryFolder
from knowledge.holdings.log import LogTrouble, append, read_log
from knowledge.holdings.overlay import read_holdings
from knowledge.record_files import RecordFiles
from knowledge.whole_files import write_whole

Accept = Callable[..., None]
Hand = Callable[..., Proposal]
CABLE = RecordRef(RecordKind.SOURCE, "cable-1")


class Interrupted(BaseException):
    """What a killed process looks like from inside."""


@pytest.fixture
def interrupt(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Cuts the moving of files short before the n-th move."""
    move = shutil.move

    def interrupt(before: int) -> None:
        left = [before]

        def moved(*given: Path) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise Interrupted
            return move(*given)

        monkeypatch.setattr(folder_module.shutil, "move", moved)

    return interrupt


def text(folder: LibraryFolder, shipped: RecordFiles) -> str:
    holdings = read_holdings(folder, shipped=shipped)
    assert holdings.problems == ()
    return holdings.texts["cable-1"][0].text


@pytest.mark.parametrize("moves", range(4))
def test_a_correction_cut_short_between_any_two_files_counts_and_is_finished(
    moves: int,
    folder: LibraryFolder,
    shipped: RecordFiles,
    proposal: Hand,
    accept: Accept,
    interrupt: Callable[[int], None],
) -> None:
    accept(folder, proposal(text="There were 30."))
    interrupt(moves)
    with pytest.raises(Interrupted):
        accept(folder, proposal(text="There were 31."))
    assert text(folder, shipped) == "There were 31."
    interrupt(99)
    with at_the_desk(folder):
        pass
    assert not folder.waiting()
    assert "31" in (folder.root / "texts" / "cable-1.jsonl").read_text()
    (kept,) = (folder.root / "earlier").rglob("cable-1.jsonl")
    assert "30" in kept.read_text() and len(list((folder.root / "earlier").iterdir())) == 1


@pytest.mark.parametrize("moves", range(2))
def test_a_retraction_cut_short_is_finished(
    moves: int,
    folder: LibraryFolder,
    shipped: RecordFiles,
    proposal: Hand,
    accept: Accept,
    interrupt: Callable[[int], None],
) -> None:
    accept(folder, proposal())
    interrupt(moves)
    with pytest.raises(Interrupted), at_the_desk(folder) as desk:
        desk.retract(CABLE, by="Cy", reason="a forgery")
        desk.record()
    assert read_holdings(folder, shipped=shipped).sources == ()
    interrupt(99)
    with at_the_desk(folder):
        pass
    assert not list((folder.root / "sources").iterdir()) and not list((folder.root / "texts").iterdir())
    assert len(list((folder.root / "earlier").rglob("cable-1.*"))) == 2


def test_a_correction_does_not_overwrite_a_version_in_force_that_was_not_moved_yet(
    folder: LibraryFolder, shipped: RecordFiles, proposal: Hand, accept: Accept, interrupt: Callable[[int], None]
) -> None:
    interrupt(0)
    with pytest.raises(Interrupted):
        accept(folder, proposal(text="There were 30."))
    interrupt(99)
    with at_the_desk(folder) as desk:
        desk.propose(proposal(text="There were 31."), by="Ada", reason="wanted")
        desk.record()
    assert text(folder, shipped) == "There were 30."


@pytest.mark.parametrize("writes", [*range(5), 99])
def test_what_waits_by_the_log_waits_on_when_another_version_was_never_recorded(
    writes: int, folder: LibraryFolder, proposal: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_the_desk(folder) as desk:
        desk.propose(proposal(text="There were 30."), by="Ada", reason="wanted")
        desk.record()
    left = [writes]

    def written(path: Path, content: bytes) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Interrupted
        write_whole(path, content)

    with monkeypatch.context() as patch, suppress(Interrupted), at_the_desk(folder) as desk:
        patch.setattr(folder_module, "write_whole", written)
        desk.propose(proposal(text="There were 31."), by="Cy", reason="counted again")
    with at_the_desk(folder) as desk:
        desk.review(CABLE, by="Ben", reason="read")
        desk.record()
    (text,) = (folder.root / "proposed" / "texts").iterdir()
    assert "There were 30." in text.read_text()
    assert writes < 4 or not any((folder.root / "earlier").iterdir())
    with at_the_desk(folder) as desk:
        desk.accept(CABLE, by="Ben", reason="sound")
        desk.record()
    assert not folder.waiting() and "There were 30." in (folder.root / "texts" / "cable-1.jsonl").read_text()


def test_a_version_that_waited_is_kept_when_another_is_proposed_in_its_place(
    folder: LibraryFolder, proposal: Hand
) -> None:
    for text in ("There were 30.", "There were 31."):
        with at_the_desk(folder) as desk:
            desk.propose(proposal(text=text), by="Ada", reason="wanted")
            desk.record()
    with at_the_desk(folder):
        pass
    assert "31" in (folder.root / "proposed" / "texts" / "cable-1.jsonl").read_text()
    (kept,) = (folder.root / "earlier").rglob("cable-1.jsonl")
    assert "30" in kept.read_text()


def test_of_two_with_one_name_handed_in_together_the_second_is_refused(folder: LibraryFolder, proposal: Hand) -> None:
    with at_the_desk(folder) as desk:
        desk.propose(proposal(text="One."), by="Ada", reason="wanted")
        with pytest.raises(Refusal, match="two are called source/cable-1"):
            desk.propose(proposal(text="Another."), by="Ada", reason="wanted")
        desk.record()
        with pytest.raises(Refusal, match="two are called source/cable-1"):  # however many came between
            desk.propose(proposal(text="A third."), by="Ada", reason="wanted")
    assert len(read_log(folder.log)) == 1


def test_what_is_no_record_among_the_proposed_ones_is_left_alone(folder: LibraryFolder) -> None:
    write_whole(folder.root / "proposed" / "sources" / "My notes.toml", b"x")
    with at_the_desk(folder):
        pass
    assert (folder.root / "proposed" / "sources" / "My notes.toml").exists()


def test_a_file_that_cannot_be_written_whole_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    write_whole(tmp_path / "a", b"before")
    monkeypatch.setattr("knowledge.whole_files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "a", b"after")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"before"


def test_a_log_that_could_not_be_written_whole_is_as_it_was(
    folder: LibraryFolder, proposal: Hand, accept: Accept, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(folder, proposal())
    before = folder.log.read_bytes()
    entries = read_log(folder.log)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("knowledge.holdings.log.os.fsync", full)
    with pytest.raises(LogTrouble, match="nothing was recorded"):
        append(folder.log, [entries[0].deed] * 5, after=entries)
    assert folder.log.read_bytes() == before
