"""Of the sources offered, one alone says it."""

import re
from collections.abc import Callable

from assistant.study.quiz.questions import QuizKind, QuizQuestion
from knowledge.library import Library
from knowledge.lineage import origin
from knowledge.records import Evidence
from knowledge.vocabulary import Stance
from knowledge.votes import Vote

SUPPORT = {Vote.FULL, Vote.PARTIAL, Vote.ALIGNED}
OfKind = Callable[[QuizKind], list[QuizQuestion]]
RecordsOf = Callable[[str | None, QuizQuestion], list[Evidence]]
AskedRecords = Callable[[QuizQuestion], list[Evidence]]


def groups(records: list[Evidence], library: Library) -> set[str]:
    sources = library.corpus.sources
    return {origin(record, sources).independence_group for record in records} | {
        sources[record.source_id].independence_group for record in records
    }


def test_of_the_sources_offered_one_alone_bears_the_claim_out(
    library: Library, of_kind: OfKind, records_of: RecordsOf, asked_records: AskedRecords
) -> None:
    asked = [q for q in of_kind(QuizKind.WHO_SAYS_SO) if "which of these sources supports" in q.prompt]
    assert asked
    for question in asked:
        supporting = [record for record in asked_records(question) if library.votes[record.id] in SUPPORT]
        right = question.choices[question.right]
        assert right.source_id in {record.source_id for record in supporting}
        for wrong in question.choices:
            if wrong is right:
                continue
            assert library.corpus.sources[wrong.source_id or ""].independence_group not in groups(supporting, library)
            for record in records_of(wrong.source_id, question):
                # A background note could be taken for support.
                assert record.stance in (Stance.REPORTS_ONLY, Stance.REFUTES), (question.id, record.id)
                assert library.votes[record.id] not in SUPPORT


def test_of_the_sources_offered_one_alone_speaks_against_the_claim(
    library: Library, of_kind: OfKind, records_of: RecordsOf, asked_records: AskedRecords
) -> None:
    asked = [q for q in of_kind(QuizKind.WHO_SAYS_SO) if "speaks against" in q.prompt]
    assert asked
    for question in asked:
        refuting = [record for record in asked_records(question) if record.stance is Stance.REFUTES]
        right = question.choices[question.right]
        assert right.source_id in {record.source_id for record in refuting}
        for wrong in question.choices:
            if wrong is not right:
                records = records_of(wrong.source_id, question)
                assert all(library.votes[record.id] in SUPPORT for record in records), question.id


def test_a_note_with_its_name_left_out_is_one_source_s_alone(
    library: Library, of_kind: OfKind, records_of: RecordsOf
) -> None:
    asked = [q for q in of_kind(QuizKind.WHO_SAYS_SO) if "name is left out" in q.prompt]
    assert asked
    for question in asked:
        speaking = [choice for choice in question.choices if records_of(choice.source_id, question)]
        assert speaking == [question.choices[question.right]]
        note = question.prompt.split("“", 1)[1].casefold()
        said_anyway = (
            f"{library.corpus.claims[question.claim_id].restatement} Korea China Chinese Soviet Vietnam".casefold()
        )
        for word in re.findall(r"\w{5,}", question.choices[question.right].text.casefold()):
            beginning = word[:5]  # "Hungary" would give "Hungarian Embassy" away
            assert beginning not in note or beginning in said_anyway, question.prompt
    assert sum("[…]" in question.prompt for question in asked) >= 10
