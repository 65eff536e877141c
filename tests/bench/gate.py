"""What the checks of a language model's draft cost: judged, placed and labelled, without the model.

Run: python tests/bench/gate.py   (a minute)

For questions of the evaluation a draft of twelve statements is made of passages they find: eight whole, with
connectives and names in front, two that go too far, two signposts. Timed is everything from the reply's text to the
answer's last form: read, judged by the gate, placed, verified, labelled.
"""

import argparse
import json
import platform
import time
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles
from typing import Any

from assistant.answers import Answer
from assistant.drafting.assembling import assemble
from assistant.drafting.gate import rule
from assistant.drafting.proposals import read_proposals
from assistant.opening import open_assistant
from assistant.settings import read_settings
from assistant.verification import verify
from knowledge.library import Library

QUESTIONS = Path(__file__).parents[2] / "assistant" / "evaluation" / "data" / "article-open.jsonl"
LIMIT = 20.0
"""Milliseconds for a draft of twelve statements, in 95 of 100 cases: the limit of issue 6."""

STATEMENTS = 12
_FRONTS = ("", "However, ", "According to state media, ", "Also, ")


def main() -> None:
    parser = argparse.ArgumentParser(description="What the checks of a language model's draft cost.")
    parser.add_argument("--questions", type=int, default=200)
    number = parser.parse_args().questions
    asked = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()][:number]
    assistant = open_assistant(read_settings())
    checks, answers = [], []
    for question in asked:
        begun = time.perf_counter()
        answer = assistant.ask(question)
        answers.append(1000 * (time.perf_counter() - begun))
        if answer.retrieved:
            checks.append(timed(draft_of(answer, assistant.library), answer, assistant.library))
    p50, p95 = quantiles(checks, n=100)[49], quantiles(checks, n=100)[94]
    alone = quantiles(answers, n=100)[49]
    print(f"{len(checks)} drafts of {STATEMENTS} statements; {platform.machine()}, Python {platform.python_version()}")
    print(f"the gate: p50 {p50:.1f} ms, p95 {p95:.1f} ms; {p95 / LIMIT:.2f} of the limit of {LIMIT:.0f} ms")
    print(f"the answer without a model: p50 {alone:.1f} ms; the gate is {p50 / alone:.2f} of it")


def timed(reply: str, answer: Answer, library: Library) -> float:
    """Milliseconds from a reply to labelled sentences."""
    retrieved = {item.passage_id for item in answer.retrieved}
    begun = time.perf_counter()
    rulings = [rule(proposal, library=library, retrieved=retrieved) for proposal in read_proposals([reply])]
    drafts = [draft for ruling in rulings for draft in ruling.drafts]
    verify(assemble((), drafts, library), library=library, retrieved=retrieved)
    return 1000 * (time.perf_counter() - begun)


def draft_of(answer: Answer, library: Library) -> str:
    """A reply of twelve statements over what an answer found."""
    passages = islice(cycle(answer.retrieved), STATEMENTS - 2)
    statements: list[dict[str, Any]] = [{"text": "First, what the article says.", "quotes": []}]
    for place, item in enumerate(passages):
        text = library.passages[item.passage_id].text
        said = _FRONTS[place % len(_FRONTS)] + text
        quotes = [{"passage": item.passage_id, "quote": text}]
        statements.append({"text": said if place < 8 else said.replace(" in ", " not in "), "quotes": quotes})
    return json.dumps({"statements": [*statements, {"text": "Who else says so?", "quotes": []}]})


if __name__ == "__main__":
    main()
