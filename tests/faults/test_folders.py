"""A full disk, a folder that cannot be written, two writers at once, a torn line: named in one line, nothing lost."""

import os
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from assistant.cli import main
from knowledge.holdings import folder as folder_module
from knowledge.holdings.log import read_log
from tests.faults.commands import command, finish, start
from tests.faults.desks import Expected, accepted_texts, add, complete_entries, faults_of, faults_when_done, handed_in

FIRST, NEW = 4, 56
"""Documents that stand in the folder already, and that come in: more than are recorded at once."""

ROOM = "320k"
"""What fits on the small disk: the folder as it was, and some of what comes in."""

MOST_OF_A_FILE = 45_000
"""Bytes of one file, where no small disk can be had: the log reaches it after the first fifty documents."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own in memory, which only root can make."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if not mounted("-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(disk)):
        pytest.skip("a small disk cannot be mounted here: that needs root; the limit of a file's size stands in for it")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def mounted(*options: str) -> bool:
    return subprocess.run(["mount", *options], check=False, capture_output=True).returncode == 0


@pytest.fixture
def texts(tmp_path: Path) -> dict[str, str]:
    """What stands in the folder, and what comes in, by id."""
    return handed_in(tmp_path / "first", FIRST) | handed_in(tmp_path / "new", NEW, start=FIRST)


def made(library: Path, tmp_path: Path) -> Path:
    assert main(["init", str(library)]) == 0
    assert main(add(tmp_path / "first", library)) == 0
    return library


def once(texts: dict[str, str]) -> Expected:
    return Expected(texts, dict.fromkeys(texts, 1))


def survives(library: Path, tmp_path: Path, texts: dict[str, str], before: bytes) -> None:
    """Nothing that was acknowledged is lost."""
    assert complete_entries(library / "log.jsonl").startswith(before)
    assert faults_of(library, held=accepted_texts(library, texts), before=before) == []
    assert command("log", "verify", "--library", str(library)).code == 0


def test_a_full_disk_is_named_and_the_same_command_completes_once_there_is_room(
    small_disk: Path, tmp_path: Path, texts: dict[str, str]
) -> None:
    library = made(small_disk / "ours", tmp_path)
    before = complete_entries(library / "log.jsonl")
    done = command(*add(tmp_path / "new", library))
    assert done.code == 1 and "No space left on device" in done.last_line and str(library) in done.last_line
    survives(library, tmp_path, texts, before)
    assert mounted("-o", "remount,size=16m", str(small_disk))
    assert command(*add(tmp_path / "new", library)).code == 0
    assert faults_when_done(library, once(texts)) == []


def test_a_log_that_may_not_grow_keeps_whole_batches_only(tmp_path: Path, texts: dict[str, str]) -> None:
    """As on a full disk, at the worst moment: while the log is written."""
    library = made(tmp_path / "ours", tmp_path)
    before = complete_entries(library / "log.jsonl")
    done = command(
        *add(tmp_path / "new", library),
        before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_OF_A_FILE, MOST_OF_A_FILE)),
    )
    assert done.code == 1 and "log.jsonl (File too large); nothing was recorded" in done.last_line
    entries = read_log(library / "log.jsonl")
    assert len(entries) in (3 * FIRST, 3 * (FIRST + 50))
    survives(library, tmp_path, texts, before)
    assert command(*add(tmp_path / "new", library)).code == 0
    assert faults_when_done(library, once(texts)) == []


def test_a_folder_that_cannot_be_written_is_named_and_can_still_be_read(
    tmp_path: Path, texts: dict[str, str], request: pytest.FixtureRequest
) -> None:
    if os.geteuid() == 0:  # for whom permissions do not count
        disk = request.getfixturevalue("small_disk")
        library = made(disk / "ours", tmp_path)
        assert mounted("-o", "remount,ro", str(disk))
    else:
        library = made(tmp_path / "ours", tmp_path)
        for folder in [library, *(each for each in library.rglob("*") if each.is_dir())]:
            folder.chmod(0o555)
    before = complete_entries(library / "log.jsonl")
    done = command(*add(tmp_path / "new", library))
    assert done.code == 1 and done.last_line.startswith(f"secondsource: cannot write to {library} (")
    assert complete_entries(library / "log.jsonl") == before
    survives(library, tmp_path, texts, before)
    assert command("sources", "show", "report-000", "--library", str(library)).code == 0
    if os.geteuid() != 0:
        for folder in [library, *(each for each in library.rglob("*") if each.is_dir())]:
            folder.chmod(0o755)


@pytest.mark.parametrize("what", ["different documents", "the same documents"])
def test_two_writers_at_once_both_complete(what: str, tmp_path: Path, texts: dict[str, str]) -> None:
    library = made(tmp_path / "ours", tmp_path)
    folders = [tmp_path / "new", tmp_path / "new"]
    if what == "different documents":
        texts |= handed_in(tmp_path / "other", NEW, start=FIRST + NEW)
        folders[1] = tmp_path / "other"
    started = [
        (start(*add(folder, library), status=tmp_path / f"status-{number}"), tmp_path / f"status-{number}")
        for number, folder in enumerate(folders)
    ]
    finished = [finish(process, status) for process, status in started]
    assert [done.code for done in finished] == [0, 0], [done.complaints for done in finished]
    assert faults_when_done(library, once(texts)) == []
    survives(library, tmp_path, texts, b"")


def test_a_writer_that_waits_too_long_names_the_other(
    tmp_path: Path, texts: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    library = made(tmp_path / "ours", tmp_path)
    before = complete_entries(library / "log.jsonl")
    monkeypatch.setattr(folder_module, "_PATIENCE", 0.2)
    capsys.readouterr()
    with FileLock(library / ".lock"):
        assert main(add(tmp_path / "new", library)) == 1
    assert f"another program is writing to {library}; try again" in capsys.readouterr().err
    assert complete_entries(library / "log.jsonl") == before


def test_a_torn_line_is_named_kept_aside_and_what_it_said_is_done_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = handed_in(tmp_path / "first", 2)
    whole = made(tmp_path / "ours", tmp_path)
    written = (whole / "log.jsonl").read_bytes()
    last = written[:-1].rfind(b"\n") + 1
    for number, cut in enumerate(range(last + 1, len(written), 97)):
        library = tmp_path / f"torn-{number}"
        subprocess.run(["cp", "-r", str(whole), str(library)], check=True)
        (library / "log.jsonl").write_bytes(written[:cut])
        capsys.readouterr()
        assert main(["log", "verify", "--library", str(library)]) == 0
        assert "the last line was torn" in capsys.readouterr().err
        survives_torn(library, texts, written[:last])
        assert main(add(tmp_path / "first", library)) == 0
        assert faults_when_done(library, once(texts)) == []
        (aside,) = library.glob("log.jsonl.torn-*")
        assert aside.read_bytes() == written[last:cut]


def survives_torn(library: Path, texts: dict[str, str], before: bytes) -> None:
    assert complete_entries(library / "log.jsonl") == before
    assert faults_of(library, held=accepted_texts(library, texts), before=before) == []


def test_two_documents_of_one_name_are_named_and_neither_takes_the_place_of_the_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in ("one", "two"):
        handed_in(tmp_path / "both" / place, 1, version=1 if place == "one" else 2)
    library = tmp_path / "ours"
    assert main(["init", str(library)]) == 0
    capsys.readouterr()
    assert main(add(tmp_path / "both", library)) == 1
    complaint = capsys.readouterr().err
    assert "two are called source/report-000" in complaint
    assert len(read_log(library / "log.jsonl")) == 3
