"""A question finds the claim it is about, and near twins are told apart by what is counted."""

from functools import partial

import numpy
import pytest

from knowledge.claim_search import ClaimFinder, ClaimSearch, counted_things
from knowledge.embeddings import ShippedEmbeddings
from knowledge.library import Library
from knowledge.queries import Query
from knowledge.vocabulary import ClaimKind
from knowledge.wordings import Wording, wordings

GIFTS = ("gifts-count", "gifts-countries", "travel-countries", "travel-occasions", "vietnam-airmen")


@pytest.fixture(scope="module")
def chosen(library: Library) -> list[Wording]:
    """The wordings of a few claims that lie close together, of their premises, and of one limit."""
    return [
        wording
        for wording in wordings(library.corpus)
        if set(wording.claim_ids[:1]) & set(GIFTS) or wording.limit_id == "weather-time"
    ]


@pytest.fixture(scope="module")
def finder(library: Library, chosen: list[Wording], embeddings: ShippedEmbeddings) -> ClaimFinder:
    claims = {id: library.corpus.claims[id] for id in GIFTS}
    vectors = numpy.array(embeddings.embed_documents([wording.text for wording in chosen]), dtype=numpy.float32)
    return ClaimFinder(chosen, claims, vectors=vectors)


@pytest.fixture(scope="module")
def all_words(library: Library) -> ClaimFinder:
    """Every claim of the library, found by words alone."""
    return ClaimFinder(wordings(library.corpus), library.corpus.claims, vectors=None)


def find(finder: ClaimFinder, embeddings: ShippedEmbeddings, question: str) -> ClaimSearch:
    return finder.find([Query(question, embeddings.embed_query(question))], counted=counted_things(question))


@pytest.mark.parametrize(
    ("question", "claim_id"),
    [
        ("How many gifts did Kim Il Sung receive?", "gifts-count"),
        ("How many presents was he given?", "gifts-count"),
        ("How many countries gave him gifts?", "gifts-countries"),
        ("How many nations did his presents come from?", "gifts-countries"),
        ("How many countries did he visit?", "travel-countries"),
        ("How many trips abroad did he make?", "travel-occasions"),
        ("Did North Korean pilots fly in Vietnam?", "vietnam-airmen"),
        ("Is 172 right?", "gifts-countries"),
        ("Is 166065 right?", "gifts-count"),
        ("Is 87 right?", "travel-countries"),
    ],
)
def test_near_twins_are_told_apart_by_what_is_counted(
    finder: ClaimFinder, embeddings: ShippedEmbeddings, question: str, claim_id: str
) -> None:
    found = find(finder, embeddings, question)
    assert found.candidates[0].claim_id == claim_id
    assert found.candidates[0].wording.claim_ids[0] == claim_id


def test_what_is_counted_moves_a_claim_up(finder: ClaimFinder, embeddings: ShippedEmbeddings) -> None:
    question = "gifts countries how many"
    ask = partial(finder.find, [Query(question, embeddings.embed_query(question))])

    def score(claim_id: str, counted: str) -> float:
        found = ask(counted=counted_things(f"how many {counted}"))
        return next(each.score for each in found.candidates if each.claim_id == claim_id)

    assert score("gifts-count", "gifts") > score("gifts-count", "countries")
    assert score("gifts-countries", "countries") > score("gifts-countries", "gifts")


def test_a_number_of_the_article_finds_its_claim(library: Library, chosen: list[Wording]) -> None:
    without_digits = [wording for wording in chosen if not any(char.isdigit() for char in wording.text)]
    claims = {id: library.corpus.claims[id] for id in GIFTS}
    first, second, *_ = ClaimFinder(without_digits, claims, vectors=None).find([Query("166,065?")]).candidates
    assert first.claim_id == "gifts-count"
    assert first.score > second.score == 0


def test_each_claim_is_a_candidate_once_best_first(finder: ClaimFinder, embeddings: ShippedEmbeddings) -> None:
    found = find(finder, embeddings, "gifts")
    assert sorted(each.claim_id for each in found.candidates) == sorted(GIFTS)
    scores = [each.score for each in found.candidates]
    assert scores == sorted(scores, reverse=True)
    assert find(finder, embeddings, "gifts") == found


def test_every_note_has_a_closeness(finder: ClaimFinder, embeddings: ShippedEmbeddings, chosen: list[Wording]) -> None:
    found = find(finder, embeddings, "What did Bloomberg's Bradley Martin see in the 200-room palace?")
    assert set(found.notes) == {wording.evidence_id for wording in chosen if wording.evidence_id}
    assert max(found.notes, key=lambda id: found.notes[id]) == "gifts-count--bloomberg-2007-gifts"


def test_a_premises_own_question_finds_it(library: Library, all_words: ClaimFinder) -> None:
    for premise in library.corpus.premises.values():
        found = all_words.find([Query(premise.asked_as[0])])
        assert found.premise_id == premise.id


def test_a_topic_not_covered_is_found(finder: ClaimFinder, embeddings: ShippedEmbeddings) -> None:
    found = find(finder, embeddings, "Will it rain tomorrow?")
    assert found.limit_id == "weather-time"
    assert found.limit_closeness > found.candidates[0].closeness


def test_every_claim_is_found_by_the_questions_written_for_it(library: Library, all_words: ClaimFinder) -> None:
    asked = [(question, claim.id) for claim in library.corpus.claims.values() for question in claim.asked_as]
    missed = [
        (question, id)
        for question, id in asked
        if id not in [each.claim_id for each in all_words.find([Query(question)]).candidates[:5]]
    ]
    assert len(missed) <= len(asked) * 0.1, missed


def test_asking_why_moves_motives_up(library: Library, all_words: ClaimFinder) -> None:
    motives = {claim.id for claim in library.corpus.claims.values() if claim.kind is ClaimKind.MOTIVE}
    plain = {each.claim_id: each.score for each in all_words.find([Query("help for Africa")]).candidates}
    asked = all_words.find([Query("help for Africa")], asks_motive=True).candidates
    assert {each.claim_id for each in asked if each.score > plain[each.claim_id]} == motives


def test_words_that_one_claim_alone_uses_tell_it_from_its_neighbours(library: Library) -> None:
    """Spread over two of its wordings, they still count together."""
    texts = {
        "gifts-count": ("A palace holds the presents.", "The railway carriage came from Moscow."),
        "gifts-countries": ("The presents came from many lands.", "A palace holds the presents."),
    }
    wordings = [Wording(f"{id}/{n}", text, (id,)) for id, own in texts.items() for n, text in enumerate(own)]
    claims = {id: library.corpus.claims[id] for id in texts}
    found = ClaimFinder(wordings, claims, vectors=None).find([Query("Which palace has the railway carriage?")])
    assert found.candidates[0].claim_id == "gifts-count"


def test_a_question_put_in_two_ways_is_about_what_both_lead_to(
    finder: ClaimFinder, embeddings: ShippedEmbeddings
) -> None:
    ways = ("and from how many countries?", "How many gifts did he get? and from how many countries?")
    queries = [Query(way, embeddings.embed_query(way)) for way in ways]
    found = finder.find(queries, counted=counted_things(ways[0]))
    assert found.candidates[0].claim_id == "gifts-countries"


def test_words_nobody_uses_find_nothing_close(all_words: ClaimFinder) -> None:
    found = all_words.find([Query("Xylophone quark?")])
    assert found.candidates[0].score == 0.0
    assert found.coverage == found.likeness == 0.0


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("How many gifts did he get?", {"gift", "get"}),
        ("the number of countries", {"countri"}),
        ("How much money?", {"money"}),
        ("Who counted the gifts?", set()),
    ],
)
def test_what_is_counted_stands_after_how_many(text: str, counted: set[str]) -> None:
    assert counted_things(text) == counted


def test_wordings_have_their_own_ids_in_a_fixed_order(library: Library) -> None:
    ids = [wording.id for wording in wordings(library.corpus)]
    assert ids == sorted(set(ids))
    assert {f"{record.claim_id}/note-{record.id}" for record in library.corpus.evidence.values()} <= set(ids)
