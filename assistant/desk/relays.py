"""The commands ``sources relays`` and ``sources relay``: what may only repeat others, and a person's word on it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from assistant.console import counted, print_json
from assistant.desk.access import in_one_line, open_desk, open_shelf, require_folder, shipped_records
from assistant.desk.people import actor, add_actor
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from knowledge.relays import Proposal

_MOST_CHARACTERS = 240  # of a quote on a terminal; --json gives it whole
CONFIRM = "secondsource sources relay ID --of ID --reason TEXT"
"""What a person gives who has seen that a source only relays another."""


def add_relays(actions: Any, here: ArgumentParser) -> None:
    """Arguments of ``sources relays`` and ``sources relay``."""
    relays = actions.add_parser("relays", parents=[here], help="show which added texts may only repeat others")
    relays.add_argument("ids", nargs="*", metavar="ID", help="default: every added text, accepted or proposed")
    relays.set_defaults(act=show_relays)
    relay = actions.add_parser("relay", parents=[here], help="propose that a source only relays another")
    relay.add_argument("id", help="the source")
    relay.add_argument("--of", required=True, metavar="ID", help="the source it started in, whose group it joins")
    relay.add_argument("--relation", default="relays", choices=["relays", "quotes", "translation", "revision"])
    add_actor(relay)
    relay.set_defaults(act=propose_relay)


def show_relays(options: Namespace, settings: "Settings") -> int:
    """Show which added texts, accepted or waiting, may only repeat state media or one another."""
    from assistant.relaying import relays

    folder = require_folder(settings)
    with in_one_line():
        shelf = open_shelf(folder, settings)
    ids = options.ids or sorted(shelf.texts)
    for id in ids:
        if id not in shelf.texts:
            raise UsageError(f"no added text is called {id!r}, neither accepted nor proposed")
    found = relays(shelf, ids)
    if options.json:
        print_json({"relays": {id: [asdict(each) for each in proposals] for id, proposals in found.items()}})
        return 0
    for id, proposals in found.items():
        print("\n".join(relay_lines(id, proposals)))
    print(f"{counted(len(found), 'text')} of {len(ids)} may repeat others; if one does: {CONFIRM}")
    return 0


def relay_lines(id: str, found: "Sequence[Proposal]", *, at_most: int | None = None) -> Iterator[str]:
    """A text's id, and why it may repeat others, with the words that say so; of many only ``at_most``."""
    yield id
    for each in found[:at_most]:
        yield f"    {each.reason}"
        yield f"        {each.locator or 'in the text'}: “{shorten(each.quote, _MOST_CHARACTERS, placeholder=' …')}”"
    if at_most is not None and len(found) > at_most:
        yield f"    and {len(found) - at_most} more: secondsource sources relays {id}"


def propose_relay(options: Namespace, settings: "Settings") -> int:
    """Hand in the correction that makes a source a relay of another: it joins its origin's group once accepted."""
    from assistant.holding import read_holding
    from knowledge.holdings.acts import RecordKind, RecordRef
    from knowledge.holdings.desk import Proposal
    from knowledge.holdings.record_text import record_toml, text_lines
    from knowledge.relays import joined
    from knowledge.vocabulary import Relation

    folder = require_folder(settings)
    with in_one_line():
        holding = read_holding(folder, shipped_records())
    sources = holding.sources
    if options.id not in sources:
        raise UsageError(f"no source is called {options.id!r}; list them: secondsource sources list")
    source = sources[options.id]
    try:
        joining = joined(source, options.of, relation=Relation(options.relation), sources=sources)
    except ValueError as error:
        raise UsageError(str(error)) from error
    text = holding.texts.get(source.id)
    record = RecordRef(RecordKind.SOURCE, source.id)
    lines = text_lines(text.parts) if text and text.parts else None
    with in_one_line(), open_desk(settings) as desk:
        proposal = Proposal(record=record, content=record_toml(joining), text=lines)
        desk.propose(proposal, by=actor(options.by), reason=options.reason)
        desk.record()
    print(f"{record}: proposed as a relay of {options.of}; it counts with {joining.independence_group} once accepted")
    return 0
