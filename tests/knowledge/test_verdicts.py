"""Rules R0, R6 and R7, and the worked edges of the labelling policy as one table."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from knowledge.records import Lineage, Value
from knowledge.vocabulary import (
    Audience,
    Basis,
    ClaimKind,
    Control,
    Flag,
    Interest,
    LineageStatus,
    Reading,
    Relation,
    Reliability,
    SourceType,
    Stance,
    VerdictKey,
)

Key = VerdictKey

RELAYED = Lineage(LineageStatus.TRACED, "state", Relation.RELAYS)
ALLY = {"control": Control.ALLIED_STATE, "interest": Interest.ALIGNED}
CABLE_SOURCE = ALLY | {"audience": Audience.INTERNAL, "source_type": SourceType.ARCHIVAL_INTERNAL}
SCHOLAR = {"source_type": SourceType.SCHOLARSHIP}
PRESS_OFFICE = {"control": Control.ADVERSE_STATE, "interest": Interest.ADVERSE}
COUNTS_30 = {"stance": Stance.REFUTES, "basis": Basis.ARCHIVAL, "value_found": Value(30, "countries")}

Witness = tuple[dict[str, Any], dict[str, Any]]
"""What sets a source apart from an independent newspaper, and its record from a full support."""

PAPER: Witness = ({}, {})
CABLE: Witness = (CABLE_SOURCE, {"basis": Basis.ARCHIVAL})
DEFECTOR: Witness = ({"independence_group": "collectors"}, {"basis": Basis.TESTIMONY})
DENIAL: Witness = (PRESS_OFFICE, {"stance": Stance.REFUTES, "basis": Basis.OFFICIAL_OTHER})


@dataclass(frozen=True)
class Edge:
    """One row of the policy's table."""

    case: str
    verdict: VerdictKey
    witnesses: tuple[Witness, ...]
    flag: Flag | None = None
    own_texts: tuple[dict[str, Any], ...] = ()
    editions_differ: bool = False


EDGES = [
    Edge("a newspaper's 87 countries, according to KCNA", Key.STATE_MEDIA_ONLY, (({}, {"lineage": RELAYED}),),
         Flag.RELAY),
    Edge("an encyclopedia figure citing a North Korean museum", Key.STATE_MEDIA_ONLY,
         (({"source_type": SourceType.REFERENCE_WORK}, {"lineage": RELAYED, "basis": Basis.TERTIARY}),), Flag.RELAY),
    Edge("Pravda 1975 praises him", Key.ALIGNED_SOURCES_ONLY, ((ALLY, {}),)),
    Edge("a GDR embassy cable notes pilots in Vietnam", Key.LIMITED_INDEPENDENT_SUPPORT, (CABLE,)),
    Edge("that cable and an independent wire report from the graves", Key.CORROBORATED, (CABLE, PAPER)),
    Edge("three defectors collected by one organisation", Key.LIMITED_INDEPENDENT_SUPPORT,
         (DEFECTOR, DEFECTOR, DEFECTOR), Flag.TESTIMONY_ONLY),
    Edge("a user-edited encyclopedia supports, with its own references", Key.PARTLY_CORROBORATED,
         (({"source_type": SourceType.REFERENCE_WORK}, {"basis": Basis.TERTIARY}),)),
    Edge("a scholar counts 40 countries for a shorter period", Key.PARTLY_CORROBORATED,
         ((SCHOLAR, {"stance": Stance.PARTIALLY_SUPPORTS, "comparable": False, "value_found": Value(40)}),),
         Flag.SCOPE_MISMATCH),
    Edge("a scholar counts 30 for the same scope, from archives", Key.LIMITED_CONTRADICTION,
         ((SCHOLAR, COUNTS_30),), Flag.NUMBER_DIFFERS),
    Edge("two such scholars, different origins", Key.CONTRADICTED, ((SCHOLAR, COUNTS_30), (SCHOLAR, COUNTS_30)),
         Flag.NUMBER_DIFFERS),
    Edge("the leader's own letter says otherwise", Key.CONTRADICTED, (), Flag.ADMISSION_AGAINST_INTEREST,
         own_texts=({"stance": Stance.REFUTES, "admission_against_interest": True},)),
    Edge("state media credit a different leader of theirs", Key.STATE_MEDIA_ONLY, (), Flag.EDITIONS_DIFFER,
         own_texts=({"stance": Stance.REFUTES},), editions_differ=True),
    Edge("two independent confirmations, one adversary's press denial", Key.CORROBORATED, (PAPER, CABLE, DENIAL),
         Flag.DISPUTED),
    Edge("the state's own editions give different totals", Key.STATE_MEDIA_ONLY, (), Flag.EDITIONS_DIFFER,
         own_texts=({"value_found": Value(87)}, {"stance": Stance.REPORTS_ONLY, "value_found": Value(54)}),
         editions_differ=True),
    Edge("an adverse government's press statement denies; nobody supports", Key.STATE_MEDIA_ONLY, (DENIAL,),
         Flag.DISPUTED),
]  # fmt: skip


def gather(make: SimpleNamespace, witnesses: tuple[Witness, ...], **shared: Any) -> tuple[list[Any], list[Any]]:
    """The records of ``witnesses`` and their sources, named w0, w1 and so on."""
    sources = [make.source(f"w{n}", **changes) for n, (changes, _) in enumerate(witnesses)]
    records = [make.evidence(f"w{n}", **(shared | changes)) for n, (_, changes) in enumerate(witnesses)]
    return records, sources


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.case)
def test_the_worked_edges_of_the_policy_hold(make: SimpleNamespace, edge: Edge) -> None:
    records, sources = gather(make, edge.witnesses)
    records += [make.evidence("state", id=f"claim--own-{n}", **text) for n, text in enumerate(edge.own_texts)]
    conflicts = [make.editions_differ()] if edge.editions_differ else []
    verdict = make.judged(records, sources, conflicts=conflicts).headline
    assert verdict.key is edge.verdict
    assert edge.flag is None or edge.flag in verdict.flags
    assert (Flag.DISPUTED in verdict.flags) == (edge.flag is Flag.DISPUTED)
    assert verdict.rule.startswith("R6.")
    assert verdict.reason.endswith(".")


def test_two_confirmed_streets_do_not_confirm_480(make: SimpleNamespace) -> None:
    parts = (make.component("total", headline=True), make.component("such-places-exist", ClaimKind.EVENT))
    records, sources = gather(make, (PAPER, CABLE), component="such-places-exist")
    verdict = make.judged(records, sources, about=make.claim(components=parts))
    assert verdict.headline.key is verdict.component("total").key is Key.STATE_MEDIA_ONLY
    assert verdict.component("such-places-exist").key is Key.CORROBORATED


@pytest.mark.parametrize("kind", [ClaimKind.QUANTITY, ClaimKind.EVALUATIVE])
def test_what_nobody_has_searched_is_not_reviewed(make: SimpleNamespace, kind: ClaimKind) -> None:
    records, sources = gather(make, (PAPER, CABLE))
    unfinished = make.judged(records, sources, about=make.claim(kind=kind), searched=make.search(complete=False))
    assert (unfinished.headline.key, unfinished.headline.rule) == (Key.NOT_REVIEWED, "R0")
    parts = (make.component("total", headline=True), make.component("any"))
    split = make.judged([], [], about=make.claim(components=parts), searched=make.search(complete=False))
    assert {verdict.key for _, verdict in split.components} == {Key.NOT_REVIEWED}


# R0: kind


@pytest.mark.parametrize(
    ("kind", "loaded"),
    [
        (ClaimKind.EVALUATIVE, False),
        (ClaimKind.PREDICTIVE, False),
        (ClaimKind.CHARACTERISATION, True),
        (ClaimKind.MOTIVE, True),
    ],
)
def test_praise_prophecy_and_motive_are_not_checkable_whatever_the_evidence(
    make: SimpleNamespace, kind: ClaimKind, loaded: bool
) -> None:
    records, sources = gather(make, (PAPER, CABLE, PAPER))
    verdict = make.judged(records, sources, about=make.claim(kind=kind)).headline
    assert (verdict.key, verdict.rule) == (Key.NOT_CHECKABLE, "R0")
    assert (Flag.LOADED_LANGUAGE in verdict.flags) == loaded


def test_the_headline_component_speaks_for_a_characterisation(make: SimpleNamespace) -> None:
    parts = (
        make.component("selfless", ClaimKind.MOTIVE),
        make.component("help", ClaimKind.EVENT, headline=True),
    )
    records, sources = gather(make, (PAPER, CABLE), component="help")
    about = make.claim(kind=ClaimKind.CHARACTERISATION, components=parts)
    verdict = make.judged(records, sources, about=about)
    assert verdict.headline.key is Key.CORROBORATED
    assert verdict.component("selfless").key is Key.NOT_CHECKABLE


# R7: components


def test_the_headline_is_the_common_verdict_where_components_agree(make: SimpleNamespace) -> None:
    parts = (make.component("one"), make.component("two", headline=True))
    verdict = make.judged([], [], about=make.claim(components=parts))
    assert verdict.headline.key is Key.STATE_MEDIA_ONLY
    assert [id for id, _ in verdict.components] == ["one", "two"]


@pytest.mark.parametrize("headline", ["such", "total"])
def test_the_headline_component_speaks_where_components_differ(make: SimpleNamespace, headline: str) -> None:
    parts = tuple(make.component(id, headline=id == headline) for id in ("such", "total"))
    records, sources = gather(make, (PAPER,), component="such")
    verdict = make.judged(records, sources, about=make.claim(components=parts))
    assert verdict.headline.key is verdict.component(headline).key
    assert verdict.component("such").key is Key.LIMITED_INDEPENDENT_SUPPORT
    assert verdict.component("total").key is Key.STATE_MEDIA_ONLY


def test_a_context_topic_has_no_verdict(make: SimpleNamespace, library: Any) -> None:
    contexts = [claim.id for claim in library.corpus.claims.values() if claim.kind is ClaimKind.CONTEXT]
    assert contexts
    assert not set(contexts) & set(library.verdicts)


# R6, beyond the table

PART: Witness = ({"reliability": Reliability.D}, {})
REFUTER: Witness = ({}, {"stance": Stance.REFUTES})
WEAK_REFUTER: Witness = ({"reliability": Reliability.D}, {"stance": Stance.REFUTES})
ONE_TONGUE = {"independence_group": "one"}


@pytest.mark.parametrize(
    ("witnesses", "key", "rule"),
    [
        ((PAPER, REFUTER), Key.CONTESTED, "R6.1"),
        ((PAPER, PAPER, REFUTER, REFUTER), Key.CONTESTED, "R6.1"),
        ((PART, REFUTER, REFUTER), Key.CONTRADICTED, "R6.2"),
        ((PART, REFUTER), Key.CONTESTED, "R6.3"),
        (((ONE_TONGUE | PART[0], {}), (ONE_TONGUE, REFUTER[1])), Key.LIMITED_CONTRADICTION, "R6.4"),
        (((ONE_TONGUE, REFUTER[1]), (ONE_TONGUE, REFUTER[1])), Key.LIMITED_CONTRADICTION, "R6.4"),
        (((ONE_TONGUE, {}), (ONE_TONGUE, REFUTER[1])), Key.CONTESTED, "R6.1"),
        ((PAPER, DEFECTOR), Key.CORROBORATED, "R6.5"),
        ((PAPER, WEAK_REFUTER), Key.CONTESTED, "R6.6"),
        ((PART, DENIAL), Key.CONTESTED, "R6.6"),
        ((({}, {"basis": Basis.TESTIMONY}), DEFECTOR), Key.LIMITED_INDEPENDENT_SUPPORT, "R6.7"),
        (((ONE_TONGUE, {}), (ONE_TONGUE, {})), Key.LIMITED_INDEPENDENT_SUPPORT, "R6.7"),
        ((PART, PART), Key.PARTLY_CORROBORATED, "R6.8"),
        (((ALLY, {}), (ALLY, {})), Key.ALIGNED_SOURCES_ONLY, "R6.9"),
        (((ALLY, {}), DENIAL), Key.ALIGNED_SOURCES_ONLY, "R6.9"),
        ((), Key.STATE_MEDIA_ONLY, "R6.10"),
    ],
)
def test_the_first_rule_that_matches_decides(
    make: SimpleNamespace, witnesses: tuple[Witness, ...], key: VerdictKey, rule: str
) -> None:
    verdict = make.judged(*gather(make, witnesses)).headline
    assert (verdict.key, verdict.rule) == (key, rule)


# Reasons and flags


def test_a_verdict_names_its_rule_its_groups_and_the_records_that_voted(make: SimpleNamespace) -> None:
    no_vote: Witness = ({}, {"stance": Stance.CONTEXT})
    verdict = make.judged(*gather(make, (PAPER, PART, REFUTER, WEAK_REFUTER, (ALLY, {}), no_vote))).headline
    assert verdict.rule == "R6.1"
    assert verdict.groups.supports == ("w0",)
    assert verdict.groups.partly == ("w1",)
    assert verdict.groups.refutes == ("w2",)
    assert verdict.groups.weak_refutes == ("w3",)
    assert verdict.groups.aligned == ("w4",)
    assert verdict.evidence_ids == tuple(f"claim--w{n}" for n in range(5))
    assert verdict.reason == "It is supported by one independent origin and refuted by one independent origin."


def test_relays_and_admissions_are_named_among_the_groups(make: SimpleNamespace) -> None:
    own = {"id": "claim--letter", "stance": Stance.REFUTES, "admission_against_interest": True}
    records, sources = gather(make, (({}, {"lineage": RELAYED}),))
    verdict = make.judged([*records, make.evidence("state", **own)], sources).headline
    assert (verdict.groups.relays, verdict.groups.admissions) == (("w0",), ("the-state",))
    assert verdict.evidence_ids == ("claim--letter",)


@pytest.mark.parametrize(
    ("record", "flag", "kind"),
    [
        ({"must_show": True}, Flag.MISSING_CONTEXT, ClaimKind.EVENT),
        ({"read": Reading.EXCERPT}, Flag.READ_IN_EXCERPT, ClaimKind.EVENT),
        (
            {"lineage": Lineage(LineageStatus.TRACED, "w0", Relation.TRANSLATION)},
            Flag.TRANSLATION_ONLY,
            ClaimKind.EVENT,
        ),
        ({"stance": Stance.REFUTES, "value_found": Value(1975, "year")}, Flag.DATE_DIFFERS, ClaimKind.EVENT),
        ({"stance": Stance.REFUTES, "value_found": Value(30, "countries")}, Flag.NUMBER_DIFFERS, ClaimKind.QUANTITY),
        ({"comparable": False}, Flag.SCOPE_MISMATCH, ClaimKind.QUANTITY),
        ({"basis": Basis.TESTIMONY}, Flag.TESTIMONY_ONLY, ClaimKind.EVENT),
    ],
)
def test_a_flag_explains_a_verdict(make: SimpleNamespace, record: dict[str, Any], flag: Flag, kind: ClaimKind) -> None:
    with_it = make.judged(*gather(make, (({}, record),)), about=make.claim(kind=kind)).headline
    without = make.judged(*gather(make, (PAPER,)), about=make.claim(kind=kind)).headline
    assert flag in with_it.flags
    assert flag not in without.flags


def test_only_an_adverse_party_is_said_so(make: SimpleNamespace) -> None:
    assert Flag.ADVERSE_PARTY_ONLY in make.judged(*gather(make, (DENIAL,))).headline.flags
    assert Flag.ADVERSE_PARTY_ONLY not in make.judged(*gather(make, (DENIAL, REFUTER))).headline.flags
