"""A figure beside its limit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing measured, in ``unit``. ``limit`` is the most that is allowed, or with ``at_least`` the least."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    at_least: bool = False

    @property
    def ratio(self) -> float | None:
        """The figure by its limit; ``None`` where none was set."""
        return self.value / self.limit if self.limit else None

    @property
    def is_kept(self) -> bool:
        """Whether the limit is kept; a figure without one always is."""
        return self.limit is None or (self.value >= self.limit if self.at_least else self.value <= self.limit)

    def __str__(self) -> str:
        line = f"{self.name:58} {self.value:10.2f} {self.unit:7}"
        if self.limit is None:
            return line.rstrip()
        bound = f"{'≥' if self.at_least else '≤'} {self.limit:g}"
        return f"{line} {bound:>8}  ratio {self.ratio:5.2f}  {'kept' if self.is_kept else 'NOT KEPT'}"
