"""The snapshots of the index that are kept, and the pointer to the one that is served.

An index never changes; a changed library gets another one beside it. A small file, replaced whole, says which one
readers are served, so that a running server sees that there is a new one. The older ones stay for a while: the
pointer can be held at one of them.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock

from knowledge.holdings.folder import LibraryFolder
from knowledge.index import IndexUnreachable, Site, connect, is_note
from knowledge.manifests import SHIPPED_LIBRARY, Manifest, manifest_files, parse_manifest, read_manifest
from knowledge.vector_store import StoreTrouble
from knowledge.whole_files import write_whole

_LOCK = "served.lock"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which index of a library is served, and how many entries the log had for it; ``is_held`` where somebody chose
    it, and it is not to follow the folder."""

    fingerprint: str
    entries: int
    is_held: bool = False


def library_id(folder: Path | None) -> str:
    """What a library is called among the indexes, wherever its folder lies."""
    return SHIPPED_LIBRARY if folder is None else LibraryFolder(folder).id


def pointer_file(cache: Path, folder: Path | None) -> Path:
    """Where the pointer of a library folder is; whoever watches it sees when another index is to be served.

    It goes by the folder's place: two copies of one library may be served in different states.
    """
    place = SHIPPED_LIBRARY if folder is None else hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    return cache / f"served-{place}.json"


def read_pointer(cache: Path, folder: Path | None) -> Pointer | None:
    """The pointer of a library; ``None`` where none was written, or what stands there is not one: it is a cache."""
    try:
        fields = json.loads(pointer_file(cache, folder).read_text(encoding="utf-8"))
        return Pointer(str(fields["fingerprint"]), int(fields["entries"]), bool(fields["is_held"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write_pointer(cache: Path, folder: Path | None, pointer: Pointer) -> None:
    """Replace the pointer of a library, whole; raises ``OSError``."""
    with FileLock(cache / _LOCK):
        _write(cache, folder, pointer)


def advance_pointer(cache: Path, folder: Path | None, pointer: Pointer) -> None:
    """As :func:`write_pointer`, but one that is held where it is stays so."""
    with FileLock(cache / _LOCK):
        standing = read_pointer(cache, folder)
        if standing is None or not (standing.is_held or standing == pointer):
            _write(cache, folder, pointer)


def kept(site: Site, library: str) -> tuple[Manifest, ...]:
    """The indexes of a library, the newest first: those in the cache folder, or those on the server.

    Damaged ones are left out. Raises :class:`IndexUnreachable` if the server does not answer.
    """
    found = _on_server(site) if site.server else _in_folder(site)
    return tuple(manifest for manifest in found if manifest.edition.library == library)


def _in_folder(site: Site) -> list[Manifest]:
    found = []
    for file in manifest_files(site.cache):
        with suppress(OSError, ValueError):
            manifest = read_manifest(file.parent)
            if file.parent == site.folder(manifest.fingerprint):
                found.append(manifest)
    return found


def _on_server(site: Site) -> list[Manifest]:
    assert site.server is not None
    found = []
    try:
        with connect(site.server) as store:
            for name in filter(is_note, store.collections()):
                with suppress(ValueError):
                    found.append(parse_manifest(store.read_note(name) or ""))
    except StoreTrouble as error:
        raise IndexUnreachable(f"the Chroma server {site.server}: {error}") from error
    return sorted(found, key=lambda manifest: manifest.built, reverse=True)


def _write(cache: Path, folder: Path | None, pointer: Pointer) -> None:
    write_whole(pointer_file(cache, folder), (json.dumps(asdict(pointer)) + "\n").encode())
