"""The whole assistant over a Chroma server: configuration alone, and the same answers."""

import json
import shutil
from pathlib import Path

from assistant.answering import Assistant
from assistant.answers import Answer, answer_to_json
from assistant.indexing import verify
from assistant.opening import open_assistant
from assistant.settings import read_settings
from knowledge.library import Library
from tests.chroma import chroma

Asked = tuple[str, tuple[str, ...]]


def test_a_server_set_in_the_environment_gives_the_same_answers(
    cache: Path, assistant: Assistant, library: Library, answers: list[Answer], asked: list[Asked], tmp_path: Path
) -> None:
    shutil.copytree(cache, tmp_path / "cache")  # for the vectors: nothing is embedded again
    with chroma(tmp_path / "server") as address:
        environment = {"SECONDSOURCE_CACHE": str(tmp_path / "cache"), "SECONDSOURCE_CHROMA_URL": address}
        settings = read_settings(environment)
        served = open_assistant(settings)
        assert served.notice is None and served.index is not None
        for (question, turns), first in list(zip(asked, answers, strict=True))[::5]:
            again = served.ask(question, turns)
            assert json.dumps(answer_to_json(again)) == json.dumps(answer_to_json(first)), question
        served.index.close()
        report = verify(library, settings)
        assert report.is_ready and address in report.place
