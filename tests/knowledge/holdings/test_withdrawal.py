"""A version that waits is taken back: what is in force stays, nothing is lost, and an interruption changes neither."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.holdings import desk as desk_module
from knowledge.holdings.acts import RecordKind, RecordRef, Refusal, standings
from knowledge.holdings.desk import Desk, Proposal, at_the_desk
from knowledge.holdings.folder import LibraryFolder, Place, create
from knowledge.holdings.log import read_log
from knowledge.holdings.overlay import read_holdings
from knowledge.record_files import RecordFiles

Accept = Callable[..., None]
Hand = Callable[..., Proposal]
CABLE = RecordRef(RecordKind.SOURCE, "cable-1")


class Interrupted(BaseException):
    """What a killed process looks like from inside."""


@contextmanager
def recording(folder: LibraryFolder) -> Iterator[Desk]:
    with at_the_desk(folder) as desk:
        yield desk
        desk.record()


def propose(folder: LibraryFolder, proposal: Proposal) -> None:
    with recording(folder) as desk:
        desk.propose(proposal, by="Ada", reason="wanted")


def withdraw(folder: LibraryFolder) -> None:
    with recording(folder) as desk:
        desk.withdraw(CABLE, by="Cy", reason="the wrong scan")


def kept(folder: LibraryFolder, words: str) -> bool:
    return any(words in path.read_text() for path in (folder.root / "earlier").rglob("cable-1.jsonl"))


def test_the_version_in_force_stays_and_the_withdrawn_one_is_kept_and_waits_no_longer(
    folder: LibraryFolder, shipped: RecordFiles, proposal: Hand, accept: Accept
) -> None:
    accept(folder, proposal(text="There were 30."))
    before = read_holdings(folder, shipped=shipped)
    propose(folder, proposal(text="There were 31."))
    withdraw(folder)
    after = read_holdings(folder, shipped=shipped)
    assert (after.texts, after.digests, after.vetting) == (before.texts, before.digests, before.vetting)
    assert kept(folder, "There were 31.") and not folder.waiting()
    said = [(entry.deed.act.value, entry.deed.by, entry.deed.reason) for entry in read_log(folder.log)][-1]
    assert said == ("withdrawn", "Cy", "the wrong scan")


def test_the_same_words_can_be_handed_in_again_and_need_a_review_of_their_own(
    folder: LibraryFolder, shipped: RecordFiles, proposal: Hand, accept: Accept
) -> None:
    propose(folder, proposal())
    with recording(folder) as desk:
        desk.review(CABLE, by="Ben", reason="read")
    withdraw(folder)
    propose(folder, proposal())
    with pytest.raises(Refusal, match="not reviewed"), at_the_desk(folder) as desk:
        desk.accept(CABLE, by="Ben", reason="sound")
    with recording(folder) as desk:
        desk.review(CABLE, by="Ben", reason="read again")
        desk.accept(CABLE, by="Ben", reason="sound")
    assert [source.id for _, source in read_holdings(folder, shipped=shipped).sources] == ["cable-1"]


def test_what_does_not_wait_is_not_withdrawn(folder: LibraryFolder, proposal: Hand, accept: Accept) -> None:
    accept(folder, proposal())
    entries = read_log(folder.log)
    with pytest.raises(Refusal, match="no version that waits"):
        withdraw(folder)
    assert read_log(folder.log) == entries and not (folder.root / "earlier").exists()


def test_a_version_that_was_changed_after_it_was_proposed_can_be_withdrawn(
    folder: LibraryFolder, proposal: Hand
) -> None:
    propose(folder, proposal())
    (text,) = (folder.root / "proposed" / "texts").iterdir()
    text.write_text('{"text": "Other words."}\n')
    withdraw(folder)
    assert text.read_text() == '{"text": "Other words."}\n'  # nobody has vouched for it, nor is it ours to delete
    propose(folder, proposal())
    assert "30 pilots" in text.read_text()


@pytest.mark.parametrize("settled", [False, True])
def test_a_withdrawal_cut_short_before_the_log_is_none_and_after_it_is_finished(
    settled: bool, folder: LibraryFolder, proposal: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*given: object, **named: object) -> None:
        raise Interrupted

    propose(folder, proposal())
    with monkeypatch.context() as patch, suppress(Interrupted):
        patch.setattr(desk_module, "settle" if settled else "append", interrupted)
        withdraw(folder)
    with at_the_desk(folder) as desk:
        assert (desk.standings[CABLE].pending is None) is settled
    assert bool(folder.waiting()) is not settled
    assert kept(folder, "30 pilots") is settled  # else it lies among the proposed ones, and nowhere else
    assert folder.locate(CABLE, proposal().digest)


def test_half_of_the_files_taken_away_is_finished(
    folder: LibraryFolder, proposal: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink, left = Path.unlink, [1]

    def unlinked(path: Path, missing_ok: bool = False) -> None:
        if "proposed" in path.parts:
            left[0] -= 1
            if left[0] < 0:
                raise Interrupted
        unlink(path, missing_ok=missing_ok)

    propose(folder, proposal())
    with monkeypatch.context() as patch, pytest.raises(Interrupted):
        patch.setattr(Path, "unlink", unlinked)
        withdraw(folder)
    assert folder.waiting()
    with at_the_desk(folder):
        pass
    assert not folder.waiting() and kept(folder, "30 pilots")


TEXTS = ("There were 30.", "There were 31.")
steps = st.lists(
    st.tuples(st.sampled_from(["propose", "review", "accept", "withdraw", "retract"]), st.sampled_from(TEXTS)),
    max_size=10,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sessions=st.lists(steps, max_size=4))
def test_whatever_is_tried_what_the_log_says_is_there_lies_where_it_says(
    sessions: list[list[tuple[str, str]]], proposal: Hand, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = create(tmp_path_factory.mktemp("held") / "ours", name="Ours")
    handed: set[str] = set()
    for session in sessions:
        with recording(folder) as desk:
            for act, text in session:
                with suppress(Refusal):
                    if act == "propose":
                        desk.propose(proposal(text=text), by="Ada", reason="wanted")
                        handed.add(proposal(text=text).digest)
                    else:
                        getattr(desk, act)(CABLE, by="Ben", reason="to see")
                        if act == "accept":
                            break  # its files are not in force yet, which a retraction would look for
            told = dict(desk.standings)
        assert standings(entry.deed for entry in read_log(folder.log)) == told
        for digest in handed:
            assert folder.locate(CABLE, digest), "a version that was recorded is lost"
        if (standing := told.get(CABLE)) is None:
            continue
        assert folder.digest(CABLE, Place.IN_FORCE) == standing.in_force
        if standing.pending:
            assert folder.digest(CABLE, Place.PROPOSED) == standing.pending.digest
