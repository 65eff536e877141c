"""``ask(question) -> Answer``: the only place where the steps of an answer meet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Event

from langchain_core.embeddings import Embeddings

from assistant import __version__
from assistant.absences import absence_key, absence_line
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
    Withheld,
)
from assistant.cards import claim_card, conflict_cards
from assistant.chat_models import ChatModel, ModelFailure
from assistant.composing import compose, passages_of
from assistant.conversation import readings
from assistant.drafting.asking import answer_prompt, chosen, passages_given, propose, rewritten
from assistant.drafting.assembling import assemble
from assistant.drafting.gate import rule
from assistant.drafts import Draft
from assistant.excerpts import close_texts
from assistant.guidance import follow_ups
from assistant.prompting import Prompt, prompts_hash
from assistant.questions import LONGEST, has_words, read_question
from assistant.scope import NOTHING, Matter, Scope, matter_of
from assistant.searching import Findings, Searcher
from assistant.settings import Settings
from assistant.verification import verify
from knowledge.bibliography import csl_json
from knowledge.index import Index
from knowledge.library import Library
from knowledge.records import Claim
from knowledge.vocabulary import Collection

NO_PROMPTS = "none"
"""What provenance says of prompts where no model took part."""

_REMEMBERED = 12
_MOST_CANDIDATES = 12


@dataclass(frozen=True)
class Assistant:
    """A library made ready to answer.

    ``index`` and ``embeddings`` are ``None`` where search goes by words alone; ``notice`` then says why in one line,
    and so does every answer's provenance. ``model`` drafts with ``prompts``, if there is one; code decides.
    """

    library: Library
    settings: Settings
    index: Index | None
    embeddings: Embeddings | None
    multilingual: Embeddings | None
    index_fingerprint: str
    notice: str | None = None
    model: ChatModel | None = None
    prompts: Mapping[str, Prompt] = field(default_factory=dict)

    def ask(self, question: str, turns: Sequence[str] = ()) -> Answer:
        """The labelled, cited answer; ``turns`` are the reader's earlier questions, oldest first.

        Nothing a reader can type raises: what cannot be answered is abstained from, with the reason.
        """
        *_, answer = self.answers(question, turns)
        return answer

    def answers(self, question: str, turns: Sequence[str] = (), *, stop: Event | None = None) -> Iterator[Answer]:
        """The answer as it grows: each one is whole, checked and labelled, and the last is what :meth:`ask` returns.

        Without a model there is one. With a model the first is the answer without it, and one more comes with each of
        its sentences that has passed the gate. Closing the iterator stops the model, and so does setting ``stop``.
        """
        model = replace(self.model, stop=stop) if self.model is not None and stop is not None else self.model
        if len(question) > LONGEST:
            yield self._abstained(question[:LONGEST], AbstainReason.TOO_LONG)
        elif not has_words(question):
            yield self._abstained(question, AbstainReason.NOT_A_QUESTION)
        else:
            found = self.searcher.search(read_question(question, readings=self._readings(question, turns, model)))
            texts = close_texts(found.question, found.hits, self.library)
            scope = matter_of(found.question, found.found, library=self.library, texts=texts)
            yield from self._answers(found, scope, model)

    def prepare(self) -> None:
        """Read what every question needs, before the first one; raises :class:`IndexUnusable` if it is not there."""
        self.searcher.prepare()

    @cached_property
    def searcher(self) -> Searcher:
        """What finds the claims and passages of a question."""
        return Searcher(self.library, self.index, self.embeddings, self.multilingual, self.notice)

    def _readings(self, question: str, turns: Sequence[str], model: ChatModel | None) -> tuple[str, ...]:
        """The texts to search for a follow-up; as a model puts it, if there is one, beside those that code makes."""
        earlier = [turn for turn in turns[-_REMEMBERED:] if has_words(turn)]
        own = readings(question, earlier)
        if model is None or len(own) == 1:
            return own
        put = rewritten(model, self.prompts["rewrite"], question, earlier)
        return own if put is None or put in own else (question, put, *own[1:])

    def _abstained(self, question: str, reason: AbstainReason) -> Answer:
        drafts = abstention(reason, limit=NOTHING.limit, unmentioned=NOTHING.unmentioned)
        return self._answer(_Question(Findings(read_question(question)), NOTHING, drafts, reason))

    def _answers(self, found: Findings, scope: Scope, model: ChatModel | None) -> Iterator[Answer]:
        if scope.matter is None:
            reason = AbstainReason.OUT_OF_SCOPE
            drafts = abstention(reason, limit=scope.limit, unmentioned=scope.unmentioned)
            yield self._answer(_Question(found, scope, drafts, reason))
            return
        drafts = compose(found.question, scope.matter, library=self.library, hits=found.hits)
        asked = _Question(found, scope, drafts)
        alone = self._answer(asked)
        # The tables of the whole article are code's own: there is nothing to choose.
        if model is None or scope.matter.whole is not None:
            yield alone
            return
        yield from self._drafted(asked, alone, model)

    def _drafted(self, asked: "_Question", alone: Answer, model: ChatModel) -> Iterator[Answer]:
        """The answer with a model's sentences, as they come; without them where the model fails or none holds."""
        yield alone
        passages = passages_given([self.library.passages[item.passage_id] for item in alone.retrieved])
        prompt = answer_prompt(self.prompts["answer"], asked.found.question.search_text, passages)
        retrieved = {item.passage_id for item in alone.retrieved}
        drafted: list[Draft] = []
        withheld: list[Withheld] = []
        answer, failed = alone, None
        try:
            for proposal in propose(model, prompt):
                ruling = rule(proposal, library=self.library, retrieved=retrieved)
                drafted += ruling.drafts
                withheld += ruling.withheld
                answer = self._answer(replace(asked, drafted=tuple(drafted), withheld=tuple(withheld)), model=model)
                if ruling.drafts:
                    yield answer
        except ModelFailure as failure:
            answer, failed = alone, failure
        if answer.provenance.model is None:
            told, key = absence_line(model.name, failed), absence_key(failed)
            made = replace(alone.provenance, model_notice=told, model_failure=key)
            yield replace(alone, provenance=made, withheld=(*alone.withheld, *withheld))
            return
        yield replace(answer, follow_ups=self._chosen(asked, answer, model))

    def _chosen(self, asked: "_Question", answer: Answer, model: ChatModel) -> tuple[str, ...]:
        """What to ask next, as the model orders what the library offers; code's own choice where it fails."""
        claims = self._claims_of(answer.statements, asked.matter)
        candidates = follow_ups(claims, asked.matter.nearby, self.library, most=_MOST_CANDIDATES)
        said = " ".join(statement.text for statement in answer.statements if not statement.more)
        question = asked.found.question.text
        picked = chosen(model, self.prompts["suggest"], question=question, answer=said, candidates=candidates)
        return tuple(dict.fromkeys((*picked, *answer.follow_ups)))[: max(len(answer.follow_ups), 1)]

    def _answer(self, asked: "_Question", *, model: ChatModel | None = None) -> Answer:
        """Verify, label and assemble."""
        found, matter = asked.found, asked.matter
        drafts = assemble(asked.composed, asked.drafted, self.library)
        retrieved = self._retrieved(found, asked.composed) if asked.abstained is None else ()
        statements, withheld = verify(drafts, library=self.library, retrieved={item.passage_id for item in retrieved})
        claims = self._claims_of(statements, matter)
        has_drafted = any(draft.quotes for draft in asked.drafted)
        return Answer(
            question=found.question.text,
            conversation=Conversation(found.question.rewritten),
            status=Status.ANSWERED if asked.abstained is None else Status.ABSTAINED,
            abstain_reason=asked.abstained,
            score=asked.scope.score,
            statements=statements,
            claims=tuple(claim_card(claim, self.library) for claim in (*claims, *matter.nearby)),
            conflicts=conflict_cards(claims, self.library),
            retrieved=retrieved,
            searched=Searched(
                collections=tuple(collection.value for collection in Collection),
                passages=len(self.library.passages),
                claims=len(self.library.corpus.claims),
            ),
            withheld=(*withheld, *asked.withheld),
            follow_ups=follow_ups(claims, matter.nearby, self.library),
            sources=self._sources(statements),
            provenance=Provenance(
                corpus=self.library.corpus.fingerprint,
                index=self.index_fingerprint,
                prompts=prompts_hash(self.prompts) if has_drafted else NO_PROMPTS,
                model=model.name if model is not None and has_drafted else None,
                settings=self.settings.fingerprint,
                version=__version__,
                retrieval=found.mode.value,
                notice=found.notice,
            ),
        )

    def _retrieved(self, found: Findings, drafts: Sequence[Draft]) -> tuple[Retrieved, ...]:
        """What was found for this answer: by search, then by way of the claims it speaks of."""
        passages = {hit.passage.id: hit.passage for hit in found.hits}
        passages |= {passage.id: passage for passage in passages_of(drafts, self.library) if passage.id not in passages}
        return tuple(
            Retrieved(passage.id, passage.source_id, rank) for rank, passage in enumerate(passages.values(), start=1)
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


@dataclass(frozen=True)
class _Question:
    """A question on its way to an answer: what was found, what code composed, and what a model drafted and lost."""

    found: Findings
    scope: Scope
    composed: tuple[Draft, ...]
    abstained: AbstainReason | None = None
    drafted: tuple[Draft, ...] = ()
    withheld: tuple[Withheld, ...] = ()

    @property
    def matter(self) -> Matter:
        return self.scope.matter or Matter()
