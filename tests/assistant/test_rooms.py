"""The rooms as their addresses answer: who is sent where, what is said of what there is not."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.answering import Assistant
from assistant.rooms import rooms_of
from assistant.serving import Serving


@pytest.fixture(scope="module")
def application(assistant: Assistant) -> FastAPI:
    application = FastAPI()
    application.include_router(rooms_of(Serving(assistant)))
    return application


@pytest.fixture
def client(application: FastAPI) -> TestClient:
    """A browser without cookies."""
    return TestClient(application, follow_redirects=False)


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
