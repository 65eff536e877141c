"""The ways names are written, and one spelling for search."""

import re
import tomllib
from collections.abc import Mapping
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
    variants = {variant for name, others in spellings().items() for variant in (name, *others)}
    return re.compile("|".join(_alternative(variant) for variant in sorted(variants, key=len, reverse=True)))


def _alternative(variant: str) -> str:
    """A variant as a pattern. Two capitals ("UN") keep their case: in lower case they are words elsewhere.

    Scripts that write words without spaces attach endings to a name: no boundary is asked of those.
    """
    pattern = re.escape(variant)
    if variant.isascii():
        pattern = rf"\b{pattern}(?!\w)"
    return pattern if variant.isupper() and len(variant) == 2 else f"(?i:{pattern})"
