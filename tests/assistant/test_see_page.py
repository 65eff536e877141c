"""The page of pictures: every picture can be read as a table, named, and broken by no text."""

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from assistant.languages import ENGLISH, Words
from assistant.pages.markup import Html
from assistant.pages.pictures import provenance_figure, tellings_figure, timeline_figure
from assistant.pages.see import HEADINGS, see_page
from assistant.pages.svg import text_width, wrapped
from knowledge.library import Library, library_of
from knowledge.vocabulary import VERDICT_WORDING, ClaimKind

HOSTILE = "</title></svg><script>alert(1)</script><img src=x onerror=alert(1)>\"'&"


@dataclass
class Figure:
    """What a test asks of one figure."""

    caption: str = ""
    labels: list[str | None] = field(default_factory=list)
    marks: int = 0
    rows: int = 0


class Page(HTMLParser):
    """Figures, headings and attributes of a page."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.figures: list[Figure] = []
        self.headings: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.links: set[str] = set()
        self._within: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        classes = (given.get("class") or "").split()
        self.tags.add(tag)
        self.attributes |= set(given)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links |= {given["data-claim"] or ""} if "data-claim" in given else set()
        if tag == "figure":
            self.figures.append(Figure())
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        if self.figures and "figure" in self._within:
            figure = self.figures[-1]
            figure.labels += [given.get("aria-label")] if given.get("role") == "img" else []
            figure.marks += "mark" in classes and "ul" not in self._within
            figure.rows += tag == "tr" and "tbody" in self._within
        self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._within[-1] == tag, (tag, self._within)
        self._within.pop()

    def handle_data(self, data: str) -> None:
        if "figcaption" in self._within:
            self.figures[-1].caption += data


@pytest.fixture(scope="module")
def page(library: Library) -> Html:
    return see_page(library, ENGLISH)


@pytest.fixture(scope="module")
def panel_pictures(library: Library) -> Html:
    """Every picture that can stand beside a claim."""
    claims = library.corpus.claims.values()
    graphs = (provenance_figure(claim, library, ENGLISH) for claim in claims)
    numbers = (tellings_figure(claim, library, ENGLISH) or "" for claim in claims)
    return Html("".join((*graphs, *numbers)))


def test_every_picture_has_a_row_for_each_mark(page: Html, panel_pictures: Html) -> None:
    for figure in (*Page(page).figures, *Page(panel_pictures).figures):
        assert figure.marks == figure.rows > 0, figure


def test_every_picture_has_a_name(page: Html, panel_pictures: Html) -> None:
    for figure in (*Page(page).figures, *Page(panel_pictures).figures):
        assert figure.caption.strip()
        assert all(figure.labels)


def test_the_page_holds_the_timeline_every_number_and_a_graph(page: Html) -> None:
    parsed = Page(page)
    assert len(parsed.figures) >= 14
    assert parsed.headings[0] == "h1"
    assert parsed.headings.count("h1") == 1
    for above, below in zip(parsed.headings, parsed.headings[1:], strict=False):
        assert int(below[1]) <= int(above[1]) + 1


def test_every_claim_of_the_article_can_be_opened_and_no_context_topic(page: Html, library: Library) -> None:
    claims = {claim.id for claim in library.corpus.claims.values() if claim.kind is not ClaimKind.CONTEXT}
    assert Page(page).links == claims


def test_nothing_sensitive_is_on_the_page(page: Html, panel_pictures: Html, library: Library) -> None:
    for record in library.corpus.evidence.values():
        if record.sensitive or record.claim_id.startswith("context-"):
            assert record.statement not in page
            assert record.statement not in panel_pictures


def test_the_strict_policy_of_contents_is_kept(page: Html, panel_pictures: Html) -> None:
    for parsed in (Page(page), Page(panel_pictures)):
        assert not {"script", "style", "img", "foreignobject"} & parsed.tags
        assert "style" not in parsed.attributes
        assert not [name for name in parsed.attributes if name.startswith("on")]
    # The same picture may stand on the page and in the panel beside it: only the parts of the page have names.
    assert Page(page).ids == list(HEADINGS)
    assert Page(panel_pictures).ids == []


def test_the_box_of_a_graph_says_the_verdict(library: Library) -> None:
    for id, verdict in library.verdicts.items():
        graph = provenance_figure(library.corpus.claims[id], library, ENGLISH)
        box = " ".join(
            re.findall(r"<tspan[^>]*>([^<]*)</tspan>", graph.partition('class="box"')[2].partition("</svg>")[0])
        )
        assert VERDICT_WORDING[verdict.headline.key].replace("'", "&#x27;") in box
        groups = verdict.headline.groups
        counts = [len(part) for part in (groups.supports, groups.partly, groups.refutes) if part]
        words = ["one" if count == 1 else str(count) for count in counts]
        assert re.findall(r"(\w+) independent origins?", box) == (words or ["no"])


def test_a_hostile_text_stays_text(library: Library) -> None:
    corpus = library.corpus
    sources = {id: replace(source, title=HOSTILE, authors=(HOSTILE,)) for id, source in corpus.sources.items()}
    claims = {
        id: replace(claim, restatement=HOSTILE, reported=HOSTILE, topic=HOSTILE) for id, claim in corpus.claims.items()
    }
    evidence = {
        id: replace(
            record,
            statement=HOSTILE,
            scope_note=HOSTILE,
            value_found=record.value_found and replace(record.value_found, qualifier=HOSTILE),
        )
        for id, record in corpus.evidence.items()
    }
    hostile = library_of(replace(corpus, sources=sources, claims=claims, evidence=evidence))
    words = Words("xx", {"As a table": HOSTILE, "See": HOSTILE})
    parsed = Page(see_page(hostile, words))
    assert not {"script", "img"} & parsed.tags
    assert not [name for name in parsed.attributes if name.startswith("on")]
    assert {figure.marks == figure.rows for figure in parsed.figures} == {True}


def test_a_context_topic_has_no_picture(library: Library) -> None:
    for claim in library.corpus.claims.values():
        if claim.kind is ClaimKind.CONTEXT:
            assert provenance_figure(claim, library, ENGLISH) == ""
            assert tellings_figure(claim, library, ENGLISH) is None


def test_an_empty_library_still_gives_a_page(library: Library) -> None:
    empty = library_of(replace(library.corpus, evidence={}, conflicts={}))
    figures = Page(see_page(empty, ENGLISH)).figures
    assert figures[0].marks == figures[0].rows == 0
    assert Page(timeline_figure(empty, ENGLISH)).links


def test_every_mark_has_a_colour_from_the_tokens_and_a_shape_of_its_own(page: Html, panel_pictures: Html) -> None:
    style = files("assistant").joinpath("static", "see.css").read_text(encoding="utf-8")
    assert not re.search(r"#[0-9a-f]{3,8}\b|\b(rgb|hsl)a?\(", style)
    shapes: dict[str, str] = {}
    for name, drawn in re.findall(
        r'class="mark mark-([a-z-]+)"[^>]*>(?:<title>[^<]*</title>)?(.*?)</svg>', page + panel_pictures
    ):
        shapes[name] = drawn
        assert name == "no-side" or f".mark-{name}" in style
    for voices in (("article", "state", "repeated", "allied", "independent"), ("state", "conceded", "for", "against")):
        assert len({shapes[voice] for voice in voices}) == len(voices)


@pytest.mark.parametrize("text", ["Korean Central News Agency (KCNA)", "조선중앙통신 " * 8, "W" * 80, "", "a " * 90])
def test_a_line_of_a_picture_keeps_to_its_width(text: str) -> None:
    lines = wrapped(text, 120, size=13)
    assert len(lines) <= 2
    assert all(text_width(line, 13) <= 120 for line in lines)
    kept = " ".join(lines).rstrip("…").split()
    assert text.split()[: len(kept) - 1] == kept[:-1]
