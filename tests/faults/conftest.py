"""Where the proofs of faults write down their results."""

from collections.abc import Callable, Iterator

import pytest

from tests.proofs.recording import Proof, revision, write_result, write_table


@pytest.fixture(scope="package")
def proof(request: pytest.FixtureRequest) -> Iterator[Callable[[str, str], Proof]]:
    """Opens a proof: ``proof("interruption", "what is shown")``. Kept as files where proofs alone are run."""
    proofs: dict[str, Proof] = {}

    def proof(name: str, what: str) -> Proof:
        return proofs.setdefault(name, Proof(name, what))

    yield proof
    if request.config.option.markexpr != "proof" or request.config.option.keyword:
        return  # a part of the proofs proves little
    at = revision()
    for each in proofs.values():
        write_result(each, revision=at)
    write_table()
