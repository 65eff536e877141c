"""Numbers are asked of the article, and one choice alone is right."""

import re
from collections.abc import Callable

from assistant.study.quiz.questions import QuizKind, QuizQuestion
from knowledge.library import Library
from knowledge.normalisation import find_quote, number_values
from knowledge.records import Claim

GAP = "____"
OfKind = Callable[[QuizKind], list[QuizQuestion]]


def given_numbers(claim: Claim, library: Library) -> set[float]:
    """Every number that any source gives for a claim, as far as the records tell."""
    records = library.evidence_of(claim.id)
    texts = [record.statement for record in records]
    for conflict in library.corpus.conflicts_by_claim[claim.id]:
        texts += [position.value for position in conflict.positions]
    told = {float(value) for text in texts for value in number_values(text) if re.fullmatch(r"\d+(\.\d+)?", value)}
    return told | {
        record.value_found.number for record in records if record.value_found and record.value_found.number is not None
    }


def test_numbers_are_asked_of_the_article_not_of_the_world(of_kind: OfKind) -> None:
    for question in of_kind(QuizKind.ALTERED_NUMBER):
        assert "ARTICLE" in question.prompt
        assert "not whether it is true" in question.prompt


def test_a_missing_number_is_the_article_s_and_no_other_is_given_by_any_source(
    library: Library, of_kind: OfKind
) -> None:
    asked = [q for q in of_kind(QuizKind.ALTERED_NUMBER) if GAP in q.prompt]
    assert asked
    for question in asked:
        sentence = question.prompt.split("“", 1)[1].rsplit("”", 1)[0]
        standing = [
            choice
            for choice in question.choices
            if find_quote(sentence.replace(GAP, choice.text), library.corpus.article) is not None
        ]
        assert standing == [question.choices[question.right]]
        given = given_numbers(library.corpus.claims[question.claim_id], library)
        for choice in question.choices:
            if choice not in standing:
                assert float(choice.text.replace(",", "")) not in given, question.id


def test_a_changed_phrase_is_the_only_one_the_article_does_not_have(library: Library, of_kind: OfKind) -> None:
    asked = [q for q in of_kind(QuizKind.ALTERED_NUMBER) if GAP not in q.prompt]
    assert asked
    for question in asked:
        changed = [c for c in question.choices if find_quote(c.text.strip("“”"), library.corpus.article) is None]
        assert changed == [question.choices[question.right]]
        claim = library.corpus.claims[question.claim_id]
        new = {float(v) for v in number_values(changed[0].text)} - {
            float(v) for v in number_values(claim.verbatim or "")
        }
        assert len(new) == 1
        assert not new & given_numbers(claim, library)
        assert any(claim.verbatim is not None and claim.verbatim in each.text for each in question.explanation)
