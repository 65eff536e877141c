"""Settings: read once at the edge, then frozen and passed down."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from platformdirs import user_cache_path

_NOT_TELLING = frozenset({"cache", "library", "frus_base", "private_hosts"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a host can set.

    ``library`` is a librarian's folder, laid over the shipped library (``SECONDSOURCE_LIBRARY``, ``--library``);
    ``cache`` is the folder of the index (``SECONDSOURCE_CACHE``); ``embeddings`` another embedding than
    the one that ships (``SECONDSOURCE_EMBEDDINGS``, ``provider:model`` as LangChain names it).
    ``frus_base`` is the address of another folder of volumes of FRUS than the publisher's
    (``SECONDSOURCE_FRUS_BASE``, ``--frus-base``); ``private_hosts`` are the hosts in a private network that may be
    fetched from, as ``name`` or ``name:port`` (``SECONDSOURCE_PRIVATE_HOSTS``, separated by commas).
    """

    cache: Path
    embeddings: str | None = None
    library: Path | None = None
    frus_base: str | None = None
    private_hosts: frozenset[str] = frozenset()

    @property
    def fingerprint(self) -> str:
        """A hash of the settings that change answers; where files lie or come from does not."""
        telling = {key: value for key, value in asdict(self).items() if key not in _NOT_TELLING}
        return hashlib.sha256(json.dumps(telling, sort_keys=True).encode()).hexdigest()


def read_settings(
    environment: Mapping[str, str] = os.environ, *, library: str | None = None, frus_base: str | None = None
) -> Settings:
    """The settings: what was given on the command line, else the environment, else the defaults."""
    cache = environment.get("SECONDSOURCE_CACHE")
    library = library or environment.get("SECONDSOURCE_LIBRARY")
    private_hosts = (host.strip().lower() for host in environment.get("SECONDSOURCE_PRIVATE_HOSTS", "").split(","))
    return Settings(
        cache=Path(cache).expanduser() if cache else user_cache_path("secondsource"),
        embeddings=environment.get("SECONDSOURCE_EMBEDDINGS") or None,
        library=Path(library).expanduser() if library else None,
        frus_base=frus_base or environment.get("SECONDSOURCE_FRUS_BASE") or None,
        private_hosts=frozenset(filter(None, private_hosts)),
    )
