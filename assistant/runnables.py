"""For people who build with LangChain: the search as a retriever, and the assistant as a runnable.

Both take a question. What they give has passed every check that an answer in the chat has; no label can be set here.
"""

from collections.abc import Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig

from assistant.answering import Assistant
from assistant.answers import answer_to_json
from assistant.questions import read_question
from knowledge.bibliography import citation_line, link
from knowledge.library import Library
from knowledge.records import Passage


class PassageRetriever(BaseRetriever):
    """The passages of a library for a question, the state's and others', a quota for each.

    A document's ``id`` is the passage's. Its metadata say whose words it has: ``kind`` (verbatim or library_note),
    ``side`` (state_origin or others), ``source_id``, ``citation``, ``locator`` and ``url``.
    """

    assistant: Any
    """The :class:`Assistant` that searches; pydantic need not look into it."""

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        found = self.assistant.searcher.search(read_question(query))
        return [_document(hit.passage, self.assistant.library) for hit in found.hits]


class AnswerRunnable(Runnable[str | dict[str, Any], dict[str, Any]]):
    """An assistant as a step of a chain: a question in, the labelled answer out, as the JSON object of ``ask --json``.

    The question is a text, or ``{"question": …, "turns": [earlier questions]}``. ``stream`` gives the answer as it
    grows: each one is whole, and the last is what ``invoke`` returns.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def invoke(
        self, input: str | dict[str, Any], config: RunnableConfig | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """The whole answer."""
        *_, answer = self.stream(input, config)
        return answer

    def stream(
        self, input: str | dict[str, Any], config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[dict[str, Any]]:
        """The answer as it grows."""
        asked = {"question": input} if isinstance(input, str) else input
        for answer in self._assistant.answers(asked["question"], asked.get("turns", ())):
            yield answer_to_json(answer)


def _document(passage: Passage, library: Library) -> Document:
    source = library.source_of(passage)
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "kind": passage.kind.value,
            "side": passage.collection.value,
            "source_id": passage.source_id,
            "citation": citation_line(source),
            "locator": passage.locator,
            "url": link(source),
        },
    )
