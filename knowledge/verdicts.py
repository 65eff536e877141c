"""Rules R0, R6 and R7 of the labelling policy: from votes to verdicts. Pure functions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.lineage import Sources, has_state_origin, origin
from knowledge.records import Claim, ClaimVerdict, Component, Conflict, Evidence, Groups, Search, Verdict
from knowledge.vocabulary import Basis, ClaimKind, Flag, Reading, Relation, Stance, VerdictKey
from knowledge.votes import Vote, vote

_NEVER_CHECKABLE = frozenset({ClaimKind.EVALUATIVE, ClaimKind.PREDICTIVE})
_ATTRIBUTED = frozenset({ClaimKind.CHARACTERISATION, ClaimKind.MOTIVE})
_NOT_CHECKABLE = _NEVER_CHECKABLE | _ATTRIBUTED


def claim_verdict(
    claim: Claim,
    evidence: Iterable[Evidence],
    *,
    sources: Sources,
    search: Search | None,
    conflicts: Iterable[Conflict] = (),
) -> ClaimVerdict | None:
    """The verdict of a claim and of its components; ``None`` for a context topic.

    ``evidence`` is every record of the claim, in any order; repeated records count once.
    """
    if claim.kind is ClaimKind.CONTEXT:
        return None
    records = sorted({record.id: record for record in evidence}.values(), key=lambda record: record.id)
    shared = _claim_flags(claim, records, conflicts)
    if search is None or not search.complete:
        reason = "No complete search for evidence has been recorded yet."
        unreviewed = Verdict(key=VerdictKey.NOT_REVIEWED, rule="R0", reason=reason, flags=shared)
        return ClaimVerdict(
            claim_id=claim.id,
            headline=unreviewed,
            components=tuple((part.id, unreviewed) for part in claim.components),
        )
    if not claim.components:
        verdict = _verdict(claim.kind, records, cutoff=claim.cutoff, sources=sources)
        return ClaimVerdict(claim_id=claim.id, headline=_with_flags(verdict, shared))
    components = tuple(
        (part.id, _component_verdict(part, records, cutoff=claim.cutoff, sources=sources)) for part in claim.components
    )
    spoken_for = dict(components)[headline_component(claim).id]
    if claim.kind in _NEVER_CHECKABLE:
        spoken_for = _verdict(claim.kind, (), cutoff=claim.cutoff, sources=sources)
    return ClaimVerdict(claim_id=claim.id, headline=_with_flags(spoken_for, shared), components=components)


def headline_component(claim: Claim) -> Component:
    """The component that speaks for the claim (R7): the thing its words chiefly assert."""
    return next(part for part in claim.components if part.headline)


def _component_verdict(
    part: Component, records: Sequence[Evidence], *, cutoff: str | None, sources: Sources
) -> Verdict:
    own = [record for record in records if record.component == part.id]
    return _verdict(part.kind, own, cutoff=cutoff, sources=sources)


def _verdict(kind: ClaimKind, records: Sequence[Evidence], *, cutoff: str | None, sources: Sources) -> Verdict:
    if kind in _NOT_CHECKABLE:
        flags = (Flag.LOADED_LANGUAGE,) if kind in _ATTRIBUTED else ()
        return Verdict(
            key=VerdictKey.NOT_CHECKABLE,
            rule="R0",
            reason="It is a judgement, a motive or a prophecy, which no record can settle.",
            flags=flags,
        )
    tally = _tally(records, cutoff=cutoff, sources=sources)
    key, rule, disputed = _decide(tally)
    groups = Groups(
        supports=_names(tally.full),
        partly=_names(tally.partial),
        refutes=_names(tally.refutes),
        admissions=_names(tally.admissions),
        weak_refutes=_names(tally.weak_refutes),
        aligned=_names(tally.aligned),
        relays=_names(tally.relays),
    )
    return Verdict(
        key=key,
        rule=rule,
        reason=_reason(rule, tally),
        groups=groups,
        flags=_evidence_flags(kind, records, tally, disputed=disputed, sources=sources),
        evidence_ids=tuple(record.id for record in tally.voters),
    )


@dataclass(frozen=True)
class _Tally:
    """The independence groups that voted, by vote. A group's strongest vote on each side counts."""

    full: frozenset[str]
    testimony: frozenset[str]
    partial: frozenset[str]
    refutes: frozenset[str]
    admissions: frozenset[str]
    weak_refutes: frozenset[str]
    aligned: frozenset[str]
    relays: frozenset[str]
    voters: tuple[Evidence, ...]


def _tally(records: Sequence[Evidence], *, cutoff: str | None, sources: Sources) -> _Tally:
    votes = [(record, vote(record, cutoff=cutoff, sources=sources)) for record in records]

    def groups(*kinds: Vote) -> frozenset[str]:
        return frozenset(origin(record, sources).independence_group for record, cast in votes if cast in kinds)

    full, refutes = groups(Vote.FULL), groups(Vote.REFUTES)
    seen = frozenset(
        origin(record, sources).independence_group
        for record, cast in votes
        if cast is Vote.FULL and record.basis is not Basis.TESTIMONY
    )
    repeated = frozenset(
        sources[record.source_id].independence_group
        for record, cast in votes
        if cast is Vote.NONE and record.stance is not Stance.CONTEXT and has_state_origin(record, sources)
    )
    return _Tally(
        full=full,
        testimony=full - seen,
        partial=groups(Vote.PARTIAL) - full,
        refutes=refutes,
        admissions=groups(Vote.ADMISSION),
        weak_refutes=groups(Vote.WEAK_REFUTES) - refutes,
        aligned=groups(Vote.ALIGNED) - full,
        relays=repeated,
        voters=tuple(record for record, cast in votes if cast is not Vote.NONE),
    )


def _decide(tally: _Tally) -> tuple[VerdictKey, str, bool]:
    """R6: the first rule that matches, and whether a weak refutation makes the verdict *disputed*."""
    full, partial, refuting = len(tally.full), len(tally.partial), len(tally.refutes)
    admitted, weak = len(tally.admissions), len(tally.weak_refutes)
    if (refuting or admitted) and full:
        return VerdictKey.CONTESTED, "R6.1", False
    if refuting >= 2 or admitted:
        return VerdictKey.CONTRADICTED, "R6.2", False
    if refuting == 1 and tally.partial - tally.refutes:
        return VerdictKey.CONTESTED, "R6.3", False
    if refuting == 1:
        return VerdictKey.LIMITED_CONTRADICTION, "R6.4", False
    if full >= 2 and tally.full - tally.testimony:
        return VerdictKey.CORROBORATED, "R6.5", bool(weak)
    if weak and (full or partial):
        return VerdictKey.CONTESTED, "R6.6", False
    if full:
        return VerdictKey.LIMITED_INDEPENDENT_SUPPORT, "R6.7", False
    if partial:
        return VerdictKey.PARTLY_CORROBORATED, "R6.8", False
    if tally.aligned:
        return VerdictKey.ALIGNED_SOURCES_ONLY, "R6.9", bool(weak)
    return VerdictKey.STATE_MEDIA_ONLY, "R6.10", bool(weak)


def _reason(rule: str, tally: _Tally) -> str:
    """One sentence for "Why this label?", with counts of origins."""
    supporting = origins(len(tally.full))
    refuting = origins(len(tally.refutes)) if tally.refutes else ""
    conceding = "the state's own records" if tally.admissions else ""
    against = " and by ".join(filter(None, (refuting, conceding)))
    match rule:
        case "R6.1":
            return f"It is supported by {supporting} and refuted by {against}."
        case "R6.2" if not tally.refutes:
            return "The state's own records concede that it was otherwise, and nobody independent fully supports it."
        case "R6.2":
            return f"It is refuted by {against}, and no independent one fully supports it."
        case "R6.3":
            return f"It is refuted by {against} and partly supported by {origins(len(tally.partial))}."
        case "R6.4":
            return "It is refuted by one independent origin; two would be needed to call it contradicted."
        case "R6.5":
            return f"It is supported by {supporting}, at least one of them more than testimony."
        case "R6.6":
            support = origins(len(tally.full | tally.partial))
            return f"It is supported, at least in part, by {support}; an interested or weak source denies it."
        case "R6.7" if len(tally.full) > 1:
            return f"It is supported by {supporting}, all of them testimony."
        case "R6.7":
            return "It is supported by one independent origin; two would be needed to call it corroborated."
        case "R6.8":
            return f"It is supported in part only, by {origins(len(tally.partial))}."
        case "R6.9":
            return (
                f"It is supported only by friendly official voices ({origins(len(tally.aligned), independent=False)})."
            )
        case _:
            return "No independent origin in this library supports or refutes it; only the state's own media say so."


_NUMERALS = ("no one two three four five six seven eight nine ten eleven twelve").split()


def numeral(count: int) -> str:
    """A count in words up to twelve, in digits beyond."""
    return _NUMERALS[count] if count < len(_NUMERALS) else str(count)


def origins(count: int, *, independent: bool = True) -> str:
    """A count of origins in words: "two independent origins"."""
    adjective = "independent " if independent else ""
    return f"{numeral(count)} {adjective}origin{'' if count == 1 else 's'}"


def _evidence_flags(
    kind: ClaimKind,
    records: Sequence[Evidence],
    tally: _Tally,
    *,
    disputed: bool,
    sources: Sources,
) -> tuple[Flag, ...]:
    refuting = [record for record in tally.voters if record.stance is Stance.REFUTES]
    supporting = [record for record in tally.voters if record.stance is not Stance.REFUTES]
    foreign_relays = [
        record
        for record in records
        if record.stance is not Stance.CONTEXT
        and has_state_origin(record, sources)
        and not record.admission_against_interest
        and origin(record, sources) != sources[record.source_id]
    ]
    other_scope = [
        record
        for record in records
        if not record.comparable
        and not has_state_origin(record, sources)
        and (record.stance in _TAKES_SIDES or (kind is ClaimKind.QUANTITY and record.value_found))
    ]
    values = [record.value_found for record in refuting if record.value_found]
    dated = [value for value in values if (value.unit or "").startswith(("date", "year"))]
    found = {
        Flag.RELAY: bool(foreign_relays),
        Flag.TESTIMONY_ONLY: bool(tally.full) and tally.full == tally.testimony,
        Flag.NUMBER_DIFFERS: kind is ClaimKind.QUANTITY and any(v.number is not None for v in values),
        Flag.DATE_DIFFERS: kind is ClaimKind.EVENT and bool(dated),
        Flag.SCOPE_MISMATCH: bool(other_scope),
        Flag.DISPUTED: disputed,
        Flag.ADVERSE_PARTY_ONLY: bool(tally.weak_refutes) and not (tally.refutes or tally.admissions),
        Flag.TRANSLATION_ONLY: bool(supporting)
        and all(record.lineage.relation is Relation.TRANSLATION for record in supporting),
        Flag.ADMISSION_AGAINST_INTEREST: bool(tally.admissions),
    }
    return _ordered(flag for flag, holds in found.items() if holds)


_TAKES_SIDES = frozenset({Stance.SUPPORTS, Stance.PARTIALLY_SUPPORTS, Stance.REFUTES})


def _claim_flags(claim: Claim, records: Sequence[Evidence], conflicts: Iterable[Conflict]) -> tuple[Flag, ...]:
    found = {
        Flag.EDITIONS_DIFFER: any(conflict.editions_differ for conflict in conflicts if claim.id in conflict.claim_ids),
        Flag.MISSING_CONTEXT: any(record.must_show for record in records),
        Flag.READ_IN_EXCERPT: any(record.read is Reading.EXCERPT for record in records),
    }
    return _ordered(flag for flag, holds in found.items() if holds)


def _with_flags(verdict: Verdict, flags: tuple[Flag, ...]) -> Verdict:
    return replace(verdict, flags=_ordered({*verdict.flags, *flags}))


def _ordered(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    chosen = set(flags)
    return tuple(flag for flag in Flag if flag in chosen)


def _names(groups: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(groups))
