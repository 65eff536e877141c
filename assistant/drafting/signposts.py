"""Free prose that a model may add: signposts, questions and invitations, made of listed words alone.

Prose without a source cannot be checked, so it may say nothing that would need to be. Where it could be read as saying
something about history or about a label, it is not let through; "others say so too" is such a thing.
"""

import re

from assistant.drafting.vocabulary import vocabulary

_LONGEST_WORDS = 24
_WRITTEN = re.compile(r"[A-Za-z'’ ,.:;?—–-]+")
_WORD = re.compile(r"[A-Za-z'’]+")


def is_signpost(text: str) -> bool:
    """Whether free prose states nothing: a question, an invitation, or where in the answer what will stand."""
    lists, text = vocabulary().signposts, text.strip()
    written = _WORD.findall(text)
    words = [word.lower() for word in written]
    if not words or len(words) > _LONGEST_WORDS or not _WRITTEN.fullmatch(text) or not _one_sentence(text):
        return False
    if any(word[0].isupper() for word in written[1:]):
        return False
    if text.endswith("?"):
        return words[0] in lists.questions and lists.of_questions.issuperset(words)
    if words[0] in lists.invitations:
        return lists.of_questions.issuperset(words) and _asks_before_saying(text)
    is_opened = words[0] in lists.openers and bool(lists.asking.intersection(words))
    return is_opened and lists.of_statements.issuperset(words) and _asks_before_saying(text)


def _one_sentence(text: str) -> bool:
    return not re.search(r"[.?:;]", text.rstrip(".?:"))


def _asks_before_saying(text: str) -> bool:
    """Whether a "say" in any part of a sentence comes after a "what" or "who": "what others say", not "others say".

    The first word is the invitation's own ("Count how many …").
    """
    lists = vocabulary().signposts
    for part in re.split(r"[,—–-]|\band\b|\bthen\b", text.lower().partition(" ")[2]):
        words = _WORD.findall(part)
        asked = next((place for place, word in enumerate(words) if word in lists.asking), len(words))
        if any(word in lists.saying for word in words[:asked]):
            return False
    return True
