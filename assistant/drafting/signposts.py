"""Free prose that a model may add: signposts, invitations and questions from a list, word for word.

Prose without a source cannot be checked, so it may say nothing that would need to be. A grammar over listed words was
tried first; it let through "Here independent sources back the article".
"""

import re
from functools import cache

from assistant.drafting.vocabulary import vocabulary

_OF_THE_STATE = frozenset({"article", "state"})
_OF_OTHERS = frozenset({"others", "independent", "historians"})


def is_signpost(text: str) -> bool:
    """Whether free prose is one of the listed sentences; case, commas and the sign at the end do not count."""
    return _words(text) in _listed()


def announced(text: str) -> tuple[bool, bool]:
    """Whether a signpost announces the state's words, and whether it announces others'."""
    words = frozenset(_words(text))
    return bool(_OF_THE_STATE & words), bool(_OF_OTHERS & words)


@cache
def _listed() -> frozenset[tuple[str, ...]]:
    return frozenset(map(_words, vocabulary().signposts))


def _words(text: str) -> tuple[str, ...]:
    """The words of a sentence of plain letters and signs; nothing of any other."""
    return tuple(re.findall(r"[a-z]+", text.lower())) if re.fullmatch(r"[A-Za-z ,.:?]*", text.strip()) else ()
