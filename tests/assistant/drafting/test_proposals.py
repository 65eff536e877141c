"""A reply is read strictly, statement by statement, however it is cut into pieces."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.proposals import MOST_PROPOSALS, Proposal, ProposedQuote, Unreadable, read_proposals

STATEMENTS = st.lists(
    st.builds(
        lambda text, quotes: Proposal(text, [ProposedQuote(*quote) for quote in quotes]),
        st.text(st.characters(codec="utf-8"), max_size=40),
        st.lists(st.tuples(st.text(max_size=9), st.text(st.characters(codec="utf-8"), max_size=30)), max_size=3),
    ),
    max_size=6,
)


def reply(proposals: list[Proposal], *, ascii_only: bool = False) -> str:
    statements = [
        {"text": p.text, "quotes": [{"passage": q.passage, "quote": q.quote} for q in p.quotes]} for p in proposals
    ]
    return json.dumps({"statements": statements}, ensure_ascii=ascii_only)


def cut(text: str, size: int) -> Iterator[str]:
    return (text[start : start + size] for start in range(0, len(text), size))


@given(STATEMENTS, st.integers(1, 50))
def test_pieces_of_any_size_give_the_same_statements(proposals: list[Proposal], size: int) -> None:
    try:
        text = reply(proposals)
        text.encode()
    except UnicodeEncodeError:
        return
    assert list(read_proposals(cut(text, size))) == proposals


def test_a_statement_is_there_as_soon_as_it_is_complete() -> None:
    text = reply([Proposal("First.", []), Proposal("Second.", [])])
    come: list[str] = []

    def pieces() -> Iterator[str]:
        for piece in cut(text, 5):
            come.append(piece)
            yield piece

    first = next(read_proposals(pieces()))
    assert first.text == "First."
    assert "Second" not in "".join(come)


@pytest.mark.parametrize("fence", ["```json\n{}\n```", "```\n{}```", "\n {} \n"])
def test_a_fence_around_the_object_is_taken_off(fence: str) -> None:
    text = fence.replace("{}", reply([Proposal("Here.", [])]))
    assert [proposal.text for proposal in read_proposals([text])] == ["Here."]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No.",
        "[]",
        "{}",
        '{"statements": {}}',
        '{"statements": [',
        '{"statements": ["text"]}',
        '{"statements": [{"text": "Here."}]}',
        '{"statements": [{"text": "Here.", "quotes": null}]}',
        '{"statements": [{"text": "Here.", "quotes": ["words"]}]}',
        '{"statements": [{"text": 7, "quotes": []}]}',
        '{"statements": [{"text": "Here.", "quotes": [], "label": "corroborated"}]}',
        '{"statements": [{"text": "Here.", "text": "There.", "quotes": []}]}',
        '{"statements": []} and that is all.',
        'Here it is: {"statements": []}',
        '{"statements": [], "label": "corroborated"}',
        '{"statements": [{"text": "Here.", "quotes": [], "n": NaN}]}',
        '{"statements": [{"n": ' + "9" * 5000 + "}]}",
        '{"statements": [' + '{"text": ' * 2000,
        '{"statements": [{"text": "' + "word " * 4000,
        " " * 64_000,
    ],
    ids=range(21),
)
def test_anything_else_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        list(read_proposals(cut(text, 1)))


@pytest.mark.parametrize("said", ["\nThe article says that", "<think>The student asks"])
def test_prose_is_ended_at_its_first_word(said: str) -> None:
    come: list[str] = []

    def pieces() -> Iterator[str]:
        for piece in cut(said * 100, 5):
            come.append(piece)
            yield piece

    with pytest.raises(Unreadable):
        list(read_proposals(pieces()))
    assert len(come) == 1


def test_a_draft_without_end_is_ended() -> None:
    with pytest.raises(Unreadable):
        list(read_proposals([reply([Proposal("Here.", [])] * (MOST_PROPOSALS + 1))]))
