"""The librarian's commands: a library folder made, sources and evidence vetted, and the log that says who did what."""

import getpass
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.console import print_json, progress
from assistant.errors import DeskTrouble, UsageError
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.impact import Impact
    from knowledge.holdings.acts import RecordRef
    from knowledge.holdings.desk import Desk
    from knowledge.holdings.folder import LibraryFolder
    from knowledge.holdings.sourcing import Vouching
    from knowledge.ingest.documents import Csl
    from knowledge.records import Evidence


def init(options: Namespace, settings: Settings) -> int:
    """Make a library folder."""
    from knowledge.holdings.folder import create

    folder = Path(options.directory)
    with _in_one_line():
        create(folder, name=options.name or folder.resolve().name)
    print(f"{folder} is a library folder now; use it: --library {folder}, or SECONDSOURCE_LIBRARY={folder}")
    return 0


def add(options: Namespace, settings: Settings) -> int:
    """Take files in; exit code 1 if one was left out."""
    from assistant.adding import Vetters, add, files_in
    from knowledge.holdings.acts import same_person
    from knowledge.ingest.tables import parse_columns

    if options.accept_by and not options.review_by:
        raise UsageError("--accept-by goes with --review-by: a source is accepted after somebody has reviewed it")
    proposer = options.propose_by or getpass.getuser()
    if options.accept_by and same_person(options.accept_by, proposer):
        raise UsageError(f"{proposer} proposes these sources: somebody else has to accept them (--accept-by)")
    vetters = Vetters(
        proposed_by=proposer,
        reviewed_by=options.review_by,
        accepted_by=options.accept_by,
        reason=options.reason or f"taken in from {', '.join(Path(path).name for path in options.paths)}",
    )
    files = files_in(map(Path, options.paths))
    with _in_one_line(), _desk(settings) as desk, progress("reading", "file") as show:
        added = add(
            files,
            desk,
            vouching=_vouching(options),
            vetters=vetters,
            references=_references(options.meta),
            columns=parse_columns(options.columns) if options.columns else None,
            progress=show,
        )
    if options.json:
        print_json(asdict(added))
    else:
        done = "accepted" if vetters.accepted_by else "reviewed" if vetters.reviewed_by else "proposed"
        print(f"{_counted(len(added.proposed), 'document')} {done}", end="")
        print(f", {len(added.unchanged)} here already" if added.unchanged else "")
        if added.proposed and not vetters.accepted_by:
            print("nothing of it is cited before it is reviewed and accepted: secondsource sources review, then accept")
        for line in added.refused:
            print(f"left out: {line}", file=sys.stderr)
    return 1 if added.refused else 0


def link(options: Namespace, settings: Settings) -> int:
    """Say what a source of the library says of a claim: one evidence record, handed in to be vetted."""
    from assistant.opening import open_library
    from knowledge.holdings.acts import RecordKind, RecordRef
    from knowledge.holdings.desk import Proposal
    from knowledge.holdings.record_text import record_toml

    _require_folder(settings)
    corpus = open_library(settings).corpus
    for kind, id, known in (("claim", options.claim, corpus.claims), ("source", options.source, corpus.sources)):
        if id not in known:
            raise UsageError(f"no {kind} is called {id!r}; list them: secondsource {kind}s")
    note = _evidence(options)
    proposal = Proposal(record=RecordRef(RecordKind.EVIDENCE, note.id), content=record_toml(note))
    with _in_one_line(), _desk(settings) as desk:
        desk.propose(proposal, by=options.propose_by or getpass.getuser(), reason=options.reason)
        if options.review_by:
            desk.review(proposal.record, by=options.review_by, reason=options.reason)
        if options.accept_by:
            desk.accept(proposal.record, by=options.accept_by, reason=options.reason)
        written = desk.record()
    for entry in written:
        print(f"{entry.deed.record}: {entry.deed.act.value} by {entry.deed.by}")
    return 0


def relays(options: Namespace, settings: Settings) -> int:
    """Show which added texts may only repeat state media or one another."""
    from assistant.opening import open_library
    from assistant.relaying import relays as found_in

    _require_folder(settings)
    library = open_library(settings)
    ids = options.ids or sorted(library.corpus.texts)
    for id in ids:
        if id not in library.corpus.texts:
            raise UsageError(f"no added text is called {id!r}; only what was accepted is compared")
    found = found_in(library, ids)
    if options.json:
        print_json({"relays": {id: [asdict(each) for each in proposals] for id, proposals in found.items()}})
        return 0
    for id, proposals in found.items():
        print(id)
        for each in proposals:
            print(f"    {each.reason}\n        {each.locator or 'in the text'}: “{each.quote}”")
    print(f"{_counted(len(found), 'text')} of {len(ids)} may repeat others; if one does: secondsource sources relay")
    return 0


def relay(options: Namespace, settings: Settings) -> int:
    """Hand in the correction that makes a source a relay of another: it joins its origin's group once accepted."""
    from assistant.opening import open_library
    from knowledge.holdings.acts import RecordKind, RecordRef
    from knowledge.holdings.desk import Proposal
    from knowledge.holdings.record_text import record_toml, text_lines
    from knowledge.relays import joined
    from knowledge.vocabulary import Relation

    _require_folder(settings)
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
    with _in_one_line(), _desk(settings) as desk:
        proposal = Proposal(record=record, content=record_toml(joining), text=text)
        desk.propose(proposal, by=options.by or getpass.getuser(), reason=options.reason)
        desk.record()
    print(f"{record}: proposed as a relay of {options.of}; it counts with {joining.independence_group} once accepted")
    return 0


def vet(options: Namespace, settings: Settings) -> int:
    """Review, accept or retract records by their ids."""
    with _in_one_line(), _desk(settings) as desk:
        acts: dict[str, Callable[..., None]] = {
            "review": desk.review,
            "accept": desk.accept,
            "retract": desk.retract,
        }
        for record in (_record(id, options.command) for id in options.ids):
            acts[options.action](record, by=options.by or getpass.getuser(), reason=options.reason)
        written = desk.record()
    for entry in written:
        print(f"{entry.deed.record}: {entry.deed.act.value} by {entry.deed.by}")
    return 0


def impact_of(options: Namespace, settings: Settings) -> int:
    """Show which verdicts a retraction would change, before it is done."""
    from assistant.impact import impact
    from assistant.opening import open_library
    from knowledge.holdings.acts import Act, Deed

    record = _record(options.id, options.command)
    deed = Deed(act=Act.RETRACTED, record=record, digest="", by="nobody", time=_now(), reason="supposed")
    with _in_one_line():
        found = impact(open_library(settings), open_library(settings, supposing=[deed]))
    _print_impact(found, options.json, nothing=f"retracting {record} would change no verdict")
    return 0


def diff(options: Namespace, settings: Settings) -> int:
    """Show what changed between two moments, in records and verdicts."""
    from assistant.impact import impact
    from assistant.opening import open_library
    from knowledge.holdings.log import entries_until, read_log

    folder = _require_folder(settings)
    with _in_one_line():
        entries = read_log(folder.log)
        numbers = (entries_until(entries, _moment(text)) for text in (options.since, options.until))
        before, after = (open_library(settings, entries=number) for number in numbers)
    nothing = f"nothing changed between {options.since} and {options.until}"
    _print_impact(impact(before, after), options.json, nothing=nothing)
    return 0


def log(options: Namespace, settings: Settings) -> int:
    """Print the log, or prove it."""
    from knowledge.holdings.log import read_log, torn_end

    folder = _require_folder(settings)
    with _in_one_line():
        entries = read_log(folder.log)
        torn = torn_end(folder.log)
    last = entries[-1].hash if entries else "none"
    if options.json:
        listed = [asdict(e.deed) | {"record": str(e.deed.record), "number": e.number, "hash": e.hash} for e in entries]
        print_json({"entries": listed, "last_hash": last, "torn_end": torn, "proved": True})
    elif options.action == "verify":
        print(f"{_counted(len(entries), 'entry', 'entries')}, each sealed by the one before; the last hash is {last}")
        print("compare it with one you noted elsewhere: lines cut off at the end cannot be seen from inside")
    else:
        for entry in entries:
            deed = entry.deed
            print(f"{entry.number:>5}  {deed.time}  {deed.act.value:<9} {deed.record} by {deed.by}: {deed.reason}")
    if torn:
        print("secondsource: the last line was torn while it was written; it never counted", file=sys.stderr)
    return 0


def _record(id: str, command: str) -> "RecordRef":
    """The record an id means: under ``sources`` a source, under ``evidence`` an evidence record."""
    from knowledge.holdings.acts import RecordKind, RecordRef

    kind = RecordKind.EVIDENCE if command == "evidence" else RecordKind.SOURCE
    try:
        return RecordRef(kind, id)
    except ValueError as error:
        raise UsageError(str(error)) from error


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


@contextmanager
def _desk(settings: Settings) -> "Iterator[Desk]":
    from knowledge.holdings.desk import at_the_desk
    from knowledge.holdings.overlay import shipped_refs
    from knowledge.record_files import packaged_library, read_files

    folder = _require_folder(settings)
    with at_the_desk(folder, shipped_refs(read_files(packaged_library()))) as desk:
        yield desk


def _require_folder(settings: Settings) -> "LibraryFolder":
    from knowledge.holdings.folder import open_folder

    if settings.library is None:
        raise UsageError(
            "this needs a library folder of yours: make one with secondsource init DIR, "
            "then name it with --library DIR or SECONDSOURCE_LIBRARY"
        )
    with _in_one_line():
        return open_folder(settings.library)


@contextmanager
def _in_one_line() -> Iterator[None]:
    """What a librarian can mend is said in one line, as every error of the program."""
    from knowledge.holdings.acts import Refusal
    from knowledge.holdings.folder import FolderTrouble
    from knowledge.holdings.log import LogTrouble
    from knowledge.ingest.documents import Unreadable

    try:
        yield
    except (Refusal, FolderTrouble, LogTrouble, Unreadable) as error:
        raise DeskTrouble(str(error)) from error


def _print_impact(found: "Impact", as_json: bool, *, nothing: str) -> None:
    if as_json:
        print_json(asdict(found))
        return
    if not found:
        print(nothing)
    for change in found.verdicts:
        print(change)
    if found and not found.verdicts:
        print("no verdict changes")
    for what, ids in (
        ("sources that come", found.sources_added),
        ("sources that go", found.sources_gone),
        ("notes that come", found.evidence_added),
        ("notes that go", found.evidence_gone),
    ):
        if ids:
            print(f"{what} ({len(ids)}): {', '.join(ids[:20])}{' …' if len(ids) > 20 else ''}")


def _moment(text: str) -> str:
    """A date or time as the log writes it, UTC; a date means its end."""
    try:
        if len(text) == len("2026-01-01"):
            return f"{datetime.fromisoformat(text).date().isoformat()}T23:59:59Z"
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no date: write it as 2026-11-24 or 2026-11-24T12:00:00Z") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
