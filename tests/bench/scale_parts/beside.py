"""The same documents taken in and searched by the peers: paper-qa and haystack, each in a process of its own.

None of them reads TEI: they get the same texts as plain files, one a document, and split them as they do by default.
Ours reads the TEI files and cuts them into passages. Ours embeds every passage with the shipped encoder; paper-qa
counts hashed tokens and haystack words. Nothing is said here about how well each finds.
"""

import json
from pathlib import Path
from typing import Any

from peer_workers.tei_passages import documents_in
from peers import Bench, Tool
from scale_parts.figures import Figure
from scale_parts.searching import QUESTIONS


def measure(documents: Path, bench: Bench, tools: list[Tool]) -> list[Figure]:
    """Figures of every tool that is there, ours first."""
    plain = bench.folder / "plain"
    plain.mkdir()
    for document in documents_in(documents):
        text = "\n\n".join(part.text for part in document.parts)
        (plain / f"{document.name}.txt").write_text(text, encoding="utf-8")
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    figures = []
    for ours, tool in enumerate(tools):
        files = plain if ours else documents
        done: dict[str, Any] = bench.run(tool, "search", files=str(files), questions=questions, place=bench.new_place())
        for name, key, unit in (
            ("read, split and stored", "seconds", "s"),
            ("retrieval, p50", "p50", "ms"),
            ("retrieval, p95", "p95", "ms"),
            ("memory, peak", "memory", "MB"),
        ):
            figures.append(Figure(name=f"{tool.name} {tool.version}: {name}", value=done[key], unit=unit))
    return figures
