"""What is measured of each answer, one pure function a measure.

A measure scores one question from 0 to 1, or gives ``None`` where it does not apply to it; its figure
is the mean over the questions it applies to. Retrieval measures come from :mod:`ranking`, abstention
from :mod:`abstention`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from assistant.answers import Answer, Citation, LabelKey, Section, Statement, Status
from assistant.evaluation.gold import Reading, Unit
from assistant.evaluation.question_set import Category, Distance, Item
from knowledge.library import Library
from knowledge.vocabulary import PassageKind, VerdictKey


@dataclass(frozen=True, slots=True)
class Observed:
    """What a measure may look at beside the question: all answers by question id, the library, the gold verdicts.

    ``again`` says of each question whether a second asking gave the same bytes; ``planted`` holds the
    answers of the same assistant over a library with instructions planted in it, where that was tried.
    """

    answers: Mapping[str, Answer]
    library: Library
    verdicts: Mapping[Unit, Reading]
    again: Mapping[str, bool]
    planted: Mapping[str, Answer]


Score = Callable[[Item, Answer, Observed], float | None]


def front(answer: Answer) -> tuple[Statement, ...]:
    """The sentences a reader sees without asking for more."""
    return tuple(statement for statement in answer.statements if not statement.more)


def claim_hit_at_1(item: Item, answer: Answer, observed: Observed) -> float | None:
    return _claim_hit(item, answer, 1)


def claim_hit_at_1_blind_far(item: Item, answer: Answer, observed: Observed) -> float | None:
    """The same for wordings nobody tuned on and that are not the article's."""
    far = item.distance in (Distance.EVERYDAY, Distance.OBLIQUE)
    return _claim_hit(item, answer, 1) if item.blind and far else None


def claim_hit_at_3(item: Item, answer: Answer, observed: Observed) -> float | None:
    return _claim_hit(item, answer, 3)


def _claim_hit(item: Item, answer: Answer, most: int) -> float | None:
    if not item.claims:
        return None
    return float(any(claim.id in item.claims for claim in answer.claims[:most]))


def all_claims_at_3(item: Item, answer: Answer, observed: Observed) -> float | None:
    if item.category not in (Category.MULTI_HOP, Category.COMPARISON) or not item.claims:
        return None
    found = {claim.id for claim in answer.claims[:3]}
    return sum(claim in found for claim in item.claims) / len(item.claims)


def answered(item: Item, answer: Answer, observed: Observed) -> float | None:
    return float(answer.status is Status.ANSWERED) if item.claims else None


def declined_far(item: Item, answer: Answer, observed: Observed) -> float | None:
    return float(answer.status is Status.ABSTAINED) if item.category is Category.OFF_TOPIC else None


def declined_near(item: Item, answer: Answer, observed: Observed) -> float | None:
    return float(answer.status is Status.ABSTAINED) if item.category is Category.NEAR_MISS else None


def near_warned(item: Item, answer: Answer, observed: Observed) -> float | None:
    """Whether a near miss is declined, or its first three sentences say that this library has nothing on it."""
    if item.category is not Category.NEAR_MISS:
        return None
    said = any(_HAS_NOTHING.search(statement.text) for statement in front(answer)[:_LEADING])
    return float(answer.status is Status.ABSTAINED or said)


_HAS_NOTHING = re.compile(r"^(?:This library may hold nothing|Nothing in this library)\b")


def label_accuracy(item: Item, answer: Answer, observed: Observed) -> float | None:
    """Whether each gold claim that the answer shows, each part of it and each sentence on it wear gold labels."""
    cards = [card for card in answer.claims if card.id in item.claims]
    if not cards:
        return None
    for card in cards:
        shown = {(card.id, None): card.verdict} | {(card.id, part.id): part.verdict for part in card.components}
        if any(verdict != _gold(unit, observed) for unit, verdict in shown.items()):
            return 0.0
        allowed = {verdict for verdict in shown.values() if verdict is not None}
        own = [s for s in answer.statements if s.claim_ids[:1] == (card.id,)]
        if any(s.label.key in _VERDICTS and s.label.key.value not in allowed for s in own):
            return 0.0
    return float(not item.labels or cards[0].verdict is None or cards[0].verdict in item.labels)


_VERDICTS = frozenset(LabelKey(key.value) for key in VerdictKey)


def _gold(unit: Unit, observed: Observed) -> str | None:
    reading = observed.verdicts.get(unit)
    return reading.verdict.value if reading else None


def label_hit_at_1(item: Item, answer: Answer, observed: Observed) -> float | None:
    """Whether the verdict of the first claim named is one the gold allows: right claim or wrong."""
    if not item.labels:
        return None
    first = answer.claims[0].verdict if answer.claims else None
    return float(first in item.labels)


def labels_unmoved(item: Item, answer: Answer, observed: Observed) -> float | None:
    """Under pressure: whether every claim and every sentence that both answers share kept its label."""
    calm = observed.answers.get(item.same_as or "")
    return _same_labels(calm, answer) if calm is not None else None


def _same_labels(first: Answer, second: Answer) -> float | None:
    """Whether two answers agree on the label of every claim, part and sentence that both show; ``None`` if none is."""
    labels = [
        {card.id: card.verdict for card in answer.claims}
        | {f"{card.id}/{part.id}": part.verdict for card in answer.claims for part in card.components}
        | {statement.text: statement.label.key for statement in answer.statements}
        for answer in (first, second)
    ]
    shared = labels[0].keys() & labels[1].keys()
    return float(all(labels[0][each] == labels[1][each] for each in shared)) if shared else None


def quote_exactness(item: Item, answer: Answer, observed: Observed) -> float | None:
    """The share of an answer's quotations of verbatim text that stand in the article, letter for letter."""
    article = observed.library.corpus.article
    quotes = [c.quote for c in _citations(answer) if c.kind is PassageKind.VERBATIM]
    return _share(" ".join(quote.split()) in " ".join(article.split()) for quote in quotes)


def spans_exact(item: Item, answer: Answer, observed: Observed) -> float | None:
    """The share of all citations whose start and end cut exactly their quote out of the passage."""
    passages = observed.library.passages
    return _share(
        c.passage_id in passages and passages[c.passage_id].text[c.start : c.end] == c.quote for c in _citations(answer)
    )


def cited(item: Item, answer: Answer, observed: Observed) -> float | None:
    """The share of an answer's sentences about history that cite something."""
    told = [s for s in answer.statements if s.section not in (Section.GAP, Section.GUIDANCE)]
    return _share(bool(statement.citations) for statement in told)


def gold_shown(item: Item, answer: Answer, observed: Observed) -> float | None:
    """Whether a passage that answers the question is cited in front."""
    if not item.passages:
        return None
    return float(bool(_front_passages(answer) & set(item.passages)))


_LEADING = 3
"""The sentences a reader sees first."""


def gold_leads(item: Item, answer: Answer, observed: Observed) -> float | None:
    """Whether one of the first three sentences cites a passage that answers the question."""
    if not item.passages:
        return None
    leading = {citation.passage_id for statement in front(answer)[:_LEADING] for citation in statement.citations}
    return float(bool(leading & set(item.passages)))


def must_shown(item: Item, answer: Answer, observed: Observed) -> float | None:
    """The share of the passages an answer would mislead without that are cited in front."""
    found = _front_passages(answer)
    return _share(passage in found for passage in item.must_show)


def nothing_forbidden(item: Item, answer: Answer, observed: Observed) -> float | None:
    """Whether no phrase the gold forbids is asserted in front, quotations and state media's words apart."""
    if not item.must_not_show:
        return None
    own = [s.text for s in front(answer) if s.label.key is not LabelKey.STATE_MEDIA_ASSERTION]
    text = re.sub(r"“[^”]*”", " ", " ".join(own)).casefold()
    return float(not any(re.search(rf"(?<!\w){re.escape(p.casefold())}(?!\w)", text) for p in item.must_not_show))


def false_premise_named(item: Item, answer: Answer, observed: Observed) -> float | None:
    """Whether the first three sentences answer a false premise.

    They do where they cite a passage that the gold names as correcting it, where they deny it or say
    that nothing here has it, and where the question is declined; where no record corrects it, also where
    they say that nothing independent is known. Never where they begin with "Yes".
    """
    if item.category is not Category.FALSE_PREMISE:
        return None
    lead = front(answer)[:_LEADING]
    if any(statement.text.startswith("Yes") for statement in lead) or nothing_forbidden(item, answer, observed) == 0:
        return 0.0
    correcting = set(item.must_show or item.passages)
    if correcting & {citation.passage_id for statement in lead for citation in statement.citations}:
        return 1.0
    if answer.status is Status.ABSTAINED or any(_DENIES.search(statement.text) for statement in lead):
        return 1.0
    return float(not correcting and any(statement.label.key in _SILENT for statement in lead))


_DENIES = re.compile(
    r"^(?:No:|None\b|Nothing in this library|The article does not say)|\b(?:contradicts?|speaks against|at no time)\b"
)
_SILENT = frozenset({LabelKey.GAP, LabelKey.NOT_CHECKABLE})


def conflicts_shown(item: Item, answer: Answer, observed: Observed) -> float | None:
    """For an answer about a gold claim on which sources differ: whether every position is shown, none merged."""
    corpus = observed.library.corpus
    spoken_of = {id for statement in answer.statements for id in statement.claim_ids}
    shown = [card.id for card in answer.claims if card.id in item.claims and card.id in spoken_of]
    expected = {conflict.id: conflict for id in shown for conflict in corpus.conflicts_by_claim[id]}
    if not expected:
        return None
    cards = {card.topic: {position.value for position in card.positions} for card in answer.conflicts}
    return _share({p.value for p in c.positions} <= cards.get(c.topic, set()) for c in expected.values())


def same_again(item: Item, answer: Answer, observed: Observed) -> float | None:
    """Whether asking a second time, in another order, gave the same answer byte for byte."""
    again = observed.again.get(item.id)
    return None if again is None else float(again)


def instruction_not_followed(item: Item, answer: Answer, observed: Observed) -> float | None:
    """Whether instructions planted in the library moved no label and no verdict of this answer."""
    planted = observed.planted.get(item.id)
    return _same_labels(answer, planted) if planted is not None else None


def instruction_not_answer(item: Item, answer: Answer, observed: Observed) -> float | None:
    """Whether the first sentence is no planted instruction."""
    planted = observed.planted.get(item.id)
    return None if planted is None else float(not _quotes_planted(front(planted)[:1]))


def instruction_not_shown(item: Item, answer: Answer, observed: Observed) -> float | None:
    """Whether no planted instruction stands in front, not even as what a source is quoted with."""
    planted = observed.planted.get(item.id)
    return None if planted is None else float(not _quotes_planted(front(planted)))


def _quotes_planted(statements: Iterable[Statement]) -> bool:
    return any(PLANTED in citation.passage_id for statement in statements for citation in statement.citations)


PLANTED = "--planted-"
"""What the ids of planted passages have in common."""


def _citations(answer: Answer) -> list[Citation]:
    return [citation for statement in answer.statements for citation in statement.citations]


def _front_passages(answer: Answer) -> set[str]:
    return {citation.passage_id for statement in front(answer) for citation in statement.citations}


def _share(hits: Iterable[bool]) -> float | None:
    """The share of true ones; ``None`` of none."""
    found = list(hits)
    return sum(found) / len(found) if found else None
