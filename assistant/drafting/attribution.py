"""Who is said to speak: words a model puts in front of a source's own, let through only where they name that source.

A name is one the record of the source has: an author, the family name of one, the title, the publisher. An archive that
publishes many states' papers is not their author, and is not named as one. For a passage that started with the subject
state no other name than the state's counts, whoever printed it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.drafting.vocabulary import vocabulary
from knowledge.authors import csl_name
from knowledge.bibliography import speaker_name
from knowledge.normalisation import collapse, plain_quotes
from knowledge.records import Source
from knowledge.vocabulary import Control, SourceType

_JOINTS = re.compile(r"\s*(?:,|\(|\)|\band\b|\bin\b|\bof\b|\bby\b|\bfor\b|\bon\b|'s\b|’s\b)\s*", re.IGNORECASE)
_NAMES_NOBODY = frozenset({"", "the", "a", "an", "historian", "report", "book", "article", "newspaper", "agency"})
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Fronted:
    """A sentence with what stands in front of it: ``front`` as it was written, ``rest`` what is left to be checked."""

    front: str
    rest: str


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


def without_connective(text: str) -> Fronted:
    """A sentence without the listed connective it begins with, if it does."""
    lowered = text.lower()
    for connective in vocabulary().connectives:
        if lowered.startswith(connective) and re.match(r",?\s", text[len(connective) :]):
            rest = re.sub(r"^,?\s+", "", text[len(connective) :])
            return Fronted(text[: len(text) - len(rest)], rest)
    return Fronted("", text)


def attributions(text: str, source: Source, *, from_state: bool) -> Iterator[Fronted]:
    """The ways to read the beginning of a sentence as naming its source, the longest name first."""
    known = _known(source, from_state=from_state)
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
            yield Fronted(form.group(), text[form.end() :])


def _commas(text: str) -> list[int]:
    return [match.end() for match in re.finditer(r",\s+", text[:_LONGEST])][::-1]


def _known(source: Source, *, from_state: bool) -> frozenset[str]:
    if not from_state:
        return frozenset(_plain(name) for name in source_names(source))
    own = source_names(source) if source.control is Control.SUBJECT_STATE else ()
    return frozenset(_plain(name) for name in (*own, *vocabulary().state_names))


def _names_only(name: str, known: frozenset[str]) -> bool:
    """Whether a name is one of ``known``, or several of them joined ("Young in Guns, Guerillas, and …")."""
    if _plain(name) in known:
        return True
    found = 0
    for part in _JOINTS.split(name):
        if _plain(part) in known:
            found += 1
        elif _plain(part) not in _NAMES_NOBODY:
            return False
    return found > 0


def _plain(name: str) -> str:
    plain = re.sub(r"^(?:the|a|an|this|north korea's own) ", "", collapse(plain_quotes(name)).strip("\"'.").lower())
    return plain.strip("\"' ")
