"""Sentences before they are checked: what they say, and which passages they claim to rest on."""

from dataclasses import dataclass

from assistant.answers import Section


@dataclass(frozen=True, slots=True)
class Quote:
    """Words a draft says stand in a passage; the whole passage where ``text`` is ``None``."""

    passage_id: str
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One sentence to be checked and labelled.

    ``counts`` names the numbers in it that code computed from a verdict ("two independent
    origins"); every other number must stand in the quotes. A draft has no label: nothing in it can
    set one. ``component`` says which part of its claim a sentence without quotes speaks of; ``must``
    that it stands in front however many others do.
    """

    text: str
    section: Section
    claim_ids: tuple[str, ...] = ()
    component: str | None = None
    quotes: tuple[Quote, ...] = ()
    counts: frozenset[str] = frozenset()
    must: bool = False
    more: bool = False
