"""The listed words: what a model may add to a quotation, and what it may not take away (``words.toml``)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The lists of ``words.toml``; entries of several words are in one string."""

    connectives: tuple[str, ...]
    said: tuple[str, ...]
    article_names: tuple[str, ...]
    state_names: tuple[str, ...]
    denials: frozenset[str]
    limits: frozenset[str]
    pointing_back: frozenset[str]
    taking_back: tuple[str, ...]
    signposts: tuple[str, ...]


@cache
def vocabulary() -> Vocabulary:
    """The lists as they ship; the longer entries of an ordered list come first."""
    lists: dict[str, Any] = tomllib.loads(files("assistant.drafting").joinpath("words.toml").read_text("utf-8"))
    return Vocabulary(
        connectives=_longest_first(lists["connectives"]),
        said=_longest_first(lists["said"]),
        article_names=_longest_first(lists["article_names"]),
        state_names=_longest_first(lists["state_names"]),
        denials=frozenset(lists["denials"]),
        limits=frozenset((*lists["limits"], *lists["denials"])),
        pointing_back=frozenset(lists["pointing_back"]),
        taking_back=_longest_first(lists["taking_back"]),
        signposts=tuple(lists["signposts"]),
    )


def _longest_first(entries: list[str]) -> tuple[str, ...]:
    return tuple(sorted(entries, key=lambda entry: (-len(entry), entry)))
