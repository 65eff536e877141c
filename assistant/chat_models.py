"""The doorway to LangChain's chat models: a prompt in, text out, within a deadline.

Neither a key nor a provider's own message comes out. How a call fails is told by :class:`ModelFailure`; that a model
cannot be opened, by :class:`ModelUnavailable`.
"""

import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelUnavailable
from assistant.models.calling import LONGEST_REPLY, Attempt, call
from assistant.models.failures import Failure, ModelFailure
from assistant.models.providers import EXTRAS, open_clients

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["LONGEST_REPLY", "ChatModel", "Failure", "ModelFailure", "ModelUnavailable", "open_model", "standing"]

TIMEOUT = 60.0
"""Seconds of a whole call unless a host sets others."""

_NAME = re.compile(r"([a-z][a-z0-9_-]*):(\S.*)", re.DOTALL)


@dataclass(frozen=True)
class ChatModel:
    """A language model that is ready to be asked.

    ``name`` is as it was given ("openai:gpt-4o-mini"); ``timeout`` is the seconds one call may take in all.
    ``clients`` are LangChain's models of it, in the order they are tried. ``stop`` ends its calls once it is set.
    """

    name: str
    timeout: float = TIMEOUT
    clients: tuple["BaseChatModel", ...] = field(default=(), repr=False, compare=False)
    stop: Event | None = field(default=None, repr=False, compare=False)

    def stream(self, prompt: str, *, schema: Mapping[str, Any] | None = None) -> Generator[str, None, None]:
        """The answer in pieces as they come, at most 64,000 characters; closing the iterator ends the call.

        ``schema`` is the JSON Schema the answer should have, passed on where the provider takes one (OpenAI's take it
        only if each object requires all its properties and allows no others); the answer is not checked against it.
        A request that the server rejects for its form is put once more without the schema, and then without a
        temperature. Raises :class:`ModelFailure`.
        """
        try:
            yield from call(prompt, self._attempts(schema), seconds=self.timeout, stop=self.stop)
        except ModelFailure as fault:
            failure = fault.failure
        else:
            return
        raise ModelFailure(failure, self.name, seconds=self.timeout)

    def reply(self, prompt: str, *, schema: Mapping[str, Any] | None = None) -> str:
        """The whole of the answer. Raises :class:`ModelFailure`."""
        return "".join(self.stream(prompt, schema=schema))

    def _attempts(self, schema: Mapping[str, Any] | None) -> tuple[Attempt, ...]:
        provider = EXTRAS.get(self.name.partition(":")[0])
        plain = [Attempt(client, says_when_done=provider is not None) for client in self.clients]
        if schema is None or provider is None or provider.schema is None:
            return tuple(plain)
        shaped = Attempt(self.clients[0], provider.schema(schema), says_when_done=True)
        return (shaped, *plain)


def standing(name: str) -> str:
    """What a model that can be opened stands on: its package, and whether its key is set. Empty for other providers."""
    provider = EXTRAS.get(name.strip().partition(":")[0])
    return provider.standing() if provider else ""


def open_model(name: str, *, url: str | None = None, timeout: float = TIMEOUT) -> ChatModel:
    """The language model called ``provider:name`` as LangChain names it, or ``scripted:FILE``; nothing is sent.

    ``url`` is the address of a server of one's own (OpenAI-compatible, Ollama); the key of the provider, if there is
    one in the environment, is sent to it. Raises :class:`ModelUnavailable` in one line with the command that mends it.
    """
    match = _NAME.fullmatch(name.strip())
    if match is None:
        # What was given is not repeated: it may be a key, put in the wrong place.
        raise ModelUnavailable(
            "a language model is named provider:name, such as openai:gpt-4o-mini or ollama:llama3.2; "
            "set SECONDSOURCE_MODEL or --model so"
        )
    provider, model = match.groups()
    if provider == "scripted":
        from assistant.scripted_model import read_script

        return ChatModel(name, timeout, (read_script(Path(model).expanduser()),))
    return ChatModel(name, timeout, open_clients(provider, model, url=url, seconds=timeout))
