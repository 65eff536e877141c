"""The terminal of a command: a progress bar, JSON for programs, the width for people."""

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def progress(what: str, unit: str = "text") -> Iterator[Any]:
    """A progress bar on a terminal; elsewhere one line at the beginning."""
    from tqdm import tqdm

    bar: tqdm[Any] | None = None

    def show(done: int, total: int) -> None:
        nonlocal bar
        if bar is None:
            bar = tqdm(
                total=total,
                desc=what,
                unit=unit,
                file=sys.stderr,
                disable=not sys.stderr.isatty(),
                leave=False,
            )
            if not sys.stderr.isatty():
                print(f"secondsource: {what} ({total} {unit}s)", file=sys.stderr, flush=True)
        bar.update(done - bar.n)

    try:
        yield show
    finally:
        if bar is not None:
            bar.close()


def width() -> int:
    """Columns for running text: those of the terminal, a hundred at most."""
    return min(shutil.get_terminal_size((100, 24)).columns, 100)


def print_json(document: dict[str, Any]) -> None:
    """One object: spread out for people, on one line for programs."""
    print(json.dumps(document, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with what it counts, in the singular or plural."""
    return f"{number} {one if number == 1 else many or one + 's'}"
