"""What a librarian names to be taken in (files, folders, addresses, volumes of FRUS), brought together as files."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assistant.adding import files_in
from assistant.errors import DeskTrouble, UsageError
from assistant.settings import Settings

if TYPE_CHECKING:
    from knowledge.ingest.origins import Origin

Progress = Callable[[int, int], None]
"""Called with the number of downloads done so far and the number in all."""

_ADDRESS = re.compile(r"\s*[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a command names: files, folders and addresses as they were given, and ids of volumes of FRUS."""

    named: Sequence[str] = ()
    volumes: Sequence[str] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses among what is named, each once."""
        return tuple(dict.fromkeys(name for name in self.named if _ADDRESS.match(name)))

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files and folders among what is named."""
        return tuple(Path(name) for name in self.named if not _ADDRESS.match(name))

    @property
    def names(self) -> tuple[str, ...]:
        """What to call it all where that is kept: of an address no user name and no query, which may be secret."""
        from knowledge.fetching.reach import shown

        addresses = (shown(re.split(r"[?#]", address, maxsplit=1)[0]) for address in self.addresses)
        return (*(path.name for path in self.paths), *addresses, *self.volumes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Files to be taken in; the origins of those that were fetched; one line for each that could not be fetched."""

    files: tuple[Path, ...]
    origins: Mapping[Path, "Origin"]
    refused: tuple[str, ...]


@contextmanager
def gathered(
    wanted: Wanted, settings: Settings, *, network_allowed: bool = False, progress: Progress | None = None
) -> Iterator[Gathered]:
    """The files that are wanted: those on this computer where they lie, the others in a folder that goes away again.

    Volumes are fetched whenever they are named, for naming one is asking the network; addresses only where
    ``network_allowed``. What cannot be fetched does not stop the others. Raises :class:`UsageError` before anything
    is fetched, and :class:`DeskTrouble` where there is no room for what is fetched.
    """
    from knowledge.fetching.reach import names_user, shown

    for address in filter(names_user, wanted.addresses):
        raise UsageError(f"{shown(address)} has a user name in it; none is sent or kept, so leave it out")
    if wanted.addresses and not network_allowed:
        where = shown(wanted.addresses[0])
        raise UsageError(f"{where} is on the network, which is not asked unless you say so: add --allow-network")
    if not wanted.addresses and not wanted.volumes:
        yield Gathered(files=files_in(wanted.paths), origins={}, refused=())
        return
    with _folder() as folder:
        fetched, refused = _fetch_all(wanted, settings, folder, progress)
        yield Gathered(files=(*files_in(wanted.paths), *fetched), origins=fetched, refused=refused)


@contextmanager
def _folder() -> Iterator[Path]:
    try:
        folder = TemporaryDirectory(prefix="secondsource-")
    except OSError as error:
        raise DeskTrouble(f"no folder for downloads can be made ({error.strerror}); set TMPDIR to one") from error
    with folder as name:
        yield Path(name)


def _fetch_all(
    wanted: Wanted, settings: Settings, folder: Path, progress: Progress | None
) -> "tuple[dict[Path, Origin], tuple[str, ...]]":
    from knowledge.fetching.reach import Unfetched, shown

    fetches = [
        *((address, _fetch_address) for address in wanted.addresses),
        *((volume, _fetch_volume) for volume in dict.fromkeys(wanted.volumes)),
    ]
    fetched: dict[Path, Origin] = {}
    refused: list[str] = []
    for number, (name, fetch) in enumerate(fetches, start=1):
        try:
            file, origin = fetch(name, settings, folder)
            fetched[file] = origin
        except Unfetched as fault:
            refused.append(f"{shown(name)}: {fault}")
        except OSError as error:
            raise DeskTrouble(
                f"{shown(name)} cannot be kept in {folder.parent} meanwhile ({error.strerror})"
            ) from error
        if progress is not None:
            progress(number, len(fetches))
    return fetched, tuple(refused)


def _fetch_address(address: str, settings: Settings, folder: Path) -> "tuple[Path, Origin]":
    from knowledge.fetching.downloading import download
    from knowledge.fetching.reach import Reach
    from knowledge.ingest.origins import Origin, file_name

    arriving = folder / "arriving"
    with arriving.open("wb") as file:
        got = download(address, file, reach=Reach(private_hosts=settings.private_hosts))
    path = arriving.rename(folder / file_name(got.address, got.media_type))
    return path, Origin(address=got.address, answered_by=got.answered_by, accessed=datetime.now(UTC).date())


def _fetch_volume(volume: str, settings: Settings, folder: Path) -> "tuple[Path, Origin]":
    from knowledge.fetching.downloading import download
    from knowledge.fetching.frus_volumes import LARGEST_VOLUME, REPOSITORY, volume_address
    from knowledge.fetching.reach import Reach
    from knowledge.ingest.origins import Origin

    address = volume_address(volume, settings.frus_base or REPOSITORY)
    arriving = folder / "arriving"
    with arriving.open("wb") as file:
        got = download(address, file, reach=Reach(private_hosts=settings.private_hosts, size=LARGEST_VOLUME))
    path = arriving.rename(folder / f"{volume}.xml")
    today = datetime.now(UTC).date()
    return path, Origin(address=got.address, answered_by=got.answered_by, accessed=today, volume=volume)
