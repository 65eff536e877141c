"""The gate for a model's sentences: each becomes drafts in a source's own words, or is withheld with the reason.

What passes here goes through :func:`assistant.verification.verify` like every other sentence, and gets its label there.
No sentence is shown as a model wrote it: the words shown are the passage's, behind a listed connective or the name of
the source. Where the quotes hold but the words do not, the reviewed sentence stands in their place.
"""

import re
from collections.abc import Collection as Container
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answers import Section, Withheld, WithheldReason
from assistant.drafting.attribution import Fronted, attributions, source_names, without_connective
from assistant.drafting.extraction import Stretch, find_stretch, limiting_words, whole_sentences
from assistant.drafting.proposals import Proposal, ProposedQuote
from assistant.drafting.sentences import sentences
from assistant.drafting.signposts import is_signpost
from assistant.drafting.vocabulary import vocabulary
from assistant.drafts import Draft, Quote
from assistant.notes import note_draft
from knowledge.library import Library
from knowledge.names import one_spelling
from knowledge.normalisation import collapse, find_quote, number_values, printable
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.records import Passage
from knowledge.sentences import capitalised, uncapitalised
from knowledge.vocabulary import Collection, PassageKind

LONGEST = 2000
"""Characters of a sentence that is read at all."""

_SHOWN = 300
_STATE = "According to state media, "


@dataclass(frozen=True, slots=True)
class Ruling:
    """What became of one proposal: what may be shown, and what was withheld and why."""

    drafts: tuple[Draft, ...] = ()
    withheld: tuple[Withheld, ...] = ()


def rule(proposal: Proposal, *, library: Library, retrieved: Container[str]) -> Ruling:
    """Judge one proposed sentence. ``retrieved`` holds the ids of the passages found for this answer."""
    text = proposal.text.strip()
    if not text or len(text) > LONGEST or collapse(text) != printable(text):
        return _refused(text, WithheldReason.MALFORMED)
    if not proposal.quotes:
        if is_signpost(text):
            return Ruling((Draft(text=text, section=Section.GUIDANCE),))
        return _refused(text, WithheldReason.UNSUPPORTED_PROSE)
    cited: dict[str, list[tuple[int, int]]] = {}
    for quote in proposal.quotes:
        span = _span(quote, library, retrieved)
        if isinstance(span, WithheldReason):
            return _refused(text, span)
        cited.setdefault(quote.passage, []).append(span)
    passages = [library.passages[id] for id in cited]
    said = _said(text, passages, library)
    if said is not None:
        return Ruling(tuple(said))
    reason = _reason(text, proposal.quotes)
    if len({passage.collection for passage in passages}) > 1:
        return _refused(text, WithheldReason.MIXED_ORIGINS)
    instead = (_reviewed(library.passages[id], spans, library) for id, spans in cited.items())
    return Ruling(tuple(instead), _refused(text, reason).withheld)


def _refused(text: str, reason: WithheldReason) -> Ruling:
    return Ruling(withheld=(Withheld(reason, printable(text[:_SHOWN])),))


def _span(quote: ProposedQuote, library: Library, retrieved: Container[str]) -> tuple[int, int] | WithheldReason:
    if quote.passage not in retrieved or quote.passage not in library.passages:
        return WithheldReason.NOT_RETRIEVED
    return find_quote(quote.quote, library.passages[quote.passage].text) or WithheldReason.QUOTE_NOT_FOUND


@dataclass(frozen=True, slots=True)
class _Extract:
    """Words of a passage, and what may stand in front of them."""

    passage: Passage
    stretch: Stretch
    connective: str = ""
    attribution: str = ""


def _said(text: str, passages: Sequence[Passage], library: Library) -> list[Draft] | None:
    """The sentence as drafts, one for each passage it takes words from; ``None`` if it says anything else."""
    whole = _extract(text, passages, library)
    if whole is not None:
        return [_draft(whole, library)]
    extracts = []
    for sentence in sentences(text):
        extract = _extract(sentence, passages, library)
        if extract is None:
            return None
        extracts.append(extract)
    return [_draft(extract, library) for extract in _joined(extracts)]


def _extract(text: str, passages: Sequence[Passage], library: Library) -> _Extract | None:
    """Words of one of the passages, behind a connective and a name of its source, or neither."""
    for plain in dict.fromkeys((Fronted("", text), without_connective(text))):
        for passage in passages:
            # Notes begin "According to Wikipedia he …", with and without a comma.
            stretch = find_stretch(plain.rest, passage.text) or find_stretch(_uncomma(plain.rest), passage.text)
            if stretch is not None:
                return _Extract(passage, stretch, plain.front)
            from_state = passage.collection is Collection.STATE
            for named in attributions(plain.rest, library.source_of(passage), from_state=from_state):
                speakers = source_names(library.source_of(passage))
                stretch = find_stretch(_unquoted(named.rest), passage.text, speakers=speakers)
                if stretch is not None:
                    return _Extract(passage, stretch, plain.front, named.front)
    return None


def _uncomma(text: str) -> str:
    return re.sub(r"^(According to [^,]+),", r"\1", text)


def _unquoted(text: str) -> str:
    return re.sub(r"^[\"“]|[\"”]\.?$", "", text.strip())


def _joined(extracts: Sequence[_Extract]) -> Iterator[_Extract]:
    """Neighbours of one passage as one: what was cut apart to be looked at stands together again."""
    held: _Extract | None = None
    for extract in extracts:
        gap = held.passage.text[held.stretch.end : extract.stretch.start] if held is not None else ""
        follows = held is not None and extract.passage is held.passage and extract.stretch.start >= held.stretch.end
        if held is not None and follows and not gap.strip() and not (extract.connective or extract.attribution):
            held = replace(held, stretch=replace(held.stretch, end=extract.stretch.end))
            continue
        if held is not None:
            yield held
        held = extract
    if held is not None:
        yield held


def _draft(extract: _Extract, library: Library) -> Draft:
    """The draft of an extract, in the passage's words, attributed where that is owed."""
    passage, stretch = extract.passage, extract.stretch
    exact = passage.text[stretch.start : stretch.end]
    words, attribution = collapse(exact), extract.attribution
    if passage.kind is PassageKind.VERBATIM:
        text = f"{attribution or _speaker(passage, exact, library)}“{words}”"
    else:
        is_note = (stretch.start, stretch.end) == (0, len(passage.text))
        if passage.collection is Collection.STATE and not (is_note or attribution or _names_the_state(words)):
            attribution = _STATE
        if extract.connective and not _keeps_capital(attribution):
            attribution = uncapitalised(attribution)
        front = extract.connective + attribution
        text = front + (words if not front or front.endswith(": ") or _keeps_capital(words) else uncapitalised(words))
        return replace(_cited(passage, exact, library), text=_ended(capitalised(text)))
    return replace(_cited(passage, exact, library), text=_ended(capitalised(extract.connective + text)))


def _cited(passage: Passage, exact: str, library: Library) -> Draft:
    quotes = (Quote(passage.id, exact),)
    if passage.evidence_id is not None:
        return replace(note_draft(library.corpus.evidence[passage.evidence_id], library), quotes=quotes, must=False)
    section = Section.ASSERTED if passage.collection is Collection.STATE else Section.BACKGROUND
    claims = tuple(
        id
        for id, sentence in library.claim_passages.items()
        if sentence.id == passage.id and (find_quote(library.corpus.claims[id].verbatim or "", exact) is not None)
    )
    return Draft(text="", section=section, claim_ids=claims, quotes=quotes)


def _reviewed(passage: Passage, spans: Sequence[tuple[int, int]], library: Library) -> Draft:
    """What stands in the place of a sentence that went too far: the note, or the quoted sentences whole."""
    if passage.evidence_id is not None:
        return replace(note_draft(library.corpus.evidence[passage.evidence_id], library), must=False)
    around = whole_sentences(passage.text, min(start for start, _ in spans), max(end for _, end in spans))
    return _draft(_Extract(passage, around), library)


def _speaker(passage: Passage, exact: str, library: Library) -> str:
    """Who is quoted, with no number that the quote does not have."""
    if passage.source_id == ARTICLE_SOURCE_ID:
        return "The article says: "
    name = library.source_of(passage).title
    return f"{name}: " if number_values(name) <= number_values(exact) else ""


def _names_the_state(words: str) -> bool:
    """Whether a note on state media says itself whose words these are."""
    said = re.compile(rf"\b(?:{'|'.join(map(re.escape, vocabulary().said))}|according|account|edition)\b")
    return said.search(words) is not None


def _keeps_capital(words: str) -> bool:
    """Whether the first word of a note is one whatever stands before it: a name or an abbreviation, not "The"."""
    first = re.match(r"\w+", words)
    return first is None or first.group().lower() not in _SMALL


_SMALL = frozenset(
    "a an the in on at by of to for from with after before during between under over this that these those he she it "
    "they his her its their there when while as according many most some two three four five six seven eight nine ten "
    "no not one both each all another other several few".split()
)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", ".”", "!”", "?”", ")")) else f"{text}."


def _reason(text: str, quotes: Sequence[ProposedQuote]) -> WithheldReason:
    """What is the matter with a sentence whose quotes hold."""
    quoted = " ".join(quote.quote for quote in quotes)
    if number_values(text) - number_values(quoted):
        return WithheldReason.NUMBER_NOT_IN_QUOTES
    if _names(text) - _names(quoted):
        return WithheldReason.NAME_NOT_IN_QUOTES
    if limiting_words(text) != limiting_words(quoted):
        return WithheldReason.LIMITS_CHANGED
    return WithheldReason.NOT_ITS_WORDS


def _names(text: str) -> frozenset[str]:
    """The words with a capital, in the library's spellings; the first of a sentence may have one for another reason."""
    found = re.findall(r"(?<![.!?“\"] )(?<!^)\b[A-Z][\w’'-]*", one_spelling(text))
    return frozenset(found)
