"""The commands ``backup`` and ``restore``: a library folder into one file, and back."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.console import counted, print_json
from assistant.desk.access import in_one_line, require_folder, shipped_records
from assistant.errors import IndexTrouble

if TYPE_CHECKING:
    from assistant.settings import Settings
    from knowledge.holdings.backup import BackupManifest


def add_keeping(commands: Any, everywhere: ArgumentParser) -> None:
    """Arguments of ``backup`` and ``restore``."""
    backup = commands.add_parser("backup", parents=[everywhere], help="pack your library folder into one file")
    backup.add_argument("file", metavar="FILE", help="a new file, named for the day: ours-2026-11-24.tar.gz")
    backup.add_argument("--with-index", action="store_true", help="the search index too, which can be built anew")
    backup.add_argument("--json", action="store_true", help="print JSON")
    backup.set_defaults(act=back_up)
    restore = commands.add_parser("restore", parents=[everywhere], help="make a library folder out of its backup")
    restore.add_argument("file", metavar="FILE", help="what backup has written")
    restore.add_argument("directory", metavar="DIR", help="a new folder")
    restore.add_argument(
        "--with-index",
        action="store_true",
        help="the search index in it too; not from a stranger's backup: it decides what a question finds",
    )
    restore.add_argument("--json", action="store_true", help="print JSON")
    restore.set_defaults(act=restore_from)


def back_up(options: Namespace, settings: "Settings") -> int:
    """Pack the library folder, and the index where it is wanted."""
    from knowledge.holdings import backup
    from knowledge.holdings.log import read_log
    from knowledge.holdings.overlay import altered_records

    folder, file = require_folder(settings), Path(options.file)
    index = _index_parts(settings) if options.with_index else ()
    with in_one_line():
        manifest = backup.back_up(folder, file, cache=settings.cache, index=index)
        altered = altered_records(folder, read_log(folder.log), shipped=shipped_records())
    for record in altered:
        print(f"secondsource: packed as it is, but {record} is not what was accepted", file=sys.stderr)
    if options.json:
        print_json({"file": str(file), "files": len(manifest.files), "bytes": manifest.size} | _log_end(manifest))
        return 0
    print(f"{file}: {counted(len(manifest.files), 'file')}, {manifest.size:,} bytes unpacked")
    entries = counted(manifest.entries, "entry", "entries")
    print(f"the log has {entries}; note its last hash elsewhere: {manifest.last_hash}")
    return 0


def restore_from(options: Namespace, settings: "Settings") -> int:
    """Make a library folder out of a backup, and prove it."""
    from knowledge.holdings.restore import restore

    folder = Path(options.directory)
    with in_one_line():
        restored = restore(Path(options.file), folder, cache=settings.cache if options.with_index else None)
    manifest = restored.manifest
    for note in restored.notes:
        print(f"to know: {note}", file=sys.stderr)
    if options.json:
        report = {"folder": str(folder), "files": len(manifest.files), "index": list(restored.index)}
        print_json(report | _log_end(manifest))
        return 0
    print(f"{folder} is a library folder again: {counted(len(manifest.files), 'file')}, each as it was packed")
    print(f"the log has {counted(manifest.entries, 'entry', 'entries')}, each sealed by the one before")
    print(f"its last hash is {manifest.last_hash}: compare it with the one you noted")
    return 0


def _index_parts(settings: "Settings") -> tuple[Path, ...]:
    """The files and folders of the index that fits the library, relative to the cache."""
    from assistant.indexing import parts
    from assistant.opening import open_library

    found = parts(open_library(settings), settings)
    if not found:
        raise IndexTrouble("there is no index of this library to pack; build it: secondsource index build")
    return found


def _log_end(manifest: "BackupManifest") -> dict[str, Any]:
    return {"entries": manifest.entries, "last_hash": manifest.last_hash}
