"""What a reader sees, as markup: escaped, numbered, labelled in words."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files

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
from assistant.pages import answer as answer_page
from assistant.pages import evidence, front, markup
from knowledge.library import Library, load_library
from knowledge.passages import ARTICLE_SOURCE_ID
from knowledge.vocabulary import Flag, PassageKind, Reliability, Stance

HOSTILE = "<img src=x onerror=alert(1)>\"'&</template><script>alert(2)</script>"
CLAIM = "travel-countries"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def cite(passage_id: str, library: Library, *, start: int = 0, end: int | None = None) -> Citation:
    passage = library.passages[passage_id]
    end = len(passage.text) if end is None else end
    return Citation(
        source_id=passage.source_id,
        passage_id=passage.id,
        kind=passage.kind,
        quote=passage.text[start:end],
        start=start,
        end=end,
        locator=passage.locator,
        url=None,
    )


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


class Reader(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def chips(self) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.tags if attributes.get("class") == "chip"]


def notes(library: Library) -> list[str]:
    return [record.id for record in library.evidence_of(CLAIM)]


def test_plain_text_is_escaped_in_children_and_attributes() -> None:
    made = markup.element("p", HOSTILE, title=HOSTILE)
    assert "<img" not in made and "<script" not in made
    reader = Reader(made)
    assert reader.tags == [("p", {"title": HOSTILE})]
    assert reader.text == HOSTILE


def test_markup_made_here_is_not_escaped_twice() -> None:
    assert markup.element("p", markup.element("b", "a & b")) == "<p><b>a &amp; b</b></p>"


def test_every_text_of_an_answer_is_escaped(library: Library) -> None:
    given = answer(library, state(HOSTILE), state(HOSTILE, more=True), question=HOSTILE)
    card = replace(given.claims[0], restatement=HOSTILE, verbatim=HOSTILE, reason=HOSTILE)
    given = replace(
        given,
        claims=(card,),
        conversation=Conversation(HOSTILE),
        withheld=(Withheld(WithheldReason.NO_CITATION, HOSTILE),),
        follow_ups=(HOSTILE,),
        provenance=replace(given.provenance, notice=HOSTILE, model=HOSTILE),
    )
    page = answer_page.turn(given, number=1, library=library)
    assert "<img" not in page and "<script" not in page
    assert {tag for tag, _ in Reader(page).tags}.isdisjoint({"img", "script", "form", "iframe", "style"})
    assert not any(name.startswith("on") for _, attributes in Reader(page).tags for name in attributes)


def test_a_source_cannot_bring_markup_or_a_script_address(library: Library) -> None:
    source = replace(library.corpus.sources[ARTICLE_SOURCE_ID], title=HOSTILE, caution=HOSTILE)
    card = evidence.source_card(source, url="javascript:alert(1)")
    assert "<img" not in card and "<script" not in card and "<a " not in card


def test_links_leave_without_a_trace() -> None:
    link = markup.outside_link("https://example.org/?a=1&b=2", "original")
    assert link is not None
    [(tag, attributes)] = Reader(link).tags
    assert (tag, attributes["href"]) == ("a", "https://example.org/?a=1&b=2")
    assert attributes["rel"] == "noopener noreferrer nofollow"
    assert markup.outside_link("data:text/html,x", "original") is None


def test_chips_are_numbered_by_first_appearance_and_a_passage_keeps_its_number(library: Library) -> None:
    first, second = (cite(id, library) for id in notes(library)[:2])
    given = answer(library, state("One.", first), state("Two.", second, first))
    reader = Reader(answer_page.turn(given, number=1, library=library))
    labels = [str(chip["aria-label"]).partition(" ")[0] for chip in reader.chips()]
    assert labels == ["[1]", "[2]", "[1]"]


def test_numbers_rise_down_the_page_even_if_sections_are_regrouped(library: Library) -> None:
    one, two, three, four = (cite(id, library) for id in notes(library)[:4])
    given = answer(
        library,
        state("Lead."),
        state("A.", one),
        state("B.", two, section=Section.ASSERTED, key=LabelKey.STATE_MEDIA_ASSERTION),
        state("C.", three),
        state("D.", four, more=True),
    )
    reader = Reader(answer_page.turn(given, number=1, library=library))
    labels = [str(chip["aria-label"]).partition(" ")[0] for chip in reader.chips()]
    assert labels == ["[1]", "[2]", "[3]", "[4]"]


def test_a_chip_opens_templates_of_its_own_answer(library: Library) -> None:
    given = answer(library, state("One.", cite(notes(library)[0], library)))
    for number in (1, 2):
        reader = Reader(answer_page.turn(given, number=number, library=library))
        templates = {attributes["id"] for tag, attributes in reader.tags if tag == "template"}
        [chip] = reader.chips()
        opened = str(chip["data-open"]).split()
        assert set(opened) <= templates
        assert len(opened) == 3
        assert all(name.startswith(f"answer{number}-") for name in opened)


def test_two_quotes_of_one_passage_have_one_number_and_their_own_marks(library: Library) -> None:
    id = notes(library)[0]
    given = answer(library, state("One.", cite(id, library, end=5), cite(id, library, start=6)))
    page = answer_page.turn(given, number=1, library=library)
    text = library.passages[id].text
    chips = Reader(page).chips()
    assert [str(chip["aria-label"])[:3] for chip in chips] == ["[1]", "[1]"]
    assert chips[0]["data-open"] != chips[1]["data-open"]
    assert re.findall("<mark>(.*?)</mark>", page) == [
        markup.join([text[:5]]),
        markup.join([text[6:]]),
    ]


def test_more_stands_in_a_closed_part_with_its_count(library: Library) -> None:
    given = answer(library, state("Lead."), state("Hidden.", more=True), state("Also.", more=True))
    page = answer_page.turn(given, number=1, library=library)
    assert '<details class="more"><summary>More from the library (2)</summary>' in page
    assert page.index("Hidden.") > page.index("<details")


@pytest.mark.parametrize(
    ("stance", "word"),
    [(Stance.SUPPORTS, "For:"), (Stance.REFUTES, "Against:"), (Stance.PARTIALLY_SUPPORTS, "In part:")],
)
def test_an_independent_statement_says_its_stance_in_a_word(library: Library, stance: Stance, word: str) -> None:
    said = state("Said.", section=Section.INDEPENDENT, key=LabelKey.CONTESTED, stance=stance)
    page = answer_page.turn(answer(library, state("Lead."), said), number=1, library=library)
    assert f'<strong class="stance">{word}</strong> Said.' in page


def test_a_state_voice_has_no_stance_word(library: Library) -> None:
    said = state("Said.", section=Section.ASSERTED, key=LabelKey.STATE_MEDIA_ASSERTION, stance=Stance.SUPPORTS)
    page = answer_page.turn(answer(library, state("Lead."), said), number=1, library=library)
    assert "stance" not in page


def test_the_label_stands_before_the_sentence_in_words(library: Library) -> None:
    said = state("It is so.", section=Section.ASSERTED, key=LabelKey.STATE_MEDIA_ASSERTION)
    text = Reader(answer_page.turn(answer(library, state("Lead."), said), number=1, library=library)).text
    assert "State media assert It is so." in text


def test_a_shared_label_stands_once_over_its_group(library: Library) -> None:
    given = answer(library, state("Lead."), state("One."), state("Two."))
    text = Reader(answer_page.turn(given, number=1, library=library)).text
    after_lead = text[text.index("Lead.") :]
    assert after_lead.count("Background from a vetted source") == 1


def test_a_verdict_of_one_part_is_not_said_to_be_the_claims(library: Library) -> None:
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
    text = Reader(answer_page.turn(given, number=1, library=library)).text
    assert f"On the claim: {part.restatement}Part of the claim: independently corroborated Said." in text


def test_the_verdict_of_the_claim_stands_above_the_first_sentence(library: Library) -> None:
    lead = state("No independent source counts them.", section=Section.GAP, key=LabelKey.GAP)
    text = Reader(answer_page.turn(answer(library, lead), number=1, library=library)).text
    verdict = library.verdicts[CLAIM].headline.key.value
    assert text.index(LABEL_WORDING[LabelKey(verdict)]) < text.index("No independent source counts them.")
    assert answer_page.SECTION_HEADING[Section.GAP] not in text


def test_every_kind_of_label_has_a_border_and_every_closed_choice_has_words(library: Library) -> None:
    for key in LabelKey:
        answer_page.turn(answer(library, state("Lead."), state("Said.", key=key)), number=1, library=library)
    assert {item.value for item in Reliability} == set(evidence.RELIABILITY_WORDING)
    assert set(answer_page.WITHHELD_WORDING) == set(WithheldReason)
    assert set(answer_page.SECTION_HEADING) == set(Section)
    assert set(evidence.PASSAGE_HEADING) == set(PassageKind)


def test_every_claim_can_be_explained(library: Library) -> None:
    for claim in library.corpus.claims.values():
        card = claim_card(claim, library)
        text = Reader(evidence.why_label(card, library)).text
        assert claim.restatement in text
        if card.verdict is not None:
            assert str(card.reason) in text
            assert "What was searched" in text
        assert set(card.flags) <= {flag.value for flag in Flag}
        assert set(card.groups) <= set(evidence.GROUP_WORDING)


def test_every_passage_can_be_shown_with_its_quote_marked_and_its_kind_named(library: Library) -> None:
    for passage in library.passages.values():
        shown = evidence.passage(cite(passage.id, library), library)
        assert f"<mark>{markup.join([passage.text])}</mark>" in shown
        assert markup.join([evidence.PASSAGE_HEADING[passage.kind]]) in shown


def test_a_sentence_of_the_article_is_shown_between_its_neighbours(library: Library) -> None:
    sentence = next(p for p in library.passages.values() if p.locator == "sentence 7")
    reader = Reader(evidence.passage(cite(sentence.id, library), library))
    assert sum(attributes.get("class") == "neighbour" for _, attributes in reader.tags) == 4


def test_every_source_card_says_who_controls_it_and_that_nobody_signed(library: Library) -> None:
    for source in library.corpus.sources.values():
        text = Reader(evidence.source_card(source, url=None)).text
        assert source.reliable_for in text and source.not_reliable_for in text
        assert source.reliability_reason in text
        assert front.SIGNED_BY_NOBODY in text


def test_the_first_screen_says_what_the_article_is_and_offers_questions(library: Library) -> None:
    reader = Reader(front.welcome(["What is it?", HOSTILE]))
    assert "state-media" in reader.text
    assert "No historian or librarian has signed this library." in reader.text
    assert [attributes["data-ask"] for tag, attributes in reader.tags if tag == "button"] == [
        "What is it?",
        HOSTILE,
    ]
    assert "Kim Il Sung and the Cause of Global Independence" in Reader(front.evidence_panel(library)).text


def test_withheld_sentences_are_counted_and_shown_with_the_reason(library: Library) -> None:
    withheld = (Withheld(WithheldReason.QUOTE_NOT_FOUND, "It was so."),)
    given = replace(answer(library, state("Lead.")), withheld=withheld)
    text = Reader(answer_page.turn(given, number=1, library=library)).text
    assert "1 sentence withheld" in text
    assert "It was so. (its quote is not in the passage word for word)" in text


# Colours: text has a contrast of 4.5 at least, lines that carry meaning 3 (WCAG 2.2 AA).

TEXT = ("ink", "soft", "accent", "borne-out", "partly", "disputed", "against", "state")
LABELS = ("soft", "borne-out", "partly", "disputed", "against", "state")


def palette(selector: str) -> dict[str, tuple[float, ...]]:
    css = files("assistant").joinpath("static", "chat.css").read_text(encoding="utf-8")
    block = css[css.index(f"{selector} {{") :].partition("}")[0]
    found = re.findall(r"--([a-z-]+): #([0-9a-f]{6});", block)
    return {name: tuple(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)) for name, digits in found}


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    def luminance(colour: tuple[float, ...]) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(one: tuple[float, ...], other: tuple[float, ...], share: float) -> tuple[float, ...]:
    return tuple(share * a + (1 - share) * b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("selector", [":root", ".dark"])
def test_colours_keep_their_contrast(selector: str) -> None:
    colours = palette(selector)
    for ground in (colours["paper"], colours["sheet"]):
        for name in TEXT:
            assert contrast(colours[name], ground) >= 4.5, name
        for name in LABELS:
            assert contrast(colours[name], mixed(colours[name], ground, 0.10)) >= 4.5, name
        assert contrast(colours["accent"], mixed(colours["accent"], ground, 0.12)) >= 4.5
        assert contrast(colours["edge"], ground) >= 3
    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5
    assert contrast(colours["on-marker"], colours["marker"]) >= 4.5
