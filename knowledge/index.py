"""The vector index: a Chroma database in the user's cache folder. The only importer of chromadb.

An index belongs to one fingerprint: corpus, splitter, embedding and format. It is built in a folder
beside its place, proved by a query, and moved there whole, so that a half-built one is never opened.
It is a cache: whatever is wrong with it, it can be deleted and is built again.
"""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import chromadb
import numpy
from chromadb.config import Settings
from chromadb.errors import ChromaError
from filelock import FileLock
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from knowledge.embeddings import as_matrix
from knowledge.passages import SPLITTER_VERSION
from knowledge.vectors import Vectors, read_vectors, text_digest, write_vectors
from knowledge.vocabulary import Collection

INDEX_FORMAT = "4"
WORDINGS = "wordings"
WORDINGS_MULTILINGUAL = "wordings_multilingual"
_BATCH = 64
_PAGE = 2000  # vectors read at once
_WIDER = 2
_SEARCH_WIDTH = 512  # nodes a search visits: a library of this size whole
_MANIFEST = "manifest.json"
_DATABASE = "chroma.sqlite3"
_SAME = 1e-3  # cosine distance of a vector from itself, with room for rounding

Progress = Callable[[int, int], None]
"""Called with the number of texts embedded so far and the number in all."""


class IndexUnusable(Exception):
    """The index cannot be built or opened; the message names the folder and the next step."""


class IndexState(StrEnum):
    """Whether the index for a fingerprint can be served."""

    READY = "ready"
    MISSING = "missing"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index folder says of itself: its fingerprint, how many texts each collection holds, one text
    of each that a query must find, and the sizes of the vector files."""

    fingerprint: str
    counts: dict[str, int]
    canaries: dict[str, str]
    sizes: dict[str, int]


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


def fingerprint(corpus: str, embeddings: Sequence[str]) -> str:
    """The name of the one index that fits: corpus, splitter, embeddings and format, hashed."""
    parts = "\0".join((corpus, SPLITTER_VERSION, *embeddings, INDEX_FORMAT))
    return hashlib.sha256(parts.encode()).hexdigest()


class Index:
    """An open index. Close it, or use it as a context manager."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self._client = _open_client(folder)
        try:
            self._collections = {
                name: self._client.get_collection(name, embedding_function=None) for name in manifest.counts
            }
        except ChromaError:
            self._client.close()
            raise

    def __enter__(self) -> "Index":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._client.close()

    def nearest(self, collection: Collection, vector: Sequence[float], *, count: int) -> tuple[Neighbour, ...]:
        """The ``count`` texts of a collection nearest to ``vector``: best first, equals by id.

        Chroma's search is approximate, and at the edge of a short list it may differ from one process
        to the next. The search is wide, more candidates are asked for than wanted, each comes with its
        exact distance, and the list is cut here.
        """
        try:
            found = self._collections[collection].query(
                query_embeddings=[list(vector)], n_results=_WIDER * count, include=["distances"]
            )
        except ChromaError as error:
            raise IndexUnusable(_damaged(self.folder, error)) from error
        distances: Any = found["distances"]
        pairs = zip(found["ids"][0], distances[0], strict=True)
        neighbours = (Neighbour(id, round(1 - float(distance), 6)) for id, distance in pairs)
        return tuple(sorted(neighbours, key=lambda neighbour: (-neighbour.cosine, neighbour.id))[:count])

    def vectors(self, collection: str) -> NDArray[numpy.float32]:
        """The vectors of a collection as rows of length 1, in the order of their texts' ids."""
        try:
            ids = sorted(self._collections[collection].get(include=[])["ids"])
            pages = [self._page(collection, ids[start : start + _PAGE]) for start in range(0, len(ids), _PAGE)]
        except ChromaError as error:
            raise IndexUnusable(_damaged(self.folder, error)) from error
        return numpy.concatenate(pages) if pages else numpy.empty((0, 0), dtype=numpy.float32)

    def _page(self, collection: str, ids: list[str]) -> NDArray[numpy.float32]:
        """The vectors of some texts, sorted ``ids``. Chroma gives Python's numbers, which take ten times the room."""
        found = self._collections[collection].get(ids=ids, include=["embeddings"])
        order = numpy.argsort(numpy.array(found["ids"]))
        embeddings: Any = found["embeddings"]
        return as_matrix(embeddings)[order]

    def prove(self) -> None:
        """Ask each collection for a text it must hold; raise :class:`IndexUnusable` if it is not found.

        A count would prove nothing: Chroma counts rows that its vector file has lost.
        """
        for name, collection in self._collections.items():
            canary = self.manifest.canaries[name]
            if not canary:  # an empty collection has nothing to find
                continue
            try:
                stored = collection.get(ids=[canary], include=["embeddings"])
                embeddings: Any = stored["embeddings"]
                if not stored["ids"] or collection.count() != self.manifest.counts[name]:
                    raise IndexUnusable(_damaged(self.folder, f"{name} has lost texts"))
                found = collection.query(query_embeddings=[embeddings[0]], n_results=1, include=["distances"])
            except ChromaError as error:
                raise IndexUnusable(_damaged(self.folder, error)) from error
            distances: Any = found["distances"]
            if not found["ids"][0] or distances[0][0] > _SAME:
                raise IndexUnusable(_damaged(self.folder, f"{name} does not find its own texts"))

    def differences(self, contents: Contents) -> tuple[str, ...]:
        """What the stored texts differ in from ``contents``: nothing, for a sound index."""
        found = []
        for name, content in contents.items():
            expected = content.texts
            stored = self._collections[name].get(include=["documents"])
            documents = dict(zip(stored["ids"], stored["documents"] or (), strict=True))
            missing = sorted(expected.keys() - documents.keys())
            extra = sorted(documents.keys() - expected.keys())
            changed = sorted(id for id in expected.keys() & documents.keys() if expected[id] != documents[id])
            for what, ids in (("missing", missing), ("unknown", extra), ("changed", changed)):
                if ids:
                    found.append(f"{name}: {len(ids)} {what}, first {ids[0]}")
        return tuple(found)


def open_index(cache: Path, wanted: str) -> Index | None:
    """The index with the fingerprint ``wanted``, proved by a query; ``None`` if there is none.

    Raises :class:`IndexUnusable` if the folder is there but damaged.
    """
    folder = index_folder(cache, wanted)
    if not folder.exists():
        return None
    index = None
    try:
        content = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        manifest = Manifest(**content)
        if manifest.fingerprint != wanted:
            raise IndexUnusable(_damaged(folder, "it was built for another library"))
        _require_whole_files(folder, manifest)
        index = Index(folder, manifest)
        index.prove()
    except IndexUnusable:
        _close(index)
        raise
    except (OSError, ValueError, TypeError, KeyError, ChromaError) as error:
        _close(index)
        raise IndexUnusable(_damaged(folder, error)) from error
    return index


def build_index(
    cache: Path,
    wanted: str,
    *,
    contents: Contents,
    progress: Progress | None = None,
) -> Index:
    """Build, prove and open the index ``wanted``; a damaged one in its place is replaced.

    Two processes that start at once build it once: the second waits and opens the first one's.
    Raises :class:`IndexUnusable` if the folder cannot be written.
    """
    folder = index_folder(cache, wanted)
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / "build.lock"):
            with suppress(IndexUnusable):
                if ready := open_index(cache, wanted):
                    return ready
            beside = folder.with_name(f"{folder.name}.building-{os.getpid()}")
            for left_over in cache.glob(f"{folder.name}.building-*"):
                _remove(left_over)
            _write(beside, wanted, contents=contents, progress=progress)
            _remove(folder)
            beside.rename(folder)
    except OSError as error:
        raise IndexUnusable(
            f"cannot write the index to {cache} ({error.strerror}); set SECONDSOURCE_CACHE to a folder you can write to"
        ) from error
    index = open_index(cache, wanted)
    if index is None:
        raise IndexUnusable(_damaged(folder, "it vanished while it was built"))
    return index


def remove_index(cache: Path, wanted: str) -> bool:
    """Delete the index ``wanted``; whether there was one."""
    folder = index_folder(cache, wanted)
    was_there = folder.exists()
    _remove(folder)
    return was_there


def index_folder(cache: Path, wanted: str) -> Path:
    """Where the index with this fingerprint lives."""
    return cache / f"index-{wanted[:16]}"


def _write(
    folder: Path,
    wanted: str,
    *,
    contents: Contents,
    progress: Progress | None,
) -> None:
    folder.mkdir(parents=True)
    client = _open_client(folder)
    total, done = sum(len(content.texts) for content in contents.values()), 0
    # Each text is embedded once with each embedding: a note is a passage and a wording, and most texts stand
    # in an earlier index already.
    known_of = _known_vectors(folder.parent, (content.embedding for content in contents.values()))
    used_of: dict[str, Vectors] = {content.embedding: {} for content in contents.values()}
    try:
        for name, content in contents.items():
            collection = client.create_collection(
                name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": _SEARCH_WIDTH}}
            )
            known, used = known_of[content.embedding], used_of[content.embedding]
            ids = sorted(content.texts)
            for start in range(0, len(ids), _BATCH):
                batch = ids[start : start + _BATCH]
                documents = [content.texts[id] for id in batch]
                new = [document for document in dict.fromkeys(documents) if text_digest(document) not in known]
                if new:
                    embedded = numpy.asarray(content.embeddings.embed_documents(new), dtype=numpy.float32)
                    known.update(zip(map(text_digest, new), embedded, strict=True))
                used |= {digest: known[digest] for digest in map(text_digest, documents)}
                vectors: list[Any] = [known[text_digest(document)] for document in documents]
                collection.add(ids=batch, documents=documents, embeddings=vectors)
                done += len(batch)
                if progress is not None:
                    progress(done, total)
    finally:
        client.close()
    for embedding, used in used_of.items():
        write_vectors(folder, embedding, used)
    manifest = Manifest(
        sizes={file.relative_to(folder).as_posix(): file.stat().st_size for file in sorted(folder.rglob("*.bin"))},
        fingerprint=wanted,
        counts={name: len(content.texts) for name, content in contents.items()},
        canaries={name: min(content.texts, default="") for name, content in contents.items()},
    )
    (folder / _MANIFEST).write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")


def _known_vectors(cache: Path, embeddings: Iterable[str]) -> dict[str, Vectors]:
    """The vectors of the newest index that has its own: what need not be embedded again, by embedding."""
    wanted = sorted(set(embeddings))
    for folder in sorted(cache.glob("index-*"), key=lambda each: each.stat().st_mtime, reverse=True):
        try:
            manifest = Manifest(**json.loads((folder / _MANIFEST).read_text(encoding="utf-8")))
            if folder == index_folder(cache, manifest.fingerprint):
                return {name: read_vectors(folder, name) for name in wanted}
        except (OSError, ValueError, TypeError, KeyError, BadZipFile):
            continue  # of another format, or damaged: it is a cache
    return {name: {} for name in wanted}


def _require_whole_files(folder: Path, manifest: Manifest) -> None:
    """Look at the files before Chroma does: its native code may crash on what is damaged."""
    for name, size in manifest.sizes.items():
        if not (folder / name).is_file() or (folder / name).stat().st_size != size:
            raise IndexUnusable(_damaged(folder, f"{name} is not whole"))
    try:
        with closing(sqlite3.connect(f"file:{folder / _DATABASE}?mode=ro", uri=True)) as database:
            (verdict,) = database.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as error:
        raise IndexUnusable(_damaged(folder, f"{_DATABASE}: {error}")) from error
    if verdict != "ok":
        raise IndexUnusable(_damaged(folder, f"{_DATABASE}: {verdict}"))


def _open_client(folder: Path) -> Any:
    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))


def _close(index: Index | None) -> None:
    if index is not None:
        index.close()


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _damaged(folder: Path, cause: object) -> str:
    return f"the index in {folder} is damaged ({cause}); mend it: secondsource index build"
