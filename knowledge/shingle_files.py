"""The index of shingles kept in a file between commands. It is a cache: whatever is wrong with it, it is made anew."""

import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from zipfile import BadZipFile

import numpy

from knowledge.shingles import ShingleIndex, merged, shingle_index

_FORMAT = 1


def kept_index(file: Path, texts: Mapping[str, str]) -> ShingleIndex:
    """The index of exactly these texts, by id; ``file`` keeps it afterwards, if it can be written.

    As long as texts only come in, those that the file has are not read again. Once one has changed or gone, all are.
    """
    digests = {id: blake2b(text.encode(errors="replace"), digest_size=16).hexdigest() for id, text in texts.items()}
    index, known = _read(file)
    if index is None or not known.items() <= digests.items():
        index, known = shingle_index(texts.items()), {}
    elif new := [(id, text) for id, text in texts.items() if id not in known]:
        index = merged(index, shingle_index(new))
    if known != digests:
        with suppress(OSError):
            _write(file, index, digests)
    return index


def _read(file: Path) -> tuple[ShingleIndex | None, dict[str, str]]:
    """The index in a file, and the digests of its texts by their ids; none where there is no sound one."""
    try:
        with file.open("rb") as opened, numpy.load(opened) as kept:
            if int(kept["format"]) != _FORMAT:
                return None, {}
            ids = tuple(kept["ids"].tolist())
            index = ShingleIndex(ids, kept["sizes"], kept["hashes"], kept["owners"])
            return index, dict(zip(ids, kept["digests"].tolist(), strict=True))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, BadZipFile):
        return None, {}


def _write(file: Path, index: ShingleIndex, digests: Mapping[str, str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with beside.open("wb") as written:
            numpy.savez(
                written,
                format=_FORMAT,
                ids=numpy.array(index.ids),
                digests=numpy.array([digests[id] for id in index.ids]),
                sizes=index.sizes,
                hashes=index.hashes,
                owners=index.owners,
            )
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
