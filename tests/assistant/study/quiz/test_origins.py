"""Origins are counted as the records tell."""

from collections.abc import Callable

from assistant.study.quiz.questions import QuizKind, QuizQuestion
from knowledge.library import Library
from knowledge.lineage import origin
from knowledge.records import Evidence
from knowledge.votes import Vote

NUMBER_WORDS = "None One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve".split()
OfKind = Callable[[QuizKind], list[QuizQuestion]]
AskedRecords = Callable[[QuizQuestion], list[Evidence]]


def test_origins_are_counted_as_the_records_tell(
    library: Library, of_kind: OfKind, asked_records: AskedRecords
) -> None:
    sources = library.corpus.sources
    for question in of_kind(QuizKind.HOW_MANY_ORIGINS):
        full = [record for record in asked_records(question) if library.votes[record.id] is Vote.FULL]
        count = len({origin(record, sources).independence_group for record in full})
        said = NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else str(count)
        assert question.choices[question.right].text == said, question.id
        told = " ".join(sentence.text for sentence in question.explanation)
        assert not full or "copies count once" in told


def test_copies_of_one_origin_are_told_together(of_kind: OfKind) -> None:
    airmen = next(
        q for q in of_kind(QuizKind.HOW_MANY_ORIGINS) if q.claim_id == "vietnam-airmen" and q.component is None
    )
    counted = next(sentence for sentence in airmen.explanation if sentence.text.startswith("Counted"))
    together = next(part for part in counted.text.split("; ") if " with " in part)
    assert "Associated Press" in together
    assert "Pribbenow" in together
