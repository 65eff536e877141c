"""The listed words: what a model may add to a quotation, and what it may not take away (``words.toml``)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Signposting:
    """The words of free prose: what it may begin with, and everything it may be made of."""

    openers: frozenset[str]
    invitations: frozenset[str]
    questions: frozenset[str]
    asking: frozenset[str]
    saying: frozenset[str]
    words: frozenset[str]
    also_asked: frozenset[str]

    @property
    def of_statements(self) -> frozenset[str]:
        """Every word a sentence that says what comes next may have."""
        return self.words | self.asking | self.saying | self.openers | self.invitations

    @property
    def of_questions(self) -> frozenset[str]:
        """Every word a question or an invitation may have."""
        return self.of_statements | self.questions | self.also_asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The lists of ``words.toml``; entries of several words are in one string."""

    connectives: tuple[str, ...]
    said: tuple[str, ...]
    state_names: tuple[str, ...]
    denials: frozenset[str]
    limits: frozenset[str]
    pointing_back: frozenset[str]
    taking_back: tuple[str, ...]
    whole_only: frozenset[str]
    signposts: Signposting


@cache
def vocabulary() -> Vocabulary:
    """The lists as they ship; the longer entries of an ordered list come first."""
    lists: dict[str, Any] = tomllib.loads(files("assistant.drafting").joinpath("words.toml").read_text("utf-8"))
    return Vocabulary(
        connectives=_longest_first(lists["connectives"]),
        said=_longest_first(lists["said"]),
        state_names=_longest_first(lists["state_names"]),
        denials=frozenset(lists["denials"]),
        limits=frozenset((*lists["limits"], *lists["denials"])),
        pointing_back=frozenset(lists["pointing_back"]),
        taking_back=_longest_first(lists["taking_back"]),
        whole_only=frozenset(lists["whole_only"]),
        signposts=Signposting(**{name: frozenset(words) for name, words in lists["signposts"].items()}),
    )


def _longest_first(entries: list[str]) -> tuple[str, ...]:
    return tuple(sorted(entries, key=lambda entry: (-len(entry), entry)))
