"""Whether words are a passage's own, whole: a reviewed note, or whole sentences of a text.

A quote can be exact and a sentence over it false: a "not" left out, two names changed about, the half of a list that
stands behind "only". No rule on where a sentence may be cut was found that a reader would trust (of 240 cuts that a
careful one let through in the shipped notes, 46 misled). So nothing is cut: a library note is said as it was reviewed
or not at all, and of a text that is quoted, whole sentences with what they point back to and what takes them back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.drafting.sentences import Token, sentence_spans, tokenise, words
from assistant.drafting.vocabulary import vocabulary
from knowledge.normalisation import find_quote

_POINTS = frozenset({"this", "that", "these", "those", "it", "which", "such"})
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of a passage that may be said by themselves: ``text[start:end]``."""

    start: int
    end: int


def whole_text(said: str, text: str) -> Stretch | None:
    """All of ``text``, if ``said`` is that and nothing else.

    The first letter may be large or small and the last full stop missing; articles and styles of quotation marks count
    as one another.
    """
    wanted, tokens = _without_end(tokenise(said)), _compared(text)
    return Stretch(0, len(text)) if wanted and wanted == _as_begun(tokens, wanted) else None


def whole_sentences(said: str, text: str, *, quotable: Iterable[str] = ()) -> Stretch | None:
    """Where ``said`` stands in ``text`` as whole sentences that may stand alone, or as a ``quotable`` phrase."""
    for phrase in quotable:
        span = find_quote(phrase, text)
        if span is not None and whole_text(said, phrase) is not None:
            return Stretch(*span)
    layout, wanted = _layout(text), _without_end(tokenise(said))
    for first in range(len(layout.spans)):
        for last in range(first, len(layout.spans)):
            tokens = _without_end(layout.tokens[layout.firsts[first] : layout.lasts[last]])
            if wanted and wanted == _as_begun(tokens, wanted):
                return layout.stretch(first, last) if layout.stands_alone(first, last) else None
    return None


def sentences_around(text: str, start: int, end: int, *, longest: int) -> Stretch | None:
    """The whole sentences around characters of a text that may stand alone; ``None`` if they are longer than that."""
    layout = _layout(text)
    places = [n for n, (begin, stop) in enumerate(layout.spans) if begin < end and stop > start]
    first, last = places[0], places[-1]
    while not layout.stands_alone(first, last):
        if first > 0 and layout.points_back(first):
            first -= 1
        elif last + 1 < len(layout.spans):
            last += 1
        elif first > 0:
            first -= 1
        else:
            return None
    stretch = layout.stretch(first, last)
    return stretch if stretch.end - stretch.start <= longest else None


def limiting_words(text: str) -> tuple[str, ...]:
    """The words of a text that limit what it says, in their order."""
    limits = vocabulary().limits
    return tuple(word for word in words(tokenise(text)) if word in limits or word.endswith(("n't", "n’t")))


@dataclass(frozen=True)
class _Layout:
    """A text as tokens and sentences; ``firsts`` and ``lasts`` are the first token of each and the one after it."""

    text: str
    tokens: tuple[Token, ...]
    spans: tuple[tuple[int, int], ...]
    firsts: tuple[int, ...]
    lasts: tuple[int, ...]

    def stretch(self, first: int, last: int) -> Stretch:
        return Stretch(self.spans[first][0], self.spans[last][1])

    def stands_alone(self, first: int, last: int) -> bool:
        """Whether sentences need neither the one before them nor the one after, and open no quotation they leave."""
        begin, end = self.spans[first][0], self.spans[last][1]
        said = self.text[begin:end]
        is_balanced = all(said.count(left) == said.count(right) for left, right in _PAIRS) and said.count('"') % 2 == 0
        within = self.text.count('"', 0, begin) % 2 == 1 or any(
            self.text.count(left, 0, begin) > self.text.count(right, 0, begin) for left, right in _PAIRS
        )
        needs_before = first > 0 and self.points_back(first)
        needs_after = last + 1 < len(self.spans) and self.takes_back(last + 1)
        return is_balanced and not within and not needs_before and not needs_after

    def points_back(self, sentence: int) -> bool:
        """Whether a sentence has a word that stands for something before it."""
        own = self._words(sentence)
        return bool(vocabulary().pointing_back.intersection(own)) or own[:1] == ("that",) or self.takes_back(sentence)

    def takes_back(self, sentence: int) -> bool:
        """Whether a sentence may limit or deny the one before it."""
        lists, own = vocabulary(), self._words(sentence)
        begins = " ".join(own) + " "
        if (own[:1] and own[0] in _POINTS) or any(begins.startswith(f"{phrase} ") for phrase in lists.taking_back):
            return True
        return bool(_POINTS.intersection(own)) and bool(lists.denials.intersection(own))

    def _words(self, sentence: int) -> tuple[str, ...]:
        return words(self.tokens[self.firsts[sentence] : self.lasts[sentence]])


@lru_cache(maxsize=512)
def _layout(text: str) -> _Layout:
    tokens, spans = tokenise(text), sentence_spans(text)
    firsts = tuple(next((n for n, t in enumerate(tokens) if t.start >= start), len(tokens)) for start, _ in spans)
    return _Layout(text, tokens, spans, firsts, (*firsts[1:], len(tokens)))


@lru_cache(maxsize=4096)
def _compared(text: str) -> tuple[str, ...]:
    return _without_end(tokenise(text))


def _without_end(tokens: Sequence[Token]) -> tuple[str, ...]:
    """What tokens are compared by, without a full stop or a closing quotation mark at their end."""
    kept = [token.key for token in tokens]
    while kept and kept[-1] in {".", '"'}:
        kept.pop()
    return tuple(kept)


def _as_begun(tokens: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """Tokens with the first letter as large or small as in ``wanted``."""
    if not tokens or tokens[0][1:] != wanted[0][1:] or tokens[0][0].lower() != wanted[0][0].lower():
        return tuple(tokens)
    return (wanted[0], *tokens[1:])
