"""The practice page: quiz and flashcards as plain markup, which practise.js shows one at a time.

Without scripts every question is a group of radio buttons with its answer folded away. The script
adds rounds and keeps what was known in the reader's browser; each text it shows stands in the markup.
"""

from collections.abc import Iterable, Iterator

from assistant.answers import LabelKey
from assistant.languages import Words
from assistant.pages.badges import TONE, badge
from assistant.pages.links import claim_link, source_link
from assistant.pages.markup import Html, element, join
from assistant.study.flashcards import TERM_LABEL, Flashcard, flashcards
from assistant.study.quiz.catalogue import quiz_questions
from assistant.study.quiz.explanations import Explanation
from assistant.study.quiz.questions import KIND_WORDING, QuizKind, QuizQuestion
from knowledge.bibliography import short_name
from knowledge.library import Library

_NUMBERS = ("5", "10", "20")
_USUAL_NUMBER = "10"


def practise_page(library: Library, words: Words) -> Html:
    """The quiz, the flashcards, and what becomes of a reader's progress."""
    return join(
        (
            element("h1", words("Practise")),
            element(
                "p",
                words(
                    "Guess first, then see what this library has and where. What you only read slips away; "
                    "what you tried to recall stays."
                ),
                class_="lede",
            ),
            _quiz(library, words),
            _cards(library, words),
            element(
                "section",
                element("h2", words("Your progress")),
                element(
                    "p",
                    words(
                        "What you knew is remembered in this browser only, and nobody else sees it. What you missed "
                        "comes back first, what you knew after three days."
                    ),
                ),
                element(
                    "p",
                    element("button", words("Clear my progress"), type="button", class_="quiet", data_forget=True),
                    " ",
                    element("span", words("Cleared."), tabindex="-1", hidden=True, data_forgotten=True),
                ),
                class_="progress",
                hidden=True,
                data_scripted=True,
            ),
        )
    )


# The quiz -------------------------------------------------------------------------------------


def _quiz(library: Library, words: Words) -> Html:
    questions = quiz_questions(library)
    kinds = [(kind.value, words(KIND_WORDING[kind])) for kind in QuizKind]
    return element(
        "section",
        element("h2", words("Quiz"), id="quiz-heading"),
        _chooser("quiz", words("Kind of question"), kinds, words("Questions"), words),
        element(
            "form",
            element("p", class_="place", tabindex="-1"),
            element("div", class_="slot"),
            element("div", role="status", class_="feedback"),
            element(
                "p",
                element("button", words("Check"), type="submit", class_="button", data_check=True),
                element("button", words("I don’t know"), type="button", class_="quiet", data_unknown=True),
                element("button", words("Stop here"), type="button", class_="quiet", data_stop=True),
                class_="moves",
            ),
            class_="stage",
            hidden=True,
        ),
        _result(words("Look at these again"), words),
        _folded(
            words("All {count} questions, each with its answer", count=len(questions)),
            (_question(question, library, words) for question in questions),
        ),
        aria_labelledby="quiz-heading",
        class_="quiz",
        data_practice="quiz",
        data_place=words("Question {number} of {count}"),
        data_once_more=words("Once more: a question you missed"),
        data_check=words("Check"),
        data_next=words("Next"),
        data_choose=words("Choose one first, or say that you don’t know."),
        data_right=words("Right."),
        data_wrong=words("Not what this library has."),
        data_unknown=words("Good to know what you don’t know."),
        data_right_mark=words("the right choice"),
        data_wrong_mark=words("your choice"),
        data_result=words("Right at the first try: {known} of {count}"),
    )


def _question(question: QuizQuestion, library: Library, words: Words) -> Html:
    """One question as a group of radio buttons, its answer folded away."""
    choices = (
        element(
            "label",
            element("input", type="radio", name=question.id, value=str(place)),
            " ",
            element("span", choice.text, lang="en"),
            class_="choice",
        )
        for place, choice in enumerate(question.choices)
    )
    return element(
        "fieldset",
        element(
            "legend",
            element("span", words(KIND_WORDING[question.kind]), class_="kind"),
            " ",
            element("span", question.prompt, lang="en", class_="prompt"),
        ),
        *choices,
        element(
            "details",
            element("summary", words("Answer")),
            element("div", *_answer(question, library, words), class_="answer"),
        ),
        class_="question",
        data_item=question.id,
        data_kind=question.kind.value,
        data_right=str(question.right),
    )


def _answer(question: QuizQuestion, library: Library, words: Words) -> Iterator[Html]:
    right = element("strong", question.choices[question.right].text, lang="en")
    yield element("p", words("The right choice:"), " ", right, class_="right-choice")
    yield element("ul", *(element("li", *_explained(each, library)) for each in question.explanation))
    yield element("p", claim_link(question.claim_id, words("See the claim and all its evidence")), class_="onward")


def _explained(explanation: Explanation, library: Library) -> Iterator[Html]:
    """A sentence, and its sources as links."""
    yield element("span", explanation.text, lang="en")
    yield element("span", " ", *_source_links(explanation.source_ids, library), class_="where", lang="en")


def _source_links(source_ids: Iterable[str], library: Library) -> Iterator[Html]:
    for place, id in enumerate(source_ids):
        if place:
            yield Html(" · ")
        yield source_link(id, short_name(library.corpus.sources[id]))


# The flashcards -------------------------------------------------------------------------------


def _cards(library: Library, words: Words) -> Html:
    cards = flashcards(library)
    kinds = [("claim", words("Claims of the article")), ("term", words("Words of the glossary"))]
    return element(
        "section",
        element("h2", words("Flashcards"), id="cards-heading"),
        _chooser("cards", words("Kind of card"), kinds, words("Cards"), words),
        element(
            "form",
            element("p", class_="place", tabindex="-1"),
            element("div", class_="slot"),
            element(
                "p",
                element("button", words("I knew it"), type="button", class_="button", data_known=True, hidden=True),
                element("button", words("Not yet"), type="button", class_="button", data_missed=True, hidden=True),
                element("button", words("Stop here"), type="button", class_="quiet", data_stop=True),
                class_="moves",
            ),
            class_="stage",
            hidden=True,
        ),
        _result(words("Look at these again"), words),
        _folded(words("All {count} cards", count=len(cards)), (_card(card, library, words) for card in cards)),
        aria_labelledby="cards-heading",
        class_="cards",
        data_practice="cards",
        data_place=words("Card {number} of {count}"),
        data_once_more=words("Once more: a card you did not know"),
        data_result=words("Known at the first try: {known} of {count}"),
    )


def _card(card: Flashcard, library: Library, words: Words) -> Html:
    """One card: its front, and its back folded away."""
    verdict = library.verdict_of(card.claim_id) if card.claim_id and card.label != TERM_LABEL else None
    tone = TONE[LabelKey(verdict.key)] if verdict else "plain"
    _, *paragraphs = card.back.splitlines()
    sources = [element("p", *_source_links(card.sources, library), class_="where", lang="en")] if card.sources else []
    onward = words("See the claim and all its evidence") if verdict else words("See a claim in which it matters")
    claim = [element("p", claim_link(card.claim_id, onward), class_="onward")] if card.claim_id else []
    return element(
        "article",
        element("p", card.front, lang="en", class_="front prompt"),
        element(
            "details",
            element("summary", words("Show answer")),
            element(
                "div",
                element("p", badge(tone, words(card.label))),
                *(element("p", paragraph, lang="en") for paragraph in paragraphs),
                *sources,
                *claim,
                class_="answer",
            ),
        ),
        class_="flashcard",
        data_item=card.id,
        data_kind="claim" if verdict else "term",
    )


# Common to both -------------------------------------------------------------------------------


def _chooser(name: str, kind: str, kinds: Iterable[tuple[str, str]], number: str, words: Words) -> Html:
    """What to practise and how much of it; of use with the script only."""
    of_kind = [("", words("all kinds")), *kinds]
    how_many = [*((each, each) for each in _NUMBERS), ("", words("all"))]
    return element(
        "form",
        _select(f"{name}-kind", "kind", kind, of_kind, chosen=""),
        _select(f"{name}-number", "number", number, how_many, chosen=_USUAL_NUMBER),
        element("p", element("button", words("Start"), type="submit", class_="button")),
        class_="chooser",
        hidden=True,
        data_scripted=True,
    )


def _select(id: str, name: str, label: str, options: Iterable[tuple[str, str]], *, chosen: str) -> Html:
    entries = (element("option", text, value=value, selected=value == chosen) for value, text in options)
    return element("p", element("label", label, for_=id), " ", element("select", *entries, id=id, name=name))


def _result(again: str, words: Words) -> Html:
    """What a round came to, filled by the script."""
    return element(
        "div",
        element("h3", tabindex="-1", class_="outcome"),
        element("div", element("p", again), element("ul"), class_="again", hidden=True),
        element("p", element("button", words("Another round"), type="button", class_="button", data_another=True)),
        class_="result",
        hidden=True,
    )


def _folded(summary: str, items: Iterable[Html]) -> Html:
    """Everything at once, for readers without scripts; the script takes its questions from here."""
    entries = (element("li", item) for item in items)
    return element("details", element("summary", summary), element("ol", *entries), class_="everything")
