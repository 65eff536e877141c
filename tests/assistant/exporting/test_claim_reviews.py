"""The claims for fact-checking tools: complete, in words, and honest about who reviewed them."""

import json

import pytest

from assistant.errors import UsageError
from assistant.exporting.formats import Kind, Thing, export
from knowledge.library import Library
from knowledge.vocabulary import VERDICT_WORDING, ClaimKind


def test_every_claim_has_what_a_reader_of_fact_checks_requires(library: Library) -> None:
    document = json.loads(export(Thing(Kind.REVIEWS), "json-ld", library).content)
    assert document["@context"] == "https://schema.org"
    reviews = {review["@id"].removeprefix("#"): review for review in document["@graph"]}
    assert reviews.keys() == {
        claim.id for claim in library.corpus.claims.values() if claim.kind is not ClaimKind.CONTEXT
    }
    assert len(reviews) == 40
    for id, review in reviews.items():
        claim, verdict = library.corpus.claims[id], library.verdicts[id].headline
        assert review["@type"] == "ClaimReview"
        assert review["claimReviewed"] == claim.restatement
        assert review["url"] == f"read?claim={id}"
        assert review["itemReviewed"]["@type"] == "Claim"
        assert review["itemReviewed"]["text"] == claim.verbatim
        assert review["itemReviewed"]["appearance"]["headline"] == "Kim Il Sung and the Cause of Global Independence"
        assert "outlet not established" in review["itemReviewed"]["author"]["name"]
        assert review["reviewRating"]["alternateName"] == VERDICT_WORDING[verdict.key]
        assert verdict.reason in review["reviewBody"]
        assert "No historian or librarian has signed" in review["reviewBody"]


def test_no_verdict_is_turned_into_a_score(library: Library) -> None:
    text = export(Thing(Kind.REVIEWS), "json-ld", library).content.decode("utf-8")
    assert "ratingValue" not in text and "bestRating" not in text


def test_one_claim_can_be_taken_alone_and_a_topic_of_context_cannot(library: Library) -> None:
    document = json.loads(export(Thing(Kind.CLAIM, "travel-countries"), "json-ld", library).content)
    assert [review["@id"] for review in document["@graph"]] == ["#travel-countries"]
    with pytest.raises(UsageError, match="no verdict"):
        export(Thing(Kind.CLAIM, "context-cult"), "json-ld", library)


def test_no_text_ends_the_script_it_is_put_into(hostile_library: Library) -> None:
    content = export(Thing(Kind.REVIEWS), "json-ld", hostile_library).content
    assert b"<" not in content
    assert "</script>" in json.loads(content)["@graph"][0]["claimReviewed"]
