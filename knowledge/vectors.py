"""Vectors as an encoder gave them, kept in a file beside an index, so that no text is embedded twice.

Chroma gives its vectors back changed in the last place; an index built from those would not be that of a clean build.
"""

import hashlib
from pathlib import Path

import numpy
from numpy.typing import NDArray

Vectors = dict[bytes, NDArray[numpy.float32]]
"""Vectors by the SHA-256 of their texts."""


def text_digest(text: str) -> bytes:
    """What a text is known by."""
    return hashlib.sha256(text.encode()).digest()


def write_vectors(folder: Path, embedding: str, vectors: Vectors) -> None:
    """Keep the vectors of one embedding in a folder."""
    digests = numpy.frombuffer(b"".join(vectors), dtype=numpy.uint8).reshape(len(vectors), 32)
    rows = numpy.stack(list(vectors.values())) if vectors else numpy.empty((0, 0), dtype=numpy.float32)
    numpy.savez(folder / _file(embedding), digests=digests, vectors=rows)


def read_vectors(folder: Path, embedding: str) -> Vectors:
    """The vectors of one embedding that a folder keeps; none if it has none.

    Raises ``OSError``, ``ValueError``, ``KeyError`` or ``zipfile.BadZipFile`` if the file is damaged.
    """
    file = folder / _file(embedding)
    if not file.exists():
        return {}
    with numpy.load(file, allow_pickle=False) as kept:
        return dict(zip(map(bytes, kept["digests"]), kept["vectors"], strict=True))


def _file(embedding: str) -> str:
    return f"vectors-{hashlib.sha256(embedding.encode()).hexdigest()[:16]}.npz"
