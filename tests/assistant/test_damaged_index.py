"""A damaged, strange or altered index is never served: it is reported, and built anew at the next start."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from assistant import opening
from assistant.answering import Assistant
from assistant.indexing import status, verify
from assistant.opening import index_name, open_assistant
from assistant.settings import Settings
from knowledge.index import Site, open_index
from knowledge.library import Library

COUNTRIES = "How many countries did Kim Il Sung visit?"


@pytest.fixture
def quick_embeddings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors of eight numbers, so that an index is built in a moment; what they mean is not tested here."""
    fake = DeterministicFakeEmbedding(size=8)
    monkeypatch.setattr(opening, "load_embeddings", lambda name=None: fake)
    monkeypatch.setattr(opening, "MultilingualEmbeddings", lambda: fake)


def no_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def rubbish_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("{", encoding="utf-8")


def rubbish_database(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"rubbish" * 1000)


def empty_database(folder: Path) -> None:
    (folder / "chroma.sqlite3").unlink()


def lost_texts(folder: Path) -> None:
    with sqlite3.connect(folder / "chroma.sqlite3") as database:
        database.execute("DELETE FROM embeddings")
    database.close()


@pytest.mark.usefixtures("quick_embeddings")
@pytest.mark.parametrize("damage", [no_manifest, rubbish_manifest, rubbish_database, empty_database, lost_texts])
def test_a_damaged_index_is_built_anew_at_the_next_start(
    damage: Callable[[Path], None], cache: Path, assistant: Assistant, tmp_path: Path, library: Library
) -> None:
    shutil.copytree(cache, tmp_path / "copy")
    settings = Settings(cache=tmp_path / "copy")
    folder = Site(settings.cache).folder(index_name(library, settings))
    damage(folder)
    built: list[int] = []
    opened = open_assistant(settings, progress=lambda done, total: built.append(total))
    assert built
    assert opened.notice is None
    assert opened.index is not None
    opened.index.close()
    assert verify(library, settings).is_ready


@pytest.mark.parametrize("kept", [0, 0.5], ids=["emptied", "cut short"])
def test_a_damaged_vector_file_is_reported_and_does_not_end_the_process(
    kept: float, cache: Path, assistant: Assistant, tmp_path: Path
) -> None:
    """In a process of its own: Chroma reads these files in native code, which can crash."""
    shutil.copytree(cache, tmp_path / "copy")
    for vectors in (tmp_path / "copy").glob("index-*/*/data_level0.bin"):
        content = vectors.read_bytes()
        vectors.write_bytes(content[: int(len(content) * kept)])
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "index", "status"],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"SECONDSOURCE_CACHE": str(tmp_path / "copy")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "damaged" in done.stderr
    assert "secondsource index build" in done.stderr


def test_an_index_of_another_library_is_not_served(
    cache: Path, assistant: Assistant, tmp_path: Path, library: Library, quick_embeddings: None
) -> None:
    settings = Settings(cache=tmp_path)
    wanted = index_name(library, settings)
    own = Site(cache).folder(wanted)
    stranger = Site(tmp_path).folder(wanted)
    shutil.copytree(own, stranger)
    manifest = stranger / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(wanted, "0" * 64), encoding="utf-8")
    assert status(library, settings).state == "damaged"
    opened = open_assistant(settings)
    assert opened.index is not None
    assert opened.index.manifest.fingerprint == wanted == opened.ask(COUNTRIES).provenance.index
    opened.index.close()


def test_an_index_with_another_text_in_it_does_not_pass_verification(
    cache: Path, assistant: Assistant, tmp_path: Path, library: Library
) -> None:
    shutil.copytree(cache, tmp_path / "copy")
    settings = Settings(cache=tmp_path / "copy")
    assert verify(library, settings).is_ready
    index = open_index(Site(settings.cache), index_name(library, settings))
    assert index is not None
    folder = Site(settings.cache).folder(index_name(library, settings))
    index.close()
    with sqlite3.connect(folder / "chroma.sqlite3") as database:
        changed = database.execute(
            "UPDATE embedding_metadata SET string_value = replace(string_value, '100 pilots', '900 pilots')"
            " WHERE string_value LIKE '%100 pilots%'"
        ).rowcount
    database.close()
    assert changed
    report = verify(library, settings)
    assert not report.is_ready
    assert "secondsource index build" in report.problem
