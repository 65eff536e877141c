"""Where the proofs of faults write down their results."""

from collections.abc import Callable, Iterator

import pytest

from tests.proofs.recording import Proof, proofs_of


@pytest.fixture(scope="package")
def proof(request: pytest.FixtureRequest) -> Iterator[Callable[[str, str], Proof]]:
    """Opens a proof: ``proof("interruption", "what is shown")``."""
    with proofs_of(request.config) as proof:
        yield proof
