"""Where statements start: origins, the subject state's own voices, and circles of derivation."""

from collections.abc import Mapping

from knowledge.records import Evidence, Source
from knowledge.vocabulary import Control, Relation

Sources = Mapping[str, Source]

REPEATING_RELATIONS = frozenset({Relation.RELAYS, Relation.QUOTES, Relation.TRANSLATION})
"""Relations that carry a statement on without adding a witness (rule R1)."""


def state_groups(sources: Sources) -> frozenset[str]:
    """The independence groups of the subject state: those with a source under its control.

    A friendly site that the reviewers put into such a group speaks for the state too.
    """
    return frozenset(
        source.independence_group for source in sources.values() if source.control is Control.SUBJECT_STATE
    )


def is_state_voice(source: Source, sources: Sources) -> bool:
    """Whether what this source says is the subject state speaking."""
    return source.control is Control.SUBJECT_STATE or any(
        other.independence_group == source.independence_group and other.control is Control.SUBJECT_STATE
        for other in sources.values()
    )


def origin(evidence: Evidence, sources: Sources) -> Source:
    """The source in which a statement started, as far as it was traced; else the one that carries it.

    A work *based on* another, such as a scholar's on state papers, is a witness of its own (rule R1).
    """
    carrier = sources[evidence.source_id]
    lineage = evidence.lineage
    if lineage.origin_source_id is None:
        return carrier
    traced = sources[lineage.origin_source_id]
    if lineage.relation is Relation.BASED_ON and is_state_voice(traced, sources):
        return carrier
    return traced


def has_state_origin(evidence: Evidence, sources: Sources) -> bool:
    """Whether an evidence record's statement started with the subject state."""
    return is_state_voice(origin(evidence, sources), sources)


def derivation_cycle(sources: Sources) -> tuple[str, ...]:
    """The ids along one circle in ``derives_from``, closed by its first id; empty if there is none."""
    done: set[str] = set()

    def walk(source_id: str, path: tuple[str, ...]) -> tuple[str, ...]:
        if source_id in path:
            return (*path[path.index(source_id) :], source_id)
        if source_id in done or source_id not in sources:
            return ()
        for derivation in sources[source_id].derives_from:
            if cycle := walk(derivation.source_id, (*path, source_id)):
                return cycle
        done.add(source_id)
        return ()

    for source_id in sorted(sources):
        if cycle := walk(source_id, ()):
            return cycle
    return ()
