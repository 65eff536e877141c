"""The desk: what is recorded is in force, what an interruption leaves is made good, and nothing is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.holdings import desk as desk_module
from knowledge.holdings.acts import RecordKind, RecordRef, Refusal
from knowledge.holdings.desk import Proposal, at_the_desk
from knowledge.holdings.folder import FolderTrouble, LibraryFolder, create, open_folder
from knowledge.holdings.overlay import laid_over, read_holdings, shipped_refs
from knowledge.library import load_library
from knowledge.problems import LibraryError
from knowledge.record_files import RecordFiles
from knowledge.vocabulary import Collection, PassageKind

Accept = Callable[..., None]
Hand = Callable[..., Proposal]
GIFTS = "bloomberg-2007-gifts"


def in_force(folder: LibraryFolder, shipped: RecordFiles) -> set[str]:
    return {source.id for _, source in read_holdings(folder, shipped=shipped).sources}


def test_only_what_was_accepted_is_in_the_library(
    folder: LibraryFolder, shipped: RecordFiles, proposal: Hand, accept: Accept
) -> None:
    accept(folder, proposal("cable-1"))
    with at_the_desk(folder) as desk:
        desk.propose(proposal("cable-2"), by="Ada", reason="wanted")
        desk.record()
    library = load_library(folder=folder)
    assert "cable-1" in library.corpus.sources and "cable-2" not in library.corpus.sources
    own = [passage for passage in library.passages.values() if passage.source_id == "cable-1"]
    assert [(p.text, p.kind, p.collection, p.locator) for p in own] == [
        ("The minister said that 30 pilots had left.", PassageKind.VERBATIM, Collection.OTHERS, "p. 1"),
        ("Drafted by the desk officer.", PassageKind.VERBATIM, Collection.OTHERS, "footnote 1 (the editors)"),
    ]
    assert not any(passage.source_id == "cable-2" for passage in library.passages.values())


def test_what_was_not_recorded_did_not_happen(
    folder: LibraryFolder, shipped: RecordFiles, proposal: Hand, accept: Accept
) -> None:
    with at_the_desk(folder) as desk:
        desk.propose(proposal(), by="Ada", reason="wanted")
    assert in_force(folder, shipped) == set()
    accept(folder, proposal())  # the leftover is no hindrance
    assert in_force(folder, shipped) == {"cable-1"}


def test_an_interruption_after_the_log_was_written_loses_nothing(
    folder: LibraryFolder, shipped: RecordFiles, proposal: Hand, accept: Accept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(desk_module, "settle", interrupted)
        accept(folder, proposal())
    assert in_force(folder, shipped) == {"cable-1"}


def test_a_record_changed_behind_the_log_is_named_and_not_used(
    folder: LibraryFolder, shipped: RecordFiles, proposal: Hand, accept: Accept
) -> None:
    accept(folder, proposal())
    text = folder.root / "texts" / "cable-1.jsonl"
    text.write_text(text.read_text().replace("30 pilots", "300 pilots"))
    holdings = read_holdings(folder, shipped=shipped)
    assert holdings.sources == ()
    assert "source/cable-1" in str(holdings.problems[0]) and "Ben accepted" in str(holdings.problems[0])
    with at_the_desk(folder) as desk:
        desk.propose(proposal(text="The minister said that 31 pilots had left."), by="Cy", reason="counted again")
        desk.record()
    assert "Ben accepted" in str(read_holdings(folder, shipped=shipped).problems[0])
    with pytest.raises(LibraryError, match="changed or removed"):
        load_library(folder=folder)


def test_a_correction_keeps_the_version_before_it(
    folder: LibraryFolder, shipped: RecordFiles, proposal: Hand, accept: Accept
) -> None:
    accept(folder, proposal(text="There were 30 of them."))
    accept(folder, proposal(text="There were 31 of them."))
    assert read_holdings(folder, shipped=shipped).texts["cable-1"][0].text == "There were 31 of them."
    earlier = list((folder.root / "earlier").rglob("*.jsonl"))
    assert len(earlier) == 1 and "There were 30 of them." in earlier[0].read_text()


def test_a_retracted_source_is_gone_and_kept(
    folder: LibraryFolder, shipped: RecordFiles, proposal: Hand, accept: Accept
) -> None:
    accept(folder, proposal())
    with at_the_desk(folder) as desk:
        desk.retract(RecordRef(RecordKind.SOURCE, "cable-1"), by="Cy", reason="it is a forgery")
        desk.record()
    assert in_force(folder, shipped) == set()
    assert list((folder.root / "earlier").rglob("cable-1.toml"))


def test_a_shipped_source_stays_retracted_until_another_version_is_accepted(
    folder: LibraryFolder, shipped: RecordFiles, proposal: Hand, accept: Accept
) -> None:
    for act in ("retract", "propose", "withdraw"):
        with at_the_desk(folder, shipped_refs(shipped)) as desk:
            if act == "propose":
                desk.propose(proposal(GIFTS), by="Ada", reason="found it elsewhere")
            else:
                getattr(desk, act)(RecordRef(RecordKind.SOURCE, GIFTS), by="Cy", reason="to see")
            desk.record()
        assert GIFTS not in load_library(folder=folder).corpus.sources
    accept(folder, proposal(GIFTS))
    assert load_library(folder=folder).corpus.sources[GIFTS].title == "A cable"


def test_a_withdrawn_correction_changes_nothing_of_a_shipped_source(
    folder: LibraryFolder, shipped: RecordFiles, proposal: Hand
) -> None:
    gifts = RecordRef(RecordKind.SOURCE, GIFTS)
    with at_the_desk(folder, shipped_refs(shipped)) as desk:
        desk.propose(proposal(GIFTS), by="Ada", reason="wanted")
        desk.record()
    with at_the_desk(folder, shipped_refs(shipped)) as desk:
        desk.withdraw(gifts, by="Ada", reason="the wrong file")
        desk.record()
    after, before = load_library(folder=folder).corpus, load_library().corpus
    assert after.sources[GIFTS] == before.sources[GIFTS] and after.evidence == before.evidence
    with at_the_desk(folder, shipped_refs(shipped)) as desk:
        desk.retract(gifts, by="Cy", reason="the outlet withdrew it")


def test_retracting_a_shipped_source_takes_all_that_rests_on_it_and_recomputes(
    folder: LibraryFolder, shipped: RecordFiles
) -> None:
    before = load_library()
    notes = {note.id for note in before.corpus.evidence.values() if note.source_id == GIFTS}
    with at_the_desk(folder, shipped_refs(shipped)) as desk:
        desk.retract(RecordRef(RecordKind.SOURCE, GIFTS), by="Cy", reason="the outlet withdrew it")
        desk.record()
    after = load_library(folder=folder)
    assert notes and not notes & after.corpus.evidence.keys()
    assert GIFTS not in after.corpus.sources
    assert after.verdicts["gifts-count"] != before.verdicts["gifts-count"]
    assert before.corpus.fingerprint != after.corpus.fingerprint


def test_any_shipped_source_can_be_retracted_and_the_rest_is_sound(shipped: RecordFiles, tmp_path: Path) -> None:
    for place, (_, source) in enumerate(shipped.sources):
        if place % 12 or source.id == "article-2011":
            continue
        folder = create(tmp_path / source.id, name="x")
        with at_the_desk(folder, shipped_refs(shipped)) as desk:
            desk.retract(RecordRef(RecordKind.SOURCE, source.id), by="Cy", reason="to see")
            desk.record()
        assert source.id not in load_library(folder=folder).corpus.sources


def test_an_act_that_is_refused_leaves_nothing(folder: LibraryFolder, proposal: Hand) -> None:
    with pytest.raises(Refusal, match="somebody else"), at_the_desk(folder) as desk:
        desk.propose(proposal(), by="Ada", reason="wanted")
        desk.review(proposal().record, by="Ben", reason="read")
        desk.accept(proposal().record, by="ada", reason="mine")
    assert not folder.log.exists()


def test_a_folder_is_made_once_and_named_when_it_is_none(tmp_path: Path) -> None:
    create(tmp_path / "a", name='A "quoted" name')
    with pytest.raises(FolderTrouble, match="is a library folder already"):
        create(tmp_path / "a", name="again")
    with pytest.raises(FolderTrouble, match="secondsource init"):
        open_folder(tmp_path)


def test_an_earlier_state_is_what_the_log_says_it_was(
    folder: LibraryFolder, shipped: RecordFiles, proposal: Hand, accept: Accept
) -> None:
    accept(folder, proposal())
    then = read_holdings(folder, shipped=shipped, entries=0)
    assert then.sources == ()
    assert {source.id for _, source in laid_over(shipped, then).sources} == {source.id for _, source in shipped.sources}


def test_the_article_itself_is_neither_corrected_nor_retracted(
    folder: LibraryFolder, shipped: RecordFiles, proposal: Hand
) -> None:
    article = RecordRef(RecordKind.SOURCE, "article-2011")
    with at_the_desk(folder, shipped_refs(shipped)) as desk:
        with pytest.raises(Refusal, match="what this library is about"):
            desk.retract(article, by="Cy", reason="to see")
        with pytest.raises(Refusal, match="what this library is about"):
            desk.propose(proposal("article-2011"), by="Cy", reason="to see")
