"""One entry to every export: what is offered works, what is not is refused in one line."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from assistant.errors import ExtraMissing, UsageError
from assistant.exporting.formats import OFFERED, Format, Kind, Thing, export
from assistant.languages import ENGLISH
from assistant.pages.take import take_page
from assistant.references import Style
from knowledge.library import Library

Run = Callable[..., tuple[int, str, str]]
ONE = {Kind.CLAIM: "travel-countries", Kind.SOURCE: "armstrong-2013"}


@pytest.mark.parametrize(
    ("kind", "form"),
    [(kind, form) for kind, forms in OFFERED.items() for form in forms if kind is not Kind.CONVERSATION],
)
def test_everything_offered_can_be_had(kind: Kind, form: Format, library: Library) -> None:
    download = export(Thing(kind, ONE.get(kind)), form, library)
    assert download.content
    assert re.fullmatch(r"second-source-[a-z0-9-]+\.[a-z0-9]+", download.name)
    assert re.match(r"(text|application)/[\w.+-]+", download.media_type)


def test_every_link_of_the_page_leads_to_a_file(library: Library) -> None:
    page = take_page(library, ENGLISH)
    addresses = [address.replace("&amp;", "&") for address in re.findall(r'href="export\?([^"]+)"', page)]
    assert len(addresses) >= 15
    for address in addresses:
        asked = {name: values[0] for name, values in parse_qs(address, strict_parsing=True).items()}
        form, style = asked.pop("format"), asked.pop("style", "chicago")
        ((kind, chosen),) = asked.items()
        assert chosen == "all"
        assert form in OFFERED[Kind(kind)]
        assert style in list(Style)


def test_the_page_begins_with_its_heading_and_leaves_none_out(library: Library) -> None:
    page = take_page(library, ENGLISH)
    assert re.findall(r"<h(\d)>", page) == ["1", "2", "2", "2", "2", "2"]
    assert "style=" not in page.replace("style=chicago", "").replace("style=mla", "").replace("style=apa", "")


@pytest.mark.parametrize(
    ("thing", "form", "style", "said"),
    [
        (Thing(Kind.CLAIM, "no-such"), "docx", "chicago", "no claim is called 'no-such'"),
        (Thing(Kind.SOURCE, None), "ris", "chicago", "no source is called None"),
        (Thing(Kind.DOSSIER), "apkg", "chicago", "dossier has no format 'apkg'; choose one of markdown, docx"),
        (Thing(Kind.CLAIM, "travel-countries"), "exe", "chicago", "claim has no format 'exe'"),
        (Thing(Kind.CLAIM, "travel-countries"), "docx", "harvard", "'harvard' is no style; choose one of chicago"),
        (Thing(Kind.CONVERSATION), "html", "chicago", "ask something first"),
    ],
)
def test_what_is_not_offered_is_refused(thing: Thing, form: str, style: str, said: str, library: Library) -> None:
    with pytest.raises(UsageError, match=re.escape(said)) as raised:
        export(thing, form, library, style=style)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("module", "package", "thing", "form"),
    [
        ("pypandoc", "pypandoc-binary", Thing(Kind.DOSSIER), "bibtex"),
        ("pypandoc", "pypandoc-binary", Thing(Kind.CLAIM, "travel-countries"), "docx"),
        ("rispy", "rispy", Thing(Kind.DOSSIER), "ris"),
        ("genanki", "genanki", Thing(Kind.CARDS), "apkg"),
    ],
)
def test_a_missing_package_is_named_with_the_way_to_get_it(
    module: str, package: str, thing: Thing, form: str, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ExtraMissing, match=rf"needs the package {package}, .* pip install 'secondsource\[export\]'"):
        export(thing, form, library)


def test_what_needs_no_package_works_without_any(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("pypandoc", "rispy", "genanki"):
        monkeypatch.setitem(sys.modules, module, None)
    for thing, form in (
        (Thing(Kind.DOSSIER), "csl-json"),
        (Thing(Kind.CARDS), "csv"),
        (Thing(Kind.REVIEWS), "json-ld"),
    ):
        assert export(thing, form, library).content


def test_the_command_writes_a_file_named_for_what_is_in_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: Library
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run("export", "--claim", "travel-countries", "--format", "docx", "--style", "apa")
    assert (code, err) == (0, "")
    name = "second-source-claim-travel-countries.docx"
    assert out.startswith(name)
    expected = export(Thing(Kind.CLAIM, "travel-countries"), "docx", library, style="apa").content
    assert (tmp_path / name).read_bytes() == expected


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--claim", "no-such", "--format", "docx"), 2, "no claim is called 'no-such'"),
        (("--claim", "", "--format", "docx"), 2, "no claim is called ''"),
        (("--dossier", "--format", "csv"), 2, "dossier has no format 'csv'"),
        (("--cards", "--format", "csv", "--out", "/no/such/folder/cards.csv"), 2, "cannot write"),
    ],
)
def test_the_command_says_what_is_wrong_in_one_line(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    found, out, err = run("export", *arguments)
    assert (found, out) == (code, "")
    assert said in err and err.count("\n") == 1


def test_the_command_names_a_missing_package(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "genanki", None)
    code, _, err = run("export", "--cards", "--format", "apkg")
    assert code == 1
    assert err == (
        "secondsource: this needs the package genanki, which is not installed; "
        "install what exports need: pip install 'secondsource[export]'\n"
    )
