"""The command ``evidence add``: what a source of the library says of a claim, as one evidence record."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from assistant.desk.access import in_one_line, open_desk, record_ref, require_folder, require_sound
from assistant.desk.people import add_vetters, vetters
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from knowledge.records import Evidence


def add_linking(actions: Any, here: ArgumentParser) -> None:
    """Arguments of ``evidence add``. Everything a verdict is computed from has no default."""
    from knowledge.vocabulary import Basis, Confidence, LineageStatus, Reading, Relation, Stance

    add = actions.add_parser("add", parents=[here], help="say what a source says of a claim")
    add.add_argument("--claim", required=True, metavar="ID")
    add.add_argument("--component", metavar="ID", help="the part of the claim it speaks to")
    add.add_argument("--source", required=True, metavar="ID")
    add.add_argument("--statement", required=True, metavar="TEXT", help="what the source says, in your own words")
    add.add_argument("--locator", metavar="TEXT", help="where it says so")
    add.add_argument("--stance", required=True, choices=[each.value for each in Stance])
    add.add_argument("--basis", required=True, choices=[each.value for each in Basis])
    add.add_argument(
        "--comparable", required=True, choices=["yes", "no"], help="whether scope and time are the claim's"
    )
    add.add_argument("--lineage", required=True, choices=[each.value for each in LineageStatus])
    add.add_argument("--origin", metavar="ID", help="the source in which the statement started")
    add.add_argument("--relation", choices=[each.value for each in Relation], help="how it came from there")
    add.add_argument(
        "--credibility", required=True, type=int, choices=range(1, 7), help="1 confirmed to 6 cannot be judged"
    )
    add.add_argument("--confidence", required=True, choices=[each.value for each in Confidence])
    add.add_argument("--read", required=True, choices=[each.value for each in Reading])
    add.add_argument("--event-date", metavar="DATE", help="when the event was, ISO 8601 or an interval")
    add.add_argument("--admission", action="store_true", help="it goes against the interest of who says it")
    add.add_argument("--must-show", action="store_true", help="it stands beside every answer on its claim")
    add.add_argument("--sensitive", action="store_true", help="it speaks of killings, abductions or other violence")
    add.add_argument("--name", metavar="NAME", help="what to call it (default: its source's id)")
    add_vetters(add)
    add.add_argument("--reason", required=True, metavar="TEXT")
    add.set_defaults(act=link)


def link(options: Namespace, settings: "Settings") -> int:
    """Say what a source of the library says of a claim: one evidence record, handed in to be vetted."""
    from assistant.opening import open_library
    from knowledge.holdings.desk import Proposal
    from knowledge.holdings.record_text import record_toml
    from knowledge.holdings.vetting import hand_in

    require_folder(settings)
    corpus = open_library(settings).corpus
    for kind, id, known in (("claim", options.claim, corpus.claims), ("source", options.source, corpus.sources)):
        if id not in known:
            raise UsageError(f"no {kind} is called {id!r}; list them: secondsource {kind}s")
    note = _evidence(options)
    proposal = Proposal(record=record_ref(note.id, options.command), content=record_toml(note))
    with in_one_line(), open_desk(settings) as desk:
        hand_in(proposal, desk, vetters=vetters(options, reason=options.reason))
        require_sound(desk)
        written = desk.record()
    for entry in written:
        print(f"{entry.deed.record}: {entry.deed.act.value} by {entry.deed.by}")
    return 0


def _evidence(options: Namespace) -> "Evidence":
    from knowledge.records import Evidence, Lineage
    from knowledge.vocabulary import Basis, Confidence, LineageStatus, Reading, Relation, Stance

    return Evidence(
        id=f"{options.claim}--{options.name or options.source}",
        claim_id=options.claim,
        component=options.component,
        source_id=options.source,
        locator=options.locator,
        statement=options.statement,
        stance=Stance(options.stance),
        comparable=options.comparable == "yes",
        event_date=options.event_date,
        basis=Basis(options.basis),
        admission_against_interest=options.admission,
        must_show=options.must_show,
        sensitive=options.sensitive,
        credibility=options.credibility,
        confidence=Confidence(options.confidence),
        read=Reading(options.read),
        lineage=Lineage(
            status=LineageStatus(options.lineage),
            origin_source_id=options.origin,
            relation=Relation(options.relation) if options.relation else None,
        ),
    )
