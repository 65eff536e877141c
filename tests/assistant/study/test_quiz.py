"""The quiz: exactly one right choice, checked against the records and not against the code that asks."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from assistant.study.quiz import QuizKind, QuizQuestion, quiz_questions
from knowledge.library import Library, library_of, load_library
from knowledge.lineage import origin
from knowledge.normalisation import find_quote, number_values
from knowledge.records import Claim, Evidence
from knowledge.vocabulary import VERDICT_WORDING, ClaimKind, LineageStatus, Stance
from knowledge.votes import Vote

SUPPORT = {Vote.FULL, Vote.PARTIAL, Vote.ALIGNED}
NUMBER_WORDS = "None One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve".split()
GAP = "____"


@pytest.fixture(scope="module")
def questions(library: Library) -> tuple[QuizQuestion, ...]:
    return quiz_questions(library)


def of_kind(questions: tuple[QuizQuestion, ...], kind: QuizKind) -> list[QuizQuestion]:
    found = [question for question in questions if question.kind is kind]
    assert found
    return found


def right_text(question: QuizQuestion) -> str:
    return question.choices[question.right].text


def records_of(source_id: str | None, question: QuizQuestion, library: Library) -> list[Evidence]:
    """What a source says on the question's claim, in any of its parts."""
    return [record for record in library.evidence_of(question.claim_id) if record.source_id == source_id]


def asked_records(question: QuizQuestion, library: Library) -> list[Evidence]:
    """The records on the part of the claim that is asked about."""
    claim = library.corpus.claims[question.claim_id]
    main = next((part.id for part in claim.components if part.headline), None)
    return [record for record in library.evidence_of(claim.id) if record.component == (question.component or main)]


def groups(records: list[Evidence], library: Library) -> set[str]:
    sources = library.corpus.sources
    return {origin(record, sources).independence_group for record in records} | {
        sources[record.source_id].independence_group for record in records
    }


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


# All kinds ------------------------------------------------------------------------------------


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


def test_the_right_choice_has_no_usual_place(questions: tuple[QuizQuestion, ...]) -> None:
    for kind in QuizKind:
        asked = of_kind(questions, kind)
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


# Who says so ----------------------------------------------------------------------------------


def test_of_the_sources_offered_one_alone_bears_the_claim_out(
    questions: tuple[QuizQuestion, ...], library: Library
) -> None:
    asked = [q for q in of_kind(questions, QuizKind.WHO_SAYS_SO) if "which of these sources supports" in q.prompt]
    assert asked
    for question in asked:
        supporting = [record for record in asked_records(question, library) if library.votes[record.id] in SUPPORT]
        right = question.choices[question.right]
        assert right.source_id in {record.source_id for record in supporting}
        for wrong in question.choices:
            if wrong is right:
                continue
            assert library.corpus.sources[wrong.source_id or ""].independence_group not in groups(supporting, library)
            for record in records_of(wrong.source_id, question, library):
                # A background note could be taken for support.
                assert record.stance in (Stance.REPORTS_ONLY, Stance.REFUTES), (question.id, record.id)
                assert library.votes[record.id] not in SUPPORT


def test_of_the_sources_offered_one_alone_speaks_against_the_claim(
    questions: tuple[QuizQuestion, ...], library: Library
) -> None:
    asked = [q for q in of_kind(questions, QuizKind.WHO_SAYS_SO) if "speaks against" in q.prompt]
    assert asked
    for question in asked:
        refuting = [record for record in asked_records(question, library) if record.stance is Stance.REFUTES]
        right = question.choices[question.right]
        assert right.source_id in {record.source_id for record in refuting}
        for wrong in question.choices:
            if wrong is not right:
                records = records_of(wrong.source_id, question, library)
                assert all(library.votes[record.id] in SUPPORT for record in records), question.id


def test_a_note_with_its_name_left_out_is_one_source_s_alone(
    questions: tuple[QuizQuestion, ...], library: Library
) -> None:
    asked = [q for q in of_kind(questions, QuizKind.WHO_SAYS_SO) if "name is left out" in q.prompt]
    assert asked
    for question in asked:
        speaking = [choice for choice in question.choices if records_of(choice.source_id, question, library)]
        assert speaking == [question.choices[question.right]]
        note = question.prompt.split("“", 1)[1].casefold()
        said_anyway = (
            f"{library.corpus.claims[question.claim_id].restatement} Korea China Chinese Soviet Vietnam".casefold()
        )
        for word in re.findall(r"\w{5,}", right_text(question).casefold()):
            beginning = word[:5]  # "Hungary" would give "Hungarian Embassy" away
            assert beginning not in note or beginning in said_anyway, question.prompt
    assert sum("[…]" in question.prompt for question in asked) >= 10


# How many origins -----------------------------------------------------------------------------


def test_origins_are_counted_as_the_records_tell(questions: tuple[QuizQuestion, ...], library: Library) -> None:
    sources = library.corpus.sources
    for question in of_kind(questions, QuizKind.HOW_MANY_ORIGINS):
        full = [record for record in asked_records(question, library) if library.votes[record.id] is Vote.FULL]
        count = len({origin(record, sources).independence_group for record in full})
        said = NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else str(count)
        assert right_text(question) == said, question.id
        told = " ".join(sentence.text for sentence in question.explanation)
        assert not full or "copies count once" in told


def test_copies_of_one_origin_are_told_together(questions: tuple[QuizQuestion, ...]) -> None:
    airmen = next(
        q
        for q in of_kind(questions, QuizKind.HOW_MANY_ORIGINS)
        if q.claim_id == "vietnam-airmen" and q.component is None
    )
    counted = next(sentence for sentence in airmen.explanation if sentence.text.startswith("Counted"))
    together = next(part for part in counted.text.split("; ") if " with " in part)
    assert "Associated Press" in together
    assert "Pribbenow" in together


# Which label ----------------------------------------------------------------------------------


def test_one_choice_alone_is_the_computed_label(questions: tuple[QuizQuestion, ...], library: Library) -> None:
    for question in of_kind(questions, QuizKind.WHICH_LABEL):
        verdict = library.verdicts[question.claim_id].headline
        fitting = [c for c in question.choices if c.text.startswith(f"{VERDICT_WORDING[verdict.key]} – ")]
        assert fitting == [question.choices[question.right]]
        told = " ".join(sentence.text for sentence in question.explanation)
        assert verdict.reason in told
        assert verdict.rule in told


# Spot the relay -------------------------------------------------------------------------------


def test_one_choice_alone_passes_on_the_state_s_word_or_does_not(
    questions: tuple[QuizQuestion, ...], library: Library
) -> None:
    for question in of_kind(questions, QuizKind.SPOT_THE_RELAY):
        relaying = {}
        for choice in question.choices:
            records = records_of(choice.source_id, question, library)
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


# Spot the altered number ----------------------------------------------------------------------


def test_numbers_are_asked_of_the_article_not_of_the_world(questions: tuple[QuizQuestion, ...]) -> None:
    for question in of_kind(questions, QuizKind.ALTERED_NUMBER):
        assert "ARTICLE" in question.prompt
        assert "not whether it is true" in question.prompt


def test_a_missing_number_is_the_article_s_and_no_other_is_given_by_any_source(
    questions: tuple[QuizQuestion, ...], library: Library
) -> None:
    asked = [q for q in of_kind(questions, QuizKind.ALTERED_NUMBER) if GAP in q.prompt]
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


def test_a_changed_phrase_is_the_only_one_the_article_does_not_have(
    questions: tuple[QuizQuestion, ...], library: Library
) -> None:
    asked = [q for q in of_kind(questions, QuizKind.ALTERED_NUMBER) if GAP not in q.prompt]
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
