"""Speed and size of the program, each beside its limit. Beside others: peers.py.

Run: python tests/bench/figures.py   (about two minutes; nothing else should run beside it)
"""

import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.opening import open_assistant
from assistant.settings import Settings

QUESTIONS = Path(__file__).parents[1] / "data" / "development_questions.jsonl"
COMMAND = [sys.executable, "-m", "assistant.cli"]


def main() -> None:
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"SECONDSOURCE_CACHE": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled once
        _report("--help", _best(["--help"], environment), limit=0.3, unit="s")
        started = time.perf_counter()
        subprocess.run([*COMMAND, "index", "build"], env=environment, check=True, capture_output=True)
        _report("index build", time.perf_counter() - started, limit=20, unit="s")
        _report("ask --json, new process", _best(["ask", "--json", "How many gifts?"], environment), limit=3, unit="s")
        p50, p95 = _warm(Path(folder))
        _report("ask, warm, p50", p50, limit=15, unit="ms")
        _report("ask, warm, p95", p95, limit=40, unit="ms")
        first_page, memory = _serve(environment)
        _report("serve, first page", first_page, limit=10, unit="s")
        _report("serve, memory", memory, limit=600, unit="MB")


def _report(name: str, figure: float, *, limit: float, unit: str) -> None:
    kept = "kept" if figure <= limit else "NOT KEPT"
    print(f"{name:26} {figure:8.2f} {unit:3} limit {limit:>5} {unit:3} ratio {figure / limit:4.2f} {kept}")


def _best(arguments: list[str], environment: dict[str, str], *, runs: int = 5) -> float:
    """The median wall time of a command in seconds, after one run that warms the file cache."""
    times = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        subprocess.run([*COMMAND, *arguments], env=environment, check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])


def _warm(cache: Path) -> tuple[float, float]:
    """Median and 95th percentile of ``ask`` over the development questions, in milliseconds."""
    assistant = open_assistant(Settings(cache=cache))
    items = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    for item in items[:10]:
        assistant.ask(item["question"], item["turns"])
    assistant.ask("김일성은 몇 나라를 방문했나요?")
    times = []
    for item in items:
        started = time.perf_counter()
        assistant.ask(item["question"], item["turns"])
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.95)]


def _serve(environment: dict[str, str]) -> tuple[float, float]:
    """Seconds from start to the first page, and the server's memory in MB after twenty requests."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = time.perf_counter()
    with _running([*COMMAND, "serve", "--port", str(port)], environment) as process:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).read()
                break
            except OSError:
                time.sleep(0.05)
        first_page = time.perf_counter() - started
        for _ in range(20):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return first_page, int(resident.split()[1]) / 1024


@contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


if __name__ == "__main__":
    main()
