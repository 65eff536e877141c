"""The indexes that are kept, as a person asks about them: which there are, and which of them readers are served."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from assistant.errors import IndexTrouble, UsageError
from assistant.indexing import IndexReport, build, status
from assistant.opening import index_name, index_site, open_library
from assistant.settings import Settings
from knowledge.index import IndexUnusable
from knowledge.index_building import Progress, remove_index, remove_left_over
from knowledge.manifests import Manifest
from knowledge.snapshots import Pointer, kept, library_id, read_pointer, write_pointer

_LEFT_OVER = timedelta(days=1)


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
    """The indexes of the library that are kept, the newest first; raises :class:`IndexTrouble`."""
    pointer = read_pointer(settings.cache, settings.library)
    return tuple(_snapshot(manifest, pointer) for manifest in _kept(settings))


def hold(name: str, settings: Settings) -> Snapshot:
    """Let readers be served an earlier index, with the library's records as they were then, until :func:`release`.

    ``name`` is the beginning of its fingerprint. Raises :class:`UsageError` if none or several are called so, and
    :class:`IndexTrouble` if the records or the index of then cannot be served any more.
    """
    chosen = [each for each in _kept(settings) if each.fingerprint.startswith(name)]
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
    pointer = Pointer(manifest.fingerprint, manifest.edition.entries, is_held=True)
    _write(pointer, settings)
    return _snapshot(manifest, pointer)


def release(settings: Settings, *, progress: Progress | None = None) -> IndexReport:
    """Let readers be served the library as it is again."""
    library = open_library(settings)
    _write(Pointer(index_name(library, settings), library.corpus.entries), settings)
    return build(library, settings, progress=progress)


def prune(settings: Settings, *, keep: int) -> tuple[str, ...]:
    """Delete all but the newest ``keep`` indexes of the library and the one that is served; the short names.

    On a server, what interrupted builds have left goes too, once it is a day old. Raises :class:`IndexTrouble`.
    """
    pointer, site = read_pointer(settings.cache, settings.library), index_site(settings)
    served = pointer.fingerprint if pointer else None
    old = [each.fingerprint for each in _kept(settings)[keep:] if each.fingerprint != served]
    try:
        for fingerprint in old:
            remove_index(site, fingerprint)
        remove_left_over(site, begun_before=(datetime.now(UTC) - _LEFT_OVER).isoformat(timespec="seconds"))
    except IndexUnusable as error:
        raise IndexTrouble(str(error)) from error
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


def _kept(settings: Settings) -> tuple[Manifest, ...]:
    try:
        return kept(index_site(settings), library_id(settings.library))
    except IndexUnusable as error:
        raise IndexTrouble(str(error)) from error


def _write(pointer: Pointer, settings: Settings) -> None:
    try:
        write_pointer(settings.cache, settings.library, pointer)
    except OSError as error:
        raise IndexTrouble(
            f"cannot write to {settings.cache} ({error.strerror}); nothing changed for the readers"
        ) from error
