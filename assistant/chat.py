"""The web chat: Gradio. The only importer of gradio."""

import logging
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from itertools import count
from threading import Event
from typing import Any, Final

# Read by gradio while it is imported, which is why the imports come after it.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from fastapi import FastAPI, Request, Response

from assistant.answers import answer_to_json
from assistant.guidance import starters
from assistant.languages import LANGUAGE_COOKIE, NAMES, Words, words_of
from assistant.pages.answer import trouble, turn
from assistant.pages.front import chat_panel, conversation
from assistant.pages.shell import PRODUCT, masthead
from assistant.questions import LONGEST
from assistant.serving import Serving
from assistant.streaming import from_thread
from assistant.terminal import answer_text
from knowledge.library import Library

_AT_ONCE = 8
_AT_ONCE_WITH_A_MODEL = 32  # they mostly wait for it
_BEAT = 2.0  # seconds after which the page is told that an answer is still under way
_WAITING = 64
_COPIED_WIDTH = 100

_log = logging.getLogger(__name__)


def build_chat(serving: Serving) -> gr.Blocks:
    """The chat page over the assistant that is served.

    The conversation is no ``gr.Chatbot``: its sanitiser keeps remote images and overlays, it has no
    place for citations, and it was made for messages, not for pages with headings and parts that
    open. Here the *courier*, a ``gr.HTML`` that shows nothing, brings one escaped answer at a time
    and ``chat.js`` adds it to the log, so that what a reader has opened stays open. The page knows
    the earlier questions and sends them along: the server keeps nothing between two questions.

    Where a language model writes, the courier brings the whole answer anew with each sentence that was let through,
    and between them a sign of life. With it Gradio notices a reader who is gone, and stops the model.
    """
    has_model = serving.assistant.model is not None
    at_once = _AT_ONCE_WITH_A_MODEL if has_model else _AT_ONCE
    threads = ThreadPoolExecutor(at_once, thread_name_prefix="answer")

    def answers(asked: str, told: dict[str, Any], stop: Event) -> Generator[dict[str, Any], None, None]:
        """A question's answer as markup and as text, as often as there is more of it."""
        turns, words = _earlier(told.get("turns")), words_of(str(told.get("language")))
        assistant, begun = serving.assistant, False
        try:
            for answer in assistant.answers(asked, turns, stop=stop):
                shown = turn(answer, number=len(turns) + 1, library=assistant.library, words=words)
                text = answer_text(answer, width=_COPIED_WIDTH, everything=True)
                yield {"page": shown, "text": text, "more": has_model}
                begun = True
            if has_model:
                yield {"more": False}
        except Exception:  # the outer edge: the reader gets a sentence, the host a traceback
            _log.exception("a question was not answered")
            sorry = words("Something went wrong here, and this question was not answered. Please try again.")
            yield {"broken": True} if begun else {"page": trouble(asked, sorry, words), "text": "", "more": False}

    async def reply(question: str, page: object) -> AsyncGenerator[Any, None]:
        """What the courier brings, under the number by which the page knows its question."""
        asked = str(question or "").strip()[:LONGEST]
        if not asked:
            yield gr.skip()
            return
        told = page if isinstance(page, dict) else {}
        steps = count(1)
        async with aclosing(from_thread(lambda stop: answers(asked, told, stop), threads, beat=_BEAT)) as brought:
            async for each in brought:
                yield {"asking": told.get("asking"), "step": next(steps)} | (each or {"more": True})

    async def reply_and_empty(question: str, page: object) -> AsyncGenerator[tuple[Any, Any], None]:
        """The answer to what was typed, and an empty box; where nothing was asked, what is typed stays."""
        is_shown = False
        async with aclosing(reply(question, page)) as brought:
            async for each in brought:
                is_new = not is_shown and "page" in each
                is_shown = is_shown or is_new
                yield each, "" if is_new else gr.skip()

    async def reply_to_button(event: gr.EventData) -> AsyncGenerator[Any, None]:
        """The answer to a question that was clicked; what stands in the box stays there."""
        async with aclosing(reply(str(getattr(event, "question", "")), dict(event._data or {}))) as brought:
            async for each in brought:
                yield each

    def ask(question: str, turns: list[str]) -> dict[str, Any]:
        """The answer to a question after earlier ones, as the JSON object of ``ask --json``."""
        return answer_to_json(serving.assistant.ask(str(question), _earlier(turns)))

    i18n = _translated(serving.library)
    chat = gr.Blocks(title=PRODUCT, fill_width=True, fill_height=True, analytics_enabled=False)
    with chat:
        gr.HTML(i18n("masthead"), apply_default_css=False, elem_id="masthead")
        with gr.Row(elem_id="room"):
            with gr.Column(elem_id="desk"):
                gr.HTML(i18n("conversation"), apply_default_css=False, elem_id="conversation")
                with gr.Row(elem_id="composer"):
                    box = gr.Textbox(
                        label=i18n("question"),
                        show_label=False,
                        placeholder=i18n("placeholder"),
                        lines=1,
                        max_lines=4,
                        max_length=LONGEST,
                        autofocus=True,
                        container=False,
                        elem_id="question-box",
                    )
                    send = gr.Button(i18n("ask"), variant="primary", elem_id="ask")
                    if has_model:
                        gr.Button(i18n("stop"), elem_id="stop")
                    gr.Button(i18n("clear"), elem_id="clear")  # chat.js alone, as the one before
            with gr.Column(elem_id="evidence-column"):
                gr.HTML(i18n("panel"), apply_default_css=False, elem_id="evidence-frame")
        page = gr.JSON({}, visible="hidden")
        courier = gr.HTML(html_template="", js_on_load=_HAND_OVER, elem_id="courier")

        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        # "multiple": the page itself asks one question at a time, the next as soon as an answer is shown.
        how = quiet | {"concurrency_limit": at_once, "concurrency_id": "answers", "trigger_mode": "multiple"}
        typed = gr.on([box.submit, send.click], reply_and_empty, [box, page], [courier, box], js=_ASKING, **how)
        # A custom event: chat.js triggers it with the question of the button that was clicked.
        clicked = courier.question(reply_to_button, None, courier, **how)
        for asking in (typed, clicked):
            asking.failure(None, js=_FAILED, **quiet)
        courier.stop(None, cancels=[typed, clicked], **quiet)
        # For programs: the one public endpoint, in the same queue as the readers' questions.
        gr.events.api(ask, api_name="ask", concurrency_limit=at_once, concurrency_id="answers")

    # Gradio reads this in queue(): its own limit of 40 threads would undercut the ones below.
    chat.max_threads = at_once + 4
    chat.queue(max_size=_WAITING, default_concurrency_limit=_AT_ONCE, api_open=False)
    chat.i18n_instance = i18n

    def renew() -> None:
        """What a page says when it is opened is of the library that is served then."""
        chat.i18n_instance = _translated(serving.library)
        chat.config = chat.get_config_file()

    serving.when_replaced(renew)
    return chat


def mount_chat(app: FastAPI, serving: Serving) -> FastAPI:
    """``app`` with the chat at its root; routes it has already come first."""

    @app.middleware("http")
    async def head(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        if request.method != "GET" or request.url.path.removeprefix(request.scope.get("root_path", "")) != "/":
            return response
        page = b"".join([part async for part in response.body_iterator])  # type: ignore[attr-defined]
        headers = {name: value for name, value in response.headers.items() if name != "content-length"}
        return Response(page.replace(b"<head>", b"<head>" + _HEAD.encode(), 1), response.status_code, headers)

    mounted: FastAPI = gr.mount_gradio_app(
        app,
        build_chat(serving),
        path="",
        theme=_theme(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
    )
    return mounted


def _translated(library: Library) -> gr.I18n:
    return gr.I18n(**{language: _texts(library, words_of(language)) for language in NAMES})


def _texts(library: Library, words: Words) -> dict[str, str]:
    """Everything the page says in one language. Gradio translates a value as a whole: so whole parts are the values."""
    return {
        "masthead": masthead("ask", words, skip_to="#question-box", heading=True),
        "conversation": conversation(starters(library), words),
        "panel": chat_panel(library, words),
        "question": words("Your question"),
        "placeholder": words("Ask about the article"),
        "ask": words("Ask"),
        "stop": words("Stop"),
        "clear": words("Clear"),
    }


def _earlier(turns: object) -> list[str]:
    """The questions so far, from the page: taken for what they should be, and no more of them."""
    if not isinstance(turns, list):
        return []
    return [turn[:LONGEST] for turn in turns if isinstance(turn, str)]


def _theme() -> gr.themes.Base:
    """Gradio's plainest theme with the reader's own fonts; everything else stands in the style sheets."""
    sans = [gr.themes.Font(name) for name in ("system-ui", "sans-serif")]
    mono = [gr.themes.Font(name) for name in ("ui-monospace", "monospace")]
    return gr.themes.Base(font=sans, font_mono=mono)


# How chat.js and Gradio's events find each other, whichever is there first: each waits for the other's promise.
_MEETING: Final = """
window.secondsource = {};
window.secondsource.courier = new Promise((resolve) => { window.secondsource.courierIs = resolve; });
window.secondsource.page = new Promise((resolve) => { window.secondsource.pageIs = resolve; });
"""
_HAND_OVER: Final = """
window.secondsource.courierIs({
  props, watch, ask: (detail) => trigger("question", detail), stop: () => trigger("stop", {}),
});
"""
_ASKING: Final = "async (question) => (await window.secondsource.page).outgoing(question)"
_FAILED: Final = "async () => { (await window.secondsource.page).failed(); }"

# Gradio takes its language from the browser; a reader's own choice of ours comes before that.
_LANGUAGE: Final = f"""
const chosen = document.cookie.match(/(?:^|; ){LANGUAGE_COOKIE}=(\\w+)/)?.[1];
if (chosen) {{
  Object.defineProperty(navigator, "language", {{ get: () => chosen }});
  Object.defineProperty(navigator, "languages", {{ get: () => [chosen] }});
}}
"""
# Written into the page, not given to Gradio as head=: Gradio would add it after it has chosen a language and drawn
# itself once, and of a style sheet given as css= it would rewrite the selectors.
_HEAD: Final = f"""
<script>{_MEETING}{_LANGUAGE}</script>
<link rel="stylesheet" href="page/base.css">
<link rel="stylesheet" href="page/see.css">
<link rel="stylesheet" href="page/chat.css">
<script type="module" src="page/chat.js"></script>
"""
