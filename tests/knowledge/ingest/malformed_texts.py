"""TEI files, tables and pages that are broken on purpose: what :mod:`malformed` makes of the formats of text."""

import json
import random
from collections.abc import Callable

Maker = Callable[[random.Random], bytes]

SENTENCE = "The guide said that 166,065 gifts from 87 countries were shown in the hall."

LISTENER = 48_079
"""The port of this computer that external entities lead to, where the tests listen whether anybody comes."""

_HEADER = (
    '<teiHeader><fileDesc><titleStmt><title type="complete">Gifts</title></titleStmt><publicationStmt>'
    '<date>2010</date><idno type="frus">frus1969-76v99p1</idno></publicationStmt></fileDesc></teiHeader>'
)
_HUGE = ("9" * 5_000, "1e999999", "-" + "9" * 400, "0x" + "f" * 300, "∞")
_ADDRESSES = (
    "file:///etc/passwd",
    f"http://127.0.0.1:{LISTENER}/x",
    f"http://localhost:{LISTENER}/x.dtd",
    "../../../etc/passwd",
    "file:///dev/zero",
)


def tei(body: str = "", *, before: str = "", header: str = _HEADER) -> bytes:
    """A TEI file of one document; ``before`` is what stands before its root."""
    document = f'<div type="document" xml:id="d1" n="1"><head>1. Telegram</head><p>{SENTENCE}</p>{body}</div>'
    return (
        f'{before}<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}<text><body>{document}</body></text></TEI>'.encode()
    )


def csv_table(rows: int = 3) -> bytes:
    """A table whose texts stand in the column "text"."""
    return ("title,text,on\r\n" + f'"Gifts, all","{SENTENCE}\n\nMore é",2011-04-05\r\n' * rows).encode()


def json_lines(rows: int = 3) -> bytes:
    """The same as JSON Lines."""
    return "".join(
        json.dumps({"title": "Gifts", "text": f"{SENTENCE} 김", "on": 2011}) + "\n" for _ in range(rows)
    ).encode()


# XML


def declared(declaration: Callable[[random.Random], str], body: str = "<p>&e0;&e4;</p>") -> Maker:
    """A TEI file with a document type of its own."""
    return lambda chance: tei(body, before=declaration(chance).replace("DOCTYPE html", "DOCTYPE TEI"))


def external(chance: random.Random) -> str:
    """An entity, or a set of them, that lies elsewhere."""
    kind = chance.choice(
        (
            "<!ENTITY e0 SYSTEM {}>",
            "<!ENTITY % p SYSTEM {}> %p;",
            '<!ENTITY e0 PUBLIC "x" {}>',
            "<!NOTATION n SYSTEM {}>",
        )
    )
    return f"<!DOCTYPE html [{kind.format(json.dumps(chance.choice(_ADDRESSES)))}]>"


def external_dtd(chance: random.Random) -> str:
    """A document type that lies elsewhere."""
    return f'<!DOCTYPE html SYSTEM "{chance.choice(_ADDRESSES)}">'


def _inclusion(chance: random.Random) -> bytes:
    address = chance.choice(_ADDRESSES)
    space = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
    sheet = f'<?xml-stylesheet href="{address}"?>'
    return tei(f'<xi:include {space} href="{address}" parse="text"/>', before=sheet)


def _deep_tei(chance: random.Random) -> bytes:
    element, depth = chance.choice(("div", "hi", "note", "list><item", "p")), chance.choice((200, 255, 5_000, 200_000))
    closing = "".join(f"</{name}>" for name in reversed(element.split("><")))
    return tei(f"<{element}>" * depth + SENTENCE + closing * depth)


def _many_marks(chance: random.Random) -> bytes:
    return tei(chance.choice(("<lb/>", '<hi rend="x"/>', "<note/>")) * chance.choice((100_000, 700_000)))


def _odd_characters(chance: random.Random) -> bytes:
    char = chance.choice(
        ("&#xD800;", "&#0;", "&#x110000;", "&#xFFFF;", "\x00", "\x0b", "&#x1F;", "\ufffe", "&#" + "9" * 40 + ";")
    )
    return tei(f"<p>Odd {char} text</p>")


def _odd_numbers(chance: random.Random) -> bytes:
    number = chance.choice(_HUGE)
    return tei(f'<pb n="{number}" facs="{number}"/><p><date when="{number}" notBefore="{number}">x</date></p>')


def _same_ids(chance: random.Random) -> bytes:
    document = '<div type="document" xml:id="d{}" n="{}"><p>x</p></div>'
    numbers = chance.choice(((1, 1), (2, 2), ("/../x", "a"), ("김", 1)))
    return tei("</div>" + "".join(document.format(number, number) for number in numbers) + "<div>")


def _without_text(chance: random.Random) -> bytes:
    return chance.choice(
        (tei().split(b"<text>")[0] + b"</TEI>", b"<TEI/>", b"<teiCorpus><TEI/></teiCorpus>", b"<TEI>" * 300)
    )


def _declared_wrongly(chance: random.Random) -> bytes:
    encoding = chance.choice(("utf-16", "klingon", "utf-7", "ascii", "utf-32", "cp037", ""))
    return tei(before=f'<?xml version="1.0" encoding="{encoding}"?>').replace(b"hall", "häll".encode())


# Tables


def _many_columns(chance: random.Random) -> bytes:
    names = ",".join(f"c{number}" for number in range(chance.choice((2_000, 1_000_000))))
    return f"text,{names}\n{SENTENCE}\n".encode()


def _many_cells(chance: random.Random) -> bytes:
    return f"text\n{SENTENCE}{chance.choice((',', ';')) * 1_000_000}\n".encode()


def _many_rows(chance: random.Random) -> bytes:
    return b"text\n" + chance.choice((b"a\n", b"\n", b'""\n')) * chance.choice((150_000, 1_200_000))


def _one_cell(chance: random.Random) -> bytes:
    return b'text\n"' + chance.choice((b"x", b'""', b"\n")) * chance.choice((2_000_000, 6_000_000))


def _odd_cells(chance: random.Random) -> bytes:
    cell = chance.choice((*_HUGE, "\x00", "=cmd|'/c calc'!A0", '"', "\ufeff", "\u2028", "\x1b[2J", "x" * 300))
    return f"id,text,title\n{cell},{cell},{cell}\n".encode()


def _odd_json(chance: random.Random) -> bytes:
    value = chance.choice(
        (
            *(
                "[" * 100_000,
                '{"a":' * 50_000,
                "9" * 5_000,
                "1e999999",
                "NaN",
                "-Infinity",
                '"\\ud83d"',
                '"\\udc00\\ud800"',
            ),
            *('"\\u0000"', "{}", "[[]]", "true", '"' + "x" * 2_000_000 + '"'),
        )
    )
    return f'{{"text": {value}, "title": {value}}}\n'.encode()


def _many_fields(chance: random.Random) -> bytes:
    fields = ", ".join(f'"c{number}": 1' for number in range(chance.choice((2_000, 300_000))))
    return f'{{"text": "a", {fields}}}\n'.encode()


# Pages


def _page_with_entities(chance: random.Random) -> bytes:
    return f"{external(chance)}<html><body><p>{SENTENCE} &e0;</p></body></html>".encode()


def _page_of_odd_characters(chance: random.Random) -> bytes:
    char = chance.choice(("&#xD800;", "&#0;", "&#x110000;", "\x00", "&#" + "9" * 400 + ";", "\ud7ff\u202e"))
    return f"<html><body><h1>{char}</h1><p>{SENTENCE} {char * 50}</p></body></html>".encode()


def _long_attribute(chance: random.Random) -> bytes:
    return f'<html><body><p title="{"x" * chance.choice((100_000, 12_000_000))}">{SENTENCE}</p></body></html>'.encode()


def _page_that_asks(chance: random.Random) -> bytes:
    address = chance.choice(_ADDRESSES)
    return (
        f'<html><head><base href="{address}"><meta http-equiv="refresh" content="0;url={address}">'
        f'<link rel="canonical" href="{address}"></head><body><img src="{address}"><iframe src="{address}"></iframe>'
        f"<p>{SENTENCE}</p></body></html>"
    ).encode()


MAKERS: dict[tuple[str, str], Maker] = {
    ("inclusion", ".xml"): _inclusion,
    ("external", ".xml"): declared(external),
    ("external-dtd", ".xml"): declared(external_dtd, body=""),
    ("deep", ".xml"): _deep_tei,
    ("many-marks", ".xml"): _many_marks,
    ("odd-characters", ".xml"): _odd_characters,
    ("odd-numbers", ".xml"): _odd_numbers,
    ("same-ids", ".xml"): _same_ids,
    ("without-text", ".xml"): _without_text,
    ("declared-wrongly", ".xml"): _declared_wrongly,
    ("many-columns", ".csv"): _many_columns,
    ("many-cells", ".csv"): _many_cells,
    ("many-rows", ".csv"): _many_rows,
    ("one-cell", ".csv"): _one_cell,
    ("odd-cells", ".csv"): _odd_cells,
    ("odd-json", ".jsonl"): _odd_json,
    ("many-fields", ".jsonl"): _many_fields,
    ("entities", ".html"): _page_with_entities,
    ("odd-characters", ".html"): _page_of_odd_characters,
    ("long-attribute", ".html"): _long_attribute,
    ("asks", ".html"): _page_that_asks,
}
