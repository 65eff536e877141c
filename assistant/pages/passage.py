"""A passage as the panel shows it: in its place in a text, or as a note of ours with how it was read."""

from assistant.answers import Citation
from assistant.languages import Words
from assistant.pages.markup import Html, element, join, rows_of
from knowledge.library import Library
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.records import Evidence, Passage
from knowledge.vocabulary import Collection, PassageKind, Reading

ARTICLE_HEADING = "The article’s own words"
PASSAGE_HEADING = {
    PassageKind.VERBATIM: "The source’s own words",
    PassageKind.LIBRARY_NOTE: "Library note: our own words on what this source says",
}

_NEIGHBOURS = 2


def passage(citation: Citation, library: Library, words: Words) -> Html:
    """The passage a citation quotes, in its place, with the quote marked."""
    cited = library.passages[citation.passage_id]
    marked = join((cited.text[: citation.start], element("mark", citation.quote), cited.text[citation.end :]))
    is_article = cited.source_id == ARTICLE_SOURCE_ID
    heading = element("h3", words(ARTICLE_HEADING if is_article else PASSAGE_HEADING[cited.kind]))
    if cited.kind is PassageKind.LIBRARY_NOTE:
        evidence = library.corpus.evidence.get(cited.evidence_id or "")
        rows = _note_rows(evidence, words) if evidence else []
        note = element("p", marked, class_="note", lang="en")
        return element("section", heading, note, rows_of(rows, lang="en"), class_="passage-note")
    before, after = _neighbours(cited, library)
    place = (
        element("p", words("In the text:"), " ", element("span", citation.locator, lang="en"), class_="aside")
        if citation.locator
        else join(())
    )
    return element(
        "section",
        heading,
        element(
            "blockquote",
            *(element("p", neighbour.text, class_="neighbour") for neighbour in before),
            element("p", marked),
            *(element("p", neighbour.text, class_="neighbour") for neighbour in after),
            lang=library.source_of(cited).language,
        ),
        place,
        # The dotted border is the state's own voice.
        class_="passage-verbatim" if cited.collection is Collection.STATE else "passage-verbatim of-others",
    )


def _neighbours(cited: Passage, library: Library) -> tuple[list[Passage], list[Passage]]:
    """The sentences of the same text just before and just after a passage."""
    text = sorted(
        (p for p in library.passages.values() if p.source_id == cited.source_id and p.kind is cited.kind),
        key=lambda p: p.id,  # numbered in reading order
    )
    place = text.index(cited)
    return text[max(0, place - _NEIGHBOURS) : place], text[place + 1 : place + 1 + _NEIGHBOURS]


def _note_rows(evidence: Evidence, words: Words) -> list[tuple[str, str]]:
    read = words("the whole work" if evidence.read is Reading.WHOLE else "an excerpt")
    rows = [(words("This project read"), read)]
    if evidence.locator:
        rows.append((words("In the source"), evidence.locator))
    if evidence.scope_note:
        rows.append((words("Scope"), evidence.scope_note))
    return rows
