"""Numbers stand on one scale only where they count the same thing, and each comes from a record or the article."""

from dataclasses import replace

import pytest

from assistant.study.tellings import COUNTS, Telling, Tellings, Voice, counted_claims, tellings
from knowledge.library import Library, library_of
from knowledge.normalisation import find_quote, numbers
from knowledge.records import Evidence


@pytest.fixture(scope="module")
def told(library: Library) -> list[Tellings]:
    found = [tellings(claim, library) for claim in library.corpus.claims.values()]
    return [each for each in found if each]


def _of(claim_id: str, library: Library) -> Tellings:
    found = tellings(library.corpus.claims[claim_id], library)
    assert found is not None
    return found


def _scaled(told: list[Tellings]) -> list[Telling]:
    return [telling for each in told for scale in each.scales for telling in scale.tellings]


def _with(record: Evidence, library: Library) -> Library:
    return library_of(replace(library.corpus, evidence={**library.corpus.evidence, record.id: record}))


def test_every_number_comes_from_its_records(told: list[Tellings], library: Library) -> None:
    for telling in (*_scaled(told), *(other for each in told for other in each.others)):
        records = [library.corpus.evidence[id] for id in telling.evidence_ids]
        assert records or telling.voice is Voice.ARTICLE
        for record in records:
            assert record.value_found is not None
            assert record.value_found.number == telling.number
            assert record.value_found.unit == telling.unit
            assert record.source_id == telling.source_id
            assert not record.sensitive


def test_the_articles_words_stand_in_the_claim_and_in_the_article(library: Library) -> None:
    for count in COUNTS:
        for words in count.article:
            assert find_quote(words, library.corpus.claims[count.claim_id].verbatim or ""), words
            assert find_quote(words, library.corpus.article), words
            assert len(numbers(words)) == 1, words


@pytest.mark.parametrize(
    ("claim_id", "number", "words"),
    [
        ("travel-countries", 87, "87 countries"),
        ("travel-occasions", 54, "54 occasions"),
        ("travel-distance", 520_000, "520,000-odd km"),
        ("met-figures", 70_000, "over 70,000 foreign figures"),
        ("named-places", 480, "More than 480 streets, organizations and units"),
        ("orders-medals", 180, "180-odd highest orders and medals"),
        ("gifts-countries", 172, "172 countries"),
        ("gifts-count", 166_065, "166,065 gifts"),
    ],
)
def test_the_article_is_told_by_its_own_number(library: Library, claim_id: str, number: int, words: str) -> None:
    first = _of(claim_id, library).scales[0].tellings[0]
    assert (first.voice, first.number, first.words) == (Voice.ARTICLE, number, words)


def test_a_sum_is_said_to_be_ours(library: Library) -> None:
    article = _of("met-leaders", library).scales[0].tellings[0]
    assert article.number == 120 + 206 + 76
    assert article.figure == "402 by our addition"
    assert "206 party leaders" in article.words


def test_where_the_article_gives_no_number_it_has_no_mark(library: Library) -> None:
    for claim_id in ("vietnam-airmen", "declaration-signatories"):
        assert Voice.ARTICLE not in {each.voice for each in _of(claim_id, library).scales[0].tellings}


def test_a_unit_means_one_thing_within_a_claim() -> None:
    seen: set[tuple[str, str]] = set()
    for count in COUNTS:
        units = {(count.claim_id, unit) for unit in count.units}
        assert not units & seen
        seen |= units


def test_countries_and_visits_to_china_never_stand_on_one_scale(library: Library) -> None:
    scales = {
        scale.counted: {each.unit for each in scale.tellings} for scale in _of("travel-countries", library).scales
    }
    assert scales["countries visited"] == {"countries"}
    assert scales["visits to China"] == {"visits to China", "official visits to China"}


def test_gifts_of_three_people_and_things_on_show_are_listed_apart(library: Library) -> None:
    gifts = _of("gifts-count", library)
    assert [each.number for scale in gifts.scales for each in scale.tellings] == [166_065, 165_950, 165_920, 70_000]
    assert {218_400, 87_387, 55_000, 94_000} <= {each.number for each in gifts.others}


def test_a_number_of_another_scope_says_so_and_how(told: list[Tellings], library: Library) -> None:
    marked = [each for each in _scaled(told) if each.is_other_scope]
    assert {"kkf-2022-04-14-veteran", "wikipedia-kim-trips"} <= {each.source_id for each in marked}
    assert all(each.note or each.remark for each in marked)
    claimed = {count.counted for count in COUNTS if count.is_claimed}
    for each in told:
        for scale in each.scales:
            for telling in scale.tellings:
                comparable = all(library.corpus.evidence[id].comparable for id in telling.evidence_ids)
                assert telling.is_other_scope == (scale.counted in claimed and not comparable)


def test_what_started_with_the_state_is_never_an_independent_number(told: list[Tellings], library: Library) -> None:
    for telling in _scaled(told):
        if set(telling.evidence_ids) & library.state_origin:
            assert telling.voice in (Voice.STATE, Voice.REPEATED)
        else:
            assert telling.voice in (Voice.ARTICLE, Voice.ALLIED, Voice.INDEPENDENT)


def test_wikipedias_sum_of_the_states_medals_is_a_repetition(library: Library) -> None:
    voices = {each.source_id: each.voice for each in _of("orders-medals", library).scales[0].tellings}
    assert voices["wikipedia-awards-kim"] is Voice.REPEATED


def test_a_source_tells_a_number_once(told: list[Tellings], library: Library) -> None:
    for each in told:
        for scale in each.scales:
            keys = [(telling.source_id, telling.words) for telling in scale.tellings]
            assert len(keys) == len(set(keys))
    kcna = next(each for each in _of("gifts-count", library).scales[0].tellings if each.number == 165_950)
    assert len(kcna.evidence_ids) == 2


def test_tellings_stand_by_date_after_the_article_and_undated_ones_last(told: list[Tellings]) -> None:
    for each in told:
        for scale in each.scales:
            rest = [telling for telling in scale.tellings if telling.voice is not Voice.ARTICLE]
            assert scale.tellings[len(scale.tellings) - len(rest) :] == tuple(rest)
            dates = [telling.date or "9999" for telling in rest]
            assert dates == sorted(dates)


def test_a_unit_nobody_has_looked_at_stands_on_no_scale(library: Library) -> None:
    record = library.corpus.evidence["gifts-count--kcna-2014-07-08-elder-statesman"]
    assert record.value_found is not None
    changed = _with(replace(record, value_found=replace(record.value_found, unit="crates of gifts")), library)
    gifts = _of("gifts-count", changed)
    assert 165_920 not in {each.number for each in gifts.scales[0].tellings}
    assert "165,920 crates of gifts" in {each.words for each in gifts.others}


def test_a_sensitive_number_is_not_shown(library: Library) -> None:
    record = replace(library.corpus.evidence["vietnam-airmen--soviet-memo-1967-05-07"], sensitive=True)
    airmen = _of("vietnam-airmen", _with(record, library))
    shown = (*airmen.scales[0].tellings, *airmen.others)
    assert record.id not in {id for each in shown for id in each.evidence_ids}


def test_one_number_alone_is_no_comparison(library: Library) -> None:
    assert tellings(library.corpus.claims["hearts-of-mankind"], library) is None
    assert tellings(library.corpus.claims["context-conduct"], library) is None
    record = replace(library.corpus.evidence["travel-distance--kcna-1998-09-17-footmark"], value_found=None)
    assert tellings(library.corpus.claims["travel-distance"], _with(record, library)) is None


def test_every_count_of_the_table_is_drawn(library: Library) -> None:
    drawn = {(each.id, scale.counted) for each in counted_claims(library) for scale in _of(each.id, library).scales}
    assert drawn == {(count.claim_id, count.counted) for count in COUNTS}
