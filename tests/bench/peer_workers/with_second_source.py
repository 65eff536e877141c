"""Second Source as a contender: its own index, retriever and gate, on passages read from files.

The folder a file lies in names its side (``state_origin`` or ``others``). The index holds these
passages only; the wordings by which the program finds claims are no part of the files, and so
nothing is known in a passage's favour before it is looked at (the retriever's ``prior``).
"""

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from measuring import TOP, Contender, Trial, run, text_files
from tei_passages import documents_in, passages_of

from assistant.answers import Section
from assistant.drafts import Draft, Quote
from assistant.verification import verify
from knowledge.embeddings import SHIPPED, load_embeddings
from knowledge.index import Content, Site, fingerprint, open_index
from knowledge.index_building import build_index
from knowledge.library import Library, load_library
from knowledge.queries import Query
from knowledge.records import Passage
from knowledge.retrieval import HybridRetriever
from knowledge.vocabulary import Collection, PassageKind


class SecondSource(Contender):
    """Vectors from Chroma and BM25 from memory; every question is embedded."""

    checks = "the words, and that the passage was found for the answer"

    def __init__(self) -> None:
        self._library: Library | None = None

    def ingest(self, files: Path, place: Path) -> int:
        """Read, embed, index."""
        passages = _read(files)
        self._embeddings = load_embeddings()
        contents = {
            side.value: Content({p.id: p.text for p in passages if p.collection is side}, "shipped", self._embeddings)
            for side in Collection
        }
        index = build_index(Site(place), _fingerprint(passages), contents=contents)
        self._retriever = HybridRetriever(passages, index)
        return sum(index.manifest.counts.values())

    def save(self, place: Path) -> None:
        """Nothing: the index is on disk."""

    def open(self, files: Path, place: Path) -> None:
        """The passages read again, the index opened and proved by a query, as the program does."""
        passages = _read(files)
        self._embeddings = load_embeddings()
        index = open_index(Site(place), _fingerprint(passages))
        if index is None:
            raise FileNotFoundError(f"no index in {place}")
        self._retriever = HybridRetriever(passages, index)

    def retrieve(self, question: str) -> int:
        """The retriever gives up to 8 passages of each side; the first ten of them are taken."""
        hits = self._retriever.retrieve([Query(question, self._embeddings.embed_query(question))], prior={})
        return len(hits[:TOP])

    def accepts(self, trial: Trial) -> bool:
        """The gate every sentence of an answer goes through."""
        self._library = self._library or load_library()
        draft = Draft(
            text="The article says so.", section=Section.ASSERTED, quotes=(Quote(trial.passage_id, trial.quote),)
        )
        retrieved = {trial.passage_id} if trial.is_retrieved else set()
        statements, _ = verify([draft], library=self._library, retrieved=retrieved)
        return bool(statements)


def _read(files: Path) -> Sequence[Passage]:
    """A passage for each plain file; TEI files are cut into passages as those of a librarian are."""
    plain = [_passage(path) for path in text_files(files)]
    return plain or list(passages_of(documents_in(files)))


def _passage(path: Path) -> Passage:
    text = path.read_text(encoding="utf-8")
    return Passage(
        id=path.stem,
        source_id=path.stem,
        kind=PassageKind.LIBRARY_NOTE,
        collection=Collection(path.parent.name),
        text=text,
        locator=None,
        start=0,
        end=len(text),
    )


def _fingerprint(passages: Sequence[Passage]) -> str:
    corpus = hashlib.sha256("\0".join(f"{p.id}\0{p.text}" for p in passages).encode()).hexdigest()
    return fingerprint(corpus, (SHIPPED,))


if __name__ == "__main__":
    run(SecondSource, version=version("secondsource"))
