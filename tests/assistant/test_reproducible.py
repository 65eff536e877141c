"""The same library and the same question give the same answer, byte for byte, and JSON loses nothing."""

import json
from pathlib import Path

from assistant.answering import Assistant
from assistant.answers import Answer, answer_from_json, answer_to_json
from assistant.opening import open_assistant
from assistant.settings import Settings

Asked = tuple[str, tuple[str, ...]]


def test_an_answer_survives_the_way_to_json_and_back(answers: list[Answer]) -> None:
    for answer in answers:
        document = json.loads(json.dumps(answer_to_json(answer)))
        assert answer_from_json(document) == answer


def test_asking_twice_gives_the_same_bytes(assistant: Assistant, answers: list[Answer], asked: list[Asked]) -> None:
    for (question, turns), first in zip(asked, answers, strict=True):
        again = assistant.ask(question, turns)
        assert json.dumps(answer_to_json(again)) == json.dumps(answer_to_json(first)), question


def test_an_assistant_opened_anew_gives_the_same_bytes(cache: Path, answers: list[Answer], asked: list[Asked]) -> None:
    with_index = open_assistant(Settings(cache=cache))
    assert with_index.index is not None
    with with_index.index:
        for (question, turns), first in list(zip(asked, answers, strict=True))[::20]:
            again = with_index.ask(question, turns)
            assert json.dumps(answer_to_json(again)) == json.dumps(answer_to_json(first)), question
