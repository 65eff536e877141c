"""Accounts that differ, side by side as a table."""

from assistant.answers import ConflictCard
from assistant.languages import Words
from assistant.pages.links import source_link
from assistant.pages.markup import Html, element, join
from knowledge.bibliography import short_name
from knowledge.library import Library


def conflict_table(conflict: ConflictCard, library: Library, words: Words) -> Html:
    """One row an account: what it says, who gives it, what to know about it."""
    rows = (
        element(
            "tr",
            element("th", position.value, scope="row"),
            element("td", *_given_by(position.source_ids, library)),
            element("td", position.note or ""),
            lang="en",
        )
        for position in conflict.positions
    )
    columns = (words("Account"), words("Given by"), words("Remark"))
    head = element("tr", *(element("th", column, scope="col") for column in columns))
    caption = element("caption", element("span", conflict.topic, lang="en"))
    return element("table", caption, element("thead", head), element("tbody", *rows), class_="accounts")


def _given_by(source_ids: tuple[str, ...], library: Library) -> list[Html]:
    links = [source_link(id, short_name(library.corpus.sources[id])) for id in source_ids]
    return [join(("; " if place else "", link)) for place, link in enumerate(links)]
