"""What a reader takes away: downloads as links, and one source's reference ready to copy."""

from collections.abc import Iterable, Iterator
from typing import Final

from assistant.errors import ExtraMissing
from assistant.languages import Words
from assistant.pages.links import DOCUMENTS, REFERENCES, export_address
from assistant.pages.markup import Html, element, join, lists_of
from assistant.references import STYLE_WORDING, Reference, Style, reference
from knowledge.library import Library
from knowledge.records import Source

ALL: Final = "all"
"""What an address says for everything of a kind: ``export?dossier=all&format=docx``."""

_CARDS: Final = (("apkg", "Anki"), ("csv", "CSV"))
_REVIEWS: Final = (("json-ld", "JSON-LD"),)


def take_page(library: Library, words: Words) -> Html:
    """Everything that can be downloaded, each with what it is good for."""
    count = len(library.corpus.sources)
    return join(
        (
            element("h1", words("Take away")),
            element(
                "p",
                words(
                    "Files to keep, to hand in with your work, or to study with. They are made here and now from "
                    "the library; the same library gives the same file."
                ),
                class_="lede",
            ),
            _part(
                words("The dossier"),
                words(
                    "Every claim of the article with its verdict, the evidence on each side, where accounts differ, "
                    "what was searched, and numbered references in the style you choose. Good for reading offline, "
                    "for printing and for a seminar."
                ),
                _styled_documents(words),
            ),
            _part(
                words("References of all sources"),
                words(
                    "All {count} sources for a reference manager such as Zotero, or for LaTeX. Good for starting a "
                    "bibliography: keep what you have opened yourself.",
                    count=count,
                ),
                _links(REFERENCES, dossier=ALL),
            ),
            _part(
                words("Flashcards"),
                words(
                    "A question on the front; the label, its reason and the sources on the back. Good for spaced "
                    "repetition in Anki, or as a table. A new download updates the cards you have."
                ),
                _links(_CARDS, cards=ALL),
            ),
            _part(
                words("Machine-readable claims"),
                words(
                    "The claims as schema.org ClaimReview, with our verdicts in words and no score. Good for "
                    "fact-checking tools and for research on them. No historian has reviewed these verdicts."
                ),
                _links(_REVIEWS, reviews=ALL),
            ),
            _part(
                words("One claim, one source, one conversation"),
                words(
                    "Each claim and each source has its own downloads at the end of its card. A conversation can be "
                    "saved below its last answer."
                ),
            ),
        )
    )


def cite_block(source: Source, library: Library, words: Words) -> Html:
    """The source's reference in each style, with a button that copies it.

    Where the styles are not installed it says so; everything else of the card stays.
    """
    heading = element("h3", words("Cite it"))
    try:
        found = [reference(source, style, library) for style in Style]
    except ExtraMissing as error:
        missing = words("References need the package {package}, which is not installed here.", package=error.package)
        return element("section", heading, element("p", missing, class_="aside"), class_="cite")
    return element(
        "section",
        heading,
        element("dl", *(_citation(each, words) for each in found), class_="citations"),
        element(
            "p",
            words(
                "The library note is our reading of this source, not the source’s own words: open the source before "
                "you cite it. Add the day on which you opened a web page, and check the title’s capitals, where your "
                "style asks for it."
            ),
            class_="aside",
        ),
        class_="cite",
    )


def cite_list(sources: Iterable[Source], library: Library, words: Words) -> Html:
    """The references of several sources in Chicago style, by the alphabet, each with a button that copies it."""
    heading = element("h3", words("References to copy: {style}", style=words(STYLE_WORDING[Style.CHICAGO])))
    try:
        found = sorted((reference(source, Style.CHICAGO, library) for source in sources), key=str)
    except ExtraMissing:
        return join(())
    items = (element("li", *_copied(each, words)) for each in found)
    return element("section", heading, element("ul", *items, class_="notes"), class_="cite")


def reference_text(shown: Reference) -> Html:
    """A reference with its italics."""
    return join(element("i", run.text) if run.italic else run.text for run in shown.runs)


def _citation(shown: Reference, words: Words) -> Html:
    style = words(STYLE_WORDING[shown.style])
    return element("div", element("dt", style), element("dd", *_copied(shown, words, style)))


def _copied(shown: Reference, words: Words, named: str = "") -> tuple[str, ...]:
    """A reference and the button that copies it; ``named`` says which of several it is."""
    button = element(
        "button",
        words("Copy"),
        type="button",
        class_="quiet",
        aria_label=f"{words('Copy')}: {named or shown}",
        data_copy=str(shown),
        data_done=words("Copied"),
    )
    return element("span", reference_text(shown), class_="reference", lang="en"), " ", button


def _part(heading: str, good_for: str, *content: Html) -> Html:
    return element("section", element("h2", heading), element("p", good_for), *content, class_="take")


def _styled_documents(words: Words) -> Html:
    """The dossier in each format, a row for each style of its references."""
    return lists_of(
        (words(STYLE_WORDING[style]), list(_each(DOCUMENTS, dossier=ALL, style=style.value))) for style in Style
    )


def _links(formats: Iterable[tuple[str, str]], **chosen: str) -> Html:
    items = (element("li", link) for link in _each(formats, **chosen))
    return element("ul", *items, class_="downloads")


def _each(formats: Iterable[tuple[str, str]], **chosen: str) -> Iterator[Html]:
    for key, name in formats:
        yield element("a", name, href=export_address(**chosen, format=key), download=True)
