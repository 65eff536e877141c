"""The passages that a folder of TEI documents becomes in a library of ours."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from knowledge.holdings.sourcing import Vouching, source_of
from knowledge.ingest.documents import Document
from knowledge.ingest.reading import read_file
from knowledge.passages import text_passages
from knowledge.records import Passage
from knowledge.vocabulary import Control, Interest, SourceType

VOUCHING = Vouching(
    source_type=SourceType.OFFICIAL_DOCUMENT_OTHER,
    control=Control.ADVERSE_STATE,
    interest=Interest.ADVERSE,
    independence_group="us-government",
    licence="Public domain",
)
"""What the benchmarks vouch for."""


def documents_in(folder: Path) -> Iterator[Document]:
    """The documents of every file below a folder, in the order of its path."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield from read_file(file)


def passages_of(documents: Iterable[Document]) -> Iterator[Passage]:
    """The passages they are cut into."""
    texts, sources = {}, {}
    for document in documents:
        source = source_of(document, VOUCHING)
        texts[source.id], sources[source.id] = document.parts, source
    return text_passages(texts, sources=sources)
