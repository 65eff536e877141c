"""A page that is fetched again: the day alone makes no other version of a source."""

import tomllib
from collections.abc import Iterator
from typing import Any

from knowledge.holdings.desk import Desk, Proposal

_REFERENCE, _DAY = "csl", "accessed"


def as_first_accessed(proposal: Proposal, desk: Desk) -> Proposal:
    """The version in force or waiting, where only the day it was accessed tells this one from it; else this one."""
    for held in _held(proposal, desk):
        if held.text == proposal.text and _without_day(held.content) == _without_day(proposal.content):
            return held
    return proposal


def _held(proposal: Proposal, desk: Desk) -> Iterator[Proposal]:
    """The versions that wait or are in force, as far as their files are what the log knows."""
    standing = desk.standings.get(proposal.record)
    if standing is None:
        return
    for digest in (standing.pending.digest if standing.pending else None, standing.in_force):
        if digest and (files := desk.folder.locate(proposal.record, digest)):
            content, *texts = (file.read_bytes().decode() for file in files)
            yield Proposal(record=proposal.record, content=content, text=texts[0] if texts else None)


def _without_day(content: str) -> dict[str, Any]:
    fields = tomllib.loads(content)
    return fields | {_REFERENCE: {name: value for name, value in fields.get(_REFERENCE, {}).items() if name != _DAY}}
