"""Quotations of the article, true and altered: which our matcher and two tolerant ones take for the article's words.

Run: python tests/bench/quotes.py [--rapidfuzz PYTHON]   (seconds)

Nothing is installed here. PYTHON is the path of a Python that has rapidfuzz (``python -m venv PLACE``,
then ``PLACE/bin/pip install rapidfuzz``); RAPIDFUZZ_PYTHON says the same. Without it that column is left out.

second source   :func:`knowledge.normalisation.find_quote`: the same words, white space and quotation marks aside
difflib         the standard library's SequenceMatcher, ratio of the quotation to the stretch of the article
                where their longest common run stands; taken from 0.9 on
rapidfuzz       partial_ratio of the quotation to the article; taken from 90 on

The tolerant ones stand for what is usual where a language model's quotations are looked up in a text. No
program of others is measured by this table: only what tolerance lets through.
"""

import argparse
import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from knowledge.library import load_library
from knowledge.normalisation import collapse, find_quote

TRIALS = Path(__file__).parents[1] / "data" / "quotes.json"
ENOUGH = 0.9
"""The likeness from which a tolerant matcher takes a quotation for found; rapidfuzz counts in hundredths."""

_RAPIDFUZZ = """
import json, sys
from importlib.metadata import version
from rapidfuzz.fuzz import partial_ratio
task = json.load(sys.stdin)
found = [partial_ratio(quote, task["text"]) >= 100 * task["enough"] for quote in task["quotes"]]
json.dump({"version": version("rapidfuzz"), "found": found}, sys.stdout)
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Which quotations, true and altered, are taken for the article's words."
    )
    parser.add_argument("--rapidfuzz", metavar="PYTHON", default=os.environ.get("RAPIDFUZZ_PYTHON"))
    python = parser.parse_args().rapidfuzz
    document = json.loads(TRIALS.read_text(encoding="utf-8"))
    trials = document["quotes"]
    quotes = [trial["quote"] for trial in trials]
    article = load_library().corpus.article
    taken = {
        "second source": [find_quote(quote, article) is not None for quote in quotes],
        "difflib": [likeness(collapse(quote), collapse(article)) >= ENOUGH for quote in quotes],
    }
    if python:
        answer = _ask_rapidfuzz(python, [collapse(quote) for quote in quotes], collapse(article))
        taken[f"rapidfuzz {answer['version']}"] = answer["found"]
    print(f"Python {platform.python_version()}, {len(quotes)} quotations")
    if not python:
        print("rapidfuzz left out: no --rapidfuzz PYTHON")
    _print(trials, true=document["true"], taken=taken)


def likeness(quote: str, text: str) -> float:
    """How alike a quotation is to the stretch of its length in ``text`` about their longest common run: 0 to 1."""
    matcher = SequenceMatcher(None, text, quote, autojunk=False)
    run = matcher.find_longest_match()
    start = max(0, run.a - run.b)
    return SequenceMatcher(None, text[start : start + len(quote)], quote, autojunk=False).ratio()


def _ask_rapidfuzz(python: str, quotes: Sequence[str], text: str) -> Mapping[str, Any]:
    """Whether each quotation is found, by the rapidfuzz of another Python, and which rapidfuzz that is."""
    task = json.dumps({"quotes": quotes, "text": text, "enough": ENOUGH})
    done = subprocess.run([python, "-c", _RAPIDFUZZ], input=task, capture_output=True, text=True, check=True)
    answer: Mapping[str, Any] = json.loads(done.stdout)
    return answer


def _print(trials: Sequence[Mapping[str, str]], *, true: Sequence[str], taken: Mapping[str, Sequence[bool]]) -> None:
    """For each kind of quotation, how many each matcher took for the article's words."""
    print(f"\n{'quotation':26}{'should be':>10}" + "".join(f"{name:>18}" for name in taken))
    for kind in dict.fromkeys(trial["kind"] for trial in trials):
        places = [place for place, trial in enumerate(trials) if trial["kind"] == kind]
        wanted = len(places) if kind in true else 0
        shown = "".join(f"{sum(found[place] for place in places):>12} of {len(places):2}" for found in taken.values())
        print(f"{kind:26}{wanted:>10}{shown}")


if __name__ == "__main__":
    main()
