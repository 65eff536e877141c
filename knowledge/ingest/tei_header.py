"""What the header of a TEI file says of the work: titles, names, imprint, identifiers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from knowledge.ingest.tei_dates import CslDate, date_of, year_in
from knowledge.ingest.tei_text import Element, children, words

_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_LONGEST_VALUE: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The facts of a ``teiHeader``; what it does not say is ``None`` or empty.

    ``titles`` and ``identifiers`` go by their types, hyphens and case aside ("sub-series" and "subseries" are
    one); a title without a type is "main". ``editors`` are all but general editors, whom nobody cites.
    ``published`` is the date of the edition, ``created`` the date of the text itself.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    authors: tuple[Mapping[str, str], ...] = ()
    editors: tuple[Mapping[str, str], ...] = ()
    publisher: str | None = None
    place: str | None = None
    published: CslDate | None = None
    created: CslDate | None = None
    identifiers: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None

    @property
    def isbn(self) -> str | None:
        """The longest ISBN."""
        return next((self.identifiers[key] for key in ("isbn13", "isbn", "isbn10") if key in self.identifiers), None)


def read_header(tei: Element) -> Header:
    """The header of a ``TEI`` element."""
    header = next(children(tei, "teiHeader"), None)
    if header is None:
        return Header(language=tei.get(_LANGUAGE))
    editors = (editor for editor in _all(header, "fileDesc/titleStmt/editor") if editor.get("role") != "general")
    languages = (language.get("ident") for language in _all(header, "profileDesc/langUsage/language"))
    created = (date_of(date) for date in _all(header, "profileDesc/creation/date"))
    return Header(
        titles=_by_type(_all(header, "fileDesc/titleStmt/title")),
        authors=_names(_all(header, "fileDesc/titleStmt/author")),
        editors=_names(editors),
        publisher=_first(header, "fileDesc/publicationStmt/publisher"),
        place=_first(header, "fileDesc/publicationStmt/pubPlace"),
        published=_published(header),
        created=next((date for date in created if date), None),
        identifiers=_by_type(_all(header, "fileDesc/publicationStmt//idno")),
        language=next((language for language in languages if language), tei.get(_LANGUAGE)),
    )


def _all(header: Element, path: str) -> Iterator[Element]:
    steps = (f"{{*}}{step}" if step else "" for step in path.split("/"))
    found: Iterator[Element] = header.iterfind("/".join(steps))
    return found


def _first(header: Element, path: str) -> str | None:
    """The first element on the path that has words; lines become the members of a list."""
    return next((text for element in _all(header, path) if (text := words(element, line_break=", "))), None)


def _by_type(elements: Iterator[Element]) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in elements:
        kind = (element.get("type") or "main").replace("-", "").lower()
        if text := words(element):
            found.setdefault(kind, text)
    return found


def _names(elements: Iterator[Element]) -> tuple[dict[str, str], ...]:
    """Names of CSL: in two parts where the file marks them, else in one piece as they stand."""
    found: list[dict[str, str]] = []
    for element in elements:
        parts = {
            "family": " ".join(words(name) for name in element.iter("{*}surname")),
            "given": " ".join(words(name) for name in element.iter("{*}forename")),
        }
        if not parts["family"]:
            parts = {"literal": words(element)}
        if name := {key: text for key, text in parts.items() if text}:
            found.append(name)
    return tuple(found)


def _published(header: Element) -> CslDate | None:
    """The date of publication: so called, or of no stated type; never the dates that the content covers."""
    dates = list(_all(header, "fileDesc/publicationStmt//date"))
    for kind in ("publication-date", None):
        for date in dates:
            if date.get("type") == kind and (found := date_of(date) or year_in(words(date))):
                return found
    return None


def without_empty(item: Mapping[str, Any]) -> dict[str, Any]:
    """The item without the fields that say nothing, or too much to be what they are called."""
    return {
        key: value
        for key, value in item.items()
        if value and not (isinstance(value, str) and len(value) > _LONGEST_VALUE)
    }
