"""The search index that came in a backup: what of it may go into the cache."""

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from knowledge.manifests import read_manifest

_INDEX = re.compile(r"index-[0-9a-f]{16}")


def put_index(staged: Path, cache: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Move each index among what was unpacked to where the cache has none of that name: the names, and notes.

    Nothing else goes there: a backup may be a stranger's, and a cache also says which library readers are served.
    A cache that cannot be used is a note too, for the library stands by then.
    """
    taken: list[str] = []
    notes: list[str] = []
    for part in _parts(staged):
        try:
            if not _is_index(part):
                notes.append(f"{part.name!r} is no index, and was left out")
            elif (cache / part.name).exists():
                notes.append(f"{part.name} is there already, and was left as it is")
            else:
                _move(part, cache)
                taken.append(part.name)
        except OSError as error:
            trouble = f"{error.filename or cache}: {error.strerror or error}"
            notes.append(f"{part.name} was left out ({trouble}); build it anew: secondsource index build")
    return tuple(taken), tuple(notes)


def _move(part: Path, cache: Path) -> None:
    """Put an index into the cache whole: from another disk it is copied first, and that may break off."""
    arriving = cache / f".{part.name}.{os.getpid()}"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        shutil.move(part, arriving)
        arriving.rename(cache / part.name)
    finally:
        shutil.rmtree(arriving, ignore_errors=True)


def _parts(staged: Path) -> Sequence[Path]:
    return sorted(staged.iterdir()) if staged.is_dir() else ()


def _is_index(part: Path) -> bool:
    """Whether a folder is called as an index is, and as its own manifest says."""
    try:
        fingerprint: object = read_manifest(part).fingerprint
    except (OSError, ValueError):
        return False
    is_its_own = isinstance(fingerprint, str) and part.name == f"index-{fingerprint[:16]}"
    return is_its_own and _INDEX.fullmatch(part.name) is not None
