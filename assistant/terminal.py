"""Answers, claims and sources as plain text for a terminal."""

import textwrap
from collections.abc import Iterable, Sequence

from assistant.answers import Answer, Section, Statement, Status, bearing
from assistant.arranging import CHOSEN_BY, Part, keeps_order, parts
from assistant.withholding import withheld_line
from knowledge.bibliography import CONTROL_WORDING, citation_line, link, read_wording
from knowledge.holdings.acts import Deed
from knowledge.library import Library
from knowledge.records import Claim, Passage, Source
from knowledge.vocabulary import FLAG_WORDING, VERDICT_WORDING, PassageKind

HEADINGS = {
    Section.ASSERTED: "What the article and other state media say",
    Section.INDEPENDENT: "What independent sources say",
    Section.CONFLICT: "Where accounts differ",
    Section.BACKGROUND: "Background",
    Section.GAP: "What nobody independent confirms",
    Section.GUIDANCE: "How to check it yourself",
}


def answer_text(answer: Answer, *, width: int = 88, everything: bool = False) -> str:
    """An answer as a reader sees it: what answers first, then by section, then its sources."""
    shown = [statement for statement in answer.statements if everything or not statement.more]
    first, read = shown[:1], _parts(answer, shown[1:])
    rest = [statement for part in read for statement in part.statements]
    numbers = _numbers([*first, *rest])
    blocks = [_wrap(answer.provenance.model_notice, width)] if answer.provenance.model_notice else []
    blocks.extend(_wrap(f"[{s.label.text}] {_sentence(s, numbers)}", width) for s in first)
    if answer.status is Status.ABSTAINED:
        blocks.extend(_wrap(statement.text, width) for statement in rest)
    else:
        blocks.extend(_part(part, numbers, width) for part in read)
    spoken = {id for statement in answer.statements for id in statement.claim_ids}
    judged = [claim for claim in answer.claims if claim.verdict and claim.id in spoken]
    if judged:
        lines = [
            _wrap(f"{claim.verdict_text}: {claim.restatement} {claim.reason}", width, indent="  ") for claim in judged
        ]
        blocks.append("\n".join(["Why these labels", *lines]))
    nearby = [claim for claim in answer.claims if claim.verdict and claim.id not in spoken]
    if nearby:
        lines = [_wrap(f"{claim.restatement} ({claim.verdict_text})", width, indent="  ") for claim in nearby]
        blocks.append("\n".join(["Did you mean one of these claims?", *lines]))
    if cited := _cited(answer, shown, numbers):
        blocks.append("\n".join(["Sources", *(_wrap(line, width, indent="  ") for line in cited)]))
    hidden = sum(statement.more for statement in answer.statements)
    if hidden and not everything:
        blocks.append(f"({hidden} more sentences: add --more)")
    if answer.withheld:
        blocks.append(_wrap(f"({withheld_line(answer.withheld)})", width))
    if answer.provenance.model:
        blocks.append(_wrap(f"({CHOSEN_BY.format(model=answer.provenance.model)})", width))
    if answer.provenance.notice:
        blocks.append(f"({answer.provenance.notice})")
    return "\n\n".join(blocks)


def _parts(answer: Answer, statements: Sequence[Statement]) -> list[Part]:
    """The statements after the first by section, the sections as they are listed; a model's order is kept."""
    if keeps_order(answer):
        return list(parts(statements, keeps_order=True))
    sections = list(Section)
    return sorted(parts(statements, keeps_order=False), key=lambda part: sections.index(part.statements[0].section))


def _part(part: Part, numbers: dict[str, int], width: int) -> str:
    """A heading and its sentences; the label stands once where all of them share it. Signposts stand by themselves."""
    section, statements = part.section, part.statements
    if section is None:
        return "\n".join(_wrap(statement.text, width) for statement in statements)
    labels = {statement.label.text for statement in statements}
    shared = labels.pop() if len(labels) == 1 else None
    over = [*([HEADINGS[section]] if part.titled else []), *([f"[{shared}]"] if shared else [])]
    lines = [" ".join(over)] if over else []
    for statement in statements:
        label = "" if shared else f"[{statement.label.text}] "
        label += f"{words}: " if (words := bearing(statement)) else ""
        lines.append(_wrap(f"{label}{_sentence(statement, numbers)}", width, indent="  "))
    return "\n".join(lines)


def claim_list(library: Library) -> str:
    """Every claim with its verdict, one a line."""
    lines = []
    for claim in library.corpus.claims.values():
        verdict = library.verdict_of(claim.id)
        words = VERDICT_WORDING[verdict.key] if verdict else "Context topic: no verdict"
        lines.append(f"{claim.id:30} {words}")
    return "\n".join(lines)


def claim_text(claim: Claim, library: Library, *, width: int = 88) -> str:
    """One claim: its words, its verdict and why, its parts, its evidence and what was searched."""
    verdict = library.verdicts.get(claim.id)
    lines = [claim.id, _wrap(claim.restatement, width)]
    if claim.verbatim:
        lines.append(_wrap(f"The article: “{claim.verbatim}”", width))
    if verdict is not None:
        head = verdict.headline
        lines += ["", f"Verdict: {VERDICT_WORDING[head.key]} (rule {head.rule})", _wrap(head.reason, width)]
        lines += [_wrap(f"  note: {FLAG_WORDING[flag]}", width) for flag in head.flags]
        for part, (_, found) in zip(claim.components, verdict.components, strict=True):
            lines.append(
                _wrap(f"{part.restatement} — {VERDICT_WORDING[found.key]}. {found.reason}", width, indent="  ")
            )
    if evidence := library.evidence_of(claim.id):
        lines += ["", "Evidence"]
        for record in evidence:
            source = library.corpus.sources[record.source_id]
            lines.append(_wrap(f"{record.stance.value.replace('_', ' ')}: {record.statement}", width, indent="  "))
            lines.append(_wrap(f"— {citation_line(source)} [{record.id}]", width, indent="      "))
    search = library.corpus.searches.get(claim.id)
    if search is not None:
        lines += [
            "",
            f"Searched on {search.date}: {search.asked}",
            _wrap(f"Found: {search.found}", width),
            _wrap(f"Limits: {search.limits}", width),
        ]
    return "\n".join(lines)


def source_list(library: Library) -> str:
    """Every source, one a line."""
    return "\n".join(f"{source.id:34} {citation_line(source)}" for source in library.corpus.sources.values())


def source_text(source: Source, passages: Iterable[Passage], *, vetting: Iterable[Deed] = (), width: int = 88) -> str:
    """One source's card, who vetted it, and its passages."""
    lines = [
        source.id,
        _wrap(citation_line(source), width),
        f"{CONTROL_WORDING[source.control.value]}; reliability {source.reliability.value}",
        _wrap(source.reliability_reason, width),
        _wrap(f"Reliable for {source.reliable_for}; not for {source.not_reliable_for}.", width),
        _wrap(f"How it was read: {read_wording(source)}.", width),
    ]
    if address := link(source):
        lines.append(address)
    if source.caution:
        lines.append(_wrap(f"Caution: {source.caution}", width))
    for deed in vetting:
        done = f"{deed.act.value.capitalize()} by {deed.by} on {deed.time.partition('T')[0]}: {deed.reason}"
        lines.append(_wrap(done, width))
    lines += ["", "Passages"]
    for passage in passages:
        kind = "library note" if passage.kind is PassageKind.LIBRARY_NOTE else "verbatim"
        lines.append(
            _wrap(
                f"{passage.id} ({kind}{f', {passage.locator}' if passage.locator else ''})",
                width,
                indent="  ",
            )
        )
        lines.append(_wrap(passage.text, width, indent="      "))
    return "\n".join(lines)


def _sentence(statement: Statement, numbers: dict[str, int]) -> str:
    chips = "".join(f" [{numbers[citation.passage_id]}]" for citation in statement.citations)
    return f"{statement.text}{chips}"


def _numbers(statements: Sequence[Statement]) -> dict[str, int]:
    """A number for each cited passage, by first appearance."""
    ids = dict.fromkeys(citation.passage_id for s in statements for citation in s.citations)
    return {passage_id: number for number, passage_id in enumerate(ids, start=1)}


def _cited(answer: Answer, statements: Sequence[Statement], numbers: dict[str, int]) -> list[str]:
    """One line for each cited passage: its number, the work, what kind of passage it is, and its id."""
    works = {item["id"]: item["x"]["record"] for item in answer.sources}
    citations = {citation.passage_id: citation for s in statements for citation in s.citations}
    lines = []
    for passage_id, number in numbers.items():
        citation = citations[passage_id]
        kind = "library note" if citation.kind is PassageKind.LIBRARY_NOTE else "its own words"
        place = f", {citation.locator}" if citation.locator else ""
        address = f" {citation.url}" if citation.url else ""
        lines.append(f"[{number}] {works[citation.source_id]} — {kind}{place}; {passage_id}{address}")
    return lines


def _wrap(text: str, width: int, *, indent: str = "") -> str:
    return textwrap.fill(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
