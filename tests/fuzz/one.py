"""One target fuzzed in this process by Atheris, which leaves it by ending the process.

Every way in which the parser broke its word is kept once, with the bytes that did it, and the search goes on;
only a hang or too much memory ends it, and then the fuzzer itself keeps the bytes.

    python -m tests.fuzz.one TARGET FINDS STATISTICS CORPUS [options of libFuzzer]
"""

import hashlib
import io
import json
import random
import sys
import time
import traceback
import zipfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["knowledge"]):
    from tests.fuzz.targets import TARGETS, Target

LONGEST_SECONDS = 10
_EVERY_SECONDS = 2
_GROWTH = 512


class _Watch:
    """Runs a target's check, counts, and keeps what it finds."""

    def __init__(self, name: str, finds: Path, statistics: Path) -> None:
        self._name, self._target, self._finds, self._statistics = name, TARGETS[name], finds, statistics
        self._runs = 0
        self._slowest = 0.0
        self._told = time.monotonic()

    def __call__(self, content: bytes) -> None:
        start = time.monotonic()
        try:
            self._target.check(content)
        except Exception as error:
            self._keep(content, error)
        took = time.monotonic() - start
        if took > LONGEST_SECONDS:
            self._keep(content, TimeoutError(f"{took:.0f} s"))
        self._runs += 1
        self._slowest = max(self._slowest, took)
        if time.monotonic() - self._told > _EVERY_SECONDS:
            self._told = time.monotonic()
            self._statistics.write_text(json.dumps({"runs": self._runs, "slowest": self._slowest}), encoding="utf-8")

    def _keep(self, content: bytes, error: Exception) -> None:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "site-packages" not in frame.filename]
        place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "whole"
        key = hashlib.sha256(f"{type(error).__name__} {place}".encode()).hexdigest()[:12]
        path = self._finds / f"{self._name}-{key}"
        if not path.with_suffix(".bin").exists():
            path.with_suffix(".bin").write_bytes(content)
            lines = "".join(traceback.format_exception(error, limit=-6))
            path.with_suffix(".txt").write_text(f"{type(error).__name__} at {place}\n{lines}", encoding="utf-8")


def _mutate(target: Target) -> object:
    """For archives: a change within one member, so that what is read is seldom merely a broken archive."""

    def mutate(content: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as opened:
                members = {name: opened.read(name) for name in opened.namelist()}
        except Exception:
            return bytes(atheris.Mutate(content, most))
        if not members or chance.random() < 0.1:
            return bytes(atheris.Mutate(content, most))
        chosen = chance.choice(sorted(members))
        members[chosen] = bytes(atheris.Mutate(members[chosen], len(members[chosen]) + _GROWTH))
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for name, member in members.items():
                made.writestr(name, member)
        return out.getvalue() if out.tell() <= most else content

    return mutate if target.is_archive else None


def main() -> None:
    """Fuzz until libFuzzer's options say stop."""
    name, finds, statistics, *options = sys.argv[1:]
    target = TARGETS[name]
    keywords = {"custom_mutator": mutate} if (mutate := _mutate(target)) else {}
    atheris.Setup([sys.argv[0], *options], _Watch(name, Path(finds), Path(statistics)), **keywords)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
