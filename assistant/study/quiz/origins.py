"""“How many independent origins?”: a statement and its copies count once, the state's own word never."""

from collections.abc import Iterator

from assistant.study.quiz.explanations import Explanation, verdict_reason
from assistant.study.quiz.parts import Part
from assistant.study.quiz.questions import WRONG_CHOICES, Choice, QuizKind, QuizQuestion, quiz_question
from knowledge.bibliography import short_name
from knowledge.lineage import origin
from knowledge.records import Evidence
from knowledge.verdicts import numeral
from knowledge.vocabulary import Stance, VerdictKey
from knowledge.votes import Vote


def how_many_origins(part: Part) -> Iterator[QuizQuestion]:
    """How many independent origins fully support a part of a claim; its copies count once, the state's voice never."""
    if part.verdict.key in (VerdictKey.NOT_CHECKABLE, VerdictKey.NOT_REVIEWED):
        return
    count = len(part.verdict.groups.supports)
    voices = len({record.source_id for record in part.voters(Vote.FULL, Vote.PARTIAL, Vote.ALIGNED)})
    everyone = len({record.source_id for record in part.records})
    tempting = dict.fromkeys((voices, everyone, count + 1, abs(count - 1), count + 2, count + 3, count + 4))
    wrong = [other for other in tempting if other != count][:WRONG_CHOICES]
    yield quiz_question(
        QuizKind.HOW_MANY_ORIGINS,
        part,
        f"How many independent origins in this library fully support the claim that {part.clause}? "
        "(A statement and its copies count once, as one origin.)",
        Choice(_count(count)),
        [Choice(_count(other)) for other in wrong],
        [verdict_reason(part), *_counted(part), *_repeating(part)],
    )


def _count(number: int) -> str:
    return numeral(number).capitalize() if number else "None"


def _counted(part: Part) -> Iterator[Explanation]:
    """Which sources stand behind each origin that was counted."""
    sources = part.library.corpus.sources
    members: dict[str, list[Evidence]] = {}
    for record in part.voters(Vote.FULL):
        members.setdefault(origin(record, sources).independence_group, []).append(record)
    if not members:
        return
    names = [
        " with ".join(dict.fromkeys(short_name(sources[record.source_id]) for record in records))
        for records in members.values()
    ]
    yield Explanation(
        f"Counted, each as one origin: {'; '.join(names)}. A statement and its copies count once.",
        part.claim.id,
        tuple(dict.fromkeys(record.source_id for records in members.values() for record in records)),
        tuple(record.id for records in members.values() for record in records),
    )


def _repeating(part: Part) -> Iterator[Explanation]:
    """Which sources give the state's own word and so are no origin."""
    library = part.library
    records = [
        record
        for record in part.records
        if record.id in library.state_origin
        and record.stance is not Stance.CONTEXT
        and library.votes[record.id] is Vote.NONE
    ]
    if records:
        names = dict.fromkeys(short_name(library.corpus.sources[record.source_id]) for record in records)
        yield Explanation(
            f"Not counted, because it is the state’s own word: {'; '.join(names)}.",
            part.claim.id,
            tuple(dict.fromkeys(record.source_id for record in records)),
            tuple(record.id for record in records),
        )
