"""The application: which path is answered by what.

In: a shelf, the names of the server, and pages. Out: an ASGI application. Others plug in their
pages with their own routes; the paths of the endpoint come first.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.errors import KgError
from kg.serving.answers import told, told_plainly
from kg.serving.describing import dataset, examples
from kg.serving.description import ENDPOINT, EXAMPLES_PATH, VOID_PATH
from kg.serving.endpoint import sparql
from kg.serving.guard import Guard, Hosts
from kg.serving.plain import Pages, Plain
from kg.serving.shelf import Shelf
from kg.serving.things import thing


def application(shelf: Shelf, hosts: Hosts, pages: Pages | None = None) -> Starlette:
    """The endpoint over a shelf, which is open while the application lives."""
    shown = pages or Plain()

    @asynccontextmanager
    async def alive(_: Starlette) -> AsyncIterator[None]:
        async with shelf.open():
            yield

    made = Starlette(
        routes=[
            Route(ENDPOINT, sparql, methods=["GET", "POST"]),
            Route(VOID_PATH, dataset),
            Route(EXAMPLES_PATH, examples),
            Route(EXAMPLES_PATH + "/{question}", examples),
            Route("/id/{path:path}", thing),
            Route("/healthz", health),
            *shown.routes(),
        ],
        middleware=[Middleware(Guard, hosts=hosts)],
        exception_handlers={KgError: told, HTTPException: told_plainly},
        lifespan=alive,
    )
    made.router.redirect_slashes = False
    made.state.shelf, made.state.pages = shelf, shown
    return made


async def health(request: Request) -> Response:
    """How the server is, without asking a worker."""
    shelf: Shelf = request.app.state.shelf
    generation = shelf.current
    return JSONResponse(
        {
            "status": "ok" if shelf.trouble is None else "degraded",
            "trouble": shelf.trouble,
            "generation": generation.manifest.generation,
            "built": generation.manifest.built,
            "statements": generation.manifest.quads,
            "workers": generation.load._asdict(),
        },
        headers={"cache-control": "no-store"},
    )
