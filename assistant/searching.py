"""What a question finds: claims first, then passages, those of the likeliest claims preferred."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from langchain_core.embeddings import Embeddings

from assistant.questions import Question
from knowledge.claim_search import ClaimFinder, ClaimSearch
from knowledge.embeddings import EmbeddingError
from knowledge.index import WORDINGS, WORDINGS_MULTILINGUAL, Index, IndexUnusable
from knowledge.library import Library
from knowledge.queries import Query
from knowledge.retrieval import Hit, HybridRetriever, RetrievalMode
from knowledge.wordings import Wording, questions, wordings

_PRIOR = 0.3
"""What belonging to the likeliest claim adds to a passage's score; less by as much as a claim is behind it."""
_PRIOR_SPAN = 0.5
_PRIOR_CLAIMS = 5
_OTHER_LANGUAGE = "The question is not in English; the sources are searched by meaning and the answer is in English."


@dataclass(frozen=True, slots=True)
class Findings:
    """A question with everything that was found for it; ``notice`` says in a line what was unusual about the search."""

    question: Question
    hits: tuple[Hit, ...] = ()
    found: ClaimSearch = field(default_factory=ClaimSearch)
    mode: RetrievalMode = RetrievalMode.HYBRID
    notice: str | None = None


@dataclass(frozen=True)
class Searcher:
    """A library made ready to be searched; without ``index`` and ``embeddings`` by words alone, as ``notice`` says."""

    library: Library
    index: Index | None
    embeddings: Embeddings | None
    multilingual: Embeddings | None
    notice: str | None = None

    def search(self, asked: Question) -> Findings:
        """The passages and claims for a question, by words alone if meaning cannot be searched."""
        try:
            if self.embeddings is None:
                return self._search_with(asked, None, self.notice)
            if asked.is_english or self.multilingual is None:
                return self._search_with(asked, self.embeddings)
            return self._search_in_other_language(asked, self.embeddings, self.multilingual)
        except (EmbeddingError, IndexUnusable) as error:
            return self._search_with(asked, None, f"searched by words alone: {error}")

    def prepare(self) -> None:
        """Read what every question needs, before the first one; raises :class:`IndexUnusable` if it is not there."""
        _ = self._finder, self._retriever

    def _search_with(self, asked: Question, embeddings: Embeddings | None, notice: str | None = None) -> Findings:
        """Search in English: the claims first, then passages, those of the likeliest claims preferred."""
        texts = [self._finder.speller.read(text) for text in asked.search_texts]
        queries = [Query(text, embeddings.embed_query(text) if embeddings else None) for text in texts]
        found = self._finder.find(queries, counted=asked.counted, asks_motive=asked.asks_motive)
        hits = self._retriever.retrieve(queries, prior=self._prior(found))
        return Findings(asked, hits, found, RetrievalMode.HYBRID if embeddings else RetrievalMode.LEXICAL, notice)

    def _search_in_other_language(self, asked: Question, embeddings: Embeddings, multilingual: Embeddings) -> Findings:
        """The claim is found across languages; its nearest English wording then finds the passages."""
        text = asked.search_text
        found = self._multilingual_finder.find([Query(text, multilingual.embed_query(text))])
        english = found.candidates[0].wording.text
        queries = [Query(english, embeddings.embed_query(english))]
        hits = self._retriever.retrieve(queries, prior=self._prior(found))
        return Findings(asked, hits, found, RetrievalMode.HYBRID, _OTHER_LANGUAGE)

    def _prior(self, found: ClaimSearch) -> dict[str, float]:
        """What speaks for a passage before it is read: that it belongs to a claim the question seems to mean."""
        prior: dict[str, float] = {}
        for candidate in found.candidates[:_PRIOR_CLAIMS]:
            behind = (found.candidates[0].score - candidate.score) / _PRIOR_SPAN
            for passage_id in self.library.passages_of(candidate.claim_id):
                prior.setdefault(passage_id, _PRIOR * max(1.0 - behind, 0.0))
        return prior

    @cached_property
    def _retriever(self) -> HybridRetriever:
        return HybridRetriever(self.library.passages.values(), self.index, lexical=self.library.lexical)

    @cached_property
    def _finder(self) -> ClaimFinder:
        return self._claim_finder(WORDINGS, wordings(self.library.corpus))

    @cached_property
    def _multilingual_finder(self) -> ClaimFinder:
        return self._claim_finder(WORDINGS_MULTILINGUAL, questions(self.library.corpus))

    def _claim_finder(self, collection: str, asked: Sequence[Wording]) -> ClaimFinder:
        ids = [wording.id for wording in asked]
        vectors = self.index.vectors(collection, ids=ids) if self.index is not None else None
        return ClaimFinder(asked, self.library.corpus.claims, vectors=vectors)
