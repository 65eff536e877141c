"""References come in from reference managers and go out again with all that a format can carry."""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from knowledge.ingest.documents import Unreadable
from knowledge.ingest.references import match_reference, read_references, write_references

FILES = {"csl-json": "refs.json", "bibtex": "refs.bib", "ris": "refs.ris"}

MEMORANDUM = {
    "id": "frus-1969-76v19p1-d80",
    "type": "report",
    "title": "National Intelligence Estimate: {Kim} & 50% of #1_\\~^$ “quotes” -- 'tis",
    "author": [
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"},
        {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
        {"family": "Van Dyke", "given": "Karen"},
        {"family": "김", "given": "일성"},
        {"literal": "Department of State, Office of the Historian"},
        {"literal": "Research and Analysis Branch"},
    ],
    "editor": [{"family": "Lawler", "given": "Daniel J."}, {"family": "Mahan", "given": "Erin R."}],
    "container-title": "Foreign Relations of the United States",
    "collection-title": "Korea, 1969–1972",
    "volume": "XIX",
    "issue": "2",
    "number": "A/RES/3390 (XXX)",
    "issued": {"date-parts": [[1975, 8]]},
    "accessed": {"date-parts": [[2026, 11, 24]]},
    "publisher": "Government Printing Office",
    "publisher-place": "Washington",
    "page": "89-115",
    "URL": "https://history.state.gov/historicaldocuments/frus1969-76v19p1/d80?a=1;b=%20_~#fn1",
    "DOI": "10.1002/(SICI)1097-4571(199806)49:8<693::AID_ASI4>3.0.CO;2-O",
    "ISBN": "978-0-16-084377-8",
    "ISSN": "1234-567X",
    "language": "en",
    "archive": "National Archives",
    "archive_location": "RG 59, Box 12",
    "abstract": "What was said {and} what was not; 100% of it.",
    "note": "Read in a copy.",
    "keyword": "Korea, non-alignment",
    "genre": "Estimate",
    "edition": "2",
    "title-short": "NIE",
    "custom": {"files": ["nie_1970.pdf"]},
}


def back(item: Mapping[str, Any], kind: str) -> Any:
    """The item after a journey through a format."""
    (found,) = read_references(write_references([item], kind).encode("utf-8"), FILES[kind])
    return found


@pytest.mark.parametrize("kind", FILES)
def test_every_field_comes_back(kind: str) -> None:
    assert back(MEMORANDUM, kind) == MEMORANDUM


WORDS = st.text(
    st.one_of(
        st.sampled_from("{}%&_$#\\~^-'`\"?!,;:/=@ abcXYZ"), st.characters(codec="utf-8", exclude_categories=["Cc"])
    ),
    min_size=1,
    max_size=25,
).map(lambda text: " ".join(text.split()))
TEXT = WORDS.filter(bool)
WORD = st.from_regex(r"[A-ZÀÉÖ김][\wéü’-]{0,8}", fullmatch=True)
PERSON = st.fixed_dictionaries(
    {"family": st.one_of(WORD, st.just("Van Dyke")), "given": st.one_of(WORD, st.tuples(WORD, WORD).map(" ".join))},
    optional={
        "non-dropping-particle": st.sampled_from(["van der", "de la", "von"]),
        "dropping-particle": st.sampled_from(["van", "de la"]),
        "suffix": st.sampled_from(["Jr.", "III"]),
    },
)
NAMES = st.lists(st.one_of(PERSON, TEXT.map(lambda text: {"literal": text})), min_size=1, max_size=3)
DATE = st.one_of(
    st.dates().map(lambda day: {"date-parts": [[day.year, day.month, day.day]]}),
    st.dates().map(lambda day: {"date-parts": [[day.year, day.month]]}),
    st.integers(1, 9999).map(lambda year: {"date-parts": [[year]]}),
    st.tuples(st.dates(), st.dates()).map(
        lambda days: {"date-parts": [[days[0].year, days[0].month, days[0].day], [days[1].year]]}
    ),
    st.sampled_from(
        [{"date-parts": [[1975]], "season": 2}, {"date-parts": [[1950]], "circa": True}, {"literal": "n.d."}]
    ),
)
NUMBER = st.from_regex(r"[A-Z0-9][A-Z0-9/. ]{0,6}[A-Z0-9]", fullmatch=True)
KEYWORDS = st.lists(
    TEXT.map(lambda text: " ".join(text.replace(",", " ").split())).filter(bool), min_size=1, max_size=3
)
ITEM = st.fixed_dictionaries(
    {
        "id": st.from_regex(r"[A-Za-z0-9][\w:./+-]{0,20}", fullmatch=True),
        "type": st.sampled_from(
            "article-journal article-newspaper article-magazine book chapter paper-conference report thesis manuscript "
            "webpage document entry-encyclopedia legislation personal_communication post-weblog map speech".split()
        ),
    },
    optional={
        "title": TEXT,
        "author": NAMES,
        "editor": NAMES,
        "container-title": TEXT,
        "collection-title": TEXT,
        "publisher": TEXT,
        "publisher-place": TEXT,
        "volume": NUMBER,
        "issue": NUMBER,
        "number": NUMBER,
        "page": st.sampled_from(["12", "89-115", "S1-S14", "12, 15-17", "A-1-A-3", "iv"]),
        "issued": DATE,
        "accessed": DATE,
        "DOI": st.just("10.1000/a_b(1)<2>;x%20#~"),
        "URL": st.from_regex(r"https://[a-z]{1,5}\.org/[A-Za-z0-9_%~&=;:#?.+-]{0,20}", fullmatch=True),
        "ISBN": st.sampled_from(["978-0-16-084377-8", "0-16-084377-X"]),
        "language": st.sampled_from(["en", "en-US", "ko", "ru", "zh-Hant", "tlh"]),
        "archive": TEXT,
        "archive_location": TEXT,
        "abstract": TEXT,
        "note": TEXT,
        "keyword": KEYWORDS.map(", ".join),
    },
)
PATIENT = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.mark.parametrize("kind", FILES)
@PATIENT
@given(item=ITEM)
def test_nothing_is_lost_on_the_way(kind: str, item: dict[str, Any]) -> None:
    assert back(item, kind) == item


@PATIENT
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | TEXT, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner)
    )
)
def test_csl_json_comes_back_as_it_was_whatever_it_holds(value: Any) -> None:
    item = {"id": 7, "type": "book", "custom": value, "x": {"control": value}}
    assert back(item, "csl-json") == item


@pytest.mark.parametrize("kind", ["bibtex", "ris"])
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ({"family": "Madonna"}, {"literal": "Madonna"}),
        ({"literal": "A,, B, C"}, {"literal": "A,, B, C"}),
        ({"literal": "others"}, {"literal": "others"}),
        ({"literal": "Trade and Industry"}, {"literal": "Trade and Industry"}),
        ({"literal": "the Group of 77"}, {"literal": "the Group of 77"}),
    ],
)
def test_a_name_in_one_piece_is_a_body(kind: str, name: dict[str, str], expected: dict[str, str]) -> None:
    assert back({"id": "x", "type": "book", "author": [name]}, kind)["author"] == [expected]


@pytest.mark.parametrize("family", ["bell hooks", "Ortega y Gasset", "Smith, Sons and Co", "O_Neil"])
def test_braces_keep_a_family_name_together_in_bibtex(family: str) -> None:
    name = {"family": family, "given": "Ann"}
    assert back({"id": "x", "type": "book", "author": [name]}, "bibtex")["author"] == [name]


def test_a_date_of_texts_as_zotero_writes_it_is_understood() -> None:
    item = {"id": "x", "type": "book", "issued": {"date-parts": [["1975", "8", 30]]}}
    for kind in ("bibtex", "ris"):
        assert back(item, kind)["issued"] == {"date-parts": [[1975, 8, 30]]}


@pytest.mark.parametrize("csl_type", ["interview", "hearing", "treaty", "review", "dataset", "event"])
def test_bibtex_keeps_types_it_has_no_entry_for(csl_type: str) -> None:
    assert back({"id": "x", "type": csl_type}, "bibtex")["type"] == csl_type


def test_several_items_keep_their_order_and_their_ids() -> None:
    items = [{"id": key, "type": "book", "title": key} for key in ("b", "a", "c1")]
    for kind, name in FILES.items():
        assert read_references(write_references(items, kind).encode(), name) == tuple(items)


def test_keys_that_bibtex_takes_for_the_same_are_told_apart() -> None:
    items = [{"id": key, "type": "book"} for key in ("Kim 1975", "kim,1975", "KIM-1975")]
    read = read_references(write_references(items, "bibtex").encode(), "refs.bib")
    assert [item["id"] for item in read] == ["Kim-1975", "kim-1975-2", "KIM-1975-3"]


def test_bibtex_is_written_for_classic_styles_too() -> None:
    text = write_references([MEMORANDUM], "bibtex")
    for line in (
        "@techreport{frus-1969-76v19p1-d80,",
        "  institution = {Government Printing Office},",
        "  year = {1975},",
        "  month = aug,",
        "  pages = {89--115},",
        "  note = {National Archives, RG 59, Box 12},",
        "  annote = {Read in a copy.},",
    ):
        assert line in text.splitlines()


def test_ris_is_written_as_reference_managers_read_it() -> None:
    lines = write_references([MEMORANDUM], "ris").splitlines()
    assert lines[0] == "TY  - RPRT"
    assert lines[-1] == "ER  - "
    for line in (
        "AU  - van der Berg, Jan",
        "AU  - King, Martin Luther, Jr.",
        "DA  - 1975/08//",
        "SP  - 89",
        "EP  - 115",
    ):
        assert line in lines
    assert f"UR  - {MEMORANDUM['URL']}" in lines


BIBLATEX = r"""
@comment{jabref-meta: databaseType:biblatex;}
@string{ap = "Akad{\'e}miai Kiad\'o"}
@Article{Young2015,
  author       = {Young, Benjamin R. and {Korean Central News Agency} and Armstrong, Charles K. and others},
  title        = {Guns and {{Guerrillas}}: \emph{North Korea} --- 100\% ``solidarity''},
  subtitle     = "A {\"U}bung",
  journaltitle = {Acta Koreana},
  date         = {1975-08-30/1975-09},
  volume = 9, number = 1, issue = {Spring},
  pages = {89--115},
  langid = {american},
  doi = {https://doi.org/10.1000/x\_y},
  file = {Full Text:/home/mary/Zotero/Young_2015.pdf:application/pdf;:C\:\\Users\\mary\\snap.html:text/html},
  note = {In print}, annotation = {Checked},
}
@inbook{ch1, crossref = {vol}, title = {Ko{\v s}ice, \v{C}apek, \c{c}, \'{\i}, \O stergaard, {\L}\'od\'z}, pages = {1}}
@book{vol, title = {The Volume}, editor = {Ludwig van Beethoven and Jean de la Fontaine},
  publisher = ap # { Budapest}, year = 1988, month = "March"}
@misc{web, title = {A Page}, howpublished = {\url{https://example.org/a_b%20c}}, year = {n.d.}}
@mastersthesis(thesis, author = {Kim Il Sung}, school = "Yonsei", year = 2001, month = jul)
"""


def test_biblatex_as_others_write_it() -> None:
    young, chapter, volume, page, thesis = read_references(BIBLATEX.encode(), "zotero.bib")
    assert young == {
        "id": "Young2015",
        "type": "article-journal",
        "author": [
            {"family": "Young", "given": "Benjamin R."},
            {"literal": "Korean Central News Agency"},
            {"family": "Armstrong", "given": "Charles K."},
            {"literal": "others"},
        ],
        "title": "Guns and Guerrillas: North Korea — 100% “solidarity”: A Übung",
        "container-title": "Acta Koreana",
        "issued": {"date-parts": [[1975, 8, 30], [1975, 9]]},
        "volume": "9",
        "issue": "1",
        "page": "89-115",
        "language": "en-US",
        "DOI": "10.1000/x_y",
        "note": "Checked In print",
        "custom": {"files": ["Young_2015.pdf", "snap.html"]},
    }
    assert chapter["title"] == "Košice, Čapek, ç, í, Østergaard, Łódź"
    assert (chapter["type"], chapter["container-title"], chapter["publisher"]) == (
        "chapter",
        "The Volume",
        "Akadémiai Kiadó Budapest",
    )
    assert volume["editor"] == [
        {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
        {"family": "Fontaine", "given": "Jean", "non-dropping-particle": "de la"},
    ]
    assert volume["issued"] == {"date-parts": [[1988, 3]]}
    assert page["URL"] == "https://example.org/a_b%20c"
    assert page["issued"] == {"literal": "n.d."}
    assert thesis == {
        "id": "thesis",
        "type": "thesis",
        "author": [{"family": "Sung", "given": "Kim Il"}],
        "publisher": "Yonsei",
        "issued": {"date-parts": [[2001, 7]]},
        "genre": "Master’s thesis",
    }


RIS = """\ufeffTY  - JOUR\r
A1  - Young, Benjamin R.\r
T1  - Guns and
  Guerrillas\r
JO  - Acta Koreana
Y1  - 2015/12//Winter
KW  - Korea
KW  - Africa
N2  - What it says.
L1  - file:///home/mary/Young 2015.pdf
ER  -

TY  - PCOMM
TI  - A letter
A3  - Mobutu
AV  - Box 3
PY  - 1975
ER  - """


def test_ris_as_others_write_it() -> None:
    article, letter = read_references(RIS.encode(), "export.RIS")
    assert article == {
        "id": "1",
        "type": "article-journal",
        "author": [{"family": "Young", "given": "Benjamin R."}],
        "title": "Guns and Guerrillas",
        "container-title": "Acta Koreana",
        "issued": {"date-parts": [[2015, 12]]},
        "keyword": "Korea, Africa",
        "abstract": "What it says.",
        "custom": {"files": ["Young 2015.pdf"]},
    }
    assert letter["recipient"] == [{"literal": "Mobutu"}]
    assert letter["archive_location"] == "Box 3"
    assert letter["issued"] == {"date-parts": [[1975]]}


def test_an_object_with_items_is_read_as_their_list() -> None:
    content = json.dumps({"items": [{"id": "a", "type": "book"}]}).encode()
    assert read_references(content, "zotero.json") == ({"id": "a", "type": "book"},)


FAULTS = [
    ("refs.json", b'[{"id": "a", "type": "book"},\n oops]', "line 2"),
    ("refs.json", b'{"a": 1}', "list of items"),
    ("refs.json", b'[{"id": "a", "type": "book"}, {"type": "book"}]', "entry 2"),
    ("refs.json", b'[{"id": "a"}]', "no “type”"),
    ("refs.json", b"[" * 100_000, "nested too deeply"),
    ("refs.json", b'[{"id": "a", "type": "book", "title": "\\ud83d"}]', "half a character"),
    ("refs.json", b'[{"id": "a", "type": "book"}]\n\xff', "line 2"),
    ("refs.json", "[]".encode("utf-16"), "UTF-16"),
    ("refs.json", b"[]", "holds no references"),
    ("refs.bib", b"no entry at all", "holds no references"),
    ("refs.bib", b"@book{a,\n title = {x},\n year 1975}", "line 3"),
    ("refs.bib", b"@book{a,\n title = {never closed", "line 2"),
    ("refs.bib", b"@book{a, title = {" + b"{" * 200 + b"}" * 200 + b"}}", "nested"),
    ("refs.bib", b"@book{a, title = {x}}\n@book{A, title = {y}}", "entry A"),
    ("refs.bib", b"@book{a, title = {x}, Title = {y}}", "entry a"),
    ("refs.bib", b"@book{a, publisher = unknown}", "line 1"),
    ("refs.ris", b"TY  - BOOK\nTI  - One\nTY  - BOOK\nER  - \n", "line 1"),
    ("refs.ris", b"TY  - BOOK\nTI  - One\n", "line 1"),
    ("refs.ris", b"\nTI  - One\nER  - \n", "line 2"),
    ("refs.ris", b"Dear Sir,\n", "line 1"),
    ("refs.ris", b"", "holds no references"),
    ("refs.txt", b"TY  - BOOK\nER  - \n", ".ris"),
]


@pytest.mark.parametrize(("name", "content", "place"), FAULTS)
def test_a_fault_is_one_line_that_names_its_place(name: str, content: bytes, place: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_references(content, name)
    message = str(caught.value)
    assert place in message
    assert message.startswith(name)
    assert "\n" not in message and len(message) < 300


def test_abbreviations_made_of_abbreviations_are_stopped() -> None:
    lines = ['@string{a0 = "' + "x" * 1000 + '"}']
    lines += [f"@string{{a{n} = {' # '.join([f'a{n - 1}'] * 100)}}}" for n in range(1, 8)]
    with pytest.raises(Unreadable, match="too much text"):
        read_references("\n".join(lines).encode(), "bomb.bib")


@pytest.mark.parametrize("name", FILES.values())
@PATIENT
@given(content=st.binary(max_size=200))
@example(b"@article{a, author = {,,,}, year = }")
@example(b"@a{b,author={ , , , , }}")
@example(b"TY  - \nA continued\nER  - ")
@example(b"TY  - X\nAB  - a\nER  - \nTY  - Y\n  torn\nER  - ")
def test_any_bytes_are_references_or_unreadable(name: str, content: bytes) -> None:
    try:
        assert read_references(content, name)
    except Unreadable as error:
        assert "\n" not in str(error)


SCRAPS = """@book{ a, title = author { } " # @string{ , and \\' \\ jan 1 date year family= TY-JOUR ER- AU- DA-1975/"""


@PATIENT
@given(
    text=st.lists(
        st.sampled_from([*(scrap.replace("-", "  - ") for scrap in SCRAPS.split()), " ", "\n"]), max_size=40
    ).map("".join)
)
def test_near_misses_are_references_or_unreadable(text: str) -> None:
    for name in ("refs.bib", "refs.ris"):
        try:
            items = read_references(text.encode(), name)
        except Unreadable:
            continue
        assert all(item["id"] and item["type"] for item in items)


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    TEXT,
    st.lists(
        st.one_of(
            TEXT, st.none(), st.dictionaries(st.sampled_from(["family", "given", "literal", "path"]), TEXT | st.none())
        )
    ),
    st.dictionaries(
        st.sampled_from(["date-parts", "season", "circa", "files"]), st.lists(st.lists(st.integers() | TEXT)) | TEXT
    ),
)


@given(
    item=st.dictionaries(st.sampled_from(["id", "type", "title", "author", "issued", "custom", "page", "file"]), ODD)
)
@PATIENT
def test_odd_items_never_stop_the_writers(item: dict[str, Any]) -> None:
    for kind in ("bibtex", "ris"):
        assert back(item, kind)["id"]


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in (("pybtex.exceptions", "refs.bib"), ("rispy", "refs.ris")):
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(Unreadable, match=r"pip install 'secondsource\[ingest\]'"):
            read_references(b"x", name)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="marc"):
        write_references([], "marc")


ITEMS: list[dict[str, Any]] = [
    {"id": "frus-d18", "type": "report"},
    {"id": "young2015", "type": "article-journal", "custom": {"files": ["Young 2015.pdf"]}},
    {"id": 3, "type": "book", "file": "Full Text:/home/mary/Zotero/book.epub:application/epub+zip"},
    {"id": 4, "type": "book", "attachments": [{"path": "C:\\Users\\mary\\notes.docx"}]},
    {"id": "twice", "type": "book", "file": "shared.pdf"},
    {"id": "again", "type": "book", "file": "shared.pdf"},
]


@pytest.mark.parametrize(
    ("document", "file", "expected"),
    [
        ("frus-d18", "volume.xml", "frus-d18"),
        ("x", "/data/FRUS-D18.xml", "frus-d18"),
        ("x", "folder/young 2015.PDF", "young2015"),
        ("x", "book.epub", 3),
        ("x", "notes.docx", 4),
        ("x", "shared.pdf", None),
        ("x", "unknown.pdf", None),
    ],
)
def test_a_document_finds_its_reference(document: str, file: str, expected: Any) -> None:
    found = match_reference(ITEMS, document, file)
    assert (found and found["id"]) == expected


def test_the_only_reference_is_the_one() -> None:
    assert match_reference(ITEMS[:1], "x", "y.pdf") == ITEMS[0]
    assert match_reference([], "x", "y.pdf") is None


def test_a_reader_opens_the_formats_only_when_asked() -> None:
    code = "import sys, knowledge.ingest.references; sys.exit(any(name in sys.modules for name in ('pybtex', 'rispy')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
