"""Work done in a process of its own, so that no part's memory counts for another."""

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

COMMAND = [sys.executable, "-m", "assistant.cli"]


def apart(work: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """What ``work`` gives back, called in a new interpreter; says on standard error what is being done."""
    print(f"{work.__module__.rpartition('.')[2]}: {work.__name__}", file=sys.stderr, flush=True)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def command_seconds(arguments: Sequence[str | Path], *, library: Path | None = None) -> float:
    """The wall time of a command of the program, which must succeed."""
    print(f"secondsource {arguments[0]} {arguments[1]}", file=sys.stderr, flush=True)
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled once
    if library is not None:
        environment["SECONDSOURCE_LIBRARY"] = str(library)
    started = time.perf_counter()
    subprocess.run([*COMMAND, *arguments], env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


def memory() -> dict[str, float]:
    """The most this process ever held and what it holds now, in GB (of 2^30 bytes)."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return {"peak": int(fields["VmHWM"].split()[0]) / 2**20, "held": int(fields["VmRSS"].split()[0]) / 2**20}
