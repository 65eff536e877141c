"""Circular reporting: what in a new document only repeats state media, or a source that is already held.

Three signs are looked for: a phrase that attributes to the state's voices, wording shared with a held text, and
the article's own odd figures. Each gives proposals with their evidence. Nothing is decided here: a person reads
them, and confirms or dismisses.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.attributions import attributions
from knowledge.dates import earliest_day, latest_day
from knowledge.figures import Figure, is_about_him, mentions, odd_figures
from knowledge.ingest.documents import Part
from knowledge.lineage import Sources, derivation_cycle
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.records import Claim, Derivation, Source
from knowledge.shingles import SHINGLE, Overlap, ShingleIndex, Stretch, longest_stretch, merged, overlaps, shingle_index
from knowledge.vocabulary import Relation

# Measured on 368 FRUS documents. What documents share that have nothing else in common (headers, lists of those
# present, stock titles) makes up to 0.11 of a short memorandum and runs of up to 43 words. Papers that take over
# an earlier paper's paragraphs share 0.2 or more of the shorter one, or a run of 44 words or more.
_LEAST_CONTAINED = 0.2
_LEAST_WORDS = 44
# State media repeat one another's sentences. Their longest stock phrase, the leader's full titles, has 24 words.
_LEAST_WORDS_OF_STATE = 30
_MOST_REPEATED = 20  # held texts compared word by word; of a text reprinted everywhere the closest do


class RelayKind(StrEnum):
    """By what sign a text looks like a relay."""

    ATTRIBUTION = "attribution_phrase"
    NEAR_DUPLICATE = "near_duplicate"
    ODD_FIGURE = "odd_figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A text that the library holds: whose it is, its date (ISO 8601, possibly partial), its author's words.

    ``state_origin`` says that it started with the subject state.
    """

    source_id: str
    date: str | None
    text: str
    state_origin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTexts:
    """What a new document is compared with: the held texts, their shingles, and the article's odd figures."""

    texts: Mapping[str, Held]
    shingles: ShingleIndex
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A passage of a new document that may repeat something, with the evidence for it.

    ``quote`` is the text of the document's part number ``part`` from ``start`` to ``end``, and ``locator`` that
    part's. ``source_id`` and ``source_quote`` are what it repeats, where that is a text that is held; an
    attribution phrase names only a voice. ``reason`` is one sentence for a librarian.
    """

    kind: RelayKind
    quote: str
    part: int
    start: int
    end: int
    locator: str | None
    source_id: str | None
    source_quote: str | None
    reason: str


def held_texts(texts: Iterable[Held], *, claims: Iterable[Claim], shingles: ShingleIndex | None = None) -> HeldTexts:
    """The held texts made ready; the article is the one whose source is ``article-2011``.

    ``shingles`` is the index of exactly these texts, where it was kept; it is made otherwise.

    Raises:
        ValueError: two texts have the same source id, or the index is that of other texts.
    """
    by_id: dict[str, Held] = {}
    for each in texts:
        if each.source_id in by_id:
            raise ValueError(f"two held texts of the source {each.source_id!r}")
        by_id[each.source_id] = each
    if shingles is None:
        shingles = shingle_index((each.source_id, each.text) for each in by_id.values())
    elif shingles.ids != tuple(sorted(by_id)):
        raise ValueError("the index of shingles was made of other texts")
    article = by_id.get(ARTICLE_SOURCE_ID)
    return HeldTexts(texts=by_id, shingles=shingles, figures=odd_figures(article.text, claims) if article else ())


def with_texts(held: HeldTexts, texts: Iterable[Held]) -> HeldTexts:
    """The held texts and some more, without reading those that were held again.

    A text whose source has one here already is left out: it is a version of the same.
    """
    new = {each.source_id: each for each in texts if each.source_id not in held.texts}
    shingles = merged(held.shingles, shingle_index((each.source_id, each.text) for each in new.values()))
    return replace(held, texts={**held.texts, **new}, shingles=shingles)


def proposals(parts: Sequence[Part], date: str | None, *, source_id: str, held: HeldTexts) -> tuple[Proposal, ...]:
    """What a new document may repeat: wording it shares first, then the other signs in the order of its text.

    ``date`` is the document's, ISO 8601 and possibly partial. A text held under ``source_id`` is the document
    itself, and never something that it repeats. Shared wording is sought outside editors' words only.
    """
    return (
        *_near_duplicates(parts, date, source_id=source_id, held=held),
        *sorted(
            (
                *_attributions(parts),
                *_figures(parts, date, source_id=source_id, held=held),
            ),
            key=lambda proposal: (proposal.part, proposal.start, proposal.kind),
        ),
    )


def joined(source: Source, origin_id: str, *, relation: Relation, sources: Sources) -> Source:
    """The source as a confirmed relay of another: derived from it, and in its independence group.

    An earlier derivation from the same origin is replaced.

    Raises:
        ValueError: the origin is not known, the relation makes a witness of its own (rule R1), or the source
            would, by way of others, derive from itself.
    """
    if origin_id not in sources:
        raise ValueError(f"no source {origin_id!r} to derive from")
    if relation is Relation.BASED_ON:
        raise ValueError("a work based on another is a witness of its own and stays in its own group")
    others = tuple(derivation for derivation in source.derives_from if derivation.source_id != origin_id)
    relay = replace(
        source,
        derives_from=(*others, Derivation(origin_id, relation)),
        independence_group=sources[origin_id].independence_group,
    )
    if cycle := derivation_cycle({**sources, source.id: relay}):
        raise ValueError(f"the sources would derive from one another in a circle: {' → '.join(cycle)}")
    return relay


def _attributions(parts: Sequence[Part]) -> Iterator[Proposal]:
    for number, part in enumerate(parts):
        for found in attributions(part.text):
            who = "An editor's note" if part.editorial else "This sentence"
            yield _proposal(
                RelayKind.ATTRIBUTION,
                parts,
                (number, found.start, found.end),
                reason=f"{who} says that what it tells comes from “{found.name}”, a voice of the North Korean state.",
            )


def _figures(parts: Sequence[Part], date: str | None, *, source_id: str, held: HeldTexts) -> Iterator[Proposal]:
    if source_id == ARTICLE_SOURCE_ID or not held.figures:
        return
    article = held.texts[ARTICLE_SOURCE_ID]
    about_him = any(is_about_him(part.text) for part in parts)
    when = {
        _Order.LATER: f"this text is later ({date}) than the article ({article.date}) and may have it from there",
        _Order.EARLIER: f"this text ({date}) is older than the article ({article.date}): it cannot repeat the article, "
        "but may repeat an earlier state text with the same figure",
        _Order.UNKNOWN: "whether this text or the article came first does not follow from their dates",
    }[_order(date, article.date)]
    for number, part in enumerate(parts):
        for mention in mentions(part.text, held.figures, about_him=about_him):
            yield _proposal(
                RelayKind.ODD_FIGURE,
                parts,
                (number, mention.start, mention.end),
                source_id=ARTICLE_SOURCE_ID,
                source_quote=mention.figure.quote,
                reason=f"The figure {mention.figure.written} stands here for what the article counts with it; {when}.",
            )


def _near_duplicates(parts: Sequence[Part], date: str | None, *, source_id: str, held: HeldTexts) -> Iterator[Proposal]:
    own = {number: part.text for number, part in enumerate(parts) if not part.editorial}
    met = [
        overlap
        for overlap in overlaps("\n\n".join(own.values()), held.shingles, at_least=_LEAST_WORDS_OF_STATE - SHINGLE + 1)
        if overlap.id != source_id and (_is_contained(overlap, held) or overlap.run >= _least_words(overlap, held))
    ]
    met.sort(key=lambda overlap: (-max(overlap.of_new, overlap.of_held), overlap.id))
    for overlap in met[:_MOST_REPEATED]:
        other = held.texts[overlap.id]
        contained = _is_contained(overlap, held)
        stretch = longest_stretch(tuple(own.values()), other.text)
        if stretch and (contained or stretch.words >= _least_words(overlap, held)):
            yield _proposal(
                RelayKind.NEAR_DUPLICATE,
                parts,
                (tuple(own)[stretch.part], stretch.start, stretch.end),
                source_id=other.source_id,
                source_quote=other.text[stretch.other_start : stretch.other_end],
                reason=_shared_wording(overlap, stretch, other, order=_order(date, other.date), contained=contained),
            )


def _is_contained(overlap: Overlap, held: HeldTexts) -> bool:
    """Whether so much of either text stands in the other that it is no quotation, and more than a header."""
    enough = _least_words(overlap, held) - SHINGLE + 1
    return overlap.shared >= enough and max(overlap.of_new, overlap.of_held) >= _LEAST_CONTAINED


def _least_words(overlap: Overlap, held: HeldTexts) -> int:
    return _LEAST_WORDS_OF_STATE if held.texts[overlap.id].state_origin else _LEAST_WORDS


class _Order(StrEnum):
    LATER = "this text is the later one"
    EARLIER = "this text is the older one, so the held one may repeat it"
    UNKNOWN = "which of them came first does not follow from their dates"


def _order(date: str | None, other: str | None) -> _Order:
    """Whether a date is surely after or before another, both possibly partial."""
    if date is None or other is None:
        return _Order.UNKNOWN
    if earliest_day(date) > latest_day(other):
        return _Order.LATER
    return _Order.EARLIER if latest_day(date) < earliest_day(other) else _Order.UNKNOWN


def _shared_wording(overlap: Overlap, stretch: Stretch, other: Held, *, order: _Order, contained: bool) -> str:
    of_state = ", a text of state origin" if other.state_origin else ""
    third = "" if contained else ", and both may quote a third text"
    return (
        f"{overlap.of_new:.0%} of this text's wording stands in {other.source_id}{of_state} ({overlap.of_held:.0%} of "
        f"that one's stands here), at most {stretch.words} words in a row; {order}{third}."
    )


def _proposal(
    kind: RelayKind,
    parts: Sequence[Part],
    place: tuple[int, int, int],
    *,
    reason: str,
    source_id: str | None = None,
    source_quote: str | None = None,
) -> Proposal:
    part, start, end = place
    return Proposal(
        kind=kind,
        quote=parts[part].text[start:end],
        part=part,
        start=start,
        end=end,
        locator=parts[part].locator,
        source_id=source_id,
        source_quote=source_quote,
        reason=reason,
    )
