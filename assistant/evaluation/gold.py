"""Gold verdicts: what two readers, apart from each other and from the program, found for each claim."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from pydantic import ConfigDict, TypeAdapter

from knowledge.vocabulary import VerdictKey

Unit = tuple[str, str | None]
"""A claim as a whole (``None``), or one of its components."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The verdict two readers gave one unit, and the one they settled on where they differed.

    ``second`` is by a reader who saw sources and policy and no output of the program.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    claim: str
    component: str | None
    first: VerdictKey
    second: VerdictKey
    verdict: VerdictKey
    why: str

    @property
    def unit(self) -> Unit:
        return self.claim, self.component


def gold_verdicts() -> Mapping[Unit, Reading]:
    """Every unit's reading, by unit."""
    text = files("assistant.evaluation").joinpath("data", "verdicts.jsonl").read_text(encoding="utf-8")
    reading = TypeAdapter(Reading)
    readings = (reading.validate_json(line) for line in text.splitlines())
    return {each.unit: each for each in readings}
