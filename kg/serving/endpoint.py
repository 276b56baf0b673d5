"""`/sparql`: a query over HTTP becomes an answer, or a status that says why there is none.

In: requests. Out: responses. The form is agreed on before the query runs.
"""

import re
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import LimitError
from kg.serving.answers import Whole, described, negotiated, tag_of, unless_gone, unmodified
from kg.serving.describing import service
from kg.serving.media import GRAPHS, TABLES
from kg.serving.protocol import Asked, asked
from kg.serving.shelf import Generation, Shelf
from kg.store import Prepared

# What these give is another thing each time: such an answer is not known again by a tag.
_FLEETING: Final = re.compile(r"\b(?:NOW|RAND|(?:STR)?UUID)\s*\(", re.IGNORECASE)


async def sparql(request: Request) -> Response:
    """The answer to a query; without one, the description of the service."""
    wanted = await asked(request)
    if wanted is None:
        return await service(request)
    shelf: Shelf = request.app.state.shelf
    with shelf.reading() as generation:
        return await _answer(request, generation, wanted)


async def _answer(request: Request, generation: Generation, wanted: Asked) -> Response:
    query = _admitted(generation, wanted)
    offer = negotiated(request, GRAPHS if query.gives_triples else TABLES)
    headers = described(offer, _tag(generation, wanted, offer.media))
    if known := unmodified(request, headers):
        return known
    work = generation.reply(
        query,
        form="json" if query.gives_triples else offer.form,
        triples=offer.form if query.gives_triples else "nt",
        dataset=wanted.dataset,
        seconds=wanted.seconds,
    )
    return Whole(await unless_gone(request, work), headers)


def _admitted(generation: Generation, wanted: Asked) -> Prepared:
    """The query, once it and its dataset may be asked.

    *Errors*: 413 for one that is too long or too deep; ``RefusedQuery``.
    """
    generation.admit(wanted.dataset)
    try:
        return generation.prepared(wanted.query)
    except LimitError as error:
        raise HTTPException(413, str(error)) from error


def _tag(generation: Generation, wanted: Asked, media: str) -> str | None:
    if _FLEETING.search(wanted.query):
        return None
    graphs = ("default", *wanted.dataset.default, "named", *wanted.dataset.named)
    return tag_of(generation.tag, media, wanted.query, *graphs)
