"""A timeline: for each claim of the article a line with what state media and what others date, by its years."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from assistant.languages import Words
from assistant.pages import svg
from assistant.pages.links import claim_link
from assistant.pages.markup import Html, element, join
from assistant.study.timeline import Bearing, Event, Lane, Line, timeline
from knowledge.bibliography import short_name
from knowledge.library import Library

LANE_WORDING: Final = {
    Lane.STATE: "What state media tell",
    Lane.OTHERS: "What others date",
}

BEARING_WORDING: Final = {
    Bearing.STATE_WORD: "the state’s own word",
    Bearing.CONCEDED: "conceded by the state",
    Bearing.FOR: "for the claim",
    Bearing.PARTLY: "for it in part",
    Bearing.AGAINST: "against it",
    Bearing.WEAKLY_AGAINST: "against it, but interested or weak",
    Bearing.ALLIED: "an allied or friendly official voice",
    Bearing.NO_SIDE: "takes no side",
}

ERA_WORDING: Final = {
    1945: "From before 1945",
    1960: "From 1945 on",
    1980: "From 1960 on",
    1995: "From 1980 on",
    9999: "From 1995 on",
}
"""Where a row begins, by the first year that is too late for it."""

_MARKS = {
    Bearing.STATE_WORD: "state",
    Bearing.CONCEDED: "conceded",
    Bearing.FOR: "for",
    Bearing.PARTLY: "partly",
    Bearing.AGAINST: "against",
    Bearing.WEAKLY_AGAINST: "weakly-against",
    Bearing.ALLIED: "allied",
    Bearing.NO_SIDE: "no-side",
}

_TRACK, _PAD, _AXIS = 13, 8, 22
"""Heights in pixels: of a track of marks, above and below the tracks of a lane, and of the axis."""

_ROOM = 4.6
"""How much of the scale a mark needs, in hundredths, where the picture is at its narrowest."""

_LONG = 3
"""From how many hundredths on a span is drawn as a line and not as its mark alone."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """Years as shares of a width that is the reader's own."""

    first: int
    last: int

    def share(self, day: date) -> float:
        """The place of a day in hundredths, with a margin for marks at the ends."""
        years = day.year + (day.timetuple().tm_yday - 1) / 366 - self.first
        return round(3 + 94 * years / (self.last - self.first), 2)

    def ticks(self) -> Iterator[int]:
        yield from range(self.first, self.last + 1, 20)


def timeline_figure(library: Library, words: Words) -> Html:
    """Every claim of the article that a source dates; those that none dates are named below."""
    lines = timeline(library)
    dated = [line for line in lines if line.events]
    undated = [line for line in lines if not line.events]
    scale = _scale(dated)
    eras = (
        element(
            "section",
            element("h3", words(ERA_WORDING[era])),
            _axis(scale),
            element("ol", *(_line(line, scale, library, words) for line in members)),
            class_="era",
        )
        for era, members in groupby(dated, key=_era)
    )
    caption = words(
        "Each row is a claim of the article, in its own words; each mark is a note on what a source says, at the time "
        "it speaks of. The article gives hardly a date: its bar spans the years of all marks in the row."
    )
    return svg.figure(
        _lanes(words),
        svg.key(_key(words)),
        *eras,
        _undated(undated, words),
        caption=(caption,),
        table=svg.data_table(
            (words("Claim"), words("Lane"), words("When"), words("Source"), words("Bearing"), words("What is said")),
            _rows(dated, library, words),
            caption=words("Every mark of the timeline"),
            words=words,
            english=(0, 3, 5),
        ),
        class_="timeline",
    )


def _lanes(words: Words) -> Html:
    """The two lanes, one above the other as in every line."""
    return element(
        "p",
        element("span", words(LANE_WORDING[Lane.STATE]), class_="lane state"),
        element("span", words(LANE_WORDING[Lane.OTHERS]), class_="lane others"),
        class_="lanes",
    )


def _key(words: Words) -> Iterator[tuple[str, str]]:
    yield "article", words("the article")
    for bearing, mark in _MARKS.items():
        yield mark, words(BEARING_WORDING[bearing])
    yield "for scoped", words("dashed: speaks of one part of the claim only")


def _scale(lines: Sequence[Line]) -> _Scale:
    """From the twenty years in which the first line begins to those in which the last one ends."""
    first = min((line.first.year for line in lines if line.first), default=1900)
    last = max((line.last.year for line in lines if line.last), default=2000)
    return _Scale(first // 20 * 20, max(last + 2, first // 20 * 20 + 20))


def _era(line: Line) -> int:
    return next(end for end in ERA_WORDING if line.first is None or line.first.year < end)


def _axis(scale: _Scale) -> Html:
    labels = (
        element("text", str(year), x=f"{scale.share(date(year, 1, 1))}%", y="15", class_="tick middle")
        for year in scale.ticks()
    )
    return element("svg", *labels, width="100%", height=str(_AXIS), class_="strip axis", aria_hidden="true")


def _line(line: Line, scale: _Scale, library: Library, words: Words) -> Html:
    """A claim with its strip, all of it one link to the claim."""
    said = element("q", line.words, class_="said", lang="en")
    summary = element("span", _summary(line, words), class_="unseen")
    return element("li", claim_link(line.claim_id, said, summary, _strip(line, scale, library, words), class_="line"))


def _summary(line: Line, words: Words) -> str:
    """The strip in words: how many records stand on each side of the divide, and how the others bear on the claim."""
    counts = [(words(LANE_WORDING[lane]), len(line.lane(lane))) for lane in Lane]
    counts += Counter(_borne(event, words) for event in line.lane(Lane.OTHERS)).items()
    years = f"{line.first:%Y}–{line.last:%Y}" if line.first and line.last else ""
    return "; ".join((years, *(f"{told}: {count}" for told, count in counts)))


def _strip(line: Line, scale: _Scale, library: Library, words: Words) -> Html:
    """Two lanes over one scale of years. Places across are shares, heights are pixels: marks keep their shape."""
    parts: list[Html] = []
    top = _PAD
    first, last = (scale.share(day) for day in (line.first, line.last) if day)
    bar = element(
        "rect",
        element("title", line.told),
        x=f"{first}%",
        y=str(top),
        width=f"{max(round(last - first, 2), 1.6)}%",
        height="5",
        class_="told-bar mark",
    )
    parts.append(bar)
    top += 5 + _PAD
    divide = 0.0
    for lane in Lane:
        tracks = _tracks(line.lane(lane), scale)
        for track in tracks:
            parts += [part for event in track for part in _event(event, top, scale, library, words)]
            top += _TRACK
        if lane is Lane.STATE:
            divide = top - (2 if tracks else _PAD - 3)
            top += _PAD if tracks else 6
    height = top
    grid = (_across(f"{scale.share(date(year, 1, 1))}%", height) for year in scale.ticks())
    lanes = (
        element("rect", x="0", y="0", width="100%", height=f"{divide:g}", class_="lane-state"),
        element("line", x1="0", x2="100%", y1=f"{divide:g}", y2=f"{divide:g}", class_="divide"),
    )
    return element(
        "svg", lanes[0], *grid, lanes[1], *parts, width="100%", height=f"{height:g}", class_="strip", aria_hidden="true"
    )


def _event(event: Event, y: float, scale: _Scale, library: Library, words: Words) -> Iterator[Html]:
    """A span as a line with its mark in the middle; a short one as the mark alone."""
    first, last = scale.share(event.first), scale.share(event.last)
    if last - first >= _LONG:
        ends = {"x1": f"{first}%", "x2": f"{last}%", "y1": f"{y:g}", "y2": f"{y:g}"}
        yield element("line", class_=f"span span-{_MARKS[event.bearing]}", **ends)
    told = f"{event.when} · {short_name(library.corpus.sources[event.source_id])}: {_borne(event, words)}"
    name = f"{_MARKS[event.bearing]} scoped" if event.is_on_part else _MARKS[event.bearing]
    yield svg.mark(name, f"{_middle(event, scale)}%", y, words=told)


def _borne(event: Event, words: Words) -> str:
    bearing = words(BEARING_WORDING[event.bearing])
    return words("{bearing} (one part of it)", bearing=bearing) if event.is_on_part else bearing


def _tracks(events: Sequence[Event], scale: _Scale) -> list[list[Event]]:
    """Events one above the other where they would overlap: each on the first track that has room."""
    tracks: list[list[Event]] = []
    ends: list[float] = []
    for event in events:
        middle = _middle(event, scale)
        start = min(scale.share(event.first), middle - _ROOM / 2)
        place = next((place for place, end in enumerate(ends) if end <= start), len(tracks))
        if place == len(tracks):
            tracks.append([])
            ends.append(0)
        tracks[place].append(event)
        ends[place] = max(scale.share(event.last), middle + _ROOM / 2)
    return tracks


def _middle(event: Event, scale: _Scale) -> float:
    return round((scale.share(event.first) + scale.share(event.last)) / 2, 2)


def _across(x: str, height: float) -> Html:
    return element("line", x1=x, x2=x, y1="0", y2=f"{height:g}", class_="grid")


def _undated(lines: Sequence[Line], words: Words) -> Html:
    if not lines:
        return join(())
    items = (element("li", claim_link(line.claim_id, element("q", line.words, lang="en"))) for line in lines)
    return element(
        "section",
        element("h3", words("Without a date")),
        element("p", words("No note in this library dates what these words speak of.")),
        element("ul", *items),
        class_="era",
    )


def _rows(lines: Sequence[Line], library: Library, words: Words) -> Iterator[tuple[str, ...]]:
    for line in lines:
        span = f"{line.first:%Y}–{line.last:%Y}" if line.first and line.last else ""
        state, article = words(LANE_WORDING[Lane.STATE]), words("the article")
        yield line.words, state, span, article, words("the article’s telling, by its sources’ years"), line.told
        for event in line.events:
            yield (
                line.words,
                words(LANE_WORDING[event.lane]),
                event.when.replace("/", " – "),
                short_name(library.corpus.sources[event.source_id]),
                _borne(event, words),
                library.corpus.evidence[event.evidence_id].statement,
            )
