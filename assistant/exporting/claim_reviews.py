"""The claims as schema.org ClaimReview (https://schema.org/ClaimReview), for tools that read fact checks.

A rating is our verdict in words and has no number: the verdicts are kinds of evidence, not points on a
line from false to true.
"""

import json
from collections.abc import Iterable
from typing import Any, Final

from assistant.cards import claim_card
from assistant.pages.links import claim_address
from assistant.pages.source import SIGNED_BY_NOBODY
from knowledge.bibliography import citation_line
from knowledge.library import Library
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.records import Claim

_AUTHOR: Final = {
    "@type": "Organization",
    "name": "Second Source",
    "description": f"A study assistant that computes its verdicts from reviewed records. {SIGNED_BY_NOBODY}",
}


def claim_reviews(claims: Iterable[Claim], library: Library) -> bytes:
    """The claims that have a verdict, as one JSON-LD graph. Addresses are relative to the web application."""
    graph = [_review(claim, library) for claim in claims if claim.id in library.verdicts]
    document = {"@context": "https://schema.org", "@graph": graph}
    # "<" cannot end the script element that JSON-LD is put into on a page.
    text = json.dumps(document, ensure_ascii=False, indent=2).replace("<", r"\u003c")
    return (text + "\n").encode("utf-8")


def _review(claim: Claim, library: Library) -> dict[str, Any]:
    card = claim_card(claim, library)
    sources = library.corpus.sources
    cited = dict.fromkeys(library.corpus.evidence[id].source_id for id in card.evidence_ids)
    review: dict[str, Any] = {
        "@type": "ClaimReview",
        "@id": f"#{claim.id}",
        "url": claim_address(claim.id),
        "inLanguage": "en",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "author": _AUTHOR,
        "claimReviewed": claim.restatement,
        "itemReviewed": {
            "@type": "Claim",
            "text": claim.verbatim,
            "author": {"@type": "Organization", "name": "North Korean state media (outlet not established)"},
            "appearance": _article(library),
        },
        "reviewRating": {
            "@type": "Rating",
            "alternateName": card.verdict_text,
            "ratingExplanation": card.reason,
        },
        "reviewBody": f"{card.reason} {SIGNED_BY_NOBODY}",
    }
    if cited:
        review["citation"] = [citation_line(sources[id]) for id in cited]
    return review


def _article(library: Library) -> dict[str, Any]:
    article = library.corpus.sources[ARTICLE_SOURCE_ID]
    return {
        "@type": "Article",
        "headline": article.title,
        "datePublished": article.date,
        "inLanguage": article.language,
    }
