"""A running server serves what the librarian has accepted, without a pause, and never something half ready."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.errors import IndexTrouble
from assistant.opening import open_assistant
from assistant.serving import Serving, follow, renewed
from assistant.settings import Settings
from tests.cable import ID, MILK, taken_in

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def settings(tmp_path: Path, cache: Path, assistant: Assistant, run: Run, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A library folder, empty, and a cache of its own that has the shipped library's vectors."""
    shutil.copytree(cache, tmp_path / "cache")
    monkeypatch.setenv("SECONDSOURCE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("SECONDSOURCE_LIBRARY", str(tmp_path / "ours"))
    assert run("init", str(tmp_path / "ours"))[0] == 0
    return Settings(cache=tmp_path / "cache", library=tmp_path / "ours")


@pytest.fixture
def serving(settings: Settings) -> Serving:
    return Serving(open_assistant(settings))


@pytest.fixture
def accept(run: Run, tmp_path: Path) -> Callable[[], None]:
    """Take the cable in, vetted."""

    def accept() -> None:
        assert run(*taken_in(tmp_path))[0] == 0

    return accept


def cites_the_cable(assistant: Assistant) -> bool:
    answer = assistant.ask(MILK)
    return any(citation.source_id == ID for said in answer.statements for citation in said.citations)


@pytest.fixture
def following(serving: Serving, settings: Settings) -> Iterator[threading.Event]:
    """The server's watch over the folder; set whenever another assistant is served."""
    stop, replaced = threading.Event(), threading.Event()
    serving.when_replaced(replaced.set)
    watch = threading.Thread(target=follow, args=(serving, settings), kwargs={"stop": stop, "every": 0.1})
    watch.start()
    yield replaced
    stop.set()
    watch.join(timeout=60)
    assert not watch.is_alive()


def test_an_accepted_source_is_cited_without_a_restart_and_a_retracted_one_no_more(
    serving: Serving, following: threading.Event, accept: Callable[[], None], run: Run
) -> None:
    assert not cites_the_cable(serving.assistant)
    accept()
    assert following.wait(60)
    assert cites_the_cable(serving.assistant)
    following.clear()
    assert run("sources", "retract", ID, "--by", "Ben", "--reason", "forged")[0] == 0
    assert following.wait(60)
    assert not cites_the_cable(serving.assistant)


def test_an_answer_under_way_ends_with_the_library_it_began_with(
    serving: Serving, settings: Settings, accept: Callable[[], None]
) -> None:
    before = serving.assistant
    accept()
    after = renewed(before, settings)
    assert after is not None
    serving.replace(after)
    assert serving.assistant is after
    assert not cites_the_cable(before) and before.ask("Did pilots fight?").provenance.notice is None
    assert cites_the_cable(after)


def test_nothing_is_replaced_where_nothing_can_be_cited_yet(serving: Serving, settings: Settings, run: Run) -> None:
    proposed = taken_in(settings.cache)
    assert run(*proposed[: proposed.index("--review-by")])[0] == 0
    assert renewed(serving.assistant, settings) is None


def test_a_folder_that_somebody_has_touched_does_not_stop_what_is_served(
    serving: Serving,
    following: threading.Event,
    settings: Settings,
    accept: Callable[[], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    accept()
    assert following.wait(60)
    assert settings.library is not None
    log = settings.library / "log.jsonl"
    log.write_text(log.read_text(encoding="utf-8").replace("Ben", "Eve"), encoding="utf-8")
    for _ in range(600):
        if "was changed after it was written" in caplog.text:
            break
        threading.Event().wait(0.1)
    assert "what was served goes on" in caplog.text
    assert cites_the_cable(serving.assistant)


def test_an_earlier_index_is_served_with_its_records_until_the_newest_is_wanted_again(
    serving: Serving, following: threading.Event, accept: Callable[[], None], run: Run, settings: Settings
) -> None:
    accept()
    assert following.wait(60)
    listed = run("index", "list")[1].splitlines()
    assert len(listed) == 2 and listed[0].endswith("served")
    earlier = listed[1].split()[0]
    following.clear()
    assert run("index", "use", earlier[:6])[0] == 0
    assert following.wait(60)
    assert not cites_the_cable(serving.assistant)
    assert not cites_the_cable(open_assistant(settings))
    assert run("index", "list")[1].splitlines()[1].endswith("served, held")
    following.clear()
    assert run("index", "use", "newest")[0] == 0
    assert following.wait(60)
    assert cites_the_cable(serving.assistant)


def test_old_indexes_are_deleted_on_request_but_never_the_one_that_is_served(
    serving: Serving, settings: Settings, accept: Callable[[], None], run: Run
) -> None:
    accept()
    open_assistant(settings)
    newest, earlier = (line.split()[0] for line in run("index", "list")[1].splitlines())
    assert run("index", "use", earlier)[0] == 0
    assert run("index", "prune", "--keep", "0")[1] == "1 index deleted\n"
    assert [line.split()[0] for line in run("index", "list")[1].splitlines()] == [earlier]
    code, _, error = run("index", "use", newest)
    assert code == 2 and "secondsource index list" in error


def test_a_file_that_moves_while_it_is_read_is_read_where_it_has_gone(
    serving: Serving, settings: Settings, accept: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An acceptance moves a source's files after it is in the log: whoever reads just then looks again."""
    accept()
    assert settings.library is not None
    place, away = settings.library / "sources" / f"{ID}.toml", settings.library / "elsewhere.toml"
    place.rename(away)
    back = threading.Timer(0.1, away.rename, [place])
    back.start()
    after = renewed(serving.assistant, settings)
    back.join()
    assert after is not None and cites_the_cable(after)


def test_a_server_that_began_by_words_alone_searches_by_meaning_once_there_is_an_index(
    settings: Settings, accept: Callable[[], None]
) -> None:
    accept()
    by_words = replace(open_assistant(settings), index=None, embeddings=None, notice="searched by words alone: lost")
    after = renewed(by_words, settings)
    assert after is not None and after.notice is None and after.index is not None
    assert renewed(after, settings) is None


def test_a_stop_does_not_wait_for_an_index_that_is_being_built(
    serving: Serving, settings: Settings, accept: Callable[[], None]
) -> None:
    accept()
    stop = threading.Event()
    threading.Timer(1, stop.set).start()
    shutil.rmtree(settings.cache)  # nothing is known any more: to build it takes a while
    with pytest.raises(IndexTrouble, match="not built"):
        renewed(serving.assistant, settings, stop=stop)
