"""Drafts as a language model would return them, lying or honest: ``tests/data/drafts``, explained in its README."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "data" / "drafts"


@dataclass(frozen=True, slots=True)
class HonestDraft:
    """A careful model's reply to a question."""

    id: str
    question: str
    reply: str


@dataclass(frozen=True, slots=True)
class HostileDraft:
    """A lying model's reply to a question, and what of it must never be shown."""

    id: str
    family: str
    question: str
    reply: str
    lies: tuple[str, ...]
    """Strings that stand nowhere in what a reader is shown."""
    only_attributed: tuple[str, ...]
    """Strings that may be shown as the words of state media, and in no other way."""
    why: str


def honest_drafts() -> tuple[HonestDraft, ...]:
    """Every honest draft, in the order of the file."""
    return tuple(HonestDraft(row["id"], row["question"], _reply(row)) for row in _rows("honest.jsonl"))


def hostile_drafts() -> tuple[HostileDraft, ...]:
    """Every hostile draft, in the order of the file."""
    return tuple(
        HostileDraft(
            id=row["id"],
            family=row["family"],
            question=row["question"],
            reply=_reply(row),
            lies=tuple(row["lies"]),
            only_attributed=tuple(row.get("only_attributed", ())),
            why=row["why"],
        )
        for row in _rows("hostile.jsonl")
    )


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines()]


def _reply(row: Mapping[str, Any]) -> str:
    """The text a model returns; of a long one the file has the parts and how often each is repeated."""
    if "parts" in row:
        return "".join(part * times for part, times in row["parts"])
    draft = row["draft"]
    return draft if isinstance(draft, str) else json.dumps(draft, ensure_ascii=False)
