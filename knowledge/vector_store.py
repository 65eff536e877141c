"""Chroma's collections of texts and vectors, in a folder or on a server. The only importer of chromadb."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import chromadb
import httpx
import numpy
from chromadb.config import Settings
from numpy.typing import NDArray

from knowledge.chroma_server import ChromaServer

_SEARCH_WIDTH = 512  # nodes a search visits: a library of the shipped size whole
_PAGE_OF_FOLDER = 2_000  # its vectors come as Python numbers, which take ten times their room
_PAGE_OF_SERVER = 250  # records one request brings: Chroma Cloud allows 300
_PATIENCE = httpx.Timeout(30, connect=5)
_FIRST_WORD = httpx.Timeout(5)
_NOTE = "note"
_BEGUN = "begun"
_LONGEST_TROUBLE = 300
_ADVICE = {
    401: "it, or a proxy before it, wants to know who asks",
    403: "it, or a proxy before it, wants to know who asks",
    404: "is it a Chroma server, and is there this tenant with this database?",
}
# Chroma's clients of one folder share what the last of them to close stops: none may open meanwhile.
_opening = threading.RLock()


class StoreTrouble(Exception):
    """Chroma cannot do what was asked; the message is Chroma's own, or says that its server is not reached."""


class StoredCollection:
    """One collection: texts by id, each with a vector."""

    def __init__(self, collection: Any, *, page: int) -> None:
        self._collection = collection
        self._page = page

    def add(self, texts: Mapping[str, str], vectors: Sequence[NDArray[numpy.float32]]) -> None:
        """Put in texts with their vectors, in the same order."""
        with _in_our_words():
            self._collection.add(ids=list(texts), documents=list(texts.values()), embeddings=list(vectors))

    def count(self) -> int:
        """How many texts Chroma believes to hold: it counts those whose vectors are lost, too."""
        with _in_our_words():
            return int(self._collection.count())

    def nearest(self, vector: Sequence[float], *, count: int) -> list[tuple[str, float]]:
        """The texts nearest to a vector by their ids, with their cosine distances."""
        with _in_our_words():
            found = self._collection.query(query_embeddings=[list(vector)], n_results=count, include=["distances"])
        return list(zip(found["ids"][0], map(float, found["distances"][0]), strict=True))

    def vector(self, id: str) -> list[float] | None:
        """The vector of one text; ``None`` if it is not there."""
        with _in_our_words():
            found = self._collection.get(ids=[id], include=["embeddings"])
        return [float(number) for number in found["embeddings"][0]] if found["ids"] else None

    def texts(self) -> dict[str, str]:
        """Every text by its id."""
        pages = self._pages("documents")
        return {id: text for page in pages for id, text in zip(page["ids"], page["documents"], strict=True)}

    def vectors(self) -> dict[str, NDArray[numpy.float32]]:
        """Every vector by the id of its text."""
        pages = self._pages("embeddings")
        return {
            id: numpy.asarray(vector, dtype=numpy.float32)
            for page in pages
            for id, vector in zip(page["ids"], page["embeddings"], strict=True)
        }

    def _pages(self, what: str) -> Iterator[Any]:
        start = 0
        while True:
            with _in_our_words():
                page = self._collection.get(include=[what], limit=self._page, offset=start)
            if not page["ids"]:
                return
            yield page
            start += len(page["ids"])


class VectorStore:
    """Collections by name. Close it, or use it as a context manager."""

    def __init__(self, client: Any, *, page: int, sessions: Sequence[httpx.Client] = ()) -> None:
        self._client = client
        self._page = page
        self._sessions = sessions

    def __enter__(self) -> "VectorStore":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of files and connections."""
        with _opening:
            self._client.close()
        for session in self._sessions:
            session.close()

    def create(self, name: str, *, begun: str) -> StoredCollection:
        """A new, empty collection, marked with the time; raises :class:`StoreTrouble` if there is one of this name."""
        nearness = {"hnsw": {"space": "cosine", "ef_search": _SEARCH_WIDTH}}
        with _in_our_words():
            created = self._client.create_collection(
                name, embedding_function=None, configuration=nearness, metadata={_BEGUN: begun}
            )
        return StoredCollection(created, page=self._page)

    def collection(self, name: str) -> StoredCollection:
        """The collection of this name."""
        with _in_our_words():
            found = self._client.get_collection(name, embedding_function=None)
        return StoredCollection(found, page=self._page)

    def collections(self) -> dict[str, str]:
        """When each collection was begun, by its name, in the order of names; empty for a note."""
        found: list[Any] = []
        with _in_our_words():
            while page := self._client.list_collections(limit=self._page, offset=len(found)):
                found.extend(page)
        return {each.name: str((each.metadata or {}).get(_BEGUN, "")) for each in sorted(found, key=lambda c: c.name)}

    def remove(self, name: str) -> None:
        """Delete a collection with all it holds."""
        with _in_our_words():
            self._client.delete_collection(name)

    def write_note(self, name: str, text: str) -> None:
        """Leave a text that stands for itself, as an empty collection; raises if there is one of this name."""
        with _in_our_words():
            self._client.create_collection(name, embedding_function=None, metadata={_NOTE: text})

    def read_note(self, name: str) -> str | None:
        """The text left under a name; ``None`` if there is none."""
        if name not in self.collections():
            return None
        with _in_our_words():
            metadata = self._client.get_collection(name, embedding_function=None).metadata
        return str((metadata or {}).get(_NOTE, ""))


def open_folder_store(folder: Path) -> VectorStore:
    """The store whose files lie in a folder."""
    with _in_our_words(), _opening:
        return VectorStore(chromadb.PersistentClient(path=str(folder), settings=_quiet()), page=_PAGE_OF_FOLDER)


def open_server_store(server: ChromaServer) -> VectorStore:
    """The store on a Chroma server; raises :class:`StoreTrouble` if it does not answer as one."""
    with _in_our_words():
        # Asked first by ourselves: Chroma's client waits without end for a server that says nothing, and leaves its
        # connections open where it is refused.
        place = f"tenants/{quote(server.tenant, safe='')}/databases/{quote(server.database, safe='')}"
        answer = httpx.get(f"{server.url}/api/v2/{place}", headers=dict(server.headers), timeout=_FIRST_WORD)
        answer.raise_for_status()
        client: Any = chromadb.HttpClient(
            host=server.host,
            port=server.port,
            ssl=server.tls,
            headers=dict(server.headers),
            settings=_quiet(),
            tenant=server.tenant,
            database=server.database,
        )
    # Chroma's client has no setting for how long it waits, and when it is closed its connections stay open:
    # its own, and those of the other client with which it looks for tenant and database.
    sessions: list[httpx.Client] = [each._server._session for each in (client, client._admin_client)]
    for session in sessions:
        session.timeout = _PATIENCE
    return VectorStore(client, page=_PAGE_OF_SERVER, sessions=sessions)


def _quiet() -> Settings:
    return Settings(anonymized_telemetry=False)


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Whatever Chroma or the way to its server raises is one kind of trouble."""
    try:
        yield
    except httpx.HTTPStatusError as error:
        code = error.response.status_code
        raise StoreTrouble(f"it answers {code}: {_ADVICE.get(code, 'is it a Chroma server?')}") from error
    except httpx.LocalProtocolError as error:  # its text may hold a header, and with it a secret
        raise StoreTrouble("it is not reached: what is to be sent is against the protocol") from error
    except httpx.HTTPError as error:
        raise StoreTrouble(f"it is not reached: {str(error) or type(error).__name__}") from error
    except Exception as error:  # Chroma's client raises bare ones, with whatever a proxy has answered
        told = " ".join(str(error).split())[:_LONGEST_TROUBLE]
        raise StoreTrouble(told or type(error).__name__) from error
