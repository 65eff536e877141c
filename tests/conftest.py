"""What every test starts from: the packaged library, and an environment that sets nothing."""

import os

import pytest

from knowledge.library import Library, load_library


@pytest.fixture(scope="session")
def library() -> Library:
    """The library that ships."""
    return load_library()


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person who runs the tests takes part in them."""
    for name in os.environ:
        if name.startswith("SECONDSOURCE_"):
            monkeypatch.delenv(name)
