"""Which added texts may only repeat others: each read against everything that is held. A person confirms."""

from collections.abc import Iterable, Mapping

from knowledge.ingest.documents import Part
from knowledge.library import Library
from knowledge.lineage import is_state_voice
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.relays import Held, HeldTexts, Proposal, held_texts, proposals


def held(library: Library) -> HeldTexts:
    """What an added text may repeat: the article, and the texts in force, without their editors' words."""
    corpus = library.corpus
    article = Held(
        source_id=ARTICLE_SOURCE_ID,
        date=corpus.sources[ARTICLE_SOURCE_ID].date,
        text=corpus.article,
        state_origin=True,
    )
    texts = (
        Held(
            source_id=id,
            date=corpus.sources[id].date,
            text="\n\n".join(part.text for part in parts if not part.editorial),
            state_origin=is_state_voice(corpus.sources[id], corpus.sources),
        )
        for id, parts in corpus.texts.items()
    )
    return held_texts((article, *texts), claims=corpus.claims.values())


def relays(library: Library, ids: Iterable[str]) -> Mapping[str, tuple[Proposal, ...]]:
    """What each of these added texts may repeat; those that repeat nothing are left out."""
    known, corpus = held(library), library.corpus
    found: dict[str, tuple[Proposal, ...]] = {}
    for id in ids:
        parts: tuple[Part, ...] = corpus.texts[id]
        found[id] = proposals(parts, corpus.sources[id].date, source_id=id, held=known)
    return {id: each for id, each in found.items() if each}
