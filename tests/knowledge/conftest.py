"""What the tests of the knowledge package build with: small sound records, and a small sound library."""

from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from knowledge.records import (
    Audience,
    Basis,
    Claim,
    ClaimKind,
    ClaimVerdict,
    Component,
    Confidence,
    Conflict,
    Control,
    Evidence,
    Interest,
    Lineage,
    LineageStatus,
    Position,
    Reading,
    Reliability,
    Search,
    Source,
    SourceType,
    Stance,
)
from knowledge.verdicts import claim_verdict

Library = Callable[..., Path]


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
    fields: dict[str, Any] = {"id": "claim", "kind": ClaimKind.QUANTITY, "restatement": "It is 87.", "topic": "it"}
    return Claim(**(fields | changes))


def component(id: str, kind: ClaimKind = ClaimKind.QUANTITY, *, headline: bool = False) -> Component:
    return Component(id=id, kind=kind, headline=headline, restatement=id, clause=id, sought=id)


def search(*, complete: bool = True) -> Search:
    return Search(
        claim_id="claim", date="2026-11", asked="", collections="", languages=(), complete=complete, found="", limits=""
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


SMALL_LIBRARY = {
    "article/article.txt": """
The Travels of a Leader

He visited 87 countries in all.
He met many people.
""",
    "sources/article-2011.toml": """id = "article-2011"
title = "The Travels of a Leader"
date = "2011"
language = "en"
source_type = "state_media"
control = "subject_state"
audience = "public"
interest = "aligned"
independence_group = "the-state"
reliability = "E"
reliability_reason = "The text under study"
reliable_for = "what it says"
not_reliable_for = "whether it is true"
access = "unlinked"
""",
    "sources/scholar-1999.toml": """id = "scholar-1999"
title = "Forty Visits"
authors = ["A. Scholar"]
date = "1999-05"
language = "en"
source_type = "scholarship"
control = "none"
audience = "public"
interest = "neutral"
independence_group = "scholar"
reliability = "A"
reliability_reason = "Peer reviewed"
reliable_for = "what it counts"
not_reliable_for = "what it does not count"
access = "original"
url = "https://example.org/forty"

[[derives_from]]
source_id = "article-2011"
relation = "based_on"
""",
    "claims/travel.toml": """id = "travel"
kind = "quantity"
verbatim = "visited 87 countries"
restatement = "He visited 87 countries."
cutoff = "1994-07-08"
topic = "how many countries he visited"
clause = "he visited 87 countries"
sought = "counts 87 countries"
reported = "The article says that he “visited 87 countries”."
asked_as = ["How many countries did he visit?"]

[[components]]
id = "total"
kind = "quantity"
headline = true
restatement = "He visited 87 countries."
clause = "he visited 87 countries"
sought = "counts 87 countries"

[[components]]
id = "some"
kind = "event"
headline = false
restatement = "He travelled abroad."
clause = "he travelled abroad"
sought = "shows that he travelled abroad"
""",
    "evidence/travel/article.toml": """id = "travel--article"
claim_id = "travel"
component = "total"
source_id = "article-2011"
statement = "The article counts 87 countries."
stance = "reports_only"
comparable = true
basis = "repetition"
admission_against_interest = false
must_show = false
sensitive = false
credibility = 4
confidence = "H"
read = "whole"

[lineage]
status = "traced"
""",
    "evidence/travel/scholar.toml": """id = "travel--scholar"
claim_id = "travel"
component = "total"
source_id = "scholar-1999"
statement = "A scholar counts 40 countries between 1950 and 1994."
stance = "refutes"
comparable = true
event_date = "1950/1994"
basis = "archival"
admission_against_interest = false
must_show = false
sensitive = false
credibility = 2
confidence = "H"
read = "whole"

[lineage]
status = "traced"
origin_source_id = "article-2011"
relation = "based_on"

[value_found]
number = 40
unit = "countries"
""",
    "searches/travel.toml": """claim_id = "travel"
date = "2026-11-23"
asked = "Counts of visits"
collections = "public web pages"
languages = ["en"]
complete = true
found = "One count"
limits = "Public pages only"
""",
    "conflicts/countries.toml": """id = "countries"
topic = "How many countries"
claim_ids = ["travel"]
editions_differ = false

[[positions]]
value = "87"
source_ids = ["article-2011"]

[[positions]]
value = "40"
source_ids = ["scholar-1999"]
""",
    "premises/all-of-them.toml": """id = "all-of-them"
presumes = "he visited every country"
claim_ids = ["travel"]
asked_as = ["Why did he visit every country?"]

[[sentences]]
text = "This library holds no such count."
evidence = []

[[sentences]]
text = "A scholar counts 40 countries."
evidence = ["travel--scholar"]
""",
    "limits/weather.toml": """id = "weather"
topic = "the weather"
asked_as = ["Will it rain?"]
""",
}
"""A sound library: one article, two sources, one claim, and a file of each kind."""


@pytest.fixture
def small_library(tmp_path: Path) -> Library:
    """Writes a small sound library, with the given text replaced in one file, and gives its folder."""

    def write(file: str | None = None, old: str = "", new: str = "") -> Path:
        root = tmp_path / "library"
        for name, content in SMALL_LIBRARY.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        if file is not None:
            assert SMALL_LIBRARY[file].count(old) == 1, f"{old!r} should stand once in {file}"
            (root / file).write_text(SMALL_LIBRARY[file].replace(old, new), encoding="utf-8")
        return root

    return write
