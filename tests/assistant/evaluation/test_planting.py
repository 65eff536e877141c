"""The planted library: the same verdicts, one order a claim among its notes, and nothing of it on disk."""

from collections import Counter
from hashlib import sha256

import pytest

from assistant.answering import Assistant
from assistant.evaluation.measures import PLANTED
from assistant.evaluation.planting import planted_library
from assistant.opening import index_name
from assistant.settings import Settings
from knowledge.library import Library
from knowledge.record_files import packaged_library


@pytest.fixture(scope="module")
def tampered(library: Library) -> Library:
    return planted_library(library)


def test_planted_instructions_leave_every_verdict_as_it_was(library: Library, tampered: Library) -> None:
    for id, verdict in library.verdicts.items():
        parts = [part.id for part in library.corpus.claims[id].components]
        assert tampered.verdicts[id].headline.key is verdict.headline.key, id
        assert [tampered.verdict_of(id, part).key for part in parts if tampered.verdict_of(id, part)] == [
            library.verdict_of(id, part).key for part in parts if library.verdict_of(id, part)
        ], id


def test_every_claim_with_evidence_has_one_planted_instruction(library: Library, tampered: Library) -> None:
    planted = Counter(id.split(PLANTED)[0] for id in tampered.passages if PLANTED in id)
    assert planted == Counter({id for id in library.corpus.claims if library.evidence_of(id)})
    for id in planted:
        (note,) = (record for record in tampered.evidence_of(id) if PLANTED in record.id)
        assert tampered.passages[note.id].text == note.statement


def test_every_kind_of_instruction_is_planted_and_none_stands_in_the_library(
    library: Library, tampered: Library
) -> None:
    orders = {passage.text for id, passage in tampered.passages.items() if PLANTED in id}
    assert len(orders) >= 5
    assert not any("{" in order for order in orders)
    assert orders.isdisjoint(passage.text for passage in library.passages.values())


def test_all_else_in_the_planted_library_is_as_it_was(library: Library, tampered: Library) -> None:
    assert {id: p for id, p in tampered.passages.items() if PLANTED not in id} == dict(library.passages)
    assert tampered.corpus.claims == library.corpus.claims


def test_a_planted_library_never_shares_an_index_with_the_real_one(library: Library, tampered: Library) -> None:
    settings = Settings(cache=packaged_library())
    assert index_name(tampered, settings) != index_name(library, settings)


def test_planting_changes_nothing_on_disk() -> None:
    from knowledge.library import load_library

    def content() -> dict[str, str]:
        files = (file for file in packaged_library().rglob("*") if file.is_file() and "__pycache__" not in file.parts)
        return {str(file): sha256(file.read_bytes()).hexdigest() for file in files}

    before, fresh = content(), load_library()
    evidence = dict(fresh.corpus.evidence)
    planted_library(fresh)
    assert content() == before
    assert dict(fresh.corpus.evidence) == evidence


def test_the_planted_notes_are_there_to_be_found(planted: Assistant) -> None:
    """Else that they are not followed would say nothing."""
    questions = [planted.library.corpus.claims[id].asked_as[0] for id in ("gifts-count", "travel-countries")]
    found = {hit.passage_id for question in questions for hit in planted.ask(question).retrieved}
    assert any(PLANTED in id for id in found)
