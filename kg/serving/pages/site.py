"""The pages that people see, in the place of :class:`kg.serving.plain.Plain`.

In: requests. Out: responses, each with a tag that knows the generation and our own templates.
"""

from collections.abc import Awaitable, Callable, Sequence
from difflib import get_close_matches
from typing import Final
from weakref import WeakKeyDictionary

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from kg.errors import KgError
from kg.namespaces import RDF, TK
from kg.questions import answered, catalogue
from kg.serving.answers import RETRY_AFTER, Whole, status_of, tag_of, unless_gone, unmodified
from kg.serving.media import content_type
from kg.serving.pages.claims import claim_page, is_claim, thing_page
from kg.serving.pages.concepts import concept_page
from kg.serving.pages.home import home_page, search_page
from kg.serving.pages.near import near
from kg.serving.pages.questions import (
    Asked,
    bound_query,
    catalogue_page,
    question_page,
    read_asked,
)
from kg.serving.pages.reader import Reader, read
from kg.serving.pages.rendering import ICON, MARK, STYLE, rendered
from kg.serving.pages.trials import trial_page
from kg.serving.shelf import Generation, Shelf
from kg.terms import Iri
from kg.view import View, short
from kg.vocabularies import Known

Made = tuple[str, int]
"""A page and its status."""

_LONG: Final = 100_000
_EXPORTS: Final = {"csv": "text/csv", "json": "application/sparql-results+json"}
_MARKDOWN: Final = "md"


class Site:
    """Trials, claims and concepts, questions, search."""

    mark = MARK

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Generation, Known] = WeakKeyDictionary()

    def routes(self) -> Sequence[BaseRoute]:
        """The pages with addresses of their own."""
        return (
            Route("/", self._home),
            Route("/search", self._search),
            Route("/questions", self._questions),
            Route("/questions/{name}", self._question),
            Route("/pages/style.css", _asset(STYLE, "text/css")),
            Route("/pages/icon.svg", _asset(ICON, "image/svg+xml")),
        )

    # --- What the endpoint asks for --------------------------------------------------------------

    async def thing(
        self, request: Request, generation: Generation, iri: str, lines: Sequence[str]
    ) -> Response:
        """The page of a thing, by its kind."""
        return await _page(request, generation, lambda reader: _of(reader, request, iri, lines))

    async def missing(self, request: Request, generation: Generation, iri: str) -> Response:
        """The page that says so, with names that are near."""
        what = f"Nothing in the graph is called {short(iri)}"
        return await _page(
            request, generation, lambda reader: _missing(reader, what, near(reader, iri))
        )

    async def described(self, request: Request, turtle: str) -> Response:
        """The Turtle as it is, under our head."""
        shelf: Shelf = request.app.state.shelf
        shown = {"title": request.url.path, "turtle": turtle[:_LONG], "size": len(turtle)}
        return HTMLResponse(rendered("turtle.html", shelf.current, **shown))

    # --- Our own addresses -----------------------------------------------------------------------

    async def _home(self, request: Request) -> Response:
        return await _tagged(request, lambda reader: (home_page(reader), 200))

    async def _search(self, request: Request) -> Response:
        typed = request.query_params.get("q", "")
        return await _tagged(request, lambda reader: (search_page(reader, typed), 200))

    async def _questions(self, request: Request) -> Response:
        return await _tagged(request, lambda reader: (catalogue_page(reader), 200))

    async def _question(self, request: Request) -> Response:
        wanted: str = request.path_params["name"]
        name, _, form = wanted.partition(".")
        if name not in catalogue() or form not in {"", _MARKDOWN, *_EXPORTS}:
            return await _tagged(request, lambda reader: _no_question(reader, wanted))
        asked = read_asked(catalogue()[name], request.query_params)
        if form:
            return await self._exported(request, asked, form)
        return await _tagged(
            request,
            lambda reader: question_page(reader, asked, self._beside(reader.generation)),
        )

    def _beside(self, generation: Generation) -> Known:
        """What the store knows of names, loaded once for a generation."""
        return self._known.setdefault(generation, Known(generation.store.root))

    async def _exported(self, request: Request, asked: Asked, form: str) -> Response:
        """The whole answer as a file; as Markdown, which is for people, one page of it."""
        shelf: Shelf = request.app.state.shelf
        with shelf.reading() as generation:
            beside = self._beside(generation)
            name = f'attachment; filename="{asked.question.id}.{form}"'
            if form == _MARKDOWN:
                text = await read(request, generation, lambda r: _markdown(r, asked, beside))
                media = content_type("text/markdown")
                return Response(text, headers={"content-disposition": name, "content-type": media})
            query = await read(
                request, generation, lambda r: bound_query(r, asked, beside)[0].query
            )
            work = generation.reply(generation.prepared(query), form=form)
            headers = {"content-type": content_type(_EXPORTS[form]), "content-disposition": name}
            return Whole(await unless_gone(request, work), headers)


def _markdown(reader: Reader, asked: Asked, beside: Known) -> str:
    bound, _ = bound_query(reader, asked, beside)
    return answered(bound, reader.table, asked.page).to_text(_MARKDOWN)


def _of(reader: Reader, request: Request, iri: str, lines: Sequence[str]) -> Made:
    view, thing = View(lines), Iri(iri)
    if view.is_a(iri, "Trial"):
        return trial_page(reader, thing, lines, request.query_params)
    if is_claim(view, iri):
        return claim_page(reader, thing, view), 200
    if TK.Concept in view.things(iri, RDF.type):
        return concept_page(reader, thing, view), 200
    return thing_page(reader, thing, view), 200


def _missing(reader: Reader, what: str, others: Sequence[tuple[str, str]]) -> Made:
    return rendered("missing.html", reader.generation, what=what, near=others), 404


def _no_question(reader: Reader, wanted: str) -> Made:
    like = get_close_matches(wanted, catalogue(), n=3, cutoff=0.4)
    others = [(f"/questions/{name}", catalogue()[name].title) for name in like]
    return _missing(reader, f"There is no question {wanted}", others)


# --- Responses -----------------------------------------------------------------------------------


async def _tagged(request: Request, work: Callable[[Reader], Made]) -> Response:
    """A page with a tag, or that it was not modified."""
    shelf: Shelf = request.app.state.shelf
    with shelf.reading() as generation:
        tag = tag_of(generation.tag, MARK, request.url.path, request.url.query)
        headers = {"etag": tag, "cache-control": "no-cache"}
        if known := unmodified(request, headers):
            return known
        page = await _page(request, generation, work)
        page.headers.update(headers if page.status_code == 200 else {"cache-control": "no-cache"})  # noqa: PLR2004
        return page


async def _page(
    request: Request, generation: Generation, work: Callable[[Reader], Made]
) -> Response:
    """The page, or one that says why there is none."""
    try:
        html, status = await read(request, generation, work)
    except KgError as error:
        return _problem(generation, error)
    return HTMLResponse(html, status, _later(status))


def _problem(generation: Generation, error: KgError) -> Response:
    status = status_of(error)
    parts = (("got", error.got), ("expected", error.expected))
    detail = ", ".join(f"{name} {value}" for name, value in parts if value)
    page = rendered("problem.html", generation, what=error.what, detail=detail)
    return HTMLResponse(page, status, _later(status))


def _later(status: int) -> dict[str, str]:
    return {"retry-after": RETRY_AFTER} if status == 503 else {}  # noqa: PLR2004


def _asset(content: str, media: str) -> Callable[[Request], Awaitable[Response]]:
    """What never changes under its address, which names its state."""

    async def answer(request: Request) -> Response:
        headers = {"etag": tag_of(MARK, media), "cache-control": "no-cache"}
        if request.query_params.get("v") == MARK:
            headers["cache-control"] = "public, max-age=31536000, immutable"
        return unmodified(request, headers) or Response(content, headers=headers, media_type=media)

    return answer
