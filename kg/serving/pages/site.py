"""The pages that people see, in the place of :class:`kg.serving.plain.Plain`.

In: requests. Out: responses, each with a tag that knows the generation and our own templates.
"""

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from typing import Final
from weakref import WeakKeyDictionary

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from kg.namespaces import RDF, TK
from kg.questions import catalogue
from kg.serving.answers import Whole, unless_gone
from kg.serving.media import content_type
from kg.serving.pages import assets, completion
from kg.serving.pages.claims import claim_page, is_claim, thing_page
from kg.serving.pages.concepts import concept_page
from kg.serving.pages.editor import allowed, editor_data, editor_page
from kg.serving.pages.emptied import why_empty
from kg.serving.pages.exports import as_markdown, as_turtle
from kg.serving.pages.home import home_page, search_page
from kg.serving.pages.near import near
from kg.serving.pages.network import as_graphml, as_json, network_page, read_net
from kg.serving.pages.questions import Asked, bound_query, catalogue_page, question_page, read_asked
from kg.serving.pages.reader import Reader, read
from kg.serving.pages.rendering import rendered
from kg.serving.pages.responding import Made, data, page_of, tagged
from kg.serving.pages.trials import trial_page
from kg.serving.shelf import Generation, Shelf
from kg.terms import Iri
from kg.view import View, short
from kg.vocabularies import Known

_LONG: Final = 100_000
_EXPORTS: Final = {"csv": "text/csv", "json": "application/sparql-results+json"}
_OF_A_PAGE: Final = {"md": ("text/markdown", as_markdown), "ttl": ("text/turtle", as_turtle)}


class Site:
    """Trials, claims and concepts, questions, search."""

    mark = assets.MARK
    unseen: Collection[str] = (TK.hasResult,)

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Generation, Known] = WeakKeyDictionary()

    def routes(self) -> Sequence[BaseRoute]:
        """The pages with addresses of their own."""
        return (
            Route("/", self._home),
            Route("/search", self._search),
            Route("/questions", self._questions),
            Route("/questions/{name}", self._question),
            Route("/complete/{question}/{parameter}", self._complete),
            Route("/network", self._network),
            Route("/network.json", self._network_data),
            Route("/network.graphml", self._network_data),
            Route("/editor", self._editor),
            Route("/editor.json", self._editor_data),
            Route("/editor/why-empty", self._why_empty),
            *assets.routes(),
        )

    # --- What the endpoint asks for --------------------------------------------------------------

    async def thing(
        self, request: Request, generation: Generation, iri: str, lines: Sequence[str]
    ) -> Response:
        """The page of a thing, by its kind."""
        return await page_of(request, generation, lambda reader: _of(reader, request, iri, lines))

    async def missing(self, request: Request, generation: Generation, iri: str) -> Response:
        """The page that says so, with names that are near."""
        what = f"Nothing in the graph is called {short(iri)}"
        return await page_of(
            request, generation, lambda reader: _missing(reader, what, near(reader, iri))
        )

    async def described(self, request: Request, turtle: str) -> Response:
        """The Turtle as it is, under our head."""
        shelf: Shelf = request.app.state.shelf
        shown = {"title": request.url.path, "turtle": turtle[:_LONG], "size": len(turtle)}
        return HTMLResponse(rendered("turtle.html", shelf.current, **shown))

    # --- Our own addresses -----------------------------------------------------------------------

    async def _home(self, request: Request) -> Response:
        return await tagged(request, lambda reader: (home_page(reader), 200))

    async def _search(self, request: Request) -> Response:
        typed = request.query_params.get("q", "")
        return await tagged(request, lambda reader: (search_page(reader, typed), 200))

    async def _questions(self, request: Request) -> Response:
        return await tagged(request, lambda reader: (catalogue_page(reader), 200))

    async def _question(self, request: Request) -> Response:
        wanted: str = request.path_params["name"]
        name, _, form = wanted.partition(".")
        if name not in catalogue() or form not in {"", *_OF_A_PAGE, *_EXPORTS}:
            return await tagged(request, lambda reader: _no_question(reader, wanted))
        asked = read_asked(catalogue()[name], request.query_params)
        if form:
            return await self._exported(request, asked, form)
        return await tagged(
            request,
            lambda reader: question_page(reader, asked, self._beside(reader.generation)),
        )

    async def _complete(self, request: Request) -> Response:
        """What may stand in a field, for its script."""
        asked = catalogue().get(request.path_params["question"])
        wanted = request.path_params["parameter"]
        fields = {each.name: each for each in asked.parameters} if asked else {}
        if wanted not in fields:
            raise HTTPException(404, "No question has such a parameter.")
        typed = request.query_params.get("q", "")
        return await data(
            request,
            "application/json",
            lambda reader: completion.as_json(
                reader, fields[wanted], typed, self._beside(reader.generation)
            ),
        )

    async def _network(self, request: Request) -> Response:
        sent = request.query_params
        return await tagged(
            request, lambda reader: network_page(reader, sent, self._beside(reader.generation))
        )

    async def _network_data(self, request: Request) -> Response:
        """For the picture as JSON, for other tools as a file."""
        sent, is_json = request.query_params, request.url.path.endswith(".json")

        def made(reader: Reader) -> str:
            net = read_net(reader, sent, self._beside(reader.generation))
            return as_json(net) if is_json else as_graphml(net)

        if is_json:
            return await data(request, "application/json", made)
        return await data(request, "application/graphml+xml", made, "network.graphml")

    async def _editor(self, request: Request) -> Response:
        return allowed(await tagged(request, editor_page))

    async def _editor_data(self, request: Request) -> Response:
        return await data(request, "application/json", editor_data)

    async def _why_empty(self, request: Request) -> Response:
        query = request.query_params.get("query", "")
        return await data(request, "application/json", lambda reader: why_empty(reader, query))

    def _beside(self, generation: Generation) -> Known:
        """What the store knows of names, loaded once for a generation."""
        return self._known.setdefault(generation, Known(generation.store.root))

    async def _exported(self, request: Request, asked: Asked, form: str) -> Response:
        """The whole answer as a file; as Markdown or Turtle, what is on one page of it."""
        shelf: Shelf = request.app.state.shelf
        with shelf.reading() as generation:
            beside = self._beside(generation)
            name = f'attachment; filename="{asked.question.id}.{form}"'
            if form in _OF_A_PAGE:
                media, made = _OF_A_PAGE[form]
                text = await read(request, generation, lambda r: made(r, asked, beside))
                headers = {"content-disposition": name, "content-type": content_type(media)}
                return Response(text, headers=headers)
            query = await read(
                request, generation, lambda r: bound_query(r, asked, beside)[0].query
            )
            work = generation.reply(generation.prepared(query), form=form)
            headers = {"content-type": content_type(_EXPORTS[form]), "content-disposition": name}
            return Whole(await unless_gone(request, work), headers)


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
