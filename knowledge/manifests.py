"""What an index says of itself: whose it is, what it holds, and what must be found in it."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

FILE = "manifest.json"
SHIPPED_LIBRARY = "shipped"


@dataclass(frozen=True, slots=True)
class Edition:
    """A library as it stood at some time: which one, and how many entries the log of its folder had.

    ``library`` is :data:`SHIPPED_LIBRARY`, or the id of a library folder.
    """

    library: str = SHIPPED_LIBRARY
    entries: int = 0


SHIPPED_EDITION = Edition()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The fingerprint of an index, how many texts each collection holds, and one text of each that a query must find.

    ``edition`` is the first that it was built for; others may have the same records. ``built`` is the time, UTC,
    ISO 8601. ``sizes`` are those of the vector files in a folder; ``prefix`` stands before the names of the
    collections on a server.
    """

    fingerprint: str
    counts: dict[str, int]
    canaries: dict[str, str]
    edition: Edition
    built: str
    sizes: dict[str, int] = field(default_factory=dict)
    prefix: str = ""


def manifest_text(manifest: Manifest) -> str:
    """The manifest as JSON."""
    return json.dumps(asdict(manifest), indent=2) + "\n"


def parse_manifest(text: str) -> Manifest:
    """The manifest in a text; raises ``ValueError`` if it is none."""
    try:
        fields = json.loads(text)
        return Manifest(**fields | {"edition": Edition(**fields["edition"])})
    except (TypeError, KeyError, RecursionError) as error:
        raise ValueError(f"no manifest of an index: {error}") from error


def manifest_files(cache: Path) -> list[Path]:
    """The manifests of every index in a cache folder, the newest first; the folders themselves change when read."""
    return sorted(cache.glob(f"index-*/{FILE}"), key=lambda file: file.stat().st_mtime_ns, reverse=True)


def read_manifest(folder: Path) -> Manifest:
    """The manifest in an index's folder; raises ``OSError`` or ``ValueError`` if there is none."""
    return parse_manifest((folder / FILE).read_text(encoding="utf-8"))
