"""The commands ``impact`` and ``diff``: what a retraction would change, and what has changed between two moments."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from assistant.console import print_json
from assistant.desk.access import in_one_line, record_ref, require_folder
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.impact import Impact
    from assistant.settings import Settings


def add_impact(actions: Any, here: ArgumentParser, *, record: str) -> ArgumentParser:
    """Arguments of ``impact``; ``record`` is what would be retracted."""
    parser: ArgumentParser = actions.add_parser(
        "impact", parents=[here], help="show which verdicts a retraction would change"
    )
    parser.add_argument("id", help=record)
    parser.set_defaults(act=show_impact)
    return parser


def add_diff(commands: Any, everywhere: ArgumentParser) -> None:
    """Arguments of ``diff``."""
    diff = commands.add_parser("diff", parents=[everywhere], help="show what changed in your library between two dates")
    diff.add_argument("since", metavar="SINCE", help="a date (its end) or time, UTC: 2026-11-24")
    diff.add_argument("until", metavar="UNTIL")
    diff.add_argument("--json", action="store_true", help="print JSON")
    diff.set_defaults(act=show_diff)


def show_impact(options: Namespace, settings: "Settings") -> int:
    """Show which verdicts a retraction would change, before it is done."""
    from assistant.impact import impact
    from assistant.opening import open_library
    from knowledge.holdings.acts import Act, Deed

    record = record_ref(options.id, options.command)
    deed = Deed(
        act=Act.RETRACTED, record=record, digest="", by="nobody", time=_utc(datetime.now(UTC)), reason="supposed"
    )
    with in_one_line():
        found = impact(open_library(settings), open_library(settings, supposing=[deed]))
    _print(found, options.json, nothing=f"retracting {record} would change no verdict")
    return 0


def show_diff(options: Namespace, settings: "Settings") -> int:
    """Show what changed between two moments, in records and verdicts."""
    from assistant.impact import impact
    from assistant.opening import open_library
    from knowledge.holdings.log import entries_until, read_log

    folder = require_folder(settings)
    with in_one_line():
        entries = read_log(folder.log)
        numbers = [entries_until(entries, _moment(text)) for text in (options.since, options.until)]
        before, after = (open_library(settings, entries=number) for number in numbers)
    nothing = f"nothing changed between {options.since} and {options.until}"
    _print(impact(before, after), options.json, nothing=nothing)
    return 0


def _print(found: "Impact", as_json: bool, *, nothing: str) -> None:
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
    return _utc(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
