"""Bytes as text: UTF-8, with or without a byte order mark, and nothing that has to be guessed."""

from typing import Final

from knowledge.ingest.documents import Unreadable
from knowledge.ingest.faults import fault, shown

_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


def decode(content: bytes, name: str, *, most: int) -> str:
    """The text of a file of at most ``most`` bytes, without its byte order mark.

    Raises :class:`Unreadable` with the first line that is not UTF-8.
    """
    if len(content) > most:
        size = f"{len(content) / 2**20:.0f} MB, more than the {most / 2**20:.0f} MB that are read at once"
        raise Unreadable(f"{shown(name)} has {size}; split it")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        kind = "UTF-16" if content.startswith(_UTF16_MARKS) else f"not UTF-8 (byte {content[error.start]:#04x})"
        line = content.count(b"\n", 0, error.start) + 1
        raise fault(name, line, f"the text is {kind}; save the file as UTF-8") from error


def is_whole(text: str) -> bool:
    """Whether a text can be written as UTF-8: an escape in JSON may leave half a character ("\\ud83d")."""
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)
