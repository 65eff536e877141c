"""One choice alone passes on the state's word, or does not."""

from collections.abc import Callable

from assistant.study.quiz.questions import QuizKind, QuizQuestion
from knowledge.library import Library
from knowledge.records import Evidence
from knowledge.vocabulary import LineageStatus, Stance

OfKind = Callable[[QuizKind], list[QuizQuestion]]
RecordsOf = Callable[[str | None, QuizQuestion], list[Evidence]]


def test_one_choice_alone_passes_on_the_state_s_word_or_does_not(
    library: Library, of_kind: OfKind, records_of: RecordsOf
) -> None:
    for question in of_kind(QuizKind.SPOT_THE_RELAY):
        relaying = {}
        for choice in question.choices:
            records = records_of(choice.source_id, question)
            assert records, "every choice speaks of the claim"
            started = {record.id in library.state_origin for record in records}
            assert len(started) == 1, "no choice does both"
            relaying[choice] = started.pop()
            if not relaying[choice]:
                assert all(record.lineage.status is LineageStatus.TRACED for record in records), "it is known whence"
                assert all(record.stance is not Stance.REPORTS_ONLY for record in records)
        only_repeats = "Which one only repeats" in question.prompt
        assert [choice for choice, is_relay in relaying.items() if is_relay is only_repeats] == [
            question.choices[question.right]
        ]
