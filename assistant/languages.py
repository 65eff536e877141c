"""The languages of the interface: English in the code, other languages in tables beside it.

Interface words and labels are translated; what sources, notes and answers say stays in the language
it was written and checked in.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

NAMES: Final = {"en": "English", "ko": "한국어", "es": "Español"}
"""Every language of the interface by its own name."""

LANGUAGE_COOKIE: Final = "language"
"""The one cookie there is: the language a reader chose. It is not set before a choice."""


@dataclass(frozen=True)
class Words:
    """The interface in one language: ``words("Close")`` is that language's word for it.

    A text without a translation stays English, so that a gap is seen and nothing breaks. ``{name}``
    in a text is replaced by the value given under that name.
    """

    language: str
    table: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __call__(self, english: str, **values: object) -> str:
        text = self.table.get(english, english)
        return text.format(**values) if values else text


ENGLISH: Final = Words("en")


@cache
def words_of(language: str) -> Words:
    """The interface in ``language``; in English for a language it does not have."""
    if language == "en" or language not in NAMES:
        return ENGLISH
    table = files("assistant").joinpath("locale", f"{language}.toml").read_text(encoding="utf-8")
    return Words(language, tomllib.loads(table))


def preferred(chosen: str | None, accepted: str) -> str:
    """The language to show: the one the reader chose, else the first of an Accept-Language header that we have.

    The header: RFC 9110, section 12.5.4 (``ko-KR,ko;q=0.9,en;q=0.8``).
    """
    if chosen in NAMES:
        return str(chosen)
    ranked = []
    for place, entry in enumerate(accepted.split(",")):
        tag, _, parameters = entry.strip().partition(";")
        quality = _quality(parameters)
        if quality > 0:
            ranked.append((-quality, place, tag.strip().partition("-")[0].lower()))
    return next((language for _, _, language in sorted(ranked) if language in NAMES), "en")


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
