"""Which terms of the glossary a text mentions."""

import re
from collections.abc import Iterable, Mapping

from knowledge.corpus import Corpus
from knowledge.normalisation import plain_quotes
from knowledge.records import Term
from knowledge.vocabulary import TermKind


def terms_in(text: str, corpus: Corpus, *, kind: TermKind | None = None) -> tuple[Term, ...]:
    """The terms that ``text`` mentions, in the order of their first mention, of both kinds unless one is given.

    A term is found by its whole word, in the plural too; a name keeps its capitals. The word alone
    decides, so a term of method ("origin") is meant only where the library itself speaks: give ``kind``
    for a text on history.
    """
    terms = _by_name(term for term in corpus.glossary.values() if kind in (None, term.kind))
    if not terms:
        return ()
    mentions = _pattern(terms).finditer(plain_quotes(text))
    found = (mention.group("name") for mention in mentions)
    return tuple(dict.fromkeys(terms[name] if name in terms else terms[name.lower()] for name in found))


def _by_name(terms: Iterable[Term]) -> Mapping[str, Term]:
    return {plain_quotes(name): term for term in terms for name in term.names}


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Any of the names; where one begins another, the longer is meant."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?P<name>{'|'.join(map(_alternative, longest_first))})s?(?!\w)")


def _alternative(name: str) -> str:
    return f"(?i:{re.escape(name)})" if name.islower() else re.escape(name)
