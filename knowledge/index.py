"""The vector index: an immutable snapshot of every text's vector, in the cache folder or on a Chroma server.

An index belongs to one fingerprint: corpus, splitter, embedding and format. It is a cache: whatever is wrong
with it, it can be deleted and is built again (:mod:`knowledge.index_building`).
"""

import hashlib
import sqlite3
import weakref
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from knowledge.chroma_server import ChromaServer
from knowledge.embeddings import as_matrix
from knowledge.manifests import Manifest, parse_manifest, read_manifest
from knowledge.passages import SPLITTER_VERSION
from knowledge.vector_store import StoreTrouble, VectorStore, open_folder_store, open_server_store
from knowledge.vocabulary import Collection

INDEX_FORMAT = "5"
WORDINGS = "wordings"
WORDINGS_MULTILINGUAL = "wordings_multilingual"
_OURS = "secondsource-"
_WIDER = 2
_DATABASE = "chroma.sqlite3"
_SAME = 1e-3  # cosine distance of a vector from itself, with room for rounding


class IndexUnusable(Exception):
    """The index cannot be built or opened; the message names where it is and the next step."""


class IndexUnreachable(IndexUnusable):
    """The server that keeps the index does not answer: nothing is known of the index itself."""


class IndexState(StrEnum):
    """Whether the index for a fingerprint can be served."""

    READY = "ready"
    MISSING = "missing"
    DAMAGED = "damaged"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A text near a query: its id and the cosine of the two vectors."""

    id: str
    cosine: float


@dataclass(frozen=True, slots=True)
class Content:
    """What one collection holds: texts by id, and the embedding that makes their vectors, by name and in person."""

    texts: Mapping[str, str]
    embedding: str
    embeddings: Embeddings


Contents = Mapping[str, Content]
"""What an index holds, by the name of the collection."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where indexes are kept: a folder, and the server that holds the collections, if one does."""

    cache: Path
    server: ChromaServer | None = None

    def folder(self, wanted: str) -> Path:
        """The folder of the index with this fingerprint; of one on a server, its builder keeps the vectors there."""
        return self.cache / f"index-{wanted[:16]}"

    def note(self, wanted: str) -> str:
        """The name under which a server keeps the manifest of the index with this fingerprint."""
        return f"{_OURS}{wanted[:16]}"

    def describe(self, wanted: str) -> str:
        """Where the index with this fingerprint is, for people."""
        return f"{self.note(wanted)} on {self.server}" if self.server else str(self.folder(wanted))


def is_of_an_index(name: str) -> bool:
    """Whether a collection on a server belongs to an index of this program."""
    return name.startswith(_OURS)


def is_note(name: str) -> bool:
    """Whether a collection on a server is the note that makes others an index."""
    return is_of_an_index(name) and "-" not in name.removeprefix(_OURS)


def fingerprint(corpus: str, embeddings: Sequence[str]) -> str:
    """The name of the one index that fits: corpus, splitter, embeddings and format, hashed."""
    parts = "\0".join((corpus, SPLITTER_VERSION, *embeddings, INDEX_FORMAT))
    return hashlib.sha256(parts.encode()).hexdigest()


class Index:
    """An open index. Close it, or use it as a context manager."""

    def __init__(self, store: VectorStore, manifest: Manifest, *, where: str) -> None:
        self.manifest = manifest
        # Also where nobody closes it: a server lets go of an old index when its last answer is done.
        self._let_go = weakref.finalize(self, store.close)
        self._where = where
        self._collections = {name: store.collection(f"{manifest.prefix}{name}") for name in manifest.counts}

    def __enter__(self) -> "Index":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._let_go()

    def nearest(self, collection: Collection, vector: Sequence[float], *, count: int) -> tuple[Neighbour, ...]:
        """The ``count`` texts of a collection nearest to ``vector``: best first, equals by id.

        Chroma's search is approximate, and at the edge of a short list it may differ from one process
        to the next. The search is wide, more candidates are asked for than wanted, each comes with its
        exact distance, and the list is cut here.
        """
        try:
            found = self._collections[collection].nearest(vector, count=_WIDER * count)
        except StoreTrouble as error:
            raise IndexUnusable(damaged(self._where, error)) from error
        neighbours = (Neighbour(id, round(1 - distance, 6)) for id, distance in found)
        return tuple(sorted(neighbours, key=lambda neighbour: (-neighbour.cosine, neighbour.id))[:count])

    def vectors(self, collection: str, *, ids: Sequence[str] | None = None) -> NDArray[numpy.float32]:
        """The vectors of a collection as rows of length 1, in the order of ``ids``, or of all its texts' ids.

        Raises :class:`IndexUnusable` if one of them has no vector.
        """
        try:
            found = self._collections[collection].vectors()
            rows = [found[id] for id in (sorted(found) if ids is None else ids)]
        except StoreTrouble as error:
            raise IndexUnusable(damaged(self._where, error)) from error
        except KeyError as error:
            raise IndexUnusable(damaged(self._where, f"{collection} has no vector for {error}")) from error
        return as_matrix(rows) if rows else numpy.empty((0, 0), dtype=numpy.float32)

    def prove(self) -> None:
        """Ask each collection for a text it must hold; raise :class:`IndexUnusable` if it is not found.

        A count would prove nothing: Chroma counts rows that its vector file has lost.
        """
        for name, collection in self._collections.items():
            canary = self.manifest.canaries[name]
            if not canary:  # an empty collection has nothing to find
                continue
            try:
                vector = collection.vector(canary)
                if vector is None or collection.count() != self.manifest.counts[name]:
                    raise IndexUnusable(damaged(self._where, f"{name} has lost texts"))
                found = collection.nearest(vector, count=1)
            except StoreTrouble as error:
                raise IndexUnusable(damaged(self._where, error)) from error
            if not found or found[0][1] > _SAME:
                raise IndexUnusable(damaged(self._where, f"{name} does not find its own texts"))

    def differences(self, contents: Contents) -> tuple[str, ...]:
        """What the stored texts differ in from ``contents``: nothing, for a sound index."""
        found = []
        for name, content in contents.items():
            expected = content.texts
            try:
                documents = self._collections[name].texts()
            except StoreTrouble as error:
                raise IndexUnusable(damaged(self._where, error)) from error
            missing = sorted(expected.keys() - documents.keys())
            extra = sorted(documents.keys() - expected.keys())
            changed = sorted(id for id in expected.keys() & documents.keys() if expected[id] != documents[id])
            for what, ids in (("missing", missing), ("unknown", extra), ("changed", changed)):
                if ids:
                    found.append(f"{name}: {len(ids)} {what}, first {ids[0]}")
        return tuple(found)


def open_index(site: Site, wanted: str) -> Index | None:
    """The index with the fingerprint ``wanted``, proved by a query; ``None`` if there is none.

    Raises :class:`IndexUnusable` if it is there but damaged, or if the server is not reached.
    """
    where = site.describe(wanted)
    store = None
    try:
        if site.server is None:
            if not site.folder(wanted).exists():
                return None
            manifest = read_manifest(site.folder(wanted))
            require_wanted(manifest, wanted, where)
            _require_whole_files(site.folder(wanted), manifest)
            store = open_folder_store(site.folder(wanted))
        else:
            store = connect(site.server)
            note = store.read_note(site.note(wanted))
            if note is None:
                store.close()
                return None
            manifest = parse_manifest(note)
            require_wanted(manifest, wanted, where)
        index = Index(store, manifest, where=where)
        index.prove()
    except (OSError, ValueError, KeyError, StoreTrouble) as error:
        if store is not None:
            store.close()
        raise IndexUnusable(damaged(where, error)) from error
    except IndexUnusable:
        if store is not None:
            store.close()
        raise
    return index


def connect(server: ChromaServer) -> VectorStore:
    """The server's store; raises :class:`IndexUnreachable` in the words of whoever has set the server."""
    try:
        return open_server_store(server)
    except StoreTrouble as error:
        raise IndexUnreachable(
            f"the Chroma server {server}: {error}; see that it runs, or that SECONDSOURCE_CHROMA_URL names it"
        ) from error


def damaged(where: str, cause: object) -> str:
    """What is said of an index that cannot be used."""
    return f"the index in {where} is damaged ({cause}); mend it: secondsource index build"


def require_wanted(manifest: Manifest, wanted: str, where: str) -> None:
    """Raise :class:`IndexUnusable` if a manifest is another index's."""
    if manifest.fingerprint != wanted:
        raise IndexUnusable(damaged(where, "it was built for another library"))


def _require_whole_files(folder: Path, manifest: Manifest) -> None:
    """Look at the files before Chroma does: its native code may crash on what is damaged."""
    for name, size in manifest.sizes.items():
        if not (folder / name).is_file() or (folder / name).stat().st_size != size:
            raise IndexUnusable(damaged(str(folder), f"{name} is not whole"))
    try:
        with closing(sqlite3.connect(f"file:{folder / _DATABASE}?mode=ro", uri=True)) as database:
            (verdict,) = database.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as error:
        raise IndexUnusable(damaged(str(folder), f"{_DATABASE}: {error}")) from error
    if verdict != "ok":
        raise IndexUnusable(damaged(str(folder), f"{_DATABASE}: {verdict}"))
