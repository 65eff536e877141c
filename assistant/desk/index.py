"""The command ``index``: built, described, verified; the ones that are kept, and the one that readers are served."""

import argparse
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.console import counted, print_json, progress
from assistant.errors import IndexTrouble

if TYPE_CHECKING:
    from assistant.indexing import IndexReport
    from assistant.settings import Settings

_NEWEST = "newest"
_KEPT = 3


def add_index(commands: Any, everywhere: ArgumentParser) -> None:
    """Arguments of ``index``."""
    index = commands.add_parser("index", parents=[everywhere], help="build, check or describe the search index")
    actions = index.add_subparsers(dest="action", metavar="ACTION", required=True)
    # A flag may stand before the action or behind it; what is not given there must not undo it.
    here = ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    here.add_argument("--json", action="store_true", help="print JSON")
    here.add_argument("--library", metavar="DIR", help="your library folder")
    here.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
    for name, act, what in (
        ("build", build_index, "build the index of the library as it is, if there is none that is sound"),
        ("status", show_status, "say whether the index is there and answers a query"),
        ("verify", verify_index, "compare every text in it with the library's"),
        ("list", list_indexes, "list the indexes that are kept, the newest first"),
    ):
        actions.add_parser(name, parents=[here], help=what).set_defaults(act=act)
    use = actions.add_parser("use", parents=[here], help="go back to an earlier index, or on to the newest again")
    use.add_argument("name", metavar="NAME", help=f"as in the list, or its beginning; {_NEWEST}: follow the library")
    use.set_defaults(act=use_index)
    prune = actions.add_parser("prune", parents=[here], help="delete old indexes, but never the one that is served")
    prune.add_argument("--keep", type=_number, default=_KEPT, metavar="N", help="the newest N (default: %(default)s)")
    prune.set_defaults(act=prune_indexes)
    index.set_defaults(json=False)


def build_index(options: Namespace, settings: "Settings") -> int:
    """Build the index of the library."""
    from assistant.indexing import build
    from assistant.opening import open_library

    library = open_library(settings)
    with progress("building the index") as show:
        report = build(library, settings, progress=show)
    return _print(report, options.json)


def show_status(options: Namespace, settings: "Settings") -> int:
    """Say whether the index is there and answers a query."""
    from assistant.indexing import status
    from assistant.opening import open_library

    return _print(status(open_library(settings), settings), options.json)


def verify_index(options: Namespace, settings: "Settings") -> int:
    """Compare every text in the index with the library's."""
    from assistant.indexing import verify
    from assistant.opening import open_library

    return _print(verify(open_library(settings), settings), options.json)


def list_indexes(options: Namespace, settings: "Settings") -> int:
    """List the indexes that are kept."""
    from assistant.rollback import snapshots

    found = snapshots(settings)
    if options.json:
        print_json({"indexes": [asdict(each) for each in found]})
        return 0
    for each in found:
        print(each)
    if not found:
        print("no index is kept for this library; build one: secondsource index build")
    return 0


def use_index(options: Namespace, settings: "Settings") -> int:
    """Let readers be served an earlier index, or the library as it is again."""
    from assistant.rollback import hold, release

    if options.name == _NEWEST:
        with progress("building the index") as show:
            report = release(settings, progress=show)
        return _print(report, options.json)
    held = hold(options.name, settings)
    if options.json:
        print_json(asdict(held))
    else:
        print(f"readers are served the library as it was after {counted(held.entries, 'entry', 'entries')} of its log;")
        print(f"go on to what it is now: secondsource index use {_NEWEST}")
    return 0


def prune_indexes(options: Namespace, settings: "Settings") -> int:
    """Delete old indexes."""
    from assistant.rollback import prune

    gone = prune(settings, keep=options.keep)
    if options.json:
        print_json({"deleted": list(gone)})
    else:
        print(f"{counted(len(gone), 'index', 'indexes')} deleted")
    return 0


def _print(report: "IndexReport", as_json: bool) -> int:
    if as_json:
        print_json(report.as_json())
    else:
        print(report)
    if not report.is_ready:
        raise IndexTrouble(report.problem)
    return 0


def _number(text: str) -> int:
    if not text.isdigit() or not text.isascii():
        raise argparse.ArgumentTypeError(f"{text!r} is no number")
    return int(text)
