"""The web application: the chat, the rooms around it, the files they load, and the headers that guard them."""

import mimetypes
from collections.abc import Awaitable, Callable
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles

from assistant.chat import mount_chat
from assistant.pages.shell import PRODUCT
from assistant.rooms import rooms_of
from assistant.serving import Serving

# Our own pages run no inline code at all: what slipped into one in spite of the escaping would be dead.
_PAGES_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'"
)
# Gradio needs inline code (its loader, its templates), but nothing from anywhere else: even there nothing calls out.
_CHAT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'self'; "
    "object-src 'none'"
)
_HEADERS: Final = {"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}

# Some systems name JavaScript text/plain, which no browser runs as a module.
mimetypes.add_type("text/javascript", ".js")


def build_app(serving: Serving) -> FastAPI:
    """The whole application, with ``/healthz`` for whoever watches over it."""
    # No pages of documentation: they would load their script from elsewhere.
    app = FastAPI(title=PRODUCT, docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    rooms = rooms_of(serving)
    app.include_router(rooms)
    # Not at /static: Gradio has files of its own there.
    app.mount("/page", StaticFiles(packages=[("assistant", "static")]))
    ours = {route.path for route in rooms.routes if isinstance(route, APIRoute)} | {"/healthz"}

    @app.middleware("http")
    async def guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        path = request.url.path.removeprefix(request.scope.get("root_path", ""))
        policy = _PAGES_POLICY if path in ours else _CHAT_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return mount_chat(app, serving)
