"""How often a question finds its claim: hit@1 and hit@3 on the development questions, by category.

Run: python tests/bench/finding_claims.py [--misses]
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

from assistant.opening import open_assistant
from assistant.settings import read_settings

QUESTIONS = Path(__file__).parents[1] / "data" / "development_questions.jsonl"


def main() -> None:
    assistant = open_assistant(read_settings())
    tally: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    refused: dict[str, list[bool]] = defaultdict(list)
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        answer = assistant.ask(item["question"], item["turns"])
        found = [claim.id for claim in answer.claims]
        gold = item["claims"]
        if not gold:
            refused[item["category"]].append(answer.status == "abstained")
            if answer.status != "abstained" and "--misses" in sys.argv:
                print(f"  answered {answer.score:.2f}: {item['question']} -> {found}")
            continue
        first = bool(found) and found[0] in gold
        third = bool(set(found[:3]) & set(gold))
        for group in ("all", item["category"], item["distance"] or ""):
            if group:
                tally[group].append((first, third))
        if not first and "--misses" in sys.argv:
            print(f"  {item['category']}: {item['question']} {item['turns'] or ''}")
            print(f"      gold {gold} found {found} {answer.score}")
    for group, results in tally.items():
        n = len(results)
        first, third = (sum(result[place] for result in results) / n for place in (0, 1))
        print(f"{group:14} n={n:3}  hit@1 {first:.3f}  hit@3 {third:.3f}")
    for group, results in refused.items():
        print(f"{group:14} n={len(results):3}  abstained {sum(results) / len(results):.3f}")


if __name__ == "__main__":
    main()
