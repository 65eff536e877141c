"""The command ``init``: a library folder of one's own."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.desk.access import in_one_line

if TYPE_CHECKING:
    from assistant.settings import Settings


def add_init(commands: Any, everywhere: ArgumentParser) -> None:
    """Arguments of ``init``."""
    parser = commands.add_parser("init", parents=[everywhere], help="make a library folder of your own")
    parser.add_argument("directory", metavar="DIR")
    parser.add_argument("--name", help="what to call it (default: the folder's name)")
    parser.set_defaults(act=init)


def init(options: Namespace, settings: "Settings") -> int:
    """Make a library folder."""
    from knowledge.holdings.folder import create

    folder = Path(options.directory)
    with in_one_line():
        create(folder, name=options.name or folder.resolve().name)
    print(f"{folder} is a library folder now; use it: --library {folder}, or SECONDSOURCE_LIBRARY={folder}")
    return 0
