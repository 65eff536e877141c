"""Where a file was fetched from, and what that says of the documents in it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from knowledge.ingest.documents import Document, Unreadable
from knowledge.ingest.metadata import slug
from knowledge.ingest.reading import SUFFIXES

_SUFFIX_OF_MEDIA_TYPE: Final[Mapping[str, str]] = {
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/xhtml+xml": ".xhtml",
    "application/tei+xml": ".xml",
    "application/xml": ".xml",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/xml": ".xml",
}
_TEXT: Final = "text/plain"
_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,8}")
_DIGEST_LENGTH: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where and when a file was fetched.

    ``address`` is the one to cite, ``answered_by`` the one that sent the file in the end. ``volume`` is the id of
    the volume of FRUS that was asked for, or ``None`` where an address was.
    """

    address: str
    answered_by: str
    accessed: date
    volume: str | None = None


def file_name(address: str, media_type: str) -> str:
    """What to call a file that an address gave: for the address, with the suffix that its reader is known by.

    The media type decides where it names one format; plain text may be anything, so the address's own suffix goes
    before it. The stem ends with the first digits of the address's hash: two addresses never give one name, and
    with it one source (``example.org/app`` and ``example.org.app`` would). http and https are one address.
    """
    parts = urlsplit(address)
    path = PurePosixPath(unquote(parts.path))
    digest = hashlib.sha256(f"{parts.netloc}{parts.path or '/'}?{parts.query}".encode()).hexdigest()[:_DIGEST_LENGTH]
    suffix = path.suffix.lower() if _SUFFIX.fullmatch(path.suffix) else ""
    stem = slug(f"{parts.netloc}{str(path).removesuffix(path.suffix)}")
    named = _SUFFIX_OF_MEDIA_TYPE.get(media_type)
    if named is None and media_type == _TEXT and suffix not in SUFFIXES:
        named = ".txt"
    return f"{stem}-{digest}{named or suffix}"


def with_origin(document: Document, origin: Origin | None) -> Document:
    """The document with the address it was fetched from and the day; as it is where it was not fetched.

    The address of its own that a document states is kept where it leads to the host that sent it: no text may
    say that it stands with somebody else. A document of a volume that was asked for by its id is cited where its
    publisher shows it, and is left as it is. Raises ``Unreadable`` where another than that volume came.
    """
    if origin is None:
        return document
    if origin.volume is not None:
        if not document.name.startswith(f"{slug(origin.volume)}-"):
            raise Unreadable(f"no volume {origin.volume} of documents came from {origin.address}; is it the right one?")
        return document
    own = str(document.csl.get("URL") or "")
    is_at_home = bool(own) and _host(own) == _host(origin.answered_by)
    fetched: dict[str, Any] = {"URL": own if is_at_home else origin.address, "accessed": _csl_date(origin.accessed)}
    return replace(document, csl={**document.csl, **fetched})


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _csl_date(day: date) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}
