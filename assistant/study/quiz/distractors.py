"""Wrong choices that are sources: of other names than the right one, and surely wrong."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from assistant.study.flashcards import studied_claims
from assistant.study.quiz.parts import Part
from assistant.study.quiz.questions import WRONG_CHOICES, shuffle_key
from knowledge.lexical import tokens
from knowledge.library import Library
from knowledge.lineage import origin, state_groups
from knowledge.records import Evidence, Source


def distinct(
    sources: Iterable[Source], right: Source | None, *, seed: str, name: Callable[[Source], str]
) -> list[Source]:
    """Sources in a stable order, one of each name, and none with the name or the origin of the right one."""
    names = {name(right)} if right else set()
    groups = {right.independence_group} if right else set()
    chosen = []
    for source in sorted(sources, key=lambda source: shuffle_key(seed + source.id)):
        if name(source) not in names and (right is None or source.independence_group not in groups):
            names.add(name(source))
            chosen.append(source)
    return chosen


def strangers(part: Part, record: Evidence) -> list[Source]:
    """Sources that are surely wrong: they speak of other matters than this record and its claim.

    Left out are the sources of every claim that shares a source or a dispute with this one, and those
    with a note that has a telling word of the claim, or many words of the record.
    """
    library = part.library
    corpus = library.corpus
    own = {other.source_id for other in part.of_claim}
    near_claims = {part.claim.id}
    near_claims |= {id for conflict in corpus.conflicts_by_claim[part.claim.id] for id in conflict.claim_ids}
    near_claims |= {other.claim_id for other in corpus.evidence.values() if other.source_id in own}
    telling = _telling(part.clause, library)
    words = _words(record.statement)
    near = {
        voice
        for other in corpus.evidence.values()
        if other.claim_id in near_claims
        or telling & _words(other.statement)
        or len(words & _words(other.statement)) > _ALIKE * len(words)
        for voice in voices(other, library)
    }
    kind = corpus.sources[record.source_id].source_type
    candidates = [corpus.sources[id] for id in _speaking(library)]
    fit = [source for source in candidates if source.independence_group not in near]
    alike = [source for source in fit if source.source_type is kind]
    return alike if len(alike) >= WRONG_CHOICES else fit


_ALIKE = 0.3
"""The share of a note's words from which another note may say the same."""

_FEW = 0.1
"""The share of all notes up to which a word in them tells what a note is about."""


def _telling(text: str, library: Library) -> set[str]:
    """The words of a text that stand in few notes."""
    notes = [_words(record.statement) for record in library.corpus.evidence.values()]
    return {word for word in _words(text) if sum(word in note for note in notes) <= _FEW * len(notes)}


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(tokens(text))


def voices(record: Evidence, library: Library) -> set[str]:
    """The origins that a record speaks for: its source's own, and the one it passes on."""
    sources = library.corpus.sources
    return {sources[record.source_id].independence_group, origin(record, sources).independence_group}


def _speaking(library: Library) -> tuple[str, ...]:
    """The sources with a note on a claim of the article and no sensitive one, but no voice of the state."""
    claims = {claim.id for claim in studied_claims(library)}
    records = library.corpus.evidence.values()
    sensitive = {record.source_id for record in records if record.sensitive}
    speaking = {record.source_id for record in records if record.claim_id in claims} - sensitive
    sources = library.corpus.sources
    state = state_groups(sources)
    return tuple(sorted(id for id in speaking if sources[id].independence_group not in state))
