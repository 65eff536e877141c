"""The commands ``sources relays`` and ``sources relay``: what may only repeat others, and a person's word on it."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.console import counted, print_json
from assistant.desk.access import in_one_line, open_desk, require_folder
from assistant.desk.people import actor, add_actor
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.settings import Settings


def add_relays(actions: Any, here: ArgumentParser) -> None:
    """Arguments of ``sources relays`` and ``sources relay``."""
    relays = actions.add_parser("relays", parents=[here], help="show which added texts may only repeat others")
    relays.add_argument("ids", nargs="*", metavar="ID", help="default: every added text")
    relays.set_defaults(act=show_relays)
    relay = actions.add_parser("relay", parents=[here], help="propose that a source only relays another")
    relay.add_argument("id", help="the source")
    relay.add_argument("--of", required=True, metavar="ID", help="the source it started in, whose group it joins")
    relay.add_argument("--relation", default="relays", choices=["relays", "quotes", "translation", "revision"])
    add_actor(relay)
    relay.set_defaults(act=propose_relay)


def show_relays(options: Namespace, settings: "Settings") -> int:
    """Show which added texts may only repeat state media or one another."""
    from assistant.opening import open_library
    from assistant.relaying import relays

    require_folder(settings)
    library = open_library(settings)
    ids = options.ids or sorted(library.corpus.texts)
    for id in ids:
        if id not in library.corpus.texts:
            raise UsageError(f"no added text is called {id!r}; only what was accepted is compared")
    found = relays(library, ids)
    if options.json:
        print_json({"relays": {id: [asdict(each) for each in proposals] for id, proposals in found.items()}})
        return 0
    for id, proposals in found.items():
        print(id)
        for each in proposals:
            print(f"    {each.reason}\n        {each.locator or 'in the text'}: “{each.quote}”")
    print(f"{counted(len(found), 'text')} of {len(ids)} may repeat others; if one does: secondsource sources relay")
    return 0


def propose_relay(options: Namespace, settings: "Settings") -> int:
    """Hand in the correction that makes a source a relay of another: it joins its origin's group once accepted."""
    from assistant.opening import open_library
    from knowledge.holdings.acts import RecordKind, RecordRef
    from knowledge.holdings.desk import Proposal
    from knowledge.holdings.record_text import record_toml, text_lines
    from knowledge.relays import joined
    from knowledge.vocabulary import Relation

    require_folder(settings)
    corpus = open_library(settings).corpus
    if options.id not in corpus.sources:
        raise UsageError(f"no source is called {options.id!r}; list them: secondsource sources list")
    source = corpus.sources[options.id]
    try:
        joining = joined(source, options.of, relation=Relation(options.relation), sources=corpus.sources)
    except ValueError as error:
        raise UsageError(str(error)) from error
    parts = corpus.texts.get(source.id)
    record = RecordRef(RecordKind.SOURCE, source.id)
    text = text_lines(parts) if parts else None
    with in_one_line(), open_desk(settings) as desk:
        proposal = Proposal(record=record, content=record_toml(joining), text=text)
        desk.propose(proposal, by=actor(options.by), reason=options.reason)
        desk.record()
    print(f"{record}: proposed as a relay of {options.of}; it counts with {joining.independence_group} once accepted")
    return 0
