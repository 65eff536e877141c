"""The real assistant with a scripted model behind it, which says what a test has it say."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.answers import Answer
from assistant.chat_models import ChatModel
from assistant.prompting import read_prompts
from assistant.scripted_model import Line, ScriptedModel
from tests.proofs.recording import Proof, proofs_of


@pytest.fixture(scope="session")
def proof(request: pytest.FixtureRequest) -> Iterator[Callable[[str, str], Proof]]:
    """Opens a proof by name; its result is kept where proofs alone are run."""
    with proofs_of(request.config) as opened:
        yield opened


Draft = Mapping[str, Any] | str


@dataclass(frozen=True)
class Drafting:
    """An assistant whose model has lines to say."""

    assistant: Assistant
    script: ScriptedModel

    def ask(self, question: str, *said: Draft | Line, turns: tuple[str, ...] = ()) -> Answer:
        """The answer when the model says this, each line once; what it is asked stands in ``script.asked``."""
        *_, answer = self.answers(question, *said, turns=turns)
        return answer

    def answers(self, question: str, *said: Draft | Line, turns: tuple[str, ...] = ()) -> list[Answer]:
        """The same as it grows."""
        self.prepare(*said)
        return list(self.assistant.answers(question, turns))

    def prepare(self, *said: Draft | Line) -> None:
        """Have the model say this next."""
        self.script.lines = tuple(map(_line, said))
        self.script.said = 0
        self.script.asked.clear()


def _line(said: Draft | Line) -> Line:
    if isinstance(said, Line):
        return said
    return Line(reply=said if isinstance(said, str) else json.dumps(said, ensure_ascii=False), pieces=7)


@pytest.fixture(scope="session")
def drafting(assistant: Assistant) -> Drafting:
    script = ScriptedModel(lines=())
    with_model = replace(assistant, model=ChatModel("scripted:test", clients=(script,)), prompts=read_prompts())
    return Drafting(with_model, script)


Sentence = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def quoting(assistant: Assistant) -> Sentence:
    """A statement that quotes a passage whole, with other words if any are given."""

    def quoting(passage_id: str, text: str | None = None, quote: str | None = None) -> dict[str, Any]:
        whole = assistant.library.passages[passage_id].text
        quoted = {"passage": passage_id, "quote": quote or whole}
        return {"text": whole if text is None else text, "quotes": [quoted]}

    return quoting


def prose(text: str) -> dict[str, Any]:
    """A statement without quotes."""
    return {"text": text, "quotes": []}


def draft(*statements: dict[str, Any]) -> dict[str, Any]:
    """The reply that holds these statements."""
    return {"statements": list(statements)}
