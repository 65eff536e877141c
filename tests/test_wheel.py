"""What users install: the wheel alone, run from an empty folder."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a new environment that holds the wheel; its dependencies are this environment's.

    The dependencies come by a path file, which does not follow the editable install in that folder: the
    only `assistant` and `knowledge` to be found are the wheel's.
    """
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder / "dist"), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = (folder / "dist").glob("*.whl")
    environment = folder / "environment"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)],
        check=True,
        capture_output=True,
    )
    packages = Path(sysconfig.get_paths(vars={"base": str(environment), "platbase": str(environment)})["purelib"])
    (packages / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return environment / "bin"


def _run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    return subprocess.run(
        [installed / "secondsource", *arguments],
        cwd=folder,
        env=environment | {"SECONDSOURCE_CACHE": str(folder / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_alone_answers_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    checked = _run(installed, tmp_path, "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    answered = _run(installed, tmp_path, "ask", "--json", "How many countries did Kim Il Sung visit?")
    assert answered.returncode == 0, answered.stderr
    answer = json.loads(answered.stdout)
    assert answer["claims"][0]["id"] == "travel-countries"
    assert answer["provenance"]["retrieval"] == "hybrid"


def test_the_wheel_carries_page_files_prompts_notices_and_licences(installed: Path) -> None:
    packages = next((installed.parent / "lib").glob("python*/site-packages"))
    for file in (
        "assistant/static/chat.css",
        "assistant/static/chat.js",
        "assistant/_prompts/README.md",
        "knowledge/article/article.txt",
        "knowledge/article/NOTICE",
        "knowledge/LICENSE",
        "knowledge/names.toml",
    ):
        assert (packages / file).is_file(), file
    licences = next(packages.glob("secondsource-*.dist-info")) / "licenses"
    assert (licences / "LICENSE").is_file()
