"""The way to a librarian's folder: required, opened for writing, and its troubles said in one line."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from assistant.errors import DeskTrouble, UsageError

if TYPE_CHECKING:
    from assistant.relaying import Shelf
    from assistant.settings import Settings
    from knowledge.holdings.acts import Deed, RecordRef
    from knowledge.holdings.desk import Desk
    from knowledge.holdings.folder import LibraryFolder
    from knowledge.problems import Problem
    from knowledge.record_files import RecordFiles


@contextmanager
def in_one_line() -> Iterator[None]:
    """What a librarian can mend is said in one line, as every error of the program."""
    from knowledge.holdings.acts import Refusal
    from knowledge.holdings.folder import FolderTrouble
    from knowledge.holdings.log import LogTrouble
    from knowledge.ingest.documents import Unreadable

    try:
        yield
    except (Refusal, FolderTrouble, LogTrouble, Unreadable) as error:
        raise DeskTrouble(str(error)) from error


def require_folder(settings: "Settings") -> "LibraryFolder":
    """The folder that the settings name; raises :class:`UsageError` if they name none."""
    from knowledge.holdings.folder import open_folder

    if settings.library is None:
        raise UsageError(
            "this needs a library folder of yours: make one with secondsource init DIR, "
            "then name it with --library DIR or SECONDSOURCE_LIBRARY"
        )
    with in_one_line():
        return open_folder(settings.library)


@cache
def shipped_records() -> "RecordFiles":
    """The records that ship, read once in a command."""
    from knowledge.record_files import packaged_library, read_files

    return read_files(packaged_library())


@contextmanager
def open_desk(settings: "Settings") -> "Iterator[Desk]":
    """The desk of the folder that the settings name, alone; others wait until it is left."""
    from knowledge.holdings.desk import at_the_desk
    from knowledge.holdings.overlay import shipped_refs

    folder = require_folder(settings)
    with at_the_desk(folder, shipped_refs(shipped_records())) as desk:
        yield desk


def require_sound(desk: "Desk") -> None:
    """Raises ``Refusal`` with the first fault that the library would have once what is to be recorded is in force.

    Faults that it has already stop nobody: they may be what is mended.
    """
    from knowledge.checks import problems_between
    from knowledge.holdings.acts import Refusal
    from knowledge.holdings.overlay import laid_over, read_holdings

    def faults(supposing: "Sequence[Deed]") -> "set[Problem]":
        whole = laid_over(shipped_records(), read_holdings(desk.folder, shipped=shipped_records(), supposing=supposing))
        return {*whole.problems, *problems_between(whole)}

    found = faults(desk.supposed())
    if found and (new := sorted(found - faults(()))):
        raise Refusal(f"nothing was recorded, for the library would be unsound: {new[0]}")


def open_shelf(folder: "LibraryFolder", settings: "Settings") -> "Shelf":
    """What a text may repeat: everything that the folder holds; the index of it is kept in the cache."""
    from hashlib import sha256

    from assistant.holding import read_holding
    from assistant.relaying import shelf_of

    name = sha256(str(folder.root.resolve()).encode(errors="replace")).hexdigest()[:16]
    return shelf_of(read_holding(folder, shipped_records()), kept=settings.cache / f"shingles-{name}.npz")


def record_ref(id: str, command: str) -> "RecordRef":
    """The record an id means: under ``sources`` a source, under ``evidence`` an evidence record."""
    from knowledge.holdings.acts import RecordKind, RecordRef

    kind = RecordKind.EVIDENCE if command == "evidence" else RecordKind.SOURCE
    try:
        return RecordRef(kind, id)
    except ValueError as error:
        raise UsageError(str(error)) from error
