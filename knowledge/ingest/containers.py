"""Zip files from strangers, read within bounds: EPUB and DOCX are such files.

Nothing is ever unpacked to disk, and an archive inside an archive is bytes like any others.
"""

import io
import stat
import zipfile
import zlib

from knowledge.ingest.documents import Unreadable
from knowledge.ingest.faults import shown

MAXIMUM_MEMBERS = 10_000
MAXIMUM_MEMBER = 64 * 2**20
MAXIMUM_TOTAL = 128 * 2**20
"""The most bytes of all members together, unpacked: a reader may hold them all in memory."""

MAXIMUM_RATIO = 200
"""The most bytes a large member may grow from each byte packed; deflate reaches 1,032, books about 10."""

_RATIO_COUNTS_FROM = 2**20
_CENTRAL_RECORD = b"PK\x01\x02"
_ENCRYPTED = 0x1


class Container:
    """The members of a zip file, all of them checked when it is opened and read one by one when asked for.

    Raises ``Unreadable`` where the file is no zip file or a member is not to be trusted: a path that leaves
    the archive, a link, a name twice, more bytes than the bounds allow, a password, a rare compression.
    """

    def __init__(self, content: bytes) -> None:
        # Counted before zipfile reads the directory, because it would build a record for each of any number.
        if content.count(_CENTRAL_RECORD) > MAXIMUM_MEMBERS:
            raise Unreadable(f"the file holds more than {MAXIMUM_MEMBERS:,} files")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
            raise Unreadable(
                "the file is damaged: its list of files cannot be read; download or save it again"
            ) from error
        members = self._archive.infolist()
        for member in members:
            _check(member)
        self.names = frozenset(member.filename for member in members)
        if len(self.names) < len(members):
            raise Unreadable("the file holds two files of one name")
        if sum(member.file_size for member in members) > MAXIMUM_TOTAL:
            raise Unreadable(f"the file holds more than the {MAXIMUM_TOTAL // 2**20} MB that are read of an archive")

    def read(self, name: str) -> bytes:
        """The content of one member; ``Unreadable`` if there is none of that name or it is damaged."""
        if name not in self.names:
            raise Unreadable(f"the file lacks its file {shown(name)}")
        try:
            return self._archive.read(name)
        except (
            *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError),
            ValueError,  # a place before the beginning of the file
        ) as error:
            raise Unreadable(f"the file is damaged: its file {shown(name)} cannot be unpacked") from error


def _check(member: zipfile.ZipInfo) -> None:
    name = member.filename
    # zipfile has already replaced the separators of the computer it runs on, so the name as written counts.
    written = member.orig_filename
    if written.startswith(("/", "\\")) or ":" in written or "\\" in written or ".." in written.split("/"):
        raise Unreadable(f"the file holds a file whose path leads out of it: {shown(name)}")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Unreadable(f"the file holds a link instead of a file: {shown(name)}")
    if member.flag_bits & _ENCRYPTED:
        raise Unreadable(f"the file is protected by a password: {shown(name)}")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable(f"the file holds a file packed in a way that is not read: {shown(name)}")
    if member.file_size > MAXIMUM_MEMBER:
        raise Unreadable(f"the file holds a file of more than {MAXIMUM_MEMBER // 2**20} MB: {shown(name)}")
    if member.file_size > _RATIO_COUNTS_FROM and member.file_size > MAXIMUM_RATIO * member.compress_size:
        raise Unreadable(
            f"the file holds a file that unpacks to more than {MAXIMUM_RATIO} times its size: {shown(name)}"
        )
