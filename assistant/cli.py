"""The command ``secondsource``: arguments in, one function called, errors as one line.

Nothing heavy is imported here, so that ``--help`` answers at once.
"""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from assistant import __version__
from assistant.desk.arguments import add_desk, add_source_actions
from assistant.desk.index import add_index
from assistant.desk.waiting import add_waiting, list_waiting, show_waiting
from assistant.errors import SecondSourceError

_DESCRIPTION = "A study assistant for one state-media article: every sentence labelled, every label computed."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 a fault named, 2 called wrongly."""
    options = _parser().parse_args(arguments)
    from assistant import commands

    run = commands.act if "act" in options else getattr(commands, options.command.replace("-", "_"))
    try:
        code: int = run(options)
        return code
    except SecondSourceError as error:
        if options.debug:
            raise
        print(f"secondsource: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("secondsource: stopped", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="secondsource", description=_DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"secondsource {__version__}")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    everywhere = argparse.ArgumentParser(add_help=False)
    everywhere.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    everywhere.add_argument(
        "--library", metavar="DIR", help="your library folder (default: SECONDSOURCE_LIBRARY, else none)"
    )
    answering = argparse.ArgumentParser(add_help=False)
    answering.add_argument(
        "--model",
        metavar="NAME",
        help="a language model that drafts answers, provider:name (default: SECONDSOURCE_MODEL, else none)",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", parents=[everywhere, answering], help="open the web chat on this computer")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serve.add_argument("--port", type=_port, default=7860, help="port to listen on (default: %(default)s)")

    ask = commands.add_parser("ask", parents=[everywhere, answering], help="answer one question, or a file of them")
    what = ask.add_mutually_exclusive_group(required=True)
    what.add_argument("question", nargs="?", help="the question, in quotation marks")
    what.add_argument(
        "--batch", metavar="FILE", help="questions as JSON Lines {id, question, turns}; - for standard input"
    )
    ask.add_argument("--json", action="store_true", help="print the answer as one JSON object")
    ask.add_argument("--more", action="store_true", help="print everything, not only what stands in front")

    claims = commands.add_parser(
        "claims", parents=[everywhere], help="list the article's claims with their verdicts, or show one"
    )
    claims.add_argument("id", nargs="?", help="the claim to show")
    claims.add_argument("--json", action="store_true", help="print JSON")

    _add_sources(commands, everywhere)

    add_desk(commands, everywhere)

    add_index(commands, everywhere)

    prompts = commands.add_parser("prompts", parents=[everywhere], help="list the prompts of a language model")
    prompts.add_argument("name", nargs="?", metavar="NAME", help="print this one")
    prompts.add_argument("--json", action="store_true", help="print JSON")

    check = commands.add_parser("check", parents=[everywhere], help="check every record of the library")
    check.add_argument("--json", action="store_true", help="print JSON")

    _add_evaluate(commands, everywhere, answering)

    _add_export(commands, everywhere)

    doctor = commands.add_parser("doctor", parents=[everywhere], help="say what works here and what does not")
    doctor.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _add_sources(commands: Any, everywhere: argparse.ArgumentParser) -> None:
    sources = commands.add_parser(
        "sources", parents=[everywhere], help="list the sources, show one with its passages, add and vet your own"
    )
    sources.add_argument("--json", action="store_true", help="print JSON")
    actions = sources.add_subparsers(dest="action", metavar="ACTION")
    # A flag may stand before the action or behind it; what is not given there must not undo it.
    here = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    here.add_argument("--json", action="store_true", help="print JSON")
    here.add_argument("--library", metavar="DIR", help="your library folder")
    here.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
    every = actions.add_parser("list", parents=[here], help="list every source")
    add_waiting(every, list_waiting, what="list what was proposed and is not accepted yet")
    show = actions.add_parser("show", parents=[here], help="show one source and its passages")
    show.add_argument("id", help="the source to show")
    add_waiting(show, show_waiting, what="show its version that waits to be accepted, as it would stand")
    add_source_actions(actions, here)


def _add_evaluate(commands: Any, *parents: argparse.ArgumentParser) -> None:
    evaluate = commands.add_parser(
        "evaluate", parents=parents, help="measure the answers on a set of questions, or compare two runs"
    )
    evaluate.add_argument(
        "--set",
        default="article",
        metavar="NAME|FILE",
        help="article (default), article-blind, article-open, or a file of JSON Lines",
    )
    evaluate.add_argument(
        "--against",
        metavar="URL",
        help="a hosted instance, through its public interface; nothing is planted in its library",
    )
    evaluate.add_argument("--json", metavar="OUT", help="write everything that was measured to this file")
    evaluate.add_argument("--html", metavar="OUT", help="write a report for people to this file")
    evaluate.add_argument("--trec", metavar="DIR", help="write qrels and runs in TREC's formats to this folder")
    evaluate.add_argument(
        "--run",
        metavar="FILE",
        action="append",
        default=[],
        help="a TREC run of passages to score beside the baselines",
    )
    actions = evaluate.add_subparsers(dest="action", metavar="compare")
    compare = actions.add_parser("compare", help="show what changed between two saved runs")
    compare.add_argument("before", metavar="A", help="a file that evaluate --json has written")
    compare.add_argument("after", metavar="B", help="another, over the same questions")
    compare.add_argument("--json", dest="as_json", action="store_true", help="print the comparison as one JSON object")


def _add_export(commands: Any, everywhere: argparse.ArgumentParser) -> None:
    export = commands.add_parser("export", parents=[everywhere], help="write something to take away into a file")
    what = export.add_mutually_exclusive_group(required=True)
    what.add_argument("--claim", metavar="ID", help="one claim with its evidence, or its references")
    what.add_argument("--source", metavar="ID", help="the reference of one source")
    what.add_argument("--dossier", action="store_true", help="every claim with its evidence, or all references")
    what.add_argument("--cards", action="store_true", help="the flashcards (apkg, csv)")
    what.add_argument("--claim-reviews", action="store_true", help="the claims as schema.org ClaimReview (json-ld)")
    export.add_argument(
        "--format",
        required=True,
        metavar="F",
        help="markdown, docx, html, csl-json, bibtex, ris, apkg, csv or json-ld; not each comes in all",
    )
    export.add_argument(
        "--style", default="chicago", metavar="S", help="chicago (default), mla or apa, for the references of documents"
    )
    export.add_argument(
        "--out", metavar="FILE", help="the file to write (default: named for what is in it); - to print"
    )


def _port(text: str) -> int:
    try:
        port = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no port number") from None
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{port} is no port number: it should be 1 to 65535")
    return port


if __name__ == "__main__":
    sys.exit(main())
