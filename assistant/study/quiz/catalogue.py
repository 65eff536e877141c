"""All questions of the quiz, the kinds in turn."""

from itertools import zip_longest

from assistant.study.flashcards import studied_claims
from assistant.study.quiz.labels import which_label
from assistant.study.quiz.numbers import changed_number, missing_number
from assistant.study.quiz.origins import how_many_origins
from assistant.study.quiz.parts import parts_of
from assistant.study.quiz.questions import QuizKind, QuizQuestion, shuffle_key
from assistant.study.quiz.relays import the_relay, the_witness
from assistant.study.quiz.who_says import who_agrees, whose_note
from knowledge.library import Library


def quiz_questions(library: Library) -> tuple[QuizQuestion, ...]:
    """Every question, one of each kind in turn, in an order that is always the same. Pure."""
    parts = [part for claim in studied_claims(library) for part in parts_of(claim, library)]
    asked = [
        question
        for part in parts
        for question in (*whose_note(part), *who_agrees(part), *how_many_origins(part), *which_label(part))
    ]
    for claim in studied_claims(library):
        asked += (*the_relay(claim, library), *the_witness(claim, library), *missing_number(claim, library))
    asked += changed_number(library)
    asked.sort(key=lambda question: shuffle_key(question.id))
    by_kind = ([question for question in asked if question.kind is kind] for kind in QuizKind)
    return tuple(question for row in zip_longest(*by_kind) for question in row if question)
