"""What references in all formats share: the fields of an item that are plain text, names or dates."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from knowledge.ingest.documents import Csl
from knowledge.normalisation import collapse

NAME_FIELDS: Final = ("author", "editor", "translator", "recipient", "collection-editor")
"""The fields that hold a list of names and that more than one format can carry."""


CSL_TYPES: Final = frozenset(
    (
        "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection "
        "dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview "
        "legal_case legislation manuscript map motion_picture musical_score pamphlet paper-conference patent "
        "performance periodical personal_communication post post-weblog regulation report review review-book "
        "software song speech standard thesis treaty webpage"
    ).split()
)
"""The types of CSL 1.0.2 (https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types)."""


def text_of(item: Csl, field: str) -> str:
    """A field as one line of text; empty where the item has none or no text in it."""
    value = item.get(field)
    return collapse(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def names_of(item: Csl, field: str) -> tuple[Mapping[str, Any], ...]:
    """The names in a field, in order, without what is no name."""
    value = item.get(field)
    return (
        tuple(name for name in value if isinstance(name, Mapping) and name) if isinstance(value, list | tuple) else ()
    )


def date_of(item: Csl, field: str) -> Mapping[str, Any]:
    """A date in a field; empty where the item has none."""
    value = item.get(field)
    return value if isinstance(value, Mapping) else {}


def file_names(item: Csl) -> tuple[str, ...]:
    """The names of the files that a reference manager holds for an item, without their folders.

    Readers of BibTeX and RIS keep them under ``custom.files``; others write ``file`` or ``attachments``.
    """
    custom = item.get("custom")
    found: list[str] = []
    for value in (
        custom.get("files") if isinstance(custom, Mapping) else None,
        item.get("file"),
        item.get("attachments"),
    ):
        for attachment in [value] if isinstance(value, str | Mapping) else value if isinstance(value, list) else ():
            path = attachment.get("path") if isinstance(attachment, Mapping) else attachment
            if isinstance(path, str):
                found.extend(attached(path))
    return tuple(found)


def attached(field: str) -> tuple[str, ...]:
    """The file names in an attachment field: "a.pdf", "/folder/a.pdf; …" or "Title:folder/a.pdf:application/pdf"."""
    names = []
    for piece in re.split(r"(?<!\\);", field):
        described = re.split(r"(?<!\\):", piece)
        path = described[-2] if len(described) > 2 and "://" not in piece else piece
        names.append(base_name(re.sub(r"\\([;:_{}&%#$~])", r"\1", path)))
    return tuple(name for name in names if name)


def base_name(path: str) -> str:
    """The last part of a path in anybody's writing; folders are nobody else's business."""
    return re.split(r"[/\\]+", path.strip())[-1]


def filled(fields: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The fields that have a value."""
    return {name: value for name, value in fields if value not in (None, "", [], {}, ())}
