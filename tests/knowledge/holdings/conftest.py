"""A library folder with one accepted source, and the words to hand in another."""

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.holdings.acts import RecordKind, RecordRef
from knowledge.holdings.desk import Proposal, at_the_desk
from knowledge.holdings.folder import LibraryFolder, create
from knowledge.holdings.overlay import shipped_refs
from knowledge.holdings.record_text import record_toml, text_lines
from knowledge.holdings.sourcing import Vouching, source_of
from knowledge.ingest.documents import Document, Part
from knowledge.record_files import RecordFiles, packaged_library, read_files
from knowledge.vocabulary import Control, Interest, SourceType

VOUCHING = Vouching(
    source_type=SourceType.OFFICIAL_DOCUMENT_OTHER,
    control=Control.OTHER_STATE,
    interest=Interest.NEUTRAL,
    independence_group="ministry",
    licence="Public domain",
)


@pytest.fixture(scope="session")
def shipped() -> RecordFiles:
    return read_files(packaged_library())


@pytest.fixture
def folder(tmp_path: Path) -> LibraryFolder:
    return create(tmp_path / "ours", name="Ours")


@pytest.fixture
def proposal() -> Callable[..., Proposal]:
    def proposal(id: str = "cable-1", text: str = "The minister said that 30 pilots had left.") -> Proposal:
        parts = (Part(text, "p. 1"), Part("Drafted by the desk officer.", "footnote 1", editorial=True))
        csl = {"title": "A cable", "issued": {"date-parts": [[1966, 11, 2]]}, "URL": f"https://example.org/{id}"}
        source = source_of(Document(name=id, csl=csl, parts=parts), VOUCHING)
        return Proposal(record=RecordRef(RecordKind.SOURCE, id), content=record_toml(source), text=text_lines(parts))

    return proposal


@pytest.fixture
def accept(shipped: RecordFiles) -> Callable[..., None]:
    """Hands versions in and has them reviewed and accepted."""

    def accept(folder: LibraryFolder, *proposals: Proposal) -> None:
        with at_the_desk(folder, shipped_refs(shipped)) as desk:
            for each in proposals:
                desk.propose(each, by="Ada", reason="wanted")
                desk.review(each.record, by="Ben", reason="read")
                desk.accept(each.record, by="Ben", reason="sound")
            desk.record()

    return accept
