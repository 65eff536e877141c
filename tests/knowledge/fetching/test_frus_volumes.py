"""Volumes of FRUS by their ids: where they lie, and no way out of their folder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.fetching.frus_volumes import LARGEST_VOLUME, REPOSITORY, volume_address
from knowledge.fetching.reach import Unfetched


@pytest.mark.parametrize(
    "volume",
    [
        "frus1950v07",
        "frus1969-76ve05p1",
        "frus1861-99Index",
        "frus1894Nicaragua",
        "frus1872p2v2",
        "frus1958-60v05mSupp",
    ],
)
def test_a_volume_lies_in_the_publishers_repository(volume: str) -> None:
    assert (
        volume_address(volume) == f"https://raw.githubusercontent.com/HistoryAtState/frus/master/volumes/{volume}.xml"
    )


@pytest.mark.parametrize(
    "base", ["http://127.0.0.1:8000/volumes", "http://127.0.0.1:8000/volumes/", "http://127.0.0.1:8000/volumes//"]
)
def test_a_mirror_may_take_its_place(base: str) -> None:
    assert volume_address("frus1950v07", base) == "http://127.0.0.1:8000/volumes/frus1950v07.xml"


@pytest.mark.parametrize(
    "volume",
    [
        *(
            "",
            "frus",
            "1950v07",
            "frus50v07",
            "FRUS1950v07",
            "frus1950v07.xml",
            "frus1950v07/../../secret",
            "../frus1950v07",
        ),
        *(
            "frus1950v07?x",
            "frus1950v07#x",
            "frus1950v07%2e",
            "frus1950v07\n",
            " frus1950v07",
            "frus１９５０v07",
            "frus1950v０7",
        ),
        *("frus1950" + "v" * 100, "https://example.org/frus1950v07"),
    ],
)
def test_what_is_no_volumes_id_is_refused_with_one_that_is(volume: str) -> None:
    with pytest.raises(Unfetched, match="is no volume's id; one looks like frus1950v07") as caught:
        volume_address(volume)
    assert str(caught.value).isprintable()


@given(st.from_regex(r"frus[0-9]{4}.*", fullmatch=True) | st.text())
def test_no_id_leads_out_of_the_folder(volume: str) -> None:
    try:
        address = volume_address(volume)
    except Unfetched:
        return
    folder, _, name = address.rpartition("/")
    assert folder == REPOSITORY and name == f"{volume}.xml" and name.isascii()


@pytest.mark.parametrize(
    "base", ["", "volumes", "file:///volumes", "https://u:p@example.org/", "https://example.org/?a=b"]
)
def test_a_base_that_is_no_folder_on_the_web_is_refused(base: str) -> None:
    with pytest.raises(Unfetched):
        volume_address("frus1950v07", base)


def test_the_largest_volumes_fit() -> None:
    assert LARGEST_VOLUME >= 2 * 15_000_000
