"""What a file holds, before anybody has vouched for it: documents with what they say of themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Csl = Mapping[str, Any]
"""Bibliographic data as one item of CSL-JSON (citation-style-language/schema), without its ``id``."""


class Unreadable(Exception):
    """A file or a document in it cannot be taken in; the message says in one line what is wrong and what would help."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a document that a reader finds under one locator.

    ``text`` is the document's own words: paragraphs separated by a blank line, white space collapsed within.
    ``locator`` says where it stands ("p. 12", "Chapter 3", "footnote 2"); ``None`` where the document has
    no finer place than itself. ``editorial`` marks the words of an editor, not of the document's author.
    """

    text: str
    locator: str | None = None
    editorial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One citable work in a file.

    ``name`` is stable: the same file gives the same names, in lower-case letters, digits and hyphens.
    ``csl`` is what the file says of the work, as far as it says it: nothing is guessed. ``parts`` are in
    reading order and none of them is empty. ``notes`` are lines for whoever takes the document in: what of the file is
    not in it.
    """

    name: str
    csl: Csl
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()
