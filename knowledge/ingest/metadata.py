"""What a file says of itself, as CSL-JSON: kept where it is plain, left out where it would have to be guessed."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from knowledge.dates import is_date
from knowledge.ingest.documents import Csl
from knowledge.ingest.sections import words

_DAY_OF_TIMESTAMP = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T ]\d{2}:?\d{2}.*)?", re.ASCII)
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_LONGEST_VALUE = 1000
_LONGEST_NAME = 80
_DIGEST_LENGTH = 8


def describe(
    *,
    kind: str | None = None,
    title: str | None = None,
    authors: Iterable[str | None] = (),
    date: str | None = None,
    url: str | None = None,
    language: str | None = None,
    publisher: str | None = None,
) -> Csl:
    """The item of CSL-JSON that these values make, without the fields that are empty or not what they claim to be.

    ``kind`` is a CSL type. ``date`` counts where it is an ISO 8601 date, possibly partial or with a time of day;
    ``url`` where it leads to the web; ``language`` where it looks like a language tag. Authors are kept as they
    are written: which part is the family name is not for a program to decide.
    """
    values: dict[str, Any] = {
        "type": kind,
        "title": _short(title),
        "author": [{"literal": name} for author in authors if (name := _short(author))],
        "issued": issued(date or ""),
        "URL": _short(url) if _WEB_ADDRESS.fullmatch((url or "").strip()) else None,
        "language": _short(language) if _LANGUAGE_TAG.fullmatch((language or "").strip()) else None,
        "publisher": _short(publisher),
    }
    return {field: value for field, value in values.items() if value}


def issued(text: str) -> Csl | None:
    """A CSL date, to the day at the finest; ``None`` where ``text`` is not plainly one.

    >>> issued("1972-05")
    {'date-parts': [[1972, 5]]}
    """
    match = _DAY_OF_TIMESTAMP.fullmatch(text.strip())
    if match is None or not is_date(match.group(1)):
        return None
    return {"date-parts": [[int(part) for part in match.group(1).split("-")]]}


def slug(stem: str) -> str:
    """The name of a document from its file's stem: lower-case ASCII letters and digits with single hyphens.

    Where letters of another script are lost, the first digits of the stem's hash tell such names apart.
    """
    folded = unicodedata.normalize("NFKD", stem)
    kept = re.sub(r"[^a-z0-9]+", "-", folded.encode("ascii", "ignore").decode("ascii").lower()).strip("-")
    is_lossy = any(char.isalnum() and not char.isascii() for char in folded) or not kept or len(kept) > _LONGEST_NAME
    if not is_lossy:
        return kept
    digest = hashlib.sha256(stem.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST_LENGTH]
    return "-".join(filter(None, (kept[:_LONGEST_NAME].strip("-"), digest)))


def _short(value: str | None) -> str | None:
    """The value with white space collapsed; ``None`` where it is empty or too long to be what it claims to be."""
    text = words(value or "")
    return text if 0 < len(text) <= _LONGEST_VALUE else None
