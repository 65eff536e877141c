"""The first screen: what this is, what labels mean, and the article to read."""

from collections.abc import Sequence

from assistant.answers import LABEL_WORDING, LabelKey
from assistant.pages.badges import badge
from assistant.pages.markup import Html, element
from knowledge.library import Library
from knowledge.passages import ARTICLE_SOURCE_ID

SIGNED_BY_NOBODY = (
    "“Reviewed” means read twice by this project, mostly in excerpt. No historian or librarian has signed this library."
)


def masthead() -> Html:
    """The name of the product and the way past it for keyboards."""
    return element(
        "header",
        element("a", "Skip to the question box", href="#question-box", class_="skip-link"),
        element("h1", "Second Source"),
        element("p", "One state-media article, read against other sources", class_="tagline"),
        class_="masthead",
    )


def welcome(questions: Sequence[str]) -> Html:
    """What this is, how far to trust it, what labels mean, and questions to begin with."""
    meanings = (
        ("state", "State media assert", "The state’s voice, quoted or reported. It is never counted as proof."),
        ("borne-out", "Independently corroborated", "At least two independent origins bear the claim out."),
        ("open", "Nothing independent found", "This library is silent. That is neither a yes nor a no."),
    )
    return element(
        "section",
        element("h2", "Who says so, and who else?"),
        element(
            "p",
            "You are reading “Kim Il Sung and the Cause of Global Independence”, a North Korean state-media "
            "text of about July 2011. Ask about anything it says: each sentence of an answer is labelled, and "
            "its sources are a click away.",
            class_="lede",
        ),
        element("p", SIGNED_BY_NOBODY, class_="caveat"),
        element("h3", "What the labels mean"),
        element(
            "dl",
            *(
                element("div", element("dt", badge(tone, words)), element("dd", meaning))
                for tone, words, meaning in meanings
            ),
            class_="meanings",
        ),
        element("h3", "Questions to begin with"),
        question_buttons(questions, class_="starters"),
        id="welcome",
        class_="welcome",
    )


def conversation(questions: Sequence[str]) -> Html:
    """The first screen and the log to which answers are added."""
    return element(
        "div",
        welcome(questions),
        element("div", id="log", role="log", aria_live="polite", aria_label="Conversation"),
        element("p", "Reading the library …", id="busy", class_="busy", hidden=True),
        id="reading",
        tabindex="0",
        role="region",
        aria_label="Questions and answers",
    )


def evidence_panel(library: Library) -> Html:
    """The panel before anything was chosen: how to use it, and the article to read."""
    return element(
        "aside",
        element(
            "div",
            element("h2", "Evidence", id="evidence-heading", tabindex="-1"),
            element("button", "Close", type="button", data_close=True, class_="quiet"),
            class_="evidence-bar",
        ),
        element(
            "div",
            element("p", "Choose a number such as [1] in an answer: the passage behind it opens here."),
            element("p", "Choose “Why this label?” to see who was counted for a claim, and who against it."),
            _article(library),
            id="evidence-resting",
            class_="resting",
        ),
        element("div", id="evidence-body", hidden=True),
        id="evidence",
        aria_labelledby="evidence-heading",
        tabindex="0",
    )


def _article(library: Library) -> Html:
    """The whole article, framed as what it is."""
    sentences = sorted(
        (p for p in library.passages.values() if p.source_id == ARTICLE_SOURCE_ID and p.evidence_id is None),
        key=lambda p: p.start,
    )
    return element(
        "section",
        element("h3", "The article"),
        element("p", badge("state", LABEL_WORDING[LabelKey.STATE_MEDIA_ASSERTION])),
        element("blockquote", *(element("p", sentence.text) for sentence in sentences)),
        element("p", library.corpus.sources[ARTICLE_SOURCE_ID].caution or "", class_="aside"),
        class_="article",
    )


def question_buttons(questions: Sequence[str], *, class_: str) -> Html:
    buttons = (element("li", element("button", question, type="button", data_ask=question)) for question in questions)
    return element("ul", *buttons, class_=class_)
