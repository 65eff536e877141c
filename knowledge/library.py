"""The library as the assistant uses it: records, their verdicts and the passages that can be cited."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from knowledge.corpus import Corpus, read_corpus
from knowledge.holdings.acts import Deed
from knowledge.holdings.folder import LibraryFolder
from knowledge.lexical import LexicalIndex, tokens
from knowledge.lineage import has_state_origin
from knowledge.normalisation import find_quote, folded
from knowledge.passages import ARTICLE_SOURCE_ID, article_passages, note_passages, text_passages
from knowledge.records import Claim, ClaimVerdict, Evidence, Passage, Source, Verdict
from knowledge.verdicts import claim_verdict
from knowledge.votes import Vote, vote


@dataclass(frozen=True, eq=False)
class Library:
    """A sound corpus with everything that follows from it. Each equals itself alone: what is made of it may be kept."""

    corpus: Corpus
    passages: Mapping[str, Passage]
    verdicts: Mapping[str, ClaimVerdict]
    votes: Mapping[str, Vote]
    state_origin: frozenset[str]
    """Ids of the evidence records whose statement started with the subject state."""
    claim_passages: Mapping[str, Passage]
    """The sentence of the article in which each claim stands, in the order of the article."""

    def source_of(self, passage: Passage) -> Source:
        """The source a passage is cited to."""
        return self.corpus.sources[passage.source_id]

    def verdict_of(self, claim_id: str, component: str | None = None) -> Verdict | None:
        """The verdict of a claim or component; ``None`` for a context topic."""
        verdict = self.verdicts.get(claim_id)
        return verdict.component(component) if verdict else None

    def evidence_of(self, claim_id: str) -> tuple[Evidence, ...]:
        """Every evidence record of a claim."""
        return self.corpus.evidence_by_claim[claim_id]

    def passages_of(self, claim_id: str) -> tuple[str, ...]:
        """The ids of the passages that speak to a claim: its sentence of the article and its notes."""
        sentence = self.claim_passages.get(claim_id)
        return (*((sentence.id,) if sentence else ()), *(record.id for record in self.evidence_of(claim_id)))

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The passages, to be searched by their words."""
        return LexicalIndex({passage.id: passage.text for passage in self.passages.values()})

    @cached_property
    def folded(self) -> bytes:
        """The texts of the passages, the claims and the names of the sources, to look for words as they stand."""
        return folded((*(passage.text for passage in self.passages.values()), *self._names))

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of every word of the same texts."""
        return frozenset(word for text in self._names for word in tokens(text)).union(self.lexical.words)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """What claims are about and sources are called."""
        corpus = self.corpus
        return (
            *(f"{claim.topic} {claim.restatement}" for claim in corpus.claims.values()),
            *(f"{' '.join(source.authors)} {source.title} {source.publisher}" for source in corpus.sources.values()),
        )


def load_library(
    root: Path | None = None,
    *,
    folder: LibraryFolder | None = None,
    entries: int | None = None,
    supposing: Sequence[Deed] = (),
) -> Library:
    """The library of a folder; see :func:`knowledge.corpus.read_corpus`."""
    return library_of(read_corpus(root, folder=folder, entries=entries, supposing=supposing))


def library_of(corpus: Corpus) -> Library:
    """Verdicts, votes and passages of a corpus. Pure."""
    passages = (
        *article_passages(corpus.article),
        *note_passages(corpus.evidence, sources=corpus.sources),
        *text_passages(corpus.texts, sources=corpus.sources),
    )
    verdicts = {}
    votes = {}
    for claim in corpus.claims.values():
        evidence = corpus.evidence_by_claim[claim.id]
        verdict = claim_verdict(
            claim,
            evidence,
            sources=corpus.sources,
            search=corpus.searches.get(claim.id),
            conflicts=corpus.conflicts_by_claim[claim.id],
        )
        if verdict is not None:
            verdicts[claim.id] = verdict
        for record in evidence:
            votes[record.id] = vote(record, cutoff=claim.cutoff, sources=corpus.sources)
    return Library(
        corpus=corpus,
        passages={passage.id: passage for passage in passages},
        verdicts=verdicts,
        votes=votes,
        claim_passages=_claim_passages(corpus.claims.values(), passages),
        state_origin=frozenset(
            record.id for record in corpus.evidence.values() if has_state_origin(record, corpus.sources)
        ),
    )


def _claim_passages(claims: Iterable[Claim], passages: Iterable[Passage]) -> Mapping[str, Passage]:
    sentences = [passage for passage in passages if passage.source_id == ARTICLE_SOURCE_ID]
    places: dict[str, tuple[int, int, Passage]] = {}
    for claim in claims:
        for passage in sentences:
            span = find_quote(claim.verbatim, passage.text) if claim.verbatim else None
            if span is not None:
                places[claim.id] = (passage.start, span[0], passage)
                break
    ordered = sorted(places, key=lambda id: (*places[id][:2], id))
    return {id: places[id][2] for id in ordered}
