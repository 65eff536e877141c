"""The rooms of the web application that are pages: to read, to look at, to practise, to take away.

They are documents, not conversations, and so plain HTML without Gradio: they open at once, print,
can be linked to, work without a script, and stand under a stricter content policy than Gradio's own
templates allow. Every address is one level deep, so that relative links hold under any prefix.
"""

from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.errors import SecondSourceError
from assistant.exporting.formats import Kind, Thing, export
from assistant.guidance import STARTER_CLAIMS
from assistant.languages import LANGUAGE_COOKIE, NAMES, Words, preferred, words_of
from assistant.pages.article import article_page
from assistant.pages.claim import claim_view, claims_to_begin_with
from assistant.pages.glossary import glossary_page
from assistant.pages.markup import Html, element, join
from assistant.pages.practise import practise_page
from assistant.pages.see import see_page
from assistant.pages.shell import ROOMS, document, evidence_panel
from assistant.pages.source import source_view
from assistant.pages.take import take_page
from assistant.questions import LONGEST
from assistant.references import Style
from assistant.serving import Serving
from knowledge.library import Library

_YEAR = 365 * 24 * 60 * 60
_LONGEST_ID = 200
_MOST_QUESTIONS = 50

Id = Annotated[str | None, Query(max_length=_LONGEST_ID)]
Choice = Annotated[str, Query(max_length=_LONGEST_ID)]


def rooms_of(serving: Serving) -> APIRouter:
    """Every page but the chat, over the library that is served."""
    router = APIRouter()

    @router.get("/read")
    def read(request: Request, claim: Id = None, source: Id = None) -> Response:
        words, library = reader_words(request), serving.library
        opened = _opened(claim, source, library, words)
        if opened is None and (claim or source):
            nothing = words("This library holds nothing under the name {name}.", name=claim or source)
            opened = words("Evidence"), element("p", nothing, class_="trouble", role="alert")
        main = article_page(library, words, current=claim)
        return _page(library, main, "read", words("The article"), words, opened=opened)

    @router.get("/part")
    def part(request: Request, claim: Id = None, source: Id = None) -> Response:
        """What the panel shows of a claim or a source, for its script."""
        opened = _opened(claim, source, serving.library, reader_words(request))
        return HTMLResponse(opened[1] if opened else "", HTTPStatus.OK if opened else HTTPStatus.NOT_FOUND)

    def add(name: str, title: str, page: Callable[[Library, Words], Html]) -> None:
        @cache
        def main(library: Library, language: str) -> Html:
            return page(library, words_of(language))

        def show(request: Request) -> Response:
            words, library = reader_words(request), serving.library
            return _page(library, main(library, words.language), name, words(title), words)

        serving.when_replaced(main.cache_clear)

        router.add_api_route(f"/{name}", show, methods=["GET"])

    add("see", "See", see_page)
    add("practise", "Practise", practise_page)
    add("glossary", "Glossary", glossary_page)
    add("take", "Take away", take_page)

    @router.get("/export")
    def export_record(
        request: Request,
        format: Choice = "",
        claim: Id = None,
        source: Id = None,
        dossier: Id = None,
        cards: Id = None,
        reviews: Id = None,
        style: Choice = Style.CHICAGO,
    ) -> Response:
        """A claim, a source or everything of one kind, as a file."""
        asked = {"claim": claim, "source": source, "dossier": dossier, "cards": cards, "reviews": reviews}
        kind, id = next(((kind, id) for kind, id in asked.items() if id is not None), ("dossier", None))
        return _download(Thing(Kind(kind), id), format, style, request)

    @router.post("/export")
    def export_conversation(
        request: Request,
        q: Annotated[list[str], Form(max_length=_MOST_QUESTIONS)],
        format: Annotated[str, Form(max_length=_LONGEST_ID)],
        style: Annotated[str, Form(max_length=_LONGEST_ID)] = Style.CHICAGO,
    ) -> Response:
        """A conversation as a file. Its questions come from the browser and are answered again: it is kept nowhere."""
        questions = [question[:LONGEST] for question in q]
        assistant = serving.assistant
        answers = tuple(assistant.ask(question, questions[:place]) for place, question in enumerate(questions))
        return _download(Thing(Kind.CONVERSATION, answers=answers), format, style, request)

    def _download(thing: Thing, format: str, style: str, request: Request) -> Response:
        library = serving.library
        try:
            made = export(thing, format, library, style=style)
        except SecondSourceError as error:
            words = reader_words(request)
            said = element("p", str(error), class_="trouble", role="alert", lang="en")
            main = join((element("h1", words("This file cannot be made")), said))
            page = _page(library, main, "take", words("Take away"), words)
            page.status_code = HTTPStatus.BAD_REQUEST
            return page
        headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
        return Response(made.content, media_type=made.media_type, headers=headers)

    @router.get("/language")
    def language(
        choose: Annotated[str, Query(max_length=8)], back: Annotated[str, Query(max_length=500)] = ""
    ) -> Response:
        """Keep the reader's choice of language in a cookie, the only one there is, and go back."""
        response = RedirectResponse(_within(back), HTTPStatus.SEE_OTHER)
        if choose in NAMES:
            response.set_cookie(LANGUAGE_COOKIE, choose, max_age=_YEAR, samesite="lax")
        return response

    return router


def reader_words(request: Request) -> Words:
    """The interface in the language of whoever sent this request."""
    chosen, accepted = request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language", "")
    return words_of(preferred(chosen, accepted))


def _opened(claim: str | None, source: str | None, library: Library, words: Words) -> tuple[str, Html] | None:
    """What an address asks the panel to show, with its heading; ``None`` if there is no such record."""
    records = library.corpus
    if claim in records.claims:
        return words("The claim"), claim_view(records.claims[str(claim)], library, words)
    if source in records.sources:
        return words("The source"), source_view(records.sources[str(source)], library, words)
    return None


def _page(
    library: Library, main: Html, room: str, title: str, words: Words, *, opened: tuple[str, Html] | None = None
) -> HTMLResponse:
    heading, content = opened or ("", None)
    hint = element("p", words("Choose a marked phrase, a claim or a source: it opens here."))
    # Beside the quiz, no verdict gives an answer away.
    begin = [] if room == "practise" else [claims_to_begin_with(STARTER_CLAIMS, library, words)]
    panel = evidence_panel((hint, *begin), words, opened=content, heading=heading)
    return HTMLResponse(
        document(main, room=room, title=title, panel=panel, words=words, opened=opened is not None),
        headers={"Vary": "Cookie, Accept-Language"},
    )


def _within(address: str) -> str:
    """``address`` if it is one of our rooms, else the first room: nobody is sent to another site from here."""
    try:
        parts = urlsplit(address)
    except ValueError:  # no address at all
        return "./"
    ours = {room.address.removeprefix("./") for room in ROOMS}
    if parts.scheme or parts.netloc or parts.path.removeprefix("./") not in ours:
        return "./"
    return parts._replace(path=parts.path or "./").geturl()
