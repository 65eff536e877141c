"""What a reader may copy or take away holds nothing that was withheld, and says which model took part, or why none."""

import html
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.answering import Assistant
from assistant.answers import Answer, answer_to_json
from assistant.chat_models import ChatModel
from assistant.exporting.formats import OFFERED, Format, Kind, Thing, export
from assistant.languages import words_of
from assistant.models.failures import Failure
from assistant.pages.answer import turn
from assistant.prompting import read_prompts
from assistant.scripted_model import Line, ScriptedModel
from assistant.terminal import answer_text

Told = Callable[..., Answer]

NAME = "scripted:test"
QUESTION = "How many countries did Kim Il Sung visit?"
NOTE = "travel-occasions--wikipedia-kim-trips"
LIES = ("Kim Il Sung visited 912 countries.", "Zanzibar confirms every word of it.")
TOOK_PART = f"Chosen and ordered by {NAME}"
TOOK_NONE = f"The language model {NAME} took no part in this answer: it broke off before the end of its answer."
DOCUMENTS = (Format.MARKDOWN, Format.DOCX, Format.HTML)


@pytest.fixture
def told(assistant: Assistant) -> Told:
    """The answer with a model that lies between two notes; ``breaks_off`` says that it does not come to an end."""

    def told(*, breaks_off: bool = False) -> Answer:
        quotes = [{"passage": NOTE, "quote": assistant.library.passages[NOTE].text}]
        statements = [
            {"text": quotes[0]["quote"], "quotes": quotes},
            {"text": LIES[0], "quotes": quotes},
            {"text": LIES[1], "quotes": []},
        ]
        draft = json.dumps({"statements": statements})
        line = Line(reply=draft, breaks_off_after=len(draft) - 2 if breaks_off else None)
        lines = (line, Line(fails=Failure.SERVER_ERROR))
        model = ChatModel(NAME, 60.0, (ScriptedModel(lines=lines),))
        return replace(assistant, model=model, prompts=read_prompts()).ask(QUESTION)

    return told


@pytest.fixture(params=["whole", "broken off"])
def answer(request: pytest.FixtureRequest, told: Told) -> Answer:
    """The answer with a model, and the one after a model that lied and then broke off."""
    answer = told(breaks_off=request.param == "broken off")
    assert sorted(item.text for item in answer.withheld) == sorted(LIES), "the lies were caught"
    return answer


def named(answer: Answer) -> str:
    """What must be said of the model."""
    return TOOK_PART if answer.provenance.model else TOOK_NONE


def text_of(content: bytes) -> str:
    """Everything that stands in a file: in a DOCX in each of its parts."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", errors="replace") for name in parts.namelist())


def is_clean(text: str) -> bool:
    return not any(word in html.unescape(text) for word in ("912", "Zanzibar"))


@pytest.mark.parametrize("everything", [False, True])
def test_the_terminal(answer: Answer, everything: bool) -> None:
    text = answer_text(answer, width=1000, everything=everything)
    assert is_clean(text)
    assert named(answer) in text and "2 sentences withheld" in text


@pytest.mark.parametrize("form", OFFERED[Kind.CONVERSATION])
def test_a_file_to_take_away(answer: Answer, assistant: Assistant, form: Format) -> None:
    content = export(Thing(Kind.CONVERSATION, answers=(answer,)), form, assistant.library).content
    text = text_of(content)
    assert is_clean(text)
    if form in DOCUMENTS:  # the others hold references alone
        assert named(answer) in text and "2 sentences withheld" in text


@pytest.mark.parametrize("language", ["en", "ko", "es"])
def test_the_page_with_all_its_templates(answer: Answer, assistant: Assistant, language: str) -> None:
    words = words_of(language)
    page = turn(answer, number=1, library=assistant.library, words=words)
    assert is_clean(page)
    if answer.provenance.model:
        assert NAME in page
    elif language == "en":
        assert TOOK_NONE in page
    else:
        assert words("it broke off before the end of its answer") in page and "took no part" not in page


def test_programs_are_given_it_with_the_reason(answer: Answer) -> None:
    assert [item["text"] for item in answer_to_json(answer)["withheld"]] == list(LIES)
