"""The index as a person asks about it: built, ready, missing or damaged, which are kept, and which is served."""

from dataclasses import asdict, dataclass
from typing import Any

from assistant.errors import IndexTrouble, UsageError
from assistant.opening import edition_of, index_contents, index_name, index_site, open_library, point_to
from assistant.settings import Settings
from knowledge.embeddings import SHIPPED, EmbeddingError, ShippedEmbeddings, load_embeddings
from knowledge.index import IndexState, IndexUnusable, open_index
from knowledge.index_building import Progress, build_index, remove_index
from knowledge.library import Library
from knowledge.manifests import Manifest
from knowledge.snapshots import Pointer, kept, library_key, read_pointer, write_pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexReport:
    """The state of the index that fits the library, where it lies and what it holds."""

    state: IndexState
    place: str
    fingerprint: str
    embedding: str
    counts: dict[str, int]
    problem: str = ""

    @property
    def is_ready(self) -> bool:
        """Whether it can be served."""
        return self.state is IndexState.READY

    def as_json(self) -> dict[str, Any]:
        """The report for programs."""
        return asdict(self) | {"state": self.state.value}

    def __str__(self) -> str:
        held = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in self.counts.items())
        return f"index {self.fingerprint[:16]}: {self.state.value}{f' ({held})' if held else ''}\nit is in {self.place}"


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


def build(library: Library, settings: Settings, *, progress: Progress | None = None) -> IndexReport:
    """Build the index of the library; a sound one that is there stays, and is what running servers go on with."""
    wanted = index_name(library, settings)
    try:
        embeddings = load_embeddings(settings.embeddings)
        contents = index_contents(library, embeddings, settings.embeddings or SHIPPED)
        if verify(library, settings).state is IndexState.DAMAGED:
            remove_index(index_site(settings), wanted)
        index = build_index(
            index_site(settings), wanted, contents=contents, edition=edition_of(library, settings), progress=progress
        )
    except (EmbeddingError, IndexUnusable) as error:
        return _report(settings, wanted, IndexState.MISSING, problem=str(error))
    with index:
        point_to(library, settings)
        return _report(settings, wanted, IndexState.READY, counts=index.manifest.counts)


def status(library: Library, settings: Settings) -> IndexReport:
    """Whether the index that fits the library is there and answers a query."""
    return _inspect(library, settings, thoroughly=False)


def verify(library: Library, settings: Settings) -> IndexReport:
    """As :func:`status`, and every stored text is compared with the library's."""
    return _inspect(library, settings, thoroughly=True)


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


def _inspect(library: Library, settings: Settings, *, thoroughly: bool) -> IndexReport:
    wanted = index_name(library, settings)
    try:
        index = open_index(index_site(settings), wanted)
    except IndexUnusable as error:
        return _report(settings, wanted, IndexState.DAMAGED, problem=str(error))
    if index is None:
        problem = "there is no index for this library yet; build it: secondsource index build"
        return _report(settings, wanted, IndexState.MISSING, problem=problem)
    with index:
        differences = index.differences(index_contents(library, ShippedEmbeddings(), SHIPPED)) if thoroughly else ()
        if differences:
            problem = f"{'; '.join(differences)}; mend it: secondsource index build"
            return _report(settings, wanted, IndexState.DAMAGED, problem=problem)
        return _report(settings, wanted, IndexState.READY, counts=index.manifest.counts)


def _report(
    settings: Settings,
    wanted: str,
    state: IndexState,
    *,
    counts: dict[str, int] | None = None,
    problem: str = "",
) -> IndexReport:
    return IndexReport(
        state=state,
        place=index_site(settings).describe(wanted),
        fingerprint=wanted,
        embedding=settings.embeddings or SHIPPED,
        counts=counts or {},
        problem=problem,
    )
