"""One choice alone is the label that the library computes."""

from collections.abc import Callable

from assistant.study.quiz.questions import QuizKind, QuizQuestion
from knowledge.library import Library
from knowledge.vocabulary import VERDICT_WORDING

OfKind = Callable[[QuizKind], list[QuizQuestion]]


def test_one_choice_alone_is_the_computed_label(library: Library, of_kind: OfKind) -> None:
    for question in of_kind(QuizKind.WHICH_LABEL):
        verdict = library.verdicts[question.claim_id].headline
        fitting = [c for c in question.choices if c.text.startswith(f"{VERDICT_WORDING[verdict.key]} – ")]
        assert fitting == [question.choices[question.right]]
        told = " ".join(sentence.text for sentence in question.explanation)
        assert verdict.reason in told
        assert verdict.rule in told
