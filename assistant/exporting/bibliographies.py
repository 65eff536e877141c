"""Sources for reference managers: CSL-JSON, BibTeX and RIS.

A source that came with its own CSL-JSON goes out as it came in, with all that a format can carry. What the records
describe themselves is written for readers: a copy, or an archive, stands where styles print it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from assistant.errors import ExtraMissing
from assistant.pandoc import convert
from assistant.references import KEEPS_TEXT, csl_text
from knowledge.bibliography import csl_json, read_wording
from knowledge.ingest.references import ReferenceFormat, write_references
from knowledge.records import Source
from knowledge.sentences import capitalised
from knowledge.vocabulary import Access

_RIS_TYPE: Final = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "entry-encyclopedia": "ENCYC",
    "manuscript": "UNPB",
    "paper-conference": "CPAPER",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "thesis": "THES",
    "webpage": "ELEC",
}
"""Types of reference; what has none of its own here is ``GEN``."""

_IN_A_CONTAINER: Final = frozenset(
    {"article-journal", "article-magazine", "article-newspaper", "chapter", "entry-encyclopedia", "paper-conference"}
)
"""The CSL types whose container BibTeX has a field for."""

_BIBTEX_ENTRY: Final = {"inbook": "incollection"}
"""Entry types that pandoc names as BibLaTeX does, and what BibTeX calls them."""

_BIBTEX_PUBLISHER: Final = {"techreport": "institution", "phdthesis": "school", "misc": "howpublished"}
"""What BibTeX calls the publisher in an entry of a type where it knows no publisher."""

_UNSAFE_IN_URL: Final = re.compile(r"[{}\\\s<>\"]")
_KEY: Final = re.compile(r"[\w:.+-]+")
_UNSAFE_IN_KEY: Final = re.compile(r"[^A-Za-z0-9_:.-]")


def csl_file(sources: Iterable[Source]) -> bytes:
    """CSL-JSON. What CSL has no field for stands under ``custom``, the place the schema keeps for it."""
    items = []
    for source in sources:
        item = csl_json(source)
        own = source.csl.get("custom")
        item["custom"] = item.pop("x") | (own if isinstance(own, Mapping) else {})
        items.append(item | _note(source))
    return write_references(items, ReferenceFormat.CSL_JSON).encode("utf-8")


def bibtex_file(sources: Iterable[Source]) -> bytes:
    """BibTeX, our own records written by pandoc.

    Raises :class:`assistant.errors.ExtraMissing` where that is needed and not installed.
    """
    brought, described = _divided(sources)
    items = [_bibtex_item(source) for source in described]
    written = ""
    if items:
        written = convert(csl_text(items), source="csljson", target="bibtex", options=("--wrap=none",)).decode("utf-8")
    # BibTeX counts every brace, even one with a backslash before it.
    written = written.replace(r"\{", r"\textbraceleft{}").replace(r"\}", r"\textbraceright{}")
    dois = {item["id"]: item["DOI"] for item in items if "DOI" in item}
    taken = {source.id for source in described}
    own = write_references([_keyed(csl_json(source), taken) for source in brought], ReferenceFormat.BIBTEX)
    return "\n".join(filter(None, ("".join(_classic(written.replace(KEEPS_TEXT, "{}"), dois)), own))).encode("utf-8")


def _keyed(item: dict[str, Any], taken: Collection[str]) -> dict[str, Any]:
    """The item under the key by which its librarian's documents cite it, if it had one that is free."""
    key = str(item.get("citation-key", ""))
    return item | {"id": key} if _KEY.fullmatch(key) and key not in taken else item


def _divided(sources: Iterable[Source]) -> tuple[list[Source], list[Source]]:
    """The sources that came with data of their own, and those that the records describe."""
    chosen = list(sources)
    return [each for each in chosen if each.csl], [each for each in chosen if not each.csl]


def _classic(written: str, dois: Mapping[str, str]) -> Iterator[str]:
    """Pandoc's lines with the entry types and fields of classic BibTeX, and the DOI, which pandoc leaves out."""
    entry = ""
    for line in written.splitlines(keepends=True):
        if line.startswith("@"):
            entry, _, key = line.strip("@,\n").partition("{")
            yield f"@{_BIBTEX_ENTRY.get(entry, entry)}{{{key},\n"
            if key in dois:
                yield f"  doi = {{{dois[key]}}},\n"
        elif line.startswith("  publisher = "):
            yield line.replace("publisher", _BIBTEX_PUBLISHER.get(entry, "publisher"), 1)
        else:
            yield line


def ris_file(sources: Iterable[Source]) -> bytes:
    """RIS, written by rispy. Raises :class:`assistant.errors.ExtraMissing` where it is not installed."""
    try:
        import rispy
    except ImportError as error:
        raise ExtraMissing("rispy") from error

    class Writer(rispy.RisWriter):  # type: ignore[misc]
        """Without the record counter, which the format does not have."""

        def set_header(self, count: int) -> str:
            return ""

    brought, described = _divided(sources)
    entries = [_ris_entry(csl_json(source) | _note(source)) for source in described]
    text: str = rispy.dumps(entries, implementation=Writer, enforce_list_tags=False) if entries else ""
    own = write_references([csl_json(source) for source in brought], ReferenceFormat.RIS) if brought else ""
    return "\n".join(filter(None, (text, own))).encode("utf-8")


def _note(source: Source) -> dict[str, str]:
    """What a reader of the reference should know: that this project read a copy."""
    if source.access is not Access.COPY:
        return {}
    return {"note": f"{capitalised(read_wording(source))} by the project Second Source."}


def _bibtex_item(source: Source) -> dict[str, Any]:
    """The item as pandoc's BibTeX writer understands it: what it has no field for goes where it has one."""
    item = csl_json(source) | _note(source)
    del item["x"]
    if item["type"] not in _IN_A_CONTAINER:
        item["publisher"] = _taken(item, "container-title", "publisher")
    archive = _taken(item, "archive", "archive_location")
    if note := ". ".join(text for text in (archive, item.get("note")) if text):
        item["note"] = note
    for name in ("DOI", "URL"):
        if name in item:
            item[name] = _UNSAFE_IN_URL.sub(lambda match: f"%{ord(match.group()):02X}", item[name])
    if "DOI" in item:  # the address of such a work is its DOI again
        del item["URL"]
    item["id"] = _UNSAFE_IN_KEY.sub("-", item["id"])
    return {name: value for name, value in item.items() if value}


def _taken(item: dict[str, Any], *names: str) -> str:
    """These fields in one line, taken out of the item; empty where it has none of them."""
    return ", ".join(item.pop(name) for name in names if name in item)


def _ris_entry(item: dict[str, Any]) -> dict[str, Any]:
    """A CSL-JSON item under rispy's names for the tags; every text on one line, as the format wants it."""
    first, _, last = item.get("page", "").partition("-")
    parts = item["issued"]["date-parts"][0] if "issued" in item else []
    fields = {
        "type_of_reference": _RIS_TYPE.get(item["type"], "GEN"),
        "id": item["id"],
        "title": item["title"],
        "authors": [_ris_name(name) for name in item.get("author", ())],
        "secondary_title": item.get("container-title"),
        "tertiary_title": item.get("collection-title"),
        "year": str(parts[0]) if parts else None,
        "date": "/".join([*(f"{part:02}" for part in parts), *[""] * (3 - len(parts))]) + "/" if parts else None,
        "publisher": item.get("publisher"),
        "place_published": item.get("publisher-place"),
        "volume": item.get("volume"),
        "number": item.get("issue") or item.get("number"),
        "start_page": first,
        "end_page": last,
        "type_of_work": item.get("genre"),
        "name_of_database": item.get("archive"),
        "accession_number": item.get("archive_location"),
        "issn": item.get("ISBN"),
        "doi": item.get("DOI"),
        "urls": [item["URL"]] if "URL" in item else [],
        "language": item.get("language"),
        "notes": [item["note"]] if "note" in item else [],
    }
    return {name: _one_line(value) for name, value in fields.items() if value}


def _ris_name(name: dict[str, Any]) -> str:
    """A person as "family, given". A body has no comma: what follows one would be read as a given name."""
    if "literal" in name:
        return str(name["literal"]).replace(", ", " – ").replace(",", " ")
    family = " ".join(part for part in (name.get("non-dropping-particle"), name["family"]) if part)
    return ", ".join(part for part in (family, name.get("given")) if part)


def _one_line(value: str | list[str]) -> str | list[str]:
    return " ".join(value.split()) if isinstance(value, str) else [" ".join(each.split()) for each in value]
