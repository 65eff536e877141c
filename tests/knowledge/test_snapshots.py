"""Which indexes are kept, and the pointer to the one that is served."""

import os
import shutil
from pathlib import Path

from knowledge.holdings.folder import create
from knowledge.index import Contents, Site, fingerprint
from knowledge.index_building import build_index
from knowledge.manifests import Edition
from knowledge.snapshots import Pointer, advance_pointer, kept, library_id, pointer_file, read_pointer, write_pointer

OURS = "0123456789abcdef"


def test_the_indexes_of_a_library_are_listed_the_newest_first_and_no_others(tmp_path: Path, contents: Contents) -> None:
    site = Site(tmp_path)
    for number, library in enumerate([OURS, OURS, "another", OURS]):
        wanted = fingerprint(str(number), [])
        build_index(site, wanted, contents=contents, edition=Edition(library, number)).close()
        os.utime(site.folder(wanted) / "manifest.json", (1_000_000 + number,) * 2)
    damaged = site.folder(fingerprint("3", []))
    (damaged / "manifest.json").write_text("{}", encoding="utf-8")
    assert [manifest.edition.entries for manifest in kept(site, OURS)] == [1, 0]


def test_a_pointer_is_read_as_it_was_written_and_each_library_has_its_own(tmp_path: Path) -> None:
    ours, pointer = tmp_path / "ours", Pointer("a" * 64, 12, is_held=True)
    write_pointer(tmp_path, ours, pointer)
    assert read_pointer(tmp_path, ours) == pointer
    assert read_pointer(tmp_path, None) is None
    assert list(tmp_path.glob("*.json")) == [pointer_file(tmp_path, ours)]


def test_a_pointer_moves_on_unless_it_is_held(tmp_path: Path) -> None:
    first, second, held = Pointer("a" * 64, 1), Pointer("b" * 64, 2), Pointer("a" * 64, 1, is_held=True)
    for pointer in (first, second):
        advance_pointer(tmp_path, None, pointer)
        assert read_pointer(tmp_path, None) == pointer
    write_pointer(tmp_path, None, held)
    advance_pointer(tmp_path, None, second)
    assert read_pointer(tmp_path, None) == held


def test_a_pointer_that_is_none_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    for content in (b"", b"{", b"[]", b'{"fingerprint": "a"}', b"\xff"):
        pointer_file(tmp_path, None).write_bytes(content)
        assert read_pointer(tmp_path, None) is None


def test_a_library_is_known_wherever_its_folder_lies(tmp_path: Path) -> None:
    create(tmp_path / "ours", name="Ours")
    create(tmp_path / "others", name="Ours")
    shutil.copytree(tmp_path / "ours", tmp_path / "moved")
    assert library_id(tmp_path / "ours") == library_id(tmp_path / "moved") != library_id(tmp_path / "others")
    assert pointer_file(tmp_path, tmp_path / "ours") != pointer_file(tmp_path, tmp_path / "moved")
    (tmp_path / "link").symlink_to(tmp_path / "ours")
    assert pointer_file(tmp_path, tmp_path / "ours") == pointer_file(tmp_path, tmp_path / "link")
