"""Prompts are files that are checked before they are used; a library may have its own."""

import json
from pathlib import Path

import pytest

from assistant.errors import PromptTrouble
from assistant.prompting import TASKS, prompts_hash, read_prompts
from tests.assistant.conftest import Run

OWN = (
    '+++\npurpose = "Ours."\nvariables = ["question", "turns"]\nreturns = "JSON"\n+++\n$turns, then $question for $$5\n'
)


def own(library: Path, text: str, name: str = "rewrite") -> Path:
    folder = library / "prompts"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return library


def test_every_task_has_a_prompt_with_its_variables() -> None:
    for name, prompt in read_prompts().items():
        assert set(prompt.variables) == TASKS[name]
        assert prompt.purpose and prompt.returns and not prompt.is_own
        rendered = prompt.render(**{variable: f"<{variable}>" for variable in prompt.variables})
        assert all(f"<{variable}>" in rendered for variable in prompt.variables)
        assert "$" not in rendered


def test_a_librarys_own_prompt_takes_the_place_of_the_shipped_one_and_has_another_hash(tmp_path: Path) -> None:
    shipped, ours = read_prompts(), read_prompts(own(tmp_path, OWN))
    assert ours["rewrite"].is_own
    assert ours["rewrite"].render(turns="A", question="B") == "A, then B for $5\n"
    assert ours["answer"] == shipped["answer"]
    assert prompts_hash(ours) != prompts_hash(shipped)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("No header.", "should begin with a header"),
        (OWN.replace("+++\npurpose", "+++\npurp ose"), "not TOML"),
        (OWN.replace('purpose = "Ours."\n', ""), "purpose"),
        (OWN.replace('"turns"', '"history"'), "no variable 'history'"),
        (OWN.replace("$turns", "turns"), "$turns is in its header and not in its text"),
        (OWN.replace("$$5", "$answer"), "$answer is not in its header"),
        (OWN.replace("$$5", "$5"), "$ stands alone"),
        (OWN.replace("returns", "model = 'x'\nreturns"), "model"),
    ],
)
def test_a_prompt_that_cannot_be_used_is_named_with_what_is_wrong(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(PromptTrouble) as trouble:
        read_prompts(own(tmp_path, text))
    assert "rewrite.md" in str(trouble.value)
    assert problem in str(trouble.value)
    assert len(str(trouble.value).splitlines()) == 1


def test_a_file_that_no_task_reads_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptTrouble, match=r"answr\.md"):
        read_prompts(own(tmp_path, OWN, "answr"))


def test_the_command_lists_them_with_their_hashes(run: Run, tmp_path: Path) -> None:
    code, listed, _ = run("prompts", "--json")
    document = json.loads(listed)
    assert code == 0
    assert {prompt["name"]: prompt["hash"] for prompt in document["prompts"]} == {
        prompt.name: prompt.hash for prompt in read_prompts().values()
    }
    assert document["hash"] == prompts_hash(read_prompts())
    assert run("prompts", "answer")[1] == read_prompts()["answer"].text
    code, _, told = run("prompts", "poem")
    assert code == 2
    assert "there are answer, rewrite, suggest" in told
