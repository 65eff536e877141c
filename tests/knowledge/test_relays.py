"""Circular reporting: what is proposed as a relay, with what evidence, and what a confirmed one becomes."""

from collections.abc import Sequence
from importlib.resources import files
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.ingest.documents import Part
from knowledge.lineage import is_state_voice
from knowledge.records import Claim, Derivation
from knowledge.relays import Held, HeldTexts, Proposal, RelayKind, held_texts, joined, proposals, with_texts
from knowledge.shingles import shingle_index
from knowledge.vocabulary import ClaimKind, Relation

ARTICLE = files("knowledge").joinpath("article/article.txt").read_text(encoding="utf-8")
GIFTS = Claim(
    id="gifts", kind=ClaimKind.QUANTITY, verbatim="presented 166,065 gifts to him", restatement="gifts", topic="gifts"
)

DISPATCH = " ".join(f"dispatch{n}" for n in range(120))
HEADER = "Foreign Relations of the United States, 1964–1968, Volume XXIX, Part 1, Korea"
MEMORANDUM = "Memorandum From the President’s Assistant for National Security Affairs (Kissinger) to President Nixon"


def text_of(source_id: str, text: str, *, date: str | None = "1998-08-26", state_origin: bool = False) -> Held:
    return Held(source_id=source_id, date=date, text=text, state_origin=state_origin)


THE_ARTICLE = text_of("article-2011", ARTICLE, date="2011", state_origin=True)


def proposed(
    text: str | Sequence[Part],
    *texts: Held,
    date: str | None = "2014-07-08",
    source_id: str = "new",
    kind: RelayKind | None = None,
) -> list[Proposal]:
    parts = [Part(text)] if isinstance(text, str) else text
    found = proposals(parts, date, source_id=source_id, held=held_texts(texts, claims=[GIFTS]))
    return [proposal for proposal in found if kind in (None, proposal.kind)]


# Attribution phrases


def test_an_attribution_is_shown_with_its_place_and_its_voice() -> None:
    parts = [Part("He came.", "p. 1"), Part("He left. KCNA reported that he won.", "p. 2")]
    (proposal,) = proposed(parts)
    assert (proposal.kind, proposal.part, proposal.locator) == (RelayKind.ATTRIBUTION, 1, "p. 2")
    assert proposal.quote == "KCNA reported that he won." == parts[1].text[proposal.start : proposal.end]
    assert (proposal.source_id, proposal.source_quote) == (None, None)
    assert "“KCNA”" in proposal.reason


def test_an_editors_attribution_is_called_the_editors() -> None:
    (proposal,) = proposed([Part("The letter was read over Radio Pyongyang.", "footnote 3", editorial=True)])
    assert proposal.reason.startswith("An editor's note ")


# Near duplicates


def test_a_copy_of_a_held_text_is_proposed_with_both_quotes() -> None:
    (proposal,) = proposed(f"Our own lead. {DISPATCH.upper()}.", text_of("kcna-1998", DISPATCH, state_origin=True))
    assert (proposal.kind, proposal.source_id) == (RelayKind.NEAR_DUPLICATE, "kcna-1998")
    assert (proposal.quote, proposal.source_quote) == (DISPATCH.upper(), DISPATCH)
    assert "a text of state origin" in proposal.reason
    assert "120 words in a row" in proposal.reason
    assert "this text is the later one" in proposal.reason


def test_a_book_that_reprints_a_short_text_is_proposed_though_little_of_it_is_copied() -> None:
    book = [Part(" ".join(f"page{p}word{n}" for n in range(400)), f"p. {p}") for p in range(20)]
    book[7] = Part("As follows: " + " ".join(DISPATCH.split()[:44]), "p. 7")
    (proposal,) = proposed(book, text_of("short", " ".join(DISPATCH.split()[:44])))
    assert (proposal.locator, proposal.part) == ("p. 7", 7)


def test_an_edited_copy_is_proposed_by_how_much_of_it_there_is() -> None:
    edited = " ".join("changed" if n % 10 == 9 else word for n, word in enumerate(DISPATCH.split()))
    (proposal,) = proposed(edited, text_of("kcna-1998", DISPATCH))
    assert len(proposal.quote.split()) == 9


def test_a_long_quotation_is_proposed_and_may_come_from_a_third_text() -> None:
    own, other = (" ".join(f"{name}{n}" for n in range(900)) for name in ("own", "other"))
    quoted = " ".join(DISPATCH.split()[:44])
    (proposal,) = proposed(f"{own} {quoted}", text_of("paper", f"{quoted} {other}"))
    assert "both may quote a third text" in proposal.reason
    assert not proposed(f"{own} {' '.join(DISPATCH.split()[:40])}", text_of("paper", f"{quoted} {other}"))


def test_fewer_words_in_a_row_are_enough_from_a_text_of_state_origin() -> None:
    own, other = (" ".join(f"{name}{n}" for n in range(900)) for name in ("own", "other"))
    quoted = " ".join(DISPATCH.split()[:32])
    new = f"{own} {quoted}"
    assert proposed(new, text_of("kcna-1998", f"{quoted} {other}", state_origin=True))
    assert not proposed(new, text_of("paper", f"{quoted} {other}"))


@pytest.mark.parametrize("length", [30, 300])
def test_headers_that_all_documents_share_are_not_repetition(length: int) -> None:
    heads = f"{HEADER}\n\n{MEMORANDUM}\n\nWashington, May 3, 1969.\n\n"
    bodies = [" ".join(f"{name}{n}" for n in range(length)) for name in ("this", "that")]
    assert not proposed(heads + bodies[0], text_of("other", heads + bodies[1]))


def test_an_editors_words_are_no_shared_wording() -> None:
    assert not proposed([Part("Own words."), Part(DISPATCH, "footnote 1", editorial=True)], text_of("held", DISPATCH))


def test_an_editors_note_before_it_does_not_move_a_quote() -> None:
    parts = [Part("A note.", "headnote", editorial=True), Part(DISPATCH, "p. 1")]
    (proposal,) = proposed(parts, text_of("held", DISPATCH))
    assert (proposal.part, proposal.locator, proposal.quote) == (1, "p. 1", DISPATCH)


@pytest.mark.parametrize(
    ("new", "held", "words"),
    [
        ("2014", "1998-08", "this text is the later one"),
        ("1997-12-31", "1998", "this text is the older one, so the held one may repeat it"),
        ("1998-08", "1998", "does not follow from their dates"),
        (None, "1998", "does not follow from their dates"),
        ("1998", None, "does not follow from their dates"),
    ],
)
def test_the_reason_says_which_text_came_first(new: str | None, held: str | None, words: str) -> None:
    (proposal,) = proposed(DISPATCH, text_of("held", DISPATCH, date=held), date=new)
    assert words in proposal.reason


def test_of_a_text_reprinted_everywhere_the_closest_are_proposed_first() -> None:
    words = DISPATCH.split()
    reprints = [text_of(f"paper{n:02d}", " ".join((*words[n:], *(f"x{n}-{m}" for m in range(n))))) for n in range(30)]
    found = [proposal.source_id for proposal in proposed(DISPATCH, *reprints)]
    assert found == [f"paper{n:02d}" for n in range(20)]


# The article's odd figures


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2014-07-08", "may have it from there"),
        ("1998-08", "cannot repeat the article, but may repeat an earlier state text"),
        ("2011-07", "does not follow from their dates"),
        (None, "does not follow from their dates"),
    ],
)
def test_an_odd_figure_is_proposed_with_what_its_date_allows(date: str | None, words: str) -> None:
    (proposal,) = proposed("The museum has 166 065 presents.", THE_ARTICLE, date=date)
    assert (proposal.kind, proposal.source_id) == (RelayKind.ODD_FIGURE, "article-2011")
    assert (proposal.quote, proposal.source_quote) == (
        "The museum has 166 065 presents.",
        "presented 166,065 gifts to him",
    )
    assert words in proposal.reason


def test_without_the_article_there_are_no_odd_figures() -> None:
    assert not proposed("The museum has 166,065 gifts.", text_of("held", DISPATCH))


def test_the_article_itself_repeats_none_of_its_figures() -> None:
    assert not proposed(ARTICLE, THE_ARTICLE, source_id="article-2011")
    kinds = {proposal.kind for proposal in proposed(ARTICLE, THE_ARTICLE)}
    assert kinds == {RelayKind.NEAR_DUPLICATE, RelayKind.ODD_FIGURE}


# Whatever the texts

SENTENCES = st.lists(
    st.sampled_from(
        [DISPATCH, " ".join(DISPATCH.split()[:50]), "KCNA reported it.", "There are 166,065 gifts.", "He came.", HEADER]
    ),
    min_size=1,
    max_size=4,
).map("\n\n".join)
LIBRARIES = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), SENTENCES, max_size=4)


@settings(deadline=None, max_examples=50)
@given(LIBRARIES, SENTENCES, st.sampled_from(["a", "b", "new"]))
def test_a_document_never_repeats_itself(texts: dict[str, str], new: str, source_id: str) -> None:
    held = [text_of(id, text) for id, text in {**texts, source_id: new}.items()]
    assert source_id not in {proposal.source_id for proposal in proposed(new, *held, THE_ARTICLE, source_id=source_id)}


@settings(deadline=None, max_examples=50)
@given(LIBRARIES, SENTENCES, st.randoms())
def test_the_order_of_the_held_texts_does_not_matter(texts: dict[str, str], new: str, random: object) -> None:
    held = [THE_ARTICLE, *(text_of(id, text) for id, text in texts.items())]
    shuffled = list(held)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert proposed(new, *shuffled) == proposed(new, *held)


@settings(deadline=None, max_examples=50)
@given(LIBRARIES, st.lists(SENTENCES, min_size=1, max_size=3))
def test_every_quote_stands_where_the_proposal_says(texts: dict[str, str], new: list[str]) -> None:
    parts = [Part(text, f"p. {number}") for number, text in enumerate(new)]
    for proposal in proposed(parts, THE_ARTICLE, *(text_of(id, text) for id, text in texts.items())):
        part = parts[proposal.part]
        assert proposal.quote == part.text[proposal.start : proposal.end] != ""
        assert proposal.locator == part.locator
        if proposal.source_id is not None:
            source_text = ARTICLE if proposal.source_id == "article-2011" else texts[proposal.source_id]
            assert proposal.source_quote
            assert proposal.source_quote in source_text


# The texts that are held


def test_two_texts_of_one_source_are_refused() -> None:
    with pytest.raises(ValueError, match="two held texts of the source 'twice'"):
        held_texts([text_of("twice", "one"), text_of("twice", "two")], claims=())


def test_an_index_that_was_kept_does_as_well_and_that_of_other_texts_is_refused() -> None:
    kept = shingle_index([("held", DISPATCH)])
    held = held_texts([text_of("held", DISPATCH)], claims=(), shingles=kept)
    assert isinstance(held, HeldTexts)
    assert proposals([Part(DISPATCH)], None, source_id="new", held=held)
    with pytest.raises(ValueError, match="other texts"):
        held_texts([text_of("another", DISPATCH)], claims=(), shingles=kept)


# A confirmed relay


def test_a_confirmed_relay_joins_its_origins_group_and_becomes_the_states_voice(make: SimpleNamespace) -> None:
    sources = {each.id: each for each in (make.state("kcna"), make.source("paper"))}
    relay = joined(sources["paper"], "kcna", relation=Relation.RELAYS, sources=sources)
    assert relay.derives_from == (Derivation("kcna", Relation.RELAYS),)
    assert relay.independence_group == "the-state"
    assert is_state_voice(relay, {**sources, "paper": relay})
    assert sources["paper"].independence_group == "paper"


def test_a_relay_confirmed_twice_is_the_same_and_keeps_its_other_origins(make: SimpleNamespace) -> None:
    other = Derivation("book", Relation.BASED_ON)
    paper = make.source("paper", derives_from=(other,))
    sources = {each.id: each for each in (make.state("kcna"), make.source("book"), paper)}
    once = joined(paper, "kcna", relation=Relation.QUOTES, sources=sources)
    assert joined(once, "kcna", relation=Relation.QUOTES, sources={**sources, "paper": once}) == once
    assert once.derives_from == (other, Derivation("kcna", Relation.QUOTES))


@pytest.mark.parametrize("path", [("paper",), ("kcna", "paper"), ("kcna", "agency", "paper")])
def test_a_source_cannot_come_to_derive_from_itself(make: SimpleNamespace, path: tuple[str, ...]) -> None:
    sources = {"paper": make.source("paper")}
    for carrier, origin in pairwise(path):
        sources[carrier] = make.source(carrier, derives_from=(Derivation(origin, Relation.RELAYS),))
    with pytest.raises(ValueError, match="in a circle"):
        joined(sources["paper"], path[0], relation=Relation.RELAYS, sources=sources)


def test_a_scholars_work_based_on_state_papers_stays_a_witness(make: SimpleNamespace) -> None:
    sources = {each.id: each for each in (make.state("kcna"), make.source("scholar"))}
    with pytest.raises(ValueError, match="witness of its own"):
        joined(sources["scholar"], "kcna", relation=Relation.BASED_ON, sources=sources)


def test_an_origin_that_nobody_holds_cannot_be_joined(make: SimpleNamespace) -> None:
    with pytest.raises(ValueError, match="no source 'kcna'"):
        joined(make.source("paper"), "kcna", relation=Relation.RELAYS, sources={})


def test_texts_that_come_later_are_compared_as_if_they_had_been_held_from_the_start() -> None:
    first, second = text_of("a", DISPATCH, state_origin=True), text_of("b", " ".join(DISPATCH.split()[::-1]))
    grown = with_texts(held_texts([first], claims=[GIFTS]), [second, text_of("a", "A correction of the first.")])
    at_once = held_texts([first, second], claims=[GIFTS])
    assert grown.texts == at_once.texts
    parts = [Part(f"Seen twice: {DISPATCH}. {second.text}")]
    found = proposals(parts, None, source_id="new", held=grown)
    assert [each.source_id for each in found] == ["a", "b"]
    assert found == proposals(parts, None, source_id="new", held=at_once)
