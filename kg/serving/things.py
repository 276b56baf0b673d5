"""`/id/…`: a thing of the graph answers at its path, as a page or as RDF.

In: requests. Out: responses. The form is what the path ends in, else what ``Accept`` likes best.
"""

import asyncio
import re
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import InputError, QueryError
from kg.namespaces import ID, RDF
from kg.serving.accept import Offer, chosen
from kg.serving.answers import described, negotiated, tag_of, unless_gone, unmodified
from kg.serving.media import PAGES, SUFFIXES, THINGS
from kg.serving.plain import NOTHING, Pages, path_of
from kg.serving.shelf import Generation, Shelf
from kg.serving.words import SD, VOID, written
from kg.terms import Iri, Quad, integer, ntriples

_NAME: Final = re.compile(r"[^\x00-\x20<>\"{}|\\^`\x7f]+")
_OK: Final = 200
_QUERY: Final = """CONSTRUCT { ?thing ?property ?value . ?value rdfs:label ?label }
WHERE { ?thing ?property ?value @seen
  OPTIONAL { ?value rdfs:label ?label } }"""


class _Asked(NamedTuple):
    """A thing, and the form that its path asks for."""

    iri: str
    offer: Offer | None


async def thing(request: Request) -> Response:
    """What the graph says of a thing, with the names of what it points to."""
    shelf: Shelf = request.app.state.shelf
    pages: Pages = request.app.state.pages
    liked = chosen(", ".join(request.headers.getlist("accept")), THINGS)
    with shelf.reading() as generation:
        for wanted in _readings(request.path_params["path"]):
            unseen = pages.unseen if (wanted.offer or liked) in PAGES else ()
            lines = await unless_gone(request, _lines(generation, wanted.iri, unseen))
            if lines:
                return await _told(request, generation, wanted, lines)
        if liked in PAGES:
            return await pages.missing(request, generation, ID + request.path_params["path"])
    raise HTTPException(404, NOTHING)


def _readings(path: str) -> Iterator[_Asked]:
    """What a path may mean: a thing and a form, else a thing whose name ends so."""
    if not _NAME.fullmatch(path):
        return
    name, _, suffix = path.rpartition(".")
    if name and suffix in SUFFIXES:
        yield _Asked(ID + name, SUFFIXES[suffix])
    yield _Asked(ID + path, None)


async def _lines(generation: Generation, iri: str, unseen: Collection[str]) -> list[str]:
    listed = ", ".join(f"<{each}>" for each in unseen)
    text = _QUERY.replace("@seen", f"FILTER(?property NOT IN ({listed}))" if listed else "")
    try:
        query = generation.store.prepared(text, {"thing": Iri(iri)})
        with (await generation.reply(query)).body as body:
            found = set(body.read().decode().split("\n"))
    except QueryError:  # no IRI: nothing is called so
        return []
    lines = [f"{line}\n" for line in sorted(found) if line]
    return lines + list(_of_graph(generation, iri))


def _of_graph(generation: Generation, iri: str) -> Iterator[str]:
    """What is known of a thing that is a graph, too."""
    size = generation.manifest.graphs.get(iri)
    if size is not None:
        name, nowhere = Iri(iri), Iri("")
        yield from ntriples(
            (
                Quad(name, RDF.type, Iri(SD.NamedGraph), nowhere),
                Quad(name, VOID.triples, integer(size), nowhere),
            )
        )


async def _told(
    request: Request, generation: Generation, wanted: _Asked, lines: list[str]
) -> Response:
    offer = wanted.offer or negotiated(request, THINGS)
    pages: Pages = request.app.state.pages
    own = (pages.mark, request.url.query) if offer.form == "html" else ()
    headers = described(offer, tag_of(generation.tag, wanted.iri, offer.media, *own))
    headers |= {"link": _links(wanted.iri), "content-location": _place(wanted.iri, offer)}
    if known := unmodified(request, headers):
        return known
    if offer.form == "html":
        page = await pages.thing(request, generation, wanted.iri, lines)
        kept = ("link", "vary", "cache-control", *(("etag",) if page.status_code == _OK else ()))
        page.headers.update({name: headers[name] for name in kept})
        return page
    try:
        content = await asyncio.to_thread(written, lines, offer.form)
    except InputError as error:
        raise HTTPException(406, f"{error}") from error
    return Response(content, headers=headers)


def _links(iri: str) -> str:
    """The same thing in each form."""
    return ", ".join(
        f'<{path_of(iri)}.{suffix}>; rel="alternate"; type="{offer.media}"'
        for suffix, offer in SUFFIXES.items()
    )


def _place(iri: str, offer: Offer) -> str:
    suffix = next(name for name, each in SUFFIXES.items() if each.form == offer.form)
    return f"{path_of(iri)}.{suffix}"
