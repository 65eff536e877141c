"""The real assistant over the packaged library, opened once, its index built in a folder of the test run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.opening import open_assistant
from assistant.settings import Settings


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the index that the tests share; nothing but opening an assistant writes to it."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def assistant(cache: Path) -> Iterator[Assistant]:
    opened = open_assistant(Settings(cache=cache))
    assert opened.notice is None, opened.notice
    yield opened
    if opened.index is not None:
        opened.index.close()
