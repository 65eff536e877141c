"""Building an index: beside its place, proved by a query, and only then where others find it.

In a folder, the whole folder is moved to its place. On a server, collections under a name of their own come
first, and then the one note that makes them the index: a half-built one is never opened.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zipfile import BadZipFile

import numpy
from filelock import FileLock

from knowledge.index import Contents, Index, IndexUnusable, Site, connect, damaged, is_note, is_of_an_index, open_index
from knowledge.manifests import (
    FILE,
    SHIPPED_EDITION,
    Edition,
    Manifest,
    manifest_files,
    manifest_text,
    parse_manifest,
    read_manifest,
)
from knowledge.vector_store import StoreTrouble, VectorStore, open_folder_store
from knowledge.vectors import Vectors, read_vectors, text_digest, write_vectors

_BATCH = 128


Progress = Callable[[int, int], None]
"""Called with the number of texts embedded so far and the number in all."""


def build_index(
    site: Site,
    wanted: str,
    *,
    contents: Contents,
    edition: Edition = SHIPPED_EDITION,
    anew: bool = False,
    progress: Progress | None = None,
) -> Index:
    """Build, prove and open the index ``wanted``; a damaged one in its place is replaced, with ``anew`` any.

    Two processes that start at once build it once: the second waits and opens the first one's. Two machines that
    build it on one server at once build it twice, and the one that is ready later opens the other's.
    Raises :class:`IndexUnusable` if the folder cannot be written or the server is not reached.
    """
    folder = site.folder(wanted)
    try:
        site.cache.mkdir(parents=True, exist_ok=True)
        with FileLock(site.cache / "build.lock"):
            if not anew and (ready := _sound(site, wanted)):
                return ready
            beside = folder.with_name(f"{folder.name}.building-{os.getpid()}")
            for left_over in site.cache.glob(f"{folder.name}.building-*"):
                shutil.rmtree(left_over)
            beside.mkdir()
            manifest = _described(wanted, contents, edition)
            if site.server is None:
                with open_folder_store(beside) as store:
                    _fill(store, beside, manifest, contents, site, progress)
                manifest = replace(manifest, sizes=_sizes(beside))
            else:
                manifest = replace(manifest, prefix=f"{site.note(wanted)}-{secrets.token_hex(4)}-")
                with connect(site.server) as store:
                    try:
                        _fill(store, beside, manifest, contents, site, progress)
                        _make_it_the_index(store, site, manifest, anew=anew)
                    except BaseException:
                        _remove_collections(store, manifest.prefix)
                        raise
            (beside / FILE).write_text(manifest_text(manifest), encoding="utf-8")
            _remove_folder(folder)
            beside.rename(folder)
    except StoreTrouble as error:
        raise IndexUnusable(f"the index was not built ({error}); it will be tried again at the next start") from error
    except OSError as error:
        raise IndexUnusable(
            f"cannot write the index to {site.cache} ({error.strerror}); "
            "set SECONDSOURCE_CACHE to a folder you can write to"
        ) from error
    index = open_index(site, wanted)
    if index is None:
        raise IndexUnusable(damaged(site.describe(wanted), "it vanished while it was built"))
    return index


def remove_index(site: Site, wanted: str) -> bool:
    """Delete the index ``wanted``; whether there was one. Raises :class:`IndexUnusable` if that cannot be done."""
    was_there = site.folder(wanted).exists()
    try:
        _remove_folder(site.folder(wanted))
        if site.server is not None:
            with connect(site.server) as store:
                was_there = _remove_from(store, site.note(wanted)) or was_there
    except OSError as error:
        raise IndexUnusable(f"cannot delete {site.folder(wanted)} ({error.strerror})") from error
    except StoreTrouble as error:
        raise IndexUnusable(f"the Chroma server {site.server}: {error}") from error
    return was_there


def remove_left_over(site: Site, *, begun_before: str) -> int:
    """Delete what builds on the server left that began before a time (UTC, ISO 8601) and never ended; how many
    collections. Raises :class:`IndexUnusable` if the server is not reached."""
    if site.server is None:
        return 0
    try:
        with connect(site.server) as store:
            found = store.collections()
            notes = [name for name in found if is_note(name)]
            kept = tuple(parse_manifest(text).prefix for name in notes if (text := store.read_note(name)))
            old = [name for name, begun in found.items() if is_of_an_index(name) and "" < begun < begun_before]
            left_over = [name for name in old if not name.startswith(kept)]
            for name in left_over:
                store.remove(name)
    except (StoreTrouble, ValueError) as error:
        raise IndexUnusable(f"the Chroma server {site.server}: {error}") from error
    return len(left_over)


def _described(wanted: str, contents: Contents, edition: Edition) -> Manifest:
    return Manifest(
        fingerprint=wanted,
        counts={name: len(content.texts) for name, content in contents.items()},
        canaries={name: min(content.texts, default="") for name, content in contents.items()},
        edition=edition,
        built=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    )


def _fill(
    store: VectorStore,
    folder: Path,
    manifest: Manifest,
    contents: Contents,
    site: Site,
    progress: Progress | None,
) -> None:
    """Put every text with its vector into the store, and the vectors as the encoder gave them into the folder."""
    total, done = sum(manifest.counts.values()), 0
    # Each text is embedded once with each embedding: a note is a passage and a wording, and most texts stand
    # in an earlier index already.
    known_of = _known_vectors(site, (content.embedding for content in contents.values()))
    used_of: dict[str, Vectors] = {content.embedding: {} for content in contents.values()}
    # Chroma writes one batch while the next is embedded: its disk and our encoder do not wait for each other.
    with ThreadPoolExecutor(1) as aside:
        writing: Future[None] | None = None
        for name, content in contents.items():
            collection = store.create(f"{manifest.prefix}{name}", begun=manifest.built)
            known, used = known_of[content.embedding], used_of[content.embedding]
            ids = sorted(content.texts)
            for start in range(0, len(ids), _BATCH):
                batch = {id: content.texts[id] for id in ids[start : start + _BATCH]}
                new = [text for text in dict.fromkeys(batch.values()) if text_digest(text) not in known]
                if new:
                    embedded = numpy.asarray(content.embeddings.embed_documents(new), dtype=numpy.float32)
                    known.update(zip(map(text_digest, new), embedded, strict=True))
                used |= {digest: known[digest] for digest in map(text_digest, batch.values())}
                if writing is not None:
                    writing.result()
                writing = aside.submit(collection.add, batch, [known[text_digest(text)] for text in batch.values()])
                done += len(batch)
                if progress is not None:
                    progress(done, total)
        if writing is not None:
            writing.result()
    for embedding, used in used_of.items():
        write_vectors(folder, embedding, used)


def _known_vectors(site: Site, embeddings: Iterable[str]) -> dict[str, Vectors]:
    """The vectors of the newest index that has its own: what need not be embedded again, by embedding."""
    wanted = sorted(set(embeddings))
    for folder in (file.parent for file in manifest_files(site.cache)):
        try:
            if folder == site.folder(read_manifest(folder).fingerprint):
                return {name: read_vectors(folder, name) for name in wanted}
        except (OSError, ValueError, KeyError, BadZipFile):
            continue  # of another format, or damaged: it is a cache
    return {name: {} for name in wanted}


def _sizes(folder: Path) -> dict[str, int]:
    return {file.relative_to(folder).as_posix(): file.stat().st_size for file in sorted(folder.rglob("*.bin"))}


def _sound(site: Site, wanted: str) -> Index | None:
    """The index, if it is there and proves itself."""
    with suppress(IndexUnusable):
        return open_index(site, wanted)
    return None


def _make_it_the_index(store: VectorStore, site: Site, manifest: Manifest, *, anew: bool) -> None:
    """Write the note that says which collections are the index, unless another machine's has come before."""
    note = site.note(manifest.fingerprint)
    if not anew and (others := _sound(site, manifest.fingerprint)):
        others.close()
        _remove_collections(store, manifest.prefix)
        return
    _remove_from(store, note)
    store.write_note(note, manifest_text(manifest))


def _remove_from(store: VectorStore, note: str) -> bool:
    text = store.read_note(note)
    if text is None:
        return False
    store.remove(note)
    with suppress(ValueError):
        _remove_collections(store, parse_manifest(text).prefix)
    return True


def _remove_collections(store: VectorStore, prefix: str) -> None:
    """Delete the collections of one build; none where ``prefix`` is empty, for that would be all."""
    with suppress(StoreTrouble):
        for name in store.collections() if prefix else ():
            if name.startswith(prefix):
                store.remove(name)


def _remove_folder(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
