"""A backup of a library folder: one compressed tar with a manifest of hashes, written whole or not at all.

library/…        every file of the folder but those whose names begin with a dot
index/…          the search index, where it was wanted; it is a cache and can be built anew
manifest.json    what there is, with sizes and hashes, and the last hash of the log
"""

import gzip
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from knowledge.holdings.folder import FolderTrouble, LibraryFolder
from knowledge.holdings.log import FIRST, read_log

BACKUP_FORMAT = 1
MANIFEST = "manifest.json"
LIBRARY = "library"
INDEX = "index"
PIECE = 1 << 20
"""Bytes read or written at a time."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of a backup: its size in bytes and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupManifest:
    """What a backup holds: its files by their names in the archive, and how long the log was and its last hash."""

    files: dict[str, PackedFile]
    entries: int
    last_hash: str
    format: int = BACKUP_FORMAT

    @property
    def size(self) -> int:
        """The bytes of all files together."""
        return sum(file.size for file in self.files.values())


def back_up(
    folder: LibraryFolder, target: Path, *, cache: Path | None = None, index: Sequence[Path] = ()
) -> BackupManifest:
    """Write a backup of a folder to the new file ``target``, while nobody else writes to the folder.

    ``index`` are files and folders of the index, relative to ``cache``, to pack as well. The log is proved first.
    Raises :class:`FolderTrouble` if the file is there already or cannot be written, or something in the folder is
    no plain file; :class:`knowledge.holdings.log.LogTrouble` if the log was touched.
    """
    if target.exists():
        raise FolderTrouble(f"{target} is there already, and a backup replaces nothing; name another file")
    if target.resolve().is_relative_to(folder.root.resolve()):
        raise FolderTrouble(f"{target} is inside the library folder that it would be a backup of; name another place")
    with folder.writing():
        entries = read_log(folder.log)
        contents = [*_contents(LIBRARY, folder.root, [folder.root])]
        if cache is not None:
            contents += _contents(INDEX, cache, [cache / each for each in index])
        try:
            with _written_whole(target) as file:
                return _pack(contents, file, entries=len(entries), last_hash=entries[-1].hash if entries else FIRST)
        except OSError as error:
            trouble = f"{error.filename or target}: {error.strerror or error}"
            raise FolderTrouble(f"cannot make the backup ({trouble}); no part of it was left behind") from error


def is_sound_name(name: str) -> bool:
    """Whether a name in an archive leads straight to a place of the library or the index, on any computer."""
    parts = name.split("/")
    is_straight = not {"", ".", ".."} & set(parts) and name.isprintable() and "\\" not in name
    return is_straight and len(parts) > 1 and parts[0] in (LIBRARY, INDEX)


def _contents(archive_folder: str, root: Path, wanted: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """The files at or below each wanted path with their names in the archive, by name."""
    for path in wanted:
        for each in sorted(path.rglob("*")) if path.is_dir() else [path]:
            place = each.relative_to(root)
            if any(part.startswith(".") for part in place.parts) or (each.is_dir() and not each.is_symlink()):
                continue
            name = f"{archive_folder}/{place.as_posix()}"
            if each.is_symlink() or not each.is_file() or not is_sound_name(name):
                what = "is no plain file, or has a name that not every computer knows"
                raise FolderTrouble(f"{str(each)!r} {what}, which no backup holds; put a file with another name there")
            yield name, each


def _pack(contents: Sequence[tuple[str, Path]], file: IO[bytes], *, entries: int, last_hash: str) -> BackupManifest:
    packed: dict[str, PackedFile] = {}
    # Without name and time in the header, so that the same folder gives the same bytes.
    zipped = gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0)
    with zipped, tarfile.open(fileobj=zipped, mode="w:", format=tarfile.PAX_FORMAT) as archive:
        for name, path in contents:
            with path.open("rb") as source:
                state = os.fstat(source.fileno())
                member = tarfile.TarInfo(name)
                member.size, member.mtime = state.st_size, int(state.st_mtime)
                hashed = _Hashed(source)
                archive.addfile(member, hashed)
                packed[name] = PackedFile(member.size, hashed.sha256)
        manifest = BackupManifest(files=packed, entries=entries, last_hash=last_hash)
        content = (json.dumps(asdict(manifest), indent=1, ensure_ascii=False) + "\n").encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return manifest


class _Hashed:
    """A file that is hashed as it is read, so that the hash is of what was packed."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._digest.update(piece)
        return piece

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


@contextmanager
def _written_whole(target: Path) -> Iterator[IO[bytes]]:
    """A file that stands at ``target`` once it is complete and on the disk; nothing of it is left otherwise."""
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with beside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
