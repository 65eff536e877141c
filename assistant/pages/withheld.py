"""Sentences that were withheld, on the page: their number and the reasons. What they say is never shown."""

from collections.abc import Sequence

from assistant.answers import Withheld
from assistant.languages import Words
from assistant.pages.markup import Html, element
from assistant.withholding import WITHHELD_WORDING, reasons


def withheld_part(withheld: Sequence[Withheld], words: Words) -> Html | None:
    """A closed part that counts the sentences, each reason once; ``None`` if there are none."""
    if not withheld:
        return None
    count = len(withheld)
    told = (
        words("{count} sentences withheld: no source says this", count=count)
        if count > 1
        else words("1 sentence withheld: no source says this")
    )
    items = (
        element("li", words(WITHHELD_WORDING[reason]), f" ({number})" if number > 1 else "")
        for reason, number in reasons(withheld)
    )
    return element("details", element("summary", told), element("ul", *items), class_="withheld")
