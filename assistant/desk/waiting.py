"""The flag ``--waiting`` of ``sources list``, ``sources show`` and ``evidence list``: what waits to be accepted."""

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import asdict
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from assistant.console import print_json, width
from assistant.desk.access import in_one_line, record_ref, require_folder, shipped_records
from assistant.errors import DeskTrouble, UsageError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from knowledge.holdings.acts import Deed
    from knowledge.holdings.folder import LibraryFolder
    from knowledge.holdings.waiting import Waiting
    from knowledge.records import Evidence, Source

_MOST_CHARACTERS = 100  # of a title or statement in a list; --json gives it whole


def add_waiting(parser: ArgumentParser, act: "Callable[[Namespace, Settings], int]", *, what: str, **more: Any) -> None:
    """The flag, with which ``act`` is done instead of what the parser's command does without it."""
    parser.add_argument("--waiting", dest="act", action="store_const", const=act, default=SUPPRESS, help=what, **more)


def add_evidence_list(actions: Any, here: ArgumentParser) -> None:
    """Arguments of ``evidence list``; what is in force stands with its claim (``claims ID``)."""
    parser = actions.add_parser("list", parents=[here], help="list the evidence that waits to be accepted")
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_waiting(parser, list_waiting, what="what was proposed and is not accepted yet", required=True)


def list_waiting(options: Namespace, settings: "Settings") -> int:
    """Print what waits, one a line: what it is, who proposed and reviewed it when, and what it would replace."""
    with in_one_line():
        waiting = _waiting(require_folder(settings), options.command)
    if options.json:
        print_json({"waiting": [_described(each) for each in waiting]})
        return 0
    for each in waiting:
        print(f"{each.ref.id}  {_title(each)}; {'; '.join(_how_far(each))}")
    if not waiting:
        print("nothing waits")
    return 0


def show_waiting(options: Namespace, settings: "Settings") -> int:
    """Show one source as it would stand once accepted: what is said of it, and its text with locators."""
    from assistant.holding import read_holding
    from assistant.terminal import source_text
    from knowledge.passages import text_passages
    from knowledge.records import Source

    folder, ref = require_folder(settings), record_ref(options.id, options.command)
    with in_one_line():
        each = next((each for each in _waiting(folder, options.command) if each.ref == ref), None)
        sources = read_holding(folder, shipped_records()).sources
    if each is None:
        raise UsageError(f"no version of {ref} waits; see what does: secondsource sources list --waiting")
    if not isinstance(each.record, Source):
        raise DeskTrouble(f"{ref} {each.fault}")
    passages = list(text_passages({ref.id: each.parts}, sources={**sources, ref.id: each.record}))
    if options.json:
        listed = [{"id": p.id, "text": p.text, "kind": p.kind.value, "locator": p.locator} for p in passages]
        print_json(_described(each) | {"passages": listed})
    else:
        until = "the version in force stays" if each.corrects else "it is not cited"
        print(f"This version waits to be accepted; until then {until}.\n")
        print(source_text(each.record, passages, vetting=_acts(each), width=width()))
    return 0


def _waiting(folder: "LibraryFolder", command: str) -> "list[Waiting]":
    from knowledge.holdings.acts import RecordKind, standings
    from knowledge.holdings.log import read_log
    from knowledge.holdings.overlay import shipped_refs
    from knowledge.holdings.waiting import waiting_versions

    kind = RecordKind.EVIDENCE if command == "evidence" else RecordKind.SOURCE
    shipped = shipped_refs(shipped_records())
    found = standings((entry.deed for entry in read_log(folder.log)), shipped=shipped)
    return list(waiting_versions(folder, found, kind, shipped=shipped))


def _acts(each: "Waiting") -> "tuple[Deed, ...]":
    return tuple(deed for deed in (each.pending.proposed, each.pending.reviewed) if deed is not None)


def _title(each: "Waiting") -> str:
    from knowledge.records import Source

    match each.record:
        case None:
            return str(each.fault)
        case Source(title=words):
            pass
        case note:
            words = f"{note.stance.value.replace('_', ' ')} ({note.source_id}): {note.statement}"
    return shorten(words, _MOST_CHARACTERS, placeholder=" …")


def _how_far(each: "Waiting") -> list[str]:
    acts = [f"{deed.act.value} by {deed.by} on {deed.time.partition('T')[0]}" for deed in _acts(each)]
    not_yet = [] if each.pending.reviewed else ["not yet reviewed"]
    return [*acts, *not_yet, *(["corrects the version in force"] if each.corrects else [])]


def _described(each: "Waiting") -> dict[str, Any]:
    """A version that waits, for programs."""
    acts = [{"act": deed.act.value, "by": deed.by, "time": deed.time, "reason": deed.reason} for deed in _acts(each)]
    said = {
        "id": each.ref.id,
        "acts": acts,
        "corrects": each.corrects,
        "digest": each.pending.digest,
        "fault": each.fault,
    }
    return said | _record(each.record)


def _record(record: "Source | Evidence | None") -> dict[str, Any]:
    from knowledge.bibliography import csl_json
    from knowledge.records import Source

    match record:
        case None:
            return {}
        case Source():
            return {"source": csl_json(record)}
        case note:
            return {"evidence": asdict(note)}
