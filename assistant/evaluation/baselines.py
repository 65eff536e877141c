"""Simple ways to do the same, so that a figure means something.

Each ranks the library's passages for the bare question; the claims it names are those its passages
belong to, in that order. ``majority`` ranks nothing and gives every claim the commonest verdict.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from assistant.answering import Assistant
from assistant.evaluation.gold import Reading, Unit
from assistant.evaluation.intervals import mean
from assistant.evaluation.question_set import Item
from assistant.evaluation.ranking import Ranking, ranking_scores
from assistant.evaluation.results import Estimate
from knowledge.lexical import LexicalIndex
from knowledge.library import Library
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.vocabulary import Collection

TITLES = {
    "bm25": "BM25 only",
    "dense": "Vectors only",
    "no_quota": "Both fused by rank, no quota a side",
    "lead": "The article's first sentences",
    "majority": "The commonest verdict for all",
}
_DEPTH = 16
_RRF = 60


def baseline_rankings(items: Sequence[Item], assistant: Assistant) -> Mapping[str, Mapping[str, Ranking]]:
    """The rankings of every baseline that ranks, by its name and the question's id."""
    texts = {passage.id: passage.text for passage in assistant.library.passages.values()}
    lexical = LexicalIndex(texts)
    lead = tuple(sorted(id for id in texts if id.startswith(ARTICLE_SOURCE_ID)))
    words = {item.id: lexical.best(item.question, count=_DEPTH) for item in items}
    rankings: dict[str, Mapping[str, Ranking]] = {"bm25": words}
    if assistant.index is not None and assistant.embeddings is not None:
        near = {item.id: _nearest(item.question, assistant) for item in items}
        rankings["dense"] = near
        rankings["no_quota"] = {item.id: _fuse([words[item.id], near[item.id]]) for item in items}
    return rankings | {"lead": {item.id: lead for item in items}}


def baseline_estimates(
    items: Sequence[Item],
    rankings: Mapping[str, Mapping[str, Ranking]],
    *,
    library: Library,
    verdicts: Mapping[Unit, Reading],
) -> Mapping[str, Mapping[str, Estimate]]:
    """The measures of every baseline, and of any other ranking given."""
    found = {}
    for name, by_item in rankings.items():
        scores = ranking_scores(items, by_item)
        measures = sorted({measure for each in scores.values() for measure in each})
        claims = {item.id: list(_claims(by_item.get(item.id, ()), library)) for item in items if item.claims}
        found[name] = {
            "claim_hit_at_1": mean(_hits(items, claims, 1)),
            "claim_hit_at_3": mean(_hits(items, claims, 3)),
            "label_hit_at_1": mean(
                [_label_hit(item, claims.get(item.id, ()), verdicts) for item in items if item.labels]
            ),
        } | {measure: mean([each[measure] for each in scores.values()]) for measure in measures}
    commonest = Counter(reading.verdict.value for reading in verdicts.values() if reading.component is None)
    majority = commonest.most_common(1)[0][0] if commonest else ""
    hits = [float(majority in item.labels) for item in items if item.labels]
    return found | {"majority": {"label_hit_at_1": mean(hits)}}


def _nearest(question: str, assistant: Assistant) -> Ranking:
    assert assistant.index is not None and assistant.embeddings is not None
    vector = assistant.embeddings.embed_query(question)
    near = [n for collection in Collection for n in assistant.index.nearest(collection, vector, count=_DEPTH)]
    return [n.id for n in sorted(near, key=lambda n: (-n.cosine, n.id))][:_DEPTH]


def _fuse(rankings: Sequence[Ranking]) -> Ranking:
    """Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): best first, equals by id."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, id in enumerate(ranking, start=1):
            scores[id] = scores.get(id, 0.0) + 1 / (_RRF + rank)
    return sorted(scores, key=lambda id: (-scores[id], id))[:_DEPTH]


def _hits(items: Sequence[Item], claims: Mapping[str, Sequence[str]], most: int) -> list[float]:
    return [float(bool(set(claims[item.id][:most]) & set(item.claims))) for item in items if item.claims]


def _label_hit(item: Item, claims: Sequence[str], verdicts: Mapping[Unit, Reading]) -> float:
    """Whether the verdict of the first claim is one the gold allows."""
    reading = verdicts.get((claims[0], None)) if claims else None
    return float(reading is not None and reading.verdict.value in item.labels)


def _claims(ranking: Ranking, library: Library) -> Iterator[str]:
    """The claims that passages belong to, each once, in order."""
    seen: set[str] = set()
    for passage_id in ranking:
        record = library.corpus.evidence.get(passage_id)
        own = [record.claim_id] if record else [id for id, p in library.claim_passages.items() if p.id == passage_id]
        for claim_id in own:
            if claim_id not in seen:
                seen.add(claim_id)
                yield claim_id
