"""The article is cut into the sentences a reader sees, with offsets that hold."""

import pytest

from knowledge.library import Library
from knowledge.normalisation import collapse, find_quote
from knowledge.passages import article_passages, note_passages
from knowledge.vocabulary import Collection, PassageKind

ARTICLE_SENTENCES = 23

TITLED = "\n\nThe Title\n\nFirst sentence."


def texts(article: str) -> list[str]:
    return [passage.text for passage in article_passages(article)]


def test_the_article_has_a_title_and_its_sentences(library: Library) -> None:
    title, *sentences = article_passages(library.corpus.article)
    assert (title.text, title.locator) == ("Kim Il Sung and the Cause of Global Independence", "title")
    assert len(sentences) == ARTICLE_SENTENCES
    assert sentences[0].text.startswith("Seventeen years have already passed")
    assert (
        sentences[-1].text
        == "The exploits the President made for the cause of global independence will shine for ever."
    )


def test_offsets_hold(library: Library) -> None:
    article = library.corpus.article
    for passage in article_passages(article):
        assert collapse(article[passage.start : passage.end]) == passage.text
        assert article[passage.start : passage.end].strip() == article[passage.start : passage.end]


def test_the_sentences_hold_every_word_of_the_article_once(library: Library) -> None:
    article = library.corpus.article
    assert " ".join(texts(article)) == collapse(article)
    ends = [0, *(passage.end for passage in article_passages(article))]
    assert all(before <= passage.start for before, passage in zip(ends, article_passages(article), strict=False))


def test_ids_are_stable_and_in_order(library: Library) -> None:
    passages = article_passages(library.corpus.article)
    assert [passage.id for passage in passages] == [f"article-2011--s{n:02d}" for n in range(len(passages))]
    assert [passage.locator for passage in passages[1:]] == [f"sentence {n}" for n in range(1, len(passages))]
    assert passages == article_passages(library.corpus.article)


def test_the_blank_line_in_mid_sentence_is_joined_again(library: Library) -> None:
    article = library.corpus.article
    assert "though the\n\ncountry" in article
    (joined,) = [text for text in texts(article) if "Chinese revolution" in text]
    assert joined.endswith("to the Chinese revolution though the country was in difficult situation.")


def test_an_exclamation_inside_quotation_marks_ends_no_sentence(library: Library) -> None:
    (slogan,) = [text for text in texts(library.corpus.article) if "Unite!" in text]
    assert slogan.startswith("He set forth the slogan “People of the Whole World")
    assert slogan.endswith("establishing a new, fair one.")


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (TITLED, ["The Title", "First sentence."]),
        (TITLED + "\n", ["The Title", "First sentence."]),
        ("The Title\n\nNo full stop at the end", ["The Title", "No full stop at the end"]),
        ("T\n\nOne. Two! Three? Four.", ["T", "One.", "Two!", "Three?", "Four."]),
        ("T\n\nHe said “One.” Then he left.", ["T", "He said “One.” Then he left."]),
        ("T\n\nHe ended: “One.”\n\nThen he left.", ["T", "He ended: “One.”", "Then he left."]),
        ("T\n\nOne. “Two.”", ["T", "One.", "“Two.”"]),
        ("T\n\nbroken\n \t\nin two. Three.", ["T", "broken in two.", "Three."]),
        ("T\n\nWrapped\nover lines.", ["T", "Wrapped over lines."]),
        ("T\n\nIn 1992. 54 times.", ["T", "In 1992. 54 times."]),
        ("Only a title", ["Only a title"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_traps_of_the_splitter(article: str, expected: list[str]) -> None:
    assert texts(article) == expected
    for passage in article_passages(article):
        assert collapse(article[passage.start : passage.end]) == passage.text


def test_each_claim_stands_in_one_sentence(library: Library) -> None:
    sentences = texts(library.corpus.article)
    repeated = {"title-president": 2}  # the title itself, which the article uses again
    for claim in library.corpus.claims.values():
        if claim.verbatim is not None:
            holding = [sentence for sentence in sentences if find_quote(claim.verbatim, sentence)]
            assert len(holding) == repeated.get(claim.id, 1), claim.id
            assert library.claim_passages[claim.id].text == holding[0]


def test_each_evidence_record_is_one_note_on_the_side_of_its_origin(library: Library) -> None:
    notes = note_passages(library.corpus.evidence, sources=library.corpus.sources)
    assert [note.id for note in notes] == sorted(library.corpus.evidence)
    for note in notes:
        assert note.kind is PassageKind.LIBRARY_NOTE
        assert note.text == library.corpus.evidence[note.id].statement == note.text[note.start : note.end]
        assert (note.collection is Collection.STATE) == (note.id in library.state_origin)


def test_the_article_is_on_the_states_side(library: Library) -> None:
    assert {passage.collection for passage in article_passages(library.corpus.article)} == {Collection.STATE}
