"""Free prose that a model may add: signposts, questions and invitations, made of listed words alone.

Prose without a source cannot be checked, so it may say nothing that would need to be. Where it could be read as saying
something about history or about a label, it is not let through; "others say so too" is such a thing.
"""

import re

from assistant.drafting.vocabulary import vocabulary

_LONGEST_WORDS = 24
_WRITTEN = re.compile(r"[A-Za-z'’ ,.:;?—–-]+")
_WORD = re.compile(r"[A-Za-z'’]+")
_NOUNS_TOO = frozenset({"count", "counts"})


def is_signpost(text: str) -> bool:
    """Whether free prose states nothing: questions, invitations, or where in the answer what will stand."""
    written = _WORD.findall(text)
    if not written or len(written) > _LONGEST_WORDS or not _WRITTEN.fullmatch(text.strip()):
        return False
    parts = re.findall(r"[^.:;?]+[.:;?]?", text.strip())
    return all(_states_nothing(part.strip(), is_first=part is parts[0]) for part in parts)


def _states_nothing(part: str, *, is_first: bool) -> bool:
    lists, written = vocabulary().signposts, _WORD.findall(part)
    words = [word.lower() for word in written]
    begins_anew = is_first or part[:1].isupper()
    if not words or any(word[0].isupper() for word in written[begins_anew:]):
        return False
    asked = _behind_lead_ins(words)
    if part.endswith("?"):
        is_question = bool(lists.questions.intersection(asked[:1])) or not _verbs(words)
        return is_question and lists.of_questions.issuperset(words)
    if _is_invitation(part):
        return lists.of_statements.issuperset(words) and _asks_before_saying(asked[1:])
    if words[0] == "and":
        words = words[1:]
    if not words or words[0] not in lists.openers or not lists.of_statements.issuperset(words):
        return False
    return _names_what_follows(words) or (bool(lists.asking.intersection(words)) and _asks_before_saying(words))


def _is_invitation(part: str) -> bool:
    """Whether a sentence begins with an invitation, or has one behind words that say nothing: "For the rest, see …"."""
    lists = vocabulary().signposts
    for clause in part.split(","):
        words = _behind_lead_ins([word.lower() for word in _WORD.findall(clause)])
        if words and words[0] in lists.invitations:
            return True
        if _verbs(words):
            return False
    return False


def announced(text: str) -> tuple[bool, bool]:
    """Whether a signpost announces the state's words, and whether it announces others'."""
    lists, words = vocabulary().signposts, {word.lower() for word in _WORD.findall(text)}
    return bool(lists.of_the_state & words), bool(lists.of_others & words)


def _behind_lead_ins(words: list[str]) -> list[str]:
    """A question or invitation without the "And" or "First," in front of it."""
    while words and words[0] in vocabulary().signposts.lead_ins:
        words = words[1:]
    return words


def _verbs(words: list[str]) -> frozenset[str]:
    lists = vocabulary().signposts
    return (lists.verbs | lists.saying | lists.asking).intersection(words) - _NOUNS_TOO


def _names_what_follows(words: list[str]) -> bool:
    """Whether a sentence says nothing at all: "First, the words of the article", "Here is a list"."""
    rest = words[2:] if words[0] in {"here", "below"} and words[1:2] in (["is"], ["are"]) else words[1:]
    return bool(rest) and not _verbs(rest)


def _asks_before_saying(words: list[str]) -> bool:
    """Whether every "say" has a "what" or "who" of its own before it: "what others say", not "others say"."""
    lists, open_questions = vocabulary().signposts, 0
    for word in words:
        if word in lists.asking:
            open_questions += 1
        elif word in lists.saying and word not in _NOUNS_TOO:
            open_questions -= 1
            if open_questions < 0:
                return False
    return True
