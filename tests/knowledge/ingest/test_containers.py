"""Zip files from strangers: nothing leads out of them, nothing in them grows without bound."""

import io
import stat
import zipfile

import pytest

from knowledge.ingest import containers
from knowledge.ingest.containers import Container
from knowledge.ingest.documents import Unreadable
from tests.knowledge.ingest.sample_files import archive


def with_member(info: zipfile.ZipInfo, content: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(info, content)
    return out.getvalue()


def test_members_are_read_by_name() -> None:
    opened = Container(archive({"a/b.txt": "one", "c": "two"}))
    assert opened.names == {"a/b.txt", "c"}
    assert opened.read("a/b.txt") == b"one"
    with pytest.raises(Unreadable, match="lacks its file d"):
        opened.read("d")


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/etc/passwd", "C:/x", "a\\..\\x", "\\\\host\\x", "a/.."])
def test_a_path_that_leads_out_is_refused(path: str) -> None:
    with pytest.raises(Unreadable, match="leads out"):
        Container(archive({"fine": "x", path: "y"}))


def test_dots_within_a_name_are_only_a_name() -> None:
    assert Container(archive({"a..b/c...txt": "x"})).names == {"a..b/c...txt"}


def test_a_link_is_refused() -> None:
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(Unreadable, match="link"):
        Container(with_member(info, b"/etc/passwd"))


def test_two_files_of_one_name_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("a", "1")
        made.writestr("a", "2")
    with pytest.raises(Unreadable, match="one name"):
        Container(out.getvalue())


def test_a_bomb_is_refused_unopened() -> None:
    with pytest.raises(Unreadable, match="200 times"):
        Container(archive({"bomb": b"0" * 5_000_000}))


def test_the_members_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAXIMUM_TOTAL", 100)
    Container(archive({"a": b"x" * 50, "b": b"x" * 50}))
    with pytest.raises(Unreadable, match="archive"):
        Container(archive({"a": b"x" * 50, "b": b"x" * 51}))


def test_each_member_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAXIMUM_MEMBER", 100)
    with pytest.raises(Unreadable, match="more than 0 MB: b"):
        Container(archive({"a": b"x" * 100, "b": b"x" * 101}))


def test_the_number_of_members_is_bounded_before_they_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAXIMUM_MEMBERS", 3)
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("the list was read"))
    with pytest.raises(Unreadable, match="more than 3 files"):
        Container(MANY)


MANY = archive({str(number): "x" for number in range(4)})


def test_a_member_packed_in_a_rare_way_is_refused() -> None:
    info = zipfile.ZipInfo("a")
    info.compress_type = zipfile.ZIP_LZMA
    with pytest.raises(Unreadable, match="not read"):
        Container(with_member(info))


def test_a_member_whose_bytes_were_changed_is_damaged() -> None:
    content = archive({"a": "some text"}, packed=False).replace(b"some text", b"same text", 1)
    with pytest.raises(Unreadable, match="damaged"):
        Container(content).read("a")


def test_a_size_that_lies_gives_no_more_than_it_says() -> None:
    honest = archive({"a": b"x" * 100_000})
    lying = honest.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(Unreadable, match="damaged"):
        Container(lying).read("a")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", MANY[: len(MANY) // 2], MANY[:-10]])
def test_half_an_archive_is_damaged(content: bytes) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        Container(content)
