"""The same page fetched on another day: what stands is left as it is, unless the page has changed."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from knowledge.holdings.desk import Proposal, at_the_desk
from knowledge.holdings.folder import LibraryFolder
from knowledge.holdings.revisits import as_first_accessed


def on(day: int, proposal: Proposal, path: str = "") -> Proposal:
    content = proposal.content.replace("https://example.org/", f"https://example.org/{path}")
    return replace(proposal, content=f"{content}\n[csl.accessed]\ndate-parts = [[2026, 11, {day}]]\n")


@pytest.mark.parametrize("is_accepted", [True, False], ids=["in force", "waiting"])
def test_another_day_alone_makes_no_other_version(
    folder: LibraryFolder, proposal: Callable[..., Proposal], accept: Callable[..., None], is_accepted: bool
) -> None:
    first = on(24, proposal())
    if is_accepted:
        accept(folder, first)
    else:
        with at_the_desk(folder) as desk:
            desk.propose(first, by="Ada", reason="new")
            desk.record()
    with at_the_desk(folder) as desk:
        assert as_first_accessed(on(25, proposal()), desk) == first
        for other in (
            on(25, proposal(text="Other words.")),
            on(25, proposal(), "moved/"),
            on(25, proposal("cable-2")),
        ):
            assert as_first_accessed(other, desk) is other
