"""The glossary as a page: words of the history and of this library's method, each sentence with its sources."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.answers import Section
from assistant.labelling import Cited, label
from assistant.languages import Words
from assistant.pages.badges import TONE, badge
from assistant.pages.links import ask_link, claim_link, source_link
from assistant.pages.markup import Html, element, join, rows_of
from knowledge.bibliography import short_name
from knowledge.library import Library
from knowledge.records import CitedSentence, Term
from knowledge.sentences import capitalised
from knowledge.vocabulary import TermKind

KIND_HEADING: Mapping[TermKind, str] = {
    TermKind.HISTORY: "Words from the history",
    TermKind.METHOD: "Words this library works with",
}


def glossary_page(library: Library, words: Words) -> Html:
    """Every term with its sentences and their sources, by kind and then by letter."""
    parts = {kind: _terms(kind, library) for kind in KIND_HEADING}
    shown = {kind: terms for kind, terms in parts.items() if terms}
    lede = words(
        "Names and words that you meet in the article, in its sources and in this library, explained in our own "
        "words. After each sentence on history stand the sources it rests on: choose one to see who it is."
    )
    voice = words("Where the state itself is the source of a sentence, a label before it says so.")
    return join(
        (
            element("h1", words("Glossary")),
            element("p", lede, class_="lede"),
            element("p", voice, class_="aside"),
            _letters(shown, words),
            *(_part(kind, terms, library, words) for kind, terms in shown.items()),
        )
    )


def term_link(term: Term, *words: str) -> Html:
    """A link to a term in the glossary, by its own name unless other words are given."""
    return element("a", *(words or (term.term,)), href=f"glossary#{_anchor(term)}")


def _anchor(term: Term) -> str:
    return f"term-{term.id}"


def _terms(kind: TermKind, library: Library) -> list[Term]:
    """The terms of one kind in the order of the alphabet, figures first."""
    terms = (term for term in library.corpus.glossary.values() if term.kind is kind)
    return sorted(terms, key=lambda term: term.term.casefold())


def _letters(parts: Mapping[TermKind, Sequence[Term]], words: Words) -> Html:
    """The way to each part, and in it to the first term of each letter."""
    rows = (
        element(
            "li",
            element("a", words(KIND_HEADING[kind]), href=f"#{kind.value}-terms"),
            element("ul", *(element("li", link) for link in _letter_links(terms)), class_="letters"),
        )
        for kind, terms in parts.items()
    )
    return element("nav", element("ul", *rows), aria_label=words("Jump to"), class_="glossary-index")


def _letter_links(terms: Sequence[Term]) -> Iterator[Html]:
    first: dict[str, Term] = {}
    for term in terms:
        first.setdefault(term.term[0].upper(), term)
    for letter, term in first.items():
        yield element("a", letter, href=f"#{_anchor(term)}")


def _part(kind: TermKind, terms: Sequence[Term], library: Library, words: Words) -> Html:
    return element(
        "section",
        element("h2", words(KIND_HEADING[kind])),
        *(_term(term, library, words) for term in terms),
        id=f"{kind.value}-terms",
        class_="glossary-part",
    )


def _term(term: Term, library: Library, words: Words) -> Html:
    # Another spelling that differs by capitals alone is there for search.
    others = [name for name in term.also if name.casefold() != term.term.casefold()]
    also = element("p", words("Also:"), " ", element("span", ", ".join(others), lang="en"), class_="aside")
    return element(
        "section",
        element("h3", capitalised(term.term), lang="en"),
        *([also] if others else []),
        *(_sentence(sentence, library, words) for sentence in term.sentences),
        _further(term, library, words),
        id=_anchor(term),
        class_="term",
    )


def _sentence(sentence: CitedSentence, library: Library, words: Words) -> Html:
    text = element("span", sentence.text, lang="en")
    if not sentence.evidence:
        return element("p", text)
    sources = dict.fromkeys(library.corpus.evidence[id].source_id for id in sentence.evidence)
    links = (element("li", source_link(id, short_name(library.corpus.sources[id])), lang="en") for id in sources)
    return join(
        (
            element("p", *_voice(sentence, library, words), text),
            element("ul", *links, class_="term-sources", aria_label=words("Sources of this sentence")),
        )
    )


def _voice(sentence: CitedSentence, library: Library, words: Words) -> Iterator[Html]:
    """The label of a sentence in which the state speaks; for any other, nothing."""
    cited = [Cited(id in library.state_origin) for id in sentence.evidence]
    if any(passage.state_origin for passage in cited):
        found = label(Section.BACKGROUND, cited)
        yield badge(TONE[found.key], words(found.text))
        yield join((" ",))


def _further(term: Term, library: Library, words: Words) -> Html:
    """The claims in which a term matters; for a term of the history also the question on the chief one."""
    claims = [library.corpus.claims[id] for id in term.claim_ids]
    links = (element("li", claim_link(claim.id, claim.restatement)) for claim in claims)
    if not claims:
        return join(())
    if term.kind is TermKind.METHOD:
        return rows_of([(words("See it at work"), element("ul", *links, lang="en"))])
    rows = [(words("Claims about it"), element("ul", *links, lang="en"))]
    if claims[0].asked_as:
        rows.append((words("Ask about it"), element("span", ask_link(claims[0].asked_as[0]), lang="en")))
    return rows_of(rows)
