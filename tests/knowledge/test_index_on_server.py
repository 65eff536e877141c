"""The index on a Chroma server: the same as in a folder, shared by machines, guarded by a proxy, never half there."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy
import pytest

from knowledge.chroma_server import chroma_server
from knowledge.embeddings import SHIPPED, ShippedEmbeddings
from knowledge.index import Contents, Index, IndexUnusable, Site, fingerprint, open_index
from knowledge.index_building import build_index, remove_index, remove_left_over
from knowledge.vector_store import open_server_store
from knowledge.vocabulary import Collection
from tests.chroma import chroma, guard, silence

WANTED = fingerprint("a small corpus", [SHIPPED])


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma(tmp_path_factory.mktemp("chroma")) as address:
        yield address


@pytest.fixture
def site(address: str, tmp_path: Path) -> Iterator[Site]:
    """A cache folder and the server, which holds nothing afterwards."""
    site = Site(tmp_path / "cache", chroma_server(address))
    yield site
    assert site.server is not None
    with open_server_store(site.server) as store:
        for name in store.collections():
            store.remove(name)


def opened(site: Site) -> Index:
    index = open_index(site, WANTED)
    assert index is not None
    return index


def test_an_index_on_a_server_is_that_in_a_folder(
    site: Site, tmp_path: Path, contents: Contents, embeddings: ShippedEmbeddings
) -> None:
    query = embeddings.embed_query("Where are the pilots' graves?")
    with (
        build_index(Site(tmp_path / "alone"), WANTED, contents=contents) as alone,
        build_index(site, WANTED, contents=contents) as served,
    ):
        assert served.differences(contents) == ()
        for collection in Collection:
            assert served.nearest(collection, query, count=3) == alone.nearest(collection, query, count=3)
            assert numpy.array_equal(served.vectors(collection), alone.vectors(collection))


def test_another_machine_opens_it_without_building(site: Site, tmp_path: Path, contents: Contents) -> None:
    build_index(site, WANTED, contents=contents).close()
    elsewhere = Site(tmp_path / "another machine", site.server)
    seen: list[int] = []
    with build_index(elsewhere, WANTED, contents=contents, progress=lambda done, _: seen.append(done)) as index:
        assert index.differences(contents) == ()
    assert seen == []


def test_what_was_half_built_does_not_open(site: Site, contents: Contents) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(site, WANTED, contents=contents, progress=stop)
    assert open_index(site, WANTED) is None
    with build_index(site, WANTED, contents=contents) as index:
        assert index.differences(contents) == ()


def test_one_that_has_lost_a_collection_is_damaged_and_built_again(site: Site, contents: Contents) -> None:
    build_index(site, WANTED, contents=contents).close()
    assert site.server is not None
    with open_server_store(site.server) as store:
        store.remove(next(name for name in store.collections() if name.endswith(Collection.OTHERS.value)))
    with pytest.raises(IndexUnusable, match="secondsource index build"):
        open_index(site, WANTED)
    with build_index(site, WANTED, contents=contents) as index:
        assert index.differences(contents) == ()
        index.prove()


def test_a_removed_one_leaves_nothing_on_the_server(site: Site, contents: Contents) -> None:
    build_index(site, WANTED, contents=contents).close()
    assert remove_index(site, WANTED)
    assert site.server is not None
    with open_server_store(site.server) as store:
        assert store.collections() == {}


def test_a_proxy_that_guards_the_server_is_shown_the_headers(site: Site, address: str, contents: Contents) -> None:
    with guard(address, "hush") as guarded:
        known = chroma_server(guarded.address, headers="Authorization: Bearer hush", token="ck-1")
        with build_index(Site(site.cache, known), WANTED, contents=contents) as index:
            assert index.differences(contents) == ()
        assert set(guarded.tokens) == {"ck-1"}
        with pytest.raises(IndexUnusable, match="wants to know who asks") as caught:
            open_index(Site(site.cache, chroma_server(guarded.address, headers="Authorization: Bearer guess")), WANTED)
    assert "guess" not in str(caught.value)


def test_tenants_and_databases_are_apart(site: Site, address: str, contents: Contents) -> None:
    server = chroma_server(address, tenant="ours", database="history")
    with pytest.raises(IndexUnusable, match="this tenant with this database"):
        open_index(Site(site.cache, server), WANTED)
    httpx.post(f"{address}/api/v2/tenants", json={"name": "ours"}).raise_for_status()
    httpx.post(f"{address}/api/v2/tenants/ours/databases", json={"name": "history"}).raise_for_status()
    with build_index(Site(site.cache, server), WANTED, contents=contents) as index:
        assert index.differences(contents) == ()
    assert open_index(site, WANTED) is None
    with open_server_store(server) as store:
        assert len(store.collections()) == len(contents) + 1


def test_a_server_that_is_not_there_or_says_nothing_is_named_with_the_variable(site: Site, contents: Contents) -> None:
    with silence() as mute:
        with pytest.raises(IndexUnusable, match="SECONDSOURCE_CHROMA_URL") as caught:
            open_index(Site(site.cache, chroma_server(mute)), WANTED)
        assert mute in str(caught.value)
    with pytest.raises(IndexUnusable, match="SECONDSOURCE_CHROMA_URL"):
        build_index(Site(site.cache, chroma_server(mute)), WANTED, contents=contents)


def test_of_two_machines_that_build_at_once_the_later_opens_the_others(
    site: Site, tmp_path: Path, contents: Contents
) -> None:
    """The second begins after the first and ends before it: while the first fills its collections."""
    elsewhere, built = Site(tmp_path / "another machine", site.server), []

    def meanwhile(done: int, total: int) -> None:
        if not built:
            built.append(build_index(elsewhere, WANTED, contents=contents))

    with build_index(site, WANTED, contents=contents, progress=meanwhile) as late, built[0] as early:
        assert late.manifest == early.manifest
        assert early.differences(contents) == late.differences(contents) == ()
    assert site.server is not None
    with open_server_store(site.server) as store:
        assert len(store.collections()) == len(contents) + 1


def test_what_an_interrupted_build_left_is_cleared_once_it_is_old(site: Site, contents: Contents) -> None:
    assert site.server is not None
    build_index(site, WANTED, contents=contents).close()
    with open_server_store(site.server) as store:
        store.create("secondsource-0123456789abcdef-00000000-others", begun="2026-01-01T00:00:00Z")
        store.create("somebody-elses", begun="2026-01-01T00:00:00Z")
    assert remove_left_over(site, begun_before="2025-12-31T00:00:00Z") == 0
    assert remove_left_over(site, begun_before="2999-01-01T00:00:00Z") == 1
    with open_server_store(site.server) as store:
        assert "somebody-elses" in store.collections()
    opened(site).close()


def test_what_a_proxy_says_in_place_of_the_server_is_trouble_like_any_other(
    site: Site, address: str, contents: Contents, embeddings: ShippedEmbeddings
) -> None:
    build_index(site, WANTED, contents=contents).close()
    with guard(address, "hush") as guarded:
        server = chroma_server(guarded.address, headers="Authorization: Bearer hush")
        index = open_index(Site(site.cache, server), WANTED)
        assert index is not None
        guarded.is_down = True
        with index:
            for asked in (
                lambda: index.nearest(Collection.STATE, embeddings.embed_query("Pilots?"), count=1),
                lambda: index.vectors(Collection.STATE),
                lambda: index.differences(contents),
            ):
                with pytest.raises(IndexUnusable, match="down for maintenance"):
                    asked()
