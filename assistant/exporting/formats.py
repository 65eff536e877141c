"""What can be taken away, in which formats: the one entry to every export, for the web and the command."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from assistant.answers import Answer, Provenance
from assistant.errors import UsageError
from assistant.exporting.bibliographies import bibtex_file, csl_file, ris_file
from assistant.exporting.cards import anki_file, csv_file
from assistant.exporting.chapters import Chapter, answer_chapter, cited_sources, claim_chapter, dossier_chapters
from assistant.exporting.claim_reviews import claim_reviews
from assistant.exporting.documents import Document, conversation_title
from assistant.references import Style
from assistant.study.flashcards import flashcards
from knowledge.library import Library
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.records import Source

Record = TypeVar("Record")


class Kind(StrEnum):
    """What is taken away."""

    CLAIM = "claim"
    SOURCE = "source"
    CONVERSATION = "conversation"
    DOSSIER = "dossier"
    CARDS = "cards"
    REVIEWS = "reviews"


class Format(StrEnum):
    """The form of a file."""

    HTML = "html"
    MARKDOWN = "markdown"
    DOCX = "docx"
    CSL_JSON = "csl-json"
    BIBTEX = "bibtex"
    RIS = "ris"
    APKG = "apkg"
    CSV = "csv"
    JSON_LD = "json-ld"


@dataclass(frozen=True, slots=True)
class _Form:
    """How a file of one format is named and served."""

    ending: str
    media_type: str


_FORMS: Final[Mapping[Format, _Form]] = {
    Format.HTML: _Form("html", "text/html; charset=utf-8"),
    Format.MARKDOWN: _Form("md", "text/markdown; charset=utf-8"),
    Format.DOCX: _Form("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    Format.CSL_JSON: _Form("json", "application/vnd.citationstyles.csl+json"),
    Format.BIBTEX: _Form("bib", "application/x-bibtex; charset=utf-8"),
    Format.RIS: _Form("ris", "application/x-research-info-systems; charset=utf-8"),
    Format.APKG: _Form("apkg", "application/octet-stream"),
    Format.CSV: _Form("csv", "text/csv; charset=utf-8; header=present"),
    Format.JSON_LD: _Form("jsonld", "application/ld+json"),
}

_DOCUMENTS: Final = (Format.MARKDOWN, Format.DOCX, Format.HTML)
_REFERENCES: Final = (Format.CSL_JSON, Format.BIBTEX, Format.RIS)

OFFERED: Final[Mapping[Kind, tuple[Format, ...]]] = {
    Kind.CLAIM: (*_DOCUMENTS, *_REFERENCES, Format.JSON_LD),
    Kind.SOURCE: _REFERENCES,
    Kind.CONVERSATION: (*_DOCUMENTS, *_REFERENCES),
    Kind.DOSSIER: (*_DOCUMENTS, *_REFERENCES),
    Kind.CARDS: (Format.APKG, Format.CSV),
    Kind.REVIEWS: (Format.JSON_LD,),
}
"""The formats each kind of thing can be exported in."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What to export: a claim or a source by its ``id``, a conversation by its ``answers``, or all of a kind."""

    kind: Kind
    id: str | None = None
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Download:
    """A file: its name, its media type and its bytes."""

    name: str
    media_type: str
    content: bytes


def export(thing: Thing, format: str, library: Library, *, style: str = Style.CHICAGO) -> Download:
    """The thing as a file.

    ``format`` and ``style`` are texts as a person gives them. Raises :class:`UsageError` for what the library
    does not have or the thing does not come in, :class:`assistant.errors.ExportTrouble` where a file cannot be made.
    """
    form = _offered(thing.kind, format)
    content = _content(thing, form, library, _style(style))
    name = "-".join(part for part in ("second-source", thing.kind.value, _slug(thing.id or "")) if part)
    return Download(f"{name}.{_FORMS[form].ending}", _FORMS[form].media_type, content)


def _content(thing: Thing, form: Format, library: Library, style: Style) -> bytes:
    match thing.kind:
        case Kind.CARDS:
            cards = flashcards(library)
            return anki_file(cards, library) if form is Format.APKG else csv_file(cards, library)
        case Kind.REVIEWS:
            return claim_reviews((library.corpus.claims[id] for id in library.claim_passages), library)
        case Kind.CLAIM if form is Format.JSON_LD:
            claim = _record(thing, library.corpus.claims)
            if claim.id not in library.verdicts:
                raise UsageError(f"{claim.id!r} is a topic of context and has no verdict to export as {form.value}")
            return claim_reviews((claim,), library)
        case _ if form in _REFERENCES:
            sources = _sources(thing, library)
            match form:
                case Format.BIBTEX:
                    return bibtex_file(sources)
                case Format.RIS:
                    return ris_file(sources)
                case _:
                    return csl_file(sources)
        case _:
            document = _document(thing, library, style)
            match form:
                case Format.DOCX:
                    return document.docx()
                case Format.MARKDOWN:
                    return document.markdown()
                case _:
                    return document.html()


def _document(thing: Thing, library: Library, style: Style) -> Document:
    chapters = _chapters(thing, library)
    match thing.kind:
        case Kind.DOSSIER:
            article = library.corpus.sources[ARTICLE_SOURCE_ID]
            return Document(f"{article.title}: claims and evidence", chapters, library, style)
        case Kind.CONVERSATION:
            made = _made(thing.answers)
            return Document(conversation_title(thing.answers), chapters, library, style, made)
        case _:
            topic = _record(thing, library.corpus.claims).topic
            return Document(f"One claim: {topic}", chapters, library, style)


def _made(answers: Sequence[Answer]) -> Provenance:
    """What made a conversation: a language model took part in it if it did in one of its answers."""
    made = [answer.provenance for answer in answers]
    return next((each for each in made if each.model is not None), made[0])


def _chapters(thing: Thing, library: Library) -> tuple[Chapter, ...]:
    match thing.kind:
        case Kind.DOSSIER:
            return dossier_chapters(library)
        case Kind.CONVERSATION if not thing.answers:
            raise UsageError("a conversation without a question cannot be exported; ask something first")
        case Kind.CONVERSATION:
            return tuple(answer_chapter(answer, library) for answer in thing.answers)
        case _:
            return (claim_chapter(_record(thing, library.corpus.claims), library),)


def _sources(thing: Thing, library: Library) -> Sequence[Source]:
    """The sources whose references a thing comes with; of the dossier, all that the library has."""
    sources = library.corpus.sources
    match thing.kind:
        case Kind.SOURCE:
            return (_record(thing, sources),)
        case Kind.DOSSIER:
            return tuple(sources.values())
        case _:
            return tuple(sources[id] for id in cited_sources(_chapters(thing, library)))


def _record(thing: Thing, records: Mapping[str, Record]) -> Record:
    if thing.id not in records:
        plural = f"{thing.kind.value}s"
        raise UsageError(f"no {thing.kind.value} is called {thing.id!r}; list them: secondsource {plural}")
    return records[str(thing.id)]


def _offered(kind: Kind, format: str) -> Format:
    offered = OFFERED[kind]
    if format not in offered:
        raise UsageError(f"{kind.value} has no format {format!r}; choose one of {', '.join(offered)}")
    return Format(format)


def _style(style: str) -> Style:
    if style not in list(Style):
        raise UsageError(f"{style!r} is no style; choose one of {', '.join(Style)}")
    return Style(style)


def _slug(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]+", "-", text)
