"""Who gave which number when: tellings of one number as dots on one scale, a row each."""

from collections.abc import Iterator
from math import ceil, floor, log10
from typing import Final

from assistant.languages import Words
from assistant.pages import svg
from assistant.pages.links import source_link
from assistant.pages.markup import Html, element, join
from assistant.study.tellings import Scale, Telling, Tellings, Voice, tellings
from knowledge.bibliography import short_name
from knowledge.library import Library
from knowledge.records import Claim
from knowledge.sentences import capitalised

VOICE_WORDING: Final = {
    Voice.ARTICLE: "The article",
    Voice.STATE: "The state’s voices",
    Voice.REPEATED: "Others, repeating the state’s number",
    Voice.ALLIED: "Allied or friendly official voices",
    Voice.INDEPENDENT: "Independent sources",
}

# Units of the drawing, which are pixels where the column is 288 of them wide.
_WIDTH, _LEFT, _RIGHT = 288, 8, 260
_SIZE, _SMALL, _LEADING = 13, 12, 16
_TICKS = 4


def tellings_figure(claim: Claim, library: Library, words: Words) -> Html | None:
    """The numbers told about a claim; ``None`` where no two of them count the same thing."""
    told = tellings(claim, library)
    if told is None:
        return None
    drawings: list[Html] = []
    for scale in told.scales:
        if len(told.scales) > 1:
            drawings.append(element("p", capitalised(scale.counted), class_="counted", lang="en"))
        drawings.append(_Drawing(scale, library, words).drawn())
        if not any(telling.voice is Voice.INDEPENDENT for telling in scale.tellings):
            drawings.append(element("p", words("No independent source in this library counts this."), class_="aside"))
    counted = capitalised("; ".join(scale.counted for scale in told.scales))
    caption = (element("strong", words("Who says how many, and when")), " ", element("span", counted, lang="en"))
    return svg.figure(
        *drawings,
        _others(told, library, words),
        caption=caption,
        table=svg.data_table(
            (
                words("Source"),
                words("Voice"),
                words("Said when"),
                words("Number"),
                words("What is counted"),
                words("Library note"),
            ),
            _rows(told, library, words),
            caption=f"{words('Every number in the picture')}: {counted}",
            words=words,
            english=(0, 3, 4, 5),
        ),
        class_="tellings",
    )


def _rows(told: Tellings, library: Library, words: Words) -> Iterator[tuple[str, ...]]:
    for scale in told.scales:
        for telling in scale.tellings:
            yield (
                _name(telling, library, words),
                words(VOICE_WORDING[telling.voice]),
                telling.date or words("no date"),
                telling.words,
                scale.counted,
                telling.note or "",
            )


def _others(told: Tellings, library: Library, words: Words) -> Html:
    """Numbers that stand on no scale with these, each with what it counts."""
    if not told.others:
        return join(())
    items = (
        element(
            "li",
            element("strong", telling.words),
            " – ",
            source_link(telling.source_id, short_name(library.corpus.sources[telling.source_id])),
            *((". ", telling.note) if telling.note else ()),
            lang="en",
        )
        for telling in told.others
    )
    heading = element("p", words("These numbers count something else, so they stand on no scale with the rest:"))
    return element("div", heading, element("ul", *items), class_="other-numbers")


class _Drawing:
    """One scale, made from the top down: a row for each telling, voice by voice, then the axis.

    The number has the axis, as it is what readers compare; the year stands first in the row.
    """

    def __init__(self, scale: Scale, library: Library, words: Words) -> None:
        self._scale, self._library, self._words = scale, library, words
        self._step, self._end = _axis(max(telling.number for telling in scale.tellings))
        self._units_differ = len({each.unit for each in scale.tellings if each.voice is not Voice.ARTICLE}) > 1
        self._parts: list[Html] = []
        self._y = 0.0

    def drawn(self) -> Html:
        for voice in Voice:
            members = [telling for telling in self._scale.tellings if telling.voice is voice]
            if members:
                self._heading(self._words(VOICE_WORDING[voice]))
            for telling in members:
                self._row(telling)
        lines = [
            _line(self._x(telling.number), 34, self._x(telling.number), self._y, "article-line")
            for telling in self._scale.tellings
            if telling.voice is Voice.ARTICLE
        ]
        grid = [*self._grid()]
        self._y += 24
        label = self._words(
            "{count} tellings of one number on one scale; the table below gives each.", count=len(self._scale.tellings)
        )
        return svg.picture(*grid, *lines, *self._parts, width=_WIDTH, height=self._y, label=label, class_="graph")

    def _heading(self, words: str) -> None:
        lines = svg.wrapped(words, _WIDTH, size=_SMALL * svg.BOLD)
        self._y += 6
        self._parts.append(svg.text(lines, 0, self._y + 12, class_="heading"))
        self._y += len(lines) * _LEADING + 2

    def _row(self, telling: Telling) -> None:
        """Year and voice; the number at its place; below it what limits it."""
        who = _who(telling, self._library, self._words)
        if telling.voice is not Voice.ARTICLE:
            names = svg.wrapped(who, _WIDTH, size=_SIZE)
            self._parts.append(svg.text(names, 0, self._y + 12, class_="name", whole=who))
            self._y += len(names) * _LEADING
        self._y += 13
        x = self._x(telling.number)
        name = f"{telling.voice.value} scoped" if telling.is_other_scope else telling.voice.value
        self._parts.append(_line(_LEFT, self._y, _RIGHT, self._y, "track"))
        self._parts.append(self._number(telling, x))
        self._parts.append(svg.mark(name, x, self._y, words=f"{who}: {telling.words}"))
        self._y += 14
        limits = telling.note if telling.is_other_scope and telling.note else capitalised(telling.remark)
        if limits:
            lines = svg.wrapped(limits, _WIDTH, size=_SMALL, most=3)
            self._parts.append(svg.text(lines, 0, self._y + 10, leading=15, class_="how", whole=limits))
            self._y += len(lines) * 15 + 4
        self._y += 4

    def _number(self, telling: Telling, x: float) -> Html:
        """The number beside its mark, on the side that has more room."""
        in_full = f"{telling.figure} {telling.unit}".rstrip()
        on_left = x > (_LEFT + _RIGHT) / 2
        room = (x if on_left else _WIDTH - x) - 12
        fits = svg.text_width(in_full, _SIZE * svg.BOLD) <= room
        with_unit = fits and (self._units_differ or telling.voice is Voice.ARTICLE)
        lines = svg.wrapped(in_full if with_unit else telling.figure, room, size=_SIZE * svg.BOLD, most=1)
        return element(
            "text",
            element("title", telling.words),
            lines[0],
            x=f"{x - 10 if on_left else x + 10:g}",
            y=f"{self._y + 4.5:g}",
            class_="number end" if on_left else "number",
            lang="en",
        )

    def _grid(self) -> Iterator[Html]:
        """Lines at round numbers; where the numbers would run into each other, only the first and the last."""
        values = [place * self._step for place in range(round(self._end / self._step) + 1)]
        room = (_RIGHT - _LEFT) / (len(values) - 1)
        crowded = svg.text_width(f"{self._end:,.0f}", _SMALL) + 6 > room
        for value in values:
            x = self._x(value)
            yield _line(x, 0, x, self._y + 4, "grid")
            if not crowded or value in (values[0], values[-1]):
                yield element("text", f"{value:,.0f}", x=f"{x:g}", y=f"{self._y + 18:g}", class_="tick middle")

    def _x(self, number: float) -> float:
        return round(_LEFT + number / self._end * (_RIGHT - _LEFT), 1)


def _name(telling: Telling, library: Library, words: Words) -> str:
    if telling.voice is Voice.ARTICLE:
        return words(VOICE_WORDING[Voice.ARTICLE])
    return short_name(library.corpus.sources[telling.source_id])


def _who(telling: Telling, library: Library, words: Words) -> str:
    """The year, then the name: "2005 · Korean Central News Agency (KCNA)"."""
    name = _name(telling, library, words)
    if telling.date is None:
        return f"{words('no date')} · {name}"
    year = telling.date[:4]
    return f"{year} · {name.removesuffix(f' ({year})')}"


def _axis(most: float) -> tuple[float, float]:
    """A round step, one at least, and the end of a scale that starts at nought and holds ``most``."""
    rough = max(most / _TICKS, 1)
    power = 10 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    return step, step * max(ceil(most / step), 1)


def _line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Html:
    ends: dict[str, str] = {"x1": f"{x1:g}", "y1": f"{y1:g}", "x2": f"{x2:g}", "y2": f"{y2:g}"}
    return element("line", class_=class_, **ends)
