"""Texts cut into passages: the article by sentence, the library notes by statement."""

import re
from collections.abc import Iterator, Mapping, Sequence

from knowledge.ingest.documents import Part
from knowledge.lineage import Sources, has_state_origin, state_groups
from knowledge.normalisation import collapse
from knowledge.records import Evidence, Passage
from knowledge.vocabulary import Collection, PassageKind

ARTICLE_SOURCE_ID = "article-2011"
"""The source record of the article itself."""

SPLITTER_VERSION = "1"
"""Raised when the same text would be cut differently, so that an index knows it is out of date."""

_LONGEST = 900
"""Characters of a passage of an added text: about 200 words' pieces, of the 256 the encoder reads."""

_CHUNK_BREAK = re.compile(r"(?<=[.!?”\"])\s+|\n\s*\n")
_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n\s*")
_SENTENCE_BREAK = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")
_SENTENCE_END = re.compile(r"[.!?]”?\s*$")


def article_passages(text: str) -> tuple[Passage, ...]:
    """The article's title and sentences, in order, with offsets into ``text``.

    The title is the first line with words on it. A blank line ends a paragraph only where a
    sentence ended before it: the article has one in the middle of a sentence.
    """
    spans = list(_sentence_spans(text))
    return tuple(
        Passage(
            id=f"{ARTICLE_SOURCE_ID}--s{number:02d}",
            source_id=ARTICLE_SOURCE_ID,
            kind=PassageKind.VERBATIM,
            collection=Collection.STATE,
            text=collapse(text[start:end]),
            locator="title" if number == 0 else f"sentence {number}",
            start=start,
            end=end,
        )
        for number, (start, end) in enumerate(spans)
    )


def note_passages(evidence: Mapping[str, Evidence], *, sources: Sources) -> tuple[Passage, ...]:
    """One passage for each evidence record: its statement, a note in the library's own words."""
    return tuple(
        Passage(
            id=record.id,
            source_id=record.source_id,
            kind=PassageKind.LIBRARY_NOTE,
            collection=Collection.STATE if has_state_origin(record, sources) else Collection.OTHERS,
            text=record.statement,
            locator=record.locator,
            start=0,
            end=len(record.statement),
            evidence_id=record.id,
        )
        for record in (evidence[key] for key in sorted(evidence))
    )


def text_passages(texts: Mapping[str, Sequence[Part]], *, sources: Sources) -> Iterator[Passage]:
    """The added texts, cut at sentences into passages that the encoder can take in whole.

    A passage stays within its part, so that its locator holds; offsets are into the part's text.
    """
    state = state_groups(sources)
    for source_id, parts in sorted(texts.items()):
        side = Collection.STATE if sources[source_id].independence_group in state else Collection.OTHERS
        number = 0
        for part in parts:
            for start, end in _chunks(part.text):
                number += 1
                yield Passage(
                    id=f"{source_id}--t{number:04d}",
                    source_id=source_id,
                    kind=PassageKind.VERBATIM,
                    collection=side,
                    text=part.text[start:end],
                    locator=f"{part.locator or 'editorial note'} (the editors)" if part.editorial else part.locator,
                    start=start,
                    end=end,
                )


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of at most :data:`_LONGEST` characters that end where a sentence does, if one does in time."""
    start = 0
    while start < len(text):
        end = start + _LONGEST
        if end < len(text):
            breaks = [match.start() for match in _CHUNK_BREAK.finditer(text, start + _LONGEST // 3, end)]
            end = breaks[-1] if breaks else max(text.rfind(" ", start + 1, end), 0) or end
        stretch = text[start:end]
        yield start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())
        start = end + len(text[end:]) - len(text[end:].lstrip())


def _sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    title = re.search(r"\S[^\n]*", text)
    if title is None:
        return
    yield title.start(), title.start() + len(title.group().rstrip())
    for start, end in _paragraph_spans(text, title.end()):
        begin = start
        for gap in _SENTENCE_BREAK.finditer(text, start, end):
            yield begin, gap.start()
            begin = gap.end()
        if text[begin:end].strip():
            yield begin, begin + len(text[begin:end].rstrip())


def _paragraph_spans(text: str, offset: int) -> Iterator[tuple[int, int]]:
    start = offset + len(text[offset:]) - len(text[offset:].lstrip())
    for gap in _PARAGRAPH_BREAK.finditer(text, start):
        if _SENTENCE_END.search(text, start, gap.start()):
            yield start, gap.start()
            start = gap.end()
    yield start, len(text)
