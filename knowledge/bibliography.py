"""Sources as CSL-JSON, the interchange form of reference managers; for people as a citation line and a short name.

The format: https://docs.citationstyles.org/en/stable/specification.html. What CSL has no field for
(who controls a source, its independence group, how far it was read) stands under ``x``.

A reference says no more than the record does, and nothing twice: an author that only names the outlet
("Reuters, on Reuters") is left out.
"""

import re
from typing import Any

from knowledge.authors import csl_name
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.publications import publication
from knowledge.records import Source
from knowledge.vocabulary import Access, SourceType

CONTROL_WORDING = {
    "subject_state": "controlled by the North Korean state",
    "allied_state": "controlled by a state allied with North Korea at the time",
    "adverse_state": "controlled by a state in conflict with North Korea",
    "other_state": "controlled by another state",
    "public_broadcaster_independent": "a public broadcaster with editorial independence",
    "none": "not controlled by any state",
}

ACCESS_WORDING = {
    Access.ORIGINAL: "opened at its publisher",
    Access.COPY: "read in a copy",
    Access.UNLINKED: "no link is given",
}


def link(source: Source) -> str | None:
    """The address a reader may follow: the original's, or the work's DOI; never a copy's."""
    if source.identifiers.doi:
        return f"https://doi.org/{source.identifiers.doi}"
    return source.url


def citation_line(source: Source) -> str:
    """Authors, title, publisher and date in one line, and the copy that was read instead; for people."""
    line = _record_line(source)
    return f"{line} ({read_wording(source)})" if source.access is Access.COPY else line


def _record_line(source: Source) -> str:
    """Authors, title, publisher and date as the record has them; of a document in an edition, where it stands there."""
    parts = ["; ".join(source.authors), f"“{source.title}”", _place_in_edition(source), source.publisher, source.date]
    return ", ".join(part for part in parts if part)


def _place_in_edition(source: Source) -> str | None:
    """The volume and the number of a document, as far as they came with it."""
    if "available-date" not in source.csl:
        return None
    number, pages = source.csl.get("number"), source.csl.get("page")
    where = f"Document {number}" if number else f"pp. {pages}" if pages else ""
    return ", ".join(part for part in (str(source.csl.get("container-title") or ""), where) if part)


def read_wording(source: Source) -> str:
    """How the project reached the work, in words."""
    return f"read in {source.read_in}" if source.read_in else ACCESS_WORDING[source.access]


def short_name(source: Source) -> str:
    """A source in a few words: who and when."""
    who = speaker_name(source)
    return f"{who} ({source.date[:4]})" if source.date else who


def speaker_name(source: Source) -> str:
    """Who speaks in a source, without the date. An internal paper goes by its author, not by its archive."""
    if source.id == ARTICLE_SOURCE_ID:
        return "the article"
    author = source.authors[0] if source.authors else ""
    named = source.publisher if source.publisher and not _NO_NAME.search(source.publisher) else ""
    publisher = _PUBLISHER_DETAIL.split(named, maxsplit=1)[0]
    if author and (source.source_type is SourceType.ARCHIVAL_INTERNAL or not publisher):
        return author
    if not author or _has_name(publisher, author) or _has_name(author, publisher):
        return publisher or source.title.partition(" (")[0]
    return f"{author}, {publisher}"


_PUBLISHER_DETAIL = re.compile(r"[;,]| (?=\d)| \((?![A-Z]+\))")
"""Where a publisher's name ends and its place, volume or series begins; an acronym stays: "(KCNA)"."""

_NO_NAME = re.compile(r"\bnot (?:named|shown)\b")
"""What stands in a record for a publisher that the project could not tell."""


def _has_name(text: str, name: str) -> bool:
    """Whether a name stands in a text, as whole words: "Vietnam" is not named in "Vietnamese historians"."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def csl_json(source: Source) -> dict[str, Any]:
    """The source as one CSL-JSON item with our own fields under ``x``; the work's own data, where they came with it."""
    item = {
        **(source.csl or _described(source)),
        "id": source.id,
        "x": {
            "record": _record_line(source),
            "source_type": source.source_type.value,
            "control": source.control.value,
            "interest": source.interest.value,
            "independence_group": source.independence_group,
            "reliability": source.reliability.value,
            "read": read_wording(source),
            "licence": source.licence_note,
        },
    }
    return {key: value for key, value in item.items() if value not in (None, "")}


def _described(source: Source) -> dict[str, Any]:
    """What CSL-JSON has a field for, from the record's own."""
    published = publication(source)
    return {
        "id": source.id,
        "type": published["type"],
        "title": source.title,
        "number": source.identifiers.un_symbol,
        "archive_location": source.identifiers.archive_ref,
        **published,
        "author": _authors(source, published) or None,
        "issued": {"date-parts": [_date_parts(source.date)]} if source.date else None,
        "language": source.language,
        "URL": link(source),
        "DOI": source.identifiers.doi,
        "ISBN": source.identifiers.isbn,
    }


def _authors(source: Source, published: dict[str, Any]) -> list[dict[str, Any]]:
    """The authors as CSL names, without those that only name the outlet the work stands in."""
    bodies = [{"literal": body} for body in published.get("author", ())]
    names = [name for author in source.authors if (name := csl_name(author))]
    outlet = published.get("container-title", "").casefold()
    return [name for name in bodies + names if "literal" not in name or name["literal"].casefold() not in outlet]


def _date_parts(date: str) -> list[int]:
    return [int(part) for part in date.partition("/")[0].split("-")]
