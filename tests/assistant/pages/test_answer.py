"""An answer as a page: escaped, numbered, labelled in words."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant.answers import (
    LABEL_WORDING,
    Answer,
    Citation,
    Conversation,
    Label,
    LabelKey,
    Provenance,
    Searched,
    Section,
    Statement,
    Status,
    Withheld,
    WithheldReason,
)
from assistant.cards import claim_card
from assistant.languages import ENGLISH
from assistant.pages import answer as answer_page
from assistant.pages import markup
from assistant.withholding import WITHHELD_WORDING
from knowledge.library import Library
from knowledge.vocabulary import Stance

Read = Callable[[str], Any]
Cite = Callable[..., Citation]

CLAIM = "travel-countries"


def state(
    text: str,
    *citations: Citation,
    section: Section = Section.BACKGROUND,
    key: LabelKey = LabelKey.BACKGROUND,
    stance: Stance | None = None,
    more: bool = False,
) -> Statement:
    return Statement(
        text=text,
        section=section,
        label=Label(key, LABEL_WORDING[key]),
        stance=stance,
        claim_ids=(CLAIM,),
        citations=citations,
        more=more,
    )


def answer(library: Library, *statements: Statement, question: str = "Is it so?") -> Answer:
    return Answer(
        question=question,
        conversation=Conversation(),
        status=Status.ANSWERED,
        abstain_reason=None,
        score=1.0,
        statements=statements,
        claims=(claim_card(library.corpus.claims[CLAIM], library),),
        conflicts=(),
        retrieved=(),
        searched=Searched(("state_origin", "others"), 1, 1),
        withheld=(),
        follow_ups=(),
        sources=(),
        provenance=Provenance(
            corpus="c" * 64,
            index="i" * 64,
            prompts="none",
            model=None,
            settings="s" * 64,
            version="0",
            retrieval="hybrid",
        ),
    )


def chips(reader: Any) -> list[dict[str, str]]:
    return [attributes for _, attributes in reader.tags if attributes.get("class") == "chip"]


def page_of(given: Answer, library: Library, *, number: int = 1) -> str:
    return answer_page.turn(given, number=number, library=library, words=ENGLISH)


def notes(library: Library) -> list[str]:
    return [record.id for record in library.evidence_of(CLAIM)]


def test_every_text_of_an_answer_is_escaped(library: Library, read: Read, hostile: str) -> None:
    given = answer(library, state(hostile), state(hostile, more=True), question=hostile)
    card = replace(given.claims[0], restatement=hostile, verbatim=hostile, reason=hostile)
    given = replace(
        given,
        claims=(card,),
        conversation=Conversation(hostile),
        withheld=(Withheld(WithheldReason.NO_CITATION, hostile),),
        follow_ups=(hostile,),
        provenance=replace(given.provenance, notice=hostile, model=hostile),
    )
    page = page_of(given, library)
    assert "<img" not in page and "<script" not in page
    assert {tag for tag, _ in read(page).tags}.isdisjoint({"img", "script", "form", "iframe", "style"})
    assert not any(name.startswith("on") for _, attributes in read(page).tags for name in attributes)


def test_chips_are_numbered_by_first_appearance_and_a_passage_keeps_its_number(
    library: Library, read: Read, cite: Cite
) -> None:
    first, second = (cite(id) for id in notes(library)[:2])
    given = answer(library, state("One.", first), state("Two.", second, first))
    reader = read(page_of(given, library))
    labels = [str(chip["aria-label"]).partition(" ")[0] for chip in chips(reader)]
    assert labels == ["[1]", "[2]", "[1]"]


def test_numbers_rise_down_the_page_even_if_sections_are_regrouped(library: Library, read: Read, cite: Cite) -> None:
    one, two, three, four = (cite(id) for id in notes(library)[:4])
    given = answer(
        library,
        state("Lead."),
        state("A.", one),
        state("B.", two, section=Section.ASSERTED, key=LabelKey.STATE_MEDIA_ASSERTION),
        state("C.", three),
        state("D.", four, more=True),
    )
    reader = read(page_of(given, library))
    labels = [str(chip["aria-label"]).partition(" ")[0] for chip in chips(reader)]
    assert labels == ["[1]", "[2]", "[3]", "[4]"]


def test_a_chip_opens_templates_of_its_own_answer(library: Library, read: Read, cite: Cite) -> None:
    given = answer(library, state("One.", cite(notes(library)[0])))
    for number in (1, 2):
        reader = read(page_of(given, library, number=number))
        templates = {attributes["id"] for tag, attributes in reader.tags if tag == "template"}
        [chip] = chips(reader)
        opened = str(chip["data-open"]).split()
        assert set(opened) <= templates
        assert len(opened) == 2
        assert chip["data-beside"] == CLAIM
        assert all(name.startswith(f"answer{number}-") for name in opened)


def test_two_quotes_of_one_passage_have_one_number_and_their_own_marks(
    library: Library, read: Read, cite: Cite
) -> None:
    id = notes(library)[0]
    given = answer(library, state("One.", cite(id, end=5), cite(id, start=6)))
    page = page_of(given, library)
    text = library.passages[id].text
    one, other = chips(read(page))
    assert one["aria-label"][:3] == other["aria-label"][:3] == "[1]"
    assert one["data-open"] != other["data-open"]
    assert re.findall("<mark>(.*?)</mark>", page) == [
        markup.join([text[:5]]),
        markup.join([text[6:]]),
    ]


def test_more_stands_in_a_closed_part_with_its_count(library: Library) -> None:
    given = answer(library, state("Lead."), state("Hidden.", more=True), state("Also.", more=True))
    page = page_of(given, library)
    assert '<details class="more"><summary>More from the library (2)</summary>' in page
    assert page.index("Hidden.") > page.index("<details")


@pytest.mark.parametrize(
    ("stance", "word"),
    [(Stance.SUPPORTS, "For:"), (Stance.REFUTES, "Against:"), (Stance.PARTIALLY_SUPPORTS, "In part:")],
)
def test_an_independent_statement_says_its_stance_in_a_word(
    library: Library, read: Read, stance: Stance, word: str
) -> None:
    said = state("Said.", section=Section.INDEPENDENT, key=LabelKey.CONTESTED, stance=stance)
    assert f"{word} Said." in read(page_of(answer(library, state("Lead."), said), library)).text


def test_a_state_voice_is_said_to_be_one_whatever_it_supports(library: Library, read: Read) -> None:
    said = state("Said.", section=Section.ASSERTED, key=LabelKey.STATE_MEDIA_ASSERTION, stance=Stance.SUPPORTS)
    assert "State media: Said." in read(page_of(answer(library, state("Lead."), said), library)).text


def test_the_label_stands_as_a_heading_over_its_sentences_and_in_a_word_before_each(
    library: Library, read: Read
) -> None:
    given = answer(library, state("Lead."), state("One."), state("Two."))
    text = read(page_of(given, library)).text
    after_lead = text[text.index("Lead.") :]
    assert after_lead.count("Background from a vetted source") == 1
    assert "Background from a vetted sourceBackground: One.Background: Two." in after_lead


def test_what_speaks_of_violence_stands_behind_one_line(library: Library, cite: Cite) -> None:
    sensitive = next(note for note in library.corpus.evidence.values() if note.sensitive)
    quiet = state("A bomb killed them.", cite(sensitive.id))
    calm = state("It was a Sunday.", cite(notes(library)[0]))
    page = page_of(answer(library, state("Lead."), calm, quiet), library)
    start, end = page.index('<details class="sensitive">'), page.index("</details>")
    assert page.count(markup.join([answer_page.VIOLENCE])) == 1
    assert start < page.index("A bomb killed") < end
    assert not start < page.index("It was a") < end
    led = page_of(answer(library, quiet, calm), library)
    assert led.index("<details") < led.index("A bomb killed")


def test_a_verdict_of_one_part_is_not_said_to_be_the_claims(library: Library, read: Read) -> None:
    cards = [claim_card(claim, library) for claim in library.corpus.claims.values()]
    card, part = next(
        (card, part)
        for card in cards
        for part in card.components
        if part.verdict == LabelKey.CORROBORATED != card.verdict
        and [other.verdict for other in card.components].count(part.verdict) == 1
    )
    said = replace(state("Said.", section=Section.INDEPENDENT, key=LabelKey.CORROBORATED), claim_ids=(card.id,))
    lead = replace(state("Lead.", section=Section.GAP, key=LabelKey.GAP), claim_ids=(card.id,))
    given = replace(answer(library, lead, said), claims=(card,))
    text = read(page_of(given, library)).text
    assert f"On the claim: {part.restatement}Part of the claim: independently corroborated" in text


def test_the_verdict_of_the_claim_stands_above_the_first_sentence(library: Library, read: Read) -> None:
    lead = state("No independent source counts them.", section=Section.GAP, key=LabelKey.GAP)
    text = read(page_of(answer(library, lead), library)).text
    verdict = library.verdicts[CLAIM].headline.key.value
    assert text.index(LABEL_WORDING[LabelKey(verdict)]) < text.index("No independent source counts them.")
    assert answer_page.SECTION_HEADING[Section.GAP] not in text


def test_every_kind_of_label_has_a_border_and_every_closed_choice_has_words(library: Library) -> None:
    for key in LabelKey:
        page_of(answer(library, state("Lead."), state("Said.", key=key)), library)
    assert set(WITHHELD_WORDING) == set(WithheldReason)
    assert set(answer_page.SECTION_HEADING) == set(Section)


def test_withheld_sentences_are_counted_with_each_reason_once_and_never_shown(library: Library, read: Read) -> None:
    reasons = (WithheldReason.QUOTE_NOT_FOUND, WithheldReason.LIMITS_CHANGED, WithheldReason.QUOTE_NOT_FOUND)
    withheld = tuple(Withheld(reason, f"It was so: {place}.") for place, reason in enumerate(reasons))
    page = page_of(replace(answer(library, state("Lead.")), withheld=withheld), library)
    text = read(page).text
    assert "3 sentences withheld: no source says this" in text
    assert "its quote is not in the passage word for word (2)" in text
    assert text.count(WITHHELD_WORDING[WithheldReason.LIMITS_CHANGED]) == 1
    assert "It was so" not in page
    assert '<details class="withheld"><summary>' in page
    one = page_of(replace(answer(library, state("Lead.")), withheld=withheld[:1]), library)
    assert "1 sentence withheld: no source says this" in read(one).text


def by_model(given: Answer) -> Answer:
    return replace(given, provenance=replace(given.provenance, model="test:model", prompts="p" * 64))


def signpost(text: str) -> Statement:
    return Statement(
        text=text, section=Section.GUIDANCE, label=Label(LabelKey.GUIDANCE, LABEL_WORDING[LabelKey.GUIDANCE])
    )


def test_a_models_order_is_kept_with_signposts_between_and_numbers_that_rise(
    library: Library, read: Read, cite: Cite
) -> None:
    one, two, three, four = (cite(id) for id in notes(library)[:4])
    asserted: dict[str, Any] = {"section": Section.ASSERTED, "key": LabelKey.STATE_MEDIA_ASSERTION}
    independent: dict[str, Any] = {"section": Section.INDEPENDENT, "key": LabelKey.CONTESTED}
    given = by_model(
        answer(
            library,
            state("Lead."),
            state("A.", one, **independent),
            signpost("First, what the article says."),
            state("B.", two, **asserted),
            state("C.", three, **independent),
            state("Read next.", section=Section.GUIDANCE, key=LabelKey.GUIDANCE),
            state("D.", four, more=True),
        )
    )
    page = page_of(given, library)
    text = read(page).text
    places = [
        text.index(said) for said in ("A.", "First, what", "B.", "C.", "How to check it yourself", "Read next.", "D.")
    ]
    assert places == sorted(places)
    assert "What independent sources say" not in text and text.count(LABEL_WORDING[LabelKey.CONTESTED].lower()) == 2
    assert text.count("How to check it yourself") == 1
    labels = [str(chip["aria-label"]).partition(" ")[0] for chip in chips(read(page))]
    assert labels == ["[1]", "[2]", "[3]", "[4]"]
    assert "Chosen and ordered by test:model; every sentence checked against its source." in text
    assert "its words are the sources’ own; labels are computed" in text and "p" * 12 in text


def test_why_no_model_took_part_stands_above_the_answer(library: Library, read: Read) -> None:
    given = answer(library, state("Lead."))
    given = replace(given, provenance=replace(given.provenance, model_notice="The language model was away."))
    text = read(page_of(given, library)).text
    assert text.index("The language model was away.") < text.index("Lead.")
    assert "Chosen and ordered" not in text
