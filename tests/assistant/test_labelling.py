"""Labels by construction: what a sentence cites and the reviewed verdict decide, nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import LABEL_WORDING, LabelKey, Section
from assistant.labelling import Cited, label
from knowledge.vocabulary import VERDICT_WORDING, VerdictKey
from knowledge.votes import Vote

STATE = Cited(state_origin=True)
ADMISSION = Cited(state_origin=True, vote=Vote.ADMISSION, verdict=VerdictKey.CONTRADICTED)
PLAIN = Cited(state_origin=False)


def independent(vote: Vote, verdict: VerdictKey) -> Cited:
    return Cited(state_origin=False, vote=vote, verdict=verdict)


CONFIRMS = independent(Vote.FULL, VerdictKey.CORROBORATED)
HISTORY = [Section.ASSERTED, Section.INDEPENDENT, Section.CONFLICT, Section.BACKGROUND]

TABLE = [
    ("the article's own words", Section.ASSERTED, [STATE], None, "state_media_assertion"),
    (
        "state words on a corroborated claim",
        Section.ASSERTED,
        [STATE],
        "corroborated",
        "state_media_assertion",
    ),
    ("an admission by the state", Section.ASSERTED, [ADMISSION], "contradicted", "state_media_assertion"),
    ("state words put among independent ones", Section.INDEPENDENT, [STATE], None, "state_media_assertion"),
    (
        "state words beside a confirmation",
        Section.INDEPENDENT,
        [CONFIRMS, STATE],
        None,
        "state_media_assertion",
    ),
    (
        "a state record that voted in full",
        Section.INDEPENDENT,
        [Cited(True, Vote.FULL)],
        None,
        "state_media_assertion",
    ),
    ("a confirmation", Section.INDEPENDENT, [CONFIRMS], None, "corroborated"),
    ("two confirmations", Section.INDEPENDENT, [CONFIRMS, CONFIRMS], None, "corroborated"),
    ("a confirmation beside background", Section.INDEPENDENT, [CONFIRMS, PLAIN], None, "corroborated"),
    ("a passage of no claim", Section.BACKGROUND, [PLAIN], None, "background"),
    ("a passage of no claim, hopefully", Section.INDEPENDENT, [PLAIN], "corroborated", "background"),
    ("nothing found", Section.GAP, [], None, "gap"),
    ("nothing found on state media's word", Section.GAP, [], "state_media_only", "gap"),
    ("nothing found, though corroborated", Section.GAP, [], "corroborated", "gap"),
    ("praise", Section.GAP, [], "not_checkable", "not_checkable"),
    ("not yet reviewed", Section.GAP, [], "not_reviewed", "not_reviewed"),
    ("how to check", Section.GUIDANCE, [], None, "guidance"),
    ("how to check a corroborated claim", Section.GUIDANCE, [], "corroborated", "guidance"),
]
VOTES = [
    (Vote.PARTIAL, VerdictKey.CORROBORATED, "background"),
    (Vote.NONE, VerdictKey.CORROBORATED, "background"),
    (Vote.ALIGNED, VerdictKey.CORROBORATED, "background"),
    (Vote.WEAK_REFUTES, VerdictKey.CORROBORATED, "background"),
    (Vote.FULL, VerdictKey.LIMITED_INDEPENDENT_SUPPORT, "limited_independent_support"),
    (Vote.PARTIAL, VerdictKey.PARTLY_CORROBORATED, "partly_corroborated"),
    (Vote.FULL, VerdictKey.CONTESTED, "contested"),
    (Vote.REFUTES, VerdictKey.CONTESTED, "contested"),
    (Vote.REFUTES, VerdictKey.CONTRADICTED, "contradicted"),
    (Vote.REFUTES, VerdictKey.LIMITED_CONTRADICTION, "limited_contradiction"),
    (Vote.ALIGNED, VerdictKey.ALIGNED_SOURCES_ONLY, "aligned_sources_only"),
    (Vote.NONE, VerdictKey.CONTRADICTED, "background"),
    (Vote.WEAK_REFUTES, VerdictKey.STATE_MEDIA_ONLY, "background"),
    (Vote.FULL, VerdictKey.NOT_CHECKABLE, "background"),
]

anything_cited = st.builds(
    Cited,
    state_origin=st.booleans(),
    vote=st.sampled_from(Vote),
    verdict=st.none() | st.sampled_from(VerdictKey),
)
verdicts = st.none() | st.sampled_from(VerdictKey)


@pytest.mark.parametrize(("case", "section", "cited", "verdict", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_the_label_follows_from_the_citations(
    case: str, section: Section, cited: list[Cited], verdict: str | None, expected: str
) -> None:
    found = label(section, cited, verdict=VerdictKey(verdict) if verdict else None)
    assert found.key == expected
    assert found.text == LABEL_WORDING[LabelKey(expected)]


@pytest.mark.parametrize(("vote", "verdict", "expected"), VOTES)
def test_a_note_lends_its_verdict_only_where_it_took_part_in_it(vote: Vote, verdict: VerdictKey, expected: str) -> None:
    assert label(Section.INDEPENDENT, [independent(vote, verdict)]).key == expected


@pytest.mark.parametrize("section", HISTORY)
def test_a_sentence_about_history_that_cites_nothing_has_no_label(section: Section) -> None:
    with pytest.raises(ValueError, match="cites nothing"):
        label(section, [], verdict=VerdictKey.CORROBORATED)


def test_every_verdict_is_a_label_in_the_same_words() -> None:
    assert len(VerdictKey) == 10
    for key, words in VERDICT_WORDING.items():
        assert LABEL_WORDING[LabelKey(key.value)] == words
    own = {key.value for key in LabelKey} - {key.value for key in VerdictKey}
    assert own == {"state_media_assertion", "background", "gap", "guidance"}


def test_no_two_labels_read_alike() -> None:
    assert len(set(LABEL_WORDING.values())) == len(LabelKey) == 14


@given(st.sampled_from(HISTORY), st.lists(anything_cited, max_size=4), st.integers(0, 4), verdicts)
def test_a_state_origin_citation_wears_nothing_but_state_media_assertion(
    section: Section, cited: list[Cited], place: int, verdict: VerdictKey | None
) -> None:
    with_state = [*cited[:place], STATE, *cited[place:]]
    assert label(section, with_state, verdict=verdict).key is LabelKey.STATE_MEDIA_ASSERTION


@given(st.sampled_from(Section), st.lists(anything_cited, max_size=4), verdicts)
def test_corroborated_needs_the_verdict_and_full_support(
    section: Section, cited: list[Cited], verdict: VerdictKey | None
) -> None:
    if section in HISTORY and not cited:
        return
    if label(section, cited, verdict=verdict).key is LabelKey.CORROBORATED:
        confirming = [c for c in cited if c.vote is Vote.FULL and c.verdict is VerdictKey.CORROBORATED]
        assert confirming
        assert not any(c.state_origin for c in cited)


@given(st.sampled_from(HISTORY), st.lists(anything_cited, min_size=1, max_size=4), verdicts, verdicts)
def test_the_hoped_for_verdict_moves_no_label_of_a_sentence_that_cites(
    section: Section, cited: list[Cited], one: VerdictKey | None, other: VerdictKey | None
) -> None:
    assert label(section, cited, verdict=one) == label(section, cited, verdict=other)


@given(st.sampled_from(HISTORY), st.lists(anything_cited, min_size=1, max_size=4))
def test_the_order_of_citations_moves_no_label(section: Section, cited: list[Cited]) -> None:
    assert label(section, cited) == label(section, cited[::-1])
