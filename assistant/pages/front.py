"""The first screen of the chat: what this is, what labels mean, questions to begin with, the article beside it."""

from collections.abc import Iterator, Sequence

from assistant.answers import LABEL_WORDING, LabelKey
from assistant.languages import Words
from assistant.pages.article import marked_article
from assistant.pages.badges import badge
from assistant.pages.markup import Html, element
from assistant.pages.shell import evidence_panel
from assistant.pages.source import SIGNED_BY_NOBODY
from assistant.references import STYLE_WORDING
from knowledge.library import Library
from knowledge.passages import ARTICLE_SOURCE_ID


def welcome(questions: Sequence[str], words: Words) -> Html:
    """What this is, how far to trust it, what labels mean, and questions to begin with."""
    meanings = (
        (
            "state",
            words("State media assert"),
            words("The state’s voice, quoted or reported. It is never counted as proof."),
        ),
        (
            "borne-out",
            words("Independently corroborated"),
            words("At least two independent origins bear the claim out."),
        ),
        (
            "open",
            words("Nothing independent found in this library"),
            words("This library is silent. That is neither a yes nor a no."),
        ),
    )
    return element(
        "section",
        element("h2", words("Who says so, and who else?")),
        element(
            "p",
            words(
                "You are reading “Kim Il Sung and the Cause of Global Independence”, a North Korean state-media "
                "text of about July 2011. Ask about anything it says: each sentence of an answer is labelled, and "
                "its sources are a click away."
            ),
            class_="lede",
        ),
        element("p", words(SIGNED_BY_NOBODY), class_="caveat"),
        *_in_english(words),
        element("h3", words("Questions to begin with")),
        question_buttons(questions, class_="starters"),
        element("h3", words("What the labels mean")),
        element(
            "dl",
            *(
                element("div", element("dt", badge(tone, label)), element("dd", meaning))
                for tone, label, meaning in meanings
            ),
            class_="meanings",
        ),
        element(
            "p",
            element("a", words("The article’s numbers, and who else confirms them"), href="see#numbers"),
            " · ",
            element("a", words("Read the article with every phrase marked"), href="read"),
            " · ",
            element("a", words("Test yourself"), href="practise"),
            class_="onward",
        ),
        id="welcome",
        class_="welcome",
    )


def _in_english(words: Words) -> list[Html]:
    """What a reader of another language should know beforehand."""
    if words.language == "en":
        return []
    return [element("p", words("The answers, the notes and the sources are in English."), class_="aside")]


def conversation(questions: Sequence[str], words: Words) -> Html:
    """The first screen, earlier conversations, and the log to which answers are added."""
    return element(
        "div",
        _history(words),
        welcome(questions, words),
        # Not a live region: a whole page would be read out. The announcer says once what came.
        element("div", id="log", role="log", aria_live="off", aria_label=words("Conversation")),
        element(
            "p",
            id="announcer",
            class_="unseen",
            role="status",
            data_writing=words("The answer is being written."),
            data_written=words("The answer is complete."),
        ),
        *_writing(words),
        element(
            "p",
            words("Everything kept here was cleared."),
            " ",
            element("button", words("Undo"), type="button", data_history="undo", class_="quiet"),
            id="cleared",
            class_="aside",
            hidden=True,
        ),
        _saving(words),
        element(
            "p",
            id="busy",
            class_="busy",
            hidden=True,
            data_busy=words("Reading the library for:"),
            data_stopped=words("Stopped: no answer had come."),
            data_failed=words("No answer came back. Too many may be asking at once: please try again in a moment."),
        ),
        id="reading",
        tabindex="0",
        role="region",
        aria_label=words("Questions and answers"),
    )


def _writing(words: Words) -> Iterator[Html]:
    """What stands over an answer while a language model writes, and over one it did not come to the end of."""
    lines = {
        "writing": words("The language model is still writing; what stands here is checked."),
        "stopped": words("You stopped the language model; what stands here is checked."),
        "broken": words("The language model broke off; what stands here is checked."),
    }
    for name, line in lines.items():
        yield element("template", element("p", line, class_=f"writing {name}"), id=f"line-{name}")


def _saving(words: Words) -> Html:
    """The whole conversation as a file; the script of the page adds its questions."""
    formats = (
        element("option", name, value=key)
        for key, name in (
            ("docx", "DOCX"),
            ("markdown", "Markdown"),
            ("html", "HTML"),
            ("bibtex", "BibTeX"),
            ("ris", "RIS"),
        )
    )
    styles = (element("option", words(wording), value=style.value) for style, wording in STYLE_WORDING.items())
    return element(
        "form",
        element("label", words("Save this conversation as"), " ", element("select", *formats, name="format")),
        element("label", words("references in"), " ", element("select", *styles, name="style")),
        element("button", words("Save"), type="submit"),
        element("span", id="saving-questions"),
        id="saving",
        class_="saving",
        method="post",
        action="export",
        hidden=True,
    )


def _history(words: Words) -> Html:
    """Earlier conversations. The browser keeps them and its script fills the list; the server never sees it."""
    return element(
        "details",
        element("summary", words("Earlier conversations in this browser")),
        element("p", words("They are kept in this browser only. On a shared computer, clear them."), class_="aside"),
        element("ul", id="history-list"),
        element(
            "p",
            element("button", words("New conversation"), type="button", data_history="new", class_="quiet"),
            " ",
            element("button", words("Clear everything here"), type="button", data_history="clear", class_="quiet"),
        ),
        id="history",
        class_="history",
        hidden=True,
    )


def chat_panel(library: Library, words: Words) -> Html:
    """The panel before anything was chosen: how to use it, and the article to read."""
    return evidence_panel(
        (
            element("p", words("Choose a number such as [1] in an answer: the passage behind it opens here.")),
            element("p", words("Choose a marked phrase of the article to see what this library found on it.")),
            _article(library, words),
        ),
        words,
    )


def _article(library: Library, words: Words) -> Html:
    """The whole article, framed as what it is."""
    return element(
        "section",
        element("h3", words("The article")),
        element("p", badge("state", words(LABEL_WORDING[LabelKey.STATE_MEDIA_ASSERTION])), class_="voice"),
        marked_article(library, words),
        element("p", library.corpus.sources[ARTICLE_SOURCE_ID].caution or "", class_="aside", lang="en"),
        class_="article",
    )


def question_buttons(questions: Sequence[str], *, class_: str) -> Html:
    """Questions to ask by a click; they stay English, as the library is."""
    buttons = (
        element("li", element("button", question, type="button", data_ask=question, lang="en"))
        for question in questions
    )
    return element("ul", *buttons, class_=class_)
