"""Vetting: nothing is in force that two people have not vouched for, and nothing leaves without a reason."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.holdings.acts import (
    Act,
    AlreadyThere,
    Deed,
    RecordKind,
    RecordRef,
    Refusal,
    Standing,
    after,
    standings,
    vetting,
)

SOURCE = RecordRef(RecordKind.SOURCE, "frus1949-d1")


def deed(act: Act, by: str, digest: str = "one", reason: str = "for the seminar") -> Deed:
    return Deed(act=act, record=SOURCE, digest=digest, by=by, time="2026-11-24T12:00:00Z", reason=reason)


PROPOSED, REVIEWED, ACCEPTED = deed(Act.PROPOSED, "Ada"), deed(Act.REVIEWED, "Ben"), deed(Act.ACCEPTED, "Ben")


def test_a_record_is_in_force_once_two_people_have_vouched_for_it() -> None:
    assert standings([PROPOSED])[SOURCE].in_force is None
    assert standings([PROPOSED, REVIEWED])[SOURCE].in_force is None
    assert standings([PROPOSED, REVIEWED, ACCEPTED])[SOURCE].in_force == "one"


@pytest.mark.parametrize("name", ["Ada", "ada", " ADA  "])
def test_nobody_accepts_their_own_proposal(name: str) -> None:
    with pytest.raises(Refusal, match="somebody else"):
        standings([PROPOSED, REVIEWED, deed(Act.ACCEPTED, name)])


def test_nothing_is_accepted_unreviewed_or_unproposed() -> None:
    with pytest.raises(Refusal, match="not reviewed"):
        standings([PROPOSED, ACCEPTED])
    with pytest.raises(Refusal, match="not proposed"):
        standings([ACCEPTED])


def test_what_was_changed_after_its_review_cannot_be_accepted() -> None:
    with pytest.raises(Refusal, match="changed after"):
        standings([PROPOSED, REVIEWED, deed(Act.ACCEPTED, "Ben", digest="two")])


def test_a_correction_changes_nothing_until_it_is_accepted_and_needs_its_own_review() -> None:
    before = [PROPOSED, REVIEWED, ACCEPTED, deed(Act.PROPOSED, "Cy", digest="two")]
    assert standings(before)[SOURCE].in_force == "one"
    with pytest.raises(Refusal, match="not reviewed"):
        standings([*before, deed(Act.ACCEPTED, "Ada", digest="two")])
    after_all = [*before, deed(Act.REVIEWED, "Ada", digest="two"), deed(Act.ACCEPTED, "Ada", digest="two")]
    assert standings(after_all)[SOURCE].in_force == "two"


def test_a_retraction_takes_a_record_and_its_waiting_correction_away() -> None:
    gone = standings([PROPOSED, REVIEWED, ACCEPTED, deed(Act.PROPOSED, "Cy", "two"), deed(Act.RETRACTED, "Cy")])
    assert gone[SOURCE].is_retracted
    with pytest.raises(Refusal, match="retracted already"):
        after(deed(Act.RETRACTED, "Ada"), gone[SOURCE])
    with pytest.raises(Refusal, match="not proposed"):
        after(ACCEPTED, gone[SOURCE])


def test_what_is_handed_in_for_a_retracted_record_does_not_bring_it_back() -> None:
    for waits in ([PROPOSED], [PROPOSED, REVIEWED], [PROPOSED, deed(Act.WITHDRAWN, "Ada")]):
        assert standings([deed(Act.RETRACTED, "Cy"), *waits], shipped=[SOURCE])[SOURCE].is_retracted
    accepted = standings([deed(Act.RETRACTED, "Cy"), PROPOSED, REVIEWED, ACCEPTED], shipped=[SOURCE])[SOURCE]
    assert accepted == Standing(in_force="one")


def test_a_withdrawal_takes_what_waits_and_leaves_what_is_in_force() -> None:
    waits = [PROPOSED, REVIEWED, ACCEPTED, deed(Act.PROPOSED, "Cy", "two")]
    gone = standings([*waits, deed(Act.WITHDRAWN, "Dee", "two")])
    assert gone[SOURCE] == Standing(in_force="one")
    with pytest.raises(Refusal, match=r"sources list --waiting.*sources retract") as refused:
        after(deed(Act.WITHDRAWN, "Dee", "two"), gone[SOURCE])
    assert "\n" not in str(refused.value)


def test_the_review_of_a_withdrawn_version_is_none_of_the_same_words_handed_in_again() -> None:
    again = [PROPOSED, REVIEWED, deed(Act.WITHDRAWN, "Ada"), PROPOSED]
    with pytest.raises(Refusal, match="not reviewed"):
        standings([*again, ACCEPTED])
    assert vetting([*again, REVIEWED, ACCEPTED])[SOURCE] == (PROPOSED, REVIEWED, ACCEPTED)


def test_what_was_withdrawn_before_it_was_ever_accepted_is_neither_a_tombstone_nor_there_to_retract() -> None:
    log = [PROPOSED, deed(Act.WITHDRAWN, "Ada")]
    assert not standings(log)[SOURCE].is_retracted
    with pytest.raises(Refusal, match="not in this library"):
        after(deed(Act.RETRACTED, "Ada"), standings(log)[SOURCE])
    retracted = [*log, deed(Act.RETRACTED, "Ada")]
    assert standings(retracted, shipped=[SOURCE])[SOURCE].is_retracted
    assert not standings(retracted)[SOURCE].is_retracted  # it shipped then, and ships no longer


def test_a_record_of_the_shipped_library_can_be_retracted_and_an_unknown_one_cannot() -> None:
    assert after(deed(Act.RETRACTED, "Ada"), None, shipped=True).is_retracted
    with pytest.raises(Refusal, match="not in this library"):
        after(deed(Act.RETRACTED, "Ada"), None)


def test_the_same_words_are_not_proposed_twice() -> None:
    with pytest.raises(AlreadyThere):
        standings([PROPOSED, PROPOSED])
    with pytest.raises(AlreadyThere):
        standings([PROPOSED, REVIEWED, ACCEPTED, PROPOSED])


@pytest.mark.parametrize(("by", "reason"), [("", "why"), ("  ", "why"), ("Ada", ""), ("Ada", " ")])
def test_every_act_has_a_name_and_a_reason(by: str, reason: str) -> None:
    with pytest.raises(Refusal, match="without a"):
        after(deed(Act.PROPOSED, by, reason=reason), None)


@pytest.mark.parametrize("id", ["../x", "a/b", "", ".hidden", "A", "a b", "a" * 300, "é"])
def test_no_id_leads_out_of_its_folder(id: str) -> None:
    with pytest.raises(ValueError, match="no id"):
        RecordRef(RecordKind.SOURCE, id)


deeds = st.lists(
    st.builds(deed, st.sampled_from(Act), st.sampled_from(["Ada", "Ben", "Cy"]), st.sampled_from(["one", "two"])),
    max_size=12,
)


@given(deeds)
def test_whatever_is_tried_in_force_means_accepted_by_another_than_proposed_it(tried: list[Deed]) -> None:
    standing: Standing | None = None
    done: list[Deed] = []
    for each in tried:
        try:
            standing = after(each, standing)
            done.append(each)
        except Refusal:
            continue
    if standing is None or standing.in_force is None:
        return
    last = max(n for n, each in enumerate(done) if each.act is Act.ACCEPTED)
    proposer = [each for each in done[:last] if each.act is Act.PROPOSED][-1]
    assert done[last].digest == proposer.digest == standing.in_force
    assert done[last].by != proposer.by
    assert Act.RETRACTED not in [each.act for each in done[last:]]
    between = done[max(n for n, each in enumerate(done[:last]) if each.act is Act.PROPOSED) + 1 : last]
    assert between and {each.act for each in between} == {Act.REVIEWED}


@given(deeds, st.integers(0, 2), st.booleans())
def test_a_version_that_was_withdrawn_is_as_if_it_had_never_been_proposed(
    tried: list[Deed], reviews: int, ships: bool
) -> None:
    shipped = [SOURCE] if ships else []
    done: list[Deed] = []
    for each in tried:
        with suppress(Refusal):
            standings([*done, each], shipped=shipped)
            done.append(each)
    before = standings(done, shipped=shipped).get(SOURCE, Standing())
    if before.pending is not None:
        done.append(deed(Act.WITHDRAWN, "Cy", before.pending.digest))
        before = standings(done, shipped=shipped)[SOURCE]
        assert before.pending is None
    waited = [deed(Act.PROPOSED, "Ada", "three"), *([deed(Act.REVIEWED, "Ben", "three")] * reviews)]
    done_and_undone = [*done, *waited, deed(Act.WITHDRAWN, "Cy", "three")]
    assert standings(done_and_undone, shipped=shipped)[SOURCE] == before
    assert vetting(done_and_undone) == vetting(done)
