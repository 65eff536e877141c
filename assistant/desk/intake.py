"""The command ``sources add``: files in, each document a proposed source, with what a librarian vouches for."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.console import counted, print_json, progress
from assistant.desk.access import in_one_line, open_desk, open_shelf, require_folder
from assistant.desk.people import add_vetters, vetters
from assistant.desk.relays import CONFIRM, relay_lines
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.adding import Added
    from assistant.settings import Settings
    from knowledge.holdings.sourcing import Vouching
    from knowledge.ingest.documents import Csl

_NAMED = 12
_AT_MOST = 2  # passages shown of a document that may repeat others; the command for the rest is named


def add_intake(actions: Any, here: ArgumentParser) -> None:
    """Arguments of ``sources add``. Class, control, interest, group and licence have no default."""
    from knowledge.vocabulary import Audience, Control, Interest, Reliability, SourceType

    add = actions.add_parser("add", parents=[here], help="take files into your library folder, as proposed sources")
    add.add_argument(
        "named", nargs="*", metavar="FILE|FOLDER|URL", help="TEI, PDF, HTML, EPUB, DOCX, Markdown, text, CSV"
    )
    add.add_argument(
        "--frus",
        action="append",
        default=[],
        metavar="VOLUME",
        help="fetch a volume of Foreign Relations of the United States by its id, as frus1950v07",
    )
    add.add_argument("--frus-base", metavar="URL", help="where its volumes lie (default: the publisher's repository)")
    add.add_argument("--allow-network", action="store_true", help="fetch what is named by its URL")
    add.add_argument("--class", dest="source_type", required=True, choices=[each.value for each in SourceType])
    add.add_argument("--control", required=True, choices=[each.value for each in Control], help="who controls it")
    add.add_argument(
        "--interest", required=True, choices=[each.value for each in Interest], help="in the claims being believed"
    )
    add.add_argument("--group", required=True, metavar="NAME", help="whose voice it is: one group counts once")
    add.add_argument("--licence", required=True, metavar="TEXT", help="under what terms you hold it")
    add.add_argument("--audience", choices=[each.value for each in Audience], help="default: as the class implies")
    add.add_argument(
        "--reliability", default="F", choices=[each.value for each in Reliability], help="default: F, cannot be judged"
    )
    for name in ("--reliability-reason", "--reliable-for", "--not-reliable-for", "--caution"):
        add.add_argument(name, metavar="TEXT")
    add.add_argument("--meta", metavar="FILE", help="references in CSL-JSON, BibTeX or RIS")
    add.add_argument("--columns", metavar="MAP", help="for tables: text=COLUMN,title=COLUMN,date=COLUMN …")
    add_vetters(add)
    add.add_argument(
        "--even-relays", action="store_true", help="accept at once also what may only repeat another voice"
    )
    add.add_argument(
        "--reason",
        metavar="TEXT",
        help="why they are taken in (default: the names of the files)",
    )
    add.set_defaults(act=take_in)


def take_in(options: Namespace, settings: "Settings") -> int:
    """Take files in; exit code 1 if one was left out."""
    from assistant.adding import add
    from assistant.fetching import Wanted, gathered
    from knowledge.holdings.acts import same_person
    from knowledge.ingest.tables import parse_columns

    wanted = Wanted(named=options.named, volumes=options.frus)
    if not wanted.named and not wanted.volumes:
        raise UsageError("sources add needs a file, a folder, a URL, or --frus VOLUME")
    people = vetters(options, reason=options.reason or f"taken in from {', '.join(wanted.names)}")
    for name in ("group", "licence"):
        if not getattr(options, name).strip():
            raise UsageError(f"--{name} has no default and cannot be empty: say it in a word or two")
    if people.accepted_by and not people.reviewed_by:
        raise UsageError("--accept-by goes with --review-by: a source is accepted after somebody has reviewed it")
    if people.accepted_by and same_person(people.accepted_by, people.proposed_by):
        raise UsageError(f"{people.proposed_by} proposes these sources: somebody else has to accept them (--accept-by)")
    require_folder(settings)
    settings = replace(settings, frus_base=options.frus_base or settings.frus_base)
    with (
        in_one_line(),
        progress("fetching", "file") as fetched,
        gathered(wanted, settings, network_allowed=options.allow_network, progress=fetched) as found,
        open_desk(settings) as desk,
        progress("reading", "file") as show,
    ):
        added = add(
            found.files,
            desk,
            origins=found.origins,
            shelf=open_shelf(desk.folder, settings),
            vouching=_vouching(options),
            vetters=people,
            references=_references(options.meta),
            columns=parse_columns(options.columns) if options.columns else None,
            even_relays=options.even_relays,
            progress=show,
        )
    added.refused[:0] = found.refused
    if options.json:
        print_json(asdict(added))
    else:
        done = "accepted" if people.accepted_by else "reviewed" if people.reviewed_by else "proposed"
        print("\n".join(_report(added, done)))
        for line in added.notes:
            print(f"to know: {line}", file=sys.stderr)
        for line in added.refused:
            print(f"left out: {line}", file=sys.stderr)
    return 1 if added.refused else 0


def _report(added: "Added", done: str) -> Iterator[str]:
    held_back = [id for id in added.proposed if id in added.held_back]
    here_already = f", {len(added.unchanged)} here already" if added.unchanged else ""
    yield f"{counted(len(added.proposed) - len(held_back), 'document')} {done}{here_already}"
    if added.proposed and len(added.proposed) <= _NAMED:
        yield f"known by {'the id' if len(added.proposed) == 1 else 'the ids'} {', '.join(added.proposed)}"
    if added.replaced:
        what = (
            "took the place of an earlier version" if done == "accepted" else "will take the place of another version"
        )
        yield f"{counted(len(added.replaced), 'document')} {what}: {', '.join(added.replaced)}"
    if added.proposed and done != "accepted":
        yield "nothing of it is cited before it is reviewed and accepted: secondsource sources review, then accept"
    if added.other_voices:
        yield f"{counted(len(added.other_voices), 'document')} may only repeat another voice:"
        for id in added.other_voices:
            yield from relay_lines(id, added.relays[id], at_most=_AT_MOST)
        yield f"if one does, say so: {CONFIRM}"
    if among_themselves := len(added.relays) - len(added.other_voices):
        count = counted(among_themselves, "document")
        yield f"{count} with words of the same group, or that mention a voice in passing: secondsource sources relays"
    if added.held_back:
        count = counted(len(added.held_back), "document")
        yield f"{count} reviewed, but not accepted, for one voice must not count as two: {', '.join(added.held_back)}"
        yield "those that speak for themselves: secondsource sources accept ID… (or all at once, with --even-relays)"


def _vouching(options: Namespace) -> "Vouching":
    from knowledge.holdings.sourcing import Vouching
    from knowledge.vocabulary import Audience, Control, Interest, Reliability, SourceType

    chosen = {
        "reliability_reason": options.reliability_reason,
        "reliable_for": options.reliable_for,
        "not_reliable_for": options.not_reliable_for,
    }
    return Vouching(
        source_type=SourceType(options.source_type),
        control=Control(options.control),
        interest=Interest(options.interest),
        independence_group=options.group,
        licence=options.licence,
        audience=Audience(options.audience) if options.audience else None,
        reliability=Reliability(options.reliability),
        caution=options.caution,
        **{key: value for key, value in chosen.items() if value},
    )


def _references(file: str | None) -> "Sequence[Csl]":
    from knowledge.ingest.references import read_references

    if file is None:
        return ()
    try:
        content = Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {file} ({error.strerror})") from error
    return read_references(content, Path(file).name)
