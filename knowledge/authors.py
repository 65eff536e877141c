"""Who an author string names: a person with a family name, a body, or nobody in particular.

A source keeps its authors as its work prints them. References need more: which part of a name is the
family name, and whether it stands first. That is written down in ``authors.toml``, name by name.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from knowledge.records import Source


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name in its parts; ``particle`` is one like "van der", which belongs to the family name."""

    family: str
    given: str | None = None
    particle: str | None = None


def csl_name(author: str) -> dict[str, Any] | None:
    """The author as a CSL name; ``None`` for words that name nobody ("wire report").

    An author who is not in ``authors.toml`` is taken literally: one piece, never turned round.
    ``static-ordering`` marks a name whose family name stands first by custom.
    """
    names = _names()
    if author in names.descriptions:
        return None
    person = names.persons.get(author)
    if person is None:
        return {"literal": author}
    name: dict[str, Any] = {"family": person.family}
    if person.given:
        name["given"] = person.given
    if person.particle:
        name["non-dropping-particle"] = person.particle
    if person.given and author == f"{person.family} {person.given}":
        name["static-ordering"] = True
    return name


def unlisted_authors(sources: Iterable[Source]) -> tuple[str, ...]:
    """The authors of these sources that ``authors.toml`` does not know, sorted."""
    names = _names()
    known = {*names.persons, *names.organisations, *names.descriptions}
    return tuple(sorted({author for source in sources for author in source.authors} - known))


@dataclass(frozen=True, slots=True)
class _Names:
    persons: Mapping[str, Person]
    organisations: frozenset[str]
    descriptions: frozenset[str]


@cache
def _names() -> _Names:
    table = tomllib.loads(files("knowledge").joinpath("authors.toml").read_text(encoding="utf-8"))
    return _Names(
        persons={author: Person(**parts) for author, parts in table["persons"].items()},
        organisations=frozenset(table["organisations"]),
        descriptions=frozenset(table["descriptions"]),
    )
