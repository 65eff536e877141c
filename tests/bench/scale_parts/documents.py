"""What is taken in and searched: a folder of TEI documents of FRUS, or synthetic ones of the same shape.

Synthetic texts are sentences drawn by a seeded generator, so that the same call makes the same files: from the
documents given, where there are some, or else from the library that ships. Each paragraph names a place that no
other does, for the words of real documents grow with their number too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from peer_workers.tei_passages import documents_in

from knowledge.library import load_library

SYNTHETIC = 368
"""Documents made where none are given: as many as the extracts of FRUS that the figures were first taken with."""

_VOLUME = 500
_PARAGRAPHS = 9
_PARAGRAPH = 600
_PAGE = 3  # paragraphs
_SENTENCE_BREAK = re.compile(r"(?<=[.!?”])\s+")
_SHORTEST, _LONGEST = 30, 400
_SYLLABLES = "ka mo ri se tu lan vor dei pash qui ner zo bal chi fen gor hul jin wex yar".split()
_VOLUME_XML = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>
<titleStmt><title type="complete">Foreign Relations of the United States, Synthetic Volume {number}</title>
<title type="series">Foreign Relations of the United States</title><editor role="primary">Nobody</editor></titleStmt>
<publicationStmt><publisher>Made for a benchmark</publisher><pubPlace>Nowhere</pubPlace><date>1990</date>
<idno type="frus">{name}</idno></publicationStmt><sourceDesc><p>Drawn at random</p></sourceDesc>
</fileDesc></teiHeader><text><body><div type="compilation" xml:id="comp1"><head>Korea</head>
{documents}
</div></body></text></TEI>
"""
_DOCUMENT_XML = """<div type="document" xml:id="d{number}" n="{number}"><head>{number}. Telegram From the Embassy in
{place} to the Department of State<note n="1" xml:id="d{number}fn1"><p>Source: National Archives, RG 59, Central Files,
POL {number} KOR N. Secret.</p></note></head>
<opener><dateline>{place}, <date when="{year}-{month:02d}-11">{year}</date>.</dateline></opener>
{paragraphs}
</div>"""


@dataclass(frozen=True, slots=True)
class Documents:
    """A folder of TEI files and what they are, in words for the reader of the figures."""

    folder: Path
    described: str


def documents_to_take_in(given: Path | None, place: Path) -> Documents:
    """The folder given, or synthetic documents written to ``place``."""
    if given is not None:
        count = sum(1 for path in given.rglob("*") if path.is_file())
        return Documents(given, f"{count} files of {given.name}/, as given")
    write_documents(place, SYNTHETIC, sentences=shipped_sentences(), each_its_own=True)
    return Documents(place, f"{SYNTHETIC} SYNTHETIC TEI documents: no folder was given (--documents, FRUS_DOCUMENTS)")


def shipped_sentences() -> tuple[str, ...]:
    """Sentences of the library that ships, in its order."""
    return tuple(_sentences(passage.text for passage in load_library().passages.values()))


def sentences_of(folder: Path) -> tuple[str, ...]:
    """Sentences of every document in a folder, in the order of the files, each once."""
    texts = (part.text for document in documents_in(folder) for part in document.parts)
    return tuple(dict.fromkeys(_sentences(texts)))


def _sentences(texts: Iterator[str]) -> Iterator[str]:
    for text in texts:
        yield from (each for each in _SENTENCE_BREAK.split(text) if _SHORTEST <= len(each) <= _LONGEST)


def write_documents(
    folder: Path, count: int, *, sentences: Sequence[str], first: int = 1, each_its_own: bool = False
) -> None:
    """Write ``count`` synthetic documents, numbered from ``first``, in volumes of 500 or each in a file of its own.

    A document is the same whatever it is written with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    size = 1 if each_its_own else _VOLUME
    for start in range(first, first + count, size):
        numbers = range(start, min(start + size, first + count))
        name = f"frus{2000 + start // _VOLUME}v01"
        xml = _VOLUME_XML.format(
            number=name[4:8], name=name, documents="\n".join(_document(number, sentences) for number in numbers)
        )
        (folder / f"{name}_d{start}.xml").write_text(xml, encoding="utf-8")


def _document(number: int, sentences: Sequence[str]) -> str:
    random = Random(number)
    paragraphs = []
    for n in range(_PARAGRAPHS):
        if n % _PAGE == 0:
            paragraphs.append(f'<pb n="{number * _PARAGRAPHS // _PAGE + n // _PAGE}"/>')
        paragraphs.append(f"<p>{escape(_paragraph(random, sentences))}</p>")
    return _DOCUMENT_XML.format(
        number=number,
        place=_place(random),
        year=1950 + number % 40,
        month=1 + number % 12,
        paragraphs="\n".join(paragraphs),
    )


def _paragraph(random: Random, sentences: Sequence[str]) -> str:
    drawn = [f"From {_place(random)} it was reported on the {random.randint(1, 28)}th:"]
    while sum(map(len, drawn)) < _PARAGRAPH:
        drawn.append(random.choice(sentences))
    return " ".join(drawn)


def _place(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=4)).capitalize()
