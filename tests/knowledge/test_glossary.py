"""The glossary: what a term may say, and where a text mentions it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.corpus import Corpus, read_corpus
from knowledge.library import Library as OpenLibrary
from knowledge.normalisation import number_values
from knowledge.problems import LibraryError, Problem
from knowledge.records import CitedSentence, Term
from knowledge.terms import terms_in
from knowledge.vocabulary import ClaimKind, TermKind
from knowledge.wordings import wordings

Library = Callable[..., Path]

NOTE = "evidence/travel/scholar.toml"
TERM = "glossary/forty.toml"
SOUND = """\
id = "forty"
kind = "history"
term = "Forty Visits"
also = ["the count"]
claim_ids = ["travel"]

[[sentences]]
text = "A scholar counts 40 countries."
evidence = ["travel--scholar"]

[[sentences]]
text = "The article counts 87."
evidence = ["travel--article"]
"""


def write(root: Path, content: str = SOUND, *, file: str = TERM) -> None:
    (root / file).parent.mkdir(exist_ok=True)
    (root / file).write_text(content, encoding="utf-8")


def only_problem(root: Path) -> Problem:
    with pytest.raises(LibraryError) as caught:
        read_corpus(root)
    (problem,) = caught.value.problems
    return problem


def test_a_sound_term_is_read(small_library: Library) -> None:
    root = small_library()
    write(root)
    term = read_corpus(root).glossary["forty"]
    assert (term.kind, term.names) == (TermKind.HISTORY, ("Forty Visits", "the count"))
    assert [sentence.evidence for sentence in term.sentences] == [("travel--scholar",), ("travel--article",)]


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "value", "says"),
    [
        ('id = "forty"', 'id = "fifty"', 1, "id", "'fifty'", "should be the file's name"),
        ('"history"', '"myth"', 2, "kind", "'myth'", "should be 'history' or 'method'"),
        ('["travel"]', '["nobody"]', 5, "claim_ids", "'nobody'", "is no claim of this library"),
        ('["travel--scholar"]', '["nobody"]', 9, "sentences.0.evidence", "'nobody'", "is no evidence record"),
        ('["travel--scholar"]', "[]", 9, "sentences.0.evidence", "", "a sentence about history cites its evidence"),
        ("counts 40", "counts 41", 8, "sentences.0.text", "['41']", "numbers that its evidence does not give"),
        ("counts 40", "counts thirty", 8, "sentences.0.text", "['30']", "numbers that its evidence does not give"),
        (
            '["travel--article"]',
            '["travel--article", "travel--scholar"]',
            13,
            "sentences.1.evidence",
            "['travel--article', 'travel--scholar']",
            "split the sentence",
        ),
        ("the count", "Forty Visits", 4, "also", "'Forty Visits'", "stands in glossary/forty.toml already"),
        ('term = "Forty Visits"', 'name = "Forty Visits"', 1, "term", "", "is missing"),
    ],
)
def test_a_fault_of_a_term_is_reported_where_it_stands(
    small_library: Library, old: str, new: str, line: int, field: str, value: str, says: str
) -> None:
    root = small_library()
    assert SOUND.count(old) == 1
    write(root, SOUND.replace(old, new))
    with pytest.raises(LibraryError) as caught:
        read_corpus(root)
    problem = next(each for each in caught.value.problems if each.field == field)
    assert (problem.file, problem.line, problem.value) == (TERM, line, value)
    assert says in problem.message


def test_a_term_of_method_need_not_cite(small_library: Library) -> None:
    root = small_library()
    write(root, SOUND.replace('"history"', '"method"').replace('["travel--scholar"]', "[]"))
    assert read_corpus(root).glossary


def test_a_sensitive_note_is_no_source_of_a_term(small_library: Library) -> None:
    root = small_library(NOTE, "sensitive = false", "sensitive = true")
    write(root)
    problem = only_problem(root)
    assert (problem.file, problem.line, problem.field) == (TERM, 9, "sentences.0.evidence")
    assert problem.value == "'travel--scholar'"
    assert "is sensitive" in problem.message


def test_a_context_topic_is_not_offered_from_a_term(small_library: Library) -> None:
    root = small_library()
    write(root)
    (root / "claims/setting.toml").write_text(
        'id = "setting"\nkind = "context"\nrestatement = "The setting."\ntopic = "the setting"\n', encoding="utf-8"
    )
    search = (root / "searches/travel.toml").read_text(encoding="utf-8").replace('"travel"', '"setting"')
    (root / "searches/setting.toml").write_text(search, encoding="utf-8")
    assert "setting" in read_corpus(root).claims
    write(root, SOUND.replace('["travel"]', '["travel", "setting"]'))
    problem = only_problem(root)
    assert (problem.field, problem.value) == ("claim_ids", "'setting'")
    assert "not a context topic" in problem.message


def test_a_term_says_something(small_library: Library) -> None:
    root = small_library()
    write(root, SOUND.partition("[[sentences]]")[0] + "sentences = []\n")
    problem = only_problem(root)
    assert (problem.field, problem.message) == ("sentences", "is empty")


def test_two_terms_do_not_share_a_name(small_library: Library) -> None:
    root = small_library()
    write(root)
    other = SOUND.replace('"forty"', '"other"').replace('"Forty Visits"', '"the count"').replace('["the count"]', "[]")
    write(root, other, file="glossary/other.toml")
    problem = only_problem(root)
    assert (problem.file, problem.field, problem.value) == ("glossary/other.toml", "term", "'the count'")
    assert problem.message == "stands in glossary/forty.toml already"


def test_a_term_is_part_of_the_fingerprint_and_of_no_search(small_library: Library) -> None:
    root = small_library()
    before = read_corpus(root)
    write(root)
    after = read_corpus(root)
    assert after.fingerprint != before.fingerprint
    assert wordings(after) == wordings(before)


def test_without_a_glossary_a_library_is_sound(small_library: Library) -> None:
    assert not read_corpus(small_library()).glossary


# The glossary that ships --------------------------------------------------------------------------


def cited(term: Term, sentence: CitedSentence, library: OpenLibrary) -> str:
    assert set(sentence.evidence) <= library.corpus.evidence.keys(), term.id
    return " ".join(library.corpus.evidence[id].statement for id in sentence.evidence)


def test_every_number_of_a_sentence_stands_in_the_notes_it_cites(library: OpenLibrary) -> None:
    for term in library.corpus.glossary.values():
        for sentence in term.sentences:
            if sentence.evidence:
                missing = number_values(sentence.text) - number_values(cited(term, sentence, library))
                assert not missing, (term.id, sentence.text)


def test_every_sentence_on_history_cites_and_nothing_sensitive_is_cited(library: OpenLibrary) -> None:
    corpus = library.corpus
    for term in corpus.glossary.values():
        for sentence in term.sentences:
            assert sentence.evidence or term.kind is TermKind.METHOD, (term.id, sentence.text)
            assert not any(corpus.evidence[id].sensitive for id in sentence.evidence), (term.id, sentence.text)


def test_no_term_leads_to_a_context_topic_and_every_claim_it_names_can_be_asked_for(library: OpenLibrary) -> None:
    for term in library.corpus.glossary.values():
        for claim in (library.corpus.claims[id] for id in term.claim_ids):
            assert claim.kind is not ClaimKind.CONTEXT, term.id
            assert claim.asked_as, term.id


def test_the_terms_are_short(library: OpenLibrary) -> None:
    for term in library.corpus.glossary.values():
        assert 1 <= len(term.sentences) <= 4, term.id
        for sentence in term.sentences:
            assert len(sentence.text.split()) <= 45, (term.id, sentence.text)


def test_the_glossary_is_in_no_passage_and_no_wording(library: OpenLibrary) -> None:
    said = {sentence.text for term in library.corpus.glossary.values() for sentence in term.sentences}
    without = replace(library.corpus, glossary={})
    assert said.isdisjoint(passage.text for passage in library.passages.values())
    assert wordings(without) == wordings(library.corpus)


# Mentions -----------------------------------------------------------------------------------------


def ids(text: str, corpus: Corpus, kind: TermKind | None = None) -> list[str]:
    return [term.id for term in terms_in(text, corpus, kind=kind)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Juche, and Tito; Juche's own.", ["juche", "tito"]),
        ("Tito before Juche", ["tito", "juche"]),
        ("juche and TITO", []),
        ("Titograd and a Jucheist", []),
        ("Vietnam and Viet Nam", []),
        ("by NAM and by the non-aligned movement", ["non-aligned-movement"]),
        ("The non-aligned movement, a powerful force", ["non-aligned-movement"]),
        ("a summit of the Non-Aligned Movement", ["non-aligned-summit"]),
        ("the Northeast Anti-Japanese United Army", ["northeast-anti-japanese-united-army"]),
        ("the Korean People’s Revolutionary Army", ["korean-peoples-revolutionary-army"]),
        ("Relays are told from origins.", ["relay", "origin"]),
        ("original, relayed", []),
        ("the 188th Brigade", []),
        ("", []),
    ],
)
def test_a_text_mentions_a_term_by_its_whole_name(text: str, found: list[str], library: OpenLibrary) -> None:
    assert ids(text, library.corpus) == found


def test_terms_of_method_can_be_left_out_of_a_text_on_history(library: OpenLibrary) -> None:
    text = "The origin of Juche"
    assert ids(text, library.corpus) == ["origin", "juche"]
    assert ids(text, library.corpus, TermKind.HISTORY) == ["juche"]
    assert ids(text, library.corpus, TermKind.METHOD) == ["origin"]


def test_a_library_without_a_glossary_mentions_nothing(library: OpenLibrary) -> None:
    assert terms_in("Juche", replace(library.corpus, glossary={})) == ()


def test_a_name_is_taken_as_it_stands_and_not_as_a_pattern(library: OpenLibrary) -> None:
    term = Term(id="odd", kind=TermKind.HISTORY, term="A.B (c", sentences=())
    corpus = replace(library.corpus, glossary={"odd": term})
    assert ids("see A.B (c", corpus) == ["odd"]
    assert ids("see AxB (c", corpus) == []


def test_where_one_name_begins_another_the_longer_is_meant(library: OpenLibrary) -> None:
    short = Term(id="war", kind=TermKind.HISTORY, term="Long War", sentences=())
    long = Term(id="prize", kind=TermKind.HISTORY, term="Long War Prize", sentences=())
    corpus = replace(library.corpus, glossary={"war": short, "prize": long})
    assert ids("the Long War Prize", corpus) == ["prize"]
    assert ids("the Long War, then the Long War Prize", corpus) == ["war", "prize"]
