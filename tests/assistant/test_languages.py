"""The interface in other languages: nothing missing, nothing left over, nothing broken in translation."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

import assistant as package
from assistant.absences import ABSENCE_WORDING, ABSENT
from assistant.answering import Assistant
from assistant.answers import LABEL_WORDING, Answer, LabelKey, Section, bearing
from assistant.arranging import CHOSEN_BY
from assistant.guidance import STARTER_CLAIMS, starters
from assistant.languages import NAMES, Words, preferred, words_of
from assistant.pages import answer, article, claim, front, glossary, making, practise, see, shell, source, take
from assistant.pages.badges import short_word
from assistant.pages.passage import ARTICLE_HEADING, PASSAGE_HEADING
from assistant.withholding import WITHHELD_WORDING
from knowledge.bibliography import CONTROL_WORDING
from knowledge.library import Library
from knowledge.vocabulary import FLAG_WORDING, VERDICT_WORDING

OTHERS = [language for language in NAMES if language != "en"]


@dataclass(frozen=True)
class Heard(Words):
    """English that remembers every text it was asked for."""

    texts: set[str] = field(default_factory=set)

    def __call__(self, english: str, **values: object) -> str:
        self.texts.add(english)
        return super().__call__(english, **values)


def written() -> Iterator[str]:
    """Every text that stands in the code as ``words("…")``."""
    for file in sorted(Path(str(package.__file__)).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _is_words(node.func):
                yield from _texts(node.args[0])


def _is_words(called: ast.expr) -> bool:
    name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
    return name == "words"


def _texts(argument: ast.expr) -> Iterator[str]:
    match argument:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from (*_texts(one), *_texts(other))


def tables() -> Iterator[str]:
    """Every text that stands in a table and is shown through ``words(TABLE[key])``."""
    yield from VERDICT_WORDING.values()
    yield from FLAG_WORDING.values()
    yield from LABEL_WORDING.values()
    yield from CONTROL_WORDING.values()
    yield from (ARTICLE_HEADING, *PASSAGE_HEADING.values())
    yield from WITHHELD_WORDING.values()
    yield from (ABSENT, *ABSENCE_WORDING.values())
    yield CHOSEN_BY
    yield from making.RETRIEVAL_WORDING.values()
    yield from (heading for section, heading in answer.SECTION_HEADING.items() if section is not Section.BACKGROUND)
    yield from source.RELIABILITY_WORDING.values()
    yield from (short_word(key) for key in LabelKey if key is not LabelKey.GUIDANCE)
    yield from source.KIND_WORDING.values()
    yield from source.ACT_WORDING.values()
    yield from (room.title for room in shell.ROOMS)


@pytest.fixture(scope="module")
def wanted(library: Library, assistant: Assistant, answers: list[Answer]) -> set[str]:
    """Every text of the interface: written in the code, in a table, or asked for by a page."""
    heard = Heard("en")
    for page in (article.article_page, glossary.glossary_page, practise.practise_page, see.see_page, take.take_page):
        page(library, heard)
    front.conversation(starters(library), heard)
    front.chat_panel(library, heard)
    claim.claims_to_begin_with(STARTER_CLAIMS, library, heard)
    for each in library.corpus.claims.values():
        claim.claim_view(each, library, heard)
    for each in library.corpus.sources.values():
        source.source_view(each, library, heard)
    for given in answers:
        answer.turn(given, number=1, library=library, words=heard)
    said = (bearing(statement) for given in answers for statement in given.statements)
    return {*heard.texts, *written(), *tables(), *(word for word in said if word)}


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_the_interface_is_translated(language: str, wanted: set[str]) -> None:
    assert sorted(wanted - words_of(language).table.keys()) == []


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_translated_that_nobody_shows(language: str, wanted: set[str]) -> None:
    assert sorted(words_of(language).table.keys() - wanted) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_its_places_and_brings_no_markup(language: str) -> None:
    for english, text in words_of(language).table.items():
        assert places(english) == places(text), english
        assert text.strip() and "<" not in text, english


def places(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


@pytest.mark.parametrize("language", OTHERS)
def test_different_labels_stay_different(language: str) -> None:
    words = words_of(language)
    for texts in (VERDICT_WORDING.values(), [short_word(key) for key in LabelKey]):
        assert len({words(text) for text in texts}) == len(set(texts))


@pytest.mark.parametrize("language", OTHERS)
def test_a_table_of_words_is_sorted_so_that_a_change_reads_well(language: str) -> None:
    table = tomllib.loads(files("assistant").joinpath("locale", f"{language}.toml").read_text(encoding="utf-8"))
    assert list(table) == sorted(table)


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [
        (None, "", "en"),
        (None, "ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        (None, "de-DE,de;q=0.9,es;q=0.5,en;q=0.4", "es"),
        (None, "en;q=0.1, es;q=0.8", "es"),
        (None, "ko;q=0, es", "es"),
        (None, "ko;q=nonsense, en", "en"),
        ("es", "ko-KR", "es"),
        ("xx", "ko", "ko"),
    ],
)
def test_the_language_is_the_chosen_one_else_the_first_accepted_that_there_is(
    chosen: str | None, accepted: str, language: str
) -> None:
    assert preferred(chosen, accepted) == language


def test_a_text_without_a_translation_is_shown_in_english() -> None:
    assert Words("ko", {"Close": "닫기"})("{count} notes", count=3) == "3 notes"
