"""The disposable process in which queries run. Run as a script: it imports nothing of kg.

In: on the command line the engine's folder and the memory limit; on standard input one JSON
request a line: the query, its prefixes, the forms of tables and of triples, seconds, rows, and
the graphs of its dataset where others than its own are asked for. Out: frames on standard output: a
letter, a length, bytes.

    R  ready        D  a part of the result        K  it is whole: its form and variables, as JSON
    E  an error, as JSON: kind and message

The engine cannot cancel a query, counts no memory and would follow SERVICE. Here a timer ends the
process, the system limits its memory, and it has no network.
"""

import ctypes
import io
import json
import os
import resource
import signal
import struct
import sys
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox

if TYPE_CHECKING:
    from typing_extensions import Buffer

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000  # Linux, sched.h
_PART = 1 << 16
_FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "ttl": ox.RdfFormat.TURTLE,
}
# What stands once in each row, and within a value only where that has the same line break or
# brackets: rows are counted to bound them, never to tell of them.
_ROW_MARKS = {"csv": b"\r\n", "json": b"},{", "tsv": b"\n", "xml": b"<result>"}

Send = Callable[[bytes, bytes], None]


def main() -> None:
    """Answer requests until standard input ends."""
    folder, memory = sys.argv[1], int(sys.argv[2])
    send = _sender()
    _confine(memory)
    try:
        store = ox.Store.read_only(folder)
    except (OSError, RuntimeError) as error:
        _fail(send, "store", error)
        return
    send(b"R", b"")
    for line in sys.stdin.buffer:
        _answer(store, json.loads(line), send)


def _sender() -> Send:
    """What writes frames; whatever else prints goes to standard error."""
    out = os.fdopen(os.dup(1), "wb", buffering=_PART)
    os.dup2(2, 1)

    def send(letter: bytes, content: bytes) -> None:
        out.write(letter + struct.pack(">I", len(content)) + content)
        if letter != b"D":  # a small result goes out at once with the word that it is whole
            out.flush()

    return send


def _confine(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # Without privilege the new network needs a new user space; where neither is allowed the
        # refusal of SERVICE in gate.py stands alone.
        unshare = ctypes.CDLL(None).unshare
        _ = unshare(_NEW_NET) == 0 or unshare(_NEW_USER | _NEW_NET) == 0


def _answer(store: ox.Store, request: dict[str, Any], send: Send) -> None:
    # The default action of the alarm ends the process even inside the engine, so that no query
    # outlives its deadline, whatever has become of the parent.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, request["seconds"])
    form, most = request["format"], request.get("rows")
    try:
        result = store.query(request["query"], prefixes=request["prefixes"], **_dataset(request))
        with io.BufferedWriter(_Parts(send, _ROW_MARKS[form], most), _PART) as out:
            triples = request.get("triples", "nt")
            head = serialize(result, form, out, triples, request["prefixes"], most)
    except SyntaxError as error:
        _fail(send, "syntax", error)
    except TooManyRows as error:
        _fail(send, "rows", error)
    except (ValueError, RuntimeError, OSError) as error:
        _fail(send, "evaluation", error)
    else:
        send(b"K", json.dumps(head).encode())
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _dataset(request: dict[str, Any]) -> dict[str, Any]:
    """The graphs that take the place of the query's own, where the request names any."""
    default, named = request.get("default_graphs"), request.get("named_graphs")
    if not (default or named):
        return {}
    return {
        "default_graph": [ox.NamedNode(iri) for iri in default or ()],
        "named_graphs": [ox.NamedNode(iri) for iri in named or ()],
    }


class TooManyRows(OSError):
    """The result has more rows, or triples, than were asked for."""


def serialize(
    result: Any,  # noqa: ANN401 - one of three
    form: str,
    out: IO[bytes],
    triples: str = "nt",
    prefixes: dict[str, str] | None = None,
    most: int | None = None,
) -> dict[str, Any]:
    """The form of a result, once it is written: in these forms for tables and for triples."""
    if isinstance(result, ox.QueryTriples):
        if triples == "nt" and most is None:
            result.serialize(out, ox.RdfFormat.N_TRIPLES)
        else:
            ox.serialize(_bounded(result, most), out, _GRAPHS[triples], prefixes=prefixes)
        return {"form": "graph"}
    if isinstance(result, ox.QueryBoolean):
        result.serialize(out, _FORMATS[form])
        return {"form": "truth", "value": bool(result)}
    head = {"form": "rows", "variables": [name.value for name in result.variables]}
    result.serialize(out, _FORMATS[form])
    return head


def _bounded(triples: Any, most: int | None) -> Iterator[Any]:  # noqa: ANN401 - the engine's own
    for number, triple in enumerate(triples):
        if number == most:
            raise TooManyRows
        yield triple


class _Parts(io.RawIOBase):
    """A file that the engine writes to: what is written goes out as parts of the result."""

    def __init__(self, send: Send, mark: bytes, most: int | None) -> None:
        self._send = send
        self._mark, self._most = mark, most
        self._rows, self._before = 0, b""

    def writable(self) -> bool:
        return True

    def write(self, content: "Buffer") -> int:
        part = bytes(content)
        if self._most is not None:
            self._count(part, self._most)
        self._send(b"D", part)
        return len(part)

    def _count(self, part: bytes, most: int) -> None:
        self._rows += (self._before + part).count(self._mark)
        self._before = part[1 - len(self._mark) :] if len(self._mark) > 1 else b""
        if self._rows > most + 1:  # a head, or a last mark, is no row
            raise TooManyRows


def _fail(send: Send, kind: str, error: Exception) -> None:
    send(b"E", json.dumps({"kind": kind, "message": str(error)}).encode())


if __name__ == "__main__":
    main()
