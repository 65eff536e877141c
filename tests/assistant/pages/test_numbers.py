"""The article's numbers in one table: none missing, each with who else bears it out and nobody else."""

import re

from assistant.answers import LabelKey
from assistant.languages import ENGLISH
from assistant.overviews import numbered_claims
from assistant.pages.badges import short_word
from assistant.pages.markup import join
from assistant.pages.numbers import numbers_table
from knowledge.library import Library
from knowledge.votes import Vote


def rows(library: Library) -> dict[str, str]:
    """Everything the table says of each claim: its row, and the row of its parts below it."""
    found = re.split(r'<tr><th scope="row"', numbers_table(library, ENGLISH))[1:]
    return {re.findall('data-claim="([^"]+)"', row)[0]: row for row in found}


def test_every_claim_with_a_number_has_a_row(library: Library) -> None:
    with_digits = {
        claim.id
        for claim in library.corpus.claims.values()
        if claim.verbatim and re.search(r"\d", claim.verbatim) and claim.kind.value in ("quantity", "event")
    }
    assert with_digits <= rows(library).keys() == {claim.id for claim in numbered_claims(library)}


def test_who_bears_a_number_out_is_who_the_verdict_counts(library: Library) -> None:
    for id, row in rows(library).items():
        groups = library.verdicts[id].headline.groups
        named = {
            library.corpus.sources[source].independence_group for source in re.findall('data-source="([^"]+)"', row)
        }
        assert named <= {*groups.supports, *groups.partly}
        assert bool(named) == bool(groups.supports or groups.partly)
        assert ("nobody independent" in row) == (not named)


def test_no_state_voice_is_named_as_bearing_a_number_out(library: Library) -> None:
    for row in rows(library).values():
        for source in re.findall('data-source="([^"]+)"', row):
            assert library.corpus.sources[source].control.value != "subject_state"


def test_a_claim_whose_parts_fare_differently_says_how_each_does(library: Library) -> None:
    """Or a student hands in "8 July 1994" as confirmed, where only the month is."""
    found = rows(library)
    differing = [id for id in found if len({verdict.key for _, verdict in library.verdicts[id].components}) > 1]
    assert "death-1994" in differing
    for id, row in found.items():
        said = row.partition("Part by part:")[2]
        assert bool(said) is (id in differing)
        verdicts = dict(library.verdicts[id].components)
        for part in library.corpus.claims[id].components if said else ():
            label = short_word(LabelKey(verdicts[part.id].key))
            assert re.search(rf"{re.escape(join([part.restatement]))}</span> <span[^>]*>{label}<", said)


def test_who_bears_a_number_out_in_part_only_is_said_to(library: Library) -> None:
    for id, row in rows(library).items():
        counted = [library.corpus.evidence[note] for note in library.verdicts[id].headline.evidence_ids]
        for source, in_part in re.findall(r'data-source="([^"]+)"[^>]*>[^<]*</a></span>( \(in part\))?', row):
            in_full = any(library.votes[note.id] is Vote.FULL for note in counted if note.source_id == source)
            assert bool(in_part) is not in_full
