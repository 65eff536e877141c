"""The quiz over the packaged library, and what the records say on its questions, looked up without its code."""

from collections.abc import Callable

import pytest

from assistant.study.quiz.catalogue import quiz_questions
from assistant.study.quiz.questions import QuizKind, QuizQuestion
from knowledge.library import Library
from knowledge.records import Evidence


@pytest.fixture(scope="package")
def questions(library: Library) -> tuple[QuizQuestion, ...]:
    return quiz_questions(library)


@pytest.fixture(scope="package")
def of_kind(questions: tuple[QuizQuestion, ...]) -> Callable[[QuizKind], list[QuizQuestion]]:
    """The questions of a kind; there are some."""

    def of_kind(kind: QuizKind) -> list[QuizQuestion]:
        found = [question for question in questions if question.kind is kind]
        assert found
        return found

    return of_kind


@pytest.fixture(scope="package")
def records_of(library: Library) -> Callable[[str | None, QuizQuestion], list[Evidence]]:
    """What a source says on a question's claim, in any of its parts."""

    def records_of(source_id: str | None, question: QuizQuestion) -> list[Evidence]:
        return [record for record in library.evidence_of(question.claim_id) if record.source_id == source_id]

    return records_of


@pytest.fixture(scope="package")
def asked_records(library: Library) -> Callable[[QuizQuestion], list[Evidence]]:
    """The records on the part of the claim that a question asks about."""

    def asked_records(question: QuizQuestion) -> list[Evidence]:
        claim = library.corpus.claims[question.claim_id]
        main = next((part.id for part in claim.components if part.headline), None)
        return [record for record in library.evidence_of(claim.id) if record.component == (question.component or main)]

    return asked_records
