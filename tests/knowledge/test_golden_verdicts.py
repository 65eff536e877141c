"""Every verdict of the shipped library stands as it was last reviewed."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.library import Library
from knowledge.records import Verdict

GOLDEN_FILE = Path(__file__).parents[1] / "data" / "golden_verdicts.json"
GOLDEN: dict[str, dict[str, Any]] = json.loads(GOLDEN_FILE.read_text(encoding="utf-8"))
EXPLAIN = (
    "not the verdict last reviewed: if the change is meant, explain the change in knowledge/CHANGELOG.md "
    "and write it into tests/data/golden_verdicts.json"
)
VOTING_GROUPS = ("supports", "partly", "refutes", "admissions", "weak_refutes", "aligned")


def plain(verdict: Verdict) -> dict[str, Any]:
    """A verdict as the golden file writes it."""
    return {
        "verdict": verdict.key.value,
        "rule": verdict.rule,
        "flags": [flag.value for flag in verdict.flags],
        "groups": {name: list(getattr(verdict.groups, name)) for name in VOTING_GROUPS},
    }


def test_each_claim_has_a_golden_verdict_and_no_other(library: Library) -> None:
    assert sorted(library.verdicts) == sorted(GOLDEN), EXPLAIN


@pytest.mark.parametrize("claim_id", GOLDEN)
def test_the_verdict_is_the_one_last_reviewed(library: Library, claim_id: str) -> None:
    verdict = library.verdicts[claim_id]
    components = {id: plain(component) for id, component in verdict.components}
    found = plain(verdict.headline) | {"components": components}
    assert found == GOLDEN[claim_id], f"{claim_id}: {EXPLAIN}"


def test_each_verdict_says_why_and_rests_on_its_claims_own_records(library: Library) -> None:
    for claim_id, verdict in library.verdicts.items():
        own = {record.id for record in library.evidence_of(claim_id)}
        for each in (verdict.headline, *dict(verdict.components).values()):
            assert each.rule
            assert each.reason.endswith(".")
            assert set(each.evidence_ids) <= own
            voting = [getattr(each.groups, name) for name in VOTING_GROUPS]
            assert bool(each.evidence_ids) == any(voting), claim_id
