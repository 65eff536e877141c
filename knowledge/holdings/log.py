"""The log of a library folder: every act of vetting, one line each, each line sealed by the hash of the one before.

A line is JSON; its ``hash`` is the SHA-256 of the line's other fields, the hash of the line before among them,
as canonical JSON (sorted keys, no spaces, UTF-8). So no line can be changed, left out or put in without every
later hash being wrong. Lines cut off at the end cannot be seen from inside: note the last hash elsewhere
(``sources log`` prints it). What is appended is on the disk before :func:`append` returns.

Acts are added and never change their meaning, so that every log ever written is read; a program that does not know
an act yet refuses the line, for it cannot say what is in force.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from knowledge.holdings.acts import Act, Deed, RecordRef
from knowledge.normalisation import printable

_LONGEST_REASON = 120  # characters of a line's fault: what is wrong in it may be as long as the line

FIRST = "0" * 64
"""What the first line names as the hash before it."""


class LogTrouble(Exception):
    """The log cannot be read or written; the message names file, line and next step."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: its number from 1, the deed, and the two hashes that seal it."""

    number: int
    deed: Deed
    previous: str
    hash: str


def read_log(path: Path) -> tuple[Entry, ...]:
    """Every entry, each proved; a line torn at the very end was never acknowledged and is left out.

    Raises :class:`LogTrouble` at the first line that is not what was written.
    """
    return tuple(_entries(path, _whole_lines(_content(path))))


def append(path: Path, deeds: Sequence[Deed], *, after: Sequence[Entry]) -> tuple[Entry, ...]:
    """Write ``deeds`` behind the entries ``after``, which the caller has just read under the folder's lock.

    A torn end is set aside in a file beside the log, so that nothing is lost, and then replaced.
    """
    entries = tuple(_sealed(deeds, after))
    try:
        whole = _set_torn_end_aside(path)
        with path.open("r+b" if path.exists() else "xb", buffering=0) as file:
            _write_behind(file, whole, "".join(f"{_line(entry)}\n" for entry in entries).encode())
    except OSError as error:
        raise LogTrouble(f"cannot write {path} ({error.strerror}); nothing was recorded") from error
    return entries


def entries_until(entries: Sequence[Entry], moment: str) -> int:
    """How many of the first entries were written by ``moment`` (UTC, ISO 8601)."""
    return next((entry.number - 1 for entry in entries if entry.deed.time > moment), len(entries))


def _write_behind(file: FileIO, whole: int, lines: bytes) -> None:
    """All of the lines or none: a disk that is full must not keep the first few, which nobody would acknowledge."""
    file.seek(whole)
    file.truncate()
    try:
        left = memoryview(lines)
        while left:
            left = left[file.write(left) or 0 :]
        os.fsync(file.fileno())
    except OSError:
        file.truncate(whole)
        raise


def torn_end(path: Path) -> str:
    """What stands after the last whole line: empty for a sound log."""
    content = _content(path)
    return content[len(_whole(content)) :].decode("utf-8", errors="replace")


def _sealed(deeds: Sequence[Deed], after: Sequence[Entry]) -> Iterator[Entry]:
    number, previous = len(after), after[-1].hash if after else FIRST
    for deed in deeds:
        number += 1
        entry = Entry(number, deed, previous, _hash(number, deed, previous))
        previous = entry.hash
        yield entry


def _entries(path: Path, lines: Sequence[bytes]) -> Iterator[Entry]:
    previous = FIRST
    for number, written in enumerate(lines, start=1):
        where = f"{path.name} line {number}"
        try:
            line = written.decode("utf-8")
            fields = json.loads(line)
            deed = Deed(
                act=Act(fields["act"]),
                record=RecordRef.parse(fields["record"]),
                digest=fields["digest"],
                by=fields["by"],
                time=fields["time"],
                reason=fields["reason"],
            )
            entry = Entry(fields["number"], deed, fields["previous"], fields["hash"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            why = printable(str(error))[:_LONGEST_REASON]
            raise LogTrouble(f"{where} is no entry of a log ({why}); {_RESTORE}") from error
        if entry.previous != previous or entry.number != number:
            raise LogTrouble(
                f"{where} does not follow the line before it: a line was changed, left out or put in; {_RESTORE}"
            )
        if line != _line(entry) or entry.hash != _hash(number, deed, previous):
            raise LogTrouble(f"{where} was changed after it was written; {_RESTORE}")
        previous = entry.hash
        yield entry


_RESTORE = "make a new folder of your last backup, and go on with that: secondsource restore FILE DIR"


def _line(entry: Entry) -> str:
    return _canonical({**_fields(entry.number, entry.deed, entry.previous), "hash": entry.hash})


def _hash(number: int, deed: Deed, previous: str) -> str:
    return hashlib.sha256(_canonical(_fields(number, deed, previous)).encode()).hexdigest()


def _fields(number: int, deed: Deed, previous: str) -> dict[str, str | int]:
    return {
        "number": number,
        "time": deed.time,
        "act": deed.act.value,
        "record": str(deed.record),
        "digest": deed.digest,
        "by": deed.by,
        "reason": deed.reason,
        "previous": previous,
    }


def _canonical(fields: dict[str, str | int]) -> str:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise LogTrouble(f"cannot read {path} ({error.strerror})") from error


def _whole(content: bytes) -> bytes:
    return content[: content.rfind(b"\n") + 1]


def _whole_lines(content: bytes) -> list[bytes]:
    return _whole(content).split(b"\n")[:-1]


def _set_torn_end_aside(path: Path) -> int:
    """The length of the whole lines; what stands after them is copied into a file of its own first."""
    content = _content(path)
    whole = len(_whole(content))
    if whole < len(content):
        torn = path.with_name(f"{path.name}.torn-{hashlib.sha256(content[whole:]).hexdigest()[:8]}")
        torn.write_bytes(content[whole:])
    return whole
