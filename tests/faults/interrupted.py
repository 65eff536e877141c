"""Runs the command ``secondsource`` and kills its own process just before its n-th change to files under a folder.

    python -m tests.faults.interrupted FOLDER N REPORT ARGUMENT…

A change is a file opened for writing, a folder made, a file moved or removed, or a file's content forced to the
disk. Before it dies the process writes to REPORT what it was about to do; with N = 0 it lives, and writes how many
changes there were.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from assistant.cli import main

_WRITING = os.O_WRONLY | os.O_RDWR
_PATHS = {"os.rename": 2, "os.mkdir": 1, "os.remove": 1, "os.rmdir": 1}
"""Audit events (PEP 578) that change files, and how many of their arguments are paths."""


class Counter:
    """Counts the changes under a folder and ends the process at one of them."""

    def __init__(self, folder: Path, last: int, report: Path) -> None:
        self._folder, self._last, self._report = str(folder.resolve()), last, str(report)
        self.count = 0

    def heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit hook."""
        if event == "open":
            path, mode, flags = arguments
            if isinstance(path, str | bytes | os.PathLike) and (flags or 0) & _WRITING and not _is_lock(path):
                self._changing(f"open {mode}", path)
        elif event in _PATHS:
            self._changing(event, *arguments[: _PATHS[event]])

    def forced(self, descriptor: int) -> None:
        """``os.fsync``, of which Python tells no audit hook."""
        self._changing("fsync", Path(f"/proc/self/fd/{descriptor}").readlink())
        _fsync(descriptor)

    def _changing(self, what: str, *paths: Any) -> None:
        if not any(os.path.abspath(os.fsdecode(path)).startswith(self._folder) for path in paths):  # noqa: PTH100
            return
        self.count += 1
        if self.count == self._last:
            self.tell(f"{what} {' '.join(map(os.fsdecode, paths))}")
            os.kill(os.getpid(), signal.SIGKILL)

    def tell(self, text: str) -> None:
        """Write to the report past Python's files, whose buffers a killed process loses."""
        descriptor = os.open(self._report, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.write(descriptor, text.encode())
        os.close(descriptor)


def _is_lock(path: Any) -> bool:
    return os.fsdecode(path).endswith(".lock")


_fsync = os.fsync

if __name__ == "__main__":
    counter = Counter(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
    os.fsync = counter.forced  # type: ignore[assignment]
    sys.addaudithook(counter.heard)
    code = main(sys.argv[4:])
    counter.tell(str(counter.count))
    sys.exit(code)
