"""The command ``log``: who did what with a library folder, when and why, and the proof that nobody touched it."""

import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.console import counted, print_json
from assistant.desk.access import in_one_line, require_folder, shipped_records

if TYPE_CHECKING:
    from assistant.settings import Settings


def add_log(commands: Any, everywhere: ArgumentParser) -> None:
    """Arguments of ``log``."""
    log = commands.add_parser("log", parents=[everywhere], help="print the log of your library folder, or prove it")
    log.add_argument("action", nargs="?", choices=["verify"], help="prove that nobody touched it")
    log.add_argument("--json", action="store_true", help="print JSON")
    log.set_defaults(act=show_log)


def add_sources_log(actions: Any, here: ArgumentParser) -> None:
    """Arguments of ``sources log``, which is the same."""
    log = actions.add_parser("log", parents=[here], help="print who did what with your library, when and why")
    log.set_defaults(action="log", act=show_log)


def show_log(options: Namespace, settings: "Settings") -> int:
    """Print the log, or prove it."""
    from knowledge.holdings.log import read_log, torn_end
    from knowledge.holdings.overlay import altered_records

    folder, is_proof = require_folder(settings), options.action == "verify"
    with in_one_line():
        entries = read_log(folder.log)
        torn = torn_end(folder.log)
        # Every record is read for it: only where a proof is wanted.
        altered = altered_records(folder, entries, shipped=shipped_records()) if is_proof else ()
    last = entries[-1].hash if entries else "none"
    if options.json:
        listed = [asdict(e.deed) | {"record": str(e.deed.record), "number": e.number, "hash": e.hash} for e in entries]
        records = {"altered": list(map(str, altered))} if is_proof else {}
        print_json({"entries": listed, "last_hash": last, "torn_end": torn, "proved": not altered} | records)
    elif is_proof:
        print(f"{counted(len(entries), 'entry', 'entries')}, each sealed by the one before; the last hash is {last}")
        print("compare it with one you noted elsewhere: lines cut off at the end cannot be seen from inside")
        if not altered:
            print("every record in force is what was accepted")
    else:
        for entry in entries:
            deed = entry.deed
            print(f"{entry.number:>5}  {deed.time}  {deed.act.value:<9} {deed.record} by {deed.by}: {deed.reason}")
    for record in altered:
        print(f"secondsource: {record} is not what was accepted: it was changed or removed since", file=sys.stderr)
    if torn:
        print("secondsource: the last line was torn while it was written; it never counted", file=sys.stderr)
    return 1 if altered else 0
