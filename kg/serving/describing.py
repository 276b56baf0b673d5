"""What the service says of itself, over HTTP: in each form, made once for a generation.

In: requests for the service, its VoID, its examples. Out: responses.
"""

import asyncio
from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.questions import catalogue
from kg.serving.answers import described, negotiated, tag_of, unmodified
from kg.serving.description import service_lines
from kg.serving.examples import example_lines
from kg.serving.media import THINGS
from kg.serving.plain import Pages
from kg.serving.shelf import Generation, Shelf
from kg.serving.void import void_lines
from kg.serving.words import written

Lines = Callable[[Generation, str], list[str]]


async def service(request: Request) -> Response:
    """The Service Description."""
    return await _told(request, "service", service_lines)


async def dataset(request: Request) -> Response:
    """The VoID description."""
    return await _told(request, "void", void_lines)


async def examples(request: Request) -> Response:
    """All questions as examples, or the one that the path names."""
    wanted = request.path_params.get("question")
    known = catalogue()
    if wanted is not None and wanted not in known:
        raise HTTPException(404, f"There is no question {wanted!r}.")
    shown = [known[wanted]] if wanted else list(known.values())
    return await _told(request, f"examples {wanted}", lambda _, base: example_lines(shown, base))


async def _told(request: Request, what: str, lines: Lines) -> Response:
    offer = negotiated(request, THINGS)
    shelf: Shelf = request.app.state.shelf
    base = str(request.base_url).rstrip("/")
    with shelf.reading() as generation:
        headers = described(offer, tag_of(generation.tag, what, base, offer.media))
        if known := unmodified(request, headers):
            return known
        syntax = "ttl" if offer.form == "html" else offer.form
        content = await generation.kept(
            (what, base, syntax), lambda: _made(generation, base, lines, syntax)
        )
    if offer.form == "html":
        pages: Pages = request.app.state.pages
        page = await pages.described(request, content)
        page.headers["vary"] = headers["vary"]  # else a cache gives a browser's page to a program
        return page
    return Response(content, headers=headers)


async def _made(generation: Generation, base: str, lines: Lines, syntax: str) -> str:
    return await asyncio.to_thread(lambda: written(lines(generation, base), syntax))
