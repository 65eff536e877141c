"""Vector graphics in parts: marks, texts that wrap, and the figure with its table around a drawing.

Colours and type stand in ``static/see.css``; shapes stand here, so that nothing is told by colour alone.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from assistant.languages import Words
from assistant.pages.markup import Html, element, join

# Each mark is drawn around its origin: outlines with whether they are filled.
_CIRCLE = "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z"
_SQUARE = "M-4.5-4.5h9v9h-9z"
_DIAMOND = "M0-6.2L6.2 0 0 6.2-6.2 0z"
_MARKS: Final = {
    "article": (("M-2-8h4v16h-4z", True),),
    "state": ((_SQUARE, True),),
    "repeated": ((_SQUARE, False),),
    "conceded": ((_SQUARE, False), ("M-4.5 4.5L4.5-4.5v9z", True)),
    "for": ((_CIRCLE, True),),
    "partly": ((_CIRCLE, False), ("M0-5a5 5 0 0 0 0 10z", True)),
    "against": ((_DIAMOND, True),),
    "weakly-against": ((_DIAMOND, False),),
    "allied": (("M0-5.6L5.6 4.4H-5.6z", True),),
    "independent": ((_CIRCLE, True),),
    "no-side": (("M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", False),),
}

BOLD: Final = 1.12
"""How much wider a text is in bold."""

# Widths of letters as shares of the type size, a little on the wide side: the reader's font is not known.
_NARROW, _SLIM, _WIDE = frozenset("ijl.,:;'|!’‘· "), frozenset('frtI()[]-/“”"'), frozenset("mwMW%@—")


def mark(name: str, x: float | str, y: float, *, words: str | None = None) -> Html:
    """The mark called ``name`` with its middle at ``x`` (units, or a share such as ``12.5%``) and ``y``.

    ``words`` appear when the mark is pointed at. A name may end in `` scoped``: the mark is then dashed,
    for what speaks of something other than the main point.
    """
    shape, _, scoped = name.partition(" ")
    outlines = (element("path", d=d, class_="solid" if filled else "hollow") for d, filled in _MARKS[shape])
    return element(
        "svg",
        *([element("title", words)] if words else []),
        *outlines,
        x=x if isinstance(x, str) else f"{x:g}",
        y=f"{y:g}",
        overflow="visible",
        class_=f"mark mark-{shape} {scoped}".rstrip(),
    )


def key_mark(name: str) -> Html:
    """A mark by itself, beside the words of a key."""
    return element("svg", mark(name, 9, 9), viewBox="0 0 18 18", class_="key-mark", aria_hidden="true")


def text(
    lines: Sequence[str], x: float, y: float, *, leading: float = 16, class_: str, whole: str = "", after: str = ""
) -> Html:
    """Lines of text, the first on the baseline ``y``.

    ``whole`` is the full text where the lines are cut; ``after`` follows the last line, as an aside.
    """
    spans = (element("tspan", line, x=f"{x:g}", y=f"{y + place * leading:g}") for place, line in enumerate(lines))
    title = [element("title", whole)] if whole and whole != " ".join(lines) else []
    aside = [element("tspan", after, class_="how")] if after else []
    return element("text", *title, *spans, *aside, class_=class_)


def wrapped(words: str, width: float, *, size: float, most: int = 2) -> tuple[str, ...]:
    """``words`` in at most ``most`` lines of ``width`` at a type size of ``size``; an ellipsis where they are cut."""
    lines: list[str] = []
    for word in filter(None, words.split(" ")):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    kept = [_cut(line, width, size) for line in lines[:most]]
    if len(lines) > most:
        kept[-1] = _cut(f"{kept[-1].rstrip('…')} …", width, size)
    return tuple(kept)


def text_width(words: str, size: float) -> float:
    """About how wide ``words`` are in a sans-serif face, in the unit of ``size``; rather too wide than too narrow."""
    return sum(_share(letter) for letter in words) * size


def picture(*parts: str, width: float, height: float, label: str, class_: str) -> Html:
    """A drawing that scales with its column, under a name for those who do not see it."""
    return element("svg", *parts, viewBox=f"0 0 {width:g} {height:g}", class_=class_, role="img", aria_label=label)


def figure(*parts: str, caption: Sequence[str], table: Html, class_: str) -> Html:
    """A picture with its caption above and its table below."""
    return element("figure", element("figcaption", *caption), *parts, table, class_=f"picture {class_}")


def data_table(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str, words: Words, english: Iterable[int] = ()
) -> Html:
    """Everything a picture shows, folded away; a row a mark. ``english`` are the columns with texts from records."""
    in_english = frozenset(english)
    body = (
        element(
            "tr",
            *(
                element(
                    "td" if place else "th",
                    cell,
                    scope=None if place else "row",
                    lang="en" if place in in_english else None,
                )
                for place, cell in enumerate(row)
            ),
        )
        for row in rows
    )
    table = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *(element("th", name, scope="col") for name in head))),
        element("tbody", *body),
    )
    held = element("div", table, class_="table-frame", role="region", aria_label=caption, tabindex="0")
    return element("details", element("summary", words("As a table")), held, class_="as-table")


def key(entries: Iterable[tuple[str, str]]) -> Html:
    """What the marks mean: the name of a mark and its words."""
    items = (element("li", key_mark(name), element("span", meaning)) for name, meaning in entries)
    return element("ul", join(items), class_="key")


def _cut(line: str, width: float, size: float) -> str:
    if text_width(line, size) <= width:
        return line
    kept = line
    while kept and text_width(f"{kept}…", size) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _share(letter: str) -> float:
    if letter in _NARROW:
        return 0.33
    if letter in _SLIM:
        return 0.42
    if letter in _WIDE:
        return 0.95
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.02
    return 0.7 if letter.isupper() else 0.61
