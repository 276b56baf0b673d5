"""What a server holds, held against what was sent: counts for each graph, triples read back.

In: an endpoint and what should be there. Out: the graphs that are not as they were sent.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final
from uuid import uuid4

from kg.namespaces import GRAPH
from kg.remote.endpoint import Endpoint
from kg.remote.graph_store import GraphStore
from kg.store import graph_of, triple_of

_AT_ONCE: Final = 200  # graphs in one query: servers bound the length of it, and of answers
_COUNTS: Final = (
    "SELECT ?g (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?s ?p ?o }} }}"
    " GROUP BY ?g"
)
_REPORTS: Final = (
    "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?r a tk:Report } } ORDER BY ?g LIMIT 5000 OFFSET "
)
_PAGE: Final = 5000


def counts(endpoint: Endpoint, graphs: Iterable[str]) -> dict[str, int]:
    """How many triples each of these graphs has; one that is not there has none."""
    found: dict[str, int] = {}
    waiting = iter(graphs)
    while some := list(islice(waiting, _AT_ONCE)):
        named = " ".join(f"<{graph}>" for graph in some)
        rows = endpoint.table(_COUNTS.format(graphs=named)).rows
        told = {str(graph): int(str(number)) for graph, number in rows}
        found |= {graph: told.get(graph, 0) for graph in some}
    return found


def differing(endpoint: Endpoint, expected: Mapping[str, int]) -> list[str]:
    """The graphs that hold more or fewer triples than they should."""
    found = counts(endpoint, expected)
    return [graph for graph, number in expected.items() if found[graph] != number]


def unread(endpoint: Endpoint, sample: Iterable[str]) -> Iterator[str]:
    """The lines of a sample that cannot be read back, each from its own graph."""
    for line in sample:
        pattern = triple_of(line).rstrip("\n")
        if not holds(endpoint, f"GRAPH <{graph_of(line)}> {{ {pattern} }}"):
            yield line


def holds(endpoint: Endpoint, pattern: str) -> bool:
    """Whether there is anything that fits a pattern."""
    return endpoint.query(f"ASK {{ {pattern} }}") is True


def has_union(endpoint: Endpoint, graphs: GraphStore) -> bool:
    """Whether the server's default graph is the union of its graphs: a triple of one is seen in it.

    The triple is our own, and gone again.
    """
    probe = f"{GRAPH}probe-{uuid4().hex}"
    graphs.replace(probe, f"<{probe}> <{probe}> <{probe}> .\n".encode())
    try:
        return holds(endpoint, f"<{probe}> <{probe}> <{probe}>")
    finally:
        graphs.remove(probe)


def reports(endpoint: Endpoint) -> Iterator[str]:
    """The graphs of reports that the server holds, whoever put them there."""
    offset = 0
    while True:
        page: Sequence[tuple[object, ...]] = endpoint.table(f"{_REPORTS}{offset}").rows
        yield from (str(row[0]) for row in page)
        if len(page) < _PAGE:
            return
        offset += _PAGE
