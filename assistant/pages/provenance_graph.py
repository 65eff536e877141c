"""Where the statements on a claim started, as a graph: copies hang from their origin, origins run to the verdict."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from assistant.answers import LabelKey
from assistant.languages import Words
from assistant.pages import svg
from assistant.pages.badges import TONE
from assistant.pages.markup import Html, element, join
from assistant.study.provenance import Edge, OriginGroup, Part, ProvenanceGraph, provenance
from knowledge.bibliography import short_name
from knowledge.library import Library
from knowledge.lineage import is_state_voice
from knowledge.records import Claim
from knowledge.vocabulary import VERDICT_WORDING, Relation

PART_WORDING: Final = {
    Part.SUPPORTS: "For it",
    Part.PARTLY: "For it in part",
    Part.REFUTES: "Against it",
    Part.WEAK_REFUTES: "Against it, but interested or weak",
    Part.ADMISSIONS: "Conceded in the state’s own records",
    Part.ALIGNED: "Allied or friendly official voices",
}

RELATION_WORDING: Final = {
    Relation.RELAYS: "passes it on",
    Relation.QUOTES: "quotes it",
    Relation.TRANSLATION: "translates it",
    Relation.BASED_ON: "builds on it",
    Relation.REVISION: "revises it",
}

_MARKS = {
    Part.SUPPORTS: "for",
    Part.PARTLY: "partly",
    Part.REFUTES: "against",
    Part.WEAK_REFUTES: "weakly-against",
    Part.ADMISSIONS: "conceded",
    Part.ALIGNED: "allied",
}

# Units of the drawing, which are pixels where the column is 288 of them wide.
_WIDTH = 288
_RAIL, _BRACKET, _ORIGIN, _CARRIER = 9, 20, 32, 54
_SIZE, _SMALL, _LEADING = 13, 12, 16


def provenance_figure(claim: Claim, library: Library, words: Words) -> Html:
    """The graph of a claim, with those of its other parts folded away; nothing for a context topic."""
    graphs = provenance(claim, library)
    if not graphs:
        return join(())
    main, *parts = (_figure(graph, claim, library, words) for graph in graphs)
    if not parts:
        return main
    summary = element("summary", words("The same for the other parts of the claim"))
    return join((main, element("details", summary, *parts, class_="more-pictures")))


def _figure(graph: ProvenanceGraph, claim: Claim, library: Library, words: Words) -> Html:
    about = graph.component.restatement if graph.component else claim.restatement
    caption = [
        element("strong", words("Traced back to its origins")),
        " ",
        element("span", about, lang="en"),
    ]
    drawing = _Drawing(graph, library, words)
    remarks = " ".join(_remarks(graph, words))
    return svg.figure(
        drawing.drawn(),
        *([element("p", remarks, class_="aside")] if remarks else []),
        caption=caption,
        table=svg.data_table(
            (words("Source"), words("How it knows"), words("What it counts as")),
            _rows(graph, library, words),
            caption=f"{words('Every source in the picture')}: {about}",
            words=words,
            english=(0,),
        ),
        class_="provenance-graph",
    )


def _remarks(graph: ProvenanceGraph, words: Words) -> Iterator[str]:
    if graph.edges or any(len(group.origin_ids) > 1 for group in graph.groups):
        yield words("What hangs together counts once.")
    if graph.background == 1:
        yield words("Not drawn: one note that gives background only.")
    elif graph.background:
        yield words("Not drawn: {count} notes that give background only.", count=graph.background)
    if graph.withheld:
        yield words("Not drawn: notes that speak of violence ({count}).", count=graph.withheld)


def _rows(graph: ProvenanceGraph, library: Library, words: Words) -> Iterator[tuple[str, str, str]]:
    for group in graph.groups:
        counted = _part_words(group, words)
        for origin_id in group.origin_ids:
            started = source_name(origin_id, graph, library, words)
            yield started, words("starts here"), counted
            for edge in graph.carriers_of(origin_id):
                how = f"{words(RELATION_WORDING[edge.relation])}: "
                carrier = source_name(edge.carrier_id, graph, library, words)
                yield carrier, join((how, element("span", started, lang="en"))), words("nothing of its own")


def _part_words(group: OriginGroup, words: Words) -> str:
    if group.parts:
        return "; ".join(words(PART_WORDING[part]) for part in group.parts)
    if group.is_state:
        return words("The state’s own word, and its copies: no independent origin")
    return words("Mentioned, and not counted")


def source_name(source_id: str, graph: ProvenanceGraph, library: Library, words: Words) -> str:
    """A source in a few words; the article is the one that the reader has open."""
    passage = library.claim_passages.get(graph.claim_id)
    if passage is not None and passage.source_id == source_id:
        return words("The article itself")
    return short_name(library.corpus.sources[source_id])


def counted_words(graph: ProvenanceGraph, words: Words) -> str:
    """What the verdict counts the origins as, in words."""
    groups = graph.verdict.groups
    phrases = (
        _many(
            len(groups.supports), words("one independent origin for it"), words("{count} independent origins for it")
        ),
        _many(
            len(groups.partly),
            words("one independent origin for it in part"),
            words("{count} independent origins for it in part"),
        ),
        _many(
            len(groups.refutes),
            words("one independent origin against it"),
            words("{count} independent origins against it"),
        ),
    )
    counted = ", ".join(phrase for phrase in phrases if phrase)
    return words("Counts as {origins}", origins=counted) if counted else words("Counts as no independent origin")


def _many(count: int, one: str, more: str) -> str:
    if count == 0:
        return ""
    return one if count == 1 else more.format(count=count)


class _Drawing:
    """The drawing of one graph, made from the top down: groups of origins, then the verdict's box."""

    def __init__(self, graph: ProvenanceGraph, library: Library, words: Words) -> None:
        self._graph, self._library, self._words = graph, library, words
        self._parts: list[Html] = []
        self._marks: list[Html] = []  # drawn last, over the lines that run into them
        self._y = 0.0
        self._rail_from: float | None = None

    def drawn(self) -> Html:
        for _, members in groupby(self._graph.groups, key=lambda group: (group.parts, group.is_state)):
            self._section(tuple(members))
        self._box()
        counted = counted_words(self._graph, self._words)
        label = self._words("Sources traced to their origins. {counted}.", counted=counted)
        return svg.picture(*self._parts, *self._marks, width=_WIDTH, height=self._y, label=label, class_="graph")

    def _section(self, groups: Sequence[OriginGroup]) -> None:
        heading = _part_words(groups[0], self._words)
        if groups[0].parts:
            heading = f"{heading}\u00a0·\u00a0{len(groups)}"
        left = _ORIGIN - 6
        lines = svg.wrapped(heading, _WIDTH - left, size=_SMALL * svg.BOLD)
        self._parts.append(svg.text(lines, left, self._y + 12, leading=_LEADING - 1, class_="heading"))
        self._y += len(lines) * (_LEADING - 1) + 7
        for group in groups:
            self._group(group)
        self._y += 10

    def _group(self, group: OriginGroup) -> None:
        middles = [self._origin(group, origin_id) for origin_id in group.origin_ids]
        counted = bool(group.parts)
        kind = "counted" if counted else "uncounted"
        leaves, last = _ORIGIN, middles[-1]
        if len(middles) > 1:
            self._parts += [_path(f"M{_ORIGIN} {y:g}H{_BRACKET}", f"edge {kind}") for y in middles]
            self._parts.append(_path(f"M{_BRACKET} {middles[0]:g}V{last:g}", f"edge {kind}"))
            leaves = _BRACKET
        if not counted:
            self._parts.append(_path(f"M{leaves} {last:g}H{_RAIL + 3}M{_RAIL + 3} {last - 6:g}v12", f"edge {kind}"))
            return
        bend = 8
        self._parts.append(
            _path(f"M{leaves} {last:g}H{_RAIL + bend}Q{_RAIL} {last:g} {_RAIL} {last + bend:g}", f"edge {kind}")
        )
        if self._rail_from is None:
            self._rail_from = last + bend

    def _origin(self, group: OriginGroup, origin_id: str) -> float:
        """Draw an origin with its carriers; the height of its mark."""
        middle = self._y + 8
        self._name(origin_id, _ORIGIN, "origin")
        for edge in self._graph.carriers_of(origin_id):
            self._carrier(edge, group, trunk_from=middle + 8)
        self._marks.append(svg.mark(_origin_mark(group), _ORIGIN, middle, words=self._full(origin_id)))
        self._y += 2
        return middle

    def _carrier(self, edge: Edge, group: OriginGroup, *, trunk_from: float) -> None:
        """A copy, on a branch that turns off its origin's trunk."""
        middle, bend = self._y + 8, 8
        branch = f"M{_ORIGIN} {trunk_from:g}V{middle - bend:g}Q{_ORIGIN} {middle:g} {_ORIGIN + bend} {middle:g}"
        self._parts.append(_path(f"{branch}H{_CARRIER}", "edge copy"))
        how = self._words(RELATION_WORDING[edge.relation])
        self._name(edge.carrier_id, _CARRIER, "carrier", after=how)
        name = "no-side"
        if group.is_state:
            sources = self._library.corpus.sources
            name = "state" if is_state_voice(sources[edge.carrier_id], sources) else "repeated"
        self._marks.append(svg.mark(name, _CARRIER, middle, words=f"{self._full(edge.carrier_id)}: {how}"))

    def _name(self, source_id: str, x: float, class_: str, *, after: str = "") -> None:
        """A source by name; ``after`` follows it on its last line, or stands below where it does not fit."""
        whole, room = self._named(source_id), _WIDTH - x - 14
        lines = svg.wrapped(whole, room, size=_SIZE * (svg.BOLD if class_ == "origin" else 1))
        aside = f" · {after}" if after else ""
        fits = svg.text_width(lines[-1], _SIZE) + svg.text_width(aside, _SMALL) <= room
        self._parts.append(
            svg.text(lines, x + 14, self._y + 12.5, class_=f"name {class_}", whole=whole, after=aside if fits else "")
        )
        self._y += len(lines) * _LEADING
        if not fits:
            self._parts.append(svg.text((after,), x + 14, self._y + 12, class_="how"))
            self._y += _LEADING
        self._y += 5

    def _named(self, source_id: str) -> str:
        return source_name(source_id, self._graph, self._library, self._words)

    def _full(self, source_id: str) -> str:
        return f"{self._named(source_id)}: {self._library.corpus.sources[source_id].title}"

    def _box(self) -> None:
        """The verdict, into which the lines of the counted origins run."""
        verdict = self._graph.verdict
        top = self._y + 4
        wording = svg.wrapped(self._words(VERDICT_WORDING[verdict.key]), _WIDTH - 28, size=_SIZE, most=3)
        counted = svg.wrapped(counted_words(self._graph, self._words), _WIDTH - 28, size=15 * svg.BOLD, most=4)
        height = 16 + len(counted) * 19 + len(wording) * _LEADING
        tone = TONE[LabelKey(verdict.key.value)]
        if self._rail_from is not None:
            self._parts.append(_path(f"M{_RAIL} {self._rail_from:g}V{top - 1:g}", "edge counted"))
            self._parts.append(_path(f"M{_RAIL - 5} {top - 7:g}L{_RAIL} {top:g}L{_RAIL + 5} {top - 7:g}z", "arrow"))
        self._parts += [
            element("rect", x="0.5", y=f"{top:g}", width=str(_WIDTH - 1), height=f"{height:g}", rx="3", class_="box"),
            element("rect", x="0", y=f"{top:g}", width="5", height=f"{height:g}", class_=f"spine tone-{tone}"),
            svg.text(counted, 16, top + 21, leading=19, class_="count"),
            svg.text(wording, 16, top + 21 + len(counted) * 19, leading=_LEADING, class_="name"),
        ]
        self._y = top + height + 1


def _origin_mark(group: OriginGroup) -> str:
    if group.parts:
        return _MARKS[group.parts[0]]
    return "state" if group.is_state else "no-side"


def _path(d: str, class_: str) -> Html:
    return element("path", d=d, class_=class_)
