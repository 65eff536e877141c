"""What a change of the library does: verdicts that become others, and sources and notes that come or go."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.library import Library
from knowledge.records import Verdict
from knowledge.vocabulary import VERDICT_WORDING


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictChange:
    """A claim, or a part of one, whose verdict differs: its id, the part's id, and both in words with their rules."""

    claim_id: str
    component: str | None
    restatement: str
    before: str
    after: str

    def __str__(self) -> str:
        part = f" ({self.component})" if self.component else ""
        return f"{self.claim_id}{part}: {self.restatement}\n    before: {self.before}\n    after:  {self.after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """Everything that differs between two states of a library."""

    verdicts: tuple[VerdictChange, ...]
    sources_added: tuple[str, ...]
    sources_gone: tuple[str, ...]
    evidence_added: tuple[str, ...]
    evidence_gone: tuple[str, ...]

    def __bool__(self) -> bool:
        return any((self.verdicts, self.sources_added, self.sources_gone, self.evidence_added, self.evidence_gone))


def impact(before: Library, after: Library) -> Impact:
    """What changes from one state of a library to another. A verdict changes if its label or its groups do."""
    old, new = before.corpus, after.corpus
    return Impact(
        verdicts=tuple(_verdicts(before, after)),
        sources_added=tuple(sorted(new.sources.keys() - old.sources.keys())),
        sources_gone=tuple(sorted(old.sources.keys() - new.sources.keys())),
        evidence_added=tuple(sorted(new.evidence.keys() - old.evidence.keys())),
        evidence_gone=tuple(sorted(old.evidence.keys() - new.evidence.keys())),
    )


def _verdicts(before: Library, after: Library) -> Iterator[VerdictChange]:
    for id, claim in after.corpus.claims.items():
        parts = [(None, claim.restatement), *((part.id, part.restatement) for part in claim.components)]
        for component, restatement in parts:
            one, other = before.verdict_of(id, component), after.verdict_of(id, component)
            if one is not None and other is not None and (one.key, one.groups) != (other.key, other.groups):
                yield VerdictChange(
                    claim_id=id,
                    component=component,
                    restatement=restatement,
                    before=_said(one),
                    after=_said(other),
                )


def _said(verdict: Verdict) -> str:
    return f"{VERDICT_WORDING[verdict.key]} ({verdict.rule}). {verdict.reason}"
