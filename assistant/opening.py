"""Making an assistant ready: library, embeddings and index, with words alone as the way out."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from langchain_core.embeddings import Embeddings

from assistant.answering import Assistant
from assistant.errors import LibraryUnsound
from assistant.settings import Settings
from knowledge.embeddings import SHIPPED, EmbeddingError, load_embeddings
from knowledge.holdings.acts import Deed
from knowledge.holdings.folder import FolderTrouble, open_folder
from knowledge.holdings.log import LogTrouble
from knowledge.index import (
    WORDINGS,
    WORDINGS_MULTILINGUAL,
    Content,
    Contents,
    Index,
    IndexUnusable,
    Progress,
    build_index,
    fingerprint,
    open_index,
)
from knowledge.library import Library, load_library
from knowledge.multilingual import MULTILINGUAL, MultilingualEmbeddings
from knowledge.problems import LibraryError
from knowledge.vocabulary import Collection
from knowledge.wordings import questions, wordings


def open_assistant(
    settings: Settings, *, library: Library | None = None, progress: Progress | None = None
) -> Assistant:
    """The assistant for these settings; its index is built if there is none or it is damaged.

    ``library`` is the one the settings name unless another is given.

    Without embedding or index it still answers, by words alone, and says so. Raises
    :class:`LibraryUnsound` if a record of the library is wrong.
    """
    # The weights load beside the records: both take a third of a second, on different cores.
    with ThreadPoolExecutor(1) as aside:
        loading = aside.submit(load_embeddings, settings.embeddings)
        library = library or open_library(settings)
    wanted = index_name(library, settings)
    embeddings: Embeddings | None = None
    index: Index | None = None
    notice = None
    try:
        embeddings = loading.result()
        index = _index(library, settings, wanted, embeddings, progress)
    except (EmbeddingError, IndexUnusable) as error:
        embeddings, notice = None, f"searched by words alone: {error}"
    return Assistant(
        library=library,
        settings=settings,
        index=index,
        embeddings=embeddings,
        multilingual=MultilingualEmbeddings() if index else None,
        index_fingerprint=wanted if index else "none",
        notice=notice,
    )


def open_library(settings: Settings, *, until: str | None = None, supposing: Sequence[Deed] = ()) -> Library:
    """The packaged library, with the librarian's folder of the settings laid over it.

    ``until`` and ``supposing`` show it as it was, or would be: see :func:`knowledge.corpus.read_corpus`.
    Raises :class:`LibraryUnsound` if a record, the folder or its log is not in order.
    """
    try:
        folder = open_folder(settings.library) if settings.library else None
        return load_library(folder=folder, until=until, supposing=supposing)
    except (LibraryError, FolderTrouble, LogTrouble) as error:
        raise LibraryUnsound(str(error)) from error


def index_name(library: Library, settings: Settings) -> str:
    """The fingerprint of the index that fits a library and these settings."""
    return fingerprint(library.corpus.fingerprint, (settings.embeddings or SHIPPED, MULTILINGUAL))


def index_contents(library: Library, embeddings: Embeddings, name: str) -> Contents:
    """What an index holds: the passages of each side, and the wordings claims are found by.

    ``name`` is that of the embedding.

    Those that are questions stand in it a second time, for questions in other languages.
    """
    asked = {wording.id: wording.text for wording in wordings(library.corpus)}
    sides = {
        collection.value: {p.id: p.text for p in library.passages.values() if p.collection is collection}
        for collection in Collection
    }
    return {
        **{side: Content(texts, name, embeddings) for side, texts in sides.items()},
        WORDINGS: Content(asked, name, embeddings),
        WORDINGS_MULTILINGUAL: Content(
            {wording.id: wording.text for wording in questions(library.corpus)}, MULTILINGUAL, MultilingualEmbeddings()
        ),
    }


def _index(
    library: Library, settings: Settings, wanted: str, embeddings: Embeddings, progress: Progress | None
) -> Index:
    """The index, opened, or built anew where it is missing or damaged: it is a cache."""
    try:
        if index := open_index(settings.cache, wanted):
            return index
    except IndexUnusable:
        pass
    contents = index_contents(library, embeddings, settings.embeddings or SHIPPED)
    return build_index(settings.cache, wanted, contents=contents, progress=progress)
