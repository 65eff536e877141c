"""What form of answer a question asks for, and whether it is in English."""

import pytest

from assistant.questions import QuestionKind, has_words, read_question

KINDS = {
    QuestionKind.YES_NO: """
        Did Kim Il Sung visit China?
        Was the help selfless?
        Is it true that he visited 87 countries?
        So Kim Il Sung founded the movement, right?
        Kim Il Sung invented that slogan, didn't he?
        And did he go to Africa?
        Have there been streets named after him?
        Tell me, was he president in 1966?
        True or false: he fought the Japanese
        North Korea sent pilots, correct?
        Was it Kim Il Sung who liberated Korea?
        Did he die when he was 82?
        Is there a country where he is honoured?
        Is the number of gifts confirmed?
    """,
    QuestionKind.HOW_MANY: """
        How many countries did he visit?
        How much aid went to Ethiopia?
        How often did he go to China?
        how far did he travel
        What number of medals did he get?
        What is the total of his trips?
        The number of gifts he received?
    """,
    QuestionKind.WHEN: """
        When did he die?
        What year did he become president?
        In which year was the declaration signed?
        On what date was it adopted?
        Since when has he been president?
    """,
    QuestionKind.WHERE: """
        Where did he travel?
        In which place are the gifts shown?
    """,
    QuestionKind.WHO: """
        Who commanded the partisans?
        Whose idea was the declaration?
        By whom was the declaration written?
        To whom did he give rifles?
        Which leader proposed it?
    """,
    QuestionKind.WHO_SAYS: """
        Who says that?
        Who else says so?
        Who reported the number first?
        According to whom did he travel so far?
        What is your source?
        What are the sources for this?
        Where does this come from?
        Where does that figure come from?
        Who confirmed it?
    """,
    QuestionKind.WHY: """
        Why did North Korea help Africa?
        How come they sent pilots?
        What was the motive for the aid?
        For what reason did he go?
    """,
    QuestionKind.WHY_BELIEVE: """
        Why should I believe the article?
        Why should we trust that number?
        How do you know that?
        How reliable is the article?
        Can I trust this?
        Is there any evidence for the number?
        What proof is there?
    """,
    QuestionKind.WHY_LABEL: """
        Why is it contested?
        Why is this contradicted?
        Why this label?
        Why is that labelled as state media?
        Why is the claim not checkable?
        why do you call it contested
    """,
    QuestionKind.COMPARE: """
        Compare the article and other sources on gifts
        What is the difference between the article and the historians?
        Do independent sources agree with the article?
        Article versus historians: trips
        How does the article differ from the archives?
    """,
    QuestionKind.ARTICLE_SAYS: """
        What does the article say about gifts?
        What does this text say about Vietnam?
        According to the article, how many gifts?
        What do state media claim about the trips?
        Does the article claim that he led it?
    """,
    QuestionKind.OPEN: """
        Tell me about the gifts
        Kim Il Sung countries visited list
        Explain the Pyongyang Declaration
        gifts
    """,
}
PHRASINGS = [(kind, line.strip()) for kind, lines in KINDS.items() for line in lines.strip().splitlines()]

ENGLISH = """
    How many countries did he visit?
    Did Kim Il Sung fight the Japanese?
    Did Kim Il Sung help African countries?
    When did Kim Il Sung die?
    Was Kim Il Sung president?
    Kim Il Sung gifts
    Kim Il Sung or Kim Jong Il?
    Did Ho Chi Minh meet Kim?
    Did the Los Angeles Times report on the gifts?
    What is Juche?
    gifts
    87
"""
OTHER_LANGUAGES = {
    "Korean": "김일성은 몇 나라를 방문했습니까?",
    "Chinese": "他访问了多少个国家？",
    "Japanese": "金日成は何カ国を訪問しましたか",
    "Russian": "Сколько стран посетил Ким Ир Сен?",
    "Arabic": "كم دولة زار كيم إيل سونغ؟",
    "Spanish": "¿Cuántos países visitó Kim Il Sung?",
    "French": "Combien de pays a-t-il visités ?",
    "German": "Wie viele Länder hat Kim Il Sung besucht?",
    "Italian": "Quanti paesi ha visitato Kim Il Sung?",
    "Portuguese": "Quantos países visitou Kim Il Sung?",
}


@pytest.mark.parametrize(("kind", "question"), PHRASINGS, ids=[question for _, question in PHRASINGS])
def test_a_question_is_read_as_the_form_it_has(kind: QuestionKind, question: str) -> None:
    assert read_question(question).kind is kind


def test_case_and_white_space_change_no_form() -> None:
    for _, question in PHRASINGS:
        kind = read_question(question).kind
        assert {read_question(same).kind for same in (question.lower(), question.upper(), f"  {question}\n")} == {kind}


@pytest.mark.parametrize("question", [line.strip() for line in ENGLISH.strip().splitlines()])
def test_a_question_in_english_is_known_for_english(question: str) -> None:
    assert read_question(question).is_english


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_a_question_in_another_language_is_not_taken_for_english(language: str) -> None:
    assert not read_question(OTHER_LANGUAGES[language]).is_english


def test_numbers_are_read_without_thousands_separators() -> None:
    assert read_question("Was it 166,065 gifts from 172 countries, or 3.5?").numbers == (
        "166065",
        "172",
        "3.5",
    )


def test_only_asking_why_asks_for_a_motive() -> None:
    assert read_question("Why did North Korea help Africa?").asks_motive
    assert not read_question("Why should I believe that?").asks_motive
    assert not read_question("Did it help Africa?").asks_motive


def test_control_characters_are_left_out_of_what_is_shown() -> None:
    assert read_question("How many\x00 gifts\u202e\x1b?").text == "How many gifts ?"


@pytest.mark.parametrize("text", ["gifts", "87", "한국", "?? he ??"])
def test_a_word_or_a_number_can_be_searched(text: str) -> None:
    assert has_words(text)


@pytest.mark.parametrize("text", ["", "  \n", "?!…", "😀🎉", "\x00\x01", "\u202e", "a", "- - -"])
def test_signs_and_single_letters_cannot_be_searched(text: str) -> None:
    assert not has_words(text)
