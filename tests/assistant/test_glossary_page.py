"""The glossary as a page: every term with its sources, ways to it and on from it."""

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest

from assistant.languages import ENGLISH, Words
from assistant.pages.glossary import glossary_page, term_link
from knowledge.bibliography import short_name
from knowledge.library import Library
from knowledge.records import CitedSentence, Term
from knowledge.vocabulary import TermKind

HOSTILE = "<img src=x onerror=alert(1)>\"'&</section><script>alert(2)</script>"
_NO_ATTRIBUTES = ("style", "onclick", "onerror", "onload")


class Page(HTMLParser):
    """The tags of a page with their attributes, its headings, and the text and links of each term."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[int, str]] = []
        self.terms: dict[str, str] = {}
        self.links: dict[str, list[dict[str, str | None]]] = {}
        self._open: list[str] = []
        self._term = ""
        self.feed(markup)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        self._open.append(tag)
        if attributes.get("class") == "term":
            self._term = str(attributes["id"])
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        if tag == "a":
            self.links.setdefault(self._term, []).append(attributes)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.terms[self._term] = self.terms.get(self._term, "") + data
        if self._open and re.fullmatch(r"h[1-6]", self._open[-1]):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)


@pytest.fixture(scope="module")
def page(library: Library) -> Page:
    return Page(glossary_page(library, ENGLISH))


def with_terms(library: Library, *terms: Term) -> Library:
    return replace(library, corpus=replace(library.corpus, glossary={term.id: term for term in terms}))


def test_every_term_stands_once_under_its_anchor_with_all_its_sentences(page: Page, library: Library) -> None:
    anchors = Counter(attributes["id"] for _, attributes in page.tags if "id" in attributes)
    assert set(anchors.values()) == {1}
    for term in library.corpus.glossary.values():
        text = page.terms[f"term-{term.id}"]
        assert all(sentence.text in text for sentence in term.sentences), term.id


def test_after_each_sentence_stand_the_sources_it_rests_on(page: Page, library: Library) -> None:
    for term in library.corpus.glossary.values():
        text = page.terms[f"term-{term.id}"]
        for sentence in term.sentences:
            cited = {library.corpus.evidence[id].source_id for id in sentence.evidence}
            names = {short_name(library.corpus.sources[id]) for id in cited}
            after = text[text.index(sentence.text) + len(sentence.text) :]
            while after and names:
                name = next((each for each in names if after.startswith(each)), None)
                assert name is not None, (term.id, sentence.text, after[:80])
                names.discard(name)
                after = after[len(name) :]
        opened = {str(link["data-source"]) for link in page.links.get(f"term-{term.id}", ()) if "data-source" in link}
        assert opened == {library.corpus.evidence[id].source_id for each in term.sentences for id in each.evidence}


def test_a_sentence_has_the_state_label_exactly_where_the_state_speaks(library: Library) -> None:
    corpus = library.corpus
    sentences = [sentence for term in corpus.glossary.values() for sentence in term.sentences]
    spoken = [any(id in library.state_origin for id in sentence.evidence) for sentence in sentences]
    assert any(spoken) and not all(spoken)
    for sentence, by_state in zip(sentences, spoken, strict=True):
        term = Term(id="one", kind=TermKind.HISTORY, term="One", sentences=(sentence,))
        page = Page(glossary_page(with_terms(library, term), ENGLISH))
        labelled = [attributes for _, attributes in page.tags if "label" in str(attributes.get("class")).split()]
        assert len(labelled) == by_state, sentence.text
        assert page.terms["term-one"].startswith("OneState media assert ") is by_state, sentence.text


def test_a_term_of_the_history_leads_to_its_claims_and_to_a_question(page: Page, library: Library) -> None:
    claims = library.corpus.claims
    for term in library.corpus.glossary.values():
        links = page.links.get(f"term-{term.id}", [])
        assert [link["data-claim"] for link in links if "data-claim" in link] == list(term.claim_ids)
        asked = [parse_qs(urlsplit(str(link["href"])).query)["q"] for link in links if "?q=" in str(link["href"])]
        wanted = [[claims[id].asked_as[0]] for id in term.claim_ids[:1]] if term.kind is TermKind.HISTORY else []
        assert asked == wanted, term.id


def test_the_terms_of_a_kind_are_in_the_order_of_the_alphabet(page: Page, library: Library) -> None:
    for kind, heading in ((TermKind.HISTORY, "Words from the history"), (TermKind.METHOD, "Words this library")):
        start = next(n for n, (_, text) in enumerate(page.headings) if text.startswith(heading))
        rest = page.headings[start + 1 :]
        names = [text for level, text in rest[: next((n for n, h in enumerate(rest) if h[0] == 2), len(rest))]]
        wanted = [term.term.casefold() for term in library.corpus.glossary.values() if term.kind is kind]
        assert [name.casefold() for name in names] == sorted(wanted)


def test_capitals_and_names_of_files_do_not_decide_the_order(library: Library) -> None:
    named = {"c": "alpha", "b": "Beta", "a": "gamma", "d": "88th"}
    terms = [Term(id=id, kind=TermKind.METHOD, term=name, sentences=()) for id, name in named.items()]
    page = Page(glossary_page(with_terms(library, *terms), ENGLISH))
    assert [text for level, text in page.headings if level == 3] == ["88th", "Alpha", "Beta", "Gamma"]


def test_every_letter_leads_to_the_first_term_that_begins_with_it(page: Page, library: Library) -> None:
    jumps = [str(link["href"]) for link in page.links[""]]
    anchors = {f"#{attributes['id']}" for _, attributes in page.tags if "id" in attributes}
    assert set(jumps) <= anchors
    assert len(jumps) == len(set(jumps))
    for kind in TermKind:
        terms = sorted(
            (term for term in library.corpus.glossary.values() if term.kind is kind), key=lambda t: t.term.casefold()
        )
        first = {term.term[0].upper(): f"#term-{term.id}" for term in reversed(terms)}
        assert set(first.values()) <= set(jumps)
        assert len(set(jumps) & {f"#term-{term.id}" for term in terms}) == len(first)


def test_headings_leave_no_level_out_and_nothing_breaks_the_content_policy(page: Page) -> None:
    levels = [level for level, _ in page.headings]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for tag, attributes in page.tags:
        assert tag not in ("script", "style", "iframe")
        assert attributes.keys().isdisjoint(_NO_ATTRIBUTES)
        assert not str(attributes.get("href", "")).startswith(("http", "//", "javascript:"))


def test_texts_of_records_are_escaped(library: Library) -> None:
    sentence = CitedSentence(HOSTILE, ("gifts-count--bloomberg-2007-gifts",))
    term = Term(id="odd", kind=TermKind.HISTORY, term=HOSTILE, also=(f"{HOSTILE}2",), sentences=(sentence,))
    odd = with_terms(library, term)
    claim = replace(odd.corpus.claims["gifts-count"], restatement=HOSTILE, asked_as=(HOSTILE,))
    claims = {**odd.corpus.claims, claim.id: claim}
    glossary = {"odd": replace(term, claim_ids=(claim.id,))}
    odd = replace(odd, corpus=replace(odd.corpus, claims=claims, glossary=glossary))
    made = glossary_page(odd, ENGLISH)
    assert "<img" not in made and "<script" not in made
    assert Page(made).terms["term-odd"].count(HOSTILE) >= 4


def test_another_spelling_that_differs_by_capitals_alone_is_not_shown(page: Page) -> None:
    assert "Also: NAM" in page.terms["term-non-aligned-movement"]
    assert "NAM, non-aligned movement" not in page.terms["term-non-aligned-movement"]


def test_interface_words_are_translated_and_records_stay_english(library: Library) -> None:
    spanish = Words("es", {"Glossary": "Glosario", "Claims about it": "Afirmaciones sobre ello"})
    made = glossary_page(library, spanish)
    assert "<h1>Glosario</h1>" in made
    assert "Afirmaciones sobre ello" in made and "Claims about it" not in made
    assert '<span lang="en">Juche is' in made


def test_a_library_without_terms_has_a_page(library: Library) -> None:
    page = Page(glossary_page(with_terms(library), ENGLISH))
    assert page.headings == [(1, "Glossary")]


def test_a_link_to_a_term_leads_to_its_anchor(page: Page, library: Library) -> None:
    anchors = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    for term in library.corpus.glossary.values():
        ((_, attributes),) = Page(term_link(term)).tags
        room, _, anchor = str(attributes["href"]).partition("#")
        assert room == "glossary" and anchor in anchors
