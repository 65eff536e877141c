"""One HTML page: its main text, and what its head says of it."""

import re
from typing import Any

from knowledge.ingest.documents import Csl, Document, Unreadable
from knowledge.ingest.faults import shown
from knowledge.ingest.flow import blocks
from knowledge.ingest.metadata import describe
from knowledge.ingest.packages import missing, quiet
from knowledge.ingest.sections import sections

MAXIMUM_PAGE = 16 * 2**20
MAXIMUM_ELEMENTS = 40_000
"""The most elements of a page: finding the main text among 50,000 takes about 6 s, among more far longer."""

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 1024
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_LATIN_1_MEANS = "cp1252"
"""What browsers take Latin 1 and ASCII for, as the HTML standard says."""

_TITLES = ("og:title", "citation_title", "dc.title", "dcterms.title")
_AUTHORS = ("citation_author", "dc.creator", "dcterms.creator", "author", "article:author")
_DATES = ("citation_publication_date", "article:published_time", "dc.date", "dcterms.issued", "dcterms.date", "date")
_PUBLISHERS = ("dc.publisher", "dcterms.publisher", "citation_publisher", "og:site_name")
_HEADINGS = frozenset({"head"})


def read_html(content: bytes, name: str) -> Document:
    """The main text of a page, without its menus: headings begin parts.

    Bibliographic data come from the page's head alone; dates and authors that only its text or its address
    suggest are left out. Raises ``Unreadable`` for a page without text, as one made by scripts is, or too large.
    """
    try:
        import trafilatura
    except ImportError as error:
        raise missing("trafilatura (with lxml_html_clean)") from error
    with quiet("trafilatura", "htmldate", "courlan", "justext"):
        page = _parse(content)
        csl = _csl(page)
        try:
            extract = trafilatura.bare_extraction(page, with_metadata=False, favor_recall=True, include_comments=False)
        except Exception as error:  # trafilatura names no error for a page it stumbles over
            raise Unreadable(f"the page's main text cannot be found ({type(error).__name__})") from error
    body: Any = getattr(extract, "body", None)
    parts = sections(blocks(body, headings=_HEADINGS)) if body is not None else ()
    if not parts:
        raise Unreadable("the page holds no text of its own; if a script draws it, save it from a browser")
    return Document(name=name, csl=csl, parts=parts)


def _parse(content: bytes) -> Any:
    from lxml import etree, html

    if len(content) > MAXIMUM_PAGE:
        raise Unreadable(f"the page has more than the {MAXIMUM_PAGE // 2**20} MB that are read of one")
    text = _decode(content)
    parser = html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8", default_doctype=False
    )
    try:
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("the page holds no text of its own") from error
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise Unreadable("the page's elements are nested too deeply, or one of them is too long, to be read")
    if sum(1 for _ in page.iter()) > MAXIMUM_ELEMENTS:
        raise Unreadable(f"the page has more than the {MAXIMUM_ELEMENTS:,} elements that are read; split it")
    return page


def _decode(content: bytes) -> str:
    """The page as text, by its byte order mark, else by what it declares, else as UTF-8: nothing is guessed."""
    declared = _DECLARED.search(content[:_DECLARED_WITHIN])
    encoding = next((kind for mark, kind in _MARKS.items() if content.startswith(mark)), None)
    encoding = encoding or (declared.group(1).decode("ascii").lower() if declared else "utf-8")
    if encoding in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"}:
        encoding = _LATIN_1_MEANS
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = f"line {line}: the page is not in the encoding it should be in ({shown(encoding)})"
        raise Unreadable(f"{problem}; save it as UTF-8") from error
    except (LookupError, ValueError, TypeError) as error:
        raise Unreadable(f"the page declares an encoding that is not known ({shown(encoding)})") from error


def _csl(page: Any) -> Csl:
    said: dict[str, list[str]] = {}
    for meta in page.iter("meta"):
        key = meta.get("name") or meta.get("property") or ""
        said.setdefault(key.strip().lower(), []).append(meta.get("content") or "")
    title = next((element.text_content() for element in page.iter("title")), None)
    links = [link.get("href") for link in page.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    authors = next((said[key] for key in _AUTHORS if key in said), [])
    return describe(
        kind="webpage",
        title=_first(said, _TITLES) or title,
        authors=[author for author in authors if "://" not in author],
        date=(_first(said, _DATES) or "").replace("/", "-"),
        url=next(iter(links), None) or _first(said, ("og:url",)),
        language=page.get("lang") or page.get("{http://www.w3.org/XML/1998/namespace}lang"),
        publisher=_first(said, _PUBLISHERS),
    )


def _first(said: dict[str, list[str]], keys: tuple[str, ...]) -> str | None:
    return next((value for key in keys for value in said.get(key, ()) if value.strip()), None)
