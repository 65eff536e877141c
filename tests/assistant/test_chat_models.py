"""Language models: what each way of failing comes to, that a call ends, and that no key comes out."""

import logging
import os
import re
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from assistant.chat_models import LONGEST_REPLY, ChatModel, Failure, ModelFailure, ModelUnavailable, open_model
from tests import model_server as serve
from tests.model_server import ModelServer, model_server

KEY = "sk-secret-0123456789"
PROVIDERS = ("openai", "ollama", "anthropic")
KEYS = {"openai": "OPENAI_API_KEY", "ollama": "OLLAMA_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}
SCHEMA = {
    "type": "object",
    "properties": {"statements": {"type": "array", "items": {"type": "string"}}},
    "required": ["statements"],
    "additionalProperties": False,
}
provider = pytest.mark.parametrize("provider", PROVIDERS)


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keys of the person who runs the tests take no part, and what would leave this computer fails the test."""
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "ANTHROPIC_BASE_URL", "ANTHROPIC_API_URL", "OLLAMA_HOST"):
        monkeypatch.delenv(name, raising=False)
    for name in KEYS.values():
        monkeypatch.delenv(name, raising=False)
    left: list[Any] = []
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connect_here(self: socket.socket, address: Any) -> None:
        if not (isinstance(address, tuple) and address[0] in ("127.0.0.1", "::1")):
            left.append(address)
            raise OSError("no way out")
        connect(self, address)

    def look_up_here(host: Any, *arguments: Any, **options: Any) -> Any:
        if host not in ("127.0.0.1", "::1", "localhost", None):
            left.append(host)
            raise OSError("no way out")
        return look_up(host, *arguments, **options)

    monkeypatch.setattr(socket.socket, "connect", connect_here)
    monkeypatch.setattr(socket, "getaddrinfo", look_up_here)
    yield
    assert left == []


def opened(server: ModelServer, provider: str = "openai", *, timeout: float = 20.0) -> ChatModel:
    return open_model(f"{provider}:m", url=server.address, timeout=timeout)


def failure(model: ChatModel, **options: Any) -> ModelFailure:
    with pytest.raises(ModelFailure) as caught:
        model.reply("What?", **options)
    return caught.value


@provider
def test_the_text_comes_in_pieces_as_they_are_sent(provider: str) -> None:
    with model_server(serve.streams("A ", "", "long", " day.")) as server:
        model = opened(server, provider)
        assert list(model.stream("What was it?")) == ["A ", "long", " day."]
        assert model.reply("And then?") == "A long day."
    assert [request.body["messages"][-1]["content"] for request in server.requests] == ["What was it?", "And then?"]


@provider
def test_a_piece_is_handed_on_before_the_next_is_there(provider: str) -> None:
    with model_server(serve.stalls("first")) as server:
        pieces = opened(server, provider).stream("What?")
        assert next(pieces) == "first"
        pieces.close()


@provider
def test_the_temperature_is_0(provider: str) -> None:
    with model_server(serve.streams("x")) as server:
        opened(server, provider).reply("What?")
    body = server.requests[0].body
    assert body.get("options", body)["temperature"] == 0


FAILURES = [
    (serve.answers(429), Failure.RATE_LIMITED),
    (serve.answers(401), Failure.REFUSED),
    (serve.answers(403), Failure.REFUSED),
    (serve.answers(400), Failure.BAD_REQUEST),
    (serve.answers(404), Failure.BAD_REQUEST),
    (serve.answers(408), Failure.TIMED_OUT),
    (serve.answers(500), Failure.SERVER_ERROR),
    (serve.answers(503), Failure.SERVER_ERROR),
    (serve.faults_within, Failure.SERVER_ERROR),
    (serve.drops("begun "), Failure.BROKE_OFF),
    (serve.drops(), Failure.BROKE_OFF),
    (serve.hangs_up, Failure.BROKE_OFF),
    (serve.ends_without_a_reason("begun "), Failure.BROKE_OFF),
    (serve.streams(), Failure.UNUSABLE),
    (serve.streams("", ""), Failure.UNUSABLE),
    (serve.sends(b"data: {no json\n\n"), Failure.UNUSABLE),
    (serve.sends(b"event: message_start\ndata: {no json\n\n"), Failure.UNUSABLE),
    (serve.cuts_short('{"half'), Failure.TOO_LONG),
    (serve.streams(*["a" * 1000] * 65), Failure.TOO_LONG),
    (serve.streams("a" * (LONGEST_REPLY + 1)), Failure.TOO_LONG),
]


@provider
@pytest.mark.parametrize(("behaviour", "expected"), FAILURES)
def test_each_failure_has_its_name_and_one_line(provider: str, behaviour: serve.Behaviour, expected: Failure) -> None:
    with model_server(behaviour) as server:
        fault = failure(opened(server, provider))
    assert fault.failure is expected
    assert str(fault).startswith(f"the language model {provider}:m ") and "\n" not in str(fault)


@provider
@pytest.mark.parametrize("content", [b'{"choices": 7}', b"[]", b'"x"', b'{"choices": [{"delta": []}]}', b"\xff\xfe"])
def test_a_stream_of_another_shape_is_a_failure(provider: str, content: bytes) -> None:
    with model_server(
        serve.sends(*((content + b"\n") if provider == "ollama" else b"data: " + content + b"\n\n",))
    ) as it:
        assert failure(opened(it, provider)).failure in (Failure.UNUSABLE, Failure.SERVER_ERROR)


@provider
def test_no_server_is_unreachable(provider: str) -> None:
    with model_server(serve.streams("x")) as server:
        pass
    assert failure(opened(server, provider)).failure is Failure.UNREACHABLE


@provider
def test_a_failed_call_is_not_repeated(provider: str) -> None:
    with model_server(serve.answers(500)) as server:
        failure(opened(server, provider))
    assert len(server.requests) == 1


@provider
@pytest.mark.parametrize(
    "behaviour",
    [serve.trickles(), serve.trickles(""), serve.stalls(), serve.stalls("begun"), serve.says_nothing],
    ids=["trickles", "trickles nothing", "stalls at once", "stalls", "says nothing"],
)
def test_the_deadline_holds_for_the_whole_call(provider: str, behaviour: serve.Behaviour) -> None:
    with model_server(behaviour) as server:
        start = time.monotonic()
        fault = failure(opened(server, provider, timeout=0.6))
        assert time.monotonic() - start < 1.5
        assert fault.failure is Failure.TIMED_OUT and "within 0.6 s" in str(fault)
        assert server.gone.wait(2), "the connection is still open"


@provider
@pytest.mark.parametrize("behaviour", [serve.trickles(), serve.stalls("begun")], ids=["trickles", "stalls"])
def test_closing_the_iterator_ends_the_call(provider: str, behaviour: serve.Behaviour) -> None:
    with model_server(behaviour) as server:
        pieces = opened(server, provider).stream("What?")
        next(pieces)
        assert not server.gone.is_set()
        pieces.close()
        assert server.gone.wait(2), "the connection is still open"


def test_a_reply_that_does_not_end_is_cut_and_its_connection_closed() -> None:
    with model_server(serve.trickles("x" * 1000, every=0)) as server:
        pieces = opened(server).stream("What?")
        with pytest.raises(ModelFailure) as caught:
            assert sum(map(len, pieces)) <= LONGEST_REPLY
        assert caught.value.failure is Failure.TOO_LONG
        assert server.gone.wait(2), "the connection is still open"


def test_calls_run_beside_each_other() -> None:
    with model_server(serve.stalls("slow"), serve.streams("fast")) as server:
        model = opened(server)
        slow = model.stream("What?")
        assert next(slow) == "slow"
        assert model.reply("What?") == "fast"
        slow.close()


def test_half_characters_are_replaced() -> None:
    """JSON can spell the half of a surrogate pair, which could neither be printed nor stored."""
    with model_server(serve.streams("a\ud800b \U0001f600")) as server:
        opened(server).reply("What?").encode()


def test_openai_and_ollama_are_sent_the_schema() -> None:
    with model_server(serve.streams("{}")) as server:
        for provider in PROVIDERS:
            opened(server, provider).reply("What?", schema=SCHEMA)
    openai, ollama, anthropic = (request.body for request in server.requests)
    assert openai["response_format"]["json_schema"]["schema"] == SCHEMA
    assert ollama["format"] == SCHEMA
    assert "response_format" not in anthropic and "format" not in anthropic


@pytest.mark.parametrize(("provider", "field"), [("openai", "response_format"), ("ollama", "format")])
def test_a_server_that_takes_no_schema_is_asked_without(provider: str, field: str) -> None:
    with model_server(serve.rejects(field, then=serve.streams("{}"))) as server:
        assert opened(server, provider).reply("What?", schema=SCHEMA) == "{}"
    first, second = server.requests
    assert first.body.get(field) and not second.body.get(field)
    assert first.body["messages"] == second.body["messages"]


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_a_model_that_takes_no_temperature_is_asked_without(provider: str) -> None:
    with model_server(serve.rejects("temperature", "response_format", then=serve.streams("{}"))) as server:
        assert opened(server, provider).reply("What?", schema=SCHEMA) == "{}"


def test_all_attempts_share_one_deadline() -> None:
    with model_server(serve.answers(400), serve.stalls()) as server:
        start = time.monotonic()
        assert failure(opened(server, timeout=0.6), schema=SCHEMA).failure is Failure.TIMED_OUT
        assert time.monotonic() - start < 1.5
    assert len(server.requests) == 2


@provider
@pytest.mark.parametrize("behaviour", [*(serve.answers(s) for s in (400, 401, 404, 429, 500)), serve.faults_within])
def test_the_key_comes_out_nowhere(
    provider: str, behaviour: serve.Behaviour, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The server echoes the key it was sent, and everything is logged."""
    monkeypatch.setenv(KEYS[provider], KEY)
    caplog.set_level(logging.DEBUG)
    with model_server(behaviour) as server:
        model = opened(server, provider)
        fault = failure(model, schema=SCHEMA)
    assert {request.key for request in server.requests} == {KEY}, "the server was not sent the key"
    said = "".join(traceback.format_exception(fault, chain=False)) + repr(fault) + repr(model) + str(vars(fault))
    assert KEY not in said and KEY not in caplog.text
    assert fault.__context__ is None and fault.__cause__ is None


@provider
def test_a_server_of_ones_own_needs_no_key(provider: str) -> None:
    with model_server(serve.streams("Good day.")) as server:
        assert opened(server, provider).reply("What?") == "Good day."


@pytest.mark.parametrize(
    ("provider", "variable", "path"),
    [("openai", "OPENAI_BASE_URL", "/v1"), ("anthropic", "ANTHROPIC_BASE_URL", ""), ("ollama", "OLLAMA_HOST", "")],
)
def test_the_providers_own_variable_sets_the_address_too(
    provider: str, variable: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with model_server(serve.streams("Good day.")) as server:
        monkeypatch.setenv(variable, server.address + path)
        assert open_model(f"{provider}:m").reply("What?") == "Good day."


def test_langsmith_is_not_told() -> None:
    """In a process of its own: LangSmith reads its variables once, and tells what it has before the process ends."""
    with model_server(serve.streams("Good day.")) as server, model_server(serve.streams("x")) as langsmith:
        variables = {"LANGSMITH_TRACING": "true", "LANGSMITH_API_KEY": "x", "LANGSMITH_ENDPOINT": langsmith.address}
        program = "import sys, assistant.chat_models as m; print(m.open_model('ollama:m', url=sys.argv[1]).reply('?'))"
        done = subprocess.run(
            [sys.executable, "-c", program, server.address],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | variables,
        )
    assert done.stdout.strip() == "Good day."
    assert langsmith.requests == [] and langsmith.asked_for == []


@pytest.mark.parametrize(
    ("name", "mends"),
    [
        ("openai:gpt-4o-mini", "export OPENAI_API_KEY="),
        ("anthropic:claude", "export ANTHROPIC_API_KEY="),
        ("groq:llama", "pip install langchain-groq"),
        ("nobody:m", "openai, ollama, anthropic"),
        ("gpt-4o-mini", "openai:gpt-4o-mini"),
        ("openai:", "provider:name"),
        ("", "provider:name"),
        ("scripted:nowhere.jsonl", "nowhere.jsonl"),
    ],
)
def test_what_is_missing_is_told_in_one_line_with_what_mends_it(name: str, mends: str) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        open_model(name)
    assert mends in str(caught.value) and "\n" not in str(caught.value)


@provider
def test_a_missing_package_is_told_with_its_command(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = f"langchain_{provider}"
    monkeypatch.setattr(
        "assistant.models.providers.find_spec", lambda name: None if name == missing else find_spec(name)
    )
    with pytest.raises(ModelUnavailable, match=re.escape(f"pip install 'secondsource[{provider}]'")):
        open_model(f"{provider}:m", url="http://127.0.0.1:1")


@pytest.mark.parametrize(
    "url", ["127.0.0.1:8000", "ftp://host", "http://", f"http://me:{KEY}@host", f"http://host?key={KEY}", "http://h:x"]
)
def test_an_address_that_cannot_be_used_is_not_repeated(url: str) -> None:
    with pytest.raises(ModelUnavailable, match="SECONDSOURCE_MODEL_URL") as caught:
        open_model("openai:m", url=url)
    assert KEY not in str(caught.value)


def test_a_key_given_as_a_name_is_not_repeated() -> None:
    with pytest.raises(ModelUnavailable) as caught:
        open_model(KEY)
    assert KEY not in str(caught.value)


def test_only_the_doorway_knows_chat_models() -> None:
    """The import contracts see whole packages; this one is about a part of langchain_core."""
    root = Path(__file__).parents[2]
    doorway = {root / "assistant" / name for name in ("chat_models.py", "scripted_model.py")}
    doorway |= set((root / "assistant" / "models").iterdir())
    known = re.compile(r"langchain\.chat_models|langchain_core\.language_models|langchain_(openai|ollama|anthropic)")
    for folder in ("assistant", "knowledge"):
        for file in set((root / folder).rglob("*.py")) - doorway:
            assert not known.search(file.read_text(encoding="utf-8")), file


def test_the_providers_load_only_when_a_model_is_opened() -> None:
    program = (
        "import sys, assistant.chat_models; print([n for n in sys.modules if n.startswith(('langchain', 'openai'))])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
