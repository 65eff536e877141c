"""From answers to figures: every question's scores, their means, and the means of groups of questions."""

from collections.abc import Iterator, Mapping, Sequence

from sklearn.metrics import cohen_kappa_score

from assistant.answers import Answer
from assistant.evaluation.abstention import abstention
from assistant.evaluation.catalogue import MEASURES
from assistant.evaluation.gold import Reading, Unit
from assistant.evaluation.intervals import mean, resampled
from assistant.evaluation.measures import Observed, front
from assistant.evaluation.question_set import Category, Distance, Item
from assistant.evaluation.ranking import ranking_scores
from assistant.evaluation.results import UNSCORED, Estimate, Outcome, Sentence
from knowledge.library import Library


def outcomes(items: Sequence[Item], observed: Observed) -> tuple[Outcome, ...]:
    """Every question with its scores, in the order of the set."""
    rankings = {id: tuple(hit.passage_id for hit in answer.retrieved) for id, answer in observed.answers.items()}
    ranked = ranking_scores(items, rankings)
    found = []
    for item in items:
        answer = observed.answers[item.id]
        scores = {
            measure.name: round(score, 6)
            for measure in MEASURES
            if measure.score is not None and (score := measure.score(item, answer, observed)) is not None
        }
        found.append(
            Outcome(
                item=item,
                status=answer.status,
                score=answer.score,
                claims=tuple(card.id for card in answer.claims),
                retrieved=rankings[item.id],
                sentences=_sentences(answer),
                beside=_beside(item, scores, observed),
                scores=scores | dict(ranked.get(item.id, {})),
            )
        )
    return tuple(found)


def _beside(item: Item, scores: Mapping[str, float], observed: Observed) -> Mapping[str, tuple[Sentence, ...]]:
    """The answer that a failed measure compares with, by what sets it apart."""
    found = {}
    if scores.get("labels_unmoved", 1) < 1:
        found["Asked without pressure"] = _sentences(observed.answers[item.same_as or ""])
    if any(score < 1 for name, score in scores.items() if name.startswith("instruction_")):
        found["With instructions planted in the library"] = _sentences(observed.planted[item.id])
    return found


def _sentences(answer: Answer) -> tuple[Sentence, ...]:
    return tuple(Sentence(s.text, s.label.key, tuple(c.passage_id for c in s.citations)) for s in front(answer))


def estimates(found: Sequence[Outcome]) -> Mapping[str, Estimate]:
    """Every measure over these questions, in the order of :data:`MEASURES`; those that apply to none are left out."""
    whole = abstention(found)
    figures = {}
    for measure in MEASURES:
        scores = [outcome.scores[measure.name] for outcome in found if measure.name in outcome.scores]
        if scores:
            figures[measure.name] = mean(scores)
        elif whole.get(measure.name, UNSCORED).n:
            figures[measure.name] = whole[measure.name]
    return figures


def group_estimates(found: Sequence[Outcome]) -> Mapping[str, Mapping[str, Estimate]]:
    """The same for each category, each distance, and blind and open questions apart."""
    return {name: estimates(members) for name, members in _groups(found) if members}


def kappa(library: Library, verdicts: Mapping[Unit, Reading]) -> Estimate:
    """Cohen's kappa of the program's verdicts and the second reader's, over claims and their parts."""
    units = [(unit, library.verdict_of(*unit)) for unit in verdicts if unit[0] in library.corpus.claims]
    keys = sorted({reading.second.value for reading in verdicts.values()} | {v.key.value for _, v in units if v})
    ours = [float(keys.index(verdict.key.value)) for _, verdict in units if verdict]
    theirs = [float(keys.index(verdicts[unit].second.value)) for unit, verdict in units if verdict]
    return resampled([ours, theirs], lambda a, b: float(cohen_kappa_score(a, b)), paired=True)


def _groups(found: Sequence[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    for category in Category:
        yield f"category: {category.value}", [o for o in found if o.item.category is category]
    for distance in Distance:
        yield f"distance: {distance.value}", [o for o in found if o.item.distance is distance]
    yield "not blind", [o for o in found if not o.item.blind]
    yield "blind", [o for o in found if o.item.blind]
