"""Sources as CSL-JSON, the interchange form of reference managers, and as a short citation line.

The format: https://docs.citationstyles.org/en/stable/specification.html. What CSL has no field for
(who controls a source, its independence group, how far it was read) stands under ``x``.
"""

from typing import Any

from knowledge.records import Source
from knowledge.vocabulary import Access, SourceType

_CSL_TYPE = {
    SourceType.STATE_MEDIA: "article-newspaper",
    SourceType.OFFICIAL_DOCUMENT_SUBJECT: "report",
    SourceType.OFFICIAL_DOCUMENT_OTHER: "report",
    SourceType.ARCHIVAL_INTERNAL: "manuscript",
    SourceType.SCHOLARSHIP: "article-journal",
    SourceType.REFERENCE_WORK: "entry-encyclopedia",
    SourceType.JOURNALISM: "article-newspaper",
    SourceType.MEMOIR_TESTIMONY: "book",
    SourceType.NGO_REPORT: "report",
    SourceType.MUSEUM_DISPLAY: "document",
}

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
    """Authors, title, publisher and date in one line, for people."""
    authors = "; ".join(source.authors)
    parts = [authors, f"“{source.title}”", source.publisher, source.date]
    line = ", ".join(part for part in parts if part)
    return f"{line} ({read_wording(source)})" if source.access is Access.COPY else line


def read_wording(source: Source) -> str:
    """How the project reached the work, in words."""
    return f"read in {source.read_in}" if source.read_in else ACCESS_WORDING[source.access]


def csl_json(source: Source) -> dict[str, Any]:
    """The source as one CSL-JSON item with our own fields under ``x``."""
    item: dict[str, Any] = {
        "id": source.id,
        "type": _CSL_TYPE[source.source_type],
        "title": source.title,
        "author": [{"literal": author} for author in source.authors] or None,
        "publisher": source.publisher,
        "issued": {"date-parts": [_date_parts(source.date)]} if source.date else None,
        "language": source.language,
        "URL": link(source),
        "DOI": source.identifiers.doi,
        "ISBN": source.identifiers.isbn,
        "number": source.identifiers.un_symbol,
        "archive_location": source.identifiers.archive_ref,
        "x": {
            "source_type": source.source_type.value,
            "control": source.control.value,
            "interest": source.interest.value,
            "independence_group": source.independence_group,
            "reliability": source.reliability.value,
            "read": read_wording(source),
            "licence": source.licence_note,
        },
    }
    return {key: value for key, value in item.items() if value is not None}


def _date_parts(date: str) -> list[int]:
    return [int(part) for part in date.partition("/")[0].split("-")]
