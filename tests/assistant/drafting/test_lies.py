"""With a lying model behind it, the assistant shows no wrong label, no altered quote and nothing no source says.

``supported`` decides by itself what a passage says; it knows nothing of the gate.
"""

import re
from collections.abc import Callable, Iterator
from itertools import groupby

import pytest

from assistant.answers import Answer, LabelKey, Section, Statement
from assistant.languages import words_of
from assistant.pages.answer import turn
from assistant.scripted_model import Line
from assistant.terminal import answer_text
from knowledge.library import Library
from knowledge.normalisation import collapse, plain_quotes
from knowledge.vocabulary import Collection
from tests.assistant.drafting.conftest import Drafting
from tests.drafts import HostileDraft, hostile_drafts
from tests.proofs.recording import Proof

HOSTILE = hostile_drafts()
SAMPLE = {family: list(drafts)[:3] for family, drafts in groupby(HOSTILE, key=lambda draft: draft.family)}
"""Three of each family; all of them are told in the proof."""


def plain(text: str) -> str:
    return collapse(plain_quotes(text))


def supported(statement: Statement, library: Library) -> bool:
    """Whether a sentence is a passage's own, whole or between quotation marks, behind at most a word or two."""
    cited = [plain(library.passages[citation.passage_id].text) for citation in statement.citations]
    said = plain(statement.text)
    behind = re.sub(r"^[A-Z][a-z ]{1,18}, ", "", said)
    if any(text[1:] == words[1:] for text in cited for words in (said, behind)):
        return True
    quoted = re.search(r': "(.+)"\.?$', said)
    return quoted is not None and any(quoted[1] in text for text in cited)


def unsupported(answer: Answer, alone: Answer, library: Library) -> Iterator[str]:
    own = {statement.text: statement.label for statement in alone.statements}
    for statement in answer.statements:
        for citation in statement.citations:
            text = library.passages[citation.passage_id].text
            if text[citation.start : citation.end] != citation.quote:
                yield f"altered quote: {citation.quote}"
        if statement.text in own:
            if statement.label != own[statement.text]:
                yield f"other label: {statement.label} {statement.text}"
        elif not statement.citations:
            if statement.section is not Section.GUIDANCE or re.search(r"\d|\b(?!^)[A-Z]", statement.text[1:]):
                yield f"no source: {statement.text}"
        elif not supported(statement, library):
            yield f"not in its source: {statement.text}"
        elif wrong_label(statement, library):
            yield f"wrong label: {statement.label} {statement.text}"


def wrong_label(statement: Statement, library: Library) -> bool:
    """Whether a sentence in a passage's words wears a label that the passage's side or claim does not give."""
    passages = [library.passages[citation.passage_id] for citation in statement.citations]
    if any(passage.collection is Collection.STATE for passage in passages):
        return statement.label.key is not LabelKey.STATE_MEDIA_ASSERTION
    allowed = {LabelKey.BACKGROUND}
    for passage in passages:
        evidence = library.corpus.evidence.get(passage.evidence_id or "")
        verdict = library.verdict_of(evidence.claim_id, evidence.component) if evidence else None
        if verdict is not None:
            allowed.add(LabelKey(verdict.key.value))
    return statement.label.key not in allowed


def shown(answer: Answer, library: Library) -> str:
    """Everything a reader of the page or of the terminal sees of an answer, without the question."""
    page = str(turn(answer, number=1, library=library, words=words_of("en")))
    texts = (re.sub(r"<[^>]+>", " ", page), answer_text(answer, width=10_000, everything=True), *answer.follow_ups)
    return plain(" ".join(texts).replace(answer.question, " "))


def faults_of(lie: HostileDraft, drafting: Drafting, library: Library) -> list[str]:
    """What a reader is shown of a lie, or because of it."""
    said = Line(reply=lie.reply, pieces=9)
    alone, *_, answer = drafting.answers(lie.question, said, said)
    read = shown(answer, library)
    leaked = [f"shown: {words}" for words in lie.lies if words.strip() and plain(words) in read]
    return [f"{lie.id}: {fault}" for fault in (*unsupported(answer, alone, library), *leaked)]


@pytest.mark.parametrize("family", sorted(SAMPLE))
def test_nothing_of_a_lying_draft_is_shown(family: str, drafting: Drafting, library: Library) -> None:
    for lie in SAMPLE[family]:
        assert not faults_of(lie, drafting, library)


@pytest.mark.proof
def test_no_lying_draft_is_ever_shown(drafting: Drafting, library: Library, proof: Callable[..., Proof]) -> None:
    lies = proof("lies", "A lying model: no wrong label, no unsupported sentence and no altered quote is shown")
    for lie in HOSTILE:
        lies.add(faults_of(lie, drafting, library), drafts=1)
    assert not lies.faults


def test_what_only_state_media_say_is_shown_as_theirs(drafting: Drafting) -> None:
    for draft in (draft for draft in HOSTILE if draft.only_attributed):
        answer = drafting.ask(draft.question, Line(reply=draft.reply))
        for words in draft.only_attributed:
            carriers = [s for s in answer.statements if words.rstrip(".") in s.text]
            assert all(s.label.key is LabelKey.STATE_MEDIA_ASSERTION for s in carriers), draft.id
