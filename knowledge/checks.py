"""The checks between records: what one file cannot show by itself."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from knowledge import dates
from knowledge.lineage import derivation_cycle, has_state_origin
from knowledge.normalisation import find_quote, number_values, quoted_parts
from knowledge.passages import article_passages
from knowledge.problems import Problem
from knowledge.record_files import RecordFiles
from knowledge.records import CitedSentence, Claim, Evidence, Source
from knowledge.toml_files import TomlFile
from knowledge.vocabulary import Access, Basis, ClaimKind, Stance, TermKind


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


def problems_between(found: RecordFiles) -> tuple[Problem, ...]:
    """Every fault between the records of ``found``, sorted by file and line."""
    checks: tuple[Callable[[RecordFiles], Iterator[Problem]], ...] = (
        _names,
        _sources,
        _derivations,
        _claims,
        _evidence,
        _searches,
        _conflicts,
        _premises,
        _glossary,
    )
    problems = {problem for check in checks for problem in check(found)}
    return tuple(sorted(problem for problem in problems if not _follows(problem, found)))


def _follows(problem: Problem, found: RecordFiles) -> bool:
    """Whether a fault only follows from another: it names a record whose own file could not be read."""
    return problem.message.startswith("is no ") and problem.value.strip("'") in found.unreadable


def _names(found: RecordFiles) -> Iterator[Problem]:
    """An id is its file's name, and stands once."""
    kinds: tuple[Iterable[tuple[TomlFile, _Identified]], ...] = (
        found.sources,
        found.claims,
        found.conflicts,
        found.premises,
        found.limits,
        found.glossary,
    )
    for records in kinds:
        for file, record in records:
            if record.id != file.stem:
                yield file.problem("id", record.id, f"should be the file's name, {file.stem!r}")
        yield from _repeated((file, "id", record.id) for file, record in records)
    for file, evidence in found.evidence:
        expected = f"{file.folder}--{file.stem}"
        if evidence.id != expected:
            yield file.problem("id", evidence.id, f"should be folder--name, {expected!r}")
    yield from _repeated((file, "id", evidence.id) for file, evidence in found.evidence)
    yield from _repeated((file, "claim_id", search.claim_id) for file, search in found.searches)


def _repeated(keys: Iterable[tuple[TomlFile, str, str]]) -> Iterator[Problem]:
    first: dict[str, TomlFile] = {}
    for file, field, key in keys:
        if key in first:
            yield file.problem(field, key, f"stands in {first[key].name} already")
        first.setdefault(key, file)


def _sources(found: RecordFiles) -> Iterator[Problem]:
    for file, source in found.sources:
        yield from _dates(file, ("date", source.date), check=dates.is_date_or_interval)
        if (source.url is not None) != (source.access is Access.ORIGINAL):
            yield file.problem(
                "url", source.url, "stands exactly where access is 'original': links go to originals only"
            )
        if source.url is not None and not source.url.startswith(("https://", "http://")):
            yield file.problem("url", source.url, "should begin with https:// or http://")
        if (source.read_in is not None) != (source.access is Access.COPY):
            yield file.problem("read_in", source.read_in, "stands exactly where access is 'copy'")


def _derivations(found: RecordFiles) -> Iterator[Problem]:
    sources = {source.id: source for _, source in found.sources}
    files = {source.id: file for file, source in found.sources}
    for file, source in found.sources:
        for place, derivation in enumerate(source.derives_from):
            yield from _known(file, f"derives_from.{place}.source_id", derivation.source_id, sources, "source")
    if cycle := derivation_cycle(sources):
        yield files[cycle[0]].problem("derives_from", " -> ".join(cycle), "goes round in a circle")


def _claims(found: RecordFiles) -> Iterator[Problem]:
    sentences = [passage.text for passage in article_passages(found.article)]
    searched = {search.claim_id for _, search in found.searches}
    for file, claim in found.claims:
        if claim.id not in searched:
            yield file.problem("id", claim.id, "has no search record in searches/")
        if claim.kind is ClaimKind.CONTEXT:
            continue
        for field in ("verbatim", "cutoff", "clause", "sought", "reported"):
            if getattr(claim, field) is None:
                yield file.problem(field, None, "is missing")
        yield from _dates(file, ("cutoff", claim.cutoff), check=dates.is_date)
        quotes = [("verbatim", claim.verbatim)] if claim.verbatim else []
        quotes += [("reported", quote) for quote in quoted_parts(claim.reported or "")]
        for field, quote in quotes:
            if not any(find_quote(quote, sentence) for sentence in sentences):
                yield file.problem(field, quote, "does not stand in one sentence of the article")
        if claim.reported and not any(quoted_parts(claim.reported)):
            yield file.problem("reported", claim.reported, "should quote the article between “ and ”")
        unquoted = number_values(claim.reported or "") - number_values(" ".join(quoted_parts(claim.reported or "")))
        if unquoted:
            yield file.problem("reported", sorted(unquoted), "has numbers outside the article's own words")
        yield from _components(file, claim)


def _components(file: TomlFile, claim: Claim) -> Iterator[Problem]:
    if not claim.components:
        return
    headlines = [part.id for part in claim.components if part.headline]
    if len(headlines) != 1:
        yield file.problem("components", headlines, "should have exactly one headline")
    yield from _repeated((file, f"components.{n}.id", part.id) for n, part in enumerate(claim.components))


def _evidence(found: RecordFiles) -> Iterator[Problem]:
    claims = {claim.id: claim for _, claim in found.claims}
    sources = {source.id: source for _, source in found.sources}
    for file, record in found.evidence:
        yield from _known(file, "claim_id", record.claim_id, claims, "claim")
        yield from _known(file, "source_id", record.source_id, sources, "source")
        if record.lineage.origin_source_id is not None:
            yield from _known(file, "lineage.origin_source_id", record.lineage.origin_source_id, sources, "source")
        yield from _dates(file, ("event_date", record.event_date), check=dates.is_date_or_interval)
        if not 1 <= record.credibility <= 6:
            yield file.problem("credibility", record.credibility, "should be 1 to 6 (Admiralty scale)")
        if (record.lineage.origin_source_id is None) != (record.lineage.relation is None):
            yield file.problem("lineage.relation", record.lineage.relation, "goes with origin_source_id")
        yield from _stance(file, record)
        claim = claims.get(record.claim_id)
        if claim is not None and record.component is not None:
            yield from _known(
                file,
                "component",
                record.component,
                {part.id: part for part in claim.components},
                "component of its claim",
            )


def _stance(file: TomlFile, record: Evidence) -> Iterator[Problem]:
    if record.stance in (Stance.SUPPORTS, Stance.PARTIALLY_SUPPORTS) and record.basis is Basis.REPETITION:
        yield file.problem("basis", record.basis.value, f"is no basis for the stance {record.stance.value!r}")
    if record.stance is Stance.REFUTES and record.basis is Basis.REPETITION and not record.admission_against_interest:
        yield file.problem("basis", record.basis.value, "refutes only as an admission against interest")
    if record.admission_against_interest and record.stance is not Stance.REFUTES:
        yield file.problem("admission_against_interest", True, "goes with the stance 'refutes'")


def _searches(found: RecordFiles) -> Iterator[Problem]:
    claims = {claim.id: claim for _, claim in found.claims}
    for file, search in found.searches:
        yield from _known(file, "claim_id", search.claim_id, claims, "claim")
        yield from _dates(file, ("date", search.date), check=dates.is_date)


def _conflicts(found: RecordFiles) -> Iterator[Problem]:
    claims = {claim.id: claim for _, claim in found.claims}
    sources = {source.id: source for _, source in found.sources}
    for file, conflict in found.conflicts:
        for claim_id in conflict.claim_ids:
            yield from _known(file, "claim_ids", claim_id, claims, "claim")
        for place, position in enumerate(conflict.positions):
            for source_id in position.source_ids:
                yield from _known(file, f"positions.{place}.source_ids", source_id, sources, "source")
        if len(conflict.positions) < 2:
            yield file.problem("positions", None, "should have at least two sides")


def _premises(found: RecordFiles) -> Iterator[Problem]:
    claims = {claim.id: claim for _, claim in found.claims}
    for file, premise in found.premises:
        for claim_id in premise.claim_ids:
            yield from _known(file, "claim_ids", claim_id, claims, "claim")
        yield from _cited_sentences(file, premise.sentences, found)


def _glossary(found: RecordFiles) -> Iterator[Problem]:
    claims = {claim.id: claim for _, claim in found.claims}
    sensitive = {record.id for _, record in found.evidence if record.sensitive}
    for file, term in found.glossary:
        for claim_id in term.claim_ids:
            yield from _known(file, "claim_ids", claim_id, claims, "claim")
            if claim_id in claims and claims[claim_id].kind is ClaimKind.CONTEXT:
                yield file.problem("claim_ids", claim_id, "should be a claim of the article, not a context topic")
        if not term.sentences:
            yield file.problem("sentences", None, "is empty")
        yield from _cited_sentences(file, term.sentences, found)
        for place, sentence in enumerate(term.sentences):
            field = f"sentences.{place}.evidence"
            if term.kind is TermKind.HISTORY and not sentence.evidence:
                yield file.problem(field, None, "is empty: a sentence about history cites its evidence")
            for evidence_id in sentence.evidence:
                if evidence_id in sensitive:
                    yield file.problem(field, evidence_id, "is sensitive: the glossary gives no warning")
    yield from _repeated(
        (file, field, name)
        for file, term in found.glossary
        for field, names in (("term", (term.term,)), ("also", term.also))
        for name in names
    )


def _cited_sentences(file: TomlFile, sentences: Iterable[CitedSentence], found: RecordFiles) -> Iterator[Problem]:
    """A sentence cites records of this library, takes its numbers from them and keeps to one voice."""
    evidence = {record.id: record for _, record in found.evidence}
    sources = {source.id: source for _, source in found.sources}
    for place, sentence in enumerate(sentences):
        field = f"sentences.{place}.evidence"
        for evidence_id in sentence.evidence:
            yield from _known(file, field, evidence_id, evidence, "evidence record")
        cited = [evidence[key] for key in sentence.evidence if key in evidence]
        if not cited:
            continue
        missing = number_values(sentence.text) - number_values(" ".join(record.statement for record in cited))
        if missing:
            yield file.problem(
                f"sentences.{place}.text", sorted(missing), "has numbers that its evidence does not give"
            )
        if (
            all({r.source_id, r.lineage.origin_source_id or r.source_id} <= sources.keys() for r in cited)
            and len({has_state_origin(r, sources) for r in cited}) > 1
        ):
            yield file.problem(
                field,
                list(sentence.evidence),
                "mixes the state's own voice with others: split the sentence",
            )


def _known(file: TomlFile, field: str, key: str, known: Iterable[str], noun: str) -> Iterator[Problem]:
    if key not in known:
        yield file.problem(field, key, f"is no {noun} of this library")


def _dates(file: TomlFile, *fields: tuple[str, str | None], check: Callable[[str], bool]) -> Iterator[Problem]:
    for field, value in fields:
        if value is not None and not check(value):
            yield file.problem(
                field,
                value,
                "should be an ISO 8601 date: YYYY, YYYY-MM or YYYY-MM-DD"
                + (" (or two with a slash between)" if check is dates.is_date_or_interval else ""),
            )


def same_author_hints(sources: Iterable[Source]) -> tuple[str, ...]:
    """Sources that share an author but not a group: for a person to look at (rule R2 never joins them)."""
    groups: dict[str, set[str]] = {}
    for source in sources:
        for author in source.authors:
            groups.setdefault(author, set()).add(source.independence_group)
    return tuple(
        f"{author} stands in {len(names)} independence groups: {', '.join(sorted(names))}"
        for author, names in sorted(groups.items())
        if len(names) > 1
    )
