"""From a document and what a librarian vouches for to the record of a source."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.dates import is_date_or_interval
from knowledge.ingest.csl_fields import names_of
from knowledge.ingest.documents import Csl, Document, Unreadable
from knowledge.records import Identifiers, Source
from knowledge.vocabulary import Access, Audience, Control, Interest, Reliability, SourceType

UNDETERMINED = "und"
"""The language of a text nobody has named one for (ISO 639-2)."""

_LINKS = ("https://", "http://")
_NOT_JUDGED = "Not judged yet by this library."
_ITSELF = "what it says itself, in its own words"
_NOT_STATED = "not stated yet by this library"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouching:
    """What a librarian says of the sources handed in; what no file can say and nothing may assume.

    ``independence_group`` names whose voice they are: sources of one group count once (rule R1 of the
    labelling policy). ``audience`` is by default what the class implies: internal papers were not public.
    """

    source_type: SourceType
    control: Control
    interest: Interest
    independence_group: str
    licence: str
    audience: Audience | None = None
    reliability: Reliability = Reliability.F
    reliability_reason: str = _NOT_JUDGED
    reliable_for: str = _ITSELF
    not_reliable_for: str = _NOT_STATED
    caution: str | None = None


def source_of(document: Document, vouching: Vouching, *, reference: Csl | None = None) -> Source:
    """The record of a document's source; ``reference`` is what a reference manager says of it, and goes first.

    The id that the reference had is kept as its ``citation-key``, CSL's field for that. A date that no calendar has,
    or an address that leads nowhere, stays in the record's ``csl`` alone.

    Raises :class:`Unreadable` if neither gives it a title.
    """
    said = {**document.csl, **(reference or {})}
    csl = {field: value for field, value in said.items() if field}
    if (key := str(csl.pop("id", ""))) not in ("", document.name):
        csl.setdefault("citation-key", key)
    title = str(csl.get("title") or "").strip()
    if not title:
        raise Unreadable(f"{document.name} has no title; give it one with --meta, in CSL-JSON, BibTeX or RIS")
    url = csl.get("URL") or None
    is_link = url is not None and url.startswith(_LINKS)
    date = iso_date(csl.get("issued"))
    internal = vouching.source_type is SourceType.ARCHIVAL_INTERNAL
    return Source(
        id=document.name,
        title=title,
        authors=tuple(names(names_of(csl, "author"))),
        publisher=csl.get("publisher") or None,
        date=date if date and is_date_or_interval(date) else None,
        language=str(csl.get("language") or UNDETERMINED),
        source_type=vouching.source_type,
        control=vouching.control,
        audience=vouching.audience or (Audience.INTERNAL if internal else Audience.PUBLIC),
        interest=vouching.interest,
        independence_group=vouching.independence_group,
        reliability=vouching.reliability,
        reliability_reason=vouching.reliability_reason,
        reliable_for=vouching.reliable_for,
        not_reliable_for=vouching.not_reliable_for,
        access=Access.ORIGINAL if is_link else Access.UNLINKED,
        url=url if is_link else None,
        caution=vouching.caution,
        licence_note=vouching.licence,
        identifiers=Identifiers(
            doi=csl.get("DOI") or None,
            isbn=csl.get("ISBN") or None,
            archive_ref=csl.get("archive_location") or None,
        ),
        csl=csl,
    )


def names(people: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Names of CSL-JSON as a reader writes them."""
    for person in people:
        parts = (person.get(key) for key in ("given", "dropping-particle", "non-dropping-particle", "family", "suffix"))
        if name := str(person.get("literal") or " ".join(part for part in parts if part)).strip():
            yield name


def iso_date(date: Mapping[str, Any] | None) -> str | None:
    """A date of CSL-JSON in ISO 8601, as exact as it is; two dates are an interval, and words are none."""
    parts = date.get("date-parts") if date else None
    if not parts or not parts[0]:
        return None
    try:
        dates = ([int(part) for part in each if part != ""] for each in parts)
        return "/".join("-".join(f"{part:02d}" for part in each) for each in dates if each) or None
    except (ValueError, TypeError):  # words, such as "n.d.": they stay in the reference
        return None
