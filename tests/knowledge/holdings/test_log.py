"""The log: what was written is proved, whatever is changed is named, and a torn end loses nothing."""

from pathlib import Path

import pytest

from knowledge.holdings.acts import Act, Deed, RecordKind, RecordRef
from knowledge.holdings.log import FIRST, LogTrouble, append, read_log, torn_end


def deed(number: int) -> Deed:
    return Deed(
        act=Act.PROPOSED,
        record=RecordRef(RecordKind.SOURCE, f"source-{number}"),
        digest=f"{number:064x}",
        by="Añe Õ",
        time="2026-11-24T12:00:00Z",
        reason='because “why not” \\ "so"\nand more',
    )


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.jsonl"
    append(path, [deed(n) for n in range(3)], after=())
    append(path, [deed(n) for n in range(3, 6)], after=read_log(path))
    return path


def test_what_was_written_reads_back_in_order_and_sealed(log: Path) -> None:
    entries = read_log(log)
    assert [entry.deed for entry in entries] == [deed(n) for n in range(6)]
    assert [entry.previous for entry in entries] == [FIRST, *(entry.hash for entry in entries[:-1])]


def test_no_log_is_an_empty_one(tmp_path: Path) -> None:
    assert read_log(tmp_path / "log.jsonl") == ()


@pytest.mark.parametrize("line", range(6))
def test_a_changed_line_is_named(log: Path, line: int) -> None:
    lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[line] = lines[line].replace("why not", "why yes")
    log.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(LogTrouble, match=f"log.jsonl line {line + 1} was changed"):
        read_log(log)


def test_lines_left_out_put_in_or_moved_are_named(log: Path) -> None:
    lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
    for changed in (lines[:2] + lines[3:], lines[:3] + lines[2:], [*lines[:2], lines[3], lines[2], *lines[4:]]):
        log.write_text("".join(changed), encoding="utf-8")
        with pytest.raises(LogTrouble, match=r"log.jsonl line [34] does not follow"):
            read_log(log)


def test_every_flipped_byte_is_seen(log: Path) -> None:
    content = log.read_bytes()
    for place in range(0, len(content) - 1, 7):
        changed = bytearray(content)
        changed[place] ^= 1
        log.write_bytes(changed)
        with pytest.raises(LogTrouble, match=r"log.jsonl line \d"):
            read_log(log)


def test_a_line_torn_at_any_byte_never_counted_and_is_kept_aside(log: Path) -> None:
    content = log.read_bytes()
    start = content[:-1].rfind(b"\n") + 1
    for cut in range(start + 1, len(content) - 1, 11):
        log.write_bytes(content[:cut])
        assert len(read_log(log)) == 5
        assert torn_end(log) == content[start:cut].decode("utf-8", errors="replace")
        append(log, [deed(9)], after=read_log(log))
        assert [entry.deed for entry in read_log(log)][-1] == deed(9)
        aside = sorted(log.parent.glob("log.jsonl.torn-*"))
        assert content[start:cut] in [path.read_bytes() for path in aside]


def test_a_log_that_cannot_be_written_says_that_nothing_was_recorded(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").mkdir()
    with pytest.raises(LogTrouble, match=r"log\.jsonl"):
        append(tmp_path / "log.jsonl", [deed(1)], after=())
