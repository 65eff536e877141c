"""What waits in a folder to be accepted: sources as they were handed in, with their texts. Nothing of it is cited."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import TypeAdapter

from knowledge.holdings.acts import RecordKind, Standings
from knowledge.holdings.folder import LibraryFolder
from knowledge.holdings.record_text import text_parts
from knowledge.ingest.documents import Part
from knowledge.records import Source
from knowledge.toml_files import TomlFile

_SOURCE = TypeAdapter(Source)


@dataclass(frozen=True, slots=True)
class TextSource:
    """A source with its text, in parts."""

    source: Source
    parts: tuple[Part, ...]


def waiting_sources(folder: LibraryFolder, standings: Standings) -> Iterator[TextSource]:
    """The sources that wait, by id. One that is not what was proposed any more is left out: it cannot be accepted."""
    for ref, standing in sorted(standings.items()):
        if ref.kind is not RecordKind.SOURCE or standing.pending is None:
            continue
        files = folder.locate(ref, standing.pending.digest)
        if files is None:
            continue
        record_file, *text_files = files
        source = TomlFile(record_file, root=folder.root).read(_SOURCE)
        if isinstance(source, Source):
            parts = (part for path in text_files for part in text_parts(path.read_text(encoding="utf-8")))
            yield TextSource(source, tuple(parts))
