"""How a model is asked for a draft, over a real connection."""

import pytest

from assistant.chat_models import ModelFailure, open_model
from assistant.drafting.asking import propose
from tests import model_server as serve

DRAFT = '{"statements": [{"text": "Compare the dates.", "quotes": []}]}'


@pytest.mark.parametrize("begun", ["Once upon ", '{"statements": [{"text": 1}, '], ids=["prose", "another shape"])
def test_a_reply_that_cannot_be_read_is_ended_before_it_is_asked_for_once_more(begun: str) -> None:
    """A server that answers one request at a time would keep the second one waiting for the end of the first."""
    ended: list[bool] = []

    def answer_once_free(exchange: serve.Exchange) -> None:
        ended.append(server.gone.wait(2))
        serve.streams(DRAFT)(exchange)

    with serve.model_server(serve.trickles(begun), answer_once_free) as server:
        drafted = list(propose(open_model("openai:small", url=server.address, timeout=10), "Which?"))
    assert ended == [True], "the first call is still open"
    assert [proposal.text for proposal in drafted] == ["Compare the dates."]


def test_a_model_that_answers_in_prose_is_given_up_long_before_its_deadline() -> None:
    with (
        serve.model_server(serve.trickles("Once upon ")) as server,
        pytest.raises(ModelFailure, match="gave no answer that can be used"),
    ):
        list(propose(open_model("openai:small", url=server.address, timeout=10), "Which?"))
    assert len(server.requests) == 2
