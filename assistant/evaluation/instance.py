"""A hosted instance, asked through its public interface. The only importer of gradio_client."""

import json
from collections.abc import Sequence
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

import httpx
from gradio_client import Client
from gradio_client.exceptions import AppError
from pydantic import ValidationError

from assistant.answers import Answer, answer_from_json
from assistant.errors import EvaluationTrouble

ENDPOINT = "/ask"
_PATIENCE = 120.0  # seconds for one answer, the wait in the instance's queue included

# What gradio_client raises on what is no Gradio app: it takes for granted that the page's JSON is one's.
_NO_INSTANCE = (httpx.HTTPError, OSError, ValueError, LookupError, TypeError, AttributeError)
_NO_ANSWER = (httpx.HTTPError, OSError, FutureTimeout, CancelledError, ValueError, RuntimeError)


class Instance:
    """A running Second Source at an address. Raises :class:`EvaluationTrouble` if there is none."""

    def __init__(self, address: str) -> None:
        self.name = address.rstrip("/")
        if not self.name.startswith(("http://", "https://")):
            raise EvaluationTrouble(f"{address} is no web address; give one such as http://127.0.0.1:7860")
        try:
            with redirect_stdout(StringIO()):
                self._client = Client(self.name, verbose=False, analytics_enabled=False, download_files=False)
                offered = self._client.view_api(print_info=False, return_format="dict")["named_endpoints"]
        except _NO_INSTANCE as error:
            raise EvaluationTrouble(self._is_none(f"{type(error).__name__}: {error}")) from error
        if ENDPOINT not in offered:
            raise EvaluationTrouble(self._is_none("it offers no way to ask"))

    def ask(self, question: str, turns: Sequence[str]) -> Answer:
        """The instance's answer. Raises :class:`EvaluationTrouble` if it gives none."""
        try:
            with redirect_stderr(StringIO()):  # its reading thread prints tracebacks of its own
                job = self._client.submit(question, list(turns), api_name=ENDPOINT)
                document = job.result(timeout=_PATIENCE)
        except AppError as error:
            raise EvaluationTrouble(f"{self.name} could not answer {question!r}; its own log says why") from error
        except _NO_ANSWER as error:
            raise EvaluationTrouble(
                f"{self.name} stopped answering ({type(error).__name__}); "
                "what it has answered is kept: start it again and run the same command"
            ) from error
        try:
            return answer_from_json(json.loads(document) if isinstance(document, str) else document)
        except (ValidationError, ValueError) as error:
            raise EvaluationTrouble(
                f"{self.name} answers in a form that this version does not read; evaluate it with its own version"
            ) from error

    def _is_none(self, why: str) -> str:
        reason = " ".join(why.split())[:120]
        return f"there is no Second Source at {self.name} ({reason}); start one: secondsource serve"
