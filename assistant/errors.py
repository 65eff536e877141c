"""The errors a person may meet, as one tree. Each message names what, where and the next step.

SecondSourceError
├── UsageError            the command was called wrongly (exit code 2)
│   └── ModelUnavailable  the language model that is set cannot be used
├── LibraryUnsound        a record of the library is wrong
├── IndexTrouble          the index cannot be built or opened
├── DeskTrouble           an act on a library folder was refused, or the folder cannot be used
├── PromptTrouble         a prompt file cannot be used
├── PortBusy              the address of the web chat is taken
├── EvaluationTrouble     a question set, an instance or a saved run cannot be used
└── ExportTrouble         a file to take away cannot be made
    └── ExtraMissing      it needs a package of the extra "export" that is not installed
"""


class SecondSourceError(Exception):
    """Something a person can mend; the message is one line."""

    exit_code = 1


class UsageError(SecondSourceError):
    """The command was called wrongly."""

    exit_code = 2


class ModelUnavailable(UsageError):
    """The language model that is set cannot be used: its package, key or provider is missing."""


class LibraryUnsound(SecondSourceError):
    """A record of the library is wrong; ``secondsource check`` prints every fault."""


class IndexTrouble(SecondSourceError):
    """The index cannot be built or opened."""


class DeskTrouble(SecondSourceError):
    """An act on a library folder was refused, or the folder cannot be used."""


class PromptTrouble(SecondSourceError):
    """A prompt file cannot be used."""


class PortBusy(SecondSourceError):
    """The address of the web chat is taken."""


class EvaluationTrouble(SecondSourceError):
    """A question set, an instance or a saved run cannot be used."""


class ExportTrouble(SecondSourceError):
    """A file to take away cannot be made."""


class ExtraMissing(ExportTrouble):
    """A package of the optional extra ``export`` is needed and not installed."""

    def __init__(self, package: str) -> None:
        self.package = package
        super().__init__(
            f"this needs the package {package}, which is not installed; "
            "install what exports need: pip install 'secondsource[export]'"
        )
