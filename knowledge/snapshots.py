"""The snapshots of the index that are kept, and the pointer to the one that is served.

An index never changes; a changed library gets another one beside it. A small file, replaced whole, says which one
readers are served, so that a running server sees that there is a new one. The older ones stay for a while: the
pointer can be held at one of them.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from knowledge.index import Site
from knowledge.manifests import SHIPPED_LIBRARY, Edition, Manifest, manifest_files, read_manifest
from knowledge.whole_files import write_whole

_LOCK = "served.lock"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which index of a library is served; ``is_held`` where somebody chose it, and it is not to follow the folder."""

    fingerprint: str
    edition: Edition
    is_held: bool = False


def library_key(folder: Path | None) -> str:
    """What a library folder is called among the indexes: its place, hashed."""
    if folder is None:
        return SHIPPED_LIBRARY
    return hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]


def read_pointer(cache: Path, library: str) -> Pointer | None:
    """The pointer of a library; ``None`` where none was written, or what stands there is not one: it is a cache."""
    try:
        fields = json.loads(pointer_file(cache, library).read_text(encoding="utf-8"))
        return Pointer(str(fields["fingerprint"]), Edition(library, int(fields["entries"])), bool(fields["held"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write_pointer(cache: Path, pointer: Pointer) -> None:
    """Replace the pointer of a library, whole; raises ``OSError``."""
    fields = {"fingerprint": pointer.fingerprint, "entries": pointer.edition.entries, "held": pointer.is_held}
    with FileLock(cache / _LOCK):
        write_whole(pointer_file(cache, pointer.edition.library), (json.dumps(fields) + "\n").encode())


def kept(site: Site, library: str) -> tuple[Manifest, ...]:
    """The snapshots of a library in the cache folder, the newest first; damaged ones are left out."""
    found = []
    for file in manifest_files(site.cache):
        with suppress(OSError, ValueError):
            manifest = read_manifest(file.parent)
            if manifest.edition.library == library and file.parent == site.folder(manifest.fingerprint):
                found.append(manifest)
    return tuple(found)


def pointer_file(cache: Path, library: str) -> Path:
    """Where the pointer of a library is; whoever watches it sees when readers are to be served another index."""
    return cache / f"served-{library}.json"
