"""RIS as CSL-JSON, and back. The one doorway to rispy within the knowledge.

Types that RIS has no code for come back as ``document``. An archive goes to ``DB`` and a place in it to ``AN``,
where Zotero looks for them; ``AV`` is read as well. RIS has no field for a second date or a licence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from knowledge.ingest.csl_fields import attached, date_of, file_names, filled, names_of, text_of
from knowledge.ingest.documents import Csl, Unreadable
from knowledge.ingest.faults import fault, shown
from knowledge.ingest.partial_dates import date_in_words, is_date, read_date, write_date
from knowledge.ingest.person_names import read_inverted, write_inverted

_TYPES: Final = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "broadcast": "SOUND",
    "chapter": "CHAP",
    "classic": "CLSWK",
    "dataset": "DATA",
    "document": "GEN",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "figure": "FIGURE",
    "graphic": "ART",
    "hearing": "HEAR",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "UNPB",
    "map": "MAP",
    "motion_picture": "MPCT",
    "musical_score": "MUSIC",
    "pamphlet": "PAMP",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "periodical": "JFULL",
    "personal_communication": "PCOMM",
    "post-weblog": "BLOG",
    "regulation": "LEGAL",
    "report": "RPRT",
    "software": "COMP",
    "speech": "SLIDE",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
_ALSO_READ: Final = {
    "ABST": "article-journal",
    "CONF": "paper-conference",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "GOVDOC": "report",
    "INPR": "article",
    "MANSCPT": "manuscript",
    "SER": "book",
    "UNPD": "manuscript",
    "VIDEO": "motion_picture",
}
_READ: Final = _ALSO_READ | {code: csl_type for csl_type, code in _TYPES.items()}

_NAMES: Final = (("author", ("AU", "A1")), ("editor", ("ED", "A2")), ("translator", ("A4",)))
_THIRD: Final = "A3"
_IN_SERIES: Final = frozenset({"book", "chapter", "entry-dictionary", "entry-encyclopedia", "paper-conference"})
"""Types whose third names are the editors of a series; of others they are the recipients."""

_TEXTS: Final = (
    ("title", ("TI", "T1", "CT")),
    ("title-short", ("ST",)),
    ("container-title", ("T2", "JO", "JF", "BT")),
    ("collection-title", ("T3",)),
    ("volume", ("VL",)),
    ("issue", ("IS",)),
    ("number", ("M1",)),
    ("edition", ("ET",)),
    ("genre", ("M3",)),
    ("publisher", ("PB",)),
    ("publisher-place", ("CY", "PP")),
    ("archive", ("DB",)),
    ("archive_location", ("AN", "AV")),
    ("DOI", ("DO",)),
    ("URL", ("UR",)),
    ("language", ("LA",)),
    ("abstract", ("AB", "N2")),
    ("note", ("N1",)),
)
"""CSL fields of plain text and the tags they stand under: the first is written, all are read."""

_TAGS: Final = frozenset(
    {tag for _, tags in (*_NAMES, *_TEXTS) for tag in tags}
    | {"TY", "ER", "ID", _THIRD, "PY", "Y1", "DA", "Y2", "SP", "EP", "SN", "KW", "L1", "L2"}
)
_MOST_LINES: Final = 300_000
_LINE: Final = re.compile(r"([A-Z][A-Z0-9]) {1,2}- ?(.*)")
_ISSN: Final = re.compile(r"\d{4}-?\d{3}[\dXx]")


def read_ris(text: str, name: str) -> tuple[Csl, ...]:
    """The entries of a RIS file as CSL-JSON items; one without ``ID`` has its number in the file for one.

    Raises :class:`Unreadable` with the line where an entry does not begin with ``TY`` or does not end.
    """
    rispy = _rispy(name)
    records = rispy.loads(
        "\n".join(_whole_lines(text, name)),
        mapping=_MAPPING,
        list_tags=sorted(_TAGS - {"TY", "ER"}),
        delimiter_tags_mapping={},
        skip_unknown_tags=True,
    )
    return tuple(_item(record, number) for number, record in enumerate(records, start=1))


def write_ris(items: Sequence[Csl]) -> str:
    """The items as RIS in UTF-8, every value on one line."""
    rispy = _rispy("references")

    class Writer(rispy.RisWriter):  # type: ignore[name-defined,misc]
        """Without the record counter, which the format does not have."""

        REFERENCE_TYPE_KEY = "ty"

        def set_header(self, count: int) -> str:
            return ""

    records = [filled((tag.lower(), value) for tag, value in _record(item)) for item in items]
    text: str = rispy.dumps(
        records,
        implementation=Writer,
        mapping=_MAPPING,
        list_tags=[],
        delimiter_tags_mapping={},
        enforce_list_tags=False,
    )
    return text


_MAPPING: Final = {tag: tag.lower() for tag in sorted(_TAGS)} | {"UK": "uk"}
"""rispy's names for the tags: their own, in the small letters that its writer asks for."""


def _rispy(name: str) -> Any:
    try:
        import rispy
    except ImportError as error:
        raise Unreadable(f"{shown(name)}: rispy is not installed; pip install 'secondsource[ingest]'") from error
    return rispy


def _whole_lines(text: str, name: str) -> Iterator[str]:
    """The tagged lines, a value that goes on for several lines in one: rispy would lose what is torn."""
    begun: int | None = None
    tagged: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if number > _MOST_LINES:
            raise fault(name, number, f"more than {_MOST_LINES:,} lines; split the file")
        match = _LINE.fullmatch(line.strip())
        tag = match[1] if match else None
        if begun is None and tag not in ("TY", None):
            raise fault(name, number, f"{tag} stands outside an entry, which begins with TY")
        if begun is None and tag is None:
            if line.strip():
                raise fault(name, number, f"“{shown(line)}” is no line of RIS; an entry begins with “TY  - ”")
            continue
        if match is None:
            tagged.append(line)
            continue
        if tag == "TY" and begun is not None:
            raise fault(name, begun, "the entry that begins here has no end (“ER  - ”)")
        if tagged:
            yield " ".join(" ".join(tagged).split()).replace(" - ", "  - ", 1)
        tagged = [f"{tag} - {match[2]}"]
        begun = number if tag == "TY" else begun
        if tag == "ER":
            yield "ER  - "
            begun, tagged = None, []
    if begun is not None:
        raise fault(name, begun, "the entry that begins here has no end (“ER  - ”)")


def _item(record: Mapping[str, Any], number: int) -> Csl:
    def values(*tags: str) -> list[str]:
        return next((found for tag in tags if (found := [value for value in record.get(tag.lower(), ()) if value])), [])

    def first(*tags: str) -> str:
        return next(iter(values(*tags)), "")

    csl_type = _READ.get(str(record["ty"]).upper(), "document")
    third = "collection-editor" if csl_type in _IN_SERIES else "recipient"
    numbers = values("SN")
    return filled(
        [
            ("id", first("ID") or str(number)),
            ("type", csl_type),
            *((field, [read_inverted(name) for name in values(*tags)]) for field, tags in _NAMES),
            (third, [read_inverted(name) for name in values(_THIRD)]),
            *((field, first(*tags)) for field, tags in _TEXTS),
            ("note", " ".join(values("N1"))),
            ("issued", _read_date(first("DA"), year=first("PY", "Y1"))),
            ("accessed", _read_date(first("Y2"), year="")),
            ("page", "-".join(page for page in (first("SP"), first("EP")) if page)),
            ("ISSN", next((number for number in numbers if _ISSN.fullmatch(number)), "")),
            ("ISBN", next((number for number in numbers if not _ISSN.fullmatch(number)), "")),
            ("keyword", ", ".join(values("KW"))),
            ("custom", filled([("files", [file for tag in ("L1", "L2") for file in attached(first(tag))])])),
        ]
    )


def _read_date(text: str, *, year: str) -> dict[str, Any]:
    """A date in RIS: year/month/day/other, where our own "other" is the whole date if it is more than that."""
    parts = [part.strip() for part in (text or year).split("/", 3)]
    if len(parts) == 1:
        return read_date(parts[0]) if parts[0] else {}
    padded = [*parts, "", ""]
    month, day, other = padded[1:4]
    if other and (is_date(other) or not (parts[0] or month or day)):
        return read_date(other)
    return date_in_words(parts[0] or year, month, day)


def _write_date(date: Mapping[str, Any]) -> str:
    written = write_date(date)
    simple = re.fullmatch(r"(\d{4})(?:-(0\d|1[0-2])(?:-(\d\d))?)?", written)
    if simple:
        return "/".join(part or "" for part in simple.groups()) + "/"
    start = re.match(r"\d{4}", written) if is_date(written) else None
    return f"{start.group() if start else ''}///{written}" if written else ""


def _record(item: Csl) -> Iterator[tuple[str, Any]]:
    """The item under the tags of RIS."""
    csl_type, issued = text_of(item, "type"), date_of(item, "issued")
    third = "collection-editor" if csl_type in _IN_SERIES else "recipient"
    yield "TY", _TYPES.get(csl_type, "GEN")
    yield "ID", text_of(item, "id")
    for field, tag in (*((field, tags[0]) for field, tags in _NAMES), (third, _THIRD)):
        yield tag, [write_inverted(name) for name in names_of(item, field)]
    for field, tags in _TEXTS:
        yield tags[0], text_of(item, field)
    year = re.match(r"\d{4}", write_date(issued)) if is_date(write_date(issued)) else None
    yield "PY", year.group() if year else ""
    yield "DA", _write_date(issued)
    yield "Y2", _write_date(date_of(item, "accessed"))
    start, _, end = (
        page.partition("-") if re.fullmatch(r"[^-\s]+-[^-\s]+", page := text_of(item, "page")) else (page, "", "")
    )
    yield "SP", start
    yield "EP", end
    yield "SN", [number for number in (text_of(item, "ISBN"), text_of(item, "ISSN")) if number]
    yield "KW", [word for part in text_of(item, "keyword").split(",") if (word := part.strip())]
    yield "L1", "; ".join(name.replace(";", r"\;").replace(":", r"\:") for name in file_names(item))
