"""“Who says so?”: whose words a note sums up, and which source speaks for a claim or against it."""

import re
from collections.abc import Iterator, Sequence

from assistant.study.quiz.distractors import distinct, strangers, voices
from assistant.study.quiz.explanations import Explanation, library_note, opening_name
from assistant.study.quiz.parts import Part
from assistant.study.quiz.questions import WRONG_CHOICES, Choice, QuizKind, QuizQuestion, quiz_question, shuffle_key
from knowledge.bibliography import short_name, speaker_name
from knowledge.library import Library
from knowledge.lineage import is_state_voice
from knowledge.records import Evidence, Source
from knowledge.sentences import uncapitalised
from knowledge.vocabulary import Stance
from knowledge.votes import Vote

_MASK = "[…]"


def whose_note(part: Part) -> Iterator[QuizQuestion]:
    """Whose words a note sums up, its name left out. The others have nothing like it in this library."""
    library = part.library
    masked = ((record, _without_name(record, library)) for record in part.records)
    usable = [(record, text) for record, text in masked if text]
    for record, text in sorted(usable, key=lambda pair: shuffle_key(pair[0].id))[:1]:
        right = library.corpus.sources[record.source_id]
        others = distinct(strangers(part, record), right, seed=record.id, name=speaker_name)[:WRONG_CHOICES]
        if len(others) < WRONG_CHOICES:
            continue
        trusted_for = Explanation(f"It is reliable for: {_closed(right.reliable_for)}", part.claim.id, (right.id,))
        yield quiz_question(
            QuizKind.WHO_SAYS_SO,
            part,
            f"A library note sums up what one source says; the name is left out: “{text}” Which source is it?",
            Choice(speaker_name(right), right.id),
            [Choice(speaker_name(source), source.id) for source in others],
            [library_note(record, library), trusted_for, _silent(others, part)],
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


def _closed(text: str) -> str:
    """A text with a mark at its end, as a sentence has one."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def who_agrees(part: Part) -> Iterator[QuizQuestion]:
    """Which source bears a part of a claim out, and which speaks against it.

    Wrong choices are the state's own word and the other side. Background notes are no choices: a reader
    could well take one for support or for the contrary.
    """
    full = part.voters(Vote.FULL)
    supporting = part.voters(Vote.FULL, Vote.PARTIAL)
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
    part: Part, prompt: str, right_ones: Sequence[Evidence], *, wrong: Sequence[Evidence]
) -> Iterator[QuizQuestion]:
    """A question whose right choice is one of ``right_ones``; a source with any note beside ``wrong`` is left out."""
    library, sources = part.library, part.library.corpus.sources
    if not right_ones:
        return
    record = min(right_ones, key=lambda voter: shuffle_key(part.claim.id + voter.id))
    right = sources[record.source_id]
    unfit = {voice for other in part.of_claim if other not in wrong for voice in voices(other, library)}
    near = [sources[id] for id in sorted({other.source_id for other in wrong})]
    others = [
        *distinct((s for s in near if s.independence_group not in unfit), right, seed=prompt, name=short_name),
        *distinct(strangers(part, record), right, seed=prompt, name=short_name),
    ][:WRONG_CHOICES]
    if len(others) < WRONG_CHOICES:
        return
    yield quiz_question(
        QuizKind.WHO_SAYS_SO,
        part,
        f"In this library: {uncapitalised(prompt)}",
        Choice(short_name(right), right.id),
        [Choice(short_name(source), source.id) for source in others],
        [library_note(record, library), *_why_not(others, part)],
    )


def _why_not(sources: Sequence[Source], part: Part) -> Iterator[Explanation]:
    """What the sources that are wrong choices say on the claim, if anything."""
    speaking = {record.source_id for record in part.of_claim}
    yield from (_stand(source, part) for source in sources if source.id in speaking)
    silent = [source for source in sources if source.id not in speaking]
    if silent:
        yield _silent(silent, part)


def _silent(sources: Sequence[Source], part: Part) -> Explanation:
    """That sources which are wrong choices have no note on the claim."""
    names = "; ".join(short_name(source) for source in sources)
    text = f"Without a note on this claim in this library: {names}."
    return Explanation(text, part.claim.id, tuple(source.id for source in sources))


def _stand(source: Source, part: Part) -> Explanation:
    """Where a source stands on the claim."""
    library = part.library
    records = [record for record in part.of_claim if record.source_id == source.id]
    name = opening_name(source)
    if all(record.id in library.state_origin for record in records):
        text = f"{name} gives the North Korean state’s own word, which is no independent voice."
    elif any(record.stance is Stance.REFUTES for record in records):
        text = f"{name} speaks against it."
    else:
        text = f"{name} supports it, in full or in part."
    return Explanation(text, part.claim.id, (source.id,), tuple(record.id for record in records))
