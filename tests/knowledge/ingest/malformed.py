"""Files that are broken on purpose, as many as are asked for, the same ones for the same seed.

Each maker takes a source of chance and gives the bytes of one file; ``malformed`` goes through the makers in turn,
so that a thousand files hold every kind some thirty times, each time with other numbers.
"""

import io
import random
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from tests.knowledge.ingest import malformed_texts
from tests.knowledge.ingest.malformed_texts import SENTENCE, external, external_dtd
from tests.knowledge.ingest.sample_files import (
    CONTAINER_XML,
    archive,
    chapter,
    docx_members,
    epub_members,
    pdf,
    show_lines,
)

Maker = Callable[[random.Random], bytes]
Members = dict[str, bytes | str]

NAMES = ("лал", "김일성", "../up", "a b", "x" * 200)


@dataclass(frozen=True)
class Malformed:
    """A broken file: its name, whose stem says how it is broken, and its bytes."""

    name: str
    content: bytes


def malformed(count: int, *, seed: int = 0) -> Iterator[Malformed]:
    """``count`` broken files of all kinds."""
    makers = tuple(_MAKERS.items())
    for number in range(count):
        (kind, suffix), make = makers[number % len(makers)]
        chance = random.Random(f"{seed}-{number}")
        yield Malformed(f"{number:04d}-{kind}{suffix}", make(chance))


@cache
def sound(suffix: str) -> bytes:
    """A file of this kind with nothing wrong in it."""
    if suffix == ".pdf":
        return pdf([show_lines([f"{SENTENCE} Page {page}"] * 3) for page in range(5)], info="/Title (Gifts)")
    if suffix == ".docx":
        return archive(docx_members(("Gifts", "Heading 1"), (SENTENCE, None), (SENTENCE, None)))
    if suffix == ".epub":
        return archive(_book(f"<h1>Gifts</h1><p>{SENTENCE}</p>"))
    if suffix == ".xml":
        return malformed_texts.tei()
    if suffix in (".csv", ".jsonl"):
        return malformed_texts.csv_table() if suffix == ".csv" else malformed_texts.json_lines()
    if suffix == ".html":
        return f"<html><head><title>Gifts</title></head><body><h1>Gifts</h1><p>{SENTENCE}</p></body></html>".encode()
    return f"---\ntitle: Gifts\n---\n# Gifts\n\n{SENTENCE} Él café.\n\n## More\n\n{SENTENCE}\n".encode()


def _book(body: str, *, before: str = "") -> Members:
    return epub_members({"one.xhtml": chapter(body, before=before), "two.xhtml": chapter(f"<p>{SENTENCE}</p>")})


# What can happen to any file.


def _cut(suffix: str) -> Maker:
    return lambda chance: sound(suffix)[: chance.randrange(len(sound(suffix)))]


def _changed(suffix: str) -> Maker:
    """Some bytes are others."""

    def make(chance: random.Random) -> bytes:
        content = bytearray(sound(suffix))
        for _ in range(chance.choice((1, 3, 30, 300))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        return bytes(content)

    return make


def _shuffled(suffix: str) -> Maker:
    """Stretches are doubled, lost and moved, as by a bad transfer."""

    def make(chance: random.Random) -> bytes:
        content = sound(suffix)
        pieces = [content[at : at + 64] for at in range(0, len(content), 64)]
        return b"".join(chance.choices(pieces, k=len(pieces)))

    return make


def _recoded(suffix: str) -> Maker:
    encodings = ("utf-16", "utf-16-be", "utf-32", "cp500", "latin-1", "utf-7")
    return lambda chance: sound(suffix).decode("utf-8").encode(chance.choice(encodings), "replace")


def _noise(chance: random.Random) -> bytes:
    return chance.randbytes(chance.randrange(1, 4000))


# XML in DOCX and EPUB.


def _laughs(chance: random.Random) -> str:
    levels = chance.randrange(5, 30)
    entities = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, levels))
    return f'<!DOCTYPE html [<!ENTITY e0 "ha">{entities}]>'


def _quadratic(chance: random.Random) -> str:
    return f'<!DOCTYPE html [<!ENTITY e0 "{"x" * chance.randrange(1000, 100_000)}">]>'


def _epub_with(declaration: Callable[[random.Random], str], body: str = "<p>&e0;&e0;&e4;</p>") -> Maker:
    return lambda chance: archive(_book(body, before=declaration(chance)))


def _docx_with(declaration: Callable[[random.Random], str]) -> Maker:
    def make(chance: random.Random) -> bytes:
        members = docx_members((SENTENCE, None))
        member = chance.choice([name for name in sorted(members) if name.endswith((".xml", ".rels"))])
        content = members[member]
        assert isinstance(content, bytes)
        text = content.partition(b"?>")[2].strip()
        members[member] = declaration(chance).encode() + text.replace(b">", b">&e0;&e4;", 1)
        return archive(members)

    return make


def _deep_epub(chance: random.Random) -> bytes:
    depth = chance.choice((300, 3_000, 100_000))
    return archive(_book("<div>" * depth + SENTENCE + "</div>" * depth))


def _deep_docx(chance: random.Random) -> bytes:
    depth = chance.choice((100, 3_000, 100_000))
    start, end = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return _docx_body(start * depth + f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>" + end * depth)


def _docx_body(body: str) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return archive({**docx_members(), "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>"})


def _many_elements(chance: random.Random) -> bytes:
    return archive(_book("<i/>" * chance.choice((100_000, 2_000_000))))


def _many_paragraphs(chance: random.Random) -> bytes:
    return _docx_body("<w:p/>" * chance.choice((50_000, 1_600_000)))


# Archives.


def _bomb(suffix: str) -> Maker:
    def make(chance: random.Random) -> bytes:
        members = _book(f"<p>{SENTENCE}</p>") if suffix == ".epub" else docx_members((SENTENCE, None))
        size = chance.choice((2, 20, 70)) * 2**20
        members[chance.choice(sorted(members))] = b"<a>" + b" " * size + b"</a>"
        return archive(members)

    return make


def _bomb_in_bomb(chance: random.Random) -> bytes:
    inner = archive({"0": b"\0" * 2**20})
    for _ in range(chance.randrange(1, 6)):
        inner = archive({str(number): inner for number in range(16)})
    return archive({**_book(f"<p>{SENTENCE}</p>"), "OEBPS/inner.zip": inner})


def _overlapping(chance: random.Random) -> bytes:
    """Many names for the same packed bytes, as in a flat bomb: each unpacks anew."""
    members = {**_book(f"<p>{SENTENCE}</p>"), "0000": b"\0" * 2**20}
    content = archive(members)
    start = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    record = content[content.rindex(b"PK\x01\x02", start, end) : end]
    count = chance.choice((100, 5_000, 30_000))
    copies = b"".join(record.replace(b"0000", b"%04x" % (number % 65536)) for number in range(1, count))
    total = (len(members) + count - 1).to_bytes(4, "little")[:2]
    size = (end - start + len(copies)).to_bytes(4, "little")
    trailer = bytearray(content[end:])
    trailer[8:10] = trailer[10:12] = total
    trailer[12:16] = size
    return content[:end] + copies + bytes(trailer)


def _many_members(chance: random.Random) -> bytes:
    return archive({**_book(f"<p>{SENTENCE}</p>"), **{f"x/{number}": "" for number in range(12_000)}}, packed=False)


def _paths(suffix: str) -> Maker:
    def make(chance: random.Random) -> bytes:
        members = _book(f"<p>{SENTENCE}</p>") if suffix == ".epub" else docx_members((SENTENCE, None))
        trick = chance.choice(
            ("../../etc/cron.d/x", "/etc/passwd", "C:\\x", "a/../../x", "..\\x", "a\x00b", "\\\\h\\x")
        )
        return archive({**members, trick: "x"})

    return make


def _root_file_elsewhere(chance: random.Random) -> bytes:
    path = chance.choice(
        ("../../../etc/passwd", "/etc/passwd", "", "META-INF/container.xml", "http://localhost/x", "mimetype")
    )
    return archive({**_book(f"<p>{SENTENCE}</p>"), "META-INF/container.xml": CONTAINER_XML.format(path=path)})


def _chapter_elsewhere(chance: random.Random) -> bytes:
    members = _book(f"<p>{SENTENCE}</p>")
    href = chance.choice(("../../../../etc/passwd", "file:///etc/passwd", "%2e%2e/%2e%2e/x", "", "one.xhtml/", "#a"))
    members["OEBPS/content.opf"] = str(members["OEBPS/content.opf"]).replace('href="one.xhtml"', f'href="{href}"')
    return archive(members)


def _link(chance: random.Random) -> bytes:
    out = io.BytesIO(archive(_book(f"<p>{SENTENCE}</p>")))
    info = zipfile.ZipInfo("OEBPS/link.xhtml")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(out, "a") as made:
        made.writestr(info, chance.choice(("/etc/passwd", "../../x")))
    return out.getvalue()


def _lying_size(chance: random.Random) -> bytes:
    size = chance.randrange(70_000, 200_000)
    honest = archive({**_book(f"<p>{SENTENCE}</p>"), "OEBPS/one.xhtml": chapter("<p>" + "x" * size + "</p>")})
    real = len(chapter("<p>" + "x" * size + "</p>")).to_bytes(4, "little")
    return honest.replace(real, chance.choice((0, 10, 2**31)).to_bytes(4, "little"))


def _lost_member(suffix: str) -> Maker:
    def make(chance: random.Random) -> bytes:
        members = _book(f"<p>{SENTENCE}</p>") if suffix == ".epub" else docx_members((SENTENCE, None))
        del members[chance.choice(sorted(members))]
        return archive(members)

    return make


def _emptied_member(suffix: str) -> Maker:
    def make(chance: random.Random) -> bytes:
        members = _book(f"<p>{SENTENCE}</p>") if suffix == ".epub" else docx_members((SENTENCE, None))
        members[chance.choice(sorted(members))] = chance.choice(("", "<a/>", "\x00", "<a", "[]"))
        return archive(members)

    return make


# PDF.


def _no_pages(chance: random.Random) -> bytes:
    return pdf([], count=chance.choice((0, 1, -1, 10**9)))


def _many_pages(chance: random.Random) -> bytes:
    return pdf([show_lines([SENTENCE])] * chance.choice((1_000, 10_000)))


def _scan(chance: random.Random) -> bytes:
    image = b"q 612 0 0 792 0 0 cm BI /W 8 /H 8 /BPC 8 /CS /G ID " + chance.randbytes(64) + b" EI Q"
    return pdf([image] * chance.randrange(1, 20))


def _heavy_page(chance: random.Random) -> bytes:
    drawing = chance.choice((b"BT /F1 9 Tf " + b"(a) Tj T* " * 100_000 + b"ET", b"q " * 400_000, b"[" * 100_000))
    return pdf([drawing])


def _streams_that_grow(chance: random.Random) -> bytes:
    return pdf([b" " * chance.choice((20, 60)) * 2**20])


def _form_within_itself(_: random.Random) -> bytes:
    return pdf([b"/X1 Do " * 1000], form=b"/X1 Do /X1 Do")


def _password(chance: random.Random) -> bytes:
    version = chance.choice(("/V 1 /R 2", "/V 2 /R 3 /Length 128", "/V 5 /R 6 /Length 256", "/V 9 /R 9"))
    keys = f"/O <{'11' * 32}> /U <{'22' * 32}> /P -4"
    return pdf([show_lines([SENTENCE])], encrypt=f"/Filter /Standard {version} {keys}")


def _pages_within_themselves(chance: random.Random) -> bytes:
    content = pdf([show_lines([SENTENCE])])
    return content.replace(b"/Kids [5 0 R]", chance.choice((b"/Kids [2 0 R]", b"/Kids 2 0 R  ", b"/Kids [9 0 R]")))


def _odd_labels(chance: random.Random) -> bytes:
    labels = ("/Nums [0 << /S /r /St 100000 >>]", "/Nums [0", "/Nums [(a) 1 0 R]", "/Kids [1 0 R]", "/Nums 7")
    return pdf([show_lines([SENTENCE])], catalogue=f"/PageLabels << {chance.choice(labels)} >>")


def _odd_metadata(chance: random.Random) -> bytes:
    values = ("/Title 7", "/Title [1 2]", "/Author << >>", "/CreationDate (D:99999999)", "/Title (\x00\xff\xfe\xd8)")
    return pdf([show_lines([SENTENCE])], info=chance.choice(values))


# Pages and texts.


def _script_only(chance: random.Random) -> bytes:
    return (
        f"<html><body><div id=root></div><script>{'draw();' * chance.randrange(10_000)}</script></body></html>".encode()
    )


def _deep_page(chance: random.Random) -> bytes:
    element = chance.choice(("div", "ul><li", "table><tr><td", "b", "blockquote"))
    return f"<html><body>{f'<{element}>' * chance.choice((200, 20_000))}{SENTENCE}".encode()


def _wide_page(chance: random.Random) -> bytes:
    piece = chance.choice(("<p>a", "<b>a</b>", "<a href=x>a</a>", "<br>a", "<tr><td>a", "<li>a"))
    return f"<html><body>{piece * chance.choice((10_000, 100_000))}</body></html>".encode()


def _declared_wrongly(chance: random.Random) -> bytes:
    encoding = chance.choice(("utf-16", "klingon", "utf-7", "idna", "rot13", "unicode_escape", "hex", "utf-32", "\x00"))
    return f'<html><head><meta charset="{encoding}"></head><body><p>{SENTENCE} é</p></body></html>'.encode()


def _odd_front_matter(chance: random.Random) -> bytes:
    lines = ("title: [a", "date: soon", "author:", "title: " + "x" * 5000, "url: \x01", "title: a\n" * 5000, "no end")
    return f"---\ntitle: a\n{chance.choice(lines)}\n{chance.choice(('---', '...', ''))}\n{SENTENCE}".encode()


def _many_headings(chance: random.Random) -> bytes:
    return b"# a\n" * chance.choice((5_000, 500_000))


def _one_line(chance: random.Random) -> bytes:
    return chance.choice((b"x", b" x", b"#", b"`", b"-")) * 5_000_000


def _not_text(chance: random.Random) -> bytes:
    return (
        sound(".md")[: chance.randrange(20, 60)]
        + chance.choice((b"\xff", b"\xc3(", b"\x00", b"\xed\xa0\x80"))
        + b"\ntext"
    )


def _wrong_kind(chance: random.Random) -> bytes:
    return chance.choice(
        (b"\x89PNG\r\n", b"\xd0\xcf\x11\xe0", b"{\\rtf1 x}", b"\x1f\x8b", b"PK\x05\x06", b"%!PS", b"<svg/>")
    )


def _another_archive(chance: random.Random) -> bytes:
    return archive({chance.choice(("xl/workbook.xml", "[Content_Types].xml", "content.xml", *NAMES[:2])): "<a/>"})


_SUFFIXES = (".pdf", ".docx", ".epub", ".html", ".md", ".xml", ".csv", ".jsonl")

_MAKERS: dict[tuple[str, str], Maker] = {
    **{("cut", suffix): _cut(suffix) for suffix in _SUFFIXES},
    **{("changed", suffix): _changed(suffix) for suffix in _SUFFIXES},
    **{("shuffled", suffix): _shuffled(suffix) for suffix in _SUFFIXES},
    **{("noise", suffix): _noise for suffix in (*_SUFFIXES, ".txt", "", ".zip")},
    **{("recoded", suffix): _recoded(suffix) for suffix in (".html", ".md", ".xml", ".csv", ".jsonl")},
    **{("wrong-kind", suffix): _wrong_kind for suffix in (*_SUFFIXES, ".txt")},
    **{("bomb", suffix): _bomb(suffix) for suffix in (".docx", ".epub")},
    **{("paths", suffix): _paths(suffix) for suffix in (".docx", ".epub")},
    **{("lost-member", suffix): _lost_member(suffix) for suffix in (".docx", ".epub")},
    **{("emptied-member", suffix): _emptied_member(suffix) for suffix in (".docx", ".epub")},
    **{("another-archive", suffix): _another_archive for suffix in (".docx", ".epub")},
    **malformed_texts.MAKERS,
    ("laughs", ".xml"): malformed_texts.declared(_laughs),
    ("quadratic", ".xml"): malformed_texts.declared(_quadratic, body="<p>" + "&e0;" * 50_000 + "</p>"),
    ("overlapping", ".epub"): _overlapping,
    ("laughs", ".epub"): _epub_with(_laughs),
    ("laughs-in-attribute", ".epub"): _epub_with(_laughs, body='<p title="&e4;">&e4;</p>'),
    ("quadratic", ".epub"): _epub_with(_quadratic, body="<p>" + "&e0;" * 50_000 + "</p>"),
    ("external", ".epub"): _epub_with(external),
    ("external-dtd", ".epub"): _epub_with(external_dtd),
    ("laughs", ".docx"): _docx_with(_laughs),
    ("quadratic", ".docx"): _docx_with(_quadratic),
    ("external", ".docx"): _docx_with(external),
    ("external-dtd", ".docx"): _docx_with(external_dtd),
    ("deep", ".epub"): _deep_epub,
    ("deep", ".docx"): _deep_docx,
    ("many-elements", ".epub"): _many_elements,
    ("many-paragraphs", ".docx"): _many_paragraphs,
    ("bomb-in-bomb", ".epub"): _bomb_in_bomb,
    ("many-members", ".epub"): _many_members,
    ("root-file-elsewhere", ".epub"): _root_file_elsewhere,
    ("chapter-elsewhere", ".epub"): _chapter_elsewhere,
    ("link", ".epub"): _link,
    ("lying-size", ".epub"): _lying_size,
    ("no-pages", ".pdf"): _no_pages,
    ("many-pages", ".pdf"): _many_pages,
    ("scan", ".pdf"): _scan,
    ("heavy-page", ".pdf"): _heavy_page,
    ("streams-that-grow", ".pdf"): _streams_that_grow,
    ("form-within-itself", ".pdf"): _form_within_itself,
    ("password", ".pdf"): _password,
    ("pages-within-themselves", ".pdf"): _pages_within_themselves,
    ("odd-labels", ".pdf"): _odd_labels,
    ("odd-metadata", ".pdf"): _odd_metadata,
    ("script-only", ".html"): _script_only,
    ("deep", ".html"): _deep_page,
    ("wide", ".html"): _wide_page,
    ("declared-wrongly", ".html"): _declared_wrongly,
    ("odd-front-matter", ".md"): _odd_front_matter,
    ("many-headings", ".md"): _many_headings,
    ("one-line", ".md"): _one_line,
    ("not-text", ".txt"): _not_text,
}
