"""Bibliographic data as reference managers keep it: CSL-JSON, BibTeX and RIS in, and out again.

Inside it is CSL-JSON (https://docs.citationstyles.org), one mapping for each item, which others become by the
mapping in :mod:`knowledge.ingest.bibtex` and :mod:`knowledge.ingest.ris`. CSL-JSON comes back as it was.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import PurePath
from typing import Any, Final

from knowledge.ingest.bibtex import read_bibtex, write_bibtex
from knowledge.ingest.csl_fields import base_name, file_names
from knowledge.ingest.csl_shape import csl_problem
from knowledge.ingest.documents import Csl, Unreadable
from knowledge.ingest.encoding import decode, is_whole
from knowledge.ingest.faults import fault, shown
from knowledge.ingest.ris import read_ris, write_ris

_MOST_BYTES: Final = 16 * 2**20


class ReferenceFormat(StrEnum):
    """The formats in which references come and go."""

    CSL_JSON = "csl-json"
    BIBTEX = "bibtex"
    RIS = "ris"


_BY_SUFFIX: Final = {
    ".json": ReferenceFormat.CSL_JSON,
    ".bib": ReferenceFormat.BIBTEX,
    ".bibtex": ReferenceFormat.BIBTEX,
    ".ris": ReferenceFormat.RIS,
}


def read_references(content: bytes, name: str) -> tuple[Csl, ...]:
    """The items of a reference file, in its order, each with its ``id``; ``name`` tells the format.

    One faulty entry refuses the file: half a bibliography would leave documents without their data
    and say nothing. Raises :class:`Unreadable`, naming the line or the entry.
    """
    kind = _BY_SUFFIX.get(PurePath(name).suffix.lower())
    if kind is None:
        raise Unreadable(f"{shown(name)}: references are read from files named .json (CSL-JSON), .bib or .ris")
    items = _READERS[kind](decode(content, name, most=_MOST_BYTES), name)
    if not items:
        raise Unreadable(f"{shown(name)} holds no references")
    return items


def write_references(items: Sequence[Csl], kind: str) -> str:
    """The items in the format ``kind``: "csl-json", "bibtex" or "ris".

    Raises :class:`ValueError` for another kind, :class:`Unreadable` where rispy is not installed.
    """
    return _WRITERS[ReferenceFormat(kind)](items)


def match_reference(items: Sequence[Csl], document_name: str, file_name: str) -> Csl | None:
    """The item that describes a document in a file; ``None`` where that cannot be told.

    By the item's ``id``, which is the document's name or the file's, with or without its ending; else by the
    files that the reference manager holds for it; else the only item there is. Where two fit, none is chosen.
    """
    file = base_name(file_name).casefold()
    identities = {document_name.casefold(), file, PurePath(file).stem}
    for fits in (
        [item for item in items if str(item.get("id", "")).casefold() in identities],
        [item for item in items if file in (held.casefold() for held in file_names(item))],
        items,
    ):
        if fits:
            return fits[0] if len(fits) == 1 else None
    return None


def _read_csl(text: str, name: str) -> tuple[Csl, ...]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise fault(name, error.lineno, f"no JSON ({error.msg})") from error
    except (RecursionError, ValueError) as error:
        raise Unreadable(f"{shown(name)}: no CSL-JSON (it is nested too deeply or holds an endless number)") from error
    items = data.get("items") if isinstance(data, Mapping) else data
    if not isinstance(items, list):
        raise Unreadable(f"{shown(name)}: no CSL-JSON, which is a list of items or an object with “items”")
    for number, item in enumerate(items, start=1):
        if problem := _problem(item):
            raise fault(name, f"entry {number}", problem)
    if not is_whole(text) or ("\\u" in text and not is_whole(json.dumps(data, ensure_ascii=False))):
        raise Unreadable(f"{shown(name)}: an escape such as “\\ud83d” stands for half a character")
    return tuple(items)


def _problem(item: Any) -> str | None:
    """What is wrong with an item of CSL-JSON."""
    if problem := csl_problem(item):
        return problem
    if not isinstance(item.get("id"), str | int) or isinstance(item["id"], bool) or item["id"] == "":
        return "it has no “id”"
    return None if item.get("type") else "it has no “type”"


def _write_csl(items: Sequence[Csl]) -> str:
    return json.dumps([dict(item) for item in items], ensure_ascii=False, indent=2) + "\n"


_READERS: Final[Mapping[ReferenceFormat, Callable[[str, str], tuple[Csl, ...]]]] = {
    ReferenceFormat.CSL_JSON: _read_csl,
    ReferenceFormat.BIBTEX: read_bibtex,
    ReferenceFormat.RIS: read_ris,
}
_WRITERS: Final[Mapping[ReferenceFormat, Callable[[Sequence[Csl]], str]]] = {
    ReferenceFormat.CSL_JSON: _write_csl,
    ReferenceFormat.BIBTEX: write_bibtex,
    ReferenceFormat.RIS: write_ris,
}
