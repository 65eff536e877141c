"""The indexes that are kept, as a person asks about them: which there are, and which of them readers are served."""

from dataclasses import dataclass

from assistant.errors import IndexTrouble, UsageError
from assistant.indexing import IndexReport, build, status
from assistant.opening import edition_of, index_name, index_site, open_library
from assistant.settings import Settings
from knowledge.index_building import Progress, remove_index
from knowledge.manifests import Manifest
from knowledge.snapshots import Pointer, kept, library_key, read_pointer, write_pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """An index that is kept: its short name, when it was built, of how many entries of the log, and what it holds."""

    name: str
    built: str
    entries: int
    texts: int
    is_served: bool
    is_held: bool

    def __str__(self) -> str:
        marks = "  served" + (", held" if self.is_held else "") if self.is_served else ""
        return f"{self.name}  {self.built}  log entries {self.entries:>6}  texts {self.texts:>7}{marks}"


def snapshots(settings: Settings) -> tuple[Snapshot, ...]:
    """The indexes of the library that are kept in the cache folder, the newest first."""
    library = library_key(settings.library)
    pointer = read_pointer(settings.cache, library)
    return tuple(_snapshot(manifest, pointer) for manifest in kept(index_site(settings), library))


def hold(name: str, settings: Settings) -> Snapshot:
    """Let readers be served an earlier index, with the library's records as they were then, until :func:`release`.

    ``name`` is the beginning of its fingerprint. Raises :class:`UsageError` if none or several are called so, and
    :class:`IndexTrouble` if the records or the index of then cannot be served any more.
    """
    library = library_key(settings.library)
    chosen = [each for each in kept(index_site(settings), library) if each.fingerprint.startswith(name)]
    if len(chosen) != 1:
        raise UsageError(
            f"{'no' if not chosen else 'more than one'} index is called {name!r}; list them: secondsource index list"
        )
    (manifest,) = chosen
    then = open_library(settings, entries=manifest.edition.entries)
    if index_name(then, settings) != manifest.fingerprint:
        raise IndexTrouble(
            f"index {name} was built by another version of the program or for other settings; it cannot be served"
        )
    report = status(then, settings)
    if not report.is_ready:
        raise IndexTrouble(report.problem)
    return _point(Pointer(manifest.fingerprint, manifest.edition, is_held=True), manifest, settings)


def release(settings: Settings, *, progress: Progress | None = None) -> IndexReport:
    """Let readers be served the library as it is again."""
    library = open_library(settings)
    edition = edition_of(library, settings)
    _write(Pointer(index_name(library, settings), edition), settings)
    return build(library, settings, progress=progress)


def prune(settings: Settings, *, keep: int) -> tuple[str, ...]:
    """Delete all but the newest ``keep`` indexes of the library and the one that is served; the short names."""
    library = library_key(settings.library)
    pointer, site = read_pointer(settings.cache, library), index_site(settings)
    served = pointer.fingerprint if pointer else None
    old = [each.fingerprint for each in kept(site, library)[keep:] if each.fingerprint != served]
    for fingerprint in old:
        remove_index(site, fingerprint)
    return tuple(fingerprint[:16] for fingerprint in old)


def _snapshot(manifest: Manifest, pointer: Pointer | None) -> Snapshot:
    is_served = pointer is not None and pointer.fingerprint == manifest.fingerprint
    return Snapshot(
        name=manifest.fingerprint[:16],
        built=manifest.built,
        entries=manifest.edition.entries,
        texts=sum(manifest.counts.values()),
        is_served=is_served,
        is_held=is_served and pointer is not None and pointer.is_held,
    )


def _point(pointer: Pointer, manifest: Manifest, settings: Settings) -> Snapshot:
    _write(pointer, settings)
    return _snapshot(manifest, pointer)


def _write(pointer: Pointer, settings: Settings) -> None:
    try:
        write_pointer(settings.cache, pointer)
    except OSError as error:
        raise IndexTrouble(
            f"cannot write to {settings.cache} ({error.strerror}); nothing changed for the readers"
        ) from error
