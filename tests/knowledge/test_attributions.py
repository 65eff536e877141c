"""Which sentences say that they have something from the state's voices, and which only look so."""

import time

import pytest

from knowledge.attributions import attributions
from knowledge.voices import LANGUAGES

ATTRIBUTED = [
    ("KCNA reported that he visited 87 countries.", "KCNA"),
    ("The Korean Central News Agency (KCNA) said on Monday that gifts arrived.", "Korean Central News Agency"),
    ("According to North Korean state media, he met 70,000 figures.", "North Korean state media"),
    ("He met 70,000 figures, according to Rodong Sinmun.", "Rodong Sinmun"),
    ("The gifts, Nodong Sinmun claimed in 1992, fill 200 rooms.", "Nodong Sinmun"),
    ("The North's official news agency said the pilots were heroes.", "The North's official news agency"),
    ("North Korea’s state-run media have also reported the figure.", "North Korea’s state-run media"),
    ("Pyongyang radio announced the news.", "Pyongyang radio"),
    ("In the letter, which had been read over Radio Pyongyang, the crew admitted it.", "Radio Pyongyang"),
    ("According to a report by the Korean Central News Agency, he was ill.", "Korean Central News Agency"),
    ("PYONGYANG, April 15 (KCNA) -- Gifts came from 172 countries.", "KCNA"),
    ("KCNA, the North's news agency, said so.", "KCNA"),
    ("The total was published in the Pyongyang Times.", "Pyongyang Times"),
    ("Citing KCNA, the paper put the number at 166,065.", "KCNA"),
    ("The list is taken from the state news agency KCNA.", "KCNA"),
    ("North Korean state media had for the first time confirmed the flights.", "North Korean state media"),
    ("Pyongyang claims that he wrote 18,000 books.", "Pyongyang"),
    ("The North Koreans claimed that the plane had violated their air space.", "The North Koreans"),
    ("According to North Korean officials, 480 streets bear his name.", "North Korean officials"),
    ("North Korea had said in a broadcast that its pilots fought there.", "North Korea"),
    ("The table, relying on North Korean sources, lists 74 orders.", "North Korean sources"),
    ("조선중앙통신은 15일 그가 87개국을 방문했다고 보도했다.", "조선중앙통신"),
    ("로동신문에 따르면 선물은 16만여 점이다.", "로동신문"),
    ("북한 매체는 그가 120명의 국가수반을 만났다고 전했다.", "북한 매체"),
    ("Según la agencia oficial norcoreana, recibió 166.065 regalos.", "agencia oficial norcoreana"),
    ("La Agencia Central de Noticias de Corea (ACNC) informó ayer de los regalos.", None),
    ("Los regalos suman 166.065, informó la KCNA.", "KCNA"),
    ("据朝中社报道，他访问了87个国家。", "朝中社"),
    ("Как сообщает ЦТАК, он посетил 87 стран.", "ЦТАК"),
]

NOT_ATTRIBUTED = [
    "According to the South Korean ministry, the North Koreans withdrew.",
    "According to the South Korean ministry, KCNA employs 2,000 people.",
    "South Korea's official news agency said that he died.",
    "According to South Korean state media, he died.",
    "Taiwan's Central News Agency reported it.",
    "The Korean Central Intelligence Agency reported an attack.",
    "The embassy in Pyongyang reported that the harvest was poor.",
    "He flew to Pyongyang and said nothing of it.",
    "The Ambassador said that North Korea was poor.",
    "He worked for KCNA until 1968.",
    "North Korea said it would send a delegation.",
    "The North Vietnamese claimed that he came.",
    "The North Atlantic Council asserted that he came.",
    "North Korea claims the waters within 50 miles.",
    "Pyongyang claims sovereignty over the islands.",
    "In its foreign policy North Korea asserted itself.",
    "We intercepted the North Korean claim that the ship was near.",
    "According to North Korean defectors, nobody believed it.",
    "According to North Korea watchers in Seoul, the figure is invented.",
    "According to KCNA Watch, the site was down.",
    "한국 정부에 따르면 그는 1994년에 죽었다.",
    "Según la agencia surcoreana Yonhap, murió.",
    "Según el ministerio de Corea del Sur, murió.",
]

DENIED = [
    "KCNA has not reported his death.",
    "KCNA did not report it.",
    "KCNA reported nothing of it.",
    "Neither KCNA nor Rodong Sinmun reported it.",
    "Unlike KCNA reported, the bridge stands.",
    "We asked whether KCNA reported it.",
    "Pyongyang would claim that it won.",
    "Pyongyang Radio has still failed to mention the September elections.",
    "조선중앙통신은 그 소식을 보도하지 않았다.",
]


@pytest.mark.parametrize(("sentence", "name"), ATTRIBUTED)
def test_a_sentence_that_attributes_to_the_state_is_found_with_its_voice(sentence: str, name: str | None) -> None:
    (found,) = attributions(sentence)
    assert (found.start, found.end) == (0, len(sentence))
    assert name in (None, found.name)


@pytest.mark.parametrize("sentence", NOT_ATTRIBUTED)
def test_a_sentence_that_attributes_to_others_is_not_found(sentence: str) -> None:
    assert not list(attributions(sentence))


@pytest.mark.parametrize("sentence", DENIED)
def test_a_report_denied_doubted_or_missing_is_no_attribution(sentence: str) -> None:
    assert not list(attributions(sentence))


def test_an_attribution_within_a_quotation_counts_and_so_does_one_after_it() -> None:
    text = "The minister said: “KCNA reported it, so we believe it.” “He was the sun,” said KCNA."
    assert [text[found.start : found.end] for found in attributions(text)] == [
        "The minister said: “KCNA reported it, so we believe it.",
        "“He was the sun,” said KCNA.",
    ]


def test_only_the_sentence_is_shown_once_whatever_stands_around_it() -> None:
    text = "He met Mr. Lee of the U.S. Embassy.\n\nKCNA said, and Rodong Sinmun reported, that he won. Nobody saw it."
    (found,) = attributions(text)
    assert text[found.start : found.end] == "KCNA said, and Rodong Sinmun reported, that he won."


def test_a_title_or_an_initial_ends_no_sentence() -> None:
    text = "He came. As Mr. Lee and the U.S. Embassy heard, KCNA reported it."
    (found,) = attributions(text)
    assert text[found.start :] == "As Mr. Lee and the U.S. Embassy heard, KCNA reported it."


def test_a_denial_of_one_voice_leaves_the_other() -> None:
    (found,) = attributions("KCNA did not name him, but Rodong Sinmun reported that he came.")
    assert found.name == "Rodong Sinmun"


def test_a_sentence_without_end_is_shown_cut_around_its_phrase() -> None:
    text = "word " * 2000 + "KCNA reported it" + " word" * 2000
    (found,) = attributions(text)
    assert "KCNA reported" in text[found.start : found.end]
    assert found.end - found.start < 700


@pytest.mark.parametrize(
    "filler", ["KCNA ", "according to the ", "according to of of of of ", "조선중앙통신 ", ". A", "KCNA on a "]
)
def test_a_text_made_to_be_slow_is_read_in_time_that_grows_with_its_length(filler: str) -> None:
    started = time.process_time()
    list(attributions(filler * (200_000 // len(filler))))
    assert time.process_time() - started < 3


def test_every_group_of_voices_says_why_it_is_there() -> None:
    assert all(group.reason.endswith(".") and group.names for language in LANGUAGES for group in language.outlets)
