"""Synthetic vectors for more texts than a benchmark can embed, lying like real ones."""

import hashlib
from collections.abc import Sequence

import numpy
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from knowledge.embeddings import as_matrix

NEARNESS = 0.8
"""The cosine of a synthetic vector and the real one it lies around."""


class SyntheticEmbeddings(Embeddings):
    """Texts get vectors scattered around those of real texts, chosen by the text's hash; questions their real ones.

    ``real`` embeds the ``samples`` and the questions. ``embedded`` counts the texts that were asked for.
    """

    def __init__(self, real: Embeddings, samples: Sequence[str]) -> None:
        self._real = real
        self._centres: NDArray[numpy.float32] = as_matrix(real.embed_documents(list(samples)))
        self.embedded = 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of length 1 for each text; the same text has the same one in every process."""
        self.embedded += len(texts)
        return [self._scattered(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The real vector of a question."""
        return self._real.embed_query(text)

    def _scattered(self, text: str) -> list[float]:
        random = numpy.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]))
        centre = self._centres[random.integers(len(self._centres))]
        noise = random.standard_normal(len(centre), dtype=numpy.float32)
        noise -= centre * (noise @ centre)
        noise /= numpy.linalg.norm(noise)
        vector: list[float] = (NEARNESS * centre + (1 - NEARNESS**2) ** 0.5 * noise).tolist()
        return vector
