"""The eight things that hold for any set of evidence (labelling policy), tried on made-up sets."""

from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.records import Lineage
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
    VerdictKey,
)
from knowledge.votes import Vote, vote

Key = VerdictKey
Drawn = tuple[dict[str, Any], dict[str, Any]]

CUTOFF = "1994-07-08"
ORDER = (
    Key.CONTRADICTED,
    Key.LIMITED_CONTRADICTION,
    Key.STATE_MEDIA_ONLY,
    Key.ALIGNED_SOURCES_ONLY,
    Key.CONTESTED,
    Key.PARTLY_CORROBORATED,
    Key.LIMITED_INDEPENDENT_SUPPORT,
    Key.CORROBORATED,
)
REPEATING = st.sampled_from([Relation.RELAYS, Relation.QUOTES, Relation.TRANSLATION])
NAMES = [f"w{n}" for n in range(6)]

SOURCES = st.fixed_dictionaries(
    {
        "source_type": st.sampled_from(SourceType),
        "control": st.sampled_from(Control),
        "audience": st.sampled_from(Audience),
        "interest": st.sampled_from(Interest),
        "independence_group": st.sampled_from(["one", "two", "three", "four"]),
        "reliability": st.sampled_from(Reliability),
    }
)
LINEAGES = st.one_of(
    st.just(Lineage(LineageStatus.TRACED)),
    st.just(Lineage(LineageStatus.UNKNOWN)),
    st.builds(
        Lineage,
        st.sampled_from(LineageStatus),
        st.sampled_from(["state", *NAMES]),
        st.sampled_from(Relation),
    ),
)
RECORDS = st.fixed_dictionaries(
    {
        "stance": st.sampled_from(Stance),
        "comparable": st.booleans(),
        "basis": st.sampled_from(Basis),
        "admission_against_interest": st.booleans(),
        "lineage": LINEAGES,
        "event_date": st.sampled_from([None, "1975", "1990/2010", "1994-07-08", "1994-07-09", "2011"]),
    }
)
EVIDENCE = st.tuples(
    st.lists(SOURCES, min_size=len(NAMES), max_size=len(NAMES)),
    st.lists(st.tuples(st.sampled_from(["state", *NAMES]), RECORDS), max_size=8),
)
CAREFUL = settings(max_examples=200, deadline=None, derandomize=True)


class Trial:
    """A made-up set of evidence that more can be added to."""

    def __init__(self, make: SimpleNamespace, drawn: Any) -> None:
        sources, records = drawn
        self.make = make
        self.sources = [make.source(name, **fields) for name, fields in zip(NAMES, sources, strict=True)]
        self.records = [
            make.evidence(carrier, id=f"claim--r{n}", **fields) for n, (carrier, fields) in enumerate(records)
        ]

    def add(self, name: str, source: dict[str, Any], record: dict[str, Any]) -> None:
        self.sources.append(self.make.source(name, **source))
        self.records.append(self.make.evidence(name, **record))

    def verdict(self, records: list[Any] | None = None) -> Any:
        about = self.make.claim(cutoff=CUTOFF)
        chosen = self.records if records is None else records
        return self.make.judged(chosen, self.sources, about=about).headline


@given(drawn=EVIDENCE)
@CAREFUL
def test_every_set_of_evidence_gets_exactly_one_reasoned_verdict(make: SimpleNamespace, drawn: Any) -> None:
    verdict = Trial(make, drawn).verdict()
    assert verdict.key in ORDER
    assert verdict.rule.startswith("R6.")
    assert verdict.reason
    assert set(verdict.evidence_ids) <= {f"claim--r{n}" for n in range(8)}


@given(drawn=EVIDENCE, data=st.data())
@CAREFUL
def test_the_order_of_the_evidence_does_not_matter(make: SimpleNamespace, drawn: Any, data: Any) -> None:
    trial = Trial(make, drawn)
    shuffled = data.draw(st.permutations(trial.records))
    assert trial.verdict(list(shuffled)) == trial.verdict()


@given(drawn=EVIDENCE, copies=st.integers(1, 3))
@CAREFUL
def test_duplicated_evidence_changes_nothing(make: SimpleNamespace, drawn: Any, copies: int) -> None:
    trial = Trial(make, drawn)
    assert trial.verdict(trial.records * (copies + 1)) == trial.verdict()
    renamed = [
        make.evidence(carrier, id=f"claim--r{n}-copy{copy}", **fields)
        for n, (carrier, fields) in enumerate(drawn[1])
        for copy in range(copies)
    ]
    repeated, once = trial.verdict([*trial.records, *renamed]), trial.verdict()
    assert (repeated.key, repeated.groups, repeated.flags) == (once.key, once.groups, once.flags)


@given(drawn=EVIDENCE, relays=st.lists(st.tuples(RECORDS, REPEATING, SOURCES), max_size=4))
@CAREFUL
def test_relays_of_the_state_change_nothing(make: SimpleNamespace, drawn: Any, relays: Any) -> None:
    trial = Trial(make, drawn)
    before = trial.verdict()
    for n, (record, relation, source) in enumerate(relays):
        relayed = {
            "lineage": Lineage(LineageStatus.TRACED, "state", relation),
            "admission_against_interest": False,
        }
        own = {"independence_group": f"relay-{n}", "control": Control.NONE}
        trial.add(f"relay-{n}", source | own, record | relayed)
    after = trial.verdict()
    assert (after.key, after.rule, after.evidence_ids) == (before.key, before.rule, before.evidence_ids)


@given(praises=st.lists(st.tuples(SOURCES, RECORDS, st.booleans()), max_size=8))
@CAREFUL
def test_allied_publicity_alone_is_never_more_than_aligned(make: SimpleNamespace, praises: list[Any]) -> None:
    trial = Trial(make, ([{}] * len(NAMES), []))
    publicity = {"interest": Interest.ALIGNED, "audience": Audience.PUBLIC, "control": Control.ALLIED_STATE}
    for n, (source, record, in_full) in enumerate(praises):
        stance = Stance.SUPPORTS if in_full else Stance.PARTIALLY_SUPPORTS
        lineage = {"lineage": Lineage(LineageStatus.TRACED)}
        trial.add(f"ally-{n}", source | publicity, record | lineage | {"stance": stance})
    assert trial.verdict().key in (Key.STATE_MEDIA_ONLY, Key.ALIGNED_SOURCES_ONLY)


@given(drawn=EVIDENCE, testimony=st.booleans())
@CAREFUL
def test_a_new_independent_support_never_lowers_a_verdict(make: SimpleNamespace, drawn: Any, testimony: bool) -> None:
    trial = Trial(make, drawn)
    before = ORDER.index(trial.verdict().key)
    trial.add("newcomer", {}, {"basis": Basis.TESTIMONY if testimony else Basis.JOURNALISM})
    assert ORDER.index(trial.verdict().key) >= before


@given(drawn=EVIDENCE)
@CAREFUL
def test_a_full_refutation_always_shows(make: SimpleNamespace, drawn: Any) -> None:
    trial = Trial(make, drawn)
    sources = {source.id: source for source in (make.state(), *trial.sources)}
    cast = {vote(record, cutoff=CUTOFF, sources=sources) for record in trial.records}
    shows = trial.verdict().key in (Key.CONTRADICTED, Key.LIMITED_CONTRADICTION, Key.CONTESTED)
    assert shows or not cast & {Vote.REFUTES, Vote.ADMISSION}
    trial.add("scholar", {}, {"stance": Stance.REFUTES})
    assert trial.verdict().key in (Key.CONTRADICTED, Key.LIMITED_CONTRADICTION, Key.CONTESTED)


INTERESTED = st.lists(
    st.sampled_from(
        [
            ({"control": Control.ADVERSE_STATE, "interest": Interest.ADVERSE}, {"stance": Stance.REFUTES}),
            ({"control": Control.ALLIED_STATE, "interest": Interest.ALIGNED}, {"stance": Stance.SUPPORTS}),
            ({"control": Control.SUBJECT_STATE, "interest": Interest.ALIGNED}, {"stance": Stance.SUPPORTS}),
            ({"control": Control.SUBJECT_STATE, "interest": Interest.ALIGNED}, {"stance": Stance.REFUTES}),
        ]
    ),
    max_size=6,
)


@given(witnesses=st.integers(1, 4), refutes=st.booleans(), interested=INTERESTED)
@CAREFUL
def test_confirming_and_contradicting_ask_the_same(
    make: SimpleNamespace, witnesses: int, refutes: bool, interested: list[Drawn]
) -> None:
    trial = Trial(make, ([{}] * len(NAMES), []))
    for n in range(witnesses):
        trial.add(f"witness-{n}", {}, {"stance": Stance.REFUTES if refutes else Stance.SUPPORTS})
    one, two = (
        (Key.LIMITED_CONTRADICTION, Key.CONTRADICTED)
        if refutes
        else (Key.LIMITED_INDEPENDENT_SUPPORT, Key.CORROBORATED)
    )
    assert trial.verdict().key is (one if witnesses == 1 else two)
    for n, (source, record) in enumerate(interested):
        trial.add(f"interested-{n}", source, record)
    undone = trial.verdict().key is not (one if witnesses == 1 else two)
    assert not undone or witnesses == 1


@given(drawn=EVIDENCE)
@CAREFUL
def test_a_strong_verdict_rests_on_two_groups(make: SimpleNamespace, drawn: Any) -> None:
    verdict = Trial(make, drawn).verdict()
    if verdict.key is Key.CORROBORATED:
        assert len(verdict.groups.supports) >= 2
        assert not verdict.groups.refutes
        assert not verdict.groups.admissions
    if verdict.key is Key.CONTRADICTED:
        assert len(verdict.groups.refutes) >= 2 or verdict.groups.admissions
        assert not verdict.groups.supports
