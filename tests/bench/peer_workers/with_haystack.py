"""Haystack as a contender, run by a Python that has it: its in-memory store and BM25, with their defaults."""

from importlib.metadata import version
from pathlib import Path

from haystack import Document
from haystack.components.builders import AnswerBuilder
from haystack.components.converters import TextFileToDocument
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from measuring import TOP, Contender, Trial, run, text_files

_STORE = "store.json"


class Haystack(Contender):
    """Documents and word counts in memory; the components are called without a pipeline around them."""

    checks = "that the number belongs to a passage found; no check of the words"

    def __init__(self) -> None:
        self._builder = AnswerBuilder(reference_pattern=r"\[(\d+)\]")

    def ingest(self, files: Path, place: Path) -> int:
        """Read each file whole, as one document, and count its words."""
        self._store = InMemoryDocumentStore()
        self._store.write_documents(TextFileToDocument().run(sources=list(text_files(files)))["documents"])
        self._retriever = InMemoryBM25Retriever(self._store, top_k=TOP)
        return self._store.count_documents()

    def save(self, place: Path) -> None:
        """The store's own JSON file."""
        self._store.save_to_disk(str(place / _STORE))

    def open(self, files: Path, place: Path) -> None:
        """The JSON file, read; the words are counted again."""
        self._store = InMemoryDocumentStore.load_from_disk(str(place / _STORE))
        self._retriever = InMemoryBM25Retriever(self._store, top_k=TOP)

    def retrieve(self, question: str) -> int:
        """By BM25."""
        return len(self._retriever.run(query=question)["documents"])

    def accepts(self, trial: Trial) -> bool:
        """Whether the reference behind the quotation comes out of ``AnswerBuilder`` with its document.

        It looks at the number only: one beyond the documents is dropped with a warning. The quoted
        words are compared with nothing. (``FaithfulnessEvaluator`` asks a model, and there is none here.)
        """
        number = 1 if trial.is_retrieved else 2
        answers = self._builder.run(
            query="What does the article say?",
            replies=[f"The article says: “{trial.quote}” [{number}]."],
            documents=[Document(content=trial.text)],
        )["answers"]
        return bool(answers[0].documents)


if __name__ == "__main__":
    run(Haystack, version=version("haystack-ai"))
