"""Files that are there whole or not at all."""

import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all; after a power cut too, once its name is kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # One name for whoever writes, who is alone: what an interruption leaves is written over by the next.
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def keep_names(folder: Path) -> None:
    """Have a folder itself written to the disk, where the system can: that is where the names of its files stand."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
