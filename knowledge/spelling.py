"""Slips of the keyboard: a word nobody here uses is read as the nearest one that is."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from knowledge.lexical import is_small_word, stem

_WORD = re.compile(r"[A-Za-z]{4,}")
_LIKENESS = 0.8


class Speller:
    """Reads slips by the words of a set of texts. It never changes a word these texts use."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: dict[str, list[str]] = {}
        known = {word.lower() for text in texts for word in _WORD.findall(text)}
        for word in sorted(known):
            self._words.setdefault(word[0], []).append(word)
        self._stems = frozenset(stem(word) for word in known)

    def read(self, text: str) -> str:
        """The text with each unknown word as the nearest known one that begins alike, if any is near."""
        return _WORD.sub(lambda match: self._nearest(match.group()), text)

    def _nearest(self, word: str) -> str:
        lowered = word.lower()
        if stem(lowered) in self._stems or is_small_word(lowered):
            return word
        found = get_close_matches(lowered, self._words.get(lowered[0], ()), n=1, cutoff=_LIKENESS)
        return found[0] if found else word
