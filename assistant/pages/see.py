"""The page of pictures: when things happened, who gives which number, and where the claims are known from."""

from assistant.languages import Words
from assistant.pages.links import claim_link
from assistant.pages.markup import Html, element, join
from assistant.pages.numbers import numbers_table
from assistant.pages.pictures import provenance_figure, tellings_figure, timeline_figure
from assistant.study.tellings import counted_claims
from knowledge.library import Library
from knowledge.records import Claim
from knowledge.sentences import capitalised

HEADINGS = {
    "numbers": "The article’s numbers",
    "tellings": "Who says how many",
    "years": "The article beside the years",
    "origins": "Where it comes from",
}
"""The parts of the page by their anchors."""

_EXAMPLE = "vietnam-airmen"
"""The claim whose graph is drawn here: the state's word with copies, another origin with copies, single voices."""


def see_page(library: Library, words: Words) -> Html:
    """The whole of the page; every picture has its table."""
    return join(
        (
            element("h1", words("See")),
            element("p", words("What the sources hold, drawn. Every picture has a table with all that it shows.")),
            _contents(words),
            element(
                "section",
                element("h2", words(HEADINGS["numbers"]), id="numbers"),
                numbers_table(library, words),
                class_="see-wide",
            ),
            element(
                "section",
                element("h2", words(HEADINGS["tellings"]), id="tellings"),
                element("div", *(_number(claim, library, words) for claim in counted_claims(library)), class_="charts"),
                class_="see-wide",
            ),
            element(
                "section",
                element("h2", words(HEADINGS["years"]), id="years"),
                timeline_figure(library, words),
                class_="see-wide",
            ),
            element(
                "section",
                element("h2", words(HEADINGS["origins"]), id="origins"),
                element(
                    "p",
                    words(
                        "A statement and its copies come from one origin and count once. Here is one claim with its "
                        "sources; every claim has such a picture."
                    ),
                ),
                *_example(library, words),
                element("ul", *(_claim(claim) for claim in _claims(library)), class_="claim-list"),
            ),
        )
    )


def _contents(words: Words) -> Html:
    links = (element("li", element("a", words(heading), href=f"see#{id}")) for id, heading in HEADINGS.items())
    return element("nav", element("ul", *links), aria_label=words("On this page"), class_="contents")


def _number(claim: Claim, library: Library, words: Words) -> Html:
    figure = tellings_figure(claim, library, words)
    heading = element("h3", claim_link(claim.id, capitalised(claim.topic)), lang="en")
    return element("section", heading, figure or "", class_="chart")


def _example(library: Library, words: Words) -> list[Html]:
    claim = library.corpus.claims.get(_EXAMPLE)
    if claim is None:
        return []
    heading = element("h3", claim_link(claim.id, capitalised(claim.topic)), lang="en")
    return [heading, provenance_figure(claim, library, words), element("h3", words("Every claim"))]


def _claim(claim: Claim) -> Html:
    return element("li", claim_link(claim.id, capitalised(claim.topic), class_="topic"), lang="en")


def _claims(library: Library) -> list[Claim]:
    """The claims in the order of the article; context topics have no graph."""
    return [library.corpus.claims[id] for id in library.claim_passages if id in library.verdicts]
