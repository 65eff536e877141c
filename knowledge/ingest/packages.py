"""The packages that readers lean on: an extra that may not be installed, and that is to keep its remarks to itself."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from knowledge.ingest.documents import Unreadable


def missing(package: str) -> Unreadable:
    """What to raise where a reader's package is not installed."""
    return Unreadable(f"reading it needs the package {package}; install it with: pip install 'secondsource[ingest]'")


@contextmanager
def quiet(*loggers: str) -> Iterator[None]:
    """Keeps warnings and the named loggers from the user, who is told what matters as one ``Unreadable``."""
    levels = {name: logging.getLogger(name).level for name in loggers}
    for name in loggers:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
