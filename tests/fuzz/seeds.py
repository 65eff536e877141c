"""Sound files from which fuzzing starts: small ones, each with what its format can hold."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.holdings.acts import Act, Deed, RecordKind, RecordRef
from knowledge.holdings.log import append
from knowledge.record_files import packaged_library
from tests.knowledge.ingest.sample_files import archive, chapter, docx_members, epub_members, pdf, show_lines

SENTENCE = "The guide said that 166,065 gifts from 87 countries were shown in the hall."

_HEADER = (
    '<teiHeader><fileDesc><titleStmt><title type="complete">Foreign Relations, Volume XCIX, Atlantis</title>'
    '<title type="series">Foreign Relations of the United States</title><editor role="primary">Ada B. North</editor>'
    "</titleStmt><publicationStmt><publisher>Office<lb/>Department</publisher><pubPlace>Washington</pubPlace>"
    '<date type="content-date" notBefore="1969-01-01" notAfter="1972-12-31">1969 to 1972</date><date>2010</date>'
    '<idno type="isbn-13">9780000000000</idno><idno type="frus">frus1969-76v99p1</idno></publicationStmt>'
    "</fileDesc></teiHeader>"
)
_DOCUMENT = (
    '<pb n="75" facs="0099"/><div type="document" subtype="historical-document" xml:id="d28" n="28">'
    '<head>28. Telegram From the Embassy<note n="1" xml:id="d28fn1" type="source">Source: National Archives, RG 59. '
    "Secret. Drafted by Reed.</note></head><opener><dateline><placeName>Atlantis</placeName>, <date "
    'when="1970-02-03T14:30:00-05:00">February 3, 1970</date>.</dateline></opener><p>The <persName>President</persName>'
    ' <hi rend="italic">said</hi><note n="2">He did.</note> so.</p><table><row><cell>87</cell><cell>x</cell></row>'
    "</table>"
    '<list><item>One</item></list><closer><signed>Reed</signed></closer></div><div type="section"><head>More</head>'
    "<p>Other.</p></div>"
)

_BIBTEX = (
    r"""@string{ap = "Akad{\'e}miai"}
@book{vol, title = {The {V}olume \"uber \LaTeX\ $x^2$}, editor = {Ludwig van Beethoven and {The Group}
  and de la Fontaine, Jr., Jean},
  publisher = ap # { Budapest}, year = 1988, month = mar, pages = {1--20}, doi = {10.1/x}}
@online{web, title = "A Page", date = {1972-05/1973~}, url = {https://example.org/a_b%20c}, file = {:a.pdf:PDF}}
""",
    "@article(young, author={Young, Benjamin R.}, journaltitle={Acta}, date={2015-21}, keywords={a, b}, "
    "note={\\emph{x}})",
)
_RIS = (
    "\ufeffTY  - JOUR\r\nA1  - Young, Benjamin R.\r\nT1  - Guns and\r\n  Guerrillas\r\nY1  - 2015/12//Winter\r\n"
    "KW  - Korea\r\nN2  - What it says.\r\nL1  - file:///home/mary/Young.pdf\r\nSP  - 89-115\r\nER  -\r\n",
    "TY  - PCOMM\nTI  - A letter\nA3  - Mobutu\nAV  - Box 3\nDA  - 1975/08//\nUR  - https://example.org/x\nER  - \n",
)
_CSL = (
    '[{"id": "a", "type": "report", "title": "A <i>T</i>", "author": [{"family": "Beethoven", "given": "Ludwig", '
    '"non-dropping-particle": "van", "suffix": "Jr."}, {"literal": "The Group"}], "issued": {"date-parts": [[1972, 5], '
    '["1973"]], "circa": true, "season": 2}, "URL": "https://example.org", "DOI": "10.1/x", "note": "Extra: y"}]',
    '{"items": [{"id": 7, "type": "webpage", "title": "\\ud55c", "accessed": {"raw": "soon"}, "custom": {"a": []}}]}',
)
_MARKDOWN = (
    f"---\ntitle: Gifts\nauthor: Ada\nauthor: Ben\ndate: 1972-05\nurl: https://example.org/x\n---\n# Gifts\n\n"
    f"{SENTENCE}\n\nUnder\n-----\n\n```\n# no heading\n```\n\n- a\n- b\n\n## More ##\n| a | b |\n> quoted\n",
    f"Plain text.\r\n\r\n{SENTENCE} Él café 김일성.\n",
)
_TABLES = (
    f'headline,body,by,on,link\r\n"A, b","{SENTENCE}\n\nAnother",Kim; Lee,2011-04-05,https://x.org/a\r\n'
    "김,Body,,no,\r\n",
    f"id;text;locator\n1;{SENTENCE};p. 1\n1;More;p. 2\n",
    '{"text": "Body", "headline": "T", "by": ["Kim", "Lee"], "on": 2011, "x": {"y": [NaN, 1e400]}}\n'
    '{"text": "\\ud55c"}\n',
)
_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gifts</title><meta name="citation_author" '
    'content="Ada"><meta property="og:site_name" content="House"><meta name="date" content="1972-05-01"><link '
    'rel="canonical" href="https://example.org/x"></head><body><nav><a href="/">Home</a></nav><article><h1>Gifts</h1>'
    f"<p>{SENTENCE} {SENTENCE}</p><ul><li>One<li>Two</ul><table><tr><td>87<td>b</table>"
    f"<blockquote>{SENTENCE}</blockquote>"
    "<h2>More</h2><p>Text &amp; &eacute;<br>more</p></article><script>x()</script></body></html>"
)


def tei() -> tuple[bytes, ...]:
    """A volume of documents, a whole text, and a corpus."""
    space = 'xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"'
    text = f"<front><div><head>Preface</head><p>Early.</p></div></front><body>{_DOCUMENT}</body>"
    volume = f'<?xml version="1.0" encoding="UTF-8"?><TEI {space}>{_HEADER}<text>{text}</text></TEI>'
    whole = f"<TEI {space}>{_HEADER}<text><body><div1><head>One</head><p>{SENTENCE}</p></div1></body></text></TEI>"
    corpus = f'<teiCorpus {space}><TEI xml:id="a">{_HEADER}<text><body><p>a</p></body></text></TEI></teiCorpus>'
    return tuple(each.encode() for each in (volume, whole, corpus))


def pdfs() -> tuple[bytes, ...]:
    """Pages of text, with labels, a form and metadata; and one that needs a password."""
    labels = "/PageLabels << /Nums [0 << /S /r >> 1 << /S /D /St 10 >>] >>"
    pages = [show_lines([SENTENCE] * 2), b"q 10 0 0 10 0 0 cm /X1 Do Q", show_lines([SENTENCE])]
    sound = pdf(pages, info="/Title (Gifts) /Author (Ada)", catalogue=labels, form=b"BT /F1 9 Tf (in a form) Tj ET")
    locked = pdf(
        [show_lines([SENTENCE])], encrypt=f"/Filter /Standard /V 1 /R 2 /P -4 /O <{'11' * 32}> /U <{'22' * 32}>"
    )
    return sound, locked


def docx_files() -> tuple[bytes, ...]:
    """A Word document with a heading."""
    return (archive(docx_members(("Gifts", "Heading 1"), (SENTENCE, None), ("More", "Heading 2"), (SENTENCE, None))),)


def epubs() -> tuple[bytes, ...]:
    """A book of two chapters."""
    chapters = {
        "one.xhtml": chapter(f"<h1>Gifts</h1><p>{SENTENCE} &eacute;</p><table><tr><td>1</td></tr></table>"),
        "two.xhtml": chapter(f"<p>{SENTENCE}</p>"),
    }
    metadata = '<dc:title>Book</dc:title><dc:creator>Ada</dc:creator><dc:date opf:event="publication">1972</dc:date>'
    return (archive(epub_members(chapters, metadata=metadata)),)


def pages() -> tuple[bytes, ...]:
    """An HTML page with a head that says what it is."""
    return (_PAGE.encode(),)


def bibtex() -> tuple[bytes, ...]:
    return tuple(each.encode() for each in _BIBTEX)


def ris() -> tuple[bytes, ...]:
    return tuple(each.encode() for each in _RIS)


def csl() -> tuple[bytes, ...]:
    return tuple(each.encode() for each in _CSL)


def texts() -> tuple[bytes, ...]:
    return tuple(each.encode() for each in _MARKDOWN)


def tables() -> tuple[bytes, ...]:
    return tuple(each.encode() for each in _TABLES)


def logs() -> tuple[bytes, ...]:
    """A log of three acts."""
    now = datetime(2026, 11, 24, tzinfo=UTC).isoformat()
    record = RecordRef(RecordKind.SOURCE, "cable-1")
    deeds = [Deed(act=act, record=record, digest="0" * 64, by="Añe", time=now, reason="“so”") for act in Act]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log.jsonl"
        append(path, deeds, after=())
        return (path.read_bytes(),)


def records() -> tuple[bytes, ...]:
    """Two records of the shipped library, a source and an evidence record."""
    root = packaged_library()
    return tuple(sorted((root / kind).rglob("*.toml"))[0].read_bytes() for kind in ("sources", "evidence"))
