"""The providers of language models: what each needs on this computer, and its model made ready.

Every provider that LangChain knows can be named. Three come as extras of this program and are known by their ways.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.errors import ModelUnavailable

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_NO_KEY = "none"  # to clients that insist on a key, for a server that wants none
_GRACE = 5.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """What one provider needs.

    ``key`` is the environment variable of its key; ``addresses`` are those by which its own client is given another
    address. ``schema`` gives the arguments of a call that ask for a JSON Schema; ``has_extra`` says whether its
    package is an extra of this program.
    """

    name: str
    package: str
    key: str | None = None
    addresses: tuple[str, ...] = ()
    schema: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None
    has_extra: bool = True

    @property
    def install(self) -> str:
        """The command that installs its package."""
        return f"pip install 'secondsource[{self.name}]'" if self.has_extra else f"pip install {self.package}"

    @property
    def is_installed(self) -> bool:
        """Whether its package can be found; nothing is imported."""
        return find_spec(self.package.replace("-", "_")) is not None

    @property
    def has_key(self) -> bool:
        """Whether its key stands in the environment."""
        return self.key is not None and bool(os.environ.get(self.key))

    def has_address(self, url: str | None) -> bool:
        """Whether it is reached at another address than the provider's own."""
        return url is not None or any(map(os.environ.get, self.addresses))

    def standing(self) -> str:
        """Its package with its version, and where its key comes from, if it has one."""
        package = f"{self.package} {version(self.package)}"
        if self.key is None:
            return f"{package}, no key needed"
        if self.has_key:
            return f"{package}, with the key in {self.key}"
        return f"{package}, without a key ({self.key} is not set)"


def _openai_schema(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    wanted = {"name": "reply", "strict": True, "schema": dict(schema)}
    # As a part of the body: given as a setting of its own, LangChain has OpenAI's client check the reply as well.
    return {"extra_body": {"response_format": {"type": "json_schema", "json_schema": wanted}}}


def _ollama_schema(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"format": dict(schema)}


_EXTRAS = (
    Provider(
        name="openai",
        package="langchain-openai",
        key="OPENAI_API_KEY",
        addresses=("OPENAI_BASE_URL", "OPENAI_API_BASE"),
        schema=_openai_schema,
    ),
    Provider(name="ollama", package="langchain-ollama", schema=_ollama_schema),
    Provider(
        name="anthropic",
        package="langchain-anthropic",
        key="ANTHROPIC_API_KEY",
        addresses=("ANTHROPIC_BASE_URL", "ANTHROPIC_API_URL"),
    ),
)
EXTRAS = {provider.name: provider for provider in _EXTRAS}
"""The providers whose packages are extras of this program, by name."""


def open_clients(provider: str, model: str, *, url: str | None, seconds: float) -> tuple["BaseChatModel", ...]:
    """A model of a provider: with temperature 0, then as it is, for models that take no temperature.

    Nothing is sent. Raises :class:`ModelUnavailable` if package, key or provider is missing.
    """
    if url is not None:
        url = _address(url, provider)
    if known := EXTRAS.get(provider):
        _require(known, model, url)
    settings = _settings(provider, url, seconds)
    return tuple(_open(provider, model, settings | extra) for extra in ({"temperature": 0}, {}))


def _require(provider: Provider, model: str, url: str | None) -> None:
    if not provider.is_installed:
        raise ModelUnavailable(
            f"the language model {provider.name}:{model} needs the package {provider.package}, "
            f"which is not installed; install it: {provider.install}"
        )
    if provider.key and not provider.has_key and not provider.has_address(url):
        raise ModelUnavailable(
            f"the language model {provider.name}:{model} needs a key; set it: export {provider.key}=… "
            "(a server of your own that wants none: set SECONDSOURCE_MODEL_URL)"
        )


def _settings(provider: str, url: str | None, seconds: float) -> dict[str, Any]:
    """What a client is made with, as LangChain or the provider's package names it.

    The client's own limit comes after the call's, which is to be the one that ends it.
    """
    limit = seconds + _GRACE
    address = {"base_url": url} if url is not None else {}
    if provider == "ollama":
        return {**address, "async_client_kwargs": {"timeout": limit}}
    settings = {**address, "timeout": limit, "max_retries": 0}
    known = EXTRAS.get(provider)
    if known and known.key and not known.has_key:
        settings["api_key"] = _NO_KEY
    if provider == "openai":
        settings["stream_chunk_timeout"] = None  # the call has a deadline of its own
    return settings


def _open(provider: str, model: str, settings: Mapping[str, Any]) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model
    from pydantic import ValidationError

    name = f"{provider}:{model}"
    try:
        client: BaseChatModel = init_chat_model(model, model_provider=provider, **settings)
        return client
    except ImportError as error:
        missing = _missing_package(error)
        fault = f"the language model {name} needs the package {missing}; install it: pip install {missing}"
    except Exception as error:
        if type(error) is ValueError and "Unsupported" in str(error):
            fault = (
                f"no provider of language models is called {provider!r}; name one that LangChain knows, "
                f"such as {', '.join(EXTRAS)}, or scripted:FILE"
            )
        else:
            kind = "a setting" if isinstance(error, ValidationError) else type(error).__name__
            fault = (
                f"the language model {name} cannot be made ready ({kind}); "
                f"set the variables that LangChain's package for {provider} asks for, such as its key"
            )
    raise ModelUnavailable(fault)


def _missing_package(error: BaseException) -> str:
    """The package to install, from the module that LangChain looked for."""
    cause = error.__cause__ or error
    module = getattr(cause, "name", None) or getattr(error, "name", None)
    return module.split(".")[0].replace("_", "-") if module else "that LangChain's list of providers names"


def _address(url: str, provider: str) -> str:
    """The address of a server, checked; OpenAI-compatible servers answer below /v1."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    # What cannot be used is not repeated: a user name or a query may be secret.
    if not usable or parts.username or parts.password or parts.query or parts.fragment:
        raise ModelUnavailable(
            "SECONDSOURCE_MODEL_URL cannot be used; set it to http(s)://HOST[:PORT][/PATH], without a user name"
        )
    return f"{url.rstrip('/')}/v1" if provider == "openai" and not parts.path.strip("/") else url
