"""The one door: content decides before the name does, and what cannot be read is said in one line."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.ingest import apart, reading
from knowledge.ingest.documents import Document, Part, Unreadable
from knowledge.ingest.metadata import describe, slug
from knowledge.ingest.reading import read_file
from tests.knowledge.ingest.malformed import SENTENCE, sound

SUFFIXES = (".pdf", ".docx", ".epub", ".html", ".md")


def read(folder: Path, name: str, content: bytes, columns: Mapping[str, str] | None = None) -> list[Document]:
    path = folder / name
    path.write_bytes(content)
    return list(read_file(path, columns=columns))


@pytest.fixture
def other_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers of TEI and tables that only say what they were given."""

    def answer(content: bytes, name: str, columns: Mapping[str, str] | None = None) -> Iterator[Document]:
        yield Document(name=name, csl={"columns": columns}, parts=(Part(content.decode()),))

    for name in ("tei", "tables"):
        module = ModuleType(f"knowledge.ingest.{name}")
        module.read_tei = module.read_table = answer  # type: ignore[attr-defined]
        monkeypatch.setitem(__import__("sys").modules, module.__name__, module)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_kind_is_read_and_named_after_its_file(suffix: str, tmp_path: Path) -> None:
    (document,) = read(tmp_path, f"My Gifts (2nd){suffix}", sound(suffix))
    assert document.name == "my-gifts-2nd"
    assert any(SENTENCE in part.text for part in document.parts)


UNSURE_NAMES = ("gifts.txt", "gifts", "gifts.bin")
WRONG_NAMES = (*UNSURE_NAMES, "gifts.pdf", "gifts.docx", "gifts.csv")


@pytest.mark.parametrize(
    ("suffix", "name"),
    [
        *((suffix, name) for suffix in (".pdf", ".docx", ".epub") for name in WRONG_NAMES),
        *((".html", name) for name in UNSURE_NAMES),
    ],
)
def test_content_decides_before_the_name(suffix: str, name: str, tmp_path: Path) -> None:
    (document,) = read(tmp_path, name, sound(suffix))
    (plainly,) = read(tmp_path, f"gifts{suffix}", sound(suffix))
    assert document == plainly


@pytest.mark.usefixtures("other_readers")
@pytest.mark.parametrize(
    "root", ["<TEI>", '<?xml version="1.0"?>\n<!-- x --><t:TEI xmlns:t="u">', "\ufeff<?pi?><teiCorpus>"]
)
@pytest.mark.parametrize("name", ["Frus 1.xml", "Frus 1.tei"])
def test_tei_is_known_by_its_root(root: str, name: str, tmp_path: Path) -> None:
    (document,) = read(tmp_path, name, root.encode())
    assert (document.name, document.parts[0].text) == ("frus-1", root)


@pytest.mark.usefixtures("other_readers")
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl", "A.CSV"])
def test_a_table_needs_a_map_of_its_columns(name: str, tmp_path: Path) -> None:
    (document,) = read(tmp_path, name, b"text\nx", {"text": "text"})
    assert document.csl == {"columns": {"text": "text"}}
    with pytest.raises(Unreadable, match="--columns"):
        read(tmp_path, name, b"text\nx")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "is empty"),
        ("a.pdf", b"text", "not what its name says"),
        ("a.docx", b"text", "not what its name says"),
        ("a.xyz", b"text", r"not read \(.xyz\)"),
        ("a.json", b"{}", r"not read \(.json\)"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as DOCX"),
        ("a.txt", b"{\\rtf1 text}", "RTF"),
        ("a.xml", b"<svg/>", "root is svg"),
        ("a.xml", b"text", "not well-formed"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "picture"),
    ],
)
def test_what_is_not_read_is_named(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=said):
        read(tmp_path, name, content)


def test_a_file_beyond_the_bound_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(reading.MAXIMUM_SIZE + 1)
    with pytest.raises(Unreadable, match="256 MB"):
        read_file(path)


def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path, said in (
        (tmp_path, "folder"),
        (tmp_path / "pipe.txt", "no regular file"),
        (tmp_path / "none", "No such"),
    ):
        with pytest.raises(Unreadable, match=said):
            read_file(path)
    with pytest.raises(Unreadable, match="no regular file"):
        read_file(Path("/dev/zero"))


@pytest.mark.parametrize(
    ("suffix", "package"),
    [(".pdf", "pypdf"), (".docx", "docx"), (".html", "trafilatura"), (".epub", "lxml"), (".xml", "lxml")],
)
def test_a_package_that_is_missing_is_named_with_its_extra(
    suffix: str, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    monkeypatch.setattr(apart, "read_apart", lambda kind, content, name: apart._reader(kind)(content, name))
    with pytest.raises(Unreadable, match=rf"{package}.*pip install 'secondsource\[ingest\]'"):
        read(tmp_path, f"a{suffix}", b"<TEI/>" if suffix == ".xml" else sound(suffix))


def test_names_are_plain_stable_and_kept_apart() -> None:
    assert slug("Über_die  GABEN.v2") == "uber-die-gaben-v2"
    korean = [slug("김일성 2011"), slug("김정일 2011")]
    assert all(name.startswith("2011-") and name.isascii() for name in korean)
    assert len({*korean, slug("2011"), slug("…"), slug("x" * 100), slug("x" * 101)}) == 6


@given(st.text())
def test_every_name_holds_nothing_but_letters_digits_and_hyphens(stem: str) -> None:
    assert set(slug(stem)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug(stem) and slug(stem) == slug(stem)


def test_values_that_are_not_what_they_claim_are_left_out() -> None:
    assert describe(title=" ", authors=["", None], date="soon", url="ftp://x", language="English, mostly") == {}
    assert describe(title="x" * 1001, date="1972-02-30") == {}
    assert describe(date="1972-02-29 10:00:00+09:00") == {"issued": {"date-parts": [[1972, 2, 29]]}}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    start=st.sampled_from(
        [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html><body>", b"<?xml version='1.0'?>", b"---\n", b"# "]
    ),
    content=st.binary(max_size=400),
    suffix=st.sampled_from([*SUFFIXES, ".txt", ""]),
)
def test_any_bytes_give_documents_or_one_clear_line(start: bytes, content: bytes, suffix: str, tmp_path: Path) -> None:
    try:
        documents = read(tmp_path, f"any{suffix}", start + content)
    except Unreadable as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert all(document.parts and all(part.text for part in document.parts) for document in documents)
