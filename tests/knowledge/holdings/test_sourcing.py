"""From a document and its reference to a source: nothing of the reference is lost, and nothing is guessed from it."""

from typing import Any

import pytest

from knowledge.holdings.record_text import record_toml
from knowledge.holdings.sourcing import Vouching, source_of
from knowledge.ingest.documents import Document, Part
from knowledge.vocabulary import Control, Interest, SourceType

VOUCHING = Vouching(
    source_type=SourceType.SCHOLARSHIP,
    control=Control.NONE,
    interest=Interest.NEUTRAL,
    independence_group="a-historian",
    licence="Held by permission",
)
DOCUMENT = Document(name="cranes", csl={"title": "From the file"}, parts=(Part("Nine cranes."),))


@pytest.mark.parametrize("words", ["n.d.", "circa 1975", None])
def test_a_date_in_words_stays_in_the_reference_and_is_no_date_of_the_source(words: str | None) -> None:
    reference = {"id": "x", "type": "book", "title": "Cranes", "issued": {"date-parts": [[words]]}}
    source = source_of(DOCUMENT, VOUCHING, reference=reference)
    assert source.date is None and source.csl["issued"] == reference["issued"]


@pytest.mark.parametrize(
    ("reference", "key"),
    [
        ({"id": "berg1975"}, "berg1975"),
        ({"id": "http://zotero.org/users/1/items/A", "citation-key": "berg1975"}, "berg1975"),
        ({"id": "cranes"}, None),
    ],
)
def test_the_key_of_a_reference_is_kept_where_it_is_not_the_documents_name(
    reference: dict[str, Any], key: str | None
) -> None:
    source = source_of(DOCUMENT, VOUCHING, reference={"type": "book", **reference})
    assert source.csl.get("citation-key") == key and "id" not in source.csl


def test_what_toml_has_no_word_for_does_not_stop_a_record() -> None:
    names = [None, {"family": "Berg", "given": "Jan"}]
    reference = {"id": "x", "type": "book", "author": names, "editor": names, "custom": None}
    source = source_of(DOCUMENT, VOUCHING, reference=reference)
    assert source.authors == ("Jan Berg",)
    assert record_toml(source).count("Berg") == 3
