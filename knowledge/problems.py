"""What is wrong with a library record, said so that a person can mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a library file: where it is, what stands there, what would be right.

    ``file`` is relative to the library's folder; ``line`` is 1 where the whole file is meant.
    """

    file: str
    line: int
    field: str
    value: str
    message: str

    def __str__(self) -> str:
        found = f" = {self.value}" if self.value else ""
        field = f" {self.field}{found}:" if self.field else ""
        return f"{self.file}:{self.line}:{field} {self.message}"


class LibraryError(Exception):
    """The library cannot be used; ``problems`` says why, all of it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        first, more = problems[0], len(problems) - 1
        tail = f" (and {more} more; run: secondsource check)" if more else ""
        super().__init__(f"{first}{tail}")
