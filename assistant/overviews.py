"""The article as a whole, and all of its numbers: how they fare, claim by claim."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.answers import Section
from assistant.drafts import Draft
from assistant.findings import findings, silence
from assistant.questions import QuestionKind
from knowledge.library import Library
from knowledge.normalisation import number_values
from knowledge.records import Claim
from knowledge.sentences import uncapitalised
from knowledge.vocabulary import VERDICT_WORDING, ClaimKind, VerdictKey

_EXAMPLES = (VerdictKey.CORROBORATED, VerdictKey.CONTRADICTED, VerdictKey.STATE_MEDIA_ONLY)
_COUNTING = (ClaimKind.QUANTITY, ClaimKind.EVENT)


def of_the_article(library: Library) -> Iterator[Draft]:
    """The article as a whole: how many claims bear each verdict, with an example of each main kind."""
    listed = _counted(library.verdicts, library)
    yield _guidance(f"Claim by claim, not as a whole. Of the article's {len(library.verdicts)} claims — {listed}.")
    for key in _EXAMPLES:
        examples = [claim for claim in library.corpus.claims.values() if _is_example(claim, key, library)]
        for place, claim in enumerate(examples):
            yield replace(_finding(claim, library), more=place > 0)
    yield _guidance("Ask about any one sentence of it: each has its own label, and the label can be opened to see why.")


def of_the_numbers(library: Library) -> Iterator[Draft]:
    """Every claim with a number in it: how many bear each verdict, what others confirm, and what nobody else does."""
    claims = list(numbered_claims(library))
    listed = _counted((claim.id for claim in claims), library)
    yield _guidance(f"Number by number. Of the {len(claims)} claims of the article with a number in them — {listed}.")
    alone = [claim for claim in claims if library.verdicts[claim.id].headline.key is VerdictKey.STATE_MEDIA_ONLY]
    for claim in claims:
        first = _finding(claim, library)
        if first.section is not Section.GAP:
            yield first
    if alone:
        yield silence(alone)
    yield _guidance("The page See has all of these numbers in one table, part by part, each with its sources.")


def numbered_claims(library: Library) -> Iterator[Claim]:
    """The claims that count or date something, in the order of the article."""
    for id in library.claim_passages:
        claim = library.corpus.claims[id]
        if claim.kind in _COUNTING and number_values(claim.verbatim or ""):
            yield claim


def _counted(claim_ids: Iterable[str], library: Library) -> str:
    """How many of the claims bear each verdict, in words."""
    counts = Counter(library.verdicts[id].headline.key for id in claim_ids)
    return "; ".join(f"{uncapitalised(VERDICT_WORDING[key])}: {counts[key]}" for key in VerdictKey if counts[key])


def _finding(claim: Claim, library: Library) -> Draft:
    return findings(claim, QuestionKind.OPEN, library=library, ranked=library.evidence_of(claim.id))[0]


def _guidance(text: str) -> Draft:
    return Draft(text=text, section=Section.GUIDANCE)


def _is_example(claim: Claim, key: VerdictKey, library: Library) -> bool:
    """Whether a claim shows a verdict of this kind by itself, with nothing that must stand beside it."""
    verdict = library.verdicts.get(claim.id)
    if verdict is None or verdict.headline.key is not key:
        return False
    return not any(note.must_show for note in library.evidence_of(claim.id))
