"""Pages without style or script: what a browser is shown where no others are plugged in.

In: what is told, as lines. Out: HTML in which every text of the graph is text, whatever it holds.
"""

from collections.abc import Collection, Iterable, Sequence
from html import escape
from typing import Final, Protocol
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from kg.namespaces import ID
from kg.serving.media import SUFFIXES
from kg.serving.shelf import Generation
from kg.store import statement
from kg.table import compact
from kg.terms import Literal, Term
from kg.view import View

_HEAD: Final = (
    '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{0}</title><h1>{0}</h1>\n'
)


NOTHING: Final = "The graph says nothing of this thing."


class Pages(Protocol):
    """What shows things and the service to people; others may take the place of :class:`Plain`."""

    def routes(self) -> Sequence[BaseRoute]:
        """Routes of its own; they come after those of the endpoint."""

    mark: str
    """Names the state of the templates: part of the tag of a page."""

    unseen: Collection[str]
    """Properties of which a page needs no values: there may be very many."""

    async def thing(
        self, request: Request, generation: Generation, iri: str, lines: Sequence[str]
    ) -> Response:
        """The page of a thing of which these lines tell."""

    async def missing(self, request: Request, generation: Generation, iri: str) -> Response:
        """The page for a name that is nothing's."""

    async def described(self, request: Request, turtle: str) -> Response:
        """The page of the service, or of what is in it, that this Turtle tells of."""


class Plain:
    """Tables and lists."""

    def routes(self) -> Sequence[BaseRoute]:
        """A first page that lists where to go on."""
        return (Route("/", _home),)

    mark = ""
    unseen: Collection[str] = ()

    async def thing(
        self,
        request: Request,  # noqa: ARG002
        generation: Generation,  # noqa: ARG002
        iri: str,
        lines: Sequence[str],
    ) -> Response:
        """A table of what is said of a thing, and its other forms."""
        view = View(lines)
        said = (each for each in map(statement, lines) if each.subject == iri)
        rows = "".join(
            f"<tr><th scope=row>{_term(each.predicate)}<td>{_value(each.object, view)}\n"
            for each in sorted(said, key=str)
        )
        return HTMLResponse(
            _HEAD.format(escape(view.label(iri)))
            + f"<p>{escape(iri)}\n<p>{_forms(iri)}\n<table>\n{rows}</table>\n</html>\n"
        )

    async def missing(self, request: Request, generation: Generation, iri: str) -> Response:  # noqa: ARG002
        """One sentence."""
        return PlainTextResponse(f"{NOTHING}\n", 404)

    async def described(self, request: Request, turtle: str) -> Response:
        """The Turtle as it is."""
        title = escape(request.url.path)
        return HTMLResponse(f"{_HEAD.format(title)}<pre>{escape(turtle)}</pre>\n</html>\n")


def _term(iri: str) -> str:
    return _link(iri, compact(iri))


def _value(value: Term, view: View) -> str:
    if isinstance(value, Literal):
        return escape(value.lexical)
    return _link(value, view.label(value) if value in view else compact(value))


def _link(iri: str, words: str) -> str:
    """A link where following it is safe: to a thing of ours here, to the web elsewhere."""
    if iri.startswith(ID):
        return f'<a href="{escape(path_of(iri))}">{escape(words)}</a>'
    if iri.startswith(("http://", "https://")):
        return f'<a href="{escape(iri)}" rel="noreferrer">{escape(words)}</a>'
    return escape(words)


def path_of(iri: str) -> str:
    """The path at which a thing of ours answers.

    >>> from kg.namespaces import REPORT
    >>> path_of(REPORT + "pmid-19461505/arm-1")
    '/id/report/pmid-19461505/arm-1'
    """
    return "/id/" + quote(iri.removeprefix(ID), safe="/:@!$&'()*+,;=~")


def _forms(iri: str) -> str:
    others = (name for name in SUFFIXES if name != "html")
    return " ".join(f'<a href="{escape(path_of(iri))}.{name}">{name}</a>' for name in others)


async def _home(request: Request) -> Response:  # noqa: ARG001 - the same for everybody
    items = "".join(f'<li><a href="{path}">{words}</a>\n' for path, words in _WAYS)
    return HTMLResponse(f"{_HEAD.format('kg')}<ul>\n{items}</ul>\n</html>\n")


_WAYS: Iterable[tuple[str, str]] = (
    ("/sparql", "The SPARQL endpoint, described by itself"),
    ("/.well-known/void", "What is in the graph"),
    ("/.well-known/sparql-examples", "Questions"),
    ("/healthz", "Health"),
)
