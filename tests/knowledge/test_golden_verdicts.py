"""Every verdict of the shipped library stands as it was last reviewed."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.library import Library, load_library
from knowledge.records import Verdict

GOLDEN = Path(__file__).parents[1] / "data" / "golden_verdicts.json"
EXPLAIN = "the verdict changed: if that is meant, explain the change in knowledge/CHANGELOG.md"


def plain(verdict: Verdict) -> dict[str, Any]:
    """A verdict as the golden file writes it."""
    return {
        "verdict": verdict.key.value,
        "rule": verdict.rule,
        "flags": [flag.value for flag in verdict.flags],
        "groups": {name: list(getattr(verdict.groups, name)) for name in verdict.groups.__slots__},
    }
