"""Ten documents more: what is embedded anew, how long it takes, and whether the index is that of a clean build."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy
from peer_workers.tei_passages import documents_in, passages_of
from scale_parts.documents import write_documents
from scale_parts.figures import Figure
from scale_parts.processes import apart
from scale_parts.searching import build_in, synthetic
from scale_parts.taking_in import take_in

from assistant.opening import index_contents, open_library
from assistant.settings import Settings

_MORE = 10


def measure(place: Path, sentences: Sequence[str], *, documents: int) -> list[Figure]:
    """Figures of the library and the index that stand in ``place``, grown and then built anew in another cache."""
    more = place / "more"
    write_documents(more, _MORE, sentences=sentences, first=documents + 1)
    taken = take_in(more, place / "library")
    grown = apart(grow, place, sentences)
    return [
        Figure(name=f"{_MORE} documents taken in beside {documents}", value=taken, unit="s"),
        Figure(name="texts in them that are new", value=grown["new"], unit=""),
        Figure(name="texts embedded", value=grown["embedded"], unit="", limit=grown["new"]),
        Figure(name="index grown", value=grown["grown"], unit="s"),
        Figure(name="a clean build of the same", value=grown["clean"], unit="s"),
        Figure(name="texts that differ from the clean build's", value=grown["differences"], unit=""),
        Figure(name="vectors that differ from the clean build's", value=grown["other_vectors"], unit=""),
    ]


def grow(place: Path, sentences: Sequence[str]) -> dict[str, Any]:
    """Build the index beside the one that stands, and again where none stands; seconds, and what differs."""
    library = open_library(Settings(cache=place / "cache", library=place / "library"))
    embeddings = synthetic(sentences)
    new = {passage.text for passage in passages_of(documents_in(place / "more"))}
    started = time.perf_counter()
    with build_in(place / "cache", library, embeddings) as grown:
        grown_in, embedded = time.perf_counter() - started, embeddings.embedded
        started = time.perf_counter()
        with build_in(place / "clean-cache", library, embeddings) as clean:
            clean_in = time.perf_counter() - started
            contents = index_contents(library, embeddings, "synthetic")
            differences = (*grown.differences(contents), *clean.differences(contents))
            other_vectors = sum(
                int(numpy.count_nonzero((grown.vectors(name) != clean.vectors(name)).any(axis=1))) for name in contents
            )
    return {
        "new": len(new),
        "embedded": embedded,
        "grown": grown_in,
        "clean": clean_in,
        "differences": len(differences),
        "other_vectors": other_vectors,
    }
