"""Volumes of *Foreign Relations of the United States* by their ids, from the public repository of their publisher."""

import re
from typing import Final

from knowledge.fetching.locations import location
from knowledge.fetching.reach import Unfetched, shown

REPOSITORY: Final = "https://raw.githubusercontent.com/HistoryAtState/frus/master/volumes"
"""The folder of the volumes in the repository of the Office of the Historian, one file a volume."""

LARGEST_VOLUME: Final = 32 * 2**20
"""The most bytes of one volume; the largest have about 15 million."""

_VOLUME: Final = re.compile(r"frus[0-9]{4}[A-Za-z0-9-]{0,40}")


def volume_address(volume: str, base: str = REPOSITORY) -> str:
    """Where a volume lies in a folder of volumes; raises ``Unfetched`` for what is no id of a volume or no folder.

    >>> volume_address("frus1950v07")
    'https://raw.githubusercontent.com/HistoryAtState/frus/master/volumes/frus1950v07.xml'
    """
    if not _VOLUME.fullmatch(volume):
        raise Unfetched(
            f"{shown(volume)!r} is no volume's id; one looks like frus1950v07, and stands in the volume's address "
            "at https://history.state.gov/historicaldocuments"
        )
    folder = location(base)
    if folder.query:
        raise Unfetched(f"{shown(base)} is no folder of volumes: an address with “?” in it cannot be one")
    return f"{str(folder).rstrip('/')}/{volume}.xml"
