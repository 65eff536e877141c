"""The command ``secondsource`` in a process of its own, with the most memory it had."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

_RUN = """
import sys
from pathlib import Path
from assistant.cli import main
code = main(sys.argv[2:])
Path(sys.argv[1]).write_text(Path("/proc/self/status").read_text())
sys.exit(code)
"""


@dataclass(frozen=True)
class Done:
    """What a command came to: exit code, what it printed, and its memory (0 where the system does not say)."""

    code: int
    said: str
    complaints: str
    megabytes: float

    @property
    def last_line(self) -> str:
        """The last line of what it complained of, which must be no traceback."""
        assert "Traceback" not in self.complaints, self.complaints
        return self.complaints.splitlines()[-1] if self.complaints else ""


def start(*arguments: str, status: Path, before: Callable[[], None] | None = None) -> "subprocess.Popen[str]":
    """Start the command; ``before`` is called in its process."""
    command = [sys.executable, "-c", _RUN, str(status), *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, preexec_fn=before, env=dict(os.environ))


def finish(process: "subprocess.Popen[str]", status: Path) -> Done:
    """Wait for a command that was started."""
    said, complaints = process.communicate(timeout=1800)
    memory = status.read_text(encoding="ascii").split("VmHWM:")[-1].split()[0] if status.exists() else "0"
    return Done(process.returncode, said, complaints, int(memory) / 1024)


def command(*arguments: str, before: Callable[[], None] | None = None) -> Done:
    """Run the command."""
    with TemporaryDirectory() as folder:
        status = Path(folder) / "status"
        return finish(start(*arguments, status=status, before=before), status)
