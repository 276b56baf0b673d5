"""Pages as responses: with a tag that knows the generation and our own files, or saying why not.

In: a request, and a function that makes a page of what it reads. Out: a response.
"""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.errors import KgError
from kg.serving.answers import RETRY_AFTER, status_of, tag_of, unmodified
from kg.serving.media import content_type
from kg.serving.pages.assets import MARK
from kg.serving.pages.reader import Reader, read
from kg.serving.pages.rendering import rendered
from kg.serving.shelf import Generation, Shelf

Made = tuple[str, int]
"""A page and its status."""


async def tagged(request: Request, work: Callable[[Reader], Made]) -> Response:
    """A page with a tag, or that it was not modified."""
    shelf: Shelf = request.app.state.shelf
    with shelf.reading() as generation:
        tag = tag_of(generation.tag, MARK, request.url.path, request.url.query)
        headers = {"etag": tag, "cache-control": "no-cache"}
        if known := unmodified(request, headers):
            return known
        page = await page_of(request, generation, work)
        page.headers.update(headers if page.status_code == 200 else {"cache-control": "no-cache"})  # noqa: PLR2004
        return page


async def page_of(
    request: Request, generation: Generation, work: Callable[[Reader], Made]
) -> Response:
    """The page, or one that says why there is none."""
    try:
        html, status = await read(request, generation, work)
    except KgError as error:
        return problem(generation, error)
    return HTMLResponse(html, status, _later(status))


async def data(
    request: Request, media: str, work: Callable[[Reader], str], name: str = ""
) -> Response:
    """What a program reads, with a tag; under a *name* it is kept as a file.

    *Errors*: as of the work.
    """
    shelf: Shelf = request.app.state.shelf
    with shelf.reading() as generation:
        tag = tag_of(generation.tag, MARK, request.url.path, request.url.query)
        headers = {"etag": tag, "cache-control": "no-cache"}
        if known := unmodified(request, headers):
            return known
        content = await read(request, generation, work)
        headers["content-type"] = content_type(media)
        if name:
            headers["content-disposition"] = f'attachment; filename="{name}"'
        return Response(content, headers=headers)


def problem(generation: Generation, error: KgError) -> Response:
    """The page that says why there is none."""
    status = status_of(error)
    parts = (("got", error.got), ("expected", error.expected))
    detail = ", ".join(f"{name} {value}" for name, value in parts if value)
    page = rendered("problem.html", generation, what=error.what, detail=detail)
    return HTMLResponse(page, status, _later(status))


def _later(status: int) -> dict[str, str]:
    return {"retry-after": RETRY_AFTER} if status == 503 else {}  # noqa: PLR2004
