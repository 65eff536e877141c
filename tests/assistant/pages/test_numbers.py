"""The article's numbers in one table: none missing, each with who else bears it out and nobody else."""

import re

from assistant.languages import ENGLISH
from assistant.overviews import numbered_claims
from assistant.pages.numbers import numbers_table
from knowledge.library import Library


def rows(library: Library) -> dict[str, str]:
    parts = numbers_table(library, ENGLISH).split("<tr>")[2:]
    return {re.findall('data-claim="([^"]+)"', part)[0]: part for part in parts}


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
