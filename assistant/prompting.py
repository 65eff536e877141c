"""The prompts: one Markdown file a task, loaded, checked, rendered and hashed.

A file begins with a header in TOML between two lines of ``+++``: ``purpose``, ``variables`` and ``returns``. The text
after it has ``$name`` for each variable and for nothing else. A file of the same name in the folder ``prompts`` of a
librarian's library stands in the place of the one that ships.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from typing import Any

from assistant.errors import PromptTrouble

TASKS: Mapping[str, frozenset[str]] = {
    "answer": frozenset({"question", "state_media", "independent", "signposts"}),
    "rewrite": frozenset({"turns", "question"}),
    "suggest": frozenset({"question", "answer", "candidates"}),
}
"""Every prompt by name, with the variables the program has for it."""

_HEADER = "+++\n"
_FIELDS = {"purpose": str, "variables": list, "returns": str}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One prompt. ``hash`` is that of the whole file; ``is_own`` says that it is a library's own file."""

    name: str
    purpose: str
    variables: tuple[str, ...]
    returns: str
    text: str
    hash: str
    is_own: bool

    def render(self, **values: str) -> str:
        """The text with its variables filled in. Raises ``KeyError`` for one that is missing."""
        return Template(self.text).substitute({name: values[name] for name in self.variables})


Prompts = Mapping[str, Prompt]


def read_prompts(library: Path | None = None) -> Prompts:
    """Every prompt by name, those in the folder ``library/prompts`` before the shipped ones.

    Raises :class:`PromptTrouble` that names the file and what is wrong with it.
    """
    own = library / "prompts" if library is not None else None
    if own is not None and own.is_dir():
        strays = sorted(file.name for file in own.glob("*.md") if file.stem not in {*TASKS, "README"})
        if strays:
            raise PromptTrouble(f"{own / strays[0]}: no prompt has this name; there are {', '.join(sorted(TASKS))}")
    return {name: _prompt(name, own) for name in TASKS}


def prompts_hash(prompts: Prompts) -> str:
    """One hash for all prompts together, as an answer's provenance shows it."""
    listed = {name: prompt.hash for name, prompt in sorted(prompts.items())}
    return hashlib.sha256(json.dumps(listed).encode()).hexdigest()


def _prompt(name: str, own: Path | None) -> Prompt:
    file: Traversable | Path = _shipped().joinpath(f"{name}.md")
    is_own = own is not None and (own / f"{name}.md").is_file()
    if own is not None and is_own:
        file = own / f"{name}.md"
    try:
        content = file.read_text(encoding="utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptTrouble(f"{file}: cannot be read as UTF-8 text: {error}") from error
    header, text = _parts(content, str(file))
    named = frozenset(header["variables"])
    if missing := sorted(named - TASKS[name]):
        raise PromptTrouble(f"{file}: variables: there is no variable {missing[0]!r}; there are {_listed(TASKS[name])}")
    template = Template(text)
    if not template.is_valid():
        raise PromptTrouble(f"{file}: a $ stands alone; write $$ for a dollar sign")
    used = frozenset(template.get_identifiers())
    if used != named:
        odd = sorted(used ^ named)[0]
        where = "is not in its header" if odd in used else "is in its header and not in its text"
        raise PromptTrouble(f"{file}: the variable ${odd} {where}")
    return Prompt(
        name=name,
        purpose=header["purpose"],
        variables=tuple(sorted(named)),
        returns=header["returns"],
        text=text,
        hash=hashlib.sha256(content.encode()).hexdigest(),
        is_own=is_own,
    )


def _parts(content: str, file: str) -> tuple[dict[str, Any], str]:
    if not content.startswith(_HEADER) or content.count(f"\n{_HEADER}") < 1:
        raise PromptTrouble(f"{file}: should begin with a header between two lines of +++")
    header, _, text = content.removeprefix(_HEADER).partition(f"\n{_HEADER}")
    try:
        fields = tomllib.loads(header)
    except tomllib.TOMLDecodeError as error:
        raise PromptTrouble(f"{file}: its header is not TOML: {error}") from error
    for name, kind in _FIELDS.items():
        if not isinstance(fields.get(name), kind):
            raise PromptTrouble(f"{file}: {name}: should be {'a list' if kind is list else 'a text'} in the header")
    if odd := sorted(set(fields) - set(_FIELDS)):
        raise PromptTrouble(f"{file}: {odd[0]}: no field of a header; there are {', '.join(_FIELDS)}")
    return fields, text.strip() + "\n"


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))


def _shipped() -> Traversable:
    """The folder of the shipped prompts: in the wheel inside the package, in a working copy beside it."""
    packed = files("assistant").joinpath("_prompts")
    return packed if packed.is_dir() else Path(__file__).parents[1] / "prompts"
