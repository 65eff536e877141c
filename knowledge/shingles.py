"""Shared wording: how much of one text stands in others, by runs of words.

A *shingle* is five words in a row (Broder, *On the resemblance and containment of documents*, 1997). Every
shingle of every held text is kept, as a 64-bit hash in one sorted array, so an answer is exact but for a chance
of about one in a billion. MinHash, as in ``datasketch``, estimates the resemblance of texts of like size and
would bring scipy along; a librarian needs how much of one text stands in another of any size.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

import numpy
from numpy.typing import NDArray

Hashes = NDArray[numpy.uint64]

SHINGLE = 5
"""Words in a shingle. Four in a row are often idiom; with six, copies that were lightly edited get lost."""

_MOST_PLACES = 64  # places compared for one shingle: a text that repeats one phrase for ever stays quick
_WORD = re.compile(r"[^\W_]+")


def _word_hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(errors="replace"), digest_size=8).digest(), "big")


_remembered_hash = lru_cache(maxsize=262_144)(_word_hash)
_FACTORS = tuple(numpy.uint64(_word_hash(f"place {place}") | 1) for place in range(SHINGLE))


@dataclass(frozen=True, slots=True)
class ShingleIndex:
    """The shingles of texts that are held. Its arrays depend on the texts alone and may be kept in a file.

    ``ids`` name the texts, sorted; ``sizes`` count the distinct shingles of each. ``hashes`` are all of these,
    sorted, and ``owners`` gives for each the place in ``ids`` of its text.
    """

    ids: tuple[str, ...]
    sizes: NDArray[numpy.int64]
    hashes: Hashes
    owners: NDArray[numpy.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What a new text shares with a held one.

    ``shared`` counts distinct shingles; ``of_new`` and ``of_held`` are their share of each text's shingles, 0 to
    1. ``run`` is the most words in a row of the new text all of whose shingles the held one has somewhere: no
    stretch that both share is longer.
    """

    id: str
    shared: int
    of_new: float
    of_held: float
    run: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The longest run of words that a text of several parts shares with another, as offsets of characters."""

    words: int
    part: int
    start: int
    end: int
    other_start: int
    other_end: int


def shingle_index(texts: Iterable[tuple[str, str]]) -> ShingleIndex:
    """The index of texts given with their ids, in any order; texts with the same id count as one."""
    by_id: dict[str, list[Hashes]] = defaultdict(list)
    for id, text in texts:
        by_id[id].append(_shingles(text))
    ids = tuple(sorted(by_id))
    own = [numpy.unique(numpy.concatenate(by_id.pop(id))) for id in ids]
    sizes = numpy.array([len(hashes) for hashes in own], dtype=numpy.int64)
    owners = numpy.repeat(numpy.arange(len(own), dtype=numpy.int32), sizes)
    hashes = numpy.concatenate([*own, numpy.empty(0, dtype=numpy.uint64)])
    del own
    order = numpy.argsort(hashes, kind="stable")
    return ShingleIndex(ids, sizes, hashes[order], owners[order])


def merged(index: ShingleIndex, other: ShingleIndex) -> ShingleIndex:
    """The index of the texts of both, so that a kept index need not be made anew for the texts that came in.

    Raises:
        ValueError: a text is in both.
    """
    if twice := set(index.ids) & set(other.ids):
        raise ValueError(f"texts in both indexes: {sorted(twice)}")
    ids = numpy.array((*index.ids, *other.ids))
    by_id = numpy.argsort(ids)
    place = numpy.empty(len(ids), dtype=numpy.int32)
    place[by_id] = numpy.arange(len(ids), dtype=numpy.int32)
    hashes = numpy.concatenate((index.hashes, other.hashes))
    owners = place[numpy.concatenate((index.owners, other.owners + numpy.int32(len(index.ids))))]
    order = numpy.argsort(hashes, kind="stable")  # quick: two runs that are in order already
    sizes = numpy.concatenate((index.sizes, other.sizes))[by_id]
    return ShingleIndex(tuple(ids[by_id].tolist()), sizes, hashes[order], owners[order])


def overlaps(text: str, index: ShingleIndex, *, at_least: int = 1) -> tuple[Overlap, ...]:
    """What ``text`` shares with each held text, by id, where it is at least so many shingles."""
    new = _shingles(text)
    first = numpy.searchsorted(index.hashes, new, side="left")
    found = numpy.searchsorted(index.hashes, new, side="right") - first
    places = numpy.repeat(numpy.arange(len(new)), found)
    within = numpy.arange(len(places)) - numpy.repeat(numpy.cumsum(found) - found, found)
    owners = index.owners[numpy.repeat(first, found) + within]
    order = numpy.argsort(owners, kind="stable")  # keeps the places of one owner in order
    owners, places = owners[order], places[order]
    edges = numpy.flatnonzero(numpy.diff(owners, prepend=-1, append=-1))
    size = len(numpy.unique(new))
    met = []
    for start, end in pairwise(edges.tolist()):
        if end - start < at_least:
            continue
        shared = len(numpy.unique(new[places[start:end]]))
        if shared < at_least:
            continue
        breaks = numpy.flatnonzero(numpy.diff(places[start:end], prepend=-2) != 1)
        run = int(numpy.diff(breaks, append=end - start).max()) + SHINGLE - 1
        owner = int(owners[start])
        of_held = shared / int(index.sizes[owner])
        met.append(Overlap(id=index.ids[owner], shared=shared, of_new=shared / size, of_held=of_held, run=run))
    return tuple(met)


def longest_stretch(parts: Sequence[str], other: str) -> Stretch | None:
    """The longest run of words within one of ``parts`` that stands in ``other`` too; ``None`` below five words.

    Case and punctuation aside. Of equals the first.
    """
    other_words = _words(other)
    at: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, shingle in enumerate(_word_shingles(other_words)):
        if len(at[shingle]) < _MOST_PLACES:
            at[shingle].append(place)
    best: Stretch | None = None
    for number, part in enumerate(parts):
        words = _words(part)
        lengths: dict[int, int] = {}
        for place, shingle in enumerate(_word_shingles(words)):
            lengths = {there: lengths.get(there - 1, SHINGLE - 1) + 1 for there in at.get(shingle, ())}
            for there, length in lengths.items():
                if best is None or length > best.words:
                    last, other_last = place + SHINGLE - 1, there + SHINGLE - 1
                    best = Stretch(
                        words=length,
                        part=number,
                        start=words[last - length + 1].start(),
                        end=words[last].end(),
                        other_start=other_words[other_last - length + 1].start(),
                        other_end=other_words[other_last].end(),
                    )
    return best


def _shingles(text: str) -> Hashes:
    """The hash of each five words in a row, case and punctuation aside; none for fewer than five words."""
    found = _WORD.findall(text.lower())
    words = numpy.fromiter(map(_remembered_hash, found), dtype=numpy.uint64, count=len(found))
    count = max(0, len(words) - SHINGLE + 1)
    hashes = numpy.zeros(count, dtype=numpy.uint64)
    for place, factor in enumerate(_FACTORS):
        hashes += words[place : place + count] * factor
    return hashes


def _words(text: str) -> list[re.Match[str]]:
    return list(_WORD.finditer(text))


def _word_shingles(words: Sequence[re.Match[str]]) -> Iterable[tuple[str, ...]]:
    lowered = [word.group().lower() for word in words]
    return zip(*(lowered[place:] for place in range(SHINGLE)), strict=False)
