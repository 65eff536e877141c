"""The index as a person asks about it: built, ready, missing or damaged, and what to do."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.opening import edition_of, index_contents, index_name, index_site, point_to
from assistant.settings import Settings
from knowledge.embeddings import SHIPPED, EmbeddingError, ShippedEmbeddings, load_embeddings
from knowledge.index import IndexState, IndexUnreachable, IndexUnusable, open_index
from knowledge.index_building import Progress, build_index
from knowledge.library import Library


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


def build(library: Library, settings: Settings, *, progress: Progress | None = None) -> IndexReport:
    """Build the index of the library; a sound one that is there stays, and is what running servers go on with."""
    wanted = index_name(library, settings)
    try:
        embeddings = load_embeddings(settings.embeddings)
        contents = index_contents(library, embeddings, settings.embeddings or SHIPPED)
        index = build_index(
            index_site(settings),
            wanted,
            contents=contents,
            edition=edition_of(library, settings),
            anew=verify(library, settings).state is IndexState.DAMAGED,
            progress=progress,
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


def parts(library: Library, settings: Settings) -> tuple[Path, ...]:
    """What a backup packs of the index that fits: files and folders, relative to the cache; none if it is not ready."""
    if not status(library, settings).is_ready:
        return ()
    return (index_site(settings).folder(index_name(library, settings)).relative_to(settings.cache),)


def _inspect(library: Library, settings: Settings, *, thoroughly: bool) -> IndexReport:
    wanted = index_name(library, settings)
    try:
        index = open_index(index_site(settings), wanted)
    except IndexUnreachable as error:
        return _report(settings, wanted, IndexState.UNREACHABLE, problem=str(error))
    except IndexUnusable as error:
        return _report(settings, wanted, IndexState.DAMAGED, problem=str(error))
    if index is None:
        problem = "there is no index for this library yet; build it: secondsource index build"
        return _report(settings, wanted, IndexState.MISSING, problem=problem)
    with index:
        try:
            differences = index.differences(index_contents(library, ShippedEmbeddings(), SHIPPED)) if thoroughly else ()
        except IndexUnusable as error:
            return _report(settings, wanted, IndexState.DAMAGED, problem=str(error))
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
