"""Fuzzes each of our own parsers in turn for so many minutes, and keeps the results (``make fuzz``).

A target runs in a process of its own, which is started again after a hang or too much memory until its time is over.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.targets import TARGETS
from tests.proofs.recording import RESULTS, Proof, revision, write_result, write_table

MOST_MEGABYTES = 512
HANGS_AFTER = 30
"""Seconds after which libFuzzer ends an input; one that takes more than 10 is a find before that."""

LONGEST_INPUT = 64 * 1024
_TOKEN = re.compile(rb"[<@&]?[A-Za-z][\w:.-]{1,20}=?|[{}\[\]<>&;,%\"'\\]{1,2}")
_MOST_TOKENS = 400


def fuzz(name: str, *, minutes: float, keep: Path) -> Proof:
    """Fuzz one target; what it found stays in the folder ``keep``, with the traceback beside the bytes."""
    what = "Fuzzed: documents or one clear line, within 10 s and 512 MB"
    proof = Proof(f"fuzz-{name}", what)
    finds = keep / "finds"
    finds.mkdir(parents=True, exist_ok=True)
    for old in finds.glob(f"{name}-*"):
        old.unlink()
    seeds = TARGETS[name].seeds()
    with TemporaryDirectory() as folder:
        corpus, statistics, tokens = Path(folder) / "corpus", Path(folder) / "runs.json", Path(folder) / "tokens"
        corpus.mkdir()
        for number, seed in enumerate(seeds):
            (corpus / f"seed-{number}").write_bytes(seed)
        tokens.write_text(_dictionary(seeds), encoding="ascii")
        end = time.monotonic() + 60 * minutes
        slowest = 0.0
        while (left := end - time.monotonic()) > 5:
            statistics.unlink(missing_ok=True)
            ended = _run(name, finds, statistics, corpus, tokens, seconds=int(left))
            told = json.loads(statistics.read_text(encoding="utf-8")) if statistics.exists() else {}
            proof.counts["inputs"] += told.get("runs", 0)
            slowest = max(slowest, told.get("slowest", 0.0))
            if ended:
                proof.counts["times_ended"] += 1
    found = sorted(path for path in finds.glob(f"{name}-*") if path.suffix != ".bin")
    proof.add([_first_line(path) for path in found], minutes=round(minutes), slowest_ms=round(1000 * slowest))
    return proof


def _run(name: str, finds: Path, statistics: Path, corpus: Path, tokens: Path, *, seconds: int) -> bool:
    """One process; whether it ended before its time."""
    options = (
        *(f"-max_total_time={seconds}", f"-timeout={HANGS_AFTER}", f"-rss_limit_mb={MOST_MEGABYTES}"),
        *(f"-max_len={LONGEST_INPUT}", f"-dict={tokens}", f"-artifact_prefix={finds}/{name}-", "-print_final_stats=0"),
    )
    command = [sys.executable, "-m", "tests.fuzz.one", name, str(finds), str(statistics), str(corpus), *options]
    with (finds.parent / f"{name}.log").open("ab") as log:
        done = subprocess.run(command, stdout=log, stderr=log, timeout=seconds + 120, check=False, env=dict(os.environ))
    return done.returncode != 0


def _dictionary(seeds: tuple[bytes, ...]) -> str:
    """The words of the sound files, as libFuzzer takes them."""
    tokens = dict.fromkeys(token for seed in seeds for token in _TOKEN.findall(seed[:20_000]))
    lines = ("".join(f"\\x{byte:02x}" for byte in token) for token in list(tokens)[:_MOST_TOKENS])
    return "".join(f'"{line}"\n' for line in lines)


def _first_line(path: Path) -> str:
    return path.read_text(encoding="utf-8").splitlines()[0] if path.suffix == ".txt" else path.name


def main() -> int:
    """Fuzz the targets named, or all; exit code 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"default: all of {', '.join(TARGETS)}")
    parser.add_argument("--minutes", type=float, default=60, help="for each target (default: 60)")
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"), help="where finds stay (default: build/fuzz)")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where results stay (default: with the proofs)")
    options = parser.parse_args()
    if unknown := set(options.targets) - set(TARGETS):
        parser.error(f"no target is called {', '.join(sorted(unknown))}")
    try:
        atheris = version("atheris")
    except PackageNotFoundError:
        parser.error("fuzzing needs the package atheris: pip install 'secondsource[fuzz]'")
    at, faults = revision(), 0
    for name in options.targets or TARGETS:
        proof = fuzz(name, minutes=options.minutes, keep=options.keep)
        write_result(proof, revision=at, versions={"atheris": atheris}, folder=options.results)
        print(f"{name}: {proof.counts['inputs']:,} inputs, {len(proof.faults)} finds", flush=True)
        faults += len(proof.faults)
    if options.results == RESULTS:
        write_table()
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
