"""The scripted model: it says what its file says, fails as it says, and remembers what it was asked."""

import time
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from assistant.chat_models import ChatModel, Failure, ModelFailure, ModelUnavailable, open_model
from assistant.scripted_model import ScriptedModel, read_script


def scripted(folder: Path, *lines: str, **options: float) -> ChatModel:
    file = folder / "script.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return open_model(f"scripted:{file}", **options)


def failure(model: ChatModel) -> Failure:
    with pytest.raises(ModelFailure) as caught:
        model.reply("What?")
    return caught.value.failure


def test_it_says_its_lines_in_order_and_remembers_the_prompts(tmp_path: Path) -> None:
    model = scripted(tmp_path, '{"reply": "one"}', "", '{"reply": "two"}')
    assert (model.reply("First?"), model.reply("Second?")) == ("one", "two")
    (client,) = model.clients
    assert isinstance(client, ScriptedModel) and client.asked == ["First?", "Second?"]


def test_an_exhausted_script_is_a_failure(tmp_path: Path) -> None:
    model = scripted(tmp_path, '{"reply": "one"}')
    model.reply("First?")
    assert failure(model) is Failure.SERVER_ERROR


@pytest.mark.parametrize("wanted", list(Failure))
def test_it_fails_in_every_way(tmp_path: Path, wanted: Failure) -> None:
    assert failure(scripted(tmp_path, f'{{"fails": "{wanted}"}}')) is wanted


def test_a_reply_is_matched_by_the_prompt_as_often_as_it_comes(tmp_path: Path) -> None:
    model = scripted(tmp_path, '{"reply": "queued"}', '{"when": "visit", "reply": "matched"}')
    assert [model.reply(prompt) for prompt in ("a visit?", "another?", "a visit?")] == ["matched", "queued", "matched"]


def test_it_comes_in_pieces_and_breaks_off(tmp_path: Path) -> None:
    lines = ('{"reply": "abcdefg", "pieces": 3}', '{"reply": "abcdefg", "pieces": 3, "breaks_off_after": 4}')
    model = scripted(tmp_path, *lines)
    assert list(model.stream("What?")) == ["abc", "def", "g"]
    pieces = model.stream("What?")
    assert (next(pieces), next(pieces)) == ("abc", "d")
    with pytest.raises(ModelFailure) as caught:
        next(pieces)
    assert caught.value.failure is Failure.BROKE_OFF


def test_its_pauses_meet_the_deadline(tmp_path: Path) -> None:
    start = time.monotonic()
    assert failure(scripted(tmp_path, '{"reply": "ab", "pieces": 2, "pause": 30}', timeout=0.2)) is Failure.TIMED_OUT
    assert time.monotonic() - start < 1


def test_the_file_may_be_one_list(tmp_path: Path) -> None:
    assert scripted(tmp_path, '[{"reply": "one"},', '{"reply": "two"}]').reply("What?") == "one"


def test_it_is_a_chat_model_of_langchain(tmp_path: Path) -> None:
    file = tmp_path / "script.jsonl"
    file.write_text('{"reply": "one"}\n{"reply": "two", "pieces": 3}', encoding="utf-8")
    model = read_script(file)
    assert model.invoke([HumanMessage("What?")]).text == "one"
    assert [chunk.text for chunk in model.stream("What?") if chunk.text] == ["t", "w", "o"]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("{", "line 1 is not JSON"),
        ("7", "entry 1"),
        ("{}", 'either "reply" or "fails"'),
        ('{"reply": "x", "fails": "refused"}', 'either "reply" or "fails"'),
        ('{"reply": 7}', '"reply"'),
        ('{"fails": "somehow"}', '"fails"'),
        ('{"reply": "x", "pieces": 0}', '"pieces"'),
        ('{"reply": "x", "pause": -1}', '"pause"'),
        ('{"reply": "x", "peices": 2}', '"peices"'),
    ],
)
def test_a_wrong_script_is_told_in_one_line(tmp_path: Path, line: str, named: str) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        scripted(tmp_path, line)
    assert named in str(caught.value) and "script.jsonl" in str(caught.value) and "\n" not in str(caught.value)
