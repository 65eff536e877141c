"""Links between the pages. Every page stands at one level, so that an address works under any prefix."""

from typing import Final
from urllib.parse import urlencode

from assistant.pages.markup import Html, element

DOCUMENTS: Final = (("markdown", "Markdown"), ("docx", "DOCX"), ("html", "HTML"))
"""The formats of documents, as the address of a download and as a reader names them."""

REFERENCES: Final = (("csl-json", "CSL-JSON"), ("bibtex", "BibTeX"), ("ris", "RIS"))
"""The formats of references."""


def claim_link(claim_id: str, *words: str, class_: str | None = None) -> Html:
    """A link that opens a claim beside the page; without scripts, on the reading page."""
    return element("a", *words, href=claim_address(claim_id), data_claim=claim_id, class_=class_)


def source_link(source_id: str, *words: str, class_: str | None = None) -> Html:
    """A link that opens a source's card beside the page; without scripts, on the reading page."""
    return element("a", *words, href=source_address(source_id), data_source=source_id, class_=class_)


def ask_link(question: str, *words: str, class_: str | None = None) -> Html:
    """A link that asks a question in the chat."""
    return element("a", *(words or (question,)), href=ask_address(question), class_=class_)


def claim_address(claim_id: str) -> str:
    return f"read?{urlencode({'claim': claim_id})}"


def source_address(source_id: str) -> str:
    return f"read?{urlencode({'source': source_id})}"


def ask_address(*questions: str) -> str:
    """The address that asks these questions one after another, as one conversation."""
    return f"./?{urlencode([('q', question) for question in questions])}"


def export_address(**chosen: str) -> str:
    """The address of a download; see :mod:`assistant.exporting`."""
    return f"export?{urlencode(chosen)}"
