"""A library folder into one file and back: whole, proved, and nothing that an archive can be made to do."""

import errno
import gzip
import io
import json
import os
import resource
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knowledge.holdings import restore as restoring
from knowledge.holdings.backup import MANIFEST, back_up
from knowledge.holdings.desk import Proposal
from knowledge.holdings.folder import FolderTrouble, LibraryFolder, create, open_folder
from knowledge.holdings.log import LogTrouble, read_log
from knowledge.holdings.overlay import read_holdings
from knowledge.holdings.restore import restore
from knowledge.manifests import SHIPPED_EDITION, Manifest, manifest_text
from knowledge.record_files import RecordFiles

Members = list[tuple[tarfile.TarInfo, bytes]]


@pytest.fixture
def held(folder: LibraryFolder, proposal: Callable[..., Proposal], accept: Callable[..., None]) -> LibraryFolder:
    """A folder with an accepted source, its correction, and another source."""
    accept(folder, proposal(), proposal("cable-2"))
    accept(folder, proposal(text="The minister said that 31 pilots had left."))
    return folder


@pytest.fixture
def backup(held: LibraryFolder, tmp_path: Path) -> Path:
    file = tmp_path / "ours.tar.gz"
    back_up(held, file)
    return file


def contents(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def members(backup: Path) -> Members:
    with tarfile.open(backup) as archive:
        return [(member, getattr(archive.extractfile(member), "read", bytes)()) for member in archive]


def packed(file: Path, content: Members) -> Path:
    """The members as a backup; each has the size of its content."""
    with tarfile.open(file, "w:gz", format=tarfile.PAX_FORMAT) as archive:
        for member, data in content:
            member.size = len(data) if member.isreg() else 0
            archive.addfile(member, io.BytesIO(data))
    return file


def refused(backup: Path, tmp_path: Path, saying: str) -> None:
    """The backup is refused in one line, and nothing of it stands anywhere."""
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(FolderTrouble, match=saying) as trouble:
        restore(backup, tmp_path / "new")
    assert str(trouble.value).count("\n") == 0
    assert sorted(tmp_path.rglob("*")) == before


def test_what_comes_back_is_the_folder_as_it_was_and_its_log_is_proved(
    held: LibraryFolder, tmp_path: Path, shipped: RecordFiles
) -> None:
    told = back_up(held, tmp_path / "ours.tar.gz")
    came = restore(tmp_path / "ours.tar.gz", tmp_path / "new")
    assert contents(tmp_path / "new") == contents(held.root)
    again = open_folder(tmp_path / "new")
    assert read_log(again.log)[-1].hash == told.last_hash == came.manifest.last_hash
    assert read_holdings(again, shipped=shipped).digests == read_holdings(held, shipped=shipped).digests


def test_an_empty_library_and_an_empty_place_will_do(tmp_path: Path) -> None:
    folder = create(tmp_path / "ours", name="Ours")
    back_up(folder, tmp_path / "ours.tar.gz")
    (tmp_path / "new").mkdir()
    assert restore(tmp_path / "ours.tar.gz", tmp_path / "new").manifest.entries == 0
    assert contents(tmp_path / "new") == contents(folder.root)


def test_the_same_folder_gives_the_same_bytes(held: LibraryFolder, tmp_path: Path) -> None:
    for name in ("one.tar.gz", "other.tar.gz"):
        back_up(held, tmp_path / name)
    assert (tmp_path / "one.tar.gz").read_bytes() == (tmp_path / "other.tar.gz").read_bytes()


def test_it_is_a_plain_archive_whose_manifest_anybody_can_check(backup: Path) -> None:
    names = [member.name for member, _ in members(backup)]
    listed = json.loads({member.name: content for member, content in members(backup)}[MANIFEST])
    assert names == [*listed["files"], MANIFEST]
    assert "library/log.jsonl" in names and not [name for name in names if "/." in name]


def test_a_backup_replaces_nothing_and_stands_outside(backup: Path, held: LibraryFolder) -> None:
    before = backup.read_bytes()
    with pytest.raises(FolderTrouble, match="there already"):
        back_up(held, backup)
    assert backup.read_bytes() == before
    with pytest.raises(FolderTrouble, match="inside the library folder"):
        back_up(held, held.root / "ours.tar.gz")


def test_a_log_that_was_touched_is_not_packed(held: LibraryFolder, tmp_path: Path) -> None:
    held.log.write_text(held.log.read_text().replace("Ada", "Eve", 1))
    with pytest.raises(LogTrouble, match="line 1 was changed"):
        back_up(held, tmp_path / "ours.tar.gz")
    assert not (tmp_path / "ours.tar.gz").exists()


@pytest.mark.parametrize("name", ["link", "a\\b.txt", "two\nlines.txt"])
def test_what_could_not_be_restored_is_not_packed(held: LibraryFolder, tmp_path: Path, name: str) -> None:
    if name == "link":
        (held.root / name).symlink_to("/etc/passwd")
    else:
        (held.root / name).write_text("words")
    with pytest.raises(FolderTrouble, match="no plain file"):
        back_up(held, tmp_path / "ours.tar.gz")
    assert [path.name for path in tmp_path.iterdir()] == ["ours"]


def test_a_disk_that_is_full_leaves_no_part_of_a_backup(held: LibraryFolder, tmp_path: Path) -> None:
    (held.root / "large.bin").write_bytes(os.urandom(200_000))
    code = (
        "import sys; from pathlib import Path\n"
        "from knowledge.holdings.backup import back_up; from knowledge.holdings.folder import open_folder\n"
        "back_up(open_folder(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(held.root), str(tmp_path / "ours.tar.gz")],
        cwd=Path(__file__).parents[3],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "FolderTrouble: cannot make the backup" in done.stderr and "File too large" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["ours"]


def test_a_place_that_is_taken_is_left_alone(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "mine.txt").write_text("mine")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to("elsewhere")
    for place in ("new", "link", "new/mine.txt"):
        with pytest.raises(FolderTrouble, match="not an empty folder"):
            restore(backup, tmp_path / place)
    assert contents(tmp_path / "new") == {"mine.txt": b"mine"}


def plain(name: str, type: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = type, link
    return member


@pytest.mark.parametrize(
    "member",
    [
        plain("library/../../outside.txt"),
        plain("../outside.txt"),
        plain("/tmp/outside.txt"),
        plain("library//etc"),
        plain("library/./x"),
        plain("library\\..\\x"),
        plain("elsewhere/x"),
        plain("library"),
        plain("library/link", tarfile.SYMTYPE, "/etc/passwd"),
        plain("library/link", tarfile.LNKTYPE, "library/log.jsonl"),
        plain("library/folder", tarfile.DIRTYPE),
        plain("library/pipe", tarfile.FIFOTYPE),
        plain("library/device", tarfile.CHRTYPE),
        plain("index/../../outside.txt"),
    ],
    ids=lambda member: f"{member.name}-{member.type.decode()}",
)
def test_nothing_but_plain_files_of_a_library_comes_out(backup: Path, tmp_path: Path, member: tarfile.TarInfo) -> None:
    packed(backup, [(member, b"x"), *members(backup)])
    refused(backup, tmp_path, "no plain file")


def test_what_the_manifest_does_not_say_is_refused(backup: Path, tmp_path: Path) -> None:
    whole = members(backup)
    changed = [(m, c.replace(b"31 pilots", b"32 pilots") if "texts" in m.name else c) for m, c in whole]
    for content, saying in (
        (changed, "was changed"),
        (whole[1:], "is missing"),
        ([(plain("library/more.txt"), b"x"), *whole], "is not listed"),
        ([whole[0], *whole], "stands there twice"),
        ([*whole, (plain("library/more.txt"), b"x")], "behind the manifest"),
        (whole[:-1], "no manifest"),
        ([*whole[:-1], (plain(MANIFEST), b"[]")], "manifest cannot be read"),
        ([*whole[:-1], (plain(MANIFEST), whole[-1][1].replace(b'"format": 1', b'"format": 2'))], "format 2"),
    ):
        refused(packed(backup, content), tmp_path, saying)


def test_a_log_that_is_not_sealed_is_refused_even_where_the_manifest_agrees(
    held: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.log.write_text(held.log.read_text().replace("Ada", "Eve", 1))
    monkeypatch.setattr("knowledge.holdings.backup.read_log", lambda path: ())
    back_up(held, tmp_path / "ours.tar.gz")
    refused(tmp_path / "ours.tar.gz", tmp_path, "line 1 was changed")


def test_more_than_there_is_room_for_is_refused_before_it_is_written(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "_MOST_BYTES", 10_000)
    packed(backup, [(plain("library/bomb.bin"), bytes(1 << 20)), *members(backup)])
    refused(backup, tmp_path, "room for")


def test_a_header_that_claims_anything_is_refused_at_once(backup: Path, tmp_path: Path) -> None:
    huge = plain("library/x", tarfile.XHDTYPE)
    huge.size = 1 << 40
    backwards = plain("library/x")
    backwards.size = -1024
    for header in (huge, backwards):
        backup.write_bytes(gzip.compress(header.tobuf(tarfile.GNU_FORMAT) + bytes(4096)))
        refused(backup, tmp_path, "is none of a backup's|no plain file|no whole backup")


@pytest.mark.parametrize(
    "records",
    [b"5010 size=" + b"9" * 4999 + b"\n", b"27 GNU.sparse.size=zzz12345\n", b"9" * 5000 + b" a=b\n", b"12 size=-1\n\n"],
    ids=["long size", "size of words", "long length", "negative"],
)
def test_a_header_of_nonsense_is_refused_in_one_line(backup: Path, tmp_path: Path, records: bytes) -> None:
    header = plain("library/x", tarfile.XHDTYPE)
    header.size = len(records)
    content = header.tobuf(tarfile.USTAR_FORMAT) + records.ljust(-(-len(records) // 512) * 512, b"\0")
    backup.write_bytes(gzip.compress(content + plain("library/x").tobuf(tarfile.USTAR_FORMAT) + bytes(10240)))
    refused(backup, tmp_path, "no whole backup|no plain file|no manifest|is none of a backup's")


def torn(whole: bytes) -> Iterator[bytes]:
    yield from (whole[:end] for end in range(0, len(whole) - 8, 97))
    for place in range(10, len(whole) - 8, 131):
        yield whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :]


def test_a_torn_or_rotten_backup_is_refused(backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    for content in torn(whole):
        backup.write_bytes(content)
        refused(backup, tmp_path, "restored|backup")
    backup.write_bytes(whole)
    restore(backup, tmp_path / "new")


FINGERPRINT = "0123456789abcdef" * 4
INDEX = f"index-{FINGERPRINT[:16]}"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache with one index, as far as a restore looks at it."""
    folder = tmp_path / "cache" / INDEX
    folder.mkdir(parents=True)
    manifest = Manifest(fingerprint=FINGERPRINT, counts={}, canaries={}, edition=SHIPPED_EDITION, built="2026-11-24")
    (folder / MANIFEST).write_text(manifest_text(manifest))
    (folder / "vectors").write_bytes(b"vectors")
    return tmp_path / "cache"


def test_an_index_comes_back_where_it_is_wanted_and_there_is_none_of_its_name(
    held: LibraryFolder, cache: Path, tmp_path: Path
) -> None:
    back_up(held, tmp_path / "ours.tar.gz", cache=cache, index=[Path(INDEX)])
    elsewhere = tmp_path / "elsewhere"
    left = restore(tmp_path / "ours.tar.gz", tmp_path / "none")
    assert left.index == () and "--with-index" in left.notes[0] and not elsewhere.exists()
    came = restore(tmp_path / "ours.tar.gz", tmp_path / "one", cache=elsewhere)
    assert (came.index, came.notes) == ((INDEX,), ())
    assert contents(elsewhere) == contents(cache)
    (elsewhere / INDEX / "vectors").write_bytes(b"newer")
    again = restore(tmp_path / "ours.tar.gz", tmp_path / "two", cache=elsewhere)
    assert again.index == () and "there already" in again.notes[0]
    assert (elsewhere / INDEX / "vectors").read_bytes() == b"newer"


def test_nothing_but_an_index_reaches_the_cache(held: LibraryFolder, cache: Path, tmp_path: Path) -> None:
    sound = (cache / INDEX / MANIFEST).read_text()
    planted = {
        "served-shipped.json": "{}",
        "shingles-0123456789abcdef.npz": "",
        "index-dead/manifest.json": sound,
        f"index-{'f' * 16}/manifest.json": sound,
        f"index-{'e' * 16}/manifest.json": "{}",
        f"index-{'d' * 16}/manifest.json": sound.replace(f'"{FINGERPRINT}"', "1"),
        f"index-{'9' * 16}/manifest.json": sound.replace(f'"{FINGERPRINT}"', "[]"),
        f"index-{'c' * 16}/vectors": "",
        f"index-{'b' * 16}": "a file",
        f"index-{'A' * 16}/manifest.json": sound.replace("0123456789abcdef", "A" * 16),
    }
    for name, content in planted.items():
        (cache / name).parent.mkdir(exist_ok=True)
        (cache / name).write_text(content)
    parts = sorted(Path(path.name) for path in cache.iterdir())
    back_up(held, tmp_path / "ours.tar.gz", cache=cache, index=parts)
    came = restore(tmp_path / "ours.tar.gz", tmp_path / "new", cache=tmp_path / "elsewhere")
    assert came.index == (INDEX,) and len(came.notes) == len(planted)
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == [INDEX]


def test_a_cache_that_cannot_be_used_costs_the_index_alone(
    held: LibraryFolder, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(held, tmp_path / "ours.tar.gz", cache=cache, index=[Path(INDEX)])
    (tmp_path / "file").write_text("no folder")
    came = restore(tmp_path / "ours.tar.gz", tmp_path / "new", cache=tmp_path / "file")
    assert contents(tmp_path / "new") == contents(held.root)
    assert came.index == () and "secondsource index build" in came.notes[0]

    def half(part: Path, place: Path) -> None:
        place.mkdir()
        raise OSError(errno.ENOSPC, "No space left on device", str(place))

    monkeypatch.setattr("knowledge.holdings.packed_index.shutil.move", half)
    came = restore(tmp_path / "ours.tar.gz", tmp_path / "newer", cache=tmp_path / "elsewhere")
    assert "No space left" in came.notes[0] and list((tmp_path / "elsewhere").iterdir()) == []
