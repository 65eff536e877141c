"""What the tests of the knowledge package build with: small sound records, and a small sound library."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from knowledge.embeddings import ShippedEmbeddings
from knowledge.index import Content, Contents
from knowledge.records import Claim, ClaimVerdict, Component, Conflict, Evidence, Lineage, Position, Search, Source
from knowledge.verdicts import claim_verdict
from knowledge.vocabulary import (
    Audience,
    Basis,
    ClaimKind,
    Collection,
    Confidence,
    Control,
    Interest,
    LineageStatus,
    Reading,
    Reliability,
    SourceType,
    Stance,
)

Library = Callable[..., Path]

SMALL_LIBRARY = Path(__file__).parents[1] / "data" / "small_library"
"""A sound library: one article, two sources, one claim, and a file of each kind."""


def source(id: str, **changes: Any) -> Source:
    """An independent newspaper that is its own group, unless ``changes`` says otherwise."""
    fields: dict[str, Any] = {
        "title": id,
        "language": "en",
        "source_type": SourceType.JOURNALISM,
        "control": Control.NONE,
        "audience": Audience.PUBLIC,
        "interest": Interest.NEUTRAL,
        "independence_group": id,
        "reliability": Reliability.B,
        "reliability_reason": "reviewed",
        "reliable_for": "what it saw",
        "not_reliable_for": "what it did not see",
        "access": "unlinked",
    }
    return Source(id=id, **(fields | changes))


def evidence(source_id: str, **changes: Any) -> Evidence:
    """A full support of the claim ``claim``, traced, unless ``changes`` says otherwise."""
    fields: dict[str, Any] = {
        "id": f"claim--{source_id}",
        "claim_id": "claim",
        "statement": "It was so.",
        "stance": Stance.SUPPORTS,
        "comparable": True,
        "basis": Basis.JOURNALISM,
        "admission_against_interest": False,
        "must_show": False,
        "sensitive": False,
        "credibility": 2,
        "confidence": Confidence.HIGH,
        "read": Reading.WHOLE,
        "lineage": Lineage(LineageStatus.TRACED),
    }
    return Evidence(source_id=source_id, **(fields | changes))


def claim(**changes: Any) -> Claim:
    """A claim of a number, without components."""
    fields: dict[str, Any] = {
        "id": "claim",
        "kind": ClaimKind.QUANTITY,
        "restatement": "It is 87.",
        "topic": "it",
    }
    return Claim(**(fields | changes))


def component(id: str, kind: ClaimKind = ClaimKind.QUANTITY, *, headline: bool = False) -> Component:
    return Component(id=id, kind=kind, headline=headline, restatement=id, clause=id, sought=id)


def search(*, complete: bool = True) -> Search:
    return Search(
        claim_id="claim",
        date="2026-11",
        asked="",
        collections="",
        languages=(),
        complete=complete,
        found="",
        limits="",
    )


def editions_differ() -> Conflict:
    sides = (Position("87", ("state",)), Position("54", ("state",)))
    return Conflict(id="totals", topic="totals", claim_ids=("claim",), editions_differ=True, positions=sides)


def judged(
    records: Iterable[Evidence],
    sources: Iterable[Source],
    *,
    about: Claim | None = None,
    searched: Search | None = None,
    conflicts: Iterable[Conflict] = (),
) -> ClaimVerdict:
    """The verdict of one claim that was searched for, with the state's own voice among the sources."""
    known = {each.id: each for each in (state(), *sources)}
    verdict = claim_verdict(about or claim(), records, sources=known, search=searched or search(), conflicts=conflicts)
    assert verdict is not None
    return verdict


def state(id: str = "state", **changes: Any) -> Source:
    """The state's own voice."""
    fields: dict[str, Any] = {
        "source_type": SourceType.STATE_MEDIA,
        "control": Control.SUBJECT_STATE,
        "interest": Interest.ALIGNED,
        "independence_group": "the-state",
        "reliability": Reliability.E,
    }
    return source(id, **(fields | changes))


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """The factories of this file, by name."""
    return SimpleNamespace(
        source=source,
        state=state,
        evidence=evidence,
        claim=claim,
        component=component,
        search=search,
        editions_differ=editions_differ,
        judged=judged,
    )


@pytest.fixture
def small_library(tmp_path: Path) -> Library:
    """Copies a small sound library, with the given text replaced in one file, and gives its folder."""

    def copy(file: str | None = None, old: str = "", new: str = "") -> Path:
        root = tmp_path / "library"
        shutil.copytree(SMALL_LIBRARY, root)
        if file is not None:
            content = (root / file).read_text(encoding="utf-8")
            assert content.count(old) == 1, f"{old!r} should stand once in {file}"
            (root / file).write_text(content.replace(old, new), encoding="utf-8")
        return root

    return copy


STATE_TEXTS = {
    "s1": "He visited 87 countries in his lifetime.",
    "s2": "Leaders of 172 countries presented gifts to him.",
    "s3": "He sent many excellent airmen to help Vietnam.",
}
OTHER_TEXTS = {
    "o1": "Fourteen North Korean pilots were buried in Bac Giang.",
    "o2": "Reporters walked through the halls of the exhibition of presents.",
    "o3": "The declaration was signed in Pyongyang in April 1992.",
}


@pytest.fixture(scope="session")
def embeddings() -> ShippedEmbeddings:
    """The embedding that ships, loaded once."""
    return ShippedEmbeddings()


@pytest.fixture(scope="session")
def contents(embeddings: ShippedEmbeddings) -> Contents:
    """Three texts on each side of an index."""
    return {
        Collection.STATE.value: Content(STATE_TEXTS, "fake", embeddings),
        Collection.OTHERS.value: Content(OTHER_TEXTS, "fake", embeddings),
    }
