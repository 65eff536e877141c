"""Where a proof writes down its result: a file of its own in ``results/``, and one table of all of them."""

import json
import platform
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

PROOFS = Path(__file__).parent
RESULTS = PROOFS / "results"


@dataclass
class Proof:
    """What one proof has shown so far: counts that add up, and the faults found."""

    name: str
    what: str
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, faults: list[str], **counts: int) -> None:
        self.counts.update(counts)
        self.faults.extend(faults)


@contextmanager
def proofs_of(config: pytest.Config, **versions: str) -> Iterator[Callable[[str, str], Proof]]:
    """Opens proofs by name and what is shown; kept as files, with ``versions``, where proofs alone are run."""
    proofs: dict[str, Proof] = {}

    def proof(name: str, what: str) -> Proof:
        return proofs.setdefault(name, Proof(name, what))

    yield proof
    if config.option.markexpr != "proof" or config.option.keyword:
        return  # a part of the proofs proves little
    at = revision()
    for each in proofs.values():
        write_result(each, revision=at, versions=versions)
    write_table()


def write_result(
    proof: Proof, *, revision: str, versions: Mapping[str, str] | None = None, folder: Path = RESULTS
) -> None:
    """Keep a proof's result with machine, date and revision; ``versions`` are those of programs it leaned on."""
    result: dict[str, Any] = {
        "proof": proof.name,
        "what": proof.what,
        "held": not proof.faults,
        "counts": {**proof.counts, "faults": len(proof.faults)},
        "faults": proof.faults[:50],
        "machine": _machine(),
        "python": platform.python_version(),
        **(versions or {}),
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "revision": revision,
    }
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result, ensure_ascii=False, indent=2) + "\n"
    (folder / f"{proof.name}.json").write_text(text, encoding="utf-8")


def write_table() -> None:
    """Every kept result as one table."""
    (PROOFS / "RESULTS.md").write_text(_table(), encoding="utf-8")


def revision() -> str:
    """The revision of the work tree, and whether it has changes; ask before the first result changes it."""
    return _git("rev-parse", "--short=12", "HEAD") + ("+changes" if _git("status", "--porcelain") else "")


def _machine() -> dict[str, str | int]:
    processor = _line("/proc/cpuinfo", "model name") or platform.machine()
    cores = Path("/proc/cpuinfo").read_text(encoding="utf-8").count("processor\t:")
    gibibytes = round(int((_line("/proc/meminfo", "MemTotal") or "0").split()[0]) / 1024**2)
    return {"processor": processor, "cores": cores, "memory_gib": gibibytes, "system": platform.system()}


def _line(file: str, key: str) -> str | None:
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), None)


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=PROOFS, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _table() -> str:
    results = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob("*.json"))]
    rows = []
    for each in results:
        machine = each["machine"]
        where = f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['system']}"
        programs = [f"{name.capitalize()} {each[name]}" for name in ("python", "chromium", "atheris") if name in each]
        counts = ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in each["counts"].items())
        rows.append(
            f"| {each['proof']} | {each['what']} | {'yes' if each['held'] else '**no**'} | {counts} | "
            f"{each['date']} | {each['revision']} | {where}; {', '.join(programs)} |"
        )
    return "\n".join(
        (
            "# Results of the proofs",
            "",
            "Written by `make prove` and `make fuzz` from the files in `results/`; faults, if any, stand there.",
            "",
            "| Proof | What is shown | Held | Counts | Date | Revision | Where |",
            "|---|---|---|---|---|---|---|",
            *rows,
            "",
        )
    )
