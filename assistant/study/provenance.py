"""Where the statements on a claim started: who carries them, their origins, what the verdict counts them as.

Copies of a statement hang from the one origin they go back to; what an origin counts for is read from
the verdict, never worked out again, so that the picture and the verdict cannot disagree.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.library import Library
from knowledge.lineage import Sources, origin, state_groups
from knowledge.records import Claim, Component, Evidence, Groups, Source, Verdict
from knowledge.verdicts import headline_component
from knowledge.vocabulary import Relation, Stance


class Part(StrEnum):
    """The part an independence group plays in a verdict: the fields of :class:`Groups` that count origins."""

    SUPPORTS = "supports"
    PARTLY = "partly"
    REFUTES = "refutes"
    WEAK_REFUTES = "weak_refutes"
    ADMISSIONS = "admissions"
    ALIGNED = "aligned"


INDEPENDENT = frozenset({Part.SUPPORTS, Part.PARTLY, Part.REFUTES})
"""The parts that only an independent origin plays (rules R1 to R3)."""


@dataclass(frozen=True, slots=True)
class Node:
    """A source in its group: an origin, or a carrier of another's statement.

    ``evidence_ids`` are its own records on the claim: none for an origin known only through its
    carriers, and none for the article, whose words are the claim itself.
    """

    source_id: str
    group: str
    is_origin: bool
    evidence_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A carrier's way back to the origin of what it says."""

    carrier_id: str
    origin_id: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class OriginGroup:
    """Origins that count once, together. ``parts`` is empty for a group that the verdict does not count."""

    name: str
    is_state: bool
    parts: tuple[Part, ...]
    origin_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceGraph:
    """The sources that speak to a claim, or to one part of it, traced back to their origins.

    ``background`` counts records that take no side; ``withheld`` those that are sensitive. Neither are drawn.
    """

    claim_id: str
    component: Component | None
    verdict: Verdict
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[OriginGroup, ...]
    background: int
    withheld: int

    @property
    def independent(self) -> frozenset[str]:
        """The independence groups that the verdict counts as independent origins."""
        return frozenset(group for part in INDEPENDENT for group in getattr(self.verdict.groups, part.value))

    def node(self, source_id: str, group: str) -> Node:
        return next(node for node in self.nodes if (node.source_id, node.group) == (source_id, group))

    def carriers_of(self, origin_id: str) -> tuple[Edge, ...]:
        return tuple(edge for edge in self.edges if edge.origin_id == origin_id)


def provenance(claim: Claim, library: Library) -> tuple[ProvenanceGraph, ...]:
    """The graph of a claim; of each of its parts if it has any, the main point first. None for a context topic."""
    verdict = library.verdicts.get(claim.id)
    if verdict is None:
        return ()
    if not claim.components:
        return (_graph(claim, None, verdict.headline, library),)
    main = headline_component(claim)
    others = (
        _graph(claim, part, verdict.component(part.id), library) for part in claim.components if part.id != main.id
    )
    return (_graph(claim, main, verdict.headline, library), *others)


def _graph(claim: Claim, component: Component | None, verdict: Verdict, library: Library) -> ProvenanceGraph:
    sources = library.corpus.sources
    records = [
        record for record in library.evidence_of(claim.id) if component is None or record.component == component.id
    ]
    shown = [record for record in records if not record.sensitive]
    speaking = [record for record in shown if record.stance is not Stance.CONTEXT]
    edges = tuple(dict.fromkeys(_edges(speaking, sources)))
    origins = {started.id: started for started in (origin(record, sources) for record in speaking)}
    if article := _article(claim, library):
        if edge := _article_edge(article, origins):
            edges = (edge, *edges)
        else:
            origins = {article.id: article} | origins
    return ProvenanceGraph(
        claim_id=claim.id,
        component=component,
        verdict=verdict,
        nodes=tuple(_nodes(origins.values(), edges, speaking, sources)),
        edges=edges,
        groups=_groups(origins.values(), verdict.groups, state_groups(sources)),
        background=len(shown) - len(speaking),
        withheld=len(records) - len(shown),
    )


def _edges(records: Iterable[Evidence], sources: Sources) -> Iterator[Edge]:
    for record in records:
        started, relation = origin(record, sources), record.lineage.relation
        if started.id != record.source_id and relation is not None:
            yield Edge(record.source_id, started.id, relation)


def _article(claim: Claim, library: Library) -> Source | None:
    passage = library.claim_passages.get(claim.id)
    return library.source_of(passage) if passage else None


def _article_edge(article: Source, origins: Iterable[str]) -> Edge | None:
    """The article repeats an origin it is known to derive from, where that origin speaks to the claim."""
    known = (way for way in article.derives_from if way.source_id in set(origins))
    return next((Edge(article.id, way.source_id, way.relation) for way in known), None)


def _nodes(
    origins: Iterable[Source], edges: Iterable[Edge], records: Iterable[Evidence], sources: Sources
) -> Iterator[Node]:
    said: dict[tuple[str, str], list[str]] = {}
    for record in records:
        said.setdefault((record.source_id, origin(record, sources).id), []).append(record.id)
    for started in origins:
        yield Node(started.id, started.independence_group, True, tuple(said.get((started.id, started.id), ())))
    for edge in edges:
        group = sources[edge.origin_id].independence_group
        yield Node(edge.carrier_id, group, False, tuple(said.get((edge.carrier_id, edge.origin_id), ())))


def _groups(origins: Iterable[Source], counted: Groups, state: frozenset[str]) -> tuple[OriginGroup, ...]:
    """What the verdict does not count first, the state's voices before others; then what it counts, part by part."""
    members: dict[str, list[str]] = {}
    for started in origins:
        members.setdefault(started.independence_group, []).append(started.id)
    groups = (
        OriginGroup(
            name=name,
            is_state=name in state,
            parts=tuple(part for part in Part if name in getattr(counted, part.value)),
            origin_ids=tuple(ids),
        )
        for name, ids in members.items()
    )
    return tuple(sorted(groups, key=_place))


def _place(group: OriginGroup) -> tuple[bool, int, str]:
    if not group.parts:
        return False, 0 if group.is_state else 1, group.name
    return True, list(Part).index(group.parts[0]), group.name
