"""The answers of a run so far, kept on disk so that an interrupted run goes on where it stopped."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.answers import Answer, answer_from_json, answer_to_json

Key = tuple[str, str]
"""The pass ("first", "again", "planted") and the question's id."""


class Journal:
    """One file a run, named by what makes it; one line an answer, so that a kill loses one at most."""

    def __init__(self, folder: Path, made_by: Mapping[str, Any]) -> None:
        digest = hashlib.sha256(json.dumps(made_by, sort_keys=True).encode()).hexdigest()
        self.file = folder / f"{digest[:16]}.jsonl"
        self._kept = dict(_lines(self.file))
        folder.mkdir(parents=True, exist_ok=True)
        # Written anew without the torn last line of a kill, which would spoil the next one; then moved into place.
        mended = self.file.with_suffix(".new")
        mended.write_text("".join(_line(key, document) for key, document in self._kept.items()), encoding="utf-8")
        mended.replace(self.file)

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Key) -> Answer | None:
        """The answer kept under ``key``, if there is one."""
        document = self._kept.get(key)
        return answer_from_json(document) if document is not None else None

    def keep(self, key: Key, answer: Answer) -> None:
        """Keep one answer; it is on disk when this returns."""
        document = answer_to_json(answer)
        with self.file.open("a", encoding="utf-8") as file:
            file.write(_line(key, document))
        self._kept[key] = document

    def remove(self) -> None:
        """The run is finished: nothing of it needs to be kept."""
        self.file.unlink(missing_ok=True)


def _line(key: Key, document: Mapping[str, Any]) -> str:
    return json.dumps({"pass": key[0], "id": key[1], "answer": document}, ensure_ascii=False) + "\n"


def _lines(file: Path) -> Mapping[Key, Any]:
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return {}
    kept = {}
    for line in lines:
        try:
            entry = json.loads(line)
            kept[entry["pass"], entry["id"]] = entry["answer"]
        except (json.JSONDecodeError, KeyError, TypeError):
            continue  # torn by a kill: that question is asked again
    return kept
