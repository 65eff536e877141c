"""Pictures for the report, as vector graphics; each has its figures in a table beside it."""

from collections.abc import Iterator, Sequence

from assistant.evaluation.results import CoveragePoint, Estimate
from assistant.pages.markup import Html, element, join

_WIDTH, _HEIGHT = 640, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 110, 14, 40


def whisker(estimate: Estimate, goal: float | None, *, words: str) -> Html:
    """A figure from 0 to 1 as a dot on its interval, with the goal as a tick; ``words`` say the same."""
    value, low, high = (
        min(max(number or 0.0, 0.0), 1.0) * 100 for number in (estimate.value, estimate.low, estimate.high)
    )
    parts = [
        _line(0, 12, 100, 12, "scale"),
        _line(low, 12, high, 12, "range"),
        element("circle", cx=f"{value:.1f}", cy="12", r="2.6", class_="dot"),
    ]
    if goal is not None:
        parts.insert(1, _line(goal * 100, 5, goal * 100, 19, "goal"))
    return element("svg", *parts, viewBox="-4 0 108 24", class_="whisker", role="img", aria_label=words)


def coverage_chart(curve: Sequence[CoveragePoint]) -> Html:
    """How many questions of each kind would be answered as the bar for answering rises."""
    series = (
        ("in_scope", "covered", [(point.threshold, point.in_scope) for point in curve]),
        ("near", "near misses", [(point.threshold, point.near) for point in curve]),
        ("far", "far questions", [(point.threshold, point.far) for point in curve]),
    )
    lines = [
        element(
            "polyline",
            points=" ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points if y is not None),
            class_=f"line {name}",
        )
        for name, _, points in series
    ]
    names = [
        element("text", words, x=str(_WIDTH - _RIGHT + 8), y=f"{_TOP + 16 + 20 * place}", class_=f"name {name}")
        for place, (name, words, _) in enumerate(series)
    ]
    label = "Share of questions answered at each threshold of the answer's score; the table below gives the figures."
    return element(
        "svg",
        join(_axes()),
        *lines,
        *names,
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        class_="curve",
        role="img",
        aria_label=label,
    )


def _axes() -> Iterator[Html]:
    for step in range(0, 11, 2):
        share = step / 10
        yield _line(_LEFT, _y(share), _WIDTH - _RIGHT, _y(share), "grid")
        yield element("text", f"{share:.0%}", x=str(_LEFT - 6), y=f"{_y(share) + 4:.1f}", class_="tick end")
        yield element("text", f"{share:.1f}", x=f"{_x(share):.1f}", y=str(_HEIGHT - _BOTTOM + 18), class_="tick middle")
    middle = str((_LEFT + _WIDTH - _RIGHT) // 2)
    yield element("text", "threshold of the answer’s score", x=middle, y=str(_HEIGHT - 6), class_="tick middle")


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)


def _line(x1: float, y1: float, x2: float, y2: float, name: str) -> Html:
    ends = {key: f"{number:.1f}" for key, number in (("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2))}
    return element("line", class_=name, **ends)
