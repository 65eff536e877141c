"""The web chat: Gradio on FastAPI. The only importer of gradio."""

import logging
import os
from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import Any, Final

# Read by gradio while it is imported, which is why the imports come after it.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from fastapi import FastAPI, Request, Response

from assistant.answering import Assistant
from assistant.answers import answer_to_json
from assistant.guidance import starters
from assistant.pages.answer import trouble, turn
from assistant.pages.front import conversation, evidence_panel, masthead
from assistant.questions import LONGEST

TITLE: Final = "Second Source"
_AT_ONCE = 8
_WAITING = 64
_REMEMBERED = 12
_TROUBLE = "Something went wrong here, and this question was not answered. Please try again."

# The page needs inline code (Gradio's loader, its templates) but nothing from anywhere else: what
# slipped into an answer in spite of the escaping could still not call out.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'self'; "
    "object-src 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

# Told to chat.js: a question leaves the page, no answer came back, the reader wants it all gone.
_ASKING = """(...sent) => {
  window.dispatchEvent(new CustomEvent("secondsource:asking", { detail: sent[0] }));
  return sent;
}"""
_FAILED = '() => { window.dispatchEvent(new CustomEvent("secondsource:failed")); }'
_CLEARING = '() => { window.dispatchEvent(new CustomEvent("secondsource:clearing")); return []; }'

_log = logging.getLogger(__name__)


def build_chat(assistant: Assistant) -> gr.Blocks:
    """The chat page over an assistant.

    The conversation is no ``gr.Chatbot``: its sanitiser keeps remote images and overlays, it has no
    place for citations, and it was made for messages, not for pages with headings and parts that
    open. Here the *courier*, a ``gr.HTML`` that shows nothing, brings one escaped answer at a time
    and ``chat.js`` adds it to the log, so that what a reader has opened stays open and a screen
    reader hears the new answer only. Earlier questions travel in *turns*, a value of the page: the
    server keeps nothing between two questions.
    """

    def reply(question: str, turns: object) -> tuple[Any, ...]:
        """One answer as a page, and the questions so far."""
        asked = str(question or "").strip()
        if not asked:
            return gr.skip(), gr.skip(), gr.skip()
        earlier = _earlier(turns)
        number = len(earlier) + 1
        try:
            answer = assistant.ask(asked, earlier[-_REMEMBERED:])
            page = turn(answer, number=number, library=assistant.library)
        except Exception:  # the outer edge: the reader gets a sentence, the host a traceback
            _log.exception("a question was not answered")
            page = trouble(asked, _TROUBLE)
        return {"answer": number, "page": page}, [*earlier, asked[:LONGEST]], ""

    def reply_to_button(turns: object, event: gr.EventData) -> tuple[Any, ...]:
        """The answer to a question that was clicked; what stands in the box stays there."""
        courier, asked, _ = reply(str(getattr(event, "question", "")), turns)
        return courier, asked

    def ask(question: str, turns: list[str]) -> dict[str, Any]:
        """The answer to a question after earlier ones, as the JSON object of ``ask --json``."""
        return answer_to_json(assistant.ask(str(question), _earlier(turns)[-_REMEMBERED:]))

    def forget() -> tuple[None, list[str], str]:
        return None, [], ""

    chat = gr.Blocks(title=TITLE, fill_width=True, fill_height=True, analytics_enabled=False)
    with chat:
        gr.HTML(masthead(), apply_default_css=False, elem_id="masthead")
        with gr.Row(elem_id="room"):
            with gr.Column(elem_id="desk"):
                gr.HTML(conversation(starters(assistant.library)), apply_default_css=False, elem_id="conversation")
                with gr.Row(elem_id="composer"):
                    box = gr.Textbox(
                        label="Your question",
                        show_label=False,
                        placeholder="Ask about the article",
                        lines=1,
                        max_lines=4,
                        max_length=LONGEST,
                        autofocus=True,
                        container=False,
                        elem_id="question-box",
                    )
                    send = gr.Button("Ask", variant="primary", elem_id="ask")
                    clear = gr.Button("Clear", elem_id="clear")
            with gr.Column(elem_id="evidence-column"):
                panel = evidence_panel(assistant.library)
                gr.HTML(panel, apply_default_css=False, elem_id="evidence-frame")
        turns = gr.JSON([], visible="hidden")
        courier = gr.HTML(html_template="", js_on_load=_static("chat.js"), elem_id="courier")

        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        how = quiet | {"concurrency_limit": _AT_ONCE, "concurrency_id": "answers"}
        typed = gr.on([box.submit, send.click], reply, [box, turns], [courier, turns, box], js=_ASKING, **how)
        # A custom event: chat.js triggers it with the question of the button that was clicked.
        clicked = courier.question(reply_to_button, [turns], [courier, turns], **how)
        for asking in (typed, clicked):
            asking.failure(None, js=_FAILED, **quiet)
        # For programs: the one public endpoint, in the same queue as the readers' questions.
        gr.events.api(ask, api_name="ask", concurrency_limit=_AT_ONCE, concurrency_id="answers")
        clear.click(
            forget,
            None,
            [courier, turns, box],
            js=_CLEARING,
            cancels=[typed, clicked],
            queue=False,
            **quiet,
        )

    # Gradio reads this in queue(): its own limit of 40 threads would undercut the ones below.
    chat.max_threads = _AT_ONCE + 4
    chat.queue(max_size=_WAITING, default_concurrency_limit=_AT_ONCE, api_open=False)
    return chat


def build_app(assistant: Assistant) -> FastAPI:
    """The chat as a web application, with ``/healthz`` for whoever watches over it."""
    # No pages of documentation: they would load their script from elsewhere.
    app = FastAPI(title=TITLE, docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.middleware("http")
    async def guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    mounted: FastAPI = gr.mount_gradio_app(
        app,
        build_chat(assistant),
        path="",
        theme=_theme(),
        # Not as css=: Gradio rewrites the selectors of that, and rules that start at the body are lost.
        head=f"<style>\n{_static('chat.css')}</style>",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
    )
    return mounted


def _earlier(turns: object) -> list[str]:
    """The questions so far, from the page: taken for what they should be, and no more of them."""
    if not isinstance(turns, list):
        return []
    return [turn[:LONGEST] for turn in turns if isinstance(turn, str)]


def _theme() -> gr.themes.Base:
    """Gradio's plainest theme with the reader's own fonts; everything else stands in ``chat.css``."""
    sans = [gr.themes.Font(name) for name in ("system-ui", "sans-serif")]
    mono = [gr.themes.Font(name) for name in ("ui-monospace", "monospace")]
    return gr.themes.Base(font=sans, font_mono=mono)


def _static(name: str) -> str:
    return files("assistant").joinpath("static", name).read_text(encoding="utf-8")
