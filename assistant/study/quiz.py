"""A quiz made from the library: questions with exactly one right choice, each explained with its sources.

Everything asked can be looked up in the records. Where a question could have two right choices it is
not asked: a wrong choice is one that the records of the claim rule out.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from itertools import zip_longest

from assistant.study.flashcards import (
    most_telling,
    reported,
    source_name,
    speaker_name,
    spoken_clause,
    studied_claims,
)
from knowledge.lexical import tokens
from knowledge.library import Library
from knowledge.lineage import REPEATING_RELATIONS, is_state_voice, origin, state_groups
from knowledge.normalisation import find_quote, number_values
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.records import Claim, Evidence, Source, Verdict
from knowledge.verdicts import headline_component, numeral
from knowledge.vocabulary import VERDICT_WORDING, Control, Interest, LineageStatus, Stance, VerdictKey
from knowledge.votes import Vote


class QuizKind(StrEnum):
    """What a question asks for."""

    WHO_SAYS_SO = "who_says_so"
    HOW_MANY_ORIGINS = "how_many_origins"
    WHICH_LABEL = "which_label"
    SPOT_THE_RELAY = "spot_the_relay"
    ALTERED_NUMBER = "altered_number"


KIND_WORDING: dict[QuizKind, str] = {
    QuizKind.WHO_SAYS_SO: "Who says so?",
    QuizKind.HOW_MANY_ORIGINS: "How many independent origins?",
    QuizKind.WHICH_LABEL: "Which label, and why?",
    QuizKind.SPOT_THE_RELAY: "Spot the relay",
    QuizKind.ALTERED_NUMBER: "Spot the altered number",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence of the feedback and what it rests on; without evidence it rests on the article and its label."""

    text: str
    claim_id: str
    source_ids: tuple[str, ...]
    evidence_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice; ``source_id`` where it is a source."""

    text: str
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """A question about one claim. ``right`` is the place of the one right choice, from 0.

    ``component`` names the part of the claim that is asked about; ``None`` is the claim as a whole.
    """

    id: str
    kind: QuizKind
    claim_id: str
    component: str | None
    prompt: str
    choices: tuple[Choice, ...]
    right: int
    explanation: tuple[Explanation, ...]


def quiz_questions(library: Library) -> tuple[QuizQuestion, ...]:
    """Every question, one of each kind in turn, in an order that is always the same. Pure."""
    parts = [part for claim in studied_claims(library) for part in _parts(claim, library)]
    asked = [
        question
        for part in parts
        for question in (*_whose_note(part), *_who_agrees(part), *_how_many_origins(part), *_which_label(part))
    ]
    for claim in studied_claims(library):
        asked += (*_the_relay(claim, library), *_the_witness(claim, library), *_missing_number(claim, library))
    asked += _changed_number(library)
    asked.sort(key=lambda question: _digest(question.id))
    by_kind = ([question for question in asked if question.kind is kind] for kind in QuizKind)
    return tuple(question for row in zip_longest(*by_kind) for question in row if question)


# Parts of claims ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """A claim as its headline speaks for it, or one of its other components; with the records on it."""

    claim: Claim
    component: str | None
    clause: str
    verdict: Verdict
    records: tuple[Evidence, ...]
    library: Library

    @property
    def of_claim(self) -> tuple[Evidence, ...]:
        """The records on the whole claim, sensitive ones with them."""
        return self.library.evidence_of(self.claim.id)

    @property
    def reports(self) -> tuple[Evidence, ...]:
        """The records on the whole claim that only report the state's own word."""
        return tuple(
            record
            for record in self.of_claim
            if record.stance is Stance.REPORTS_ONLY and record.id in self.library.state_origin and not record.sensitive
        )

    def voters(self, *votes: Vote) -> tuple[Evidence, ...]:
        return tuple(record for record in self.records if self.library.votes[record.id] in votes)


def _parts(claim: Claim, library: Library) -> Iterator[_Part]:
    """The claim and its other components, without those whose verdict or tally rests on a sensitive record."""
    verdict = library.verdicts[claim.id]
    main = headline_component(claim).id if claim.components else None
    whole = _Part(claim, None, spoken_clause(claim), verdict.headline, _records(claim, main, library), library)
    others = (
        _Part(claim, part.id, part.clause, verdict.component(part.id), _records(claim, part.id, library), library)
        for part in claim.components
        if not part.headline
    )
    for part in (whole, *others):
        if not any(record.sensitive for record in part.records):
            yield part


def _records(claim: Claim, component: str | None, library: Library) -> tuple[Evidence, ...]:
    return tuple(record for record in library.evidence_of(claim.id) if record.component == component)


# Who says so ----------------------------------------------------------------------------------

_OTHERS = 3
_MASK = "[…]"
_SUPPORT = (Vote.FULL, Vote.PARTIAL)


def _whose_note(part: _Part) -> Iterator[QuizQuestion]:
    """Whose words a note sums up, its name left out. The others have nothing like it in this library."""
    library = part.library
    masked = ((record, _without_name(record, library)) for record in part.records)
    usable = [(record, text) for record, text in masked if text]
    for record, text in sorted(usable, key=lambda pair: _digest(pair[0].id))[:1]:
        right = library.corpus.sources[record.source_id]
        others = _distinct(_strangers(part, record), right, seed=record.id, name=speaker_name)[:_OTHERS]
        if len(others) < _OTHERS:
            continue
        trusted_for = Explanation(f"It is reliable for: {_sentence(right.reliable_for)}", part.claim.id, (right.id,))
        yield _question(
            QuizKind.WHO_SAYS_SO,
            part,
            f"A library note sums up what one source says; the name is left out: “{text}” Which source is it?",
            Choice(speaker_name(right), right.id),
            [Choice(speaker_name(source), source.id) for source in others],
            [
                _note(record, library),
                trusted_for,
                _silent(others, part),
            ],
        )


def _without_name(record: Evidence, library: Library) -> str | None:
    """The note with its source's names left out; ``None`` where a word of a name would still give it away."""
    source = library.corpus.sources[record.source_id]
    if record.id in library.state_origin or is_state_voice(source, library.corpus.sources):
        return None
    names = {*source.authors, speaker_name(source), *re.split(r"[;,()]", source.publisher or "")}
    names |= {re.sub(r" [A-Z]\. ", " ", name) for name in names}
    names = {name.strip() for name in names if len(name.strip()) > 2}
    text = record.statement
    for name in sorted(names, key=lambda name: (-len(name), name)):
        text = re.sub(rf"\b{re.escape(name)}\b(?: \([A-Z]+\))?", _MASK, text)
    text = text.replace(f"{_MASK} {_MASK}", _MASK)
    said_anyway = _stems(f"{library.corpus.claims[record.claim_id].restatement} {_COMMON}")
    shown, names_shown = _stems(text), _stems(" ".join(re.findall(r"\b[A-Z]\w+", text)))
    giving_away = (_stems(" ".join(names)) & shown) | (_stems(source.title) & names_shown)
    return None if giving_away - said_anyway else text


def _stems(text: str) -> set[str]:
    """The beginnings of a text's longer words, by which "Hungary" and "Hungarian" are one."""
    return {word[:5] for word in re.findall(r"\w{3,}", text.casefold())}


_COMMON = (
    "Kim Il Sung North South Korea Pyongyang Non-Aligned Movement The United States Soviet Union Moscow China Chinese "
    "Vietnam Africa January February March April May June July August September October November December"
)
"""Names that stand in many notes and so give no source away."""


def _strangers(part: _Part, record: Evidence) -> list[Source]:
    """Sources that are surely wrong: they speak of other matters than this record and its claim.

    Left out are the sources of every claim that shares a source or a dispute with this one, and those
    with a note that has a telling word of the claim, or many words of the record.
    """
    library = part.library
    corpus = library.corpus
    own = {other.source_id for other in part.of_claim}
    near_claims = {part.claim.id}
    near_claims |= {id for conflict in corpus.conflicts_by_claim[part.claim.id] for id in conflict.claim_ids}
    near_claims |= {other.claim_id for other in corpus.evidence.values() if other.source_id in own}
    telling = _telling(part.clause, library)
    words = _words(record.statement)
    near = {
        voice
        for other in corpus.evidence.values()
        if other.claim_id in near_claims
        or telling & _words(other.statement)
        or len(words & _words(other.statement)) > _ALIKE * len(words)
        for voice in _voices(other, library)
    }
    kind = corpus.sources[record.source_id].source_type
    candidates = [corpus.sources[id] for id in _speaking(library)]
    fit = [source for source in candidates if source.independence_group not in near]
    alike = [source for source in fit if source.source_type is kind]
    return alike if len(alike) >= _OTHERS else fit


_ALIKE = 0.3
"""The share of a note's words from which another note may say the same."""

_FEW = 0.1
"""The share of all notes up to which a word in them tells what a note is about."""


def _telling(text: str, library: Library) -> set[str]:
    """The words of a text that stand in few notes."""
    notes = [_words(record.statement) for record in library.corpus.evidence.values()]
    return {word for word in _words(text) if sum(word in note for note in notes) <= _FEW * len(notes)}


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(tokens(text))


def _voices(record: Evidence, library: Library) -> set[str]:
    sources = library.corpus.sources
    return {sources[record.source_id].independence_group, origin(record, sources).independence_group}


def _speaking(library: Library) -> tuple[str, ...]:
    """The sources with a note on a claim of the article and no sensitive one, but no voice of the state."""
    claims = {claim.id for claim in studied_claims(library)}
    records = library.corpus.evidence.values()
    sensitive = {record.source_id for record in records if record.sensitive}
    speaking = {record.source_id for record in records if record.claim_id in claims} - sensitive
    sources = library.corpus.sources
    state = state_groups(sources)
    return tuple(sorted(id for id in speaking if sources[id].independence_group not in state))


def _who_agrees(part: _Part) -> Iterator[QuizQuestion]:
    """Which source bears a part of a claim out, and which speaks against it.

    Wrong choices are the state's own word and the other side. Background notes are no choices: a reader
    could well take one for support or for the contrary.
    """
    full = part.voters(Vote.FULL)
    supporting = part.voters(*_SUPPORT)
    refuting = part.voters(Vote.REFUTES, Vote.ADMISSION)
    how_far = "supports," if full else "supports, at least in part and"
    yield from _who_votes(
        part,
        f"Which of these sources {how_far} independently of the North Korean state, the claim that {part.clause}?",
        full or supporting,
        wrong=[*refuting, *part.reports],
    )
    yield from _who_votes(
        part,
        f"Which of these sources speaks against the claim that {part.clause}?",
        refuting,
        wrong=supporting,
    )


def _who_votes(
    part: _Part, prompt: str, right_ones: Sequence[Evidence], *, wrong: Sequence[Evidence]
) -> Iterator[QuizQuestion]:
    """A question whose right choice is one of ``right_ones``; a source with any note beside ``wrong`` is left out."""
    library, sources = part.library, part.library.corpus.sources
    if not right_ones:
        return
    record = min(right_ones, key=lambda voter: _digest(part.claim.id + voter.id))
    right = sources[record.source_id]
    unfit = {voice for other in part.of_claim if other not in wrong for voice in _voices(other, library)}
    near = [sources[id] for id in sorted({other.source_id for other in wrong})]
    others = [
        *_distinct((s for s in near if s.independence_group not in unfit), right, seed=prompt, name=source_name),
        *_distinct(_strangers(part, record), right, seed=prompt, name=source_name),
    ][:_OTHERS]
    if len(others) < _OTHERS:
        return
    yield _question(
        QuizKind.WHO_SAYS_SO,
        part,
        f"In this library: {_lower(prompt)}",
        Choice(source_name(right), right.id),
        [Choice(source_name(source), source.id) for source in others],
        [_note(record, library), *_why_not(others, part)],
    )


def _why_not(sources: Sequence[Source], part: _Part) -> Iterator[Explanation]:
    """What the sources that are wrong choices say on the claim, if anything."""
    speaking = {record.source_id for record in part.of_claim}
    yield from (_stand(source, part) for source in sources if source.id in speaking)
    silent = [source for source in sources if source.id not in speaking]
    if silent:
        yield _silent(silent, part)


def _silent(sources: Sequence[Source], part: _Part) -> Explanation:
    names = "; ".join(source_name(source) for source in sources)
    text = f"Without a note on this claim in this library: {names}."
    return Explanation(text, part.claim.id, tuple(source.id for source in sources))


def _stand(source: Source, part: _Part) -> Explanation:
    """Where a source stands on the claim."""
    library = part.library
    records = [record for record in part.of_claim if record.source_id == source.id]
    name = _capital(source_name(source))
    if all(record.id in library.state_origin for record in records):
        text = f"{name} gives the North Korean state’s own word, which is no independent voice."
    elif any(record.stance is Stance.REFUTES for record in records):
        text = f"{name} speaks against it."
    else:
        text = f"{name} supports it, in full or in part."
    return Explanation(text, part.claim.id, (source.id,), tuple(record.id for record in records))


# How many origins -----------------------------------------------------------------------------


def _how_many_origins(part: _Part) -> Iterator[QuizQuestion]:
    """How many independent origins fully support a part of a claim; its copies count once, the state's voice never."""
    if part.verdict.key in (VerdictKey.NOT_CHECKABLE, VerdictKey.NOT_REVIEWED):
        return
    count = len(part.verdict.groups.supports)
    voices = len({record.source_id for record in part.voters(*_SUPPORT, Vote.ALIGNED)})
    everyone = len({record.source_id for record in part.records})
    tempting = dict.fromkeys((voices, everyone, count + 1, abs(count - 1), count + 2, count + 3, count + 4))
    wrong = [other for other in tempting if other != count][:_OTHERS]
    yield _question(
        QuizKind.HOW_MANY_ORIGINS,
        part,
        f"How many independent origins in this library fully support the claim that {part.clause}? "
        "(A statement and its copies count once, as one origin.)",
        Choice(_count(count)),
        [Choice(_count(other)) for other in wrong],
        [_reason(part), *_counted(part), *_repeating(part)],
    )


def _count(number: int) -> str:
    return _capital(numeral(number)) if number else "None"


def _counted(part: _Part) -> Iterator[Explanation]:
    """Which sources stand behind each origin that was counted."""
    sources = part.library.corpus.sources
    members: dict[str, list[Evidence]] = {}
    for record in part.voters(Vote.FULL):
        members.setdefault(origin(record, sources).independence_group, []).append(record)
    if not members:
        return
    names = [
        " with ".join(dict.fromkeys(source_name(sources[record.source_id]) for record in records))
        for records in members.values()
    ]
    yield Explanation(
        f"Counted, each as one origin: {'; '.join(names)}. A statement and its copies count once.",
        part.claim.id,
        tuple(dict.fromkeys(record.source_id for records in members.values() for record in records)),
        tuple(record.id for records in members.values() for record in records),
    )


def _repeating(part: _Part) -> Iterator[Explanation]:
    """Which sources give the state's own word and so are no origin."""
    library = part.library
    records = [
        record
        for record in part.records
        if record.id in library.state_origin
        and record.stance is not Stance.CONTEXT
        and library.votes[record.id] is Vote.NONE
    ]
    if records:
        names = dict.fromkeys(source_name(library.corpus.sources[record.source_id]) for record in records)
        yield Explanation(
            f"Not counted, because it is the state’s own word: {'; '.join(names)}.",
            part.claim.id,
            tuple(dict.fromkeys(record.source_id for record in records)),
            tuple(record.id for record in records),
        )


# Which label ----------------------------------------------------------------------------------

_BECAUSE: dict[VerdictKey, str] = {
    VerdictKey.CORROBORATED: "at least two independent origins support it",
    VerdictKey.LIMITED_INDEPENDENT_SUPPORT: "its independent support is too thin to call it corroborated",
    VerdictKey.PARTLY_CORROBORATED: "independent origins support it in part only",
    VerdictKey.CONTESTED: "it has independent support, and a voice that denies it",
    VerdictKey.CONTRADICTED: "two independent origins refute it, or the state’s own records admit the contrary",
    VerdictKey.LIMITED_CONTRADICTION: "one independent origin refutes it; two would be needed to call it contradicted",
    VerdictKey.ALIGNED_SOURCES_ONLY: "nobody but friends of the state supports it",
    VerdictKey.STATE_MEDIA_ONLY: "no independent origin supports or refutes it",
    VerdictKey.NOT_CHECKABLE: "it is a judgement, a motive or a prophecy, which no record can settle",
}
"""Why a verdict is given, in a few words, for every claim that has it."""


def _which_label(part: _Part) -> Iterator[QuizQuestion]:
    if part.component is not None or part.verdict.key not in _BECAUSE:
        return
    key = part.verdict.key
    others = sorted((other for other in _BECAUSE if other is not key), key=lambda other: _digest(part.claim.id + other))
    notes = [_note(record, part.library) for record in most_telling(part.claim, part.library)[:1]]
    yield _question(
        QuizKind.WHICH_LABEL,
        part,
        f"{reported(part.claim)} Which label does this library give the claim that {part.clause}, and why?",
        Choice(_label(key)),
        [Choice(_label(other)) for other in others[:_OTHERS]],
        [_reason(part), *notes],
    )


def _label(key: VerdictKey) -> str:
    return f"{VERDICT_WORDING[key]} – {_BECAUSE[key]}"


# Spot the relay -------------------------------------------------------------------------------


def _the_relay(claim: Claim, library: Library) -> Iterator[QuizQuestion]:
    """Which of some sources on a claim only passes on the state's own word."""
    relays = _relays(claim, library)
    foreign = [source for source in relays if source.control is not Control.SUBJECT_STATE]
    for right in _distinct(foreign, None, seed=claim.id, name=source_name)[:2]:
        others = _distinct(_witnesses(claim, library), right, seed=right.id, name=source_name)[:_OTHERS]
        if len(others) >= _OTHERS - 1:
            yield _question(
                QuizKind.SPOT_THE_RELAY,
                _whole(claim, library),
                f"{_all_speak(claim)} Which one only repeats the North Korean state’s own word?",
                Choice(source_name(right), right.id),
                [Choice(source_name(source), source.id) for source in others],
                [*_relay_notes(right, claim, library), *_own_word(others, claim, library)],
            )


def _the_witness(claim: Claim, library: Library) -> Iterator[QuizQuestion]:
    """The same the other way round: which one does not pass it on."""
    for right in _distinct(_witnesses(claim, library), None, seed=f"{claim.id} witness", name=source_name)[:1]:
        others = _distinct(_relays(claim, library), right, seed=right.id, name=source_name)[:_OTHERS]
        if len(others) >= _OTHERS - 1:
            yield _question(
                QuizKind.SPOT_THE_RELAY,
                _whole(claim, library),
                f"{_all_speak(claim)} Which one does more than repeat the North Korean state’s own word?",
                Choice(source_name(right), right.id),
                [Choice(source_name(source), source.id) for source in others],
                [
                    *_own_word([right], claim, library),
                    *(note for source in others for note in _relay_notes(source, claim, library)),
                ],
            )


def _all_speak(claim: Claim) -> str:
    return f"In this library, all these sources speak of {claim.topic}."


def _relays(claim: Claim, library: Library) -> list[Source]:
    """Sources of which every note on the claim is a report that started with the state."""
    return [
        source
        for source, records in _by_source(claim, library)
        if all(record.id in library.state_origin and record.stance is Stance.REPORTS_ONLY for record in records)
    ]


def _witnesses(claim: Claim, library: Library) -> list[Source]:
    """Sources of which no note on the claim started, or may have started, with the state."""
    sources = library.corpus.sources
    return [
        source
        for source, records in _by_source(claim, library)
        if not is_state_voice(source, sources)
        and source.interest is not Interest.ALIGNED
        and not any(_repeats_state(derived.source_id, derived.relation, library) for derived in source.derives_from)
        and all(
            record.id not in library.state_origin
            and record.lineage.status is LineageStatus.TRACED
            and record.stance is not Stance.REPORTS_ONLY
            for record in records
        )
    ]


def _repeats_state(source_id: str, relation: str, library: Library) -> bool:
    sources = library.corpus.sources
    return relation in REPEATING_RELATIONS and is_state_voice(sources[source_id], sources)


def _by_source(claim: Claim, library: Library) -> Iterator[tuple[Source, list[Evidence]]]:
    """The claim's sources but the article, each with its notes; without those that have a sensitive one."""
    records = library.evidence_of(claim.id)
    for id in sorted({record.source_id for record in records} - {ARTICLE_SOURCE_ID}):
        own = [record for record in records if record.source_id == id]
        if not any(record.sensitive for record in own):
            yield library.corpus.sources[id], own


def _relay_notes(source: Source, claim: Claim, library: Library) -> Iterator[Explanation]:
    records = [record for record in library.evidence_of(claim.id) if record.source_id == source.id]
    start = origin(records[0], library.corpus.sources)
    if source.control is Control.SUBJECT_STATE:
        passed_on = "is the state’s own voice"
    elif start == source:
        passed_on = "speaks for the state"
    else:
        passed_on = f"passes on: {start.title.partition(' (')[0]}"
    yield Explanation(
        f"{_capital(source_name(source))} {passed_on}.",
        claim.id,
        tuple(dict.fromkeys((source.id, start.id))),
        tuple(record.id for record in records),
    )
    yield _note(records[0], library)


def _own_word(sources: Iterable[Source], claim: Claim, library: Library) -> Iterator[Explanation]:
    for source in sources:
        records = [record for record in library.evidence_of(claim.id) if record.source_id == source.id]
        note = _note(records[0], library)
        yield replace(note, text=f"Not the state’s word. {note.text}")


def _whole(claim: Claim, library: Library) -> _Part:
    return _Part(
        claim,
        None,
        spoken_clause(claim),
        library.verdicts[claim.id].headline,
        library.evidence_of(claim.id),
        library,
    )


# Spot the altered number ----------------------------------------------------------------------

_NUMBER = re.compile(r"(?<![\w,.])(?:\d{1,3}(?:,\d{3})+|\d+)(?![\w])")
_GAP = "____"
_PERCENTAGES = (-45, -30, -20, -10, 10, 20, 30, 45)
_YEARS = (-5, -4, -3, -2, 2, 3, 4, 5)


def _missing_number(claim: Claim, library: Library) -> Iterator[QuizQuestion]:
    """Which number stands at a place in the article. The others stand in no record on the claim."""
    part = _whole(claim, library)
    if any(record.sensitive for record in part.records):
        return
    for match in _article_numbers(claim, library):
        sentence = match.string
        number = match.group()
        wrong = _altered(number, claim, library)[:_OTHERS]
        yield _question(
            QuizKind.ALTERED_NUMBER,
            part,
            f"Which number does the ARTICLE print here? “{sentence[: match.start()]}{_GAP}{sentence[match.end() :]}” "
            "(What the article says is asked, not whether it is true.)",
            Choice(number),
            [Choice(other) for other in wrong],
            [_in_article(claim, f"The article prints {number}: “{sentence}”"), _not_settled(part)],
        )


def _changed_number(library: Library) -> Iterator[QuizQuestion]:
    """Which of four phrases of the article has a changed number."""
    numbered = [claim for claim in studied_claims(library) if any(_article_numbers(claim, library))]
    for claim in numbered:
        part = _whole(claim, library)
        others = sorted(
            (other for other in numbered if other is not claim and other.verbatim),
            key=lambda other: _digest(claim.id + other.id),
        )[:_OTHERS]
        altered = _altered_phrase(claim, library)
        if altered is None or any(record.sensitive for record in part.records) or len(others) < _OTHERS:
            continue
        yield _question(
            QuizKind.ALTERED_NUMBER,
            part,
            "Three of these phrases are the ARTICLE’s own words; in one, a number was changed. Which one? "
            "(What the article says is asked, not whether it is true.)",
            Choice(f"“{altered}”"),
            [Choice(f"“{other.verbatim}”") for other in others],
            [
                _in_article(claim, f"The article prints: “{claim.verbatim}”."),
                _not_settled(part),
                *(_in_article(other, f"Unchanged: “{other.verbatim}”.") for other in others),
            ],
        )


def _article_numbers(claim: Claim, library: Library) -> Iterator[re.Match[str]]:
    """The numbers of a claim's phrase, in digits, as they stand in its sentence of the article."""
    sentence = library.claim_passages[claim.id].text
    span = find_quote(claim.verbatim or "", sentence)
    if span:
        yield from (match for match in _NUMBER.finditer(sentence) if span[0] <= match.start() < span[1])


def _altered_phrase(claim: Claim, library: Library) -> str | None:
    """The claim's phrase with the first of its numbers changed."""
    match = _NUMBER.search(claim.verbatim or "")
    if match is None:
        return None
    other = _altered(match.group(), claim, library)[0]
    return f"{match.string[: match.start()]}{other}{match.string[match.end() :]}"


def _altered(number: str, claim: Claim, library: Library) -> list[str]:
    """Numbers near this one, written like it, that no record on the claim gives."""
    value = int(number.replace(",", ""))
    is_year = 1900 <= value <= 2100 and "," not in number
    changed = {value + shift for shift in _YEARS} if is_year else _near(value)
    given = _given_values(claim, library)
    fit = sorted(
        (other for other in changed if float(other) not in given),
        key=lambda other: _digest(f"{claim.id} {number} {other}"),
    )
    return [f"{other:,}" if "," in number else str(other) for other in fit]


def _near(value: int) -> set[int]:
    """Numbers a tenth to a half away and about as round as ``value``."""
    unit = 1
    while value % (unit * 10) == 0 and value // (unit * 10) > 3:
        unit *= 10
    lead = value // unit
    return {(lead + (round(lead * part / 100) or (part > 0) - (part < 0))) * unit for part in _PERCENTAGES} - {value}


def _given_values(claim: Claim, library: Library) -> frozenset[float]:
    """Every number that the article's sentence, a source, a note or a dispute gives for a claim."""
    corpus = library.corpus
    records = library.evidence_of(claim.id)
    conflicts = corpus.conflicts_by_claim[claim.id]
    texts = [
        library.claim_passages[claim.id].text,
        claim.restatement,
        *(text for part in claim.components for text in (part.restatement, part.clause)),
        *(text for record in records for text in (record.statement, record.scope_note or "")),
        *(f"{position.value} {position.note or ''}" for conflict in conflicts for position in conflict.positions),
    ]
    read = {float(number) for text in texts for number in number_values(text) if re.fullmatch(r"\d+(\.\d+)?", number)}
    found = (record.value_found for record in records if record.value_found)
    return frozenset(read | {value.number for value in found if value.number is not None})


def _in_article(claim: Claim, text: str) -> Explanation:
    return Explanation(text, claim.id, (ARTICLE_SOURCE_ID,))


def _not_settled(part: _Part) -> Explanation:
    """The label of the claim, so that nobody learns the article's number as a fact."""
    label = VERDICT_WORDING[part.verdict.key]
    return replace(_reason(part), text=f"Its label in this library: “{label}”. {part.verdict.reason}")


# Common to all kinds --------------------------------------------------------------------------


def _reason(part: _Part) -> Explanation:
    """The verdict's reason and rule, with the records that voted."""
    evidence = part.library.corpus.evidence
    voters = part.verdict.evidence_ids
    return Explanation(
        f"{part.verdict.reason} (Rule {part.verdict.rule} of the labelling policy.)",
        part.claim.id,
        tuple(dict.fromkeys(evidence[id].source_id for id in voters)) or (ARTICLE_SOURCE_ID,),
        voters,
    )


def _note(record: Evidence, library: Library) -> Explanation:
    name = source_name(library.corpus.sources[record.source_id])
    return Explanation(
        f"Library note on {name}: {record.statement}", record.claim_id, (record.source_id,), (record.id,)
    )


def _distinct(
    sources: Iterable[Source], right: Source | None, *, seed: str, name: Callable[[Source], str]
) -> list[Source]:
    """Sources in a stable order, one of each name and origin, and none with those of the right one."""
    names = {name(right)} if right else set()
    groups = {right.independence_group} if right else set()
    chosen = []
    for source in sorted(sources, key=lambda source: _digest(seed + source.id)):
        if name(source) not in names and (right is None or source.independence_group not in groups):
            names.add(name(source))
            chosen.append(source)
    return chosen


def _question(
    kind: QuizKind,
    part: _Part,
    prompt: str,
    right: Choice,
    wrong: Sequence[Choice],
    explanation: Iterable[Explanation],
) -> QuizQuestion:
    """The question under a name made from its content, its choices in an order made from that name."""
    name = _digest("\n".join((kind, prompt, right.text, *sorted(choice.text for choice in wrong))))[:10]
    choices = tuple(sorted((right, *wrong), key=lambda choice: _digest(name + choice.text)))
    return QuizQuestion(
        id=f"{kind.value.replace('_', '-')}-{part.claim.id}-{name}",
        kind=kind,
        claim_id=part.claim.id,
        component=part.component,
        prompt=prompt,
        choices=choices,
        right=choices.index(right),
        explanation=tuple(dict.fromkeys(explanation)),
    )


def _digest(text: str) -> str:
    """A stable shuffle: texts sorted by it stand in no order a reader could learn."""
    return sha256(text.encode()).hexdigest()


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
