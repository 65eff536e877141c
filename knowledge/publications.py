"""How a work was published, in the fields of CSL: what its record's publisher line says, taken apart.

The type of a work and the field its outlet stands in decide how a style writes the reference. Where
``publications.toml`` has no entry, the kind of source decides.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from knowledge.records import Source
from knowledge.vocabulary import SourceType

CSL_TYPES: Final = frozenset(
    "article-journal article-magazine article-newspaper book broadcast chapter document entry-encyclopedia manuscript "
    "paper-conference post-weblog report thesis treaty webpage".split()
)
"""The types of CSL 1.0.2 in use here."""

_WORDS_OF_KIND: Final = frozenset({"type", "genre"})
_OUTLET: Final = "container-title"
_PUBLISHER: Final = "publisher"

_USUAL: Final = {
    SourceType.STATE_MEDIA: ("webpage", _OUTLET),
    SourceType.OFFICIAL_DOCUMENT_SUBJECT: ("report", _PUBLISHER),
    SourceType.OFFICIAL_DOCUMENT_OTHER: ("report", _PUBLISHER),
    SourceType.ARCHIVAL_INTERNAL: ("document", _PUBLISHER),
    SourceType.SCHOLARSHIP: ("article-journal", _OUTLET),
    SourceType.REFERENCE_WORK: ("entry-encyclopedia", _OUTLET),
    SourceType.JOURNALISM: ("article-newspaper", _OUTLET),
    SourceType.MEMOIR_TESTIMONY: ("document", _PUBLISHER),
    SourceType.NGO_REPORT: ("report", _PUBLISHER),
    SourceType.MUSEUM_DISPLAY: ("document", _PUBLISHER),
}
"""The type of a work by the kind of source, and the field its publisher line goes into."""


def publication(source: Source) -> dict[str, Any]:
    """The CSL fields that say how a work was published; an empty one takes a field away.

    ``author`` is a list of bodies, where it is given.
    """
    table = _table()
    published: dict[str, Any] = table["publishers"].get(source.publisher) or _usual(source)
    own: dict[str, Any] = table["sources"].get(source.id, {})
    return published | own


def _usual(source: Source) -> dict[str, str]:
    if source.source_type is SourceType.SCHOLARSHIP and source.identifiers.isbn:
        kind, field = "book", _PUBLISHER
    else:
        kind, field = _USUAL[source.source_type]
    return {"type": kind, field: source.publisher or ""}


def added_words(sources: Iterable[Source]) -> tuple[str, ...]:
    """What ``publications.toml`` says of these sources that their records do not, one finding a line."""
    return tuple(
        f"{source.id}: {name} {text!r} stands nowhere in its record"
        for source in sources
        for name, value in publication(source).items()
        if name not in _WORDS_OF_KIND
        for text in (value if isinstance(value, list) else [value])
        if text.casefold() not in _words_of(source)
    )


def idle_entries(sources: Iterable[Source]) -> tuple[str, ...]:
    """The entries of ``publications.toml`` that belong to none of these sources, sorted."""
    known = tuple(sources)
    ids, publishers = {source.id for source in known}, {source.publisher for source in known}
    return tuple(sorted({*_table()["sources"]} - ids | {*_table()["publishers"]} - publishers))


def _words_of(source: Source) -> str:
    identifiers = source.identifiers
    parts = (source.title, source.publisher, *source.authors, identifiers.un_symbol, identifiers.archive_ref)
    return "\n".join(part for part in parts if part).casefold()


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("knowledge").joinpath("publications.toml").read_text(encoding="utf-8"))
