"""“Which label, and why?”: the verdict on a claim beside others that it could have been."""

from collections.abc import Iterator

from assistant.study.flashcards import most_telling, reported
from assistant.study.quiz.explanations import library_note, verdict_reason
from assistant.study.quiz.parts import Part
from assistant.study.quiz.questions import WRONG_CHOICES, Choice, QuizKind, QuizQuestion, quiz_question, shuffle_key
from knowledge.vocabulary import VERDICT_WORDING, VerdictKey

_BECAUSE: dict[VerdictKey, str] = {
    VerdictKey.CORROBORATED: "at least two independent origins support it",
    VerdictKey.LIMITED_INDEPENDENT_SUPPORT: "its independent support is too thin to call it corroborated",
    VerdictKey.PARTLY_CORROBORATED: "independent origins support it in part only",
    VerdictKey.CONTESTED: "it has independent support, and a voice that denies it",
    VerdictKey.CONTRADICTED: "two independent origins refute it, or the state’s own records admit the contrary",
    VerdictKey.LIMITED_CONTRADICTION: "one independent origin refutes it; two would be needed to call it contradicted",
    VerdictKey.ALIGNED_SOURCES_ONLY: "nobody but friends of the state supports it",
    VerdictKey.STATE_MEDIA_ONLY: "no independent origin supports or refutes it",
    VerdictKey.NOT_CHECKABLE: "it is a judgement, a motive or a prophecy, which no record can settle",
}
"""Why a verdict is given, in a few words, for every claim that has it."""


def which_label(part: Part) -> Iterator[QuizQuestion]:
    """Which label a claim has, and why; its components are not asked about."""
    if part.component is not None or part.verdict.key not in _BECAUSE:
        return
    key = part.verdict.key
    others = sorted(
        (other for other in _BECAUSE if other is not key), key=lambda other: shuffle_key(part.claim.id + other)
    )
    notes = [library_note(record, part.library) for record in most_telling(part.claim, part.library)[:1]]
    yield quiz_question(
        QuizKind.WHICH_LABEL,
        part,
        f"{reported(part.claim)} Which label does this library give the claim that {part.clause}, and why?",
        Choice(_label(key)),
        [Choice(_label(other)) for other in others[:WRONG_CHOICES]],
        [verdict_reason(part), *notes],
    )


def _label(key: VerdictKey) -> str:
    return f"{VERDICT_WORDING[key]} – {_BECAUSE[key]}"
