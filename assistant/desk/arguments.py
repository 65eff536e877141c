"""The arguments of every command of the desk, in the order in which ``--help`` lists them."""

from argparse import SUPPRESS, ArgumentParser
from typing import Any

from assistant.desk.acts import add_acts
from assistant.desk.changes import add_diff, add_impact
from assistant.desk.folder import add_init
from assistant.desk.intake import add_intake
from assistant.desk.keeping import add_keeping
from assistant.desk.linking import add_linking
from assistant.desk.log import add_log, add_sources_log
from assistant.desk.relays import add_relays
from assistant.desk.waiting import add_evidence_list


def add_source_actions(actions: Any, here: ArgumentParser) -> None:
    """What a librarian does with sources, behind ``sources``."""
    add_intake(actions, here)
    add_acts(actions, here, records="sources")
    add_impact(actions, here, record="the source")
    add_relays(actions, here)
    add_sources_log(actions, here)


def add_desk(commands: Any, everywhere: ArgumentParser) -> None:
    """The desk's other commands: ``init``, ``evidence``, ``log``, ``diff``, ``backup`` and ``restore``."""
    add_init(commands, everywhere)
    evidence = commands.add_parser("evidence", parents=[everywhere], help="vet what sources say about claims")
    actions = evidence.add_subparsers(dest="action", metavar="ACTION", required=True)
    # A flag may stand before the action or behind it; what is not given there must not undo it.
    here = ArgumentParser(add_help=False, argument_default=SUPPRESS)
    here.add_argument("--library", metavar="DIR", help="your library folder")
    add_evidence_list(actions, here)
    add_linking(actions, here)
    add_acts(actions, here, records="evidence")
    add_impact(actions, here, record="the evidence record").add_argument(
        "--json", action="store_true", help="print JSON"
    )
    add_log(commands, everywhere)
    add_diff(commands, everywhere)
    add_keeping(commands, everywhere)
