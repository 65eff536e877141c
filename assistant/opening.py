"""Making an assistant ready: library, embeddings and index, with words alone as the way out."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

from langchain_core.embeddings import Embeddings

from assistant.answering import Assistant
from assistant.chat_models import open_model
from assistant.errors import LibraryUnsound
from assistant.prompting import read_prompts
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
    Site,
    fingerprint,
    open_index,
)
from knowledge.index_building import Progress, build_index
from knowledge.library import Library, load_library
from knowledge.manifests import Edition
from knowledge.multilingual import MULTILINGUAL, MultilingualEmbeddings
from knowledge.problems import LibraryError
from knowledge.snapshots import Pointer, advance_pointer, library_id, read_pointer
from knowledge.vocabulary import Collection
from knowledge.wordings import questions, wordings


def open_assistant(
    settings: Settings, *, library: Library | None = None, progress: Progress | None = None
) -> Assistant:
    """The assistant for these settings; its index is built if there is none or it is damaged.

    ``library`` is the one to be served (:func:`served_library`) unless another is given.

    Without embedding or index it still answers, by words alone, and says so. Raises
    :class:`LibraryUnsound` if a record of the library is wrong, :class:`ModelUnavailable` and
    :class:`PromptTrouble` if the language model that is asked for, or a prompt for it, is not to be had.
    """
    model = settings.model and open_model(settings.model, url=settings.model_url, timeout=settings.model_timeout)
    # The weights load beside the records: both take a third of a second, on different cores.
    with ThreadPoolExecutor(1) as aside:
        loading = aside.submit(load_embeddings, settings.embeddings)
        library = library or served_library(settings)
    wanted = index_name(library, settings)
    embeddings: Embeddings | None = None
    index: Index | None = None
    notice = None
    try:
        embeddings = loading.result()
        index = _index(library, settings, wanted, embeddings, progress)
    except (EmbeddingError, IndexUnusable) as error:
        notice = f"searched by words alone: {error}"
    alone = Assistant(
        library=library,
        settings=settings,
        index=None,
        embeddings=None,
        multilingual=None,
        index_fingerprint="none",
        notice=notice,
        model=model or None,
        prompts=read_prompts(settings.library) if model else {},
    )
    if index is None:
        return alone
    assistant = replace(
        alone,
        index=index,
        embeddings=embeddings,
        multilingual=MultilingualEmbeddings(),
        index_fingerprint=wanted,
    )
    try:
        assistant.prepare()
    except IndexUnusable as error:
        index.close()
        return replace(alone, notice=f"searched by words alone: {error}")
    return assistant


def open_library(settings: Settings, *, entries: int | None = None, supposing: Sequence[Deed] = ()) -> Library:
    """The packaged library, with the librarian's folder of the settings laid over it.

    ``entries`` and ``supposing`` show it as it was, or would be: see :func:`knowledge.corpus.read_corpus`.
    Raises :class:`LibraryUnsound` if a record, the folder or its log is not in order.
    """
    try:
        folder = open_folder(settings.library) if settings.library else None
        return load_library(folder=folder, entries=entries, supposing=supposing)
    except (LibraryError, FolderTrouble, LogTrouble) as error:
        raise LibraryUnsound(str(error)) from error


def served_library(settings: Settings) -> Library:
    """The library readers are served: as it is, or as it was where somebody has gone back to an earlier index."""
    pointer = read_pointer(settings.cache, settings.library)
    return open_library(settings, entries=pointer.entries if pointer and pointer.is_held else None)


def index_name(library: Library, settings: Settings) -> str:
    """The fingerprint of the index that fits a library and these settings."""
    return fingerprint(library.corpus.fingerprint, (settings.embeddings or SHIPPED, MULTILINGUAL))


def index_site(settings: Settings) -> Site:
    """Where the indexes of these settings are kept."""
    return Site(settings.cache, settings.chroma)


def edition_of(library: Library, settings: Settings) -> Edition:
    """What a library is called among the indexes, and how far its log went."""
    return Edition(library_id(settings.library), library.corpus.entries)


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


def point_to(library: Library, settings: Settings) -> None:
    """Let running servers know that the index of a library is ready; one that is held where it is stays so."""
    pointer = Pointer(index_name(library, settings), library.corpus.entries)
    with suppress(OSError):  # a cache that cannot be written serves what it has
        advance_pointer(settings.cache, settings.library, pointer)


def _index(
    library: Library, settings: Settings, wanted: str, embeddings: Embeddings, progress: Progress | None
) -> Index:
    """The index, opened, or built anew where it is missing or damaged: it is a cache."""
    site, index = index_site(settings), None
    with suppress(IndexUnusable):
        index = open_index(site, wanted)
    if index is None:
        contents = index_contents(library, embeddings, settings.embeddings or SHIPPED)
        index = build_index(site, wanted, contents=contents, edition=edition_of(library, settings), progress=progress)
    point_to(library, settings)
    return index
