"""The commands ``review``, ``accept``, ``withdraw`` and ``retract``, for sources and evidence alike."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from assistant.desk.access import in_one_line, open_desk, record_ref, require_sound
from assistant.desk.people import actor, add_actor

if TYPE_CHECKING:
    from assistant.settings import Settings


def add_acts(actions: Any, here: ArgumentParser, *, records: str) -> None:
    """Arguments of the four acts; ``records`` are what they are done with."""
    for name, what in (
        ("review", f"say that proposed {records} are what they claim to be"),
        ("accept", f"let reviewed {records} be cited; by somebody else than the proposer"),
        ("withdraw", f"take back versions of {records} that wait; those in force stay"),
        ("retract", f"take {records} out of the library, with what waits under the same ids"),
    ):
        parser = actions.add_parser(name, parents=[here], help=what)
        parser.add_argument("ids", nargs="+", metavar="ID")
        add_actor(parser)
        parser.set_defaults(act=vet)


def vet(options: Namespace, settings: "Settings") -> int:
    """Review, accept, withdraw or retract records by their ids."""
    with in_one_line(), open_desk(settings) as desk:
        acts: dict[str, Callable[..., None]] = {
            "review": desk.review,
            "accept": desk.accept,
            "withdraw": desk.withdraw,
            "retract": desk.retract,
        }
        for record in (record_ref(id, options.command) for id in options.ids):
            acts[options.action](record, by=actor(options.by), reason=options.reason)
        if options.action == "accept":
            require_sound(desk)
        written = desk.record()
    for entry in written:
        print(f"{entry.deed.record}: {entry.deed.act.value} by {entry.deed.by}")
    return 0
