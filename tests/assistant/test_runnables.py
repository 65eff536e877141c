"""For people who build with LangChain; the example of the README runs."""

import contextlib
import io
import re
from pathlib import Path

import pytest
from langchain_core.runnables import RunnableLambda

from assistant.answering import Assistant
from assistant.answers import answer_to_json
from assistant.runnables import AnswerRunnable, PassageRetriever

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
QUESTION = "How many countries did Kim Il Sung visit?"


def test_the_runnable_gives_the_answer_of_the_assistant_with_earlier_questions_and_in_a_chain(
    assistant: Assistant,
) -> None:
    answering = AnswerRunnable(assistant)
    assert answering.invoke(QUESTION) == answer_to_json(assistant.ask(QUESTION))
    asked = {"question": "Who else says so?", "turns": [QUESTION]}
    assert answering.invoke(asked) == answer_to_json(assistant.ask("Who else says so?", [QUESTION]))
    labels = answering | RunnableLambda(lambda answer: {each["label"]["key"] for each in answer["statements"]})
    assert "state_media_assertion" in labels.invoke(QUESTION)
    assert [answer["status"] for answer in answering.batch([QUESTION, "?"])] == ["answered", "abstained"]


def test_the_retriever_gives_passages_of_both_sides_with_whose_words_they_are(assistant: Assistant) -> None:
    found = PassageRetriever(assistant=assistant).invoke("Did North Korean pilots fight in Vietnam?")
    assert {document.metadata["side"] for document in found} == {"state_origin", "others"}
    for document in found:
        passage = assistant.library.passages[str(document.id)]
        assert document.page_content == passage.text
        assert document.metadata["kind"] == passage.kind.value
        assert document.metadata["citation"]


def test_the_example_of_the_readme_runs(assistant: Assistant, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = re.search(r"```python\n(.*?AnswerRunnable.*?)```", README, re.DOTALL)
    assert example is not None
    assert len(example[1].strip().splitlines()) <= 12
    monkeypatch.setenv("SECONDSOURCE_CACHE", str(cache))
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(example[1], "README.md", "exec"), {})
    assert "Nothing independent found in this library" in said.getvalue()
