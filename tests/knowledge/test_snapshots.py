"""Which indexes are kept, and the pointer to the one that is served."""

import os
from pathlib import Path

from knowledge.index import Contents, Site, fingerprint
from knowledge.index_building import build_index
from knowledge.manifests import Edition
from knowledge.snapshots import Pointer, kept, library_key, pointer_file, read_pointer, write_pointer

OURS = library_key(Path("ours"))


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
    pointer = Pointer("a" * 64, Edition(OURS, 12), is_held=True)
    write_pointer(tmp_path, pointer)
    assert read_pointer(tmp_path, OURS) == pointer
    assert read_pointer(tmp_path, library_key(None)) is None
    assert [file.name for file in tmp_path.glob("*.json")] == [pointer_file(tmp_path, OURS).name]


def test_a_pointer_that_is_none_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    for content in (b"", b"{", b"[]", b'{"fingerprint": "a"}', b"\xff"):
        pointer_file(tmp_path, OURS).write_bytes(content)
        assert read_pointer(tmp_path, OURS) is None


def test_a_folder_is_the_same_library_by_whatever_way_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "ours")
    assert library_key(tmp_path / "ours") == library_key(tmp_path / "link") == library_key(tmp_path / "." / "ours")
