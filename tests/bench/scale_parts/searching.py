"""A library of a hundred thousand passages: its index built, the library opened, questions asked.

Vectors of the passages are synthetic (:mod:`scale_parts.vectors`); questions are embedded by the shipped encoder. The
library, the index and the answers are the program's own. *Retrieval* is one question embedded and its passages found.
An answer embeds a question in several readings, finds its claims as well, and checks and words what it says: that is
counted as the whole answer.
"""

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from langchain_core.embeddings import Embeddings
from scale_parts.figures import Figure
from scale_parts.processes import apart, command_seconds, memory
from scale_parts.taking_in import take_in
from scale_parts.vectors import SyntheticEmbeddings

from assistant.answering import Assistant
from assistant.opening import index_contents, index_name, open_library
from assistant.settings import Settings
from knowledge.embeddings import load_embeddings
from knowledge.index import Index, Site, open_index
from knowledge.index_building import build_index
from knowledge.library import Library
from knowledge.multilingual import MultilingualEmbeddings
from knowledge.queries import Query
from knowledge.retrieval import Hit, HybridRetriever

QUESTIONS = Path(__file__).parents[2] / "data" / "development_questions.jsonl"
_OF_TEXTS = 120
"""Questions made of the texts' own sentences, beside those about the article."""

_SAMPLES = 500
_WARMING = 20


def measure(documents: Path, place: Path, sentences: Sequence[str]) -> list[Figure]:
    """Figures of the documents taken into a library in ``place``."""
    library, cache = place / "library", place / "cache"
    command_seconds(["init", library])
    taken = take_in(documents, library)
    built = apart(build, library, cache, sentences)
    asked = apart(ask, library, cache, _questions(sentences))
    return [
        Figure(name="documents taken in", value=built["documents"], unit=""),
        Figure(name="taken in by the one command", value=taken, unit="s"),
        Figure(name="passages in the index", value=built["passages"], unit=""),
        Figure(name="index built, synthetic vectors", value=built["seconds"], unit="s"),
        Figure(name="index on disk", value=built["size"], unit="GB"),
        Figure(name="memory while the index is built, peak", value=built["peak"], unit="GB"),
        Figure(name="library opened in a new process", value=asked["library"], unit="s"),
        Figure(name="index opened and proved", value=asked["index"], unit="s"),
        Figure(name="first answer, after both", value=asked["first"], unit="s"),
        Figure(name=f"retrieval, {asked['questions']} questions, p50", value=_at(asked["retrieval"], 50), unit="ms"),
        Figure(name="retrieval, p95", value=_at(asked["retrieval"], 95), unit="ms", limit=35),
        Figure(name="the whole answer, p50", value=_at(asked["answer"], 50), unit="ms"),
        Figure(name="the whole answer, p95", value=_at(asked["answer"], 95), unit="ms"),
        Figure(name="  of it embedding and searching, p95", value=_at(asked["search"], 95), unit="ms"),
        Figure(name="memory of the process that answers, peak", value=asked["peak"], unit="GB", limit=1.5),
        Figure(name="memory of the process that answers, at the end", value=asked["held"], unit="GB", limit=1.5),
    ]


def build(folder: Path, cache: Path, sentences: Sequence[str]) -> dict[str, Any]:
    """Build the index of a library; seconds, without opening the library, and GB on disk."""
    library = open_library(Settings(cache=cache, library=folder))
    embeddings = synthetic(sentences)
    started = time.perf_counter()
    index = build_in(cache, library, embeddings)
    seconds = time.perf_counter() - started
    index.close()
    size = sum(file.stat().st_size for file in cache.rglob("*") if file.is_file()) / 2**30
    documents = len(library.corpus.texts)
    return {"seconds": seconds, "size": size, "documents": documents, "passages": len(library.passages)} | memory()


def synthetic(sentences: Sequence[str]) -> SyntheticEmbeddings:
    """Vectors scattered around those of some of the sentences."""
    return SyntheticEmbeddings(load_embeddings(), sentences[:: max(1, len(sentences) // _SAMPLES)])


def build_in(cache: Path, library: Library, embeddings: Embeddings) -> Index:
    """The index of a library, built in ``cache`` as the program builds it."""
    wanted = index_name(library, Settings(cache=cache))
    return build_index(Site(cache), wanted, contents=index_contents(library, embeddings, "synthetic"))


def ask(folder: Path, cache: Path, questions: Sequence[tuple[str, list[str]]]) -> dict[str, Any]:
    """Open a library and ask; seconds of each step, and milliseconds of every question."""
    settings = Settings(cache=cache, library=folder)
    started = time.perf_counter()
    library = open_library(settings)
    opened = time.perf_counter()
    wanted = index_name(library, settings)
    index = open_index(Site(cache), wanted)
    if index is None:
        raise FileNotFoundError(f"no index in {cache}")
    proved = time.perf_counter()
    clock, embeddings = Clock(), load_embeddings()
    assistant = Assistant(
        library=library,
        settings=settings,
        index=index,
        embeddings=TimedEmbeddings(embeddings, clock),
        multilingual=MultilingualEmbeddings(),
        index_fingerprint=wanted,
    )
    with patch.object(HybridRetriever, "retrieve", timed_retrieve(clock)):
        assistant.ask(*questions[0])
        first = time.perf_counter() - proved
        for question in questions[:_WARMING]:
            assistant.ask(*question)
        assistant.ask("김일성은 몇 나라를 방문했나요?")
        times: dict[str, list[float]] = {"answer": [], "search": [], "retrieval": []}
        for question in questions:
            clock.restart()
            begun = time.perf_counter()
            assistant.ask(*question)
            times["answer"].append((time.perf_counter() - begun) * 1000)
            times["search"].append((clock.embedding + clock.passages) * 1000)
    for text, _ in questions:
        begun = time.perf_counter()
        assistant._retriever.retrieve([Query(text, embeddings.embed_query(text))], prior={})
        times["retrieval"].append((time.perf_counter() - begun) * 1000)
    index.close()
    steps = {"library": opened - started, "index": proved - opened, "first": first, "questions": len(questions)}
    return steps | times | memory()


class Clock:
    """Seconds spent on the question at hand."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Begin anew."""
        self.embedding = self.passages = 0.0


class TimedEmbeddings(Embeddings):
    """An embedding whose time on questions is counted."""

    def __init__(self, real: Embeddings, clock: Clock) -> None:
        self._real, self._clock = real, clock

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Those of the real one."""
        return self._real.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        """That of the real one."""
        started = time.perf_counter()
        vector = self._real.embed_query(text)
        self._clock.embedding += time.perf_counter() - started
        return vector


def timed_retrieve(clock: Clock) -> Any:
    """The retriever's own search, its time counted."""
    retrieve = HybridRetriever.retrieve

    def timed(self: HybridRetriever, queries: Sequence[Query], **options: Any) -> tuple[Hit, ...]:
        started = time.perf_counter()
        hits = retrieve(self, queries, **options)
        clock.passages += time.perf_counter() - started
        return hits

    return timed


def _questions(sentences: Sequence[str]) -> list[tuple[str, list[str]]]:
    items = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    chosen = sentences[:: max(1, len(sentences) // _OF_TEXTS)][:_OF_TEXTS]
    return [
        *((item["question"], item["turns"]) for item in items),
        *((f"What is known of this: {sentence}", []) for sentence in chosen),
    ]


def _at(times: Sequence[float], percent: int) -> float:
    """A percentile, nearest rank."""
    ordered = sorted(times)
    return ordered[-(-len(ordered) * percent // 100) - 1]
