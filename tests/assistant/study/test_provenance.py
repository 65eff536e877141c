"""The graph of a claim's sources says what the verdict says, and nothing hangs in the air."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.study.provenance import INDEPENDENT, ProvenanceGraph, provenance
from knowledge.library import Library, library_of
from knowledge.records import Lineage
from knowledge.vocabulary import ClaimKind, LineageStatus, Relation, Stance, VerdictKey


@pytest.fixture(scope="module")
def graphs(library: Library) -> list[ProvenanceGraph]:
    return [graph for claim in library.corpus.claims.values() for graph in provenance(claim, library)]


def test_every_origin_that_the_verdict_counts_is_drawn_and_no_other_counts(graphs: list[ProvenanceGraph]) -> None:
    for graph in graphs:
        counted = graph.verdict.groups
        drawn = {group.name for group in graph.groups if INDEPENDENT & set(group.parts)}
        assert drawn == {*counted.supports, *counted.partly, *counted.refutes}, graph.claim_id
        assert drawn == graph.independent


def test_the_first_graph_is_of_the_claims_own_verdict(library: Library) -> None:
    for id, verdict in library.verdicts.items():
        main, *parts = provenance(library.corpus.claims[id], library)
        assert main.verdict == verdict.headline
        assert len(parts) == max(len(verdict.components) - 1, 0)


def test_no_voice_of_the_state_counts_as_independent(graphs: list[ProvenanceGraph]) -> None:
    assert not [group for graph in graphs for group in graph.groups if group.is_state and INDEPENDENT & {*group.parts}]


def test_every_copy_hangs_from_an_origin_that_is_drawn(graphs: list[ProvenanceGraph], library: Library) -> None:
    copies = {
        (record.claim_id, record.component, record.source_id, record.lineage.origin_source_id, record.lineage.relation)
        for record in library.corpus.evidence.values()
        if record.lineage.origin_source_id and record.stance is not Stance.CONTEXT and not record.sensitive
    }
    edges = {
        (
            graph.claim_id,
            graph.component.id if graph.component else None,
            edge.carrier_id,
            edge.origin_id,
            edge.relation,
        )
        for graph in graphs
        for edge in graph.edges
    }
    assert copies
    assert copies <= edges
    for graph in graphs:
        origins = {node.source_id for node in graph.nodes if node.is_origin}
        assert origins == {id for group in graph.groups for id in group.origin_ids}
        assert {edge.origin_id for edge in graph.edges} <= origins


def test_every_note_that_takes_a_side_is_drawn_once(graphs: list[ProvenanceGraph], library: Library) -> None:
    for graph in graphs:
        claim = library.corpus.claims[graph.claim_id]
        part = graph.component.id if graph.component else None
        own = [record for record in library.evidence_of(claim.id) if record.component == part or not claim.components]
        drawn = sorted(id for node in graph.nodes for id in node.evidence_ids)
        taking = [record for record in own if record.stance is not Stance.CONTEXT and not record.sensitive]
        assert drawn == sorted(record.id for record in taking)
        assert len(drawn) + graph.background + graph.withheld == len(own)


def test_nothing_sensitive_and_no_context_topic_is_drawn(graphs: list[ProvenanceGraph], library: Library) -> None:
    for graph in graphs:
        assert library.corpus.claims[graph.claim_id].kind is not ClaimKind.CONTEXT
        assert not [id for node in graph.nodes for id in node.evidence_ids if library.corpus.evidence[id].sensitive]


def test_the_gifts_come_down_to_one_origin_that_is_not_independent(library: Library) -> None:
    main = provenance(library.corpus.claims["gifts-count"], library)[0]
    assert [group.origin_ids for group in main.groups] == [("dprk-official-tally",)]
    assert "article-2011" in {edge.carrier_id for edge in main.carriers_of("dprk-official-tally")}
    assert len(main.edges) == 5
    assert not main.independent


def test_two_accounts_of_the_same_histories_are_one_origin(library: Library) -> None:
    main = provenance(library.corpus.claims["vietnam-airmen"], library)[0]
    carriers = {edge.carrier_id for edge in main.carriers_of("vietnamese-official-histories")}
    assert carriers == {"ap-2019-bac-giang", "pribbenow-2011"}
    assert len(main.verdict.groups.supports) == 4


def test_a_source_found_to_copy_the_state_stops_counting_in_picture_and_verdict(library: Library) -> None:
    id = "vietnam-airmen--bbc-2000-vietnam"
    copied = Lineage(LineageStatus.TRACED, "dprk-broadcast-2001", Relation.RELAYS)
    record = replace(library.corpus.evidence[id], lineage=copied)
    changed = library_of(replace(library.corpus, evidence={**library.corpus.evidence, id: record}))
    before = provenance(library.corpus.claims["vietnam-airmen"], library)[0]
    after = provenance(changed.corpus.claims["vietnam-airmen"], changed)[0]
    assert before.independent - after.independent == {"bbc"}
    assert "bbc-2000-vietnam" in {edge.carrier_id for edge in after.carriers_of("dprk-broadcast-2001")}


def test_a_work_based_on_state_papers_is_an_origin_of_its_own(library: Library) -> None:
    id = "vietnam-airmen--young-2019-vietnam"
    based = Lineage(LineageStatus.TRACED, "dprk-broadcast-2001", Relation.BASED_ON)
    record = replace(library.corpus.evidence[id], lineage=based)
    changed = library_of(replace(library.corpus, evidence={**library.corpus.evidence, id: record}))
    graph = provenance(changed.corpus.claims["vietnam-airmen"], changed)[0]
    assert "young-benjamin-r" in graph.independent
    assert not [edge for edge in graph.edges if edge.carrier_id == record.source_id]


def test_what_no_record_can_settle_counts_nothing(graphs: list[ProvenanceGraph]) -> None:
    judged = [graph for graph in graphs if graph.verdict.key is VerdictKey.NOT_CHECKABLE]
    assert judged
    assert not [group for graph in judged for group in graph.groups if group.parts]


def test_what_is_not_counted_stands_before_the_line_to_the_verdict(graphs: list[ProvenanceGraph]) -> None:
    def counted(graph: ProvenanceGraph) -> Iterator[bool]:
        return (bool(group.parts) for group in graph.groups)

    assert all([*counted(graph)] == sorted(counted(graph)) for graph in graphs)
