"""The label of a sentence: a pure function of what it cites and of reviewed verdicts.

The rules are those of the labelling policy (``knowledge/POLICY.md``), section "Two different things".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import LABEL_WORDING, Label, LabelKey, Section
from knowledge.vocabulary import VerdictKey
from knowledge.votes import Vote

_SETTLES_NOTHING = frozenset({VerdictKey.STATE_MEDIA_ONLY, VerdictKey.NOT_CHECKABLE, VerdictKey.NOT_REVIEWED})
_NOTHING_TO_CITE = frozenset({VerdictKey.NOT_CHECKABLE, VerdictKey.NOT_REVIEWED})


@dataclass(frozen=True, slots=True)
class Cited:
    """What matters of one cited passage: whose voice it is, how it voted, and on what verdict.

    A passage that belongs to no claim has no vote and no verdict.
    """

    state_origin: bool
    vote: Vote = Vote.NONE
    verdict: VerdictKey | None = None


def label(section: Section, cited: Sequence[Cited], *, verdict: VerdictKey | None = None) -> Label:
    """The label of a sentence in ``section`` that cites ``cited``.

    ``verdict`` is that of the claim a sentence without citations speaks of. Raises ``ValueError``
    for a sentence about history that cites nothing: it cannot be labelled and must not be shown.
    """
    key = _key(section, cited, verdict)
    return Label(key, LABEL_WORDING[key])


def _key(section: Section, cited: Sequence[Cited], verdict: VerdictKey | None) -> LabelKey:
    if section is Section.GUIDANCE:
        return LabelKey.GUIDANCE
    if section is Section.GAP:
        return LabelKey(verdict.value) if verdict in _NOTHING_TO_CITE else LabelKey.GAP
    if not cited:
        raise ValueError(f"a sentence in the section {section.value!r} cites nothing")
    if any(passage.state_origin for passage in cited):
        return LabelKey.STATE_MEDIA_ASSERTION
    keys = {_independent(passage) for passage in cited}
    if section is Section.CONFLICT and keys != {LabelKey.CONTESTED}:
        return LabelKey.BACKGROUND
    return keys.pop() if len(keys) == 1 else _shared(keys)


def _independent(passage: Cited) -> LabelKey:
    """What one independent passage lends: its claim's verdict, where it took part in it."""
    verdict = passage.verdict
    if verdict is None or passage.vote is Vote.NONE or verdict in _SETTLES_NOTHING:
        return LabelKey.BACKGROUND
    if verdict is VerdictKey.CORROBORATED and passage.vote is not Vote.FULL:
        return LabelKey.BACKGROUND
    return LabelKey(verdict.value)


def _shared(keys: set[LabelKey]) -> LabelKey:
    """The label of passages that differ: a verdict beside mere background, else background."""
    verdicts = keys - {LabelKey.BACKGROUND}
    return verdicts.pop() if len(verdicts) == 1 else LabelKey.BACKGROUND
