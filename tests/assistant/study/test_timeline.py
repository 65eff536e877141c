"""The timeline dates what the records date, beside the article's words, in the lane it belongs to."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.study.timeline import Bearing, Event, Lane, Line, timeline
from knowledge.library import Library, library_of
from knowledge.vocabulary import ClaimKind, Stance
from knowledge.votes import Vote


@pytest.fixture(scope="module")
def lines(library: Library) -> tuple[Line, ...]:
    return timeline(library)


@pytest.fixture(scope="module")
def events(lines: tuple[Line, ...]) -> dict[str, Event]:
    return {event.evidence_id: event for line in lines for event in line.events}


def test_every_dated_record_stands_in_it_once(
    lines: tuple[Line, ...], events: dict[str, Event], library: Library
) -> None:
    claims = library.corpus.claims
    dated = {
        record.id
        for record in library.corpus.evidence.values()
        if record.event_date and not record.sensitive and claims[record.claim_id].kind is not ClaimKind.CONTEXT
    }
    assert set(events) == dated
    assert sum(len(line.events) for line in lines) == len(dated)


def test_no_sensitive_record_and_no_context_topic_stands_in_it(lines: tuple[Line, ...], library: Library) -> None:
    for line in lines:
        assert library.corpus.claims[line.claim_id].kind is not ClaimKind.CONTEXT
        assert not [event for event in line.events if library.corpus.evidence[event.evidence_id].sensitive]
    id = "death-1994--upi-1994-07-09"
    sensitive = replace(library.corpus.evidence[id], sensitive=True)
    changed = library_of(replace(library.corpus, evidence={**library.corpus.evidence, id: sensitive}))
    assert id not in {event.evidence_id for line in timeline(changed) for event in line.events}


def test_every_claim_of_the_article_has_a_line_in_its_words(lines: tuple[Line, ...], library: Library) -> None:
    told = {claim.id: claim for claim in library.corpus.claims.values() if claim.kind is not ClaimKind.CONTEXT}
    assert {line.claim_id for line in lines} == set(told)
    for line in lines:
        assert line.words == told[line.claim_id].verbatim
        assert line.told == told[line.claim_id].reported


@pytest.mark.parametrize(
    ("evidence_id", "first", "last"),
    [
        ("travel-occasions--gdr-1984-05-31-honecker", date(1984, 5, 30), date(1984, 6, 1)),
        ("africa-assistance--hu-1975-07-10-uganda", date(1975, 5, 1), date(1975, 6, 30)),
        ("travel-countries--caixin-2018-03-28-visits", date(1953, 1, 1), date(1991, 12, 31)),
        ("gifts-count--latimes-1991-05-12-gifts", date(1991, 5, 1), date(1991, 5, 31)),
        ("travel-occasions--telegraf-2020-tito-funeral", date(1980, 5, 8), date(1980, 5, 8)),
    ],
)
def test_dates_and_intervals_are_read(events: dict[str, Event], evidence_id: str, first: date, last: date) -> None:
    assert (events[evidence_id].first, events[evidence_id].last) == (first, last)


def test_the_lane_goes_by_where_a_statement_started(events: dict[str, Event], library: Library) -> None:
    for id, event in events.items():
        assert (event.lane is Lane.STATE) == (id in library.state_origin)
    # Two Western reports of what Radio Pyongyang said stand with the state.
    assert events["vietnam-airmen--bbc-2001-vietnam"].lane is Lane.STATE
    assert events["vietnam-airmen--bbc-2000-vietnam"].lane is Lane.OTHERS


def test_only_others_are_for_or_against(events: dict[str, Event]) -> None:
    own = {event.bearing for event in events.values() if event.lane is Lane.STATE}
    assert own == {Bearing.STATE_WORD, Bearing.CONCEDED}
    assert Bearing.FOR in {event.bearing for event in events.values() if event.lane is Lane.OTHERS}


def test_support_for_a_part_is_not_support_for_the_number(lines: tuple[Line, ...]) -> None:
    gifts = next(line for line in lines if line.claim_id == "gifts-count")
    supporting = [event for event in gifts.events if event.bearing is Bearing.FOR]
    assert supporting
    assert all(event.is_on_part for event in supporting)


def test_what_no_record_can_settle_has_nobody_for_it(library: Library) -> None:
    record = next(note for note in library.evidence_of("great-man") if note.event_date)
    praise = replace(record, stance=Stance.SUPPORTS, comparable=True)
    changed = library_of(replace(library.corpus, evidence={**library.corpus.evidence, record.id: praise}))
    assert changed.votes[record.id] is not Vote.NONE
    line = next(line for line in timeline(changed) if line.claim_id == "great-man")
    assert {event.bearing for event in line.events} == {Bearing.NO_SIDE}


def test_lines_stand_in_order_of_time_and_those_without_a_date_last(lines: tuple[Line, ...]) -> None:
    begins = [line.first or date.max for line in lines]
    assert begins == sorted(begins)
    undated = [line for line in lines if not line.events]
    assert undated
    assert list(lines[-len(undated) :]) == undated
