"""One record taken as far as its vetters go, and no further."""

from collections.abc import Callable

import pytest

from knowledge.holdings.acts import Act, AlreadyThere, Refusal
from knowledge.holdings.desk import Proposal, at_the_desk
from knowledge.holdings.folder import LibraryFolder
from knowledge.holdings.log import read_log
from knowledge.holdings.vetting import Vetters, hand_in
from knowledge.holdings.waiting import waiting_sources

PROPOSED = Vetters(proposed_by="Ada", reason="wanted")
REVIEWED = Vetters(proposed_by="Ada", reviewed_by="Ben", reason="wanted")
ACCEPTED = Vetters(proposed_by="Ada", reviewed_by="Ben", accepted_by="Ben", reason="wanted")


def hand(folder: LibraryFolder, proposal: Proposal, vetters: Vetters) -> list[str]:
    with at_the_desk(folder) as desk:
        hand_in(proposal, desk, vetters=vetters)
        return [entry.deed.act.value for entry in desk.record()]


def test_a_version_that_waits_is_taken_further_and_no_act_is_done_twice(
    folder: LibraryFolder, proposal: Callable[..., Proposal]
) -> None:
    assert hand(folder, proposal(), PROPOSED) == ["proposed"]
    assert hand(folder, proposal(), REVIEWED) == ["reviewed"]
    with pytest.raises(AlreadyThere):
        hand(folder, proposal(), REVIEWED)
    assert hand(folder, proposal(), ACCEPTED) == ["accepted"]
    with pytest.raises(AlreadyThere):
        hand(folder, proposal(), ACCEPTED)
    assert [entry.deed.act for entry in read_log(folder.log)] == [Act.PROPOSED, Act.REVIEWED, Act.ACCEPTED]


def test_the_version_in_force_handed_in_again_does_not_accept_the_correction_that_waits(
    folder: LibraryFolder, proposal: Callable[..., Proposal]
) -> None:
    hand(folder, proposal(), ACCEPTED)
    hand(folder, proposal(text="The minister said that 31 pilots had left."), PROPOSED)
    with pytest.raises(AlreadyThere):
        hand(folder, proposal(), ACCEPTED)


def test_nobody_accepts_their_own(folder: LibraryFolder, proposal: Callable[..., Proposal]) -> None:
    with pytest.raises(Refusal, match="somebody else"):
        hand(folder, proposal(), Vetters(proposed_by="Ada", reviewed_by="Ben", accepted_by="ada", reason="mine"))
    assert read_log(folder.log) == ()


def test_what_waits_is_read_with_its_text_until_it_is_accepted_or_touched(
    folder: LibraryFolder, proposal: Callable[..., Proposal]
) -> None:
    hand(folder, proposal("cable-1"), PROPOSED)
    hand(folder, proposal("cable-2"), REVIEWED)
    hand(folder, proposal("cable-3"), ACCEPTED)
    with at_the_desk(folder) as desk:
        one, two = waiting_sources(folder, desk.standings)
        assert (one.source.id, two.source.id) == ("cable-1", "cable-2")
        assert one.parts[0].text == "The minister said that 30 pilots had left."
        (folder.root / "proposed" / "texts" / "cable-1.jsonl").write_text('{"text": "Other words."}\n')
        assert [each.source.id for each in waiting_sources(folder, desk.standings)] == ["cable-2"]
