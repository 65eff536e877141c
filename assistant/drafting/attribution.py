"""What a model puts in front of a source's words: a listed connective, and who it says is speaking.

A name is checked and then left out: a note says itself whose words it sums up, and a text is quoted behind the name
that its record has. It must be one the record of the source has: an author, the family name of one, the title, the
publisher. An archive that publishes many states' papers is not their author. For a passage that started with the
subject state no other name than the state's counts, whoever printed it.
"""

import re
from collections.abc import Iterator

from assistant.drafting.vocabulary import vocabulary
from knowledge.authors import csl_name
from knowledge.bibliography import speaker_name
from knowledge.normalisation import collapse, plain_quotes
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.records import Passage, Source
from knowledge.vocabulary import Collection, Control, SourceType

_JOINTS = re.compile(r"\s*(?:,|\(|\)|\band\b|\bin\b|\bof\b|\bby\b|\bfor\b|\bon\b|'s\b|’s\b)\s*", re.IGNORECASE)
_LONGEST = 200


def source_names(source: Source) -> tuple[str, ...]:
    """The names a source may be called by in a sentence, the plainest first."""
    persons = [name for author in source.authors if (name := csl_name(author)) is not None]
    families = [" ".join(filter(None, (name.get("non-dropping-particle"), name.get("family")))) for name in persons]
    short_title = re.split(r": | \(", source.title)[0]
    # "North Korea", of "North Korea: a country study", would name somebody else.
    names = [*source.authors, *families, source.title, short_title if len(short_title.split()) > 2 else ""]
    if source.source_type is not SourceType.ARCHIVAL_INTERNAL:
        names += [str(source.csl.get("container-title") or ""), *_publisher(source)]
    return tuple(dict.fromkeys(filter(None, names)))


def _publisher(source: Source) -> tuple[str, ...]:
    if not source.publisher:
        return ()
    name = speaker_name(source).rpartition(", ")[2] if source.authors else speaker_name(source)
    return tuple(part for part in (source.publisher, name, *re.split(r"[;,(]", source.publisher)[:1]) if part.strip())


def without_connective(text: str) -> tuple[str, str]:
    """The listed connective a sentence begins with, with its comma and space, and the rest; empty if there is none."""
    lowered = text.lower()
    for connective in vocabulary().connectives:
        if lowered.startswith(f"{connective}, "):
            place = len(connective) + 2
            return text[:place], text[place:]
    return "", text


def attributed(text: str, passage: Passage, source: Source) -> Iterator[str]:
    """What is left of a sentence without the name of its source in front, for each way to read it."""
    known = _known(passage, source)
    said = "|".join(re.escape(word) for word in vocabulary().said)
    forms = (
        *(match for end in _commas(text) if (match := re.match(r"According to (?P<name>.+),\s+$", text[:end]))),
        *(match for end in _commas(text) if (match := re.match(rf"As (?P<name>.+) (?:{said}),\s+$", text[:end]))),
        *re.finditer(rf"^In the words of (?P<name>.{{2,{_LONGEST}}}?)[:,]\s+", text),
        *re.finditer(rf"^(?P<name>.{{2,{_LONGEST}}}?) (?:{said})(?: that|:|,)?\s+", text),
        *re.finditer(rf"^(?P<name>.{{2,{_LONGEST}}}?):\s+", text),
    )
    for form in forms:
        if _names_only(form["name"], known):
            yield text[form.end() :]


def _commas(text: str) -> list[int]:
    return [match.end() for match in re.finditer(r",\s+", text[:_LONGEST])][::-1]


def _known(passage: Passage, source: Source) -> frozenset[str]:
    if passage.source_id == ARTICLE_SOURCE_ID:
        names = (source.title, *vocabulary().article_names, *vocabulary().state_names)
    elif passage.collection is Collection.STATE:
        own = source_names(source) if source.control is Control.SUBJECT_STATE else ()
        names = (*own, *vocabulary().state_names)
    else:
        names = source_names(source)
    return frozenset(map(_plain, names))


def _names_only(name: str, known: frozenset[str]) -> bool:
    """Whether a name is one of ``known``, or several of them joined ("Young in Guns, Guerillas, and …")."""
    if _plain(name) in known:
        return True
    parts = [plain for part in _JOINTS.split(name) if (plain := _plain(part)) not in {"", "the", "a", "an"}]
    return bool(parts) and known.issuperset(parts)


def _plain(name: str) -> str:
    plain = re.sub(r"^(?:the|a|an|this|north korea's own) ", "", collapse(plain_quotes(name)).strip("\"'.").lower())
    return plain.strip("\"' ")
