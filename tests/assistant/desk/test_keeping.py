"""Backup and restore at the command line: the library and its index, and the hash to compare."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
RETRACTION = ("sources", "retract", "bloomberg-2007-gifts", "--by", "Ada", "--reason", "withdrawn by its outlet")


def test_a_library_comes_back_with_its_verdicts_and_the_hash_that_was_noted(
    desk: Run, run: Run, tmp_path: Path
) -> None:
    assert desk(*RETRACTION)[0] == 0
    file, new = tmp_path / "ours.tar.gz", tmp_path / "again"
    code, said, _ = desk("backup", str(file))
    last = json.loads(desk("log", "--json")[1])["last_hash"]
    assert code == 0 and said.rstrip().endswith(last) and "1 entry" in said
    code, said, _ = run("restore", str(file), str(new))
    assert code == 0 and last in said and "compare it with the one you noted" in said
    assert run("log", "verify", "--library", str(new)) == desk("log", "verify")
    assert run("claims", "--json", "--library", str(new)) == desk("claims", "--json")


def test_programs_read_the_same_from_both(desk: Run, run: Run, tmp_path: Path) -> None:
    file, new = tmp_path / "ours.tar.gz", tmp_path / "again"
    packed = json.loads(desk("backup", str(file), "--json")[1])
    came = json.loads(run("restore", str(file), str(new), "--json")[1])
    assert {key: came[key] for key in ("files", "entries", "last_hash")} == {
        key: packed[key] for key in ("files", "entries", "last_hash")
    }
    assert came["index"] == []


def test_what_cannot_be_done_is_one_line_and_changes_nothing(desk: Run, run: Run, tmp_path: Path) -> None:
    file, new = tmp_path / "ours.tar.gz", tmp_path / "again"
    assert desk("backup", str(file))[0] == 0
    for done in (
        desk("backup", str(file)),
        run("restore", str(file), str(tmp_path / "ours")),
        run("restore", str(tmp_path / "none.tar.gz"), str(new)),
        desk("backup", str(tmp_path / "two.tar.gz"), "--with-index"),
    ):
        assert (done[0], done[1]) == (1, "")
        assert done[2].startswith("secondsource: ") and done[2].count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ours", "ours.tar.gz"]


def test_the_index_comes_along_where_it_was_asked_for(
    desk: Run, run: Run, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(cache, tmp_path / "first-cache")  # its vectors are taken over, and the shared one stays as it is
    monkeypatch.setenv("SECONDSOURCE_CACHE", str(tmp_path / "first-cache"))
    assert desk(*RETRACTION)[0] == 0
    assert desk("index", "build")[0] == 0
    file, new = tmp_path / "ours.tar.gz", tmp_path / "again"
    assert desk("backup", str(file), "--with-index")[0] == 0
    monkeypatch.setenv("SECONDSOURCE_CACHE", str(tmp_path / "second-cache"))
    assert run("index", "status", "--library", str(tmp_path / "ours"))[0] == 1
    code, _, noted = run("restore", str(file), str(tmp_path / "alone"))
    assert code == 0 and "--with-index" in noted and not (tmp_path / "second-cache").exists()
    assert json.loads(run("restore", str(file), str(new), "--with-index", "--json")[1])["index"]
    assert run("index", "verify", "--library", str(new))[0] == 0
