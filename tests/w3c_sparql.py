"""The queries of the W3C's SPARQL 1.1 tests, through the endpoint and from the bare engine.

Run from the folder ``tests`` as ``python -m w3c_sparql FOLDER``, where the folder holds the tests'
``.rq`` files with their data; nothing of them is kept here. All data stands in one store, so that
what is told is whether the endpoint answers as the engine does, not whether the engine is right.
"""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from served import Served, serving
from stores import published

from kg.errors import KgError
from kg.store import parse

_SYNTAXES = {".ttl": "ttl", ".nt": "nt", ".rdf": "rdf", ".trig": "trig"}
_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"
# A query may end the process of the engine.
_BARE = """
import signal, sys
import pyoxigraph as ox
from kg.namespaces import PREFIXES
signal.alarm(25)
store, out = ox.Store.read_only(sys.argv[1]), sys.stdout.buffer
try:
    found = store.query(sys.stdin.read(), prefixes=PREFIXES)
    if isinstance(found, ox.QueryTriples):
        out.write(b"graph\\n" + "\\n".join(f"{triple} ." for triple in found).encode())
    else:
        out.write(b"table\\n" + found.serialize(format=ox.QueryResultsFormat.JSON))
except SyntaxError:
    out.write(b"syntax\\n")
except (OSError, RuntimeError, ValueError):
    out.write(b"failed\\n")
"""


class Result(NamedTuple):
    """How the engine took a query, the status that the endpoint gave, and whether they agree."""

    query: Path
    bare: str
    status: int
    same: bool


def data(folder: Path) -> Iterator[str]:
    """The lines of all data that can be read, each file a graph; blank nodes by name."""
    files = (file for file in sorted(folder.rglob("*")) if file.suffix in _SYNTAXES)
    for number, file in enumerate(files):
        base = f"@base <http://example.org/{number}/> .\n" if file.suffix == ".ttl" else ""
        graph = f"http://example.org/graph/{number}"
        try:
            text = base.encode() + file.read_bytes()
            lines = list(parse(text, _SYNTAXES[file.suffix], graph=graph, label=f"n{number}b"))
        except KgError:
            continue
        yield from (re.sub(r"_:(\w+)", r"<http://example.org/blank/\1>", line) for line in lines)


def asked(server: Served, engine: Path, query: Path) -> Result:
    """What the endpoint and the bare engine make of a query."""
    text = query.read_bytes()
    command = [sys.executable, "-c", _BARE, str(engine)]
    bare = subprocess.run(command, input=text, capture_output=True, check=False).stdout
    kind, _, wanted = bare.partition(b"\n")
    headers = {"content-type": "application/sparql-query", "accept": _ACCEPT}
    answer = server.client.post("/sparql", content=text, headers=headers)
    same = {
        b"table": answer.content == wanted,
        b"graph": _triples(answer.content) == _triples(wanted),
    }.get(kind, answer.status_code != 200)
    return Result(query, kind.decode() or "ended", answer.status_code, same)


def _triples(lines: bytes) -> set[bytes]:
    """The triples of N-Triples; blank nodes have another name every time."""
    return {re.sub(rb"_:\w+", b"_:b", line).strip() for line in lines.split(b"\n")} - {b""}


def main(arguments: list[str]) -> None:
    """Print how many agree, and each that does not."""
    folder = Path(arguments[0])
    with TemporaryDirectory() as name:
        root = Path(name)
        published(root, sorted(set(data(folder))))
        engine = root / (root / "CURRENT").read_text().strip() / "engine"
        with serving(root) as server:
            queries = sorted(folder.rglob("*.rq"))
            results = [asked(server, engine, query) for query in queries]
    for (bare, status, same), number in sorted(Counter(each[1:] for each in results).items()):
        print(f"{number:5}  {bare} of the engine, {status}: {'same' if same else 'OTHER'}")  # noqa: T201
    for each in results:
        if not each.same:
            print(f"       {each.query.relative_to(folder)}: {each.status}")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
