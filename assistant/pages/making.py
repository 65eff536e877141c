"""How an answer was made: what was searched, whether a language model took part, and of what it can be made again."""

from assistant.absences import ABSENCE_WORDING, ABSENT
from assistant.answers import Answer
from assistant.arranging import CHOSEN_BY
from assistant.languages import Words
from assistant.pages.markup import Html, element, rows_of

RETRIEVAL_WORDING = {"hybrid": "by words and by meaning", "lexical": "by words alone"}

_HASH_SHOWN = 12


def how_made(answer: Answer, words: Words) -> Html:
    """What made an answer, in a closed part at its end."""
    made, searched = answer.provenance, answer.searched
    counts = {"passages": searched.passages, "claims": searched.claims}
    way = words(RETRIEVAL_WORDING.get(made.retrieval, made.retrieval))
    rows = [
        (words("Searched"), f"{words('{passages} passages and {claims} claims', **counts)}, {way}"),
        (words("Model"), made.model or words("none: composed from reviewed records")),
        *([(words("Sentences"), words("its words are the sources’ own; labels are computed"))] if made.model else []),
        (words("Library"), made.corpus[:_HASH_SHOWN]),
        (words("Index"), made.index[:_HASH_SHOWN]),
        (words("Prompts"), made.prompts[:_HASH_SHOWN]),
        (words("Settings"), made.settings[:_HASH_SHOWN]),
        (words("Version"), made.version),
    ]
    if made.notice:
        rows.insert(0, (words("Notice"), made.notice))
    summary = element("summary", words("How this answer was made"))
    return element("details", summary, rows_of(rows), class_="provenance")


def model_notice(answer: Answer, words: Words) -> Html | None:
    """Why no language model took part although one was asked; ``None`` if there is nothing to say.

    In English it names the model; in other languages it says what happened.
    """
    made = answer.provenance
    if made.model_notice is None:
        return None
    reason = ABSENCE_WORDING.get(made.model_failure or "")
    if words.language == "en" or reason is None:
        return element("p", made.model_notice, class_="aside notice", lang="en")
    return element("p", words(ABSENT, reason=words(reason)), class_="aside notice")


def chosen_by(answer: Answer, words: Words) -> Html | None:
    """One line on a language model's part in an answer; ``None`` if it has none."""
    model = answer.provenance.model
    if model is None:
        return None
    return element("p", words(CHOSEN_BY, model=model), class_="aside chosen")
