"""A library folder as files: where each record's versions lie, and how they are written whole.

    library.toml            what makes the folder a library
    sources/ID.toml         a source in force; texts/ID.jsonl its text, a part a line
    evidence/CLAIM/NAME.toml
    proposed/               the same, waiting to be accepted
    earlier/DIGEST/         what was in force, or waited, and was replaced, withdrawn or retracted
    log.jsonl               who did what, when and why

Which version counts is decided by the log alone: a version is known by the hash of its files.
"""

import hashlib
import secrets
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from pathlib import Path

from filelock import FileLock, Timeout

from knowledge.holdings.acts import RecordKind, RecordRef, is_reference
from knowledge.whole_files import keep_names, write_whole

_MARK = "library.toml"
_FORMAT = 1
_LOCK = ".lock"
_PATIENCE = 30  # seconds for another writer to finish
_LOOKS = 3  # a reader may look just when a writer moves the files


class FolderTrouble(Exception):
    """The folder cannot be used; the message names it and the next step."""


class Place(StrEnum):
    """Where a version of a record lies."""

    IN_FORCE = "."
    PROPOSED = "proposed"


@dataclass(frozen=True)
class LibraryFolder:
    """A folder that :func:`create` has made. Nothing is read before it is asked for."""

    root: Path

    @property
    def log(self) -> Path:
        """The file of the log."""
        return self.root / "log.jsonl"

    @property
    def id(self) -> str:
        """What the library is known by wherever its folder lies; by that place, where the folder does not say."""
        with suppress(OSError, ValueError):
            if named := tomllib.loads((self.root / _MARK).read_text(encoding="utf-8")).get("id"):
                return str(named)
        return hashlib.sha256(str(self.root.resolve()).encode()).hexdigest()[:16]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One writer at a time; raises :class:`FolderTrouble` if another does not finish in time."""
        try:
            with FileLock(self.root / _LOCK, timeout=_PATIENCE):
                yield
        except Timeout:
            raise FolderTrouble(f"another program is writing to {self.root}; try again when it is done") from None
        except OSError as error:
            problem = f"cannot write to {self.root} ({error.strerror or type(error).__name__})"
            raise FolderTrouble(f"{problem}; what the log holds is kept, the rest can be given again") from error

    def files(self, record: RecordRef, place: Path | Place) -> tuple[Path, ...]:
        """The files of a record's version at a place, those that are there: the record first, then its text."""
        paths = (self.root / place / path for path in _paths(record))
        return tuple(path for path in paths if path.is_file())

    def digest(self, record: RecordRef, place: Path | Place) -> str | None:
        """The hash of a version's files, by which the log knows it; ``None`` if there is none at that place."""
        files = self.files(record, place)
        return digest_of([path.read_bytes() for path in files]) if files else None

    def locate(self, record: RecordRef, digest: str, *, to: Path | None = None) -> tuple[Path, ...] | None:
        """The files of the version with this digest, the record first, wherever an interruption may have left them.

        A version lies in one place but for the moment in which its files are moved; then in two. Where they are
        moved ``to`` is looked at first: another version may have a file of the same content.
        """
        places = sorted((Path(Place.IN_FORCE), Path(Place.PROPOSED), _earlier(digest)), key=lambda each: each != to)
        for _ in range(_LOOKS):
            with suppress(FileNotFoundError):
                whole = [self.files(record, place) for place in places]
                copies = ((self.root / place / path for place in places) for path in _paths(record))
                mixed = product(*([path for path in each if path.is_file()] for each in copies))
                for files in (*whole, *mixed):
                    if files and digest_of([path.read_bytes() for path in files]) == digest:
                        return files
        return None

    def waiting(self) -> frozenset[RecordRef]:
        """The records of which some file lies among the proposed ones."""
        base = self.root / Place.PROPOSED
        sources = (f"source/{path.stem}" for kind in ("sources/*.toml", "texts/*.jsonl") for path in base.glob(kind))
        notes = (f"evidence/{path.parent.name}--{path.stem}" for path in base.glob("evidence/*/*.toml"))
        return frozenset(RecordRef.parse(each) for each in (*sources, *notes) if is_reference(each))

    def propose(
        self, record: RecordRef, content: str, text: str | None = None, *, instead_of: str | None = None
    ) -> str:
        """Write a version to wait for its acceptance; its digest.

        ``instead_of`` is the digest of the version that waits by the log: until the log says otherwise it waits on,
        from among the earlier ones.
        """
        if instead_of is not None:
            self.keep_earlier(record, instead_of)
        parts = [content.encode(), *([text.encode()] if text is not None else [])]
        self._write(record, Path(Place.PROPOSED), parts)
        return digest_of(parts)

    def keep_earlier(self, record: RecordRef, digest: str) -> None:
        """Have the proposed version with this digest lie among the earlier ones too, if its files are still there."""
        self._copy(record, digest, Place.PROPOSED, _earlier(digest))

    def withdraw(self, record: RecordRef, digest: str) -> None:
        """Take the files of the version with this digest, once kept among the earlier ones, from the proposed ones."""
        for path in _paths(record):
            proposed, kept = self.root / Place.PROPOSED / path, self.root / _earlier(digest) / path
            if proposed.is_file() and kept.is_file() and proposed.read_bytes() == kept.read_bytes():
                proposed.unlink()

    def keep_proposed(self) -> None:
        """Have what was proposed outlast a power cut, before the log says that it is there."""
        self._keep_names(Path(Place.PROPOSED))

    def propose_again(self, record: RecordRef, digest: str) -> None:
        """Let the version with this digest, which waits by the log, lie among the proposed ones, and there alone.

        What took its place there was never recorded.
        """
        if self.digest(record, Place.PROPOSED) != digest:
            self._copy(record, digest, _earlier(digest), Path(Place.PROPOSED))
        self._lie_only(record, digest, Place.PROPOSED)

    def put_in_force(self, record: RecordRef, digest: str, *, instead_of: str | None = None) -> None:
        """Move the version with this digest to where records in force lie; the one before it is set aside."""
        if self.locate(record, digest) is None:
            raise FolderTrouble(
                f"the version of {record} that was reviewed is no longer in {self.root}; propose it anew"
            )
        if instead_of is not None and instead_of != digest:
            self.set_aside(record, instead_of)
        for file, path in zip(self.locate(record, digest) or (), _paths(record), strict=False):
            _move(file, self.root / path)
        self._lie_only(record, digest, Place.IN_FORCE)

    def set_aside(self, record: RecordRef, digest: str) -> None:
        """Keep the version with this digest among the earlier ones, and take it out of force."""
        aside = _earlier(digest)
        for file, path in zip(self.locate(record, digest, to=aside) or (), _paths(record), strict=False):
            _move(file, self.root / aside / path)

    def _lie_only(self, record: RecordRef, digest: str, place: Place) -> None:
        if (aside := self.root / _earlier(digest)).is_dir() and self.digest(record, place) == digest:
            shutil.rmtree(aside)

    def _copy(self, record: RecordRef, digest: str, place: Path | Place, target: Path) -> bool:
        """Copy a version from a place to another, to outlast a power cut; whether it lay there."""
        parts = [path.read_bytes() for path in self.files(record, place)]
        if not parts or digest_of(parts) != digest:
            return False
        self._write(record, target, parts)
        self._keep_names(target)
        return True

    def _write(self, record: RecordRef, place: Path, parts: list[bytes]) -> None:
        paths = _paths(record)
        for path in paths[len(parts) :]:
            (self.root / place / path).unlink(missing_ok=True)
        for path, part in zip(paths, parts, strict=False):
            write_whole(self.root / place / path, part)

    def _keep_names(self, place: Path) -> None:
        base = self.root / place
        inside = (path for path in base.rglob("*") if path.is_dir())
        for folder in dict.fromkeys((self.root, base.parent, base, *inside)):
            if folder.is_dir():
                keep_names(folder)


def create(root: Path, *, name: str) -> LibraryFolder:
    """Make a new library folder; raises :class:`FolderTrouble` where something else stands already."""
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        what = "is a library folder already" if (root / _MARK).exists() else "is not an empty folder"
        raise FolderTrouble(f"{root} {what}; name another one")
    try:
        root.mkdir(parents=True, exist_ok=True)
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        mark = f'format = {_FORMAT}\nid = "{secrets.token_hex(8)}"\nname = "{quoted}"\n'
        write_whole(root / _MARK, mark.encode())
    except OSError as error:
        raise FolderTrouble(f"cannot write to {root} ({error.strerror}); name a folder you can write to") from error
    return LibraryFolder(root)


def is_library_folder(root: Path) -> bool:
    """Whether :func:`create` has made this folder."""
    return (root / _MARK).is_file()


def open_folder(root: Path) -> LibraryFolder:
    """The library folder at ``root``; raises :class:`FolderTrouble` if it is none."""
    if not is_library_folder(root):
        raise FolderTrouble(f"{root} is no library folder; make one: secondsource init {root}")
    return LibraryFolder(root)


def digest_of(parts: list[bytes]) -> str:
    """The hash of a version: of its files' contents, with their lengths, in order."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}\0".encode())
        digest.update(part)
    return digest.hexdigest()


def _paths(record: RecordRef) -> tuple[str, ...]:
    if record.kind is RecordKind.EVIDENCE:
        folder, _, name = record.id.partition("--")
        return (f"evidence/{folder}/{name}.toml",)
    return (f"sources/{record.id}.toml", f"texts/{record.id}.jsonl")


def _earlier(digest: str) -> Path:
    return Path("earlier") / digest[:16]


def _move(path: Path, target: Path) -> None:
    if path == target:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(path, target)
