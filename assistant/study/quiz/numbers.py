"""“Spot the altered number”: what the article prints, beside numbers that no record on the claim gives."""

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.study.flashcards import studied_claims
from assistant.study.quiz.explanations import Explanation, verdict_reason
from assistant.study.quiz.parts import Part, whole_claim
from assistant.study.quiz.questions import WRONG_CHOICES, Choice, QuizKind, QuizQuestion, quiz_question, shuffle_key
from knowledge.library import Library
from knowledge.normalisation import find_quote, number_values
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.records import Claim
from knowledge.vocabulary import VERDICT_WORDING

_NUMBER = re.compile(r"(?<![\w,.])(?:\d{1,3}(?:,\d{3})+|\d+)(?![\w])")
_GAP = "____"
_PERCENTAGES = (-45, -30, -20, -10, 10, 20, 30, 45)
_YEARS = (-5, -4, -3, -2, 2, 3, 4, 5)


def missing_number(claim: Claim, library: Library) -> Iterator[QuizQuestion]:
    """Which number stands at a place in the article. The others stand in no record on the claim."""
    part = whole_claim(claim, library)
    if any(record.sensitive for record in part.records):
        return
    for match in _article_numbers(claim, library):
        sentence = match.string
        number = match.group()
        wrong = _altered(number, claim, library)[:WRONG_CHOICES]
        yield quiz_question(
            QuizKind.ALTERED_NUMBER,
            part,
            f"Which number does the ARTICLE print here? “{sentence[: match.start()]}{_GAP}{sentence[match.end() :]}” "
            "(What the article says is asked, not whether it is true.)",
            Choice(number),
            [Choice(other) for other in wrong],
            [_in_article(claim, f"The article prints {number}: “{sentence}”"), _not_settled(part)],
        )


def changed_number(library: Library) -> Iterator[QuizQuestion]:
    """Which of four phrases of the article has a changed number."""
    numbered = [claim for claim in studied_claims(library) if any(_article_numbers(claim, library))]
    for claim in numbered:
        part = whole_claim(claim, library)
        others = sorted(
            (other for other in numbered if other is not claim and other.verbatim),
            key=lambda other: shuffle_key(claim.id + other.id),
        )[:WRONG_CHOICES]
        altered = _altered_phrase(claim, library)
        if altered is None or any(record.sensitive for record in part.records) or len(others) < WRONG_CHOICES:
            continue
        yield quiz_question(
            QuizKind.ALTERED_NUMBER,
            part,
            "Three of these phrases are the ARTICLE’s own words; in one, a number was changed. Which one? "
            "(What the article says is asked, not whether it is true.)",
            Choice(f"“{altered}”"),
            [Choice(f"“{other.verbatim}”") for other in others],
            [
                _in_article(claim, f"The article prints: “{claim.verbatim}”."),
                _not_settled(part),
                *(_in_article(other, f"Unchanged: “{other.verbatim}”.") for other in others),
            ],
        )


def _article_numbers(claim: Claim, library: Library) -> Iterator[re.Match[str]]:
    """The numbers of a claim's phrase, in digits, as they stand in its sentence of the article."""
    sentence = library.claim_passages[claim.id].text
    span = find_quote(claim.verbatim or "", sentence)
    if span:
        yield from (match for match in _NUMBER.finditer(sentence) if span[0] <= match.start() < span[1])


def _altered_phrase(claim: Claim, library: Library) -> str | None:
    """The claim's phrase with the first of its numbers changed."""
    match = _NUMBER.search(claim.verbatim or "")
    if match is None:
        return None
    other = next(iter(_altered(match.group(), claim, library)), None)
    if other is None:  # every number near it is given by some record
        return None
    return f"{match.string[: match.start()]}{other}{match.string[match.end() :]}"


def _altered(number: str, claim: Claim, library: Library) -> list[str]:
    """Numbers near this one, written like it, that no record on the claim gives."""
    value = int(number.replace(",", ""))
    is_year = 1900 <= value <= 2100 and "," not in number
    changed = {value + shift for shift in _YEARS} if is_year else _near(value)
    given = _given_values(claim, library)
    fit = sorted(
        (other for other in changed if float(other) not in given),
        key=lambda other: shuffle_key(f"{claim.id} {number} {other}"),
    )
    return [f"{other:,}" if "," in number else str(other) for other in fit]


def _near(value: int) -> set[int]:
    """Numbers a tenth to a half away and about as round as ``value``."""
    unit = 1
    while value % (unit * 10) == 0 and value // (unit * 10) > 3:
        unit *= 10
    lead = value // unit
    return {(lead + (round(lead * part / 100) or (part > 0) - (part < 0))) * unit for part in _PERCENTAGES} - {value}


def _given_values(claim: Claim, library: Library) -> frozenset[float]:
    """Every number that the article's sentence, a source, a note or a dispute gives for a claim."""
    corpus = library.corpus
    records = library.evidence_of(claim.id)
    conflicts = corpus.conflicts_by_claim[claim.id]
    texts = [
        library.claim_passages[claim.id].text,
        claim.restatement,
        *(text for part in claim.components for text in (part.restatement, part.clause)),
        *(text for record in records for text in (record.statement, record.scope_note or "")),
        *(f"{position.value} {position.note or ''}" for conflict in conflicts for position in conflict.positions),
    ]
    read = {float(number) for text in texts for number in number_values(text) if re.fullmatch(r"\d+(\.\d+)?", number)}
    found = (record.value_found for record in records if record.value_found)
    return frozenset(read | {value.number for value in found if value.number is not None})


def _in_article(claim: Claim, text: str) -> Explanation:
    return Explanation(text, claim.id, (ARTICLE_SOURCE_ID,))


def _not_settled(part: Part) -> Explanation:
    """The label of the claim, so that nobody learns the article's number as a fact."""
    label = VERDICT_WORDING[part.verdict.key]
    return replace(verdict_reason(part), text=f"Its label in this library: “{label}”. {part.verdict.reason}")
