"""The one doorway to pandoc, which converts documents and formats references.

Pandoc is a program of its own (GPL-2.0-or-later) that comes inside the wheel ``pypandoc-binary``, part
of the optional extra ``export``. It runs in its sandbox: it reads what it is handed and nothing else,
fetches nothing and knows no time, so that the same input gives the same bytes.
"""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from assistant.errors import ExportTrouble, ExtraMissing

_SECONDS: Final = 60


def convert(
    text: str, *, source: str, target: str, options: Sequence[str] = (), files: Mapping[str, str] | None = None
) -> bytes:
    """``text`` in pandoc's format ``source`` as a file in its format ``target``.

    ``files`` are texts that ``options`` name, by file name; pandoc finds them where it runs.
    Raises :class:`ExtraMissing` where pandoc is not installed, :class:`ExportTrouble` where it fails.
    """
    program = _program()
    with TemporaryDirectory(prefix="secondsource-") as folder:
        for name, content in (files or {}).items():
            Path(folder, name).write_text(content, encoding="utf-8")
        # The folder is also pandoc's data folder: nobody's own templates take part.
        command = [program, "--sandbox", "--data-dir=.", f"--from={source}", f"--to={target}", *options, "--output=-"]
        try:
            done = subprocess.run(
                command,
                input=text.encode("utf-8"),
                capture_output=True,
                cwd=folder,
                env={"LC_ALL": "C.UTF-8"},
                timeout=_SECONDS,
                check=True,
            )
        except subprocess.TimeoutExpired as error:
            raise ExportTrouble(f"pandoc gave no {target} within {_SECONDS} seconds; try a smaller export") from error
        except (OSError, subprocess.CalledProcessError) as error:
            said = getattr(error, "stderr", None) or str(error).encode()
            raise ExportTrouble(f"pandoc made no {target}: {' '.join(said.decode('utf-8', 'replace').split())}") from (
                error
            )
    return done.stdout


def _program() -> str:
    try:
        import pypandoc

        return str(pypandoc.get_pandoc_path())
    except (ImportError, OSError) as error:
        raise ExtraMissing("pypandoc-binary") from error
