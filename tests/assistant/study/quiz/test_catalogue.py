"""All questions: exactly one right choice, checked against the records and not against the code that asks."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from assistant.study.quiz.catalogue import quiz_questions
from assistant.study.quiz.questions import QuizKind, QuizQuestion
from knowledge.library import Library, library_of, load_library
from knowledge.vocabulary import ClaimKind

OfKind = Callable[[QuizKind], list[QuizQuestion]]


def test_there_are_questions_enough_of_every_kind(questions: tuple[QuizQuestion, ...]) -> None:
    assert len(questions) >= 60
    counts = Counter(question.kind for question in questions)
    assert all(counts[kind] >= 10 for kind in QuizKind), counts


def test_a_round_of_ten_has_every_kind(questions: tuple[QuizQuestion, ...]) -> None:
    assert {question.kind for question in questions[:10]} == set(QuizKind)


def test_most_claims_of_the_article_are_asked_about(questions: tuple[QuizQuestion, ...], library: Library) -> None:
    asked = {question.claim_id for question in questions}
    assert len(asked) >= 0.9 * len(library.claim_passages)


def test_names_and_choices_are_unique(questions: tuple[QuizQuestion, ...]) -> None:
    assert len({question.id for question in questions}) == len(questions)
    assert len({(question.prompt, question.choices) for question in questions}) == len(questions)
    for question in questions:
        assert 3 <= len(question.choices) <= 4
        assert 0 <= question.right < len(question.choices)
        assert len({choice.text for choice in question.choices}) == len(question.choices), question


def test_the_right_choice_has_no_usual_place(of_kind: OfKind) -> None:
    for kind in QuizKind:
        asked = of_kind(kind)
        most = max(Counter(question.right for question in asked).values())
        assert most <= len(asked) / 2, kind


def test_the_same_library_gives_the_same_quiz(questions: tuple[QuizQuestion, ...]) -> None:
    assert quiz_questions(load_library()) == questions


def test_the_order_of_the_records_changes_nothing(questions: tuple[QuizQuestion, ...], library: Library) -> None:
    corpus = library.corpus
    turned = replace(
        corpus,
        evidence=dict(reversed(list(corpus.evidence.items()))),
        sources=dict(reversed(list(corpus.sources.items()))),
        claims=dict(reversed(list(corpus.claims.items()))),
    )
    asked = {question.id: (question.choices, question.right) for question in quiz_questions(library_of(turned))}
    assert asked == {question.id: (question.choices, question.right) for question in questions}


def test_every_explanation_cites_records_that_exist_and_agree(
    questions: tuple[QuizQuestion, ...], library: Library
) -> None:
    corpus = library.corpus
    for question in questions:
        assert question.explanation
        for sentence in question.explanation:
            assert sentence.source_ids, (question.id, sentence)
            assert set(sentence.source_ids) <= set(corpus.sources)
            assert sentence.claim_id in corpus.claims
            for id in sentence.evidence_ids:
                assert corpus.evidence[id].claim_id == sentence.claim_id
                assert corpus.evidence[id].source_id in sentence.source_ids
            note = re.search(r"Library note on .*?: (?=[A-Z“])(?P<said>.*)", sentence.text)
            if note:
                assert any(sentence.text.endswith(corpus.evidence[id].statement) for id in sentence.evidence_ids)


def test_nothing_sensitive_and_no_context_topic_is_asked_or_told(
    questions: tuple[QuizQuestion, ...], library: Library
) -> None:
    corpus = library.corpus
    sensitive = [record for record in corpus.evidence.values() if record.sensitive]
    assert sensitive
    for question in questions:
        assert corpus.claims[question.claim_id].kind is not ClaimKind.CONTEXT
        told = " ".join((question.prompt, *(sentence.text for sentence in question.explanation)))
        cited = {id for sentence in question.explanation for id in sentence.evidence_ids}
        assert not any(record.id in cited or record.statement in told for record in sensitive)
        named = {choice.source_id for choice in question.choices}
        assert not any(record.source_id in named and record.claim_id == question.claim_id for record in sensitive)


def test_a_record_marked_sensitive_leaves_the_quiz(questions: tuple[QuizQuestion, ...], library: Library) -> None:
    corpus = library.corpus
    cited = Counter(id for q in questions for sentence in q.explanation for id in sentence.evidence_ids)
    for id, _ in cited.most_common(6):
        marked = replace(corpus, evidence={**corpus.evidence, id: replace(corpus.evidence[id], sensitive=True)})
        for question in quiz_questions(library_of(marked)):
            assert all(id not in sentence.evidence_ids for sentence in question.explanation)
            assert corpus.evidence[id].statement not in " ".join(sentence.text for sentence in question.explanation)
