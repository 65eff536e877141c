"""What a question names, and whether the library mentions it.

A question may take a person, a place, a large number or a quotation for granted. Whether a record
has it can be told by its words alone, and saying so is no statement about history.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.questions import Question, content_words
from knowledge.library import Library
from knowledge.records import Claim


def unmentioned(question: Question, library: Library) -> tuple[str, ...]:
    """What a question names and nothing in the library mentions, as it is written there."""
    return tuple(thing for thing in _named(question) if not _has(thing, library.words, library.texts))


def unmentioned_on(question: Question, claims: Iterable[Claim], library: Library) -> tuple[str, ...]:
    """What a question names and the library mentions, but nowhere on these claims."""
    texts = [library.passages[id].text for claim in claims for id in library.passages_of(claim.id)]
    texts += [f"{claim.topic} {claim.restatement}" for claim in claims]
    words = content_words(" ".join(texts))
    elsewhere = (thing for thing in _named(question) if _has(thing, library.words, library.texts))
    return tuple(thing for thing in elsewhere if not _has(thing, words, texts))


def listing(things: Sequence[str]) -> str:
    """Things in a row: "Scud, Iran or Iraq"; a quotation in its marks."""
    shown = [f"“{thing}”" if thing[:1].islower() and len(thing.split()) > _LONGEST_NAME else thing for thing in things]
    return f"{', '.join(shown[:-1])} or {shown[-1]}" if len(shown) > 1 else shown[0]


def _named(question: Question) -> tuple[str, ...]:
    """Names, large numbers in words and quotations, each once.

    A name is a run of capitalised words that does not open a sentence; a question typed without
    capitals, or with nothing else, names nobody that could be told from other words.
    """
    if not question.is_english:
        return ()
    text = question.text
    things = [match.group("said") for match in _QUOTATION.finditer(text)]
    things += [match.group() for match in _LARGE_NUMBER.finditer(text)]
    if sum(word[:1].isupper() for word in text.split()) <= len(text.split()) / 2:
        things += [name for match in _NAME.finditer(text) if (name := _name(match, text)) and not name.isupper()]
    return tuple(dict.fromkeys(thing for thing in things if content_words(thing) - _NO_NAMES))


def _name(match: re.Match[str], text: str) -> str:
    """A run of capitalised words, without its first where that opens a sentence and so would be capitalised anyway."""
    opens = _OPENS_A_SENTENCE.search(text[: match.start()])
    return match.group().partition(" ")[2] if opens else match.group()


def _has(thing: str, words: frozenset[str], texts: Iterable[str]) -> bool:
    """Whether texts mention a thing: all of it where it has a number or is a quotation, else one word of its name."""
    if thing[:1].islower() or len(thing.split()) > _LONGEST_NAME:
        return any(thing.casefold() in text.casefold() for text in texts)
    return any(word[:_STEM] in _stems(words) for word in content_words(thing))


@lru_cache(maxsize=64)
def _stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in words)


_STEM = 4
"""Letters by which two forms of one name are told to be one: "Japan" and "Japanese"."""

_LONGEST_NAME = 4
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
