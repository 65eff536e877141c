"""A thousand broken files: no crash, no hang, no more than 512 MB, one clear line each, and the rest goes on."""

import json
import os
import socket
import stat
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.cli import main
from tests.faults.commands import Done, command
from tests.faults.desks import VOUCHED, handed_in
from tests.knowledge.ingest.malformed import malformed, sound
from tests.knowledge.ingest.reading_apart import read_apart
from tests.knowledge.ingest.test_malformed import MOST_MEGABYTES, faults
from tests.proofs.recording import Proof

ALL = 1_000
SAMPLE = 60
GOOD = 20
LONGEST_LINE = 500


def test_a_folder_of_broken_files_takes_nothing_from_the_good_ones(tmp_path: Path) -> None:
    assert taken_in(tmp_path, SAMPLE) == []


@pytest.mark.proof
def test_a_thousand_broken_files_take_nothing_from_the_good_ones(
    tmp_path: Path, proof: Callable[[str, str], Proof]
) -> None:
    shown = proof(
        "malformed", "Broken files: one clear line each, 10 s and 512 MB at most, no connection, the rest goes on"
    )
    reading = read_apart(ALL)
    slowest, name = reading.slowest
    shown.add(faults(reading), files=len(reading.outcomes), megabytes=round(reading.megabytes))
    shown.add([], slowest_ms=round(1000 * slowest))
    shown.add(taken_in(tmp_path, ALL), files_in_one_folder=ALL + GOOD)
    assert not shown.faults, name


def taken_in(folder: Path, count: int) -> list[str]:
    """What went wrong when broken and good files of one folder were taken in by one command."""
    files, library = folder / "files", folder / "ours"
    good = handed_in(files / "good", GOOD).keys()
    for file in malformed(count):
        (files / file.name).write_bytes(file.content)
    assert main(["init", str(library)]) == 0
    done = command(
        *("sources", "add", str(files), *VOUCHED, "--propose-by", "Ada", "--columns", "text=text", "--json"),
        *("--library", str(library)),
    )
    return [*_of_the_whole(done), *_of_each(done, [path.name for path in files.glob("*.*")], good)]


def _of_the_whole(done: Done) -> list[str]:
    found = []
    if done.code != 1 or "Traceback" in done.complaints:
        found.append(f"exit code {done.code}: {done.complaints[-2000:]}")
    if done.megabytes > MOST_MEGABYTES:
        found.append(f"{done.megabytes:.0f} MB")
    return found


def _of_each(done: Done, names: list[str], good: "set[str] | object") -> list[str]:
    added = json.loads(done.said)
    lines = {line.partition(": ")[0]: line for line in added["refused"]}
    found = [f"{id} did not come in" for id in good if id not in added["proposed"]]  # type: ignore[attr-defined]
    found += [f"no clear line: {line!r}" for line in added["refused"] if not _is_clear(line)]
    taken = [*added["proposed"], *added["unchanged"]]
    for name in names:
        stem = Path(name).stem.casefold()
        if name not in lines and not any(id.startswith((stem, "frus1969-76v99p1")) for id in taken):
            found.append(f"{name} is neither in nor named")
    return found


def _is_clear(line: str) -> bool:
    return len(line) <= LONGEST_LINE and not any(unicodedata.category(char) in {"Cc", "Zl", "Zp"} for char in line)


def test_what_is_no_file_neither_hangs_nor_stops_the_others(tmp_path: Path) -> None:
    files, library = tmp_path / "files", tmp_path / "ours"
    handed_in(files, 2)
    (files / "folder.pdf").mkdir()
    (files / "nowhere.md").symlink_to(tmp_path / "not-there")
    (files / "round.md").symlink_to(files / "round.md")
    (files / "up").symlink_to(files, target_is_directory=True)
    os.mkfifo(files / "pipe.md")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(files / "socket.md"))
        odd = [files / "pipe.md", files / "socket.md", files / "nowhere.md", files / "round.md", files / "not-there.md"]
        if os.geteuid() == 0:
            os.mknod(files / "device.md", stat.S_IFCHR | 0o600, os.makedev(1, 5))  # /dev/zero
            odd.append(files / "device.md")
        assert main(["init", str(library)]) == 0
        whole = command("sources", "add", str(files), *VOUCHED, "--propose-by", "Ada", "--library", str(library))
        assert whole.code == 1 and "2 documents proposed" in whole.said, whole.complaints
        left_out = {line.split()[2] for line in whole.complaints.splitlines() if line.startswith("left out: ")}
        assert left_out == {f"{path.name}:" for path in odd if path.name != "not-there.md"}
        each = command(*("sources", "add", *map(str, odd), *VOUCHED, "--propose-by", "Ada", "--library", str(library)))
    assert each.code == 1
    named = [line.split()[2] for line in each.complaints.splitlines() if line.startswith("left out: ")]
    assert named == [f"{path.name}:" for path in odd]


def test_a_sound_file_of_every_kind_comes_in_beside_them(tmp_path: Path) -> None:
    """Else the tests above could refuse everything."""
    files, library = tmp_path / "files", tmp_path / "ours"
    files.mkdir()
    for suffix in (".pdf", ".docx", ".epub", ".html", ".md", ".xml", ".csv"):
        (files / f"sound-{suffix.removeprefix('.')}{suffix}").write_bytes(sound(suffix))
    references = [{"id": f"sound-{kind}", "type": "book", "title": kind} for kind in ("docx", "epub", "pdf")]
    (tmp_path / "refs.json").write_text(json.dumps(references), encoding="utf-8")
    assert main(["init", str(library)]) == 0
    done = command(
        *(
            "sources",
            "add",
            str(files),
            *VOUCHED,
            "--propose-by",
            "Ada",
            "--columns",
            "text=text,title=title",
            "--json",
        ),
        *("--meta", str(tmp_path / "refs.json"), "--library", str(library)),
    )
    added = json.loads(done.said)
    assert added["refused"] == [] and len(added["proposed"]) == 9, added
