"""Where a SPARQL server takes questions and where it takes graphs, from one address of it.

In: the address that a person gave. Out: both addresses. Servers agree on the protocols and not on
paths: the layouts of those in use are listed, and one address may be given for the other.

*Source*: the documentation of Oxigraph, Virtuoso, Apache Jena Fuseki, RDF4J and GraphDB.
"""

from typing import Final, NamedTuple
from urllib.parse import urlsplit, urlunsplit


class Places(NamedTuple):
    """Where questions go, and where graphs go."""

    query: str
    graphs: str


# The end of a path, and what stands in its place for questions and for graphs.
_LAYOUTS: Final = (
    ("/query", "/query", "/store"),  # Oxigraph
    ("/store", "/query", "/store"),
    ("/update", "/query", "/store"),
    ("/sparql-graph-crud-auth", "/sparql", "/sparql-graph-crud-auth"),  # Virtuoso
    ("/sparql-graph-crud", "/sparql", "/sparql-graph-crud"),
    ("/sparql", "/sparql", "/sparql-graph-crud"),
    ("/data", "/sparql", "/data"),  # Fuseki, of which a data set's own address does both
    ("/rdf-graphs/service", "", "/rdf-graphs/service"),  # RDF4J, GraphDB
)


def places(address: str, graphs: str | None = None) -> Places:
    """Both addresses of a server; *graphs* where a person gave the second too.

    >>> places("http://localhost:7878")
    Places(query='http://localhost:7878/query', graphs='http://localhost:7878/store')
    >>> places("http://localhost:8890/sparql").graphs
    'http://localhost:8890/sparql-graph-crud'
    >>> places("http://localhost:7200/repositories/kg").graphs
    'http://localhost:7200/repositories/kg/rdf-graphs/service'
    >>> places("http://localhost:3030/kg").graphs
    'http://localhost:3030/kg'
    """
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    query, store = _laid_out(path)
    found = (urlunsplit((parts.scheme, parts.netloc, p, parts.query, "")) for p in (query, store))
    asked, taken = found
    return Places(asked, graphs or taken)


def _laid_out(path: str) -> tuple[str, str]:
    if not path:
        return "/query", "/store"
    for ending, query, graphs in _LAYOUTS:
        if path.endswith(ending):
            base = path.removesuffix(ending)
            return base + query, base + graphs
    if path.rpartition("/")[0].endswith("/repositories"):
        return path, f"{path}/rdf-graphs/service"
    return path, path
