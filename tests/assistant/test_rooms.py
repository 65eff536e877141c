"""The rooms as their addresses answer: who is sent where, what is said of what there is not."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.answering import Assistant
from assistant.web import build_app


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[TestClient]:
    with TestClient(build_app(assistant), follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize(
    ("back", "sent"),
    [
        ("read?claim=gifts-count", "read?claim=gifts-count"),
        ("./", "./"),
        ("", "./"),
        ("#x", "./#x"),
        ("language?choose=ko", "./"),
        ("https://example.org/", "./"),
        ("//example.org/read", "./"),
        ("//[x", "./"),
        ("http://[", "./"),
    ],
)
def test_whoever_chooses_a_language_stays_here(client: TestClient, back: str, sent: str) -> None:
    answer = client.get("/language", params={"choose": "ko", "back": back})
    assert answer.status_code == 303
    assert answer.headers["location"] == sent
    assert "language=ko" in answer.headers["set-cookie"]


def test_a_language_there_is_not_is_not_kept(client: TestClient) -> None:
    assert "set-cookie" not in client.get("/language", params={"choose": "xx"}).headers


def test_an_address_that_names_nothing_says_so(client: TestClient) -> None:
    assert "holds nothing under the name no-such-claim" in client.get("/read", params={"claim": "no-such-claim"}).text
    assert client.get("/part", params={"claim": "no-such-claim"}).status_code == 404


@pytest.mark.parametrize("asked", [{"claim": "nope", "format": "docx"}, {"dossier": "all", "format": "pdf"}, {}])
def test_a_file_that_cannot_be_made_is_a_page_that_says_why(client: TestClient, asked: dict[str, str]) -> None:
    answer = client.get("/export", params=asked)
    assert answer.status_code == 400
    assert "This file cannot be made" in answer.text and "Traceback" not in answer.text


def test_every_page_but_the_chat_runs_no_inline_code(client: TestClient) -> None:
    for path in ("/read", "/see", "/practise", "/glossary", "/take"):
        assert "unsafe" not in client.get(path).headers["content-security-policy"]
