"""What exports are tried on: the library that ships, and one in which every text tries to break out."""

import html
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest

from knowledge.library import Library, library_of

HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> <i>soft</i> ](javascript:alert(1)) "
    "[x](javascript:alert(1)) ${jndi:x} $x^2$ \\input{/etc/passwd} } { @book{x, title={y}} `ls` "
    "</style></title> &lt;b&gt;"
)
"""One text with the openings of every format that is written here."""

BREAKS = "\r\nER  - \nTY  - BOOK\nTI  - Another\n"
"""Lines that would end a record of RIS and begin another."""


@pytest.fixture(scope="session")
def hostile_library(library: Library) -> Library:
    """The library with :data:`HOSTILE` in every source's title, author and publisher, in every note and claim."""
    corpus = library.corpus
    sources = {
        source.id: replace(
            source,
            title=f"=HYPERLINK(1) {source.title} {HOSTILE}{BREAKS}",
            authors=(*source.authors, f"Author, {HOSTILE} and Other"),
            publisher=f"{source.publisher} {HOSTILE}",
            url=f"{source.url}}}\\x" if source.url else None,
        )
        for source in corpus.sources.values()
    }
    evidence = {note.id: replace(note, statement=f"{note.statement} {HOSTILE}") for note in corpus.evidence.values()}
    claims = {
        claim.id: replace(claim, restatement=f"={claim.restatement} {HOSTILE}", topic=f"{claim.topic} {HOSTILE}")
        for claim in corpus.claims.values()
    }
    return library_of(replace(corpus, sources=sources, evidence=evidence, claims=claims))


@pytest.fixture(scope="session")
def words_of_docx() -> Callable[[bytes], str]:
    """The text of a DOCX file, one paragraph a line."""

    def words(content: bytes) -> str:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            xml = parts.read("word/document.xml").decode("utf-8")
        paragraphs = (re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", part) for part in xml.split("</w:p>"))
        return html.unescape("\n".join("".join(texts) for texts in paragraphs))

    return words
