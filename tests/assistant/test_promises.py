"""The promises of the design, over every development question and every claim's and premise's own."""

import re
from collections.abc import Iterable, Iterator

from assistant.answers import Answer, LabelKey, Section, Statement, Status
from knowledge.library import Library
from knowledge.vocabulary import Collection, Stance, VerdictKey
from knowledge.votes import Vote

SAYS_NOTHING_OF_HISTORY = {Section.GAP, Section.GUIDANCE}
NUMBER_WORDS = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(),
        range(2, 16),
        strict=True,
    )
)
NOT_THE_ARTICLES_NUMBER = re.compile(r"The article does not say (\S+), and no note of this library on that does\.")


def statements(answers: Iterable[Answer]) -> Iterator[tuple[Answer, Statement]]:
    return ((answer, statement) for answer in answers for statement in answer.statements)


def about_history(answers: Iterable[Answer]) -> Iterator[tuple[Answer, Statement]]:
    return (pair for pair in statements(answers) if pair[1].section not in SAYS_NOTHING_OF_HISTORY)


def numbers_in(text: str) -> set[str]:
    """Digits without thousands separators, and small number words; not read by the program's own reader."""
    digits = {found.replace(",", "") for found in re.findall(r"\d+(?:,\d{3})*", text)}
    return digits | {str(NUMBER_WORDS[word]) for word in re.findall(r"[a-z]+", text.lower()) if word in NUMBER_WORDS}


def counts_of(statement: Statement, library: Library) -> set[str]:
    """How many origins voted on the claims and components that a statement speaks of."""
    verdicts = [library.verdicts[claim_id] for claim_id in statement.claim_ids if claim_id in library.verdicts]
    found = [v for verdict in verdicts for v in (verdict.headline, *(part for _, part in verdict.components))]
    return {str(len(groups)) for v in found for groups in (v.groups.supports, v.groups.refutes)}


def test_the_questions_are_many_and_most_are_answered(answers: list[Answer]) -> None:
    assert len(answers) > 250
    assert sum(answer.status is Status.ANSWERED for answer in answers) > 200


def test_every_sentence_about_history_cites_a_passage(answers: list[Answer]) -> None:
    assert [(a.question, s.text) for a, s in about_history(answers) if not s.citations] == []


def test_every_quote_is_an_exact_part_of_its_passage(answers: list[Answer], library: Library) -> None:
    wrong = []
    for answer, statement in statements(answers):
        for citation in statement.citations:
            passage = library.passages[citation.passage_id]
            quote = passage.text[citation.start : citation.end]
            if not quote or quote != citation.quote or passage.source_id != citation.source_id:
                wrong.append((answer.question, citation))
    assert wrong == []


def test_every_number_in_a_sentence_about_history_stands_in_its_quotes(answers: list[Answer], library: Library) -> None:
    wrong = []
    for answer, statement in about_history(answers):
        quoted = set().union(*(numbers_in(citation.quote) for citation in statement.citations))
        unquoted = numbers_in(statement.text) - quoted - counts_of(statement, library)
        if denied := NOT_THE_ARTICLES_NUMBER.fullmatch(statement.text):
            unquoted -= numbers_in(denied[1]) & numbers_in(answer.question)
        if unquoted:
            wrong.append((answer.question, statement.text, unquoted))
    assert wrong == []


def test_no_sentence_mixes_the_states_voice_with_others(answers: list[Answer], library: Library) -> None:
    wrong = [
        (answer.question, statement.text)
        for answer, statement in statements(answers)
        if len({library.passages[citation.passage_id].collection for citation in statement.citations}) > 1
    ]
    assert wrong == []


def test_what_the_state_says_is_always_labelled_as_its_assertion(answers: list[Answer], library: Library) -> None:
    wrong = [
        (answer.question, statement.label.key.value, statement.text)
        for answer, statement in statements(answers)
        if any(library.passages[citation.passage_id].collection is Collection.STATE for citation in statement.citations)
        and statement.label.key is not LabelKey.STATE_MEDIA_ASSERTION
    ]
    assert wrong == []


def test_corroborated_needs_the_verdict_and_a_supporting_independent_citation(
    answers: list[Answer], library: Library
) -> None:
    def supports(passage_id: str) -> bool:
        record = library.corpus.evidence.get(passage_id)
        if record is None or record.id in library.state_origin or record.stance is not Stance.SUPPORTS:
            return False
        verdict = library.verdict_of(record.claim_id, record.component)
        full = library.votes[record.id] is Vote.FULL
        return full and verdict is not None and verdict.key is VerdictKey.CORROBORATED

    corroborated = [pair for pair in statements(answers) if pair[1].label.key is LabelKey.CORROBORATED]
    assert len(corroborated) > 100
    assert [(a.question, s.text) for a, s in corroborated if not any(supports(c.passage_id) for c in s.citations)] == []


def test_an_answer_shows_at_most_eight_sentences_and_three_claims(answers: list[Answer]) -> None:
    shown = [(sum(not s.more for s in answer.statements), len(answer.claims), answer.question) for answer in answers]
    assert [counts for counts in shown if not 1 <= counts[0] <= 8 or counts[1] > 3] == []


def test_no_sentence_is_said_twice(answers: list[Answer]) -> None:
    texts = [(answer.question, [statement.text for statement in answer.statements]) for answer in answers]
    assert [question for question, said in texts if len(said) != len(set(said))] == []


def test_what_is_cited_was_retrieved_and_its_source_is_listed(answers: list[Answer]) -> None:
    wrong = []
    for answer in answers:
        retrieved = {item.passage_id: item.source_id for item in answer.retrieved}
        listed = {source["id"] for source in answer.sources}
        for citation in (c for statement in answer.statements for c in statement.citations):
            if retrieved.get(citation.passage_id) != citation.source_id or citation.source_id not in listed:
                wrong.append((answer.question, citation.passage_id))
    assert wrong == []


def test_nothing_that_ships_is_withheld(answers: list[Answer]) -> None:
    assert {(item.reason.value, item.text) for answer in answers for item in answer.withheld} == set()


def test_what_must_be_shown_of_the_chief_claim_stands_in_front(answers: list[Answer], library: Library) -> None:
    wrong = []
    for answer in (answer for answer in answers if answer.claims):
        must = {record.id for record in library.evidence_of(answer.claims[0].id) if record.must_show}
        shown = {c.passage_id for statement in answer.statements if not statement.more for c in statement.citations}
        wrong.extend((answer.question, record_id) for record_id in sorted(must - shown))
    assert wrong == []
