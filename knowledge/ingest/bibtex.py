"""BibTeX and BibLaTeX as CSL-JSON, and back.

Written are the entry types of classic BibTeX; where the CSL type is narrower, ``entrysubtype`` names it, and
fields that only BibLaTeX knows (``date``, ``langid``) stand beside the classic ones. What neither has a field
for (an archive, recipients) is kept in fields of that name, which styles ignore, and the archive also in
``note``, which they print. A note in CSL is the librarian's own and goes to ``annote``, which they do not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from knowledge.ingest import bibtex_entries
from knowledge.ingest.csl_fields import CSL_TYPES, NAME_FIELDS, attached, date_of, file_names, filled, names_of, text_of
from knowledge.ingest.documents import Csl
from knowledge.ingest.languages import babel_name, language_code
from knowledge.ingest.latex import from_latex, to_latex
from knowledge.ingest.partial_dates import MONTHS, date_in_words, is_date, read_date, write_date
from knowledge.ingest.person_names import read_bibtex_name, write_bibtex_name

_TYPES: Final = {
    "article": "article-journal",
    "book": "book",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "techreport": "report",
    "phdthesis": "thesis",
    "unpublished": "manuscript",
    "misc": "document",
}
"""The classic entry types that are written, and what each is in CSL where no subtype says more."""

_ALSO_READ: Final = {
    "artwork": "graphic",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "inbook": "chapter",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "book",
    "mastersthesis": "thesis",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "mvreference": "book",
    "online": "webpage",
    "patent": "patent",
    "periodical": "periodical",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "software": "software",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "suppperiodical": "article-journal",
    "thesis": "thesis",
    "www": "webpage",
}

_SUBTYPES: Final = {
    "article-magazine": ("article", "magazine"),
    "article-newspaper": ("article", "newspaper"),
    "entry": ("incollection", "entry"),
    "entry-dictionary": ("incollection", "entry-dictionary"),
    "entry-encyclopedia": ("incollection", "entry-encyclopedia"),
    "review": ("article", "review"),
    "review-book": ("article", "review-book"),
}
"""How the narrower types of an entry type are written; any other CSL type is the subtype of ``misc``."""

_NUMBER_IS: Final = {
    "article": "issue",
    "book": "collection-number",
    "incollection": "collection-number",
    "inproceedings": "collection-number",
}
"""What ``number`` means in an entry, where it is not the document's own; that one is then ``eid``."""

_PUBLISHER: Final = {"techreport": "institution", "phdthesis": "school", "misc": "howpublished"}
"""What classic BibTeX calls the publisher, where it knows no ``publisher``."""

_TEXTS: Final = (
    ("title-short", ("shorttitle",)),
    ("collection-title", ("series",)),
    ("volume", ("volume",)),
    ("number-of-volumes", ("volumes",)),
    ("edition", ("edition",)),
    ("chapter-number", ("chapter",)),
    ("genre", ("type",)),
    ("event-title", ("eventtitle",)),
    ("publisher-place", ("address", "location")),
    ("ISBN", ("isbn",)),
    ("ISSN", ("issn",)),
    ("archive", ("archive",)),
    ("archive_location", ("archivelocation", "archive_location")),
    ("abstract", ("abstract",)),
    ("keyword", ("keywords", "keyword")),
    ("number-of-pages", ("pagetotal",)),
)
"""CSL fields of plain text and the fields they stand in: the first is written, all are read."""

_DATES: Final = (("original-date", "origdate"), ("event-date", "eventdate"), ("accessed", "urldate"))
_DOI: Final = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\([_%&#$~{}^])")
_UNSAFE_IN_URL: Final = re.compile(r"[{}\\\s]")
_UNSAFE_IN_KEY: Final = re.compile(r"[^\w:./+-]")


def read_bibtex(text: str, name: str) -> tuple[Csl, ...]:
    """The entries of a BibTeX or BibLaTeX file as CSL-JSON items, ``id`` being the citation key.

    An entry's ``crossref`` fills what it does not say itself. Raises :class:`Unreadable` with the line where
    the text is no BibTeX, and with the key that stands there twice.
    """
    entries = bibtex_entries.read_entries(text, name)
    return tuple(_item(entry.kind, entry.key, _inherited(entry, entries)) for entry in entries.values())


def write_bibtex(items: Sequence[Csl]) -> str:
    """The items as BibTeX, in UTF-8; ids become keys, with a number where two would be the same."""
    keys: set[str] = set()
    return "\n".join("".join(_lines(item, _new_key(item, keys))) for item in items)


def _inherited(entry: bibtex_entries.Entry, entries: Mapping[str, bibtex_entries.Entry]) -> Mapping[str, str]:
    parent = entries.get(entry.fields.get("crossref", "").casefold())
    if parent is None:
        return entry.fields
    shared = dict(parent.fields)
    if title := shared.pop("title", None):
        shared["booktitle"] = title
    return {**shared, **entry.fields}


def _item(kind: str, key: str, fields: Mapping[str, str]) -> Csl:
    csl_type = _csl_type(kind, from_latex(fields.get("entrysubtype", "")))
    number_is = _NUMBER_IS.get(_entry_type(csl_type)[0], "number")
    texts = {name: from_latex(value) for name, value in fields.items()}

    def first(*names: str) -> str:
        return next((texts[name] for name in names if texts.get(name)), "")

    howpublished, address = first("howpublished"), _verbatim(fields.get("url", ""))
    if published := re.search(r"\\url\s*\{([^}]*)\}", fields.get("howpublished", "")):
        howpublished, address = "", address or _verbatim(published[1])
    title = ": ".join(part for part in (first("title"), first("subtitle")) if part)
    archive = ", ".join(part for part in (first("archive"), first("archivelocation")) if part)
    notes = (first("annote", "annotation"), "" if first("note") == archive else first("note"))
    return filled(
        [
            ("id", key),
            ("type", csl_type),
            ("title", title),
            *((field, _names(fields.get(_name_field(field), ""))) for field in NAME_FIELDS),
            ("container-title", first("journaltitle", "journal", "booktitle")),
            ("number", first("eid")),
            ("issue", first("issue")),
            (number_is, first("number")),
            ("publisher", first("publisher", "institution", "school", "organization") or howpublished),
            ("issued", _date(fields.get("date", "")) or _date_in_parts(texts)),
            *((field, _date(fields.get(written, ""))) for field, written in _DATES),
            ("page", from_latex(fields.get("pages", "").replace("---", "-").replace("--", "-"))),
            ("DOI", _DOI.sub("", _verbatim(fields.get("doi", "")))),
            ("URL", address),
            ("language", language_code(first("langid", "language"))),
            ("note", " ".join(note for note in notes if note)),
            ("genre", "Master’s thesis" if kind == "mastersthesis" else ""),
            *((field, first(*written)) for field, written in _TEXTS),
            ("custom", filled([("files", list(attached(fields.get("file", ""))))])),
        ]
    )


def _csl_type(kind: str, subtype: str) -> str:
    for csl_type, written in _SUBTYPES.items():
        if subtype in (csl_type, written[1]) and kind in (written[0], "misc"):
            return csl_type
    if kind == "misc" and subtype in CSL_TYPES:
        return subtype
    return _TYPES.get(kind) or _ALSO_READ.get(kind, "document")


def _names(latex: str) -> list[dict[str, Any]]:
    return [read_bibtex_name(name) for name in bibtex_entries.divide_names(latex)] if latex else []


def _name_field(field: str) -> str:
    return field.replace("-", "")


def _date(value: str) -> dict[str, Any]:
    """A date in BibLaTeX's writing, where "~" is no space but "about"."""
    return read_date(value if is_date(value) else from_latex(value)) if value else {}


def _date_in_parts(texts: Mapping[str, str]) -> dict[str, Any]:
    year, month, day = (texts.get(part, "") for part in ("year", "month", "day"))
    return date_in_words(year, month, day) if year or month else {}


def _verbatim(value: str) -> str:
    """An address as it is meant: LaTeX is not at work there, though some programs escape all the same."""
    address = re.sub(r"^\s*(?:\\url\s*)?\{(.*)\}\s*$", r"\1", value, flags=re.DOTALL)
    return "".join(_ESCAPED.sub(r"\1", address).split())


def _new_key(item: Csl, keys: set[str]) -> str:
    """The item's id as a key that no other entry has; keys that differ in case only are the same to BibTeX."""
    wanted = key = _UNSAFE_IN_KEY.sub("-", text_of(item, "id")) or "item"
    number = 2
    while key.casefold() in keys:
        key, number = f"{wanted}-{number}", number + 1
    keys.add(key.casefold())
    return key


def _lines(item: Csl, key: str) -> Iterator[str]:
    csl_type = text_of(item, "type")
    entry, subtype = _entry_type(csl_type)
    yield f"@{entry}{{{key},\n"
    for field, value in _fields(item, entry, subtype):
        if value:
            yield f"  {field} = {{{value}}},\n"
    parts = date_of(item, "issued").get("date-parts")
    written = write_date({"date-parts": parts[:1]}) if isinstance(parts, list | tuple) else ""
    if month := re.match(r"-?\d{4}-(0[1-9]|1[0-2])", written):
        yield f"  month = {MONTHS[int(month[1]) - 1]},\n"
    yield "}\n"


def _entry_type(csl_type: str) -> tuple[str, str]:
    """The entry type and subtype under which a CSL type is written."""
    if csl_type in _SUBTYPES:
        return _SUBTYPES[csl_type]
    entry = next((entry for entry, meaning in _TYPES.items() if meaning == csl_type), "misc")
    return entry, csl_type if _TYPES[entry] != csl_type else ""


def _fields(item: Csl, entry: str, subtype: str) -> Iterator[tuple[str, str]]:
    def latex(field: str) -> str:
        return to_latex(text_of(item, field))

    number_is = _NUMBER_IS.get(entry, "number")
    # In a second pair of braces, in which no style changes capitals.
    yield "title", f"{{{latex('title')}}}" if latex("title") else ""
    for field in NAME_FIELDS:
        yield _name_field(field), " and ".join(write_bibtex_name(name) for name in names_of(item, field))
    yield "journal" if entry == "article" else "booktitle", latex("container-title")
    yield "number", latex(number_is)
    if number_is != "number":
        yield "eid", latex("number")
    if number_is != "issue":
        yield "issue", latex("issue")
    yield _PUBLISHER.get(entry, "publisher"), latex("publisher")
    yield from _dates(item)
    yield "pages", to_latex(text_of(item, "page")).replace("-{}-", "-").replace("-", "--")
    for field in ("DOI", "URL"):
        yield field.lower(), _UNSAFE_IN_URL.sub(lambda char: f"%{ord(char.group()):02X}", text_of(item, field))
    yield "langid", to_latex(babel_name(text_of(item, "language")))
    for field, written in _TEXTS:
        yield written[0], latex(field)
    yield (
        "note",
        to_latex(", ".join(text for text in (text_of(item, "archive"), text_of(item, "archive_location")) if text)),
    )
    yield "annote", latex("note")
    yield "entrysubtype", to_latex(subtype)
    yield (
        "file",
        "; ".join(
            name.replace(";", r"\;").replace(":", r"\:") for name in file_names(item) if not re.search(r"[{}\\]", name)
        ),
    )


def _dates(item: Csl) -> Iterator[tuple[str, str]]:
    """``date`` for BibLaTeX and ``year`` for BibTeX; words that are no date stand in ``year``."""
    issued = write_date(date_of(item, "issued"))
    if is_date(issued):
        yield "date", issued
        yield "year", issued[: 5 if issued.startswith("-") else 4]
    else:
        yield "year", to_latex(issued)
    for field, written in _DATES:
        date = write_date(date_of(item, field))
        yield written, date if is_date(date) else to_latex(date)
