"""One document that a librarian takes in, and the question it answers."""

from collections.abc import Sequence
from pathlib import Path

CABLE = """---
title: Cable from the legation in Ulan Bator
author: Legation in Ulan Bator
date: 1968-02-14
language: en
---
The dairy cooperatives of the capital delivered eleven thousand litres of fermented mare's milk in January.
"""
MILK = "How much fermented mare's milk did the dairy cooperatives of the capital deliver?"
ID = "ulan-bator-cable"


def taken_in(folder: Path) -> Sequence[str]:
    """The command that takes the document in, vetted; its file is written to ``folder``."""
    file = folder / f"{ID}.md"
    file.write_text(CABLE, encoding="utf-8")
    return (
        *("sources", "add", str(file), "--class", "official_document_other", "--control", "other_state"),
        *("--interest", "neutral", "--group", "ministry", "--licence", "Public domain"),
        *("--propose-by", "Ada", "--reason", "for the seminar", "--review-by", "Ben", "--accept-by", "Ben"),
    )
