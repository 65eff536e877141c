"""How a call to a language model can fail, in the program's own words.

A provider's own text never gets this far: it may hold the key, or anything else.
"""

from collections.abc import Iterator
from enum import StrEnum
from json import JSONDecodeError


class Failure(StrEnum):
    """What became of a call that gave no whole answer."""

    TIMED_OUT = "timed out"
    RATE_LIMITED = "rate limited"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    SERVER_ERROR = "server error"
    BAD_REQUEST = "bad request"
    BROKE_OFF = "broke off"
    UNUSABLE = "unusable"
    TOO_LONG = "too long"


HAPPENED = {
    Failure.TIMED_OUT: "did not answer in time",
    Failure.RATE_LIMITED: "takes no more requests for now; ask again later",
    Failure.REFUSED: "refused its key; check the key in the environment",
    Failure.UNREACHABLE: "cannot be reached; start it, or check SECONDSOURCE_MODEL_URL",
    Failure.SERVER_ERROR: "had a fault of its own; ask again later",
    Failure.BAD_REQUEST: "did not accept the request; check the name of the model",
    Failure.BROKE_OFF: "broke off before the end of its answer",
    Failure.UNUSABLE: "gave no answer that can be used",
    Failure.TOO_LONG: "did not come to an end",
}


class ModelFailure(Exception):
    """A call that gave no whole answer.

    ``happened`` says what happened, to stand after the model's name ("did not answer within 60 s").
    """

    def __init__(self, failure: Failure, name: str = "", *, seconds: float | None = None) -> None:
        self.failure = failure
        within = failure is Failure.TIMED_OUT and seconds is not None
        self.happened = f"did not answer within {seconds:g} s" if within else HAPPENED[failure]
        super().__init__(" ".join(filter(None, ("the language model", name, self.happened))))


def failure_of(error: BaseException) -> Failure:
    """Which failure a provider's error is.

    Providers share no base class, so errors are told by their HTTP status, else by the names of their classes.
    """
    status = status_of(error)
    if status is not None:
        return _failure_of_status(status)
    names = {kind.__name__ for fault in _chain(error) for kind in type(fault).__mro__}
    if names & {"ConnectError", "ConnectTimeout", "ConnectionRefusedError"}:
        return Failure.UNREACHABLE
    if names & {"TimeoutError", "TimeoutException", "APITimeoutError"}:
        return Failure.TIMED_OUT
    if names & {"TransportError", "APIConnectionError", "OSError"}:
        return Failure.BROKE_OFF
    if isinstance(error, (ValueError, LookupError, TypeError, AttributeError)):
        return Failure.UNUSABLE
    return Failure.SERVER_ERROR


def is_about_the_request(error: BaseException) -> bool:
    """Whether an error says that a request of another form might be answered."""
    if status_of(error) in (400, 422):
        return True
    # LangChain's packages refuse a setting that they know a model not to take with a plain ValueError.
    return isinstance(error, ValueError) and not isinstance(error, JSONDecodeError | UnicodeError)


def status_of(error: BaseException) -> int | None:
    """The HTTP status an error was made of, if it was made of one."""
    for fault in _chain(error):
        for holder in (fault, getattr(fault, "response", None)):
            status = getattr(holder, "status_code", None)
            if isinstance(status, int) and status > 0:
                return status
    return None


def _failure_of_status(status: int) -> Failure:
    named = {401: Failure.REFUSED, 403: Failure.REFUSED, 408: Failure.TIMED_OUT, 429: Failure.RATE_LIMITED}
    if status in named:
        return named[status]
    return Failure.BAD_REQUEST if 400 <= status < 500 else Failure.SERVER_ERROR


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it was raised from."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
