"""What tests of pages share: a reader of markup, hostile text, citations."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from assistant import citations
from assistant.answers import Citation
from knowledge.library import Library


class Reader(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="session")
def read() -> Callable[[str], Reader]:
    """Reads markup as a browser does: tags with attributes, and text."""
    return Reader


@pytest.fixture(scope="session")
def hostile() -> str:
    """A text that would break out of markup wherever it is not escaped."""
    return "<img src=x onerror=alert(1)>\"'&</template><script>alert(2)</script>"


@pytest.fixture(scope="session")
def cite(library: Library) -> Callable[..., Citation]:
    """A citation of a passage, or of a stretch of it."""

    def cite(passage_id: str, *, start: int = 0, end: int | None = None) -> Citation:
        passage = library.passages[passage_id]
        end = len(passage.text) if end is None else end
        return citations.cite(passage, library, (start, end))

    return cite
