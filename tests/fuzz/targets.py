"""What is fuzzed: each of our own parsers, with sound files to start from and what must hold for any other."""

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import gettempdir

from pydantic import TypeAdapter

from knowledge.dates import is_date_or_interval
from knowledge.holdings.acts import RecordKind, RecordRef, Refusal, standings
from knowledge.holdings.log import LogTrouble, append, read_log
from knowledge.holdings.record_text import record_toml, text_lines, text_parts
from knowledge.holdings.sourcing import Vouching, source_of
from knowledge.ingest.documents import Csl, Document, Part, Unreadable
from knowledge.ingest.docx import read_docx
from knowledge.ingest.epub import read_epub
from knowledge.ingest.html import read_html
from knowledge.ingest.pdf import read_pdf
from knowledge.ingest.plain import read_markdown, read_plain
from knowledge.ingest.references import ReferenceFormat, read_references, write_references
from knowledge.ingest.tables import parse_columns, read_table
from knowledge.ingest.tei import read_tei
from knowledge.records import Evidence, Source
from knowledge.toml_files import TomlFile
from knowledge.vocabulary import Control, Interest, SourceType
from tests.fuzz import seeds

LONGEST_LINE = 400
_COLUMNS = ({"text": "body", "title": "headline", "author": "by", "date": "on"}, {"text": "text", "id": "id"})
_VOUCHING = Vouching(
    source_type=SourceType.OFFICIAL_DOCUMENT_OTHER,
    control=Control.OTHER_STATE,
    interest=Interest.NEUTRAL,
    independence_group="ministry",
    licence="Public domain",
)
_SOURCE, _EVIDENCE = TypeAdapter(Source), TypeAdapter(Evidence)


@dataclass(frozen=True)
class Target:
    """A parser: sound files, and a check that fails for bytes with which the parser breaks its word."""

    seeds: Callable[[], tuple[bytes, ...]]
    check: Callable[[bytes], None]
    is_archive: bool = False


def _documents(found: Iterable[Document]) -> None:
    """Documents that a library can take in, or one clear line."""
    try:
        documents = list(found)
        assert documents
        for document in documents:
            _sound(document)
    except Unreadable as error:
        _clear(error)


def _sound(document: Document) -> None:
    assert document.name and document.parts
    assert all(part.text.strip() for part in document.parts)
    assert text_parts(text_lines(document.parts)) == document.parts
    text_lines(document.parts).encode("utf-8")
    _kept(source_of(document, _VOUCHING))


def _kept(source: Source) -> None:
    """The record's file gives the record back, and the library that takes it in is sound."""
    RecordRef(RecordKind.SOURCE, source.id)
    again = _SOURCE.validate_python(tomllib.loads(record_toml(source).encode("utf-8").decode("utf-8")))
    assert replace(again, csl={}) == replace(source, csl={}), (again, source)
    assert source.date is None or is_date_or_interval(source.date)
    assert source.url is None or source.url.startswith(("http://", "https://"))


def _clear(error: Exception) -> None:
    line = str(error)
    assert line and len(line.splitlines()) == 1 and line.isprintable() and len(line) <= LONGEST_LINE, repr(line)


def _single(read: Callable[[bytes, str], Document]) -> Callable[[bytes], None]:
    return lambda content: _documents(read(content, name) for name in ["file"])


def _text(content: bytes) -> None:
    _single(read_markdown)(content)
    _single(read_plain)(content)


def _table(content: bytes) -> None:
    try:
        parse_columns(content[:200].decode("utf-8", "ignore"))
    except Unreadable as error:
        _clear(error)
    for columns in _COLUMNS:
        for name in ("table.csv", "table.jsonl"):
            _documents(read_table(content, name, columns))


def _references(name: str) -> Callable[[bytes], None]:
    """References read can be written in every format, and describe a document that a library can hold."""

    def check(content: bytes) -> None:
        try:
            items = read_references(content, name)
        except Unreadable as error:
            _clear(error)
            return
        for kind in ReferenceFormat:
            write_references(items, kind).encode("utf-8")
        for item in items:
            _described(item)

    return check


def _described(item: Csl) -> None:
    document = Document(name="file", csl={"title": "T"}, parts=(Part("Text."),))
    try:
        source = source_of(document, _VOUCHING, reference=item)
    except Unreadable as error:
        _clear(error)
        return
    _kept(source)


def _log(content: bytes) -> None:
    """A log is what was written, or its first wrong line is named."""
    path = _written("log.jsonl", content)
    try:
        entries = read_log(path)
    except LogTrouble as error:
        _clear(error)
        return
    path.unlink()
    append(path, [entry.deed for entry in entries], after=())
    assert path.read_bytes() == content[: content.rfind(b"\n") + 1], "a log was taken for proved that nobody wrote"
    try:
        standings(entry.deed for entry in entries)
    except Refusal as error:
        _clear(error)


def _record(content: bytes) -> None:
    path = _written("record.toml", content)
    for kind in (_SOURCE, _EVIDENCE):
        outcome = TomlFile(path, root=path.parent).read(kind)
        if isinstance(outcome, tuple):
            assert outcome
            for problem in outcome:
                _clear(ValueError(str(problem)))


def _written(name: str, content: bytes) -> Path:
    folder = Path(gettempdir()) / "secondsource-fuzz"
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


TARGETS = {
    "tei": Target(seeds.tei, lambda content: _documents(read_tei(content, "file"))),
    "tables": Target(seeds.tables, _table),
    "bibtex": Target(seeds.bibtex, _references("refs.bib")),
    "ris": Target(seeds.ris, _references("refs.ris")),
    "csl-json": Target(seeds.csl, _references("refs.json")),
    "texts": Target(seeds.texts, _text),
    "docx": Target(seeds.docx_files, _single(read_docx), is_archive=True),
    "epub": Target(seeds.epubs, _single(read_epub), is_archive=True),
    "pdf": Target(seeds.pdfs, _single(read_pdf)),
    "html": Target(seeds.pages, _single(read_html)),
    "log": Target(seeds.logs, _log),
    "records": Target(seeds.records, _record),
}
