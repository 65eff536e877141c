"""Claims and conflicts as an answer carries them: the record, its verdict and why."""

from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter

from assistant.answers import ClaimCard, ComponentCard, ConflictCard, ConflictPosition, SearchCard
from knowledge.library import Library
from knowledge.records import Claim, Evidence, Groups, Search
from knowledge.vocabulary import VERDICT_WORDING


def claim_card(claim: Claim, library: Library) -> ClaimCard:
    """A claim with its verdict, the groups that voted, and what was searched."""
    verdict = library.verdicts.get(claim.id)
    headline = verdict.headline if verdict else None
    components = []
    for part in claim.components:
        found = verdict.component(part.id) if verdict else None
        if found is not None:
            components.append(
                ComponentCard(
                    id=part.id,
                    restatement=part.restatement,
                    verdict=found.key.value,
                    verdict_text=VERDICT_WORDING[found.key],
                    rule=found.rule,
                    reason=found.reason,
                    headline=part.headline,
                )
            )
    return ClaimCard(
        id=claim.id,
        verbatim=claim.verbatim,
        restatement=claim.restatement,
        verdict=headline.key.value if headline else None,
        verdict_text=VERDICT_WORDING[headline.key] if headline else None,
        rule=headline.rule if headline else None,
        reason=headline.reason if headline else None,
        components=tuple(components),
        groups=_groups(headline.groups if headline else Groups()),
        flags=tuple(flag.value for flag in headline.flags) if headline else (),
        evidence_ids=headline.evidence_ids if headline else (),
        search=_search_card(library.corpus.searches.get(claim.id)),
    )


def conflict_cards(claims: Iterable[Claim], library: Library) -> tuple[ConflictCard, ...]:
    """The conflicts in which the claims take part, each once, in the order of the claims."""
    conflicts = {c.id: c for claim in claims for c in library.corpus.conflicts_by_claim[claim.id]}
    return tuple(
        ConflictCard(
            topic=conflict.topic,
            positions=tuple(ConflictPosition(p.value, p.source_ids, p.note) for p in conflict.positions),
        )
        for conflict in conflicts.values()
    )


def _groups(groups: Groups) -> dict[str, tuple[str, ...]]:
    return {
        "supports": groups.supports,
        "partly": groups.partly,
        "refutes": groups.refutes,
        "weak_refutes": groups.weak_refutes,
        "admissions": groups.admissions,
        "aligned": groups.aligned,
        "relays": groups.relays,
    }


def _search_card(search: Search | None) -> SearchCard | None:
    if search is None:
        return None
    return SearchCard(
        date=search.date,
        asked=search.asked,
        collections=search.collections,
        languages=search.languages,
        complete=search.complete,
        found=search.found,
        limits=search.limits,
    )


def claim_json(claim: Claim, library: Library) -> dict[str, Any]:
    """A claim for programs: its card, and every evidence record with its source."""
    card: dict[str, Any] = TypeAdapter(ClaimCard).dump_python(claim_card(claim, library), mode="json")
    evidence = TypeAdapter(tuple[Evidence, ...]).dump_python(library.evidence_of(claim.id), mode="json")
    return card | {"kind": claim.kind.value, "asked_as": list(claim.asked_as), "evidence": evidence}
