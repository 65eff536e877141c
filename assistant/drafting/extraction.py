"""Whether words are a passage's own: whole sentences of it, or one clause that loses nothing which limits it.

A quote can be exact and a sentence over it false: a "not" left out, two names changed about, the half of a list that
stands behind "only". So nothing is compared loosely. What is let through is a run of the passage's own tokens, with
these rules on where it may begin and end:

* whole sentences, if the first does not point back to one left out and none left out after them takes them back;
* or one clause: from the beginning of its sentence (or a semicolon) to a comma, a semicolon or an "and", where neither
  what is left out nor the clause has a word that changes what is said (``limits`` and ``whole_only`` in
  ``words.toml``). A clause that is attributed to its speaker may begin behind "the speaker says that".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.drafting.sentences import Token, sentence_spans, tokenise, words
from assistant.drafting.vocabulary import vocabulary
from knowledge.normalisation import number_values

_CLOSING = frozenset({".", '"', "'", ")", "]", "!"})
_CLAUSE_ENDS = frozenset({",", ";", "—", "and"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of a passage that may be said by themselves; ``is_whole`` where they are whole sentences."""

    start: int
    end: int
    is_whole: bool


def find_stretch(said: str, text: str, *, speakers: Sequence[str] = ()) -> Stretch | None:
    """Where ``said`` stands in ``text`` as something that may be said by itself; ``None`` if it does not.

    The first letter may be large or small, and the last full stop may be missing. ``speakers`` are names of whom the
    words are attributed to, in front of them.
    """
    wanted = _without_end(tokenise(said))
    if not wanted:
        return None
    layout = _layout(text)
    for first in _places(wanted, layout.tokens):
        stretch = _admitted(layout, first, first + len(wanted), speakers)
        if stretch is not None:
            return stretch
    return None


def whole_sentences(text: str, start: int, end: int) -> Stretch:
    """The whole sentences around characters of a text, with what they point back to and what takes them back."""
    layout = _layout(text)
    places = [n for n, (begin, stop) in enumerate(layout.spans) if begin < end and stop > start]
    first, last = places[0], places[-1]
    while first > 0 and layout.points_back(first):
        first -= 1
    while last + 1 < len(layout.spans) and layout.takes_back(last + 1):
        last += 1
    return Stretch(layout.spans[first][0], layout.spans[last][1], is_whole=True)


def limiting_words(text: str) -> tuple[str, ...]:
    """The words of a text that limit what it says, in their order."""
    limits = vocabulary().limits
    return tuple(word for word in words(tokenise(text)) if word in limits or word.endswith("n't"))


@dataclass(frozen=True)
class _Layout:
    """A passage as tokens and sentences; ``firsts`` and ``lasts`` are the first token of each and the one after it."""

    tokens: tuple[Token, ...]
    spans: tuple[tuple[int, int], ...]
    firsts: tuple[int, ...]
    lasts: tuple[int, ...]

    def points_back(self, sentence: int) -> bool:
        own = words(self.tokens[self.firsts[sentence] : self.lasts[sentence]])
        return bool(vocabulary().pointing_back.intersection(own)) or own[:1] == ("that",) or self.takes_back(sentence)

    def takes_back(self, sentence: int) -> bool:
        lists, own = vocabulary(), words(self.tokens[self.firsts[sentence] : self.lasts[sentence]])
        if {*own[:1]} & {"this", "that", "these", "those", "it", "which"} and lists.denials.intersection(own):
            return True
        begins = " ".join(own) + " "
        return any(begins.startswith(f"{phrase} ") for phrase in lists.taking_back)


@lru_cache(maxsize=512)
def _layout(text: str) -> _Layout:
    tokens, spans = tokenise(text), sentence_spans(text)
    firsts = tuple(next((n for n, t in enumerate(tokens) if t.start >= start), len(tokens)) for start, _ in spans)
    return _Layout(tokens, spans, firsts, (*firsts[1:], len(tokens)))


def _without_end(tokens: Sequence[Token]) -> tuple[Token, ...]:
    kept = list(tokens)
    while kept and kept[-1].key in {".", '"'}:
        kept.pop()
    return tuple(kept)


def _places(wanted: Sequence[Token], tokens: Sequence[Token]) -> list[int]:
    """Where the tokens ``wanted`` stand in a row."""
    keys, (head, *rest) = [token.key for token in tokens], [token.key for token in wanted]
    return [
        place
        for place, key in enumerate(keys)
        if key[1:] == head[1:] and key[0].lower() == head[0].lower() and keys[place + 1 : place + len(wanted)] == rest
    ]


def _admitted(layout: _Layout, first: int, end: int, speakers: Sequence[str]) -> Stretch | None:
    """The tokens from ``first`` to before ``end``, if they may be said by themselves."""
    tokens = layout.tokens
    opened = _ends_at(layout, end)
    if first in layout.firsts and opened is not None:
        return _whole(layout, layout.firsts.index(first), layout.lasts.index(opened))
    sentence = max(n for n, place in enumerate(layout.firsts) if place <= first)
    if end > layout.lasts[sentence] or (sentence > 0 and layout.points_back(sentence)):
        return None
    if sentence + 1 < len(layout.firsts) and layout.takes_back(sentence + 1):
        return None
    before, after = tokens[layout.firsts[sentence] : first], tokens[end : layout.lasts[sentence]]
    if _is_report(before, speakers):
        before = ()
    elif before and before[-1].key != ";":
        return None
    own, left_out = words(tokens[first:end]), words((*before, *after))
    if vocabulary().limits.intersection(left_out) or _has_not(left_out):
        return None
    if opened is None:
        is_cut_well = _ends_clause(tokens, first, end)
        if not is_cut_well or vocabulary().whole_only.intersection(own) or _has_not(own):
            return None
    return Stretch(tokens[first].start, tokens[end - 1].end, is_whole=False)


def _has_not(said: Sequence[str]) -> bool:
    return any(word.endswith(("n't", "n’t")) for word in said)


def _ends_at(layout: _Layout, end: int) -> int | None:
    """The end of the sentence that ``end`` reaches, closing signs aside."""
    while end not in layout.lasts and end < len(layout.tokens) and layout.tokens[end].key in _CLOSING:
        end += 1
    return end if end in layout.lasts else None


def _whole(layout: _Layout, first: int, last: int) -> Stretch | None:
    if first > 0 and layout.points_back(first):
        return None
    if last + 1 < len(layout.spans) and layout.takes_back(last + 1):
        return None
    return Stretch(layout.spans[first][0], layout.spans[last][1], is_whole=True)


def _is_report(before: Sequence[Token], speakers: Sequence[str]) -> bool:
    """Whether tokens are "… NAME says that", with nothing else in them that limits what follows."""
    own = words(before)
    if len(own) < 3 or own[-1] != "that" or own[-2] not in vocabulary().said:
        return False
    names = (words(tokenise(name)) for name in speakers)
    is_theirs = any(name and own[-2 - len(name) : -2] == name for name in names)
    return is_theirs and not vocabulary().limits.intersection(own[:-2]) and not _has_not(own)


def _ends_clause(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether a clause may end before the token ``end``; not between two numbers ("two hundred and five")."""
    if end >= len(tokens) or tokens[end].key not in _CLAUSE_ENDS or end - first < 3:
        return False
    around = (tokens[end - 1].key, tokens[end + 1].key if end + 1 < len(tokens) else "")
    return not all(number_values(word) for word in around)
