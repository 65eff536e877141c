"""XML from files nobody vouches for: parsed without network, DTD or entities of its own, within bounds."""

from typing import Any

from knowledge.ingest.documents import Unreadable
from knowledge.ingest.faults import shown
from knowledge.ingest.packages import missing

MAXIMUM_XML = 32 * 2**20
"""The most bytes of one XML file; the longest of novels has three million."""

MAXIMUM_MARKS = 1_500_000
"""The most tags and attributes of one XML file. A tree of elements takes some hundred bytes for each of them."""


def parse_xml(content: bytes, name: str) -> Any:
    """The root (``lxml.etree._Element``) of the XML file ``name``; ``Unreadable`` if it has none within bounds.

    A file that declares entities is refused: they hide text from a reader, and are how XML bombs are built.
    """
    try:
        from lxml import etree
    except ImportError as error:
        raise missing("lxml") from error
    check_size(content, name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"{shown(name)} is not well-formed XML (line {error.lineno})") from error
    except (ValueError, LookupError) as error:  # an encoding lxml does not know
        raise Unreadable(f"{shown(name)} cannot be read as XML: its encoding is unknown") from error
    subset = root.getroottree().docinfo.internalDTD
    if subset is not None and any(True for _ in subset.iterentities()):
        raise Unreadable(f"{shown(name)} declares XML entities of its own, which are not read")
    return root


def check_size(content: bytes, name: str) -> None:
    """Raises ``Unreadable`` where the XML of ``name`` is too large to be built as a tree."""
    if len(content) > MAXIMUM_XML:
        raise Unreadable(f"{shown(name)} has more than the {MAXIMUM_XML // 2**20} MB that are read of one XML file")
    if content.count(b"<") + content.count(b"=") > MAXIMUM_MARKS:
        raise Unreadable(f"{shown(name)} has more than the {MAXIMUM_MARKS:,} tags and attributes that are read")


def local_name(element: Any) -> str:
    """An element's name without its namespace, in lower case; empty for what is no element."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
