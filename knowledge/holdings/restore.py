"""A library folder back from its backup: unpacked beside its place, proved, and moved there whole.

A backup may come from anywhere. Nothing is written outside the folder made for it, nothing but plain files with
the sizes and hashes of the manifest is kept, and what is too much is refused before it fills the disk.
"""

import gzip
import hashlib
import json
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from typing import IO, cast

from knowledge.holdings.backup import (
    BACKUP_FORMAT,
    INDEX,
    LIBRARY,
    MANIFEST,
    PIECE,
    BackupManifest,
    PackedFile,
    is_sound_name,
)
from knowledge.holdings.folder import FolderTrouble, open_folder
from knowledge.holdings.log import FIRST, LogTrouble, read_log
from knowledge.holdings.packed_index import put_index

_MOST_FILES = 1_000_000
_MOST_BYTES = 64 << 30
_MOST_OF_MANIFEST = 256 << 20
_MOST_OF_PADDING = tarfile.RECORDSIZE
_MOST_AT_ONCE = 16 << 20

_INDEX_LEFT_OUT = (
    "the search index in the backup was left out, and is built anew when it is needed; to take it from a backup of "
    "your own: --with-index"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back: the manifest, the indexes, by name, that were put into the cache, and notes on what was not."""

    manifest: BackupManifest
    index: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def restore(backup: Path, target: Path, *, cache: Path | None = None) -> Restored:
    """Make the library folder ``target`` out of a backup; the folder may be there, but empty.

    Every file is proved by the manifest, and the log by its own hashes. An index in it goes to ``cache`` where one is
    given and has none of that name: nothing proves the vectors of an index, so take it from nobody but yourself.
    Raises :class:`FolderTrouble` for anything else, and leaves everything as it was.
    """
    if target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
        raise FolderTrouble(f"{target} is not an empty folder, and a restored library replaces nothing; name another")
    place = target.resolve()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with _beside(place) as staging:
            manifest = _unpacked(backup, staging)
            _require_proved_log(backup, staging / LIBRARY, manifest)
            with suppress(FileNotFoundError):
                place.rmdir()
            (staging / LIBRARY).rename(place)
            if not (staging / INDEX).exists():
                return Restored(manifest=manifest)
            if cache is None:
                return Restored(manifest=manifest, notes=(_INDEX_LEFT_OUT,))
            index, notes = put_index(staging / INDEX, cache)
            return Restored(manifest=manifest, index=index, notes=notes)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, ValueError) as error:  # a header's number is none
        raise FolderTrouble(f"{backup} is no whole backup ({error}); nothing was restored") from error
    except OSError as error:
        trouble = f"{error.filename or target}: {error.strerror or error}"
        raise FolderTrouble(f"cannot restore {backup} ({trouble}); nothing was restored") from error


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder beside the target to unpack into, which is gone afterwards, and what an interruption left of one."""
    for left_over in target.parent.glob(f".{escape(target.name)}.restoring-*"):
        shutil.rmtree(left_over)
    staging = target.with_name(f".{target.name}.restoring-{os.getpid()}")
    staging.mkdir()
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _unpacked(backup: Path, staging: Path) -> BackupManifest:
    """Unpack every file and prove it by the manifest, which comes last."""
    room = min(_MOST_BYTES, shutil.disk_usage(staging).free)
    found: dict[str, PackedFile] = {}
    manifest: BackupManifest | None = None
    with gzip.open(backup, "rb") as packed, tarfile.open(fileobj=_forward(packed, backup), mode="r:") as archive:
        for member in archive:
            if manifest is not None:
                raise FolderTrouble(f"{backup}: {member.name!r} stands behind the manifest; nothing was restored")
            _require_plain(member, backup, staging)
            content = archive.extractfile(member)
            assert content is not None  # of a plain file there is some
            if member.name == MANIFEST:
                manifest = _manifest(content, backup)
                continue
            room -= member.size
            if member.name in found or len(found) >= _MOST_FILES or room < 0:
                what = "stands there twice" if member.name in found else "is more than there is room for"
                raise FolderTrouble(f"{backup}: {member.name!r} {what}; nothing was restored")
            found[member.name] = _written(content, staging / member.name)
        if packed.read(_MOST_OF_PADDING + 1).strip(b"\0"):  # read to its end, which has the checksum of the whole
            raise FolderTrouble(f"{backup}: something stands behind its end; nothing was restored")
    if manifest is None:
        raise FolderTrouble(f"{backup} has no manifest; it is no backup, or not whole")
    _require_as_listed(found, manifest, backup)
    return manifest


def _require_plain(member: tarfile.TarInfo, backup: Path, staging: Path) -> None:
    """Raise unless the member is a plain file within the places that a backup has."""
    is_manifest = member.name == MANIFEST and member.size <= _MOST_OF_MANIFEST
    is_plain = member.isreg() and not member.issparse() and member.size >= 0
    if not (is_plain and (is_manifest or is_sound_name(member.name))):
        raise FolderTrouble(f"{backup}: {member.name!r} is no plain file of a library; nothing was restored")
    tarfile.data_filter(member, str(staging))


def _manifest(content: IO[bytes], backup: Path) -> BackupManifest:
    try:
        fields = json.loads(b"".join(_pieces(content)))
        files = {str(name): PackedFile(**file) for name, file in fields.pop("files").items()}
        manifest = BackupManifest(files=files, **fields)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise FolderTrouble(f"{backup}: its manifest cannot be read ({error}); nothing was restored") from error
    if manifest.format != BACKUP_FORMAT:
        raise FolderTrouble(f"{backup}: this version does not know format {manifest.format}; nothing was restored")
    return manifest


def _written(content: IO[bytes], path: Path) -> PackedFile:
    digest, size = hashlib.sha256(), 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        for piece in _pieces(content):
            file.write(piece)
            digest.update(piece)
            size += len(piece)
    return PackedFile(size, digest.hexdigest())


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    while piece := content.read(PIECE):
        yield piece


def _require_as_listed(found: dict[str, PackedFile], manifest: BackupManifest, backup: Path) -> None:
    if found == manifest.files:
        return
    names = sorted(found.keys() | manifest.files.keys())
    name = next(name for name in names if found.get(name) != manifest.files.get(name))
    what = "is missing" if name not in found else "is not listed" if name not in manifest.files else "was changed"
    raise FolderTrouble(f"{backup}: {name!r} {what}, by its manifest; nothing was restored")


def _require_proved_log(backup: Path, root: Path, manifest: BackupManifest) -> None:
    try:
        entries = read_log(open_folder(root).log)
    except (FolderTrouble, LogTrouble) as error:
        raise FolderTrouble(f"{backup} holds no sound library ({error}); nothing was restored") from error
    if (len(entries), entries[-1].hash if entries else FIRST) != (manifest.entries, manifest.last_hash):
        raise FolderTrouble(f"{backup}: its log does not end as its manifest says; nothing was restored")


def _forward(packed: gzip.GzipFile, backup: Path) -> IO[bytes]:
    return cast(IO[bytes], _Forward(packed, backup))


class _Forward:
    """The unpacked stream of an archive, read forward and never too much at once: a header may claim anything."""

    def __init__(self, file: gzip.GzipFile, backup: Path) -> None:
        self._file = file
        self._backup = backup

    def read(self, size: int = -1) -> bytes:
        self._require(0 <= size <= _MOST_AT_ONCE)
        return self._file.read(size)

    def seek(self, place: int) -> int:
        self._require(place >= self._file.tell())
        return self._file.seek(place)

    def tell(self) -> int:
        return self._file.tell()

    def _require(self, is_sound: bool) -> None:
        if not is_sound:
            raise FolderTrouble(f"{self._backup} has a header that is none of a backup's; nothing was restored")
