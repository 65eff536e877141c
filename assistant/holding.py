"""What a librarian's folder holds: the library with the folder laid over it, and what waits to be accepted."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.corpus import Corpus, assemble
from knowledge.holdings.acts import standings
from knowledge.holdings.folder import LibraryFolder
from knowledge.holdings.log import read_log
from knowledge.holdings.overlay import laid_over, read_holdings, shipped_refs
from knowledge.holdings.waiting import TextSource, waiting_sources
from knowledge.lineage import Sources
from knowledge.record_files import RecordFiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A library with a folder laid over it, and what waits in the folder to be accepted."""

    corpus: Corpus
    waiting: tuple[TextSource, ...]

    @property
    def sources(self) -> Sources:
        """Every source; one with a version that waits as it is there."""
        return {**self.corpus.sources, **{each.source.id: each.source for each in self.waiting}}

    @property
    def texts(self) -> Mapping[str, TextSource]:
        """Every added text, likewise, by its source's id."""
        in_force = (TextSource(self.corpus.sources[id], parts) for id, parts in self.corpus.texts.items())
        return {each.source.id: each for each in (*in_force, *self.waiting)}


def read_holding(folder: LibraryFolder, shipped: RecordFiles) -> Holding:
    """What a folder holds over the shipped library.

    Records that are not in order are left out, so that they can be mended by handing in others. Raises
    :class:`knowledge.holdings.log.LogTrouble` if the log was touched.
    """
    holdings = read_holdings(folder, shipped=shipped)
    deeds = (entry.deed for entry in read_log(folder.log))
    return Holding(
        corpus=assemble(laid_over(shipped, holdings), holdings),
        waiting=tuple(waiting_sources(folder, standings(deeds, shipped=shipped_refs(shipped)))),
    )
