"""The search index that came in a backup: what of it may go into the cache."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from knowledge.manifests import read_manifest

_INDEX = re.compile(r"index-[0-9a-f]{16}")


def put_index(staged: Path, cache: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Move each index among what was unpacked to where the cache has none of that name: the names, and notes.

    Nothing else goes there: a backup may be a stranger's, and a cache also says which library readers are served.
    """
    taken: list[str] = []
    notes: list[str] = []
    for part in _parts(staged):
        if not _is_index(part):
            notes.append(f"{part.name!r} is no index, and was left out")
        elif (cache / part.name).exists():
            notes.append(f"{part.name} is there already, and was left as it is")
        else:
            cache.mkdir(parents=True, exist_ok=True)
            shutil.move(part, cache / part.name)
            taken.append(part.name)
    return tuple(taken), tuple(notes)


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
