"""What each command does. Heavy imports happen inside the command that needs them."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from assistant.console import print_json, progress, width
from assistant.errors import ExtraMissing, PortBusy, UsageError
from assistant.settings import Settings, read_settings

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from knowledge.library import Library
    from knowledge.record_files import RecordFiles


def serve(options: Namespace) -> int:
    """Open the web chat; returns when it is stopped."""
    _require_free_port(options.host, options.port)
    settings, assistant = _settings(options), _open_assistant(options)
    if assistant.notice:
        print(f"secondsource: {assistant.notice}", file=sys.stderr)
    import uvicorn

    from assistant.serving import Serving, follow
    from assistant.web import build_app

    serving, stop = Serving(assistant), Event()
    app = build_app(serving)
    # Loads the weights before the first reader asks. The first answer is code's own: no model is asked.
    next(assistant.answers("How many countries did Kim Il Sung visit?"))
    Thread(target=_prepare_references, args=(assistant.library,), daemon=True).start()
    if settings.library is not None:
        following = Thread(target=follow, args=(serving, settings), kwargs={"stop": stop}, daemon=True)
        following.start()
    print(f"Second Source is at http://{options.host}:{options.port} (stop it with Ctrl+C)", flush=True)
    uvicorn.run(app, host=options.host, port=options.port, log_level="warning", access_log=False)
    stop.set()
    return 0


def _prepare_references(library: "Library") -> None:
    """Format every reference before the first reader opens a source; without the extra a card says so itself."""
    from assistant.references import Style, references

    with suppress(ExtraMissing):
        for style in Style:
            references(library.corpus.sources.values(), style)


def ask(options: Namespace) -> int:
    """Answer one question, or every line of a batch."""
    if options.batch:
        return _ask_batch(options.batch, options)
    from assistant.answers import answer_to_json
    from assistant.terminal import answer_text

    answer = _open_assistant(options).ask(options.question)
    if options.json:
        print_json(answer_to_json(answer))
    else:
        print(answer_text(answer, width=width(), everything=options.more))
    return 0


def claims(options: Namespace) -> int:
    """List the claims, or show one with its evidence."""
    from assistant.cards import claim_json
    from assistant.terminal import claim_list, claim_text

    library = _open_library(options)
    records = library.corpus.claims
    if options.id is not None and options.id not in records:
        raise UsageError(f"no claim is called {options.id!r}; list them: secondsource claims")
    chosen = [records[options.id]] if options.id else list(records.values())
    if options.json:
        print_json({"claims": [claim_json(claim, library) for claim in chosen]})
    elif options.id:
        print(claim_text(chosen[0], library, width=width()))
    else:
        print(claim_list(library))
    return 0


def act(options: Namespace) -> int:
    """Do an act of the librarian's desk, the one its parser names."""
    code: int = options.act(options, _settings(options))
    return code


def sources(options: Namespace) -> int:
    """List the sources, or show one with its passages."""
    from assistant.terminal import source_list, source_text
    from knowledge.bibliography import csl_json

    library = _open_library(options)
    records = library.corpus.sources
    if options.action != "show":
        if options.json:
            print_json({"sources": [csl_json(source) for source in records.values()]})
        else:
            print(source_list(library))
        return 0
    if options.id not in records:
        raise UsageError(f"no source is called {options.id!r}; list them: secondsource sources list")
    source = records[options.id]
    passages = [p for p in library.passages.values() if p.source_id == source.id]
    vetting = library.corpus.vetting.get(source.id, ())
    if options.json:
        listed = [{"id": p.id, "text": p.text, "kind": p.kind.value, "locator": p.locator} for p in passages]
        acts = [{"act": d.act.value, "by": d.by, "time": d.time, "reason": d.reason} for d in vetting]
        print_json({"source": csl_json(source), "vetting": acts, "passages": listed})
    else:
        print(source_text(source, passages, vetting=vetting, width=width()))
    return 0


def prompts(options: Namespace) -> int:
    """List the prompts with their hashes, or print one."""
    from assistant.prompting import prompts_hash, read_prompts

    found = read_prompts(_settings(options).library)
    if options.name is not None:
        if options.name not in found:
            raise UsageError(f"no prompt is called {options.name!r}; there are {', '.join(sorted(found))}")
        print(found[options.name].text, end="")
    elif options.json:
        listed = [
            {"name": p.name, "purpose": p.purpose, "variables": p.variables, "hash": p.hash, "own": p.is_own}
            for p in found.values()
        ]
        print_json({"prompts": listed, "hash": prompts_hash(found)})
    else:
        for prompt in found.values():
            whose = "  (this library's own)" if prompt.is_own else ""
            print(f"{prompt.name:8} {prompt.hash[:12]}  {prompt.purpose}{whose}")
        print(f"all      {prompts_hash(found)[:12]}  as the answers of a model name them")
    return 0


def check(options: Namespace) -> int:
    """Print every fault of a library's records; exit code 1 if there is one."""
    from assistant.desk.access import in_one_line
    from knowledge.checks import problems_between, same_author_hints

    with in_one_line():
        found = _record_files(_settings(options).library)
    problems = sorted({*found.problems, *problems_between(found)})
    hints = same_author_hints(source for _, source in found.sources)
    if options.json:
        listed = [
            {"file": p.file, "line": p.line, "field": p.field, "value": p.value, "message": p.message} for p in problems
        ]
        print_json({"problems": listed, "hints": list(hints)})
    else:
        for problem in problems:
            print(problem)
        counts = f"{len(found.claims)} claims, {len(found.sources)} sources, {len(found.evidence)} evidence records"
        print(f"{counts}: {len(problems) or 'no'} problem{'' if len(problems) == 1 else 's'}")
        for hint in hints:
            print(f"  to look at: {hint}")
    return 1 if problems else 0


def doctor(options: Namespace) -> int:
    """Say what works here and what does not, each with the next step."""
    from assistant.diagnosis import diagnose

    findings = diagnose(_settings(options))
    if options.json:
        print_json({"checks": [{"name": f.name, "ok": f.ok, "detail": f.detail} for f in findings]})
    else:
        for finding in findings:
            print(f"{'ok     ' if finding.ok else 'PROBLEM'}  {finding.name}: {finding.detail}")
    return 0 if all(finding.ok for finding in findings) else 1


def evaluate(options: Namespace) -> int:
    """Evaluate on a question set, or compare two saved runs."""
    try:
        from assistant.evaluation import command
    except ImportError as error:
        raise UsageError(
            f"evaluate needs the package {error.name}, which is not installed; "
            "install what it needs: pip install ir-measures scikit-learn scipy gradio_client"
        ) from error

    if options.action == "compare":
        print(command.comparison(options.before, options.after, as_json=options.as_json))
    else:
        try:
            print(command.evaluation(options, settings=_settings(options), progress_bar=progress))
        except KeyboardInterrupt:
            print("secondsource: what was answered is kept; the same command goes on from there", file=sys.stderr)
            raise
    return 0


def export(options: Namespace) -> int:
    """Write one thing to take away into a file."""
    from assistant.exporting.formats import Kind, Thing
    from assistant.exporting.formats import export as exported

    kinds = {
        Kind.CLAIM: options.claim,
        Kind.SOURCE: options.source,
        Kind.DOSSIER: options.dossier,
        Kind.CARDS: options.cards,
        Kind.REVIEWS: options.claim_reviews,
    }
    kind = next(kind for kind, chosen in kinds.items() if chosen not in (None, False))
    thing = Thing(kind, options.source if options.claim is None else options.claim)
    download = exported(thing, options.format, _open_library(options), style=options.style)
    if options.out == "-":
        sys.stdout.buffer.write(download.content)
        return 0
    file = Path(options.out or download.name)
    try:
        file.write_bytes(download.content)
    except OSError as error:
        raise UsageError(f"cannot write {file}: {error.strerror}") from error
    print(f"{file} ({len(download.content)} bytes)")
    return 0


def _ask_batch(file: str, options: Namespace) -> int:
    """One answer a line for one question a line; a line that is none is answered with its fault."""
    from assistant.answers import answer_to_json

    faults = 0
    with _lines(file) as lines:
        assistant = _open_assistant(options)
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            item: object = None
            try:
                item = json.loads(line)
                question, turns = _batch_item(item)
                result = answer_to_json(assistant.ask(question, turns))
            except ValueError as error:  # not UTF-8, not JSON, or not a question
                faults += 1
                reason = f"is not JSON: {error.msg}" if isinstance(error, json.JSONDecodeError) else str(error)
                result = {"error": f"line {number}: {reason}"}
            print(json.dumps({"id": item.get("id") if isinstance(item, dict) else None} | result, ensure_ascii=False))
            sys.stdout.flush()
    if faults:
        print(f"secondsource: {faults} line{'' if faults == 1 else 's'} could not be read", file=sys.stderr)
    return 1 if faults else 0


def _batch_item(item: object) -> tuple[str, list[str]]:
    """The question and the earlier ones of one line; raises ``ValueError`` that says what is wrong."""
    if not isinstance(item, dict) or not isinstance(item.get("question"), str):
        raise ValueError('should be an object with a text under "question"')
    turns = item.get("turns", [])
    if not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
        raise ValueError('"turns" should be a list of texts')
    return item["question"], turns


@contextmanager
def _lines(file: str) -> Iterator[Iterable[bytes]]:
    """The lines of a file, or of standard input, as bytes: one that is not UTF-8 spoils no other."""
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        content = Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror}") from error
    yield content.splitlines()


def _require_free_port(host: str, port: int) -> None:
    import socket

    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        another = min(port + 1, 65535)
        raise PortBusy(
            f"cannot listen on {host}:{port} ({error.strerror}); "
            f"choose another port: secondsource serve --port {another}"
        ) from error


def _record_files(library: Path | None) -> "RecordFiles":
    """The records to check: a librarian's folder over the shipped ones, or a whole library in a folder."""
    from knowledge.holdings.folder import is_library_folder, open_folder
    from knowledge.holdings.overlay import laid_over, read_holdings
    from knowledge.record_files import packaged_library, read_files

    if library is None or not is_library_folder(library):
        return read_files(library or packaged_library())
    shipped = read_files(packaged_library())
    return laid_over(shipped, read_holdings(open_folder(library), shipped=shipped))


def _settings(options: Namespace) -> Settings:
    return read_settings(library=getattr(options, "library", None), model=getattr(options, "model", None))


def _open_assistant(options: Namespace) -> "Assistant":
    from assistant.opening import open_assistant

    with progress("building the index, once") as show:
        return open_assistant(_settings(options), progress=show)


def _open_library(options: Namespace) -> "Library":
    from assistant.opening import open_library

    return open_library(_settings(options))
