"""The gate for a model's sentences: each becomes drafts in a source's own words, or is withheld with the reason.

What passes here goes through :func:`assistant.verification.verify` like every other sentence, and gets its label there.
No sentence is shown as a model wrote it: the words shown are the passage's, behind a listed connective. Whose words
they are is said by the note itself, or by code; a name that a model puts in front is checked and not shown. Where the
quotes hold but the words do not, the reviewed sentence stands in their place.
"""

import re
from collections.abc import Collection as Container
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answers import Section, Withheld, WithheldReason
from assistant.drafting.attribution import attributed, without_connective
from assistant.drafting.extraction import Stretch, limiting_words, sentences_around, whole_sentences, whole_text
from assistant.drafting.proposals import Proposal, ProposedQuote
from assistant.drafting.sentences import sentences
from assistant.drafting.signposts import is_signpost
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
_LONGEST_EXCERPT = 600


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
    return Ruling(tuple(filter(None, instead)), _refused(text, reason).withheld)


def _refused(text: str, reason: WithheldReason) -> Ruling:
    return Ruling(withheld=(Withheld(reason, printable(text[:_SHOWN])),))


def _span(quote: ProposedQuote, library: Library, retrieved: Container[str]) -> tuple[int, int] | WithheldReason:
    if quote.passage not in retrieved or quote.passage not in library.passages:
        return WithheldReason.NOT_RETRIEVED
    return find_quote(quote.quote, library.passages[quote.passage].text) or WithheldReason.QUOTE_NOT_FOUND


@dataclass(frozen=True, slots=True)
class _Extract:
    """Words of a passage, and the connective in front of them."""

    passage: Passage
    stretch: Stretch
    connective: str = ""


def _said(text: str, passages: Sequence[Passage], library: Library) -> list[Draft] | None:
    """The sentences as drafts, one for each passage they have the words of; ``None`` if they say anything else."""
    drafts: list[Draft] = []
    rest = list(sentences(text))
    if len(rest) > _MOST_SENTENCES:
        return None
    while rest:
        counts = range(len(rest), 0, -1)
        found = ((count, _extract(" ".join(rest[:count]), passages, library)) for count in counts)
        count, extract = next(((count, extract) for count, extract in found if extract is not None), (0, None))
        if extract is None or len(drafts) == _MOST_TOGETHER:
            return None
        drafts.append(_draft(extract, library))
        rest = rest[count:]
    return drafts


def _extract(text: str, passages: Sequence[Passage], library: Library) -> _Extract | None:
    """Words of one of the passages, behind a connective and a name of its source, or neither."""
    for connective, said in dict.fromkeys((("", text), without_connective(text))):
        for passage in passages:
            stretch = _stretch(said, passage, library)
            if stretch is not None:
                return _Extract(passage, stretch, connective)
    return None


def _stretch(said: str, passage: Passage, library: Library) -> Stretch | None:
    for words in (said, *attributed(said, passage, library.source_of(passage))):
        if passage.kind is PassageKind.LIBRARY_NOTE:
            # Notes begin "According to Wikipedia he …", with and without a comma.
            stretch = whole_text(words, passage.text) or whole_text(_uncomma(words), passage.text)
        else:
            stretch = whole_sentences(_unquoted(words), passage.text, quotable=_reviewed_phrases(passage, library))
        if stretch is not None:
            return stretch
    return None


def _reviewed_phrases(passage: Passage, library: Library) -> list[str]:
    """The words of the article that its claims are made of: reviewed as what may be quoted by itself."""
    claims = (library.corpus.claims[id] for id, sentence in library.claim_passages.items() if sentence is passage)
    return [claim.verbatim for claim in claims if claim.verbatim]


def _uncomma(text: str) -> str:
    return re.sub(r"^(According to [^,]+),", r"\1", text)


def _unquoted(text: str) -> str:
    return re.sub(r"^[\"“]|[\"”]\.?$", "", text.strip())


def _draft(extract: _Extract, library: Library) -> Draft:
    """The draft of an extract: a note as it is, a text in quotation marks behind the name of who says it."""
    passage, stretch = extract.passage, extract.stretch
    exact = passage.text[stretch.start : stretch.end]
    words = collapse(exact)
    if passage.kind is PassageKind.VERBATIM:
        words = f"{_speaker(passage, exact, library)}“{words}”"
    if extract.connective and not _keeps_capital(words):
        words = uncapitalised(words)
    text = capitalised(extract.connective + words)
    return replace(_cited(passage, exact, library), text=text if text.endswith(_ENDS) else f"{text}.")


def _cited(passage: Passage, exact: str, library: Library) -> Draft:
    quotes = (Quote(passage.id, exact),)
    if passage.evidence_id is not None:
        return replace(note_draft(library.corpus.evidence[passage.evidence_id], library), quotes=quotes, must=False)
    section = Section.ASSERTED if passage.collection is Collection.STATE else Section.BACKGROUND
    spoken = (
        id
        for id, sentence in library.claim_passages.items()
        if sentence is passage and find_quote(library.corpus.claims[id].verbatim or "", exact) is not None
    )
    return Draft(text="", section=section, claim_ids=tuple(spoken), quotes=quotes)


def _reviewed(passage: Passage, spans: Sequence[tuple[int, int]], library: Library) -> Draft | None:
    """What stands in the place of a sentence that went too far: the note, or the quoted sentences whole."""
    if passage.evidence_id is not None:
        return replace(note_draft(library.corpus.evidence[passage.evidence_id], library), must=False)
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    around = sentences_around(passage.text, start, end, longest=_LONGEST_EXCERPT)
    return _draft(_Extract(passage, around), library) if around is not None else None


def _speaker(passage: Passage, exact: str, library: Library) -> str:
    """Who is quoted, with no number that the quote does not have."""
    if passage.source_id == ARTICLE_SOURCE_ID:
        return "The article says: "
    name = library.source_of(passage).title
    return f"{name}: " if number_values(name) <= number_values(exact) else ""


def _keeps_capital(words: str) -> bool:
    """Whether the first word of a note is one whatever stands before it: a name or an abbreviation, not "The"."""
    first = re.match(r"\w+", words)
    return first is None or first.group().lower() not in _SMALL


_SMALL = frozenset(
    "a an the in on at by of to for from with after before during between under over this that these those he she it "
    "they his her its their there when while as according many most some two three four five six seven eight nine ten "
    "no not one both each all another other several few".split()
)
_ENDS = (".", "!", "?", ".”", "!”", "?”", ")")
_MOST_TOGETHER = 4
_MOST_SENTENCES = 8


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
