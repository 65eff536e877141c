"""A number with several tellings: who gave which number, and when.

Numbers stand on one scale only where they count the same thing. What that is stands in :data:`COUNTS`,
by hand: a unit in a record names what the source counts, and no rule can tell that "trips" and
"occasions" are the same while "trips" and "country visits" are not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from knowledge.library import Library
from knowledge.lineage import is_state_voice, origin
from knowledge.normalisation import numbers
from knowledge.records import Claim, Evidence, Value
from knowledge.vocabulary import Audience, Interest


class Voice(StrEnum):
    """Whose number it is."""

    ARTICLE = "article"
    STATE = "state"
    REPEATED = "repeated"
    ALLIED = "allied"
    INDEPENDENT = "independent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One thing that is counted: the units that mean it, and the article's own words for it, if it has any.

    ``article`` are stretches of the claim's ``verbatim`` with one number each; the article's number
    is their sum. ``is_claimed`` says that it is the claim's own number, so that a record's
    ``comparable`` speaks of it.
    """

    claim_id: str
    counted: str
    units: frozenset[str]
    article: tuple[str, ...] = ()
    is_claimed: bool = True


COUNTS: Final = (
    Count(
        claim_id="travel-countries",
        counted="countries visited",
        units=frozenset({"countries"}),
        article=("87 countries",),
    ),
    Count(
        claim_id="travel-countries",
        counted="visits to China",
        units=frozenset({"visits to China", "official visits to China"}),
        is_claimed=False,
    ),
    Count(
        claim_id="travel-occasions",
        counted="journeys abroad",
        units=frozenset({"trips", "occasions"}),
        article=("54 occasions",),
    ),
    Count(
        claim_id="travel-distance",
        counted="kilometres travelled abroad",
        units=frozenset({"km"}),
        article=("520,000-odd km",),
    ),
    Count(
        claim_id="met-figures",
        counted="foreigners met",
        units=frozenset({"foreigners"}),
        article=("over 70,000 foreign figures",),
    ),
    Count(
        claim_id="met-leaders",
        counted="foreign leaders met",
        units=frozenset({"leaders"}),
        article=("120 heads of state", "206 party leaders", "76 heads of government"),
    ),
    Count(
        claim_id="vietnam-airmen",
        counted="pilots sent to Vietnam",
        units=frozenset({"pilots"}),
        is_claimed=False,
    ),
    Count(
        claim_id="declaration-signatories",
        counted="parties that signed the Pyongyang Declaration",
        units=frozenset({"parties"}),
    ),
    Count(
        claim_id="named-places",
        counted="places and bodies named after Kim Il Sung",
        units=frozenset({"streets, institutions and organizations"}),
        article=("More than 480 streets, organizations and units",),
    ),
    Count(
        claim_id="orders-medals",
        counted="orders and medals",
        units=frozenset({"orders and medals"}),
        article=("180-odd highest orders and medals",),
    ),
    Count(
        claim_id="gifts-countries",
        counted="countries the gifts came from",
        units=frozenset({"countries"}),
        article=("172 countries",),
    ),
    Count(
        claim_id="gifts-count",
        counted="gifts to Kim Il Sung",
        units=frozenset({"gifts"}),
        article=("166,065 gifts",),
    ),
)
"""Everything that is drawn on a scale, in the order of the article.

"Items on show" are no scale: one of the two figures is the museum's own, in the mouth of an independent paper.
"""

_LEADING = ("more than", "less than", "at least", "over", "about", "nearly", "some")


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One source's number. ``date`` is when it said so (ISO 8601, possibly partial), ``None`` if that is unknown.

    ``figure`` is the number as the source gives it ("more than 165,950"), ``unit`` what it counts,
    ``remark`` what else the source says of it. ``is_other_scope`` marks a number whose scope or time is
    not the claim's; ``note`` or ``remark`` then says how. The article's telling has no records.
    """

    number: float
    figure: str
    unit: str
    voice: Voice
    source_id: str
    date: str | None
    remark: str = ""
    note: str | None = None
    is_other_scope: bool = False
    evidence_ids: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The number in full: "16 countries (official visits)"."""
        counted = f"{self.figure} {self.unit}".rstrip()
        return f"{counted} ({self.remark})" if self.remark else counted


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers that count the same thing: the article's first, then by date, undated ones last."""

    counted: str
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Tellings:
    """What a claim's sources count: ``scales`` to compare, and ``others``, which count something else."""

    claim_id: str
    scales: tuple[Scale, ...]
    others: tuple[Telling, ...]


def tellings(claim: Claim, library: Library) -> Tellings | None:
    """The numbers told about a claim; ``None`` where no two of them can be compared."""
    records = [
        record for record in library.evidence_of(claim.id) if not record.sensitive and _is_count(record.value_found)
    ]
    counts = [count for count in COUNTS if count.claim_id == claim.id]
    scales = tuple(_scale(count, claim, records, library) for count in counts)
    scales = tuple(scale for scale in scales if len(scale.tellings) > 1)
    if not scales:
        return None
    drawn = {id for scale in scales for telling in scale.tellings for id in telling.evidence_ids}
    others = (_telling(record, library) for record in records if record.id not in drawn)
    return Tellings(claim.id, scales, _merged(others))


def counted_claims(library: Library) -> tuple[Claim, ...]:
    """The claims whose numbers can be compared, in the order of the article."""
    claims = (library.corpus.claims.get(id) for id in dict.fromkeys(count.claim_id for count in COUNTS))
    return tuple(claim for claim in claims if claim and tellings(claim, library))


def _is_count(value: Value | None) -> bool:
    """Whether a value counts things: not a date, and not one named example."""
    if value is None or value.number is None or value.number == 1:
        return False
    return not (value.unit or "").startswith(("date", "year"))


def _scale(count: Count, claim: Claim, records: Iterable[Evidence], library: Library) -> Scale:
    own = _article_telling(count, claim, library)
    told = _merged(
        _telling(record, library, is_claimed=count.is_claimed)
        for record in records
        if record.value_found and record.value_found.unit in count.units
    )
    return Scale(count.counted, (*own, *told))


def _article_telling(count: Count, claim: Claim, library: Library) -> Iterator[Telling]:
    passage = library.claim_passages.get(claim.id)
    if not count.article or passage is None:
        return
    source = library.source_of(passage)
    parts = [int(number) for words in count.article for number in numbers(words)]
    if len(parts) > 1:
        figure, unit, remark = f"{sum(parts):,} by our addition", "", ", ".join(count.article)
    else:
        figure, unit, remark = *_split(count.article[0]), ""
    yield Telling(
        number=sum(parts),
        figure=figure,
        unit=unit,
        remark=remark,
        voice=Voice.ARTICLE,
        source_id=source.id,
        date=source.date,
    )


def _split(words: str) -> tuple[str, str]:
    """The article's words up to its number, and what it counts: ("180-odd", "highest orders and medals")."""
    parts = words.split()
    end = next(place for place, part in enumerate(parts, start=1) if numbers(part))
    return " ".join(parts[:end]), " ".join(parts[end:])


def _telling(record: Evidence, library: Library, *, is_claimed: bool = False) -> Telling:
    value = record.value_found
    if value is None or value.number is None:
        raise ValueError(f"evidence record {record.id} gives no number")
    figure, remark = _figure(value.number, value.qualifier or "")
    return Telling(
        number=value.number,
        figure=figure,
        unit=value.unit or "",
        remark=remark,
        voice=_voice(record, library),
        source_id=record.source_id,
        date=library.corpus.sources[record.source_id].date,
        note=record.scope_note,
        is_other_scope=is_claimed and not record.comparable,
        evidence_ids=(record.id,),
    )


def _figure(number: float, qualifier: str) -> tuple[str, str]:
    """A number with the words that belong to it, and what is left of its qualifier."""
    leading = next((words for words in _LEADING if qualifier.startswith(words)), "")
    rest = qualifier[len(leading) :].strip(" ,;")
    if rest == "odd":
        return f"{number:,.0f}-odd", ""
    return f"{leading} {number:,.0f}".lstrip(), rest


def _voice(record: Evidence, library: Library) -> Voice:
    sources = library.corpus.sources
    if record.id in library.state_origin:
        return Voice.STATE if is_state_voice(sources[record.source_id], sources) else Voice.REPEATED
    started = origin(record, sources)
    friendly = started.interest is Interest.ALIGNED and started.audience is Audience.PUBLIC
    return Voice.ALLIED if friendly else Voice.INDEPENDENT


def _merged(told: Iterable[Telling]) -> tuple[Telling, ...]:
    """By date; two records of one source with the same number are one telling, with the first's note."""
    merged: dict[tuple[str, str], Telling] = {}
    for telling in told:
        key = telling.source_id, telling.words
        if known := merged.get(key):
            telling = replace(known, evidence_ids=(*known.evidence_ids, *telling.evidence_ids))
        merged[key] = telling
    return tuple(sorted(merged.values(), key=lambda each: (each.date is None, each.date or "", each.source_id)))
