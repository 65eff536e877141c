"""The ways names are written, and one spelling for search."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files


@cache
def spellings() -> Mapping[str, tuple[str, ...]]:
    """For each name as the library writes it, its other spellings (``names.toml``)."""
    content = files("knowledge").joinpath("names.toml").read_text(encoding="utf-8")
    return {name: tuple(variants) for name, variants in tomllib.loads(content).items()}


@lru_cache(maxsize=4096)
def one_spelling(text: str) -> str:
    """The text with every known spelling of a name as the library writes it; for search, not for show."""
    return _pattern().sub(lambda match: _canonical()[match.group().casefold()], text)


def without_names(text: str) -> str:
    """The text without the names the library knows, in whatever spelling."""
    return _pattern().sub(" ", text)


@cache
def _canonical() -> Mapping[str, str]:
    return {variant.casefold(): name for name, variants in spellings().items() for variant in (name, *variants)}


@cache
def _pattern() -> re.Pattern[str]:
    """Every variant, the longer before the shorter, each group behind a look at its first letter.

    Most places of a text begin no name: they are passed over without trying every variant. Scripts that write
    words without spaces attach endings to a name: no boundary is asked of those.
    """
    variants = sorted({variant for name, others in spellings().items() for variant in (name, *others)}, key=len)
    bounded: dict[str, list[str]] = {}
    for variant in filter(str.isascii, reversed(variants)):
        bounded.setdefault(variant[0].casefold(), []).append(variant)
    grouped = "|".join(f"{_begins(letter)}(?:{_any_of(group)})" for letter, group in sorted(bounded.items()))
    unbounded = [variant for variant in reversed(variants) if not variant.isascii()]
    of_either_kind = rf"{_begins(*unbounded)}(?:{_any_of(unbounded)})|\b(?:{grouped})(?!\w)"
    return re.compile(f"{_begins(*variants)}(?:{of_either_kind})")


def _begins(*variants: str) -> str:
    """A look at the next letter: whether one of the variants may begin here."""
    letters = {case for variant in variants for case in (variant[0].lower(), variant[0].upper())}
    return f"(?=[{re.escape(''.join(sorted(letters)))}])"


def _any_of(variants: Iterable[str]) -> str:
    """Two capitals ("UN") keep their case: in lower case they are words elsewhere."""
    return "|".join(
        re.escape(variant) if variant.isupper() and len(variant) == 2 else f"(?i:{re.escape(variant)})"
        for variant in variants
    )
