"""Rules R1 to R5: what one evidence record counts for."""

from types import SimpleNamespace
from typing import Any

import pytest

from knowledge.records import Lineage, Source
from knowledge.vocabulary import (
    Audience,
    Basis,
    Control,
    Interest,
    LineageStatus,
    Relation,
    Reliability,
    SourceType,
    Stance,
)
from knowledge.votes import Vote, vote

ADVERSE = {"control": Control.ADVERSE_STATE, "interest": Interest.ADVERSE}
ALIGNED = {"control": Control.ALLIED_STATE, "interest": Interest.ALIGNED}
REPEATING = [Relation.RELAYS, Relation.QUOTES, Relation.TRANSLATION]
EVERY_BASIS = list(Basis)


@pytest.fixture
def cast(make: SimpleNamespace) -> Any:
    """The vote of a record by the source ``carrier``, with the state and ``others`` known too."""

    def cast(carrier: Source, *others: Source, cutoff: str | None = None, **changes: Any) -> Vote:
        known = {each.id: each for each in (make.state(), carrier, *others)}
        return vote(make.evidence(carrier.id, **changes), cutoff=cutoff, sources=known)

    return cast


def from_origin(id: str, relation: Relation) -> Lineage:
    return Lineage(LineageStatus.TRACED, id, relation)


def test_an_independent_witness_votes_in_full(cast: Any, make: SimpleNamespace) -> None:
    assert cast(make.source("paper")) is Vote.FULL
    assert cast(make.source("paper"), stance=Stance.REFUTES) is Vote.REFUTES


# R1: origin


@pytest.mark.parametrize("basis", EVERY_BASIS)
@pytest.mark.parametrize("stance", list(Stance))
def test_state_media_alone_never_corroborates(cast: Any, make: SimpleNamespace, stance: Stance, basis: Basis) -> None:
    assert cast(make.state(), stance=stance, basis=basis) is Vote.NONE


@pytest.mark.parametrize("relation", REPEATING)
@pytest.mark.parametrize("stance", list(Stance))
def test_a_relay_has_no_vote(cast: Any, make: SimpleNamespace, relation: Relation, stance: Stance) -> None:
    assert cast(make.source("paper"), stance=stance, lineage=from_origin("state", relation)) is Vote.NONE


def test_a_scholar_who_uses_state_papers_is_not_the_state(cast: Any, make: SimpleNamespace) -> None:
    scholar = make.source("scholar", source_type=SourceType.SCHOLARSHIP)
    assert cast(scholar, lineage=from_origin("state", Relation.BASED_ON)) is Vote.FULL


def test_the_same_newspaper_witnesses_one_thing_and_relays_another(cast: Any, make: SimpleNamespace) -> None:
    paper = make.source("paper")
    assert cast(paper) is Vote.FULL
    assert cast(paper, lineage=from_origin("state", Relation.RELAYS)) is Vote.NONE


def test_a_friendly_site_in_the_states_group_is_the_states_voice(cast: Any, make: SimpleNamespace) -> None:
    site = make.source("friends", independence_group="the-state")
    assert cast(site) is Vote.NONE


@pytest.mark.parametrize("audience", list(Audience))
def test_an_admission_against_interest_counts_as_one(cast: Any, make: SimpleNamespace, audience: Audience) -> None:
    record = {"stance": Stance.REFUTES, "admission_against_interest": True, "basis": Basis.REPETITION}
    assert cast(make.state(audience=audience), **record) is Vote.ADMISSION


@pytest.mark.parametrize(
    "missing",
    [
        {"admission_against_interest": False},
        {"stance": Stance.REPORTS_ONLY},
        {"comparable": False},
        {"lineage": Lineage(LineageStatus.UNKNOWN)},
    ],
    ids=["editions merely differ", "takes no side", "another scope", "unknown lineage"],
)
def test_the_states_own_text_counts_only_as_a_traced_comparable_refuting_admission(
    cast: Any, make: SimpleNamespace, missing: dict[str, Any]
) -> None:
    admission = {"stance": Stance.REFUTES, "admission_against_interest": True}
    assert cast(make.state(), **(admission | missing)) is Vote.NONE


def test_only_the_states_own_word_is_an_admission(cast: Any, make: SimpleNamespace) -> None:
    record = {"stance": Stance.REFUTES, "admission_against_interest": True}
    assert cast(make.source("paper"), **record) is Vote.REFUTES


# R3: interest


def test_an_allys_public_praise_is_only_aligned(cast: Any, make: SimpleNamespace) -> None:
    assert cast(make.source("pravda", **ALIGNED)) is Vote.ALIGNED
    assert cast(make.source("pravda", **ALIGNED), stance=Stance.PARTIALLY_SUPPORTS) is Vote.ALIGNED


def test_an_allys_internal_paper_votes_in_full(cast: Any, make: SimpleNamespace) -> None:
    assert cast(make.source("cable", **ALIGNED, audience=Audience.INTERNAL)) is Vote.FULL


def test_an_ally_against_its_own_interest_votes_in_full(cast: Any, make: SimpleNamespace) -> None:
    assert cast(make.source("pravda", **ALIGNED), stance=Stance.REFUTES) is Vote.REFUTES


def test_interest_is_read_from_the_origin(cast: Any, make: SimpleNamespace) -> None:
    paper, pravda = make.source("paper"), make.source("pravda", **ALIGNED)
    assert cast(paper, pravda, lineage=from_origin("pravda", Relation.RELAYS)) is Vote.ALIGNED
    assert cast(pravda, paper, lineage=from_origin("paper", Relation.RELAYS)) is Vote.FULL


def test_an_adversarys_public_denial_is_weak(cast: Any, make: SimpleNamespace) -> None:
    assert cast(make.source("ministry", **ADVERSE), stance=Stance.REFUTES) is Vote.WEAK_REFUTES


def test_an_adversarys_internal_paper_refutes_in_full(cast: Any, make: SimpleNamespace) -> None:
    assert cast(make.source("file", **ADVERSE, audience=Audience.INTERNAL), stance=Stance.REFUTES) is Vote.REFUTES


def test_an_adversarys_scholarship_refutes_in_full(cast: Any, make: SimpleNamespace) -> None:
    scholar = make.source("journal", **ADVERSE, source_type=SourceType.SCHOLARSHIP)
    assert cast(scholar, stance=Stance.REFUTES) is Vote.REFUTES


def test_an_adversary_against_its_own_interest_votes_in_full(cast: Any, make: SimpleNamespace) -> None:
    assert cast(make.source("ministry", **ADVERSE)) is Vote.FULL


# R3a: weak sources


@pytest.mark.parametrize("reliability", list(Reliability))
def test_reliability_d_to_f_supports_in_part_and_refutes_weakly(
    cast: Any, make: SimpleNamespace, reliability: Reliability
) -> None:
    paper, weak = make.source("paper", reliability=reliability), reliability.value >= "D"
    assert cast(paper) is (Vote.PARTIAL if weak else Vote.FULL)
    assert cast(paper, stance=Stance.REFUTES) is (Vote.WEAK_REFUTES if weak else Vote.REFUTES)


def test_tertiary_works_support_in_part_and_refute_weakly(cast: Any, make: SimpleNamespace) -> None:
    assert cast(make.source("wiki"), basis=Basis.TERTIARY) is Vote.PARTIAL
    assert cast(make.source("wiki"), basis=Basis.TERTIARY, stance=Stance.REFUTES) is Vote.WEAK_REFUTES


@pytest.mark.parametrize("weak", ["carrier", "origin"])
def test_of_carrier_and_origin_the_weaker_counts(cast: Any, make: SimpleNamespace, weak: str) -> None:
    carrier = make.source("paper", reliability=Reliability.D if weak == "carrier" else Reliability.A)
    started = make.source("wire", reliability=Reliability.D if weak == "origin" else Reliability.A)
    assert cast(carrier, started, lineage=from_origin("wire", Relation.RELAYS)) is Vote.PARTIAL


# R4: alignment


def test_another_scope_supports_in_part_and_never_refutes(cast: Any, make: SimpleNamespace) -> None:
    assert cast(make.source("paper"), comparable=False) is Vote.PARTIAL
    assert cast(make.source("paper"), comparable=False, stance=Stance.REFUTES) is Vote.NONE


@pytest.mark.parametrize("stance", [Stance.REPORTS_ONLY, Stance.CONTEXT])
def test_who_takes_no_side_has_no_vote(cast: Any, make: SimpleNamespace, stance: Stance) -> None:
    assert cast(make.source("paper"), stance=stance) is Vote.NONE


@pytest.mark.parametrize(
    ("event", "cutoff", "counts"),
    [
        ("1994-07-08", "1994-07-08", True),
        ("1994-07-09", "1994-07-08", False),
        ("1994-07", "1994-07-08", True),
        ("1994-08", "1994-07-08", False),
        ("1994", "1994-07-08", True),
        ("1995", "1994-07-08", False),
        ("1990/2010", "1994-07-08", True),
        ("1994-07-08/2010", "1994-07-08", True),
        ("1995/2010", "1994-07-08", False),
        ("2011-07-31", "2011-07", True),
        ("2011-08-01", "2011-07", False),
        (None, "1994-07-08", True),
        ("2020", None, True),
    ],
)
@pytest.mark.parametrize("stance", [Stance.SUPPORTS, Stance.REFUTES])
def test_events_after_the_cutoff_do_not_count_and_an_interval_goes_by_its_start(
    cast: Any, make: SimpleNamespace, event: str | None, cutoff: str | None, counts: bool, stance: Stance
) -> None:
    full = Vote.FULL if stance is Stance.SUPPORTS else Vote.REFUTES
    cast_vote = cast(make.source("paper"), stance=stance, event_date=event, cutoff=cutoff)
    assert cast_vote is (full if counts else Vote.NONE)


def test_an_admission_of_what_came_after_the_cutoff_does_not_count(cast: Any, make: SimpleNamespace) -> None:
    late = {"event_date": "1995", "cutoff": "1994-07-08", "admission_against_interest": True}
    assert cast(make.state(), stance=Stance.REFUTES, **late) is Vote.NONE


def test_the_date_of_publication_does_not_count(cast: Any, make: SimpleNamespace) -> None:
    assert cast(make.source("history", date="2020"), event_date="1975", cutoff="1994-07-08") is Vote.FULL


# R5: lineage


def test_unknown_lineage_supports_in_part_and_refutes_weakly(cast: Any, make: SimpleNamespace) -> None:
    unknown = Lineage(LineageStatus.UNKNOWN)
    assert cast(make.source("paper"), lineage=unknown) is Vote.PARTIAL
    assert cast(make.source("paper"), lineage=unknown, stance=Stance.REFUTES) is Vote.WEAK_REFUTES
