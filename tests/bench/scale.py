"""A librarian's collection at its limits: documents taken in, embedded, searched by the hundred thousand, and grown.

Run: python tests/bench/scale.py [--documents FOLDER] [--paper-qa PYTHON --haystack PYTHON] [--json]
(about twenty minutes on two cores; nothing else should run beside it; some 3 GB of disk)

FOLDER (or FRUS_DOCUMENTS) holds TEI documents of *Foreign Relations of the United States*; without one, synthetic
documents of the same shape are made, and the output says so. The large library is always synthetic: sentences drawn
from those documents, vectors scattered around real ones. Each part runs in a process of its own. Linux only.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from peers import Bench, WorkerError, add_peer_options, machine, present
from scale_parts import beside, embedding, growing, searching, taking_in
from scale_parts.documents import documents_to_take_in, sentences_of, write_documents
from scale_parts.figures import Figure

LARGE = 10_000
"""Documents of the large library: a little over a hundred thousand passages."""


def main() -> None:
    """Measure every part and print the figures."""
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        os.environ["SECONDSOURCE_CACHE"] = str(Path(name) / "unused")
        report = _measure(options, Path(name))
    if options.json:
        print(json.dumps(report, indent=2, ensure_ascii=False, default=_as_json))
        return
    print(f"{report['date']}, {report['machine']}")
    for line in report["notes"]:
        print(line)
    for part, figures in report["figures"].items():
        print(f"\n{part}")
        for figure in figures:
            print(f"  {figure}")


def _measure(options: argparse.Namespace, place: Path) -> dict[str, Any]:
    report: dict[str, Any] = {"date": datetime.now(UTC).isoformat(timespec="minutes"), "machine": machine()}
    taken = documents_to_take_in(options.documents, place / "documents")
    sentences = sentences_of(taken.folder)
    write_documents(place / "large-documents", options.large, sentences=sentences)
    bench = Bench(place)
    tools, left_out = present(bench, options)
    parts: dict[str, Callable[[], list[Figure]]] = {
        f"Taken in: {taken.described}": partial(taking_in.measure, taken.folder, place / "taken"),
        "Embedded": partial(embedding.measure, taken.folder, texts=options.texts),
        "Searched: a large library": partial(searching.measure, place / "large-documents", place, sentences),
        "Grown": partial(growing.measure, place, sentences, documents=options.large),
        "Beside others": partial(beside.measure, taken.folder, bench, tools),
    }
    notes = [
        f"the large library: {options.large} SYNTHETIC documents, sentences drawn from the others; SYNTHETIC vectors",
        *left_out,
    ]
    figures: dict[str, list[Figure]] = {}
    for name, measure in parts.items():
        figures[name] = measure()
        print(*figures[name], sep="\n", file=sys.stderr, flush=True)  # kept, should a later part fail
    return report | {"notes": notes, "figures": figures}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Second Source at the size of a large collection.")
    given = os.environ.get("FRUS_DOCUMENTS")
    about = "a folder of TEI documents (or set FRUS_DOCUMENTS)"
    parser.add_argument("--documents", metavar="FOLDER", type=Path, default=Path(given) if given else None, help=about)
    parser.add_argument("--large", metavar="N", type=int, default=LARGE, help="documents of the large library")
    parser.add_argument("--texts", metavar="N", type=int, default=embedding.MOST_TEXTS, help="texts to embed")
    add_peer_options(parser)
    parser.add_argument("--json", action="store_true", help="print a JSON object instead of the table")
    options = parser.parse_args()
    if options.documents is not None and not options.documents.is_dir():
        parser.error(f"--documents {options.documents}: no such folder")
    return options


def _as_json(figure: Figure) -> dict[str, Any]:
    return asdict(figure) | {"ratio": figure.ratio, "kept": figure.is_kept}


if __name__ == "__main__":
    try:
        main()
    except WorkerError as problem:
        sys.exit(f"scale.py: {problem}")
