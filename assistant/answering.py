"""``ask(question) -> Answer``: the only place where the steps of an answer meet."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from langchain_core.embeddings import Embeddings

from assistant import __version__
from assistant.abstaining import abstention
from assistant.answers import (
    AbstainReason,
    Answer,
    Conversation,
    Provenance,
    Retrieved,
    Searched,
    Statement,
    Status,
)
from assistant.cards import claim_card, conflict_cards
from assistant.composing import Matter, compose, passages_of
from assistant.conversation import search_text
from assistant.drafts import Draft
from assistant.guidance import follow_ups
from assistant.questions import LONGEST, Question, has_words, read_question
from assistant.scope import matter_of
from assistant.settings import Settings
from assistant.verification import verify
from knowledge.bibliography import csl_json
from knowledge.claim_search import ClaimFinder, ClaimSearch
from knowledge.embeddings import EmbeddingError
from knowledge.index import Index, IndexUnusable
from knowledge.library import Library
from knowledge.records import Claim, Collection
from knowledge.retrieval import Hit, HybridRetriever, RetrievalMode
from knowledge.wordings import wordings

NO_PROMPTS = "none"
"""What provenance says of prompts and model while no model takes part."""

_REMEMBERED = 12
_OTHER_LANGUAGE = "The question is not in English; the sources are searched by meaning and the answer is in English."


@dataclass(frozen=True)
class Assistant:
    """A library made ready to answer.

    ``index`` and ``embeddings`` are ``None`` where search goes by words alone; ``notice`` then says
    why in one line, and so does every answer's provenance.
    """

    library: Library
    settings: Settings
    index: Index | None
    embeddings: Embeddings | None
    index_fingerprint: str
    notice: str | None = None

    def ask(self, question: str, turns: Sequence[str] = ()) -> Answer:
        """The labelled, cited answer; ``turns`` are the reader's earlier questions, oldest first.

        Nothing a reader can type raises: what cannot be answered is abstained from, with the reason.
        """
        if len(question) > LONGEST:
            return self._answer(_Reading(read_question(question[:LONGEST])), AbstainReason.TOO_LONG)
        if not has_words(question):
            return self._answer(_Reading(read_question(question)), AbstainReason.NOT_A_QUESTION)
        earlier = [turn for turn in turns[-_REMEMBERED:] if has_words(turn)]
        searched = search_text(question, earlier)
        asked = read_question(question, search_text=searched)
        reading = self._search(asked, rewritten=searched if searched != question else None)
        scope = matter_of(
            asked,
            reading.found,
            coverage=self._finder.coverage(asked.search_text),
            library=self.library,
            by_meaning=reading.mode is RetrievalMode.HYBRID,
        )
        if scope.matter is None:
            return self._answer(reading, AbstainReason.OUT_OF_SCOPE, score=scope.score)
        return self._answer(reading, scope.matter, score=scope.score)

    def _search(self, asked: "Question", *, rewritten: str | None) -> "_Reading":
        """The passages and claims for a question, by words alone if meaning cannot be searched."""
        vector: Sequence[float] | None = None
        notice = self.notice
        try:
            if self.embeddings is not None:
                vector = self.embeddings.embed_query(asked.search_text)
            hits = self._retriever.retrieve(asked.search_text, vector=vector)
        except (EmbeddingError, IndexUnusable) as error:
            vector, notice = None, f"searched by words alone: {error}"
            hits = self._retriever.retrieve(asked.search_text, vector=None)
        found = self._finder.find(asked.search_text, vector=vector, asks_number=asked.asks_number)
        mode = RetrievalMode.LEXICAL if vector is None else RetrievalMode.HYBRID
        return _Reading(asked, hits, found, mode, rewritten, notice)

    def _answer(
        self, reading: "_Reading", outcome: Matter | AbstainReason, *, score: float = 0.0
    ) -> Answer:
        """Verify, label and assemble."""
        abstained = outcome if isinstance(outcome, AbstainReason) else None
        matter = outcome if isinstance(outcome, Matter) else Matter(claims=())
        if abstained is not None:
            drafts = abstention(abstained)
        else:
            drafts = compose(reading.question, matter, library=self.library, hits=reading.hits)
        retrieved = self._retrieved(reading.hits, drafts) if abstained is None else ()
        statements, withheld = verify(
            drafts, library=self.library, retrieved={item.passage_id for item in retrieved}
        )
        claims = self._claims_of(statements, matter)
        return Answer(
            question=reading.question.text,
            conversation=Conversation(reading.rewritten),
            status=Status.ANSWERED if abstained is None else Status.ABSTAINED,
            abstain_reason=abstained,
            score=score,
            statements=statements,
            claims=tuple(claim_card(claim, self.library) for claim in claims),
            conflicts=conflict_cards(claims, self.library),
            retrieved=retrieved,
            searched=Searched(
                collections=tuple(collection.value for collection in Collection),
                passages=len(self.library.passages),
                claims=len(self.library.corpus.claims),
            ),
            withheld=withheld,
            follow_ups=follow_ups(claims, self.library),
            sources=self._sources(statements),
            provenance=Provenance(
                corpus=self.library.corpus.fingerprint,
                index=self.index_fingerprint,
                prompts=NO_PROMPTS,
                model=None,
                settings=self.settings.fingerprint,
                version=__version__,
                retrieval=reading.mode.value,
                notice=reading.notice if reading.question.is_english else _OTHER_LANGUAGE,
            ),
        )

    def _retrieved(self, hits: Sequence[Hit], drafts: Sequence[Draft]) -> tuple[Retrieved, ...]:
        """What was found for this answer: by search, then by way of the claims it speaks of."""
        found = {hit.passage.id: hit.passage for hit in hits}
        found |= {passage.id: passage for passage in passages_of(drafts, self.library) if passage.id not in found}
        return tuple(
            Retrieved(passage.id, passage.source_id, rank) for rank, passage in enumerate(found.values(), start=1)
        )

    def _claims_of(self, statements: Sequence[Statement], matter: Matter) -> tuple[Claim, ...]:
        ids = [claim.id for claim in matter.claims] if matter.claims else [
            id for statement in statements if not statement.more for id in statement.claim_ids
        ]
        return tuple(self.library.corpus.claims[id] for id in dict.fromkeys(ids))

    def _sources(self, statements: Sequence[Statement]) -> tuple[dict[str, object], ...]:
        ids = dict.fromkeys(citation.source_id for s in statements for citation in s.citations)
        return tuple(csl_json(self.library.corpus.sources[id]) for id in ids)

    @cached_property
    def _retriever(self) -> HybridRetriever:
        return HybridRetriever(self.library.passages.values(), self.index)

    @cached_property
    def _finder(self) -> ClaimFinder:
        texts = wordings(self.library.corpus)
        vectors = self.index.wording_vectors()[1] if self.index is not None else None
        return ClaimFinder(texts, self.library.corpus.claims, vectors=vectors)


@dataclass(frozen=True)
class _Reading:
    """A question with everything that was found for it."""

    question: Question
    hits: tuple[Hit, ...] = ()
    found: ClaimSearch = ClaimSearch()
    mode: RetrievalMode = RetrievalMode.HYBRID
    rewritten: str | None = None
    notice: str | None = None
