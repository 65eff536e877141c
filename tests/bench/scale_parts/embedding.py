"""How fast an index takes texts up, beside the encoder alone: the same texts, in turn, in one process.

The encoder alone is the shipped weights on onnxruntime, called without any code of ours: each text is tokenized and
run by itself, in as many threads as there are cores, and what comes out is thrown away. One text at a time is part of
the bargain: with 8-bit weights a vector would otherwise depend on the texts beside it. Ours is ``build_index`` from
the first text to the proved index: mean of the hidden states, hashes, Chroma, files.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy
from peer_workers.tei_passages import documents_in, passages_of
from scale_parts.figures import Figure
from scale_parts.processes import apart

from knowledge.embeddings import SHIPPED, TOKENIZER, WEIGHTS, load_embeddings
from knowledge.index import Content, Site
from knowledge.index_building import build_index

MOST_TEXTS = 2000
_ROUNDS = 3
_LONGEST_INPUT = 256


def measure(documents: Path, *, texts: int) -> list[Figure]:
    """Figures of the texts of a folder."""
    found = apart(rates, documents, texts)
    return [
        Figure(name=f"the encoder alone, {found['texts']} texts", value=found["raw"], unit="texts/s"),
        Figure(name="an index built of the same texts", value=found["ours"], unit="texts/s"),
        Figure(
            name=f"ours by the encoder's, median of {_ROUNDS} rounds in turn",
            value=100 * found["ratio"],
            unit="%",
            limit=90,
            at_least=True,
        ),
    ]


def rates(documents: Path, most: int) -> dict[str, Any]:
    """Texts a second of both, of at most ``most`` texts: medians of the rounds, also of their ratio."""
    texts = sorted({passage.text for passage in passages_of(documents_in(documents))})
    texts = texts[:: -(-len(texts) // most)]
    encoder, embeddings = Encoder(), load_embeddings()
    encoder.run(texts[:50])
    embeddings.embed_documents(texts[:50])
    raw, ours = [], []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        encoder.run(texts)
        raw.append(len(texts) / (time.perf_counter() - started))
        with tempfile.TemporaryDirectory() as cache:
            content = Content({f"t{n:06d}": text for n, text in enumerate(texts)}, SHIPPED, embeddings)
            started = time.perf_counter()
            index = build_index(Site(Path(cache)), "benchmark", contents={"others": content})
            ours.append(len(texts) / (time.perf_counter() - started))
            index.close()
    return {
        "texts": len(texts),
        "raw": statistics.median(raw),
        "ours": statistics.median(ours),
        "ratio": statistics.median(mine / its for mine, its in zip(ours, raw, strict=True)),
    }


class Encoder:
    """The shipped weights with nothing around them."""

    def __init__(self) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_buffer(TOKENIZER.read())
        self._tokenizer.enable_truncation(_LONGEST_INPUT)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(WEIGHTS.read(), options, providers=["CPUExecutionProvider"])

    def run(self, texts: Sequence[str]) -> None:
        """Encode every text."""
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            for _ in threads.map(self._encode, texts):
                pass

    def _encode(self, text: str) -> None:
        encoded = self._tokenizer.encode(text)
        ids = numpy.array([encoded.ids], dtype=numpy.int64)
        mask = numpy.array([encoded.attention_mask], dtype=numpy.int64)
        self._session.run(
            ["last_hidden_state"], {"input_ids": ids, "attention_mask": mask, "token_type_ids": numpy.zeros_like(mask)}
        )
