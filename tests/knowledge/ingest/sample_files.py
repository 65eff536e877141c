"""Small files of every kind, built in memory: what the tests of the readers read."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence

FIRST_PAGE = ("The report counts 87 countries that sent", "gifts, and 166,065 gifts in all.")
CONTAINER_XML = (
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="{path}" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def show_lines(lines: Iterable[str]) -> bytes:
    """A content stream that writes the lines one below the other."""
    shown = "".join(f"({line}) Tj T*\n" for line in lines)
    return f"BT /F1 10 Tf 72 740 Td 12 TL\n{shown}ET".encode("latin-1")


def pdf(
    pages: Sequence[bytes],
    *,
    info: str = "",
    catalogue: str = "",
    encrypt: str = "",
    form: bytes = b"",
    count: int | None = None,
) -> bytes:
    """A PDF file with these content streams, one a page; ``count`` is what it claims to have."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>".encode(),
        f"<< /Type /Pages /Count {len(pages) if count is None else count} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        _stream(form, "/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /X1 4 0 R >> >>"),
    ]
    for number, page in enumerate(pages):
        entries = "/MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> /XObject << /X1 4 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {entries} /Contents {6 + 2 * number} 0 R >>".encode())
        objects.append(_stream(page))
    trailer = "/Root 1 0 R"
    for key, value in (("Info", info), ("Encrypt", encrypt)):
        if value:
            objects.append(f"<< {value} >>".encode("latin-1"))
            trailer += f" /{key} {len(objects)} 0 R"
    if encrypt:
        trailer += " /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    out.write(f"trailer << /Size {len(objects) + 1} {trailer} >>\nstartxref\n{table}\n%%EOF\n".encode())
    return out.getvalue()


def _stream(content: bytes, entries: str = "") -> bytes:
    packed = zlib.compress(content)
    return f"<< {entries} /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream"


def archive(members: Mapping[str, bytes | str], *, packed: bool = True) -> bytes:
    """A zip file with these members, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def chapter(body: str, *, head: str = "<title>Book</title>", before: str = "") -> str:
    """A chapter of an EPUB: XHTML in its namespace."""
    return f'{before}<html xmlns="http://www.w3.org/1999/xhtml"><head>{head}</head><body>{body}</body></html>'


def epub_members(
    chapters: Mapping[str, str], *, metadata: str = "", spine: Sequence[str] | None = None
) -> dict[str, bytes | str]:
    """The files of an EPUB whose chapters stand in OEBPS/, by file name; ``spine`` is their order, else as given."""
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in chapters)
    order = "".join(f'<itemref idref="{name}"/>' for name in (chapters if spine is None else spine))
    package = (
        '<package version="3.0" xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:opf="http://www.idpf.org/2007/opf"><metadata>{metadata}</metadata>'
        f"<manifest>{items}</manifest><spine>{order}</spine></package>"
    )
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER_XML.format(path="OEBPS/content.opf"),
        "OEBPS/content.opf": package,
        **{f"OEBPS/{name}": text for name, text in chapters.items()},
    }


def docx_members(*paragraphs: tuple[str, str | None]) -> dict[str, bytes | str]:
    """The files of a Word document with these paragraphs and the names of their styles."""
    import docx

    document = docx.Document()
    for text, style in paragraphs:
        document.add_paragraph(text, style=style)
    return unpacked(saved(document))


def saved(document: object) -> bytes:
    """A python-docx document as bytes."""
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def unpacked(content: bytes) -> dict[str, bytes | str]:
    """The members of a zip file."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
