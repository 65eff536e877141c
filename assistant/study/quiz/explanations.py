"""The feedback on a question, sentence by sentence, each with what it rests on."""

from dataclasses import dataclass

from assistant.study.quiz.parts import Part
from knowledge.bibliography import short_name
from knowledge.library import Library
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.records import Evidence, Source
from knowledge.sentences import capitalised


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence of the feedback and what it rests on; without evidence it rests on the article and its label."""

    text: str
    claim_id: str
    source_ids: tuple[str, ...]
    evidence_ids: tuple[str, ...] = ()


def verdict_reason(part: Part) -> Explanation:
    """The verdict's reason and rule, with the records that voted."""
    evidence = part.library.corpus.evidence
    voters = part.verdict.evidence_ids
    return Explanation(
        f"{part.verdict.reason} (Rule {part.verdict.rule} of the labelling policy.)",
        part.claim.id,
        tuple(dict.fromkeys(evidence[id].source_id for id in voters)) or (ARTICLE_SOURCE_ID,),
        voters,
    )


def library_note(record: Evidence, library: Library) -> Explanation:
    """What a source says, in the library's words and marked as such."""
    name = short_name(library.corpus.sources[record.source_id])
    return Explanation(
        f"Library note on {name}: {record.statement}", record.claim_id, (record.source_id,), (record.id,)
    )


def opening_name(source: Source) -> str:
    """A source's short name as the first words of a sentence."""
    return capitalised(short_name(source))
