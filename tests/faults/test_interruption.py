"""``kill -9`` in mid-write: nothing acknowledged is lost, nothing is doubled, and the same command completes."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy
import pytest

from assistant.cli import main
from assistant.opening import open_assistant
from assistant.settings import Settings
from tests.faults.desks import (
    Expected,
    accepted_texts,
    add,
    complete_entries,
    content,
    faults_of,
    faults_when_done,
    handed_in,
)
from tests.proofs.recording import Proof

EARLIER, NEW, CORRECTED = 4, 56, 2
"""Documents that stand in the folder already, that come in (more than are recorded at once), and that are replaced."""

KILLS = 200
FROM_OUTSIDE = 40
INDEXED = 20
"""Of the kills: those by another process at any moment, and those after which an index is grown and compared."""

INDEX_KILLS = 20
WHAT = "kill -9 in mid-write: nothing acknowledged lost, nothing doubled, the index that of a clean build"
_FIRST = 5  # before it nothing but empty folders is there
_COMMAND = (sys.executable, "-m", "tests.faults.interrupted")


@dataclass(frozen=True)
class Scene:
    """A folder before the command, the files it is given, and the folder after a command that nobody interrupted."""

    root: Path
    before: Path
    files: Path
    done: Path
    expected: Expected
    earlier: dict[str, str]
    changes: int
    seconds: float

    def killed(self, name: str, place: int | None, *, chance: random.Random) -> tuple[Path, str] | None:
        """A folder in which the command was killed, and at what; ``None`` where the kill came before or after it.

        At the ``place``-th of its changes to files; or, where that is ``None``, from outside, at any moment.
        """
        folder, report = self.root / name, self.root / f"{name}.report"
        shutil.copytree(self.before, folder)
        command = [*_COMMAND, str(folder), str(place or 0), str(report), *add(self.files, folder)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            if place is None:
                _wait_for_the_first_change(folder, process)
                time.sleep(chance.random() * self.seconds)
                process.kill()
            process.wait(timeout=120)
        was_killed = process.returncode == -signal.SIGKILL
        is_midway = content(folder) != content(self.before) or self._has_begun(folder)
        is_done = content(folder) == content(self.done)
        if not was_killed or not is_midway or is_done:
            return None
        return folder, report.read_text(encoding="utf-8") if place else "from outside"

    def _has_begun(self, folder: Path) -> bool:
        return any(folder.rglob("*.part")) or complete_entries(folder / "log.jsonl") != complete_entries(
            self.before / "log.jsonl"
        )


def _wait_for_the_first_change(folder: Path, process: "subprocess.Popen[bytes]") -> None:
    proposed = folder / "proposed" / "sources"
    while process.poll() is None and not (proposed.exists() and any(proposed.iterdir())):
        time.sleep(0.001)


def faults_when_done_or_reason(folder: Path, expected: Expected) -> list[str]:
    try:
        return faults_when_done(folder, expected)
    except Exception as error:  # a folder that cannot be opened is a fault, not the end of the proof
        return [f"{type(error).__name__}: {error}"]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    root = tmp_path_factory.mktemp("interrupted")
    before, done, files = root / "before", root / "done", root / "files"
    assert main(["init", str(before)]) == 0
    earlier = handed_in(root / "earlier", EARLIER)
    assert main(add(root / "earlier", before)) == 0
    corrected = handed_in(files, CORRECTED, version=2)
    new = handed_in(files, NEW, start=EARLIER)
    shutil.copytree(before, done)
    report = root / "report"
    start = time.monotonic()
    subprocess.run([*_COMMAND, str(done), "0", str(report), *add(files, done)], check=True, capture_output=True)
    took = time.monotonic() - start
    texts = earlier | corrected | new
    expected = Expected(texts, {id: 2 if id in corrected else 1 for id in texts})
    assert faults_when_done(done, expected) == []
    changes = int(report.read_text(encoding="utf-8"))
    assert changes > 3 * len(new)
    return Scene(root, before, files, done, expected, earlier, changes, took / 4)


@dataclass(frozen=True)
class Indexes:
    """The cache with the index of the folder before the command, and the vectors of a clean build after it."""

    before: Path
    clean: dict[str, numpy.ndarray]


@pytest.fixture(scope="module")
def indexes(scene: Scene) -> Indexes:
    before = scene.root / "cache-before"
    vectors(scene.before, before)
    return Indexes(before, vectors(scene.done, scene.root / "cache-clean"))


def after_a_kill(scene: Scene, folder: Path) -> list[str]:
    """What is wrong with a folder after a kill, and after the same command was given again."""
    acknowledged = complete_entries(folder / "log.jsonl")
    held = accepted_texts(folder, scene.expected.texts)
    replaced = {id: text for id, text in scene.earlier.items() if not _is_corrected(acknowledged, id)}
    try:
        found = faults_of(folder, held=held | replaced, before=complete_entries(scene.before / "log.jsonl"))
    except Exception as error:
        found = [f"it cannot be opened: {type(error).__name__}: {error}"]
    if main(["log", "verify", "--library", str(folder)]) != 0:
        found.append("log verify fails")
    if main(add(scene.files, folder)) != 0:
        found.append("the same command again does not complete")
    found += faults_when_done_or_reason(folder, scene.expected)
    if not (folder / "log.jsonl").read_bytes().startswith(acknowledged):
        found.append("entries that were acknowledged are lost")
    if content(folder) != content(scene.done):
        found.append("the folder is not that of a command that nobody interrupted")
    return found


def _is_corrected(log: bytes, id: str) -> bool:
    """Whether the log has accepted a second version."""
    acts = [line for line in log.splitlines() if b'"act":"accepted"' in line and f'"source/{id}"'.encode() in line]
    return len(acts) > 1


def kills(scene: Scene, inside: int, outside: int) -> Iterator[tuple[Path, str]]:
    """So many kills, each of them in mid-write: at changes drawn from all of them, and from outside."""
    chance = random.Random(20)
    places = [_FIRST + number * (scene.changes - _FIRST) // inside for number in range(inside)]
    wanted: list[int | None] = [*places, *[None] * outside]
    for number, place in enumerate(wanted):
        for attempt in range(20):
            if landed := scene.killed(f"kill-{number}-{attempt}", place, chance=chance):
                yield landed
                break
            shutil.rmtree(scene.root / f"kill-{number}-{attempt}")
        else:
            pytest.fail(f"no kill at {place} landed in mid-write")


def test_a_sample_of_kills_loses_nothing(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    seen = set()
    for folder, what in kills(scene, 6, 1):
        assert after_a_kill(scene, folder) == [], what
        seen.add(what.partition(" ")[0])
    assert {"open", "fsync", "os.rename"} & seen


@pytest.mark.proof
def test_two_hundred_kills_lose_nothing(
    scene: Scene,
    indexes: Indexes,
    tmp_path: Path,
    proof: Callable[[str, str], Proof],
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = proof("interruption", WHAT)
    for number, (folder, what) in enumerate(kills(scene, KILLS - FROM_OUTSIDE, FROM_OUTSIDE)):
        found = [f"{what}: {fault}" for fault in after_a_kill(scene, folder)]
        shown.add(found, kills=1, from_outside=int(what == "from outside"))
        if number % (KILLS // INDEXED) == 0:
            cache = tmp_path / f"cache-{number}"
            shutil.copytree(indexes.before, cache)
            shown.add(
                [] if same(vectors(folder, cache), indexes.clean) else [f"{what}: another index"], indexes_compared=1
            )
            shutil.rmtree(cache)
        shutil.rmtree(folder)
    assert not shown.faults


@pytest.mark.proof
def test_kills_while_an_index_is_built_leave_none_that_is_half_built(
    scene: Scene,
    indexes: Indexes,
    tmp_path: Path,
    proof: Callable[[str, str], Proof],
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = proof("interruption", WHAT)
    chance = random.Random(21)
    for number in range(INDEX_KILLS):
        cache = tmp_path / f"cache-{number}"
        for _ in range(20):
            shutil.rmtree(cache, ignore_errors=True)
            shutil.copytree(indexes.before, cache)
            if killed_while_building(scene.done, cache, wait=chance.random()):
                break
        else:
            pytest.fail("no kill landed while an index was built")
        found = (
            [] if same(vectors(scene.done, cache), indexes.clean) else ["another index after a kill while it was built"]
        )
        found += [f"{path.name} is left over" for path in cache.glob("*.building-*")]
        shown.add(found, kills_while_an_index_was_built=1)
        shutil.rmtree(cache)
    assert not shown.faults


def killed_while_building(library: Path, cache: Path, *, wait: float) -> bool:
    """Build an index in a process of its own and kill it; whether that was while it wrote."""
    command = [sys.executable, "-m", "assistant.cli", "index", "build", "--library", str(library)]
    environment = os.environ | {"SECONDSOURCE_CACHE": str(cache)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and not any(cache.glob("*.building-*")):
            time.sleep(0.005)
        time.sleep(wait * 3)
        process.kill()
        process.wait(timeout=60)
    return process.returncode == -signal.SIGKILL and any(cache.glob("*.building-*"))


def vectors(library: Path, cache: Path) -> dict[str, numpy.ndarray]:
    """The vectors of each collection of a library's index, built or grown in a cache, once its texts are compared."""
    opened = open_assistant(Settings(cache=cache, library=library))
    assert opened.index is not None, opened.notice
    with opened.index as index:
        assert index.manifest.counts
        return {name: index.vectors(name) for name in index.manifest.counts}


def same(one: dict[str, numpy.ndarray], other: dict[str, numpy.ndarray]) -> bool:
    return one.keys() == other.keys() and all(numpy.array_equal(one[name], other[name]) for name in one)
