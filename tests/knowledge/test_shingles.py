"""Shared wording: how much, and the longest stretch of it."""

import time

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.shingles import SHINGLE, longest_stretch, merged, overlaps, shingle_index

WORDS = st.lists(st.sampled_from("a b c d".split()), max_size=30)
TEXTS = st.dictionaries(st.sampled_from([f"t{n}" for n in range(6)]), WORDS.map(" ".join), max_size=6)


def numbered(first: int, last: int) -> str:
    return " ".join(f"word{n}" for n in range(first, last))


def test_a_copy_is_found_whole_case_and_punctuation_aside() -> None:
    index = shingle_index([("held", numbered(0, 40)), ("other", numbered(100, 140))])
    (overlap,) = overlaps("“" + numbered(0, 40).upper().replace(" ", ", ") + "!”", index)
    assert (overlap.id, overlap.shared, overlap.of_new, overlap.of_held, overlap.run) == ("held", 36, 1.0, 1.0, 40)


def test_each_texts_share_is_of_its_own_length() -> None:
    index = shingle_index([("long", numbered(0, 204))])
    (overlap,) = overlaps(numbered(0, 54) + " " + numbered(500, 550), index)
    assert (overlap.of_new, overlap.of_held) == (0.5, 0.25)


def test_too_few_shared_shingles_are_left_out() -> None:
    index = shingle_index([("held", numbered(0, 40))])
    assert overlaps(numbered(0, 9), index, at_least=5)
    assert not overlaps(numbered(0, 9), index, at_least=6)


def test_nothing_is_found_in_nothing() -> None:
    assert overlaps(numbered(0, 40), shingle_index([])) == ()
    assert overlaps("", shingle_index([("held", numbered(0, 40))])) == ()
    assert longest_stretch([], "") is None


@settings(deadline=None)
@given(TEXTS, WORDS.map(" ".join), st.randoms())
def test_the_order_of_the_held_texts_does_not_matter(texts: dict[str, str], new: str, random: object) -> None:
    shuffled = list(texts.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert overlaps(new, shingle_index(shuffled)) == overlaps(new, shingle_index(texts.items()))


@settings(deadline=None)
@given(TEXTS, TEXTS, WORDS.map(" ".join))
def test_an_index_that_was_kept_and_added_to_is_as_good_as_new(
    kept: dict[str, str], added: dict[str, str], new: str
) -> None:
    added = {f"new-{id}": text for id, text in added.items()}
    both = merged(shingle_index(kept.items()), shingle_index(added.items()))
    anew = shingle_index({**kept, **added}.items())
    assert both.ids == anew.ids
    assert numpy.array_equal(both.hashes, anew.hashes)
    assert numpy.array_equal(both.sizes, anew.sizes)
    assert overlaps(new, both) == overlaps(new, anew)


def test_a_text_is_not_added_twice() -> None:
    index = shingle_index([("held", numbered(0, 40))])
    with pytest.raises(ValueError, match="held"):
        merged(index, index)


@settings(deadline=None)
@given(WORDS, WORDS)
def test_the_longest_stretch_is_the_longest(new: list[str], held: list[str]) -> None:
    def shared(length: int) -> bool:
        stretches = {tuple(held[at : at + length]) for at in range(len(held) - length + 1)}
        return any(tuple(new[at : at + length]) in stretches for at in range(len(new) - length + 1))

    longest = max((length for length in range(SHINGLE, len(new) + 1) if shared(length)), default=0)
    text, other = " ".join(new), " ".join(held)
    stretch = longest_stretch([text], other)
    assert (stretch.words if stretch else 0) == longest
    if stretch:
        assert text[stretch.start : stretch.end] == other[stretch.other_start : stretch.other_end]
        assert len(text[stretch.start : stretch.end].split()) == longest


@settings(deadline=None)
@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_no_stretch_is_longer_than_the_run_that_the_index_finds(new: str, held: str) -> None:
    stretch = longest_stretch([new], held)
    met = overlaps(new, shingle_index([("held", held)]))
    assert bool(stretch) == bool(met)
    if stretch:
        assert stretch.words <= met[0].run


def test_a_stretch_keeps_to_one_part_and_says_which() -> None:
    parts = [numbered(0, 10), "Before. " + numbered(10, 40)]
    stretch = longest_stretch(parts, numbered(0, 40))
    assert stretch is not None
    assert (stretch.part, stretch.words) == (1, 30)
    assert parts[1][stretch.start : stretch.end] == numbered(10, 40)


def test_of_equal_stretches_the_first_is_shown() -> None:
    stretch = longest_stretch(
        [f"{numbered(0, 9)} between {numbered(20, 29)}"], f"{numbered(20, 29)} x {numbered(0, 9)}"
    )
    assert stretch is not None
    assert stretch.start == 0


def test_a_text_that_repeats_one_word_for_ever_is_read_quickly() -> None:
    started = time.process_time()
    for_ever = "gift " * 20_000
    assert longest_stretch([for_ever], for_ever) is not None
    assert len(overlaps(for_ever, shingle_index([("held", for_ever)]))) == 1
    assert time.process_time() - started < 5
