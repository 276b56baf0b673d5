"""A SPARQL server somewhere: asked as a store is asked, behind the same gate.

In: its address. Out: tables, truth values, triples. Parameters are bound in the text, so that any
engine takes them; the prefixes of the house go along. The server's default graph has to be the
union of its graphs, as a store's is. What a server cuts short is an error, never half an answer.

*Source*: SPARQL 1.1 Protocol (W3C 2013), section 2.1.
"""

import io
import json
from typing import Any, Final
from urllib.parse import urlencode

from kg.errors import KgError, LimitError, NetworkError, QueryError
from kg.fetching.exchange import Peer, Said
from kg.namespaces import PREFIXES
from kg.remote.places import places
from kg.store import DEFAULT, Limits, Queryable, Reply, parse
from kg.store.gate import admit
from kg.store.opened import Form

MAX_ANSWER: Final = 256 << 20

_ACCEPTED: Final[dict[Form, str]] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
_TRIPLES: Final = "application/n-triples"
# The other names under which servers send N-Triples.
_ALSO_TRIPLES: Final = {"text/plain", "text/ntriples", "text/rdf+n3"}
_OK: Final = 200
_NOT_TAKEN: Final = 400
_FORBIDDEN: Final = {403, 405}
_NOT_FOUND: Final = 404
_LATE: Final = {408, 503, 504}
# Virtuoso says so where it ends a query early, and then sends what it has.
_PARTIAL: Final = {"S1TAT", "S1T00"}
_PROLOGUE: Final = " ".join(f"PREFIX {name}: <{base}>" for name, base in PREFIXES.items())


class Endpoint(Queryable):
    """A server that answers SPARQL queries."""

    def __init__(self, address: str, limits: Limits = DEFAULT) -> None:
        """Take the address at which it answers; nothing is asked yet.

        *Errors*: ``UsageError`` for what is no address.
        """
        self.address = places(address).query
        self.limits = limits
        self.server = ""
        """What the server calls itself, once it was asked."""
        self._peer = Peer(self.address)

    def _run(self, text: str, form: Form, limits: Limits) -> Reply:
        verb = admit(text).verb
        graph = verb in {"CONSTRUCT", "DESCRIBE"}
        accepted = _TRIPLES if graph else _ACCEPTED[form]
        said = self._peer.ask(
            "POST",
            self.address,
            urlencode({"query": f"{_PROLOGUE} {text}"}).encode(),
            headers={"Accept": accepted, "Content-Type": "application/x-www-form-urlencoded"},
            seconds=limits.seconds,
            largest=MAX_ANSWER,
        )
        self.server = said.headers.get("server", "").strip()
        _require_answer(said, self.address, limits)
        _require_form(said, accepted, self.address)
        if graph:
            return _reply({"form": "graph"}, _spelled(said, self.address))
        return _read(said, self.address, truth=verb == "ASK") if form == "json" else _as_sent(said)


def _reply(head: dict[str, object], body: bytes) -> Reply:
    return Reply(head, io.BytesIO(body))


def _as_sent(said: Said) -> Reply:
    return _reply({"form": "rows", "variables": []}, said.body)


def _spelled(said: Said, address: str) -> bytes:
    """The triples as our own lines are spelled: servers differ in blanks and escapes."""
    return "".join(parse(said.body, "nt", where=address)).encode()


def _read(said: Said, address: str, *, truth: bool) -> Reply:
    """An answer in JSON, with what a store says beside it."""
    try:
        document = json.loads(said.body)
    except ValueError as error:
        raise NetworkError(
            "the server's answer is no JSON", where=address, got=str(error)
        ) from error
    if truth:
        value = _truth(document)
        body = json.dumps({"head": {}, "boolean": value}).encode()
        return _reply({"form": "truth", "value": value}, body)
    _require_all_rows(said, len(document["results"]["bindings"]))
    return _reply({"form": "rows", "variables": document["head"].get("vars", [])}, said.body)


def _truth(document: dict[str, Any]) -> bool:
    """What an ASK came to; Virtuoso of before 7.2.6 sends it as a cell that holds a number."""
    if "boolean" in document:
        return bool(document["boolean"])
    cells = [cell["value"] for row in document["results"]["bindings"] for cell in row.values()]
    return cells not in ([], ["0"])


def _require_answer(said: Said, address: str, limits: Limits) -> None:
    """Nothing, for an answer that is whole.

    *Errors*: ``QueryError``, ``LimitError``, ``NetworkError``.
    """
    if said.headers.get("x-sql-state") in _PARTIAL or said.status in _LATE:
        raise LimitError(
            f"the server ended the query: {limits.seconds:g} s or a limit of its own",
            where=address,
            got=said.words or f"HTTP {said.status}",
        )
    if said.status != _OK:
        raise _refusal(said, address)


def _refusal(said: Said, address: str) -> KgError:
    got = f"HTTP {said.status}" + (f", {said.words}" if said.words else "")
    if said.status == _NOT_FOUND:
        return NetworkError("there is no SPARQL endpoint here", where=address, got=got)
    if said.status in _FORBIDDEN:
        return NetworkError("the server refuses the question", where=address, got=got)
    if said.status == _NOT_TAKEN:
        return QueryError("the server does not take the query", where=address, got=said.words)
    return QueryError("the server could not answer", where=address, got=got)


def _require_form(said: Said, accepted: str, address: str) -> None:
    """Nothing, for an answer in the form that was asked for.

    *Errors*: ``NetworkError``: a page of a proxy, say.
    """
    sent = said.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent != accepted and not (accepted == _TRIPLES and sent in _ALSO_TRIPLES):
        raise NetworkError(
            "this is no answer of a SPARQL endpoint", where=address, got=sent, expected=accepted
        )


def _require_all_rows(said: Said, rows: int) -> None:
    """Nothing, unless the server stopped at a number of rows of its own.

    *Errors*: ``LimitError``.
    """
    most = said.headers.get("x-sparql-maxrows", "")
    if most.isdecimal() and rows >= int(most):
        raise LimitError(
            "the server sends no more rows of an answer than its limit",
            got=f"{rows:,}",
            way_out="Ask for less, or raise the limit there (Virtuoso: ResultSetMaxRows).",
        )
