"""Settings: read once at the edge, then frozen and passed down."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from assistant.errors import UsageError
from knowledge.chroma_server import ChromaServer, chroma_server

_LONGEST_WAIT = 3600  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a host can set.

    ``library`` is a librarian's folder, laid over the shipped library (``SECONDSOURCE_LIBRARY``, ``--library``).
    ``cache`` is the folder of the index (``SECONDSOURCE_CACHE``). ``embeddings`` is another embedding than the one that
    ships (``SECONDSOURCE_EMBEDDINGS``, ``provider:model`` as LangChain names it). ``chroma`` is a server that keeps the
    index in place of the cache folder (``SECONDSOURCE_CHROMA_URL``, with ``SECONDSOURCE_CHROMA_HEADERS``,
    ``SECONDSOURCE_CHROMA_TENANT``, ``SECONDSOURCE_CHROMA_DATABASE`` and ``SECONDSOURCE_CHROMA_TOKEN``).
    ``frus_base`` is the address of another folder of volumes of FRUS than the publisher's
    (``SECONDSOURCE_FRUS_BASE``, ``--frus-base``); ``private_hosts`` are the hosts in a private network that may be
    fetched from, as ``name`` or ``name:port`` (``SECONDSOURCE_PRIVATE_HOSTS``, separated by commas).
    ``model`` is the language model that drafts answers (``SECONDSOURCE_MODEL``, ``--model``, ``provider:name``),
    ``model_url`` the address of one's own server of it (``SECONDSOURCE_MODEL_URL``) and ``model_timeout`` the seconds
    one call to it may take (``SECONDSOURCE_MODEL_TIMEOUT``).
    """

    cache: Path
    embeddings: str | None = None
    library: Path | None = None
    chroma: ChromaServer | None = None
    frus_base: str | None = None
    private_hosts: frozenset[str] = frozenset()
    model: str | None = None
    model_url: str | None = None
    model_timeout: float = 60.0

    @property
    def fingerprint(self) -> str:
        """A hash of the settings that change answers; where files lie or come from does not."""
        chosen = {"embeddings": self.embeddings} | ({"model": self.model} if self.model else {})
        return hashlib.sha256(json.dumps(chosen).encode()).hexdigest()


def read_settings(
    environment: Mapping[str, str] = os.environ, *, library: str | None = None, model: str | None = None
) -> Settings:
    """The settings: what was given on the command line, else the environment, else the defaults.

    Raises :class:`UsageError` naming the variable that cannot be used.
    """
    cache = environment.get("SECONDSOURCE_CACHE")
    library = library or environment.get("SECONDSOURCE_LIBRARY")
    private_hosts = (host.strip().lower() for host in environment.get("SECONDSOURCE_PRIVATE_HOSTS", "").split(","))
    return Settings(
        cache=Path(cache).expanduser() if cache else user_cache_path("secondsource"),
        embeddings=environment.get("SECONDSOURCE_EMBEDDINGS") or None,
        library=Path(library).expanduser() if library else None,
        chroma=_chroma(environment),
        frus_base=environment.get("SECONDSOURCE_FRUS_BASE") or None,
        private_hosts=frozenset(filter(None, private_hosts)),
        model=model or environment.get("SECONDSOURCE_MODEL") or None,
        model_url=environment.get("SECONDSOURCE_MODEL_URL") or None,
        model_timeout=_seconds(environment.get("SECONDSOURCE_MODEL_TIMEOUT") or "60"),
    )


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= _LONGEST_WAIT:
        raise UsageError(
            f"SECONDSOURCE_MODEL_TIMEOUT should be a number of seconds up to {_LONGEST_WAIT}, not {text!r}"
        )
    return seconds


def _chroma(environment: Mapping[str, str]) -> ChromaServer | None:
    url = environment.get("SECONDSOURCE_CHROMA_URL")
    if not url:
        return None
    try:
        return chroma_server(
            url,
            headers=environment.get("SECONDSOURCE_CHROMA_HEADERS", ""),
            tenant=environment.get("SECONDSOURCE_CHROMA_TENANT", ""),
            database=environment.get("SECONDSOURCE_CHROMA_DATABASE", ""),
            token=environment.get("SECONDSOURCE_CHROMA_TOKEN", ""),
        )
    except ValueError as error:
        raise UsageError(f"what SECONDSOURCE_CHROMA_URL and its fellows set cannot be used: {error}") from error
