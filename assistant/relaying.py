"""Which texts may only repeat others: each read against everything that is held. A person confirms."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.holding import Holding
from knowledge.holdings.waiting import TextSource
from knowledge.lineage import Sources, state_groups
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.relays import Held, HeldTexts, Proposal, RelayKind, held_texts, proposals, with_texts
from knowledge.shingle_files import kept_index

_OPENING = 400  # characters: a report names its origin in its dateline or its first sentences
_MOST_IN_PASSING = 0.1
"""The share of a text that may attribute to the state's voices without its being a relay. Of 368 FRUS documents the
seven that do so at all reach 0.04: a meeting hears what Pyongyang claims."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What a text may repeat: every source of a library, its texts, and these made ready for comparison.

    ``texts`` are those in force and those that wait, by their source's id; of a source with both, the one that waits.
    """

    sources: Sources
    texts: Mapping[str, TextSource]
    held: HeldTexts


def shelf_of(holding: Holding, *, kept: Path) -> Shelf:
    """The shelf with everything that is held. ``kept`` is the file that keeps its index from command to command."""
    corpus, texts = holding.corpus, holding.texts
    # Of a source with two versions, what is in force is what others may repeat, and whose voice it is.
    sources = {**holding.sources, **corpus.sources}
    in_force = {each.source.id: each for each in holding.in_force}
    article = Held(
        source_id=ARTICLE_SOURCE_ID,
        date=corpus.sources[ARTICLE_SOURCE_ID].date,
        text=corpus.article,
        state_origin=True,
    )
    held = (article, *_held((in_force.get(id, text) for id, text in texts.items()), sources))
    shingles = kept_index(kept, {each.source_id: each.text for each in held})
    return Shelf(sources=sources, texts=texts, held=held_texts(held, claims=corpus.claims.values(), shingles=shingles))


def with_sources(shelf: Shelf, new: Iterable[TextSource]) -> Shelf:
    """The shelf with more sources; one with a new version is known by that."""
    by_id = {each.source.id: each for each in new}
    sources = {**shelf.sources, **{id: each.source for id, each in by_id.items()}}
    held = with_texts(shelf.held, _held(by_id.values(), sources))
    return Shelf(sources=sources, texts={**shelf.texts, **by_id}, held=held)


def relays(shelf: Shelf, ids: Iterable[str]) -> Mapping[str, tuple[Proposal, ...]]:
    """What each of these texts may repeat; those that repeat nothing are left out."""
    found = {id: relayed(shelf.texts[id], shelf) for id in ids}
    return {id: each for id, each in found.items() if each}


def relayed(text: TextSource, shelf: Shelf) -> tuple[Proposal, ...]:
    """What one text may repeat of those on the shelf, where it may stand itself."""
    return proposals(text.parts, text.source.date, source_id=text.source.id, held=shelf.held)


def has_another_voice(text: TextSource, found: Sequence[Proposal], sources: Sources) -> bool:
    """Whether a text may carry, and not only mention, a voice that counts apart from its own.

    Copies within one independence group are no danger: the group counts once (rule R1 of the labelling policy).
    """
    if not found:
        return False
    own = text.source.independence_group
    copied = {sources[each.source_id].independence_group for each in found if each.source_id is not None}
    return bool(copied - {own}) or (own not in state_groups(sources) and _is_attributed(text, found))


def _is_attributed(text: TextSource, found: Iterable[Proposal]) -> bool:
    """Whether attributions stand where they speak for the whole text, or make up much of it."""
    attributed = [each for each in found if each.kind is RelayKind.ATTRIBUTION and not text.parts[each.part].editorial]
    own_words = sum(len(part.text) for part in text.parts if not part.editorial)
    share = sum(each.end - each.start for each in attributed)
    return any(each.part == 0 and each.start < _OPENING for each in attributed) or share > _MOST_IN_PASSING * own_words


def _held(texts: Iterable[TextSource], sources: Sources) -> Iterator[Held]:
    """Texts as they are compared: without their editors' words."""
    state = state_groups(sources)
    for text in texts:
        yield Held(
            source_id=text.source.id,
            date=text.source.date,
            text="\n\n".join(part.text for part in text.parts if not part.editorial),
            state_origin=text.source.independence_group in state,
        )
