"""paper-qa as a contender, run by a Python that has it: no model, no key, no network.

Files go in through ``Docs.aadd`` with the citation given, so that no model is asked for one. The
embedding is paper-qa's own ``sparse``: tokens hashed into 256 counts. ``Docs`` is kept between
processes by pickle, as its README says.
"""

import asyncio
import pickle
from importlib.metadata import version
from pathlib import Path

from measuring import TOP, Contender, Trial, run, text_files
from paperqa import Docs, Settings
from paperqa.settings import ParsingSettings
from paperqa.types import Context, Doc, PQASession, Text

_PICKLE = "docs.pickle"
_CITED, _OTHER = "pqac-00000001", "pqac-00000002"  # the form in which paper-qa names a context


class PaperQA(Contender):
    """Documents, texts and vectors in memory."""

    checks = "that the key belongs to a passage found; no check of the words"

    def __init__(self) -> None:
        self._loop = asyncio.Runner()
        # Details of a document would be looked up on the network.
        self._settings = Settings(embedding="sparse", parsing=ParsingSettings(use_doc_details=False))
        self._embedding = self._settings.get_embedding_model()

    def ingest(self, files: Path, place: Path) -> int:
        """Read, chunk and embed each file; paper-qa gathers the vectors at the first retrieval."""
        self._docs = Docs()
        self._loop.run(self._add(files))
        return len(self._docs.docs)

    async def _add(self, files: Path) -> None:
        for path in text_files(files):
            await self._docs.aadd(
                path,
                citation=path.stem,
                docname=path.stem,
                dockey=path.stem,
                settings=self._settings,
                embedding_model=self._embedding,
            )

    def save(self, place: Path) -> None:
        """The pickle."""
        (place / _PICKLE).write_bytes(pickle.dumps(self._docs))

    def open(self, files: Path, place: Path) -> None:
        """The pickle, read."""
        self._docs = pickle.loads((place / _PICKLE).read_bytes())

    def retrieve(self, question: str) -> int:
        """By cosine of the hashed counts."""
        return len(
            self._loop.run(
                self._docs.retrieve_texts(question, TOP, settings=self._settings, embedding_model=self._embedding)
            )
        )

    def accepts(self, trial: Trial) -> bool:
        """Whether the citation behind the quotation comes out of paper-qa's clean-up of a raw answer.

        It looks at the key only: a key that belongs to no context is struck out, any other is turned
        into a reference. The quoted words are compared with nothing.
        """
        doc = Doc(docname=trial.passage_id, citation=trial.passage_id, dockey=trial.passage_id)
        session = PQASession(
            question="What does the article say?",
            raw_answer=f"The article says: “{trial.quote}” ({_CITED}).",
            contexts=[
                Context(
                    id=_CITED if trial.is_retrieved else _OTHER,
                    context=trial.text,
                    text=Text(text=trial.text, name=trial.passage_id, doc=doc),
                )
            ],
        )
        session.populate_formatted_answers_and_bib_from_raw_answer()
        return trial.passage_id in session.references


if __name__ == "__main__":
    run(PaperQA, version=version("paper-qa"))
