"""``ask(question) -> Answer``: the only place where the steps of an answer meet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
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
from assistant.composing import compose, passages_of
from assistant.conversation import readings
from assistant.drafts import Draft
from assistant.excerpts import close_texts
from assistant.guidance import follow_ups
from assistant.questions import LONGEST, Question, has_words, read_question
from assistant.scope import NOTHING, Matter, Scope, matter_of
from assistant.settings import Settings
from assistant.verification import verify
from knowledge.bibliography import csl_json
from knowledge.claim_search import ClaimFinder, ClaimSearch
from knowledge.embeddings import EmbeddingError
from knowledge.index import WORDINGS, WORDINGS_MULTILINGUAL, Index, IndexUnusable
from knowledge.library import Library
from knowledge.queries import Query
from knowledge.records import Claim
from knowledge.retrieval import Hit, HybridRetriever, RetrievalMode
from knowledge.vocabulary import Collection
from knowledge.wordings import Wording, questions, wordings

NO_PROMPTS = "none"
"""What provenance says of prompts and model while no model takes part."""

_REMEMBERED = 12
_PRIOR = 0.3
"""What belonging to the likeliest claim adds to a passage's score; less by as much as a claim is behind it."""
_PRIOR_SPAN = 0.5
_PRIOR_CLAIMS = 5
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
    multilingual: Embeddings | None
    index_fingerprint: str
    notice: str | None = None

    def ask(self, question: str, turns: Sequence[str] = ()) -> Answer:
        """The labelled, cited answer; ``turns`` are the reader's earlier questions, oldest first.

        Nothing a reader can type raises: what cannot be answered is abstained from, with the reason.
        """
        if len(question) > LONGEST:
            return self._answer(_Reading(read_question(question[:LONGEST])), NOTHING, AbstainReason.TOO_LONG)
        if not has_words(question):
            return self._answer(_Reading(read_question(question)), NOTHING, AbstainReason.NOT_A_QUESTION)
        earlier = [turn for turn in turns[-_REMEMBERED:] if has_words(turn)]
        asked = read_question(question, readings=readings(question, earlier))
        reading = self._search(asked)
        texts = close_texts(asked, reading.hits, self.library)
        return self._answer(reading, matter_of(asked, reading.found, library=self.library, texts=texts))

    def prepare(self) -> None:
        """Read what every question needs, before the first one; raises :class:`IndexUnusable` if it is not there."""
        _ = self._finder, self._retriever

    def _search(self, asked: Question) -> "_Reading":
        """The passages and claims for a question, by words alone if meaning cannot be searched."""
        try:
            if self.embeddings is None:
                return self._search_with(asked, None, self.notice)
            if asked.is_english or self.multilingual is None:
                return self._search_with(asked, self.embeddings)
            return self._search_in_other_language(asked, self.embeddings, self.multilingual)
        except (EmbeddingError, IndexUnusable) as error:
            return self._search_with(asked, None, f"searched by words alone: {error}")

    def _search_with(self, asked: Question, embeddings: Embeddings | None, notice: str | None = None) -> "_Reading":
        """Search in English: the claims first, then passages, those of the likeliest claims preferred."""
        texts = [self._finder.speller.read(text) for text in asked.search_texts]
        queries = [Query(text, embeddings.embed_query(text) if embeddings else None) for text in texts]
        found = self._finder.find(queries, counted=asked.counted, asks_motive=asked.asks_motive)
        hits = self._retriever.retrieve(queries, prior=self._prior(found))
        return _Reading(asked, hits, found, RetrievalMode.HYBRID if embeddings else RetrievalMode.LEXICAL, notice)

    def _search_in_other_language(
        self, asked: Question, embeddings: Embeddings, multilingual: Embeddings
    ) -> "_Reading":
        """The claim is found across languages; its nearest English wording then finds the passages."""
        text = asked.search_text
        found = self._multilingual_finder.find([Query(text, multilingual.embed_query(text))])
        english = found.candidates[0].wording.text
        queries = [Query(english, embeddings.embed_query(english))]
        hits = self._retriever.retrieve(queries, prior=self._prior(found))
        return _Reading(asked, hits, found, RetrievalMode.HYBRID, _OTHER_LANGUAGE)

    def _prior(self, found: ClaimSearch) -> dict[str, float]:
        """What speaks for a passage before it is read: that it belongs to a claim the question seems to mean."""
        prior: dict[str, float] = {}
        for candidate in found.candidates[:_PRIOR_CLAIMS]:
            behind = (found.candidates[0].score - candidate.score) / _PRIOR_SPAN
            for passage_id in self.library.passages_of(candidate.claim_id):
                prior.setdefault(passage_id, _PRIOR * max(1.0 - behind, 0.0))
        return prior

    def _answer(self, reading: "_Reading", scope: Scope, abstained: AbstainReason | None = None) -> Answer:
        """Verify, label and assemble."""
        matter = scope.matter or Matter()
        if scope.matter is None:
            abstained = abstained or AbstainReason.OUT_OF_SCOPE
            drafts = abstention(abstained, limit=scope.limit, unmentioned=scope.unmentioned)
        else:
            drafts = compose(reading.question, matter, library=self.library, hits=reading.hits)
        retrieved = self._retrieved(reading.hits, drafts) if abstained is None else ()
        statements, withheld = verify(drafts, library=self.library, retrieved={item.passage_id for item in retrieved})
        claims = self._claims_of(statements, matter)
        return Answer(
            question=reading.question.text,
            conversation=Conversation(reading.question.rewritten),
            status=Status.ANSWERED if abstained is None else Status.ABSTAINED,
            abstain_reason=abstained,
            score=scope.score,
            statements=statements,
            claims=tuple(claim_card(claim, self.library) for claim in (*claims, *matter.nearby)),
            conflicts=conflict_cards(claims, self.library),
            retrieved=retrieved,
            searched=Searched(
                collections=tuple(collection.value for collection in Collection),
                passages=len(self.library.passages),
                claims=len(self.library.corpus.claims),
            ),
            withheld=withheld,
            follow_ups=follow_ups(claims, matter.nearby, self.library),
            sources=self._sources(statements),
            provenance=Provenance(
                corpus=self.library.corpus.fingerprint,
                index=self.index_fingerprint,
                prompts=NO_PROMPTS,
                model=None,
                settings=self.settings.fingerprint,
                version=__version__,
                retrieval=reading.mode.value,
                notice=reading.notice,
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
        ids = (
            [claim.id for claim in matter.claims]
            if matter.claims
            else [id for statement in statements if not statement.more for id in statement.claim_ids]
        )
        return tuple(self.library.corpus.claims[id] for id in dict.fromkeys(ids))

    def _sources(self, statements: Sequence[Statement]) -> tuple[dict[str, object], ...]:
        ids = dict.fromkeys(citation.source_id for s in statements for citation in s.citations)
        return tuple(csl_json(self.library.corpus.sources[id]) for id in ids)

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


@dataclass(frozen=True)
class _Reading:
    """A question with everything that was found for it."""

    question: Question
    hits: tuple[Hit, ...] = ()
    found: ClaimSearch = field(default_factory=ClaimSearch)
    mode: RetrievalMode = RetrievalMode.HYBRID
    notice: str | None = None
