"""A language model that says each sentence when a test tells it to, and the assistant and page around it."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from threading import Event, Semaphore
from typing import Any

from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from playwright.sync_api import Locator, Page, expect
from pydantic import ConfigDict, Field

from assistant.answering import Assistant
from assistant.chat_models import ChatModel, Failure, ModelFailure
from assistant.prompting import read_prompts
from assistant.scripted_model import ScriptedModel

QUESTION = "How many countries did Kim Il Sung visit?"
NOTES = (
    "travel-countries--kcna-2022-09-26-china",
    "travel-countries--zhang-tingyan-2002",
    "travel-occasions--wikipedia-kim-trips",
)
LIE, PROSE = "Kim Il Sung visited 912 countries beside Napoleon.", "Zanzibar confirms every word of it."
WRITING = "The language model is still writing; what stands here is checked."
NAME = "scripted:test"

# Every text that ever stood in the page, in templates and attributes as well.
RECORD = """
window.ever = [];
const write = (node) => window.ever.push(node.outerHTML ?? node.nodeValue ?? "");
new MutationObserver((changes) => {
  for (const { addedNodes, target, type } of changes) {
    addedNodes.forEach(write);
    if (type === "attributes") window.ever.push(...[...target.attributes].map(({ value }) => value));
    if (type === "characterData") window.ever.push(target.data);
  }
}).observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
"""


class Prompted(ScriptedModel):
    """Says the statements of ``draft`` one by one as ``release`` allows; ``ended`` says that a call is over."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    lines: tuple[Any, ...] = ()
    draft: list[dict[str, Any]]
    breaks_off: bool = False
    gate: Any = Field(default_factory=lambda: Semaphore(0))
    begun: Any = Field(default_factory=Event)
    ended: Any = Field(default_factory=Event)

    def release(self, statements: int = 1) -> None:
        self.gate.release(statements)

    async def _astream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> AsyncIterator[ChatGenerationChunk]:
        if "STATE MEDIA>>>" not in str(messages[0].content):
            yield said('{"chosen": [1]}')
            return
        self.begun.set()
        try:
            yield said('{"statements": [')
            for place, statement in enumerate(self.draft):
                while not self.gate.acquire(blocking=False):
                    await asyncio.sleep(0.02)
                yield said(("," if place else "") + json.dumps(statement))
            if self.breaks_off:
                raise ModelFailure(Failure.BROKE_OFF)
            yield said("]}")
        finally:
            self.ended.set()


def said(text: str) -> ChatGenerationChunk:
    return ChatGenerationChunk(message=AIMessageChunk(content=text))


def with_model(assistant: Assistant, client: Prompted) -> Assistant:
    return replace(assistant, model=ChatModel(NAME, 60.0, (client,)), prompts=read_prompts())


def begin(page: Page, question: str = QUESTION) -> Locator:
    """Asks, and waits for the answer without the model."""
    answer = page.locator("article.turn").nth(page.locator("article.turn").count())
    page.locator("#question-box textarea").fill(question)
    page.keyboard.press("Enter")
    expect(answer.locator(".writing")).to_have_text(WRITING, timeout=20_000)
    return answer
