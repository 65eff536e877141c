"""Who vetted a source stands on its card, in the words of the log."""

import json
from collections.abc import Callable
from pathlib import Path

from assistant.languages import ENGLISH
from assistant.pages.source import SIGNED_BY_NOBODY, source_view
from knowledge.holdings.folder import open_folder
from knowledge.library import load_library

Run = Callable[..., tuple[int, str, str]]
VOUCHED = (
    *("--class", "official_document_other", "--control", "other_state", "--interest", "neutral"),
    *("--group", "ministry", "--licence", "Public domain"),
)


def hand_in(desk: Run, file: Path, text: str) -> None:
    file.write_text(f"---\ntitle: A cable\ndate: 1968-02-14\n---\n{text}\n", encoding="utf-8")
    code, _, error = desk("sources", "add", str(file), *VOUCHED, "--propose-by", "Ada", "--reason", "for the seminar")
    assert code == 0, error


def test_the_card_and_the_command_say_who_proposed_reviewed_and_accepted_the_version_in_force(
    desk: Run, tmp_path: Path
) -> None:
    file = tmp_path / "cable.md"
    hand_in(desk, file, "The legation counted nine new combines.")
    desk("sources", "review", "cable", "--by", "Ben", "--reason", "read beside the scan")
    desk("sources", "accept", "cable", "--by", "Cho", "--reason", "sound")
    hand_in(desk, file, "The legation counted nineteen new combines.")
    desk("sources", "review", "cable", "--by", "Dee", "--reason", "a misreading mended")

    library = load_library(folder=open_folder(tmp_path / "ours"))
    page = source_view(library.corpus.sources["cable"], library, ENGLISH)
    for said in ("Ada", "Ben", "read beside the scan", "Cho", "sound"):
        assert said in page
    assert "Dee" not in page and SIGNED_BY_NOBODY not in page

    shown = json.loads(desk("sources", "show", "cable", "--json")[1])["vetting"]
    assert [(each["act"], each["by"]) for each in shown] == [
        ("proposed", "Ada"),
        ("reviewed", "Ben"),
        ("accepted", "Cho"),
    ]
    text = desk("sources", "show", "cable")[1]
    assert f"Accepted by Cho on {shown[-1]['time'][:10]}: sound" in text


def test_a_shipped_source_says_what_it_said_until_a_folder_corrects_it(desk: Run) -> None:
    shown = json.loads(desk("sources", "show", "bloomberg-2007-gifts", "--json")[1])
    assert shown["vetting"] == []
    desk("sources", "relay", "bloomberg-2007-gifts", "--of", "article-2011", "--by", "Ada", "--reason", "says so")
    desk("sources", "review", "bloomberg-2007-gifts", "--by", "Ben", "--reason", "read")
    desk("sources", "accept", "bloomberg-2007-gifts", "--by", "Ben", "--reason", "so it is")
    shown = json.loads(desk("sources", "show", "bloomberg-2007-gifts", "--json")[1])
    assert [each["by"] for each in shown["vetting"]] == ["Ada", "Ben", "Ben"]
