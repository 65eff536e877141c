"""What a question names, and whether the library mentions it.

A question may take a person, a place, a large number or a quotation for granted. Whether a record
has it can be told by its words alone, and saying so is no statement about history.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.questions import Question, content_words
from knowledge.library import Library
from knowledge.normalisation import folded
from knowledge.records import Claim


@dataclass(frozen=True, slots=True)
class _Thing:
    """Something a question names: a name, or words that must stand as they are (a large number, a quotation)."""

    text: str
    is_verbatim: bool = False
    is_quotation: bool = False

    def __str__(self) -> str:
        return f"“{self.text}”" if self.is_quotation else self.text


def unmentioned(question: Question, library: Library) -> tuple[str, ...]:
    """What a question names and nothing in the library mentions, as it is to be shown."""
    return tuple(str(thing) for thing in _named(question) if not _has(thing, library.words, library.folded))


def unmentioned_on(question: Question, claims: Iterable[Claim], library: Library) -> tuple[str, ...]:
    """What a question names and the library mentions, but nowhere on these claims."""
    texts = [library.passages[id].text for claim in claims for id in library.passages_of(claim.id)]
    texts += [f"{claim.topic} {claim.restatement}" for claim in claims]
    words = content_words(" ".join(texts))
    elsewhere = (thing for thing in _named(question) if _has(thing, library.words, library.folded))
    return tuple(str(thing) for thing in elsewhere if not _has(thing, words, folded(texts)))


def listing(things: Sequence[str]) -> str:
    """Things in a row: "Scud, Iran or Iraq"."""
    return f"{', '.join(things[:-1])} or {things[-1]}" if len(things) > 1 else things[0]


def _named(question: Question) -> tuple[_Thing, ...]:
    """Quotations, large numbers in words and names, each once.

    A name is a run of capitalised words that does not open a sentence; a question typed without
    capitals, or with nothing else, names nobody that could be told from other words.
    """
    if not question.is_english:
        return ()
    text = question.text
    things = [_Thing(match.group("said"), True, True) for match in _QUOTATION.finditer(text)]
    things += [_Thing(match.group(), True) for match in _LARGE_NUMBER.finditer(text)]
    if sum(word[:1].isupper() for word in text.split()) <= len(text.split()) / 2:
        names = (_name(match, text) for match in _NAME.finditer(_QUOTATION.sub(" ", text)))
        things += [_Thing(name) for name in names if name and not name.isupper()]
    return tuple(dict.fromkeys(thing for thing in things if content_words(thing.text) - _NO_NAMES))


def _name(match: re.Match[str], text: str) -> str:
    """A run of capitalised words, without its first where that opens a sentence and so would be capitalised anyway."""
    opens = _OPENS_A_SENTENCE.search(text[: match.start()])
    return match.group().partition(" ")[2] if opens else match.group()


def _has(thing: _Thing, words: frozenset[str], texts: bytes) -> bool:
    """Whether texts, folded, mention a thing: word for word, or one word of a name."""
    if thing.is_verbatim:
        return folded([thing.text]) in texts
    return any(word[:_STEM] in _stems(words) for word in content_words(thing.text))


@lru_cache(maxsize=64)
def _stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in words)


_STEM = 4
"""Letters by which two forms of one name are told to be one: "Japan" and "Japanese"."""

_QUOTATION = re.compile(r"(?<!\w)[\"“‘'](?P<said>[^\"“”‘’']+(?: [^\"“”‘’']+){4,}?)[\"”’'](?!\w)")
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s+(?:[A-Z]\.\s+)?[A-Z][\w’'-]+)*")
_OPENS_A_SENTENCE = re.compile(r"(?:^|[.?!:;\"“‘(])\s*$")
_LARGE_NUMBER = re.compile(r"\b(?:[a-z]+[ -])?(?:hundred|thousand|million|billion)s?\b")
_NO_NAMES = content_words(
    "Kim Il Sung North South Korea Korean Pyongyang Great Leader General Generalissimo President Comrade Marshal "
    "Premier Chairman Professor Doctor Western East West European Asian African American English French German "
    "Russian Chinese Japanese January February March April May June July August September October November December "
    "Monday Sunday Internet Google God World War Cold Communist Communists Third"
)
