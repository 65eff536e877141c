"""A claim beside the page: its verdict as computed, all its evidence by side and origin, nothing shouted."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from assistant.cards import claim_card
from assistant.languages import ENGLISH
from assistant.pages.badges import SENSITIVE
from assistant.pages.claim import SIDE_WORDING, claim_view
from assistant.pages.markup import join
from assistant.study.checking import STEP_WORDING
from knowledge.library import Library
from knowledge.records import Claim
from knowledge.votes import Vote

Read = Callable[[str], Any]


@pytest.fixture(scope="module")
def views(library: Library) -> dict[str, str]:
    return {claim.id: claim_view(claim, library, ENGLISH) for claim in library.corpus.claims.values()}


def claims(library: Library) -> list[Claim]:
    return [claim for claim in library.corpus.claims.values() if claim.id in library.verdicts]


def test_every_claim_is_explained(library: Library, views: dict[str, str], read: Read) -> None:
    for claim in claims(library):
        text, card = read(views[claim.id]).text, claim_card(claim, library)
        for said in (claim.restatement, str(claim.verbatim), str(card.verdict_text), str(card.reason)):
            assert said in text, claim.id
        assert "What was searched" in text
        assert all(question in text for question in STEP_WORDING.values())


def test_every_evidence_record_of_a_claim_stands_in_it_once(library: Library, views: dict[str, str]) -> None:
    for claim in library.corpus.claims.values():
        shown = re.findall(r'<li id="note-([^"]+)"', views[claim.id])
        assert sorted(shown) == sorted(note.id for note in library.evidence_of(claim.id))
        for note in library.evidence_of(claim.id):
            assert join([note.statement]) in views[claim.id]


def test_a_note_stands_on_the_side_on_which_it_counts(library: Library, views: dict[str, str]) -> None:
    headings = {Vote.FULL: "For it", Vote.REFUTES: "Against it", Vote.ALIGNED: SIDE_WORDING[Vote.ALIGNED]}
    for claim in claims(library):
        sides = dict(re.findall(r'<section class="side"><h4>(.*?)</h4>(.*?)</section>', views[claim.id], re.DOTALL))
        for note in library.evidence_of(claim.id):
            heading = headings.get(library.votes[note.id])
            if heading is not None:
                assert f'id="note-{note.id}"' in sides[heading]
            elif library.votes[note.id] is Vote.NONE and note.id in library.state_origin:
                assert f'id="note-{note.id}"' in sides["The state’s own word, and repeats of it"]


def test_copies_of_one_statement_are_said_to_be_one_origin(views: dict[str, str], read: Read) -> None:
    assert "5 notes, one origin:" in read(views["gifts-count"]).text


def test_the_steps_lead_to_notes_that_are_there(library: Library, views: dict[str, str]) -> None:
    for claim in claims(library):
        targets = set(re.findall(r'href="#(note-[^"]+)"', views[claim.id]))
        assert targets <= set(re.findall(r'<li id="(note-[^"]+)"', views[claim.id]))


def test_what_is_sensitive_stands_behind_a_line_and_in_no_step(library: Library, views: dict[str, str]) -> None:
    marked = [note for note in library.corpus.evidence.values() if note.sensitive]
    assert marked
    for note in marked:
        view = views[note.claim_id]
        hidden = f'<details class="sensitive"><summary>{join([SENSITIVE])}</summary><p class="note" lang="en">'
        assert f"{hidden}{join([note.statement])}" in view
        assert f'href="#note-{note.id}"' not in view


def test_a_claim_can_be_asked_about_and_linked_to(library: Library, views: dict[str, str], read: Read) -> None:
    for claim in claims(library):
        tags = read(views[claim.id]).tags
        [ask] = [attributes for _, attributes in tags if "data-ask" in attributes]
        assert ask["data-ask"] == claim.asked_as[0] and ask["href"].startswith("./?q=")
        assert any(attributes.get("data-copy-address") == f"read?claim={claim.id}" for _, attributes in tags)


def test_a_background_topic_has_no_verdict(library: Library, views: dict[str, str], read: Read) -> None:
    for claim in library.corpus.claims.values():
        if claim.id not in library.verdicts:
            text = read(views[claim.id]).text
            assert "has no verdict" in text
            assert "Ask about this" not in text
