"""What an added text says to a question: its own words, quoted, with who wrote them. Nothing is concluded."""

import re
from collections.abc import Iterator, Sequence

from assistant.answers import Section
from assistant.drafts import Draft, Quote
from assistant.matching import share_of_words
from assistant.questions import Question, content_words
from knowledge.bibliography import speaker_name
from knowledge.library import Library
from knowledge.normalisation import collapse, number_values
from knowledge.records import Passage, Source
from knowledge.retrieval import Hit
from knowledge.vocabulary import Collection

_CLOSE = 0.55
"""The score from which a passage of an added text may speak to a question."""

_COVERED = 0.5
"""The share of the question's words that must stand in the passage, its title or its date:
likeness alone is not enough."""

_LONGEST = 400
_SENTENCE_BREAK = re.compile(r"(?<=[.!?”])\s+(?=[A-Z“\"(\[])|\n\s*\n")


def close_texts(question: Question, hits: Sequence[Hit], library: Library) -> tuple[Passage, ...]:
    """The passages of added texts that speak to a question, best first, one a source."""
    found: dict[str, Passage] = {}
    for hit in hits:
        passage = hit.passage
        is_close = passage.source_id in library.corpus.texts and hit.score >= _CLOSE
        if is_close and share_of_words(question, passage, library) >= _COVERED:
            found.setdefault(passage.source_id, passage)
    return tuple(found.values())


def excerpts(question: Question, passages: Sequence[Passage], library: Library) -> Iterator[Draft]:
    """One sentence a passage: who wrote it, and the stretch of it that has most of the question's words."""
    for passage in passages:
        quote = excerpt(passage.text, content_words(question.search_text))
        name = _name(library.source_of(passage), quote)
        yield Draft(
            text=f"{name}: “{quote}”" if name else f"“{quote}”",
            section=Section.ASSERTED if passage.collection is Collection.STATE else Section.BACKGROUND,
            quotes=(Quote(passage.id, quote),),
        )


def excerpt(text: str, words: frozenset[str]) -> str:
    """The sentence of ``text`` with most of ``words``, and those after it as far as there is room."""
    starts = [0, *(match.end() for match in _SENTENCE_BREAK.finditer(text))]
    ends = [*(match.start() for match in _SENTENCE_BREAK.finditer(text)), len(text)]
    spans = list(zip(starts, ends, strict=True))
    best = max(range(len(spans)), key=lambda n: (len(words & content_words(text[slice(*spans[n])])), -n))
    start, end = spans[best]
    for _, after in spans[best + 1 :]:
        if after - start > _LONGEST:
            break
        end = after
    if end - start > _LONGEST:
        end = text.rfind(" ", start, start + _LONGEST)
    return collapse(text[start:end])


def _name(source: Source, quote: str) -> str:
    """Who speaks: the title, or else the publisher; no number may stand in it that the quote does not have."""
    for name in (source.title, speaker_name(source)):
        if number_values(name) <= number_values(quote):
            return name
    return ""
