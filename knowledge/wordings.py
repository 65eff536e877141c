"""The search surface of claims: every wording under which a question may mean one.

Wordings are searched and never cited. A claim is found through its article wording, its restatement
and phrases, the questions readers ask for it, and every note that speaks to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Wording:
    """One text and the claims it stands for, the chief one first.

    ``premise_id`` names the premise whose question it is, ``evidence_id`` the record whose note it
    is, ``limit_id`` the topic not covered that it asks for (and then it stands for no claim).
    """

    id: str
    text: str
    claim_ids: tuple[str, ...]
    premise_id: str | None = None
    evidence_id: str | None = None
    limit_id: str | None = None


def wordings(corpus: Corpus) -> tuple[Wording, ...]:
    """Every wording of a corpus, in a fixed order."""
    return tuple(sorted(_wordings(corpus), key=lambda wording: wording.id))


def questions(corpus: Corpus) -> tuple[Wording, ...]:
    """The wordings that are short and plain enough to be matched across languages: questions and topics.

    Of what the library does not cover, the first few of each topic are enough.
    """
    return tuple(
        wording
        for wording in wordings(corpus)
        if wording.evidence_id is None and not (wording.limit_id and wording.id[-2:] > _FEW)
    )


_FEW = "03"


def _wordings(corpus: Corpus) -> Iterator[Wording]:
    for claim in corpus.claims.values():
        own = (claim.id,)
        phrases = {
            "restatement": claim.restatement,
            "topic": claim.topic,
            "verbatim": claim.verbatim,
            "clause": claim.clause,
        }
        for name, text in phrases.items():
            if text:
                yield Wording(f"{claim.id}/{name}", text, own)
        for number, question in enumerate(claim.asked_as):
            yield Wording(f"{claim.id}/asked-{number:02d}", question, own)
        for part in claim.components:
            yield Wording(f"{claim.id}/component-{part.id}", part.restatement, own)
    for record in corpus.evidence.values():
        yield Wording(
            f"{record.claim_id}/note-{record.id}", record.statement, (record.claim_id,), evidence_id=record.id
        )
    for premise in corpus.premises.values():
        for number, question in enumerate(premise.asked_as):
            yield Wording(f"premise/{premise.id}-{number:02d}", question, premise.claim_ids, premise.id)
    for limit in corpus.limits.values():
        for number, question in enumerate(limit.asked_as):
            yield Wording(f"limit/{limit.id}-{number:02d}", question, (), limit_id=limit.id)
