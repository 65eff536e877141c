"""The first screen: what this is, how far to trust it, where to begin."""

from collections.abc import Callable
from typing import Any

from assistant.languages import ENGLISH, NAMES, words_of
from assistant.pages.front import chat_panel, conversation, welcome
from assistant.pages.shell import ROOMS, masthead
from knowledge.library import Library

Read = Callable[[str], Any]


def test_the_first_screen_says_what_the_article_is_and_offers_questions(read: Read, hostile: str) -> None:
    reader = read(welcome(["What is it?", hostile], ENGLISH))
    assert "state-media" in reader.text
    assert "No historian or librarian has signed this library." in reader.text
    asked = [attributes["data-ask"] for tag, attributes in reader.tags if tag == "button"]
    assert asked == ["What is it?", hostile]


def test_the_article_can_be_read_beside_the_chat(library: Library, read: Read) -> None:
    assert "Kim Il Sung and the Cause of Global Independence" in read(chat_panel(library, ENGLISH)).text


def test_history_is_said_to_stay_in_the_browser_and_can_be_cleared(read: Read) -> None:
    reader = read(conversation([], ENGLISH))
    assert "kept in this browser only" in reader.text
    assert any(attributes.get("data-history") == "clear" for _, attributes in reader.tags)


def test_every_room_is_a_link_away_and_the_current_one_is_said_to_be(read: Read) -> None:
    for room in ROOMS:
        tags = read(masthead(room.name, ENGLISH, skip_to="#reading")).tags
        assert {each.address for each in ROOMS} <= {attributes.get("href") for tag, attributes in tags if tag == "a"}
        [current] = [attributes for _, attributes in tags if attributes.get("aria-current") == "page"]
        assert current["href"] == room.address
        assert tags[1][1]["class"] == "skip-link"


def test_every_language_is_offered_by_its_own_name(read: Read) -> None:
    for language in NAMES:
        reader = read(masthead("read", words_of(language), skip_to="#reading"))
        assert all(name in reader.text for name in NAMES.values())
        [current] = [attributes for _, attributes in reader.tags if attributes.get("aria-current") == "true"]
        assert current["lang"] == language
