"""Graphs in a server, put there and taken away: the Graph Store Protocol, asked again when busy.

In: the server's address for graphs, and lines. Out: nothing, once the server has them. A chunk that
is sent twice is there once, as triples are a set; so a request that broke may be made again.

*Source*: SPARQL 1.1 Graph Store HTTP Protocol (W3C 2013), sections 4.1 and 5.
"""

from typing import Final
from urllib.parse import urlencode

from kg.errors import LimitError, NetworkError
from kg.fetching import pace
from kg.fetching.exchange import Peer, Said

_BUSY: Final = {408, 425, 429, 500, 502, 503, 504}
_TRIES: Final = 5
_SECONDS: Final = 300.0
_NTRIPLES: Final = "application/n-triples"
_TURTLE: Final = "text/turtle"
_NOT_FOUND, _TOO_LARGE, _OTHER_TYPE = 404, 413, 415
_FAILED: Final = 300


class GraphStore:
    """What a server keeps, graph by graph; ``None`` is its default graph."""

    def __init__(self, address: str) -> None:
        """Take the address; nothing is asked yet.

        *Errors*: ``UsageError`` for what is no address.
        """
        self.address = address
        self._peer = Peer(address)
        self._type = _NTRIPLES

    def replace(self, graph: str | None, lines: bytes) -> None:
        """Put these triples in the place of whatever the graph held.

        *Errors*: ``NetworkError``, ``LimitError``.
        """
        self._send("PUT", graph, lines)

    def add(self, graph: str | None, lines: bytes) -> None:
        """Put these triples beside what the graph holds; errors as for :meth:`replace`."""
        self._send("POST", graph, lines)

    def remove(self, graph: str) -> None:
        """Take a graph away; one that is not there is no error."""
        said = self._asked("DELETE", graph, None)
        if said.status >= _FAILED and said.status != _NOT_FOUND:
            raise self._refused(said)

    def _send(self, method: str, graph: str | None, lines: bytes) -> None:
        said = self._asked(method, graph, lines)
        if said.status == _OTHER_TYPE and self._type == _NTRIPLES:
            self._type = _TURTLE  # of which N-Triples are a part
            said = self._asked(method, graph, lines)
        if said.status >= _FAILED:
            raise self._refused(said)

    def _asked(self, method: str, graph: str | None, body: bytes | None) -> Said:
        """The answer of a server that is not busy.

        *Errors*: ``NetworkError`` where it is busy again and again.
        """
        headers = {} if body is None else {"Content-Type": self._type}
        for tried in range(1, _TRIES + 1):
            last = tried == _TRIES
            after = None
            try:
                said = self._peer.ask(
                    method, self._url(graph), body, headers=headers, seconds=_SECONDS
                )
            except NetworkError:
                if last:
                    raise
            else:
                if said.status not in _BUSY:
                    return said
                after = said.headers.get("retry-after")
                if last or pace.pause(tried, after) > pace.LONGEST:
                    raise self._refused(said)
            pace.CLOCK.sleep(pace.pause(tried, after))
        raise AssertionError

    def _url(self, graph: str | None) -> str:
        sign = "&" if "?" in self.address else "?"
        which = "default=" if graph is None else urlencode({"graph": graph})
        return f"{self.address}{sign}{which}"

    def _refused(self, said: Said) -> NetworkError | LimitError:
        got = f"HTTP {said.status}" + (f", {said.words}" if said.words else "")
        if said.status == _TOO_LARGE:
            return LimitError("the server takes no request as large", where=self.address, got=got)
        if said.status == _NOT_FOUND:
            return NetworkError(
                "there is no Graph Store Protocol here",
                where=self.address,
                got=got,
                way_out="Name its address: --graph-store URL",
            )
        return NetworkError("the server does not take the graph", where=self.address, got=got)
