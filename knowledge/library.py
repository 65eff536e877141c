"""The library as the assistant uses it: records, their verdicts and the passages that can be cited."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.corpus import Corpus, read_corpus
from knowledge.lineage import has_state_origin
from knowledge.normalisation import find_quote
from knowledge.passages import article_passages, note_passages
from knowledge.records import Claim, ClaimVerdict, Evidence, Passage, PassageKind, Source, Verdict
from knowledge.verdicts import claim_verdict
from knowledge.votes import Vote, vote


@dataclass(frozen=True)
class Library:
    """A sound corpus with everything that follows from it."""

    corpus: Corpus
    passages: Mapping[str, Passage]
    verdicts: Mapping[str, ClaimVerdict]
    votes: Mapping[str, Vote]
    state_origin: frozenset[str]
    """Ids of the evidence records whose statement started with the subject state."""

    def source_of(self, passage: Passage) -> Source:
        """The source a passage is cited to."""
        return self.corpus.sources[passage.source_id]

    def verdict_of(self, claim_id: str, component: str | None = None) -> Verdict | None:
        """The verdict of a claim or component; ``None`` for a context topic."""
        verdict = self.verdicts.get(claim_id)
        return verdict.component(component) if verdict else None

    def article_passage(self, claim: Claim) -> Passage | None:
        """The sentence of the article in which a claim stands; ``None`` for a context topic."""
        if claim.verbatim is None:
            return None
        for passage in self.passages.values():
            if passage.kind is PassageKind.VERBATIM and find_quote(claim.verbatim, passage.text):
                return passage
        return None

    def evidence_of(self, claim_id: str) -> tuple[Evidence, ...]:
        """Every evidence record of a claim."""
        return self.corpus.evidence_by_claim[claim_id]


def load_library(root: Path | None = None) -> Library:
    """The library in ``root`` (the packaged one by default).

    Raises :class:`knowledge.problems.LibraryError` with every fault found.
    """
    return library_of(read_corpus(root))


def library_of(corpus: Corpus) -> Library:
    """Verdicts, votes and passages of a corpus. Pure."""
    passages = (
        *article_passages(corpus.article),
        *note_passages(corpus.evidence, sources=corpus.sources),
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
        state_origin=frozenset(
            record.id for record in corpus.evidence.values() if has_state_origin(record, corpus.sources)
        ),
    )
