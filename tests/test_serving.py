"""The endpoint over HTTP: each form for each who asks for it, and the engine's own answers."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from served import Served, media, sampled, serving
from stores import ID, TK

from kg.namespaces import PREFIXES
from kg.questions import catalogue

ROWS = "SELECT ?s ?n { ?s tk:size ?n } ORDER BY ?s ?n"
TRIPLES = "CONSTRUCT { ?s tk:size ?n } { ?s tk:size ?n }"
TABLES = {
    "application/sparql-results+json": '{"head"',
    "application/sparql-results+xml": "<?xml",
    "text/csv": "s,n\r\n",
    "text/tab-separated-values": "?s\t?n\n",
}
TABLE_ALIASES = {"application/json": '{"head"', "application/xml": "<?xml", "text/xml": "<?xml"}
GRAPHS = {
    "text/turtle": "@prefix",
    "application/n-triples": "<",
    "application/ld+json": "[{",
    "application/rdf+xml": "<?xml",
}
GRAPH_ALIASES = {"application/json": "[{", "application/xml": "<?xml"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that tests only read."""
    return sampled(tmp_path_factory.mktemp("shelf"))


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Served]:
    """A server that tests only read from."""
    with serving(root, "--timeout", "3") as served:
        yield served


@pytest.fixture(scope="module")
def engine(root: Path) -> ox.Store:
    """The engine itself, over the same files."""
    return ox.Store.read_only(str(root / "gen-1" / "engine"))


# --- Negotiation ---------------------------------------------------------------------------------


CELLS = [
    *itertools.product([ROWS, "ASK { ?s ?p ?o }"], (TABLES | TABLE_ALIASES).items()),
    *itertools.product([TRIPLES, f"DESCRIBE <{ID}thing.x>"], (GRAPHS | GRAPH_ALIASES).items()),
]


@pytest.mark.parametrize("method", ["GET", "form", "direct", "HEAD"])
@pytest.mark.parametrize(("query", "form"), CELLS, ids=lambda cell: str(cell)[:30])
def test_each_form_is_given_to_who_asks_for_it(
    server: Served, method: str, query: str, form: tuple[str, str]
) -> None:
    """Four kinds of query, each in all its forms, in each way of asking."""
    accept, start = form
    headers = {"accept": accept}
    if method == "form":
        answer = server.client.post("/sparql", data={"query": query}, headers=headers)
    elif method == "direct":
        sent = {**headers, "content-type": "application/sparql-query"}
        answer = server.client.post("/sparql", content=query, headers=sent)
    else:
        answer = server.client.request(method, "/sparql", params={"query": query}, headers=headers)
    assert answer.status_code == 200
    assert media(answer) == accept
    assert answer.headers["vary"] == "Accept"
    if method == "HEAD":
        assert answer.text == ""
        assert int(answer.headers["content-length"]) > 0
    elif not query.startswith("ASK"):
        assert answer.text.startswith(start)


@pytest.mark.parametrize(
    ("accept", "table", "graph"),
    [
        (None, "application/sparql-results+json", "text/turtle"),
        ("*/*", "application/sparql-results+json", "text/turtle"),
        ("", "application/sparql-results+json", "text/turtle"),
        ("nonsense", "application/sparql-results+json", "text/turtle"),
        ("text/*", "text/csv", "text/turtle"),
        ("application/*;q=0.5, text/csv", "text/csv", "application/n-triples"),
        ("text/csv;q=0.2, text/tab-separated-values;q=0.9", "text/tab-separated-values", None),
        ("text/csv;q=0, */*;q=0.1", "application/sparql-results+json", "text/turtle"),
        (
            "application/sparql-results+json;q=0, */*",
            "application/sparql-results+xml",
            "text/turtle",
        ),
        ("text/html, application/xml;q=0.9, */*;q=0.8", "application/xml", "application/xml"),
        ("TEXT/CSV", "text/csv", None),
        ('text/csv;header="a,b";q=1', "text/csv", None),
        ("text/csv;q=2, text/turtle;q=x", "application/sparql-results+json", "text/turtle"),
        ("application/ld+json; profile=compacted", None, "application/ld+json"),
        ("image/png", None, None),
        ("text/html", None, None),
        ("*/*;q=0", None, None),
        ("application/sparql-results+xml", "application/sparql-results+xml", None),
    ],
)
def test_what_a_client_likes_best_is_what_it_gets(
    server: Served, accept: str | None, table: str | None, graph: str | None
) -> None:
    """By quality, then by how closely a form is named, then by our own order; else 406."""
    for query, wanted, offered in ((ROWS, table, TABLES), (TRIPLES, graph, GRAPHS)):
        request = server.client.build_request("GET", "/sparql", params={"query": query})
        del request.headers["accept"]
        if accept is not None:
            request.headers["accept"] = accept
        answer = server.client.send(request)
        if wanted is None:
            assert answer.status_code == 406, media(answer)
            assert [each for each in offered if each not in answer.text] == []
        else:
            assert (answer.status_code, media(answer)) == (200, wanted)


def test_several_accept_headers_are_one(server: Served) -> None:
    """RFC 9110, section 5.3."""
    answer = server.client.get(
        "/sparql",
        params={"query": ROWS},
        headers=[("accept", "text/csv;q=0.5"), ("accept", "application/json")],
    )
    assert media(answer) == "application/json"


# --- Answers -------------------------------------------------------------------------------------


QUERIES = (
    ROWS,
    "ASK { ?s tk:size 5000 }",
    "SELECT ?s { GRAPH report:b { ?s ?p ?o } }",
    "SELECT (COUNT(*) AS ?n) (SUM(?size) AS ?all) { ?s tk:size ?size }",
    'SELECT ("é\\"<&\\n" AS ?text) (1.50 AS ?d) (?none AS ?unbound) {}',
    "SELECT ?x { VALUES ?x { UNDEF 1 'a'@en } }",
    "SELECT ?t { ?trial a tk:Trial ; tk:hasArm/tk:receives|rdfs:label ?t } ORDER BY STR(?t)",
)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("query", QUERIES)
def test_answers_are_those_of_the_bare_engine(
    server: Served, engine: ox.Store, query: str, form: str
) -> None:
    """Byte for byte, in each form."""
    accept = dict(zip(["json", "xml", "csv", "tsv"], TABLES, strict=True))[form]
    found: Any = engine.query(query, prefixes=PREFIXES)
    wanted = found.serialize(format=ox.QueryResultsFormat.from_media_type(accept))
    assert server.ask(query, accept).content == wanted


def test_each_question_has_the_answer_of_the_bare_engine(server: Served, engine: ox.Store) -> None:
    """As it stands in the catalogue."""
    for question in catalogue().values():
        found: Any = engine.query(question.query)
        wanted = found.serialize(format=ox.QueryResultsFormat.JSON)
        assert server.ask(question.query).content == wanted, question.id


@pytest.mark.parametrize("form", ["turtle", "nt", "json-ld", "xml"])
def test_graphs_are_the_same_in_each_form(server: Served, form: str) -> None:
    """What rdflib reads back is what N-Triples say."""
    accept = dict(zip(["turtle", "nt", "json-ld", "xml"], GRAPHS, strict=True))[form]
    query = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{ID}report/b> {{ ?s ?p ?o }} }}"
    parsed = Graph().parse(data=server.ask(query, accept).text, format=form)
    plain = Graph().parse(data=server.ask(query, "application/n-triples").text, format="nt")
    assert len(parsed) == 1
    assert isomorphic(parsed, plain)


def test_a_client_of_rdflib_works_unchanged(server: Served) -> None:
    """Tables, truth, graphs; by each method; with a graph of its own as the default."""
    for method in ("GET", "POST", "POST_FORM"):
        remote = SPARQLStore(f"{server.base}/sparql", method=method, returnFormat="json")
        graph = Graph(store=remote)
        rows = list(graph.query(f"SELECT ?n {{ ?s <{TK}size> ?n }}"))
        assert len(rows) == len(server.ask(ROWS).json()["results"]["bindings"])
        assert graph.query("ASK { ?s ?p ?o }").askAnswer
        assert (URIRef(f"{ID}thing.x"), None, None) in graph
        part = Graph(store=remote, identifier=URIRef(f"{ID}report/b"))
        assert len(part) == 1
    built = Graph(store=SPARQLStore(f"{server.base}/sparql", returnFormat="xml")).query(
        f"CONSTRUCT WHERE {{ <{ID}thing.x> ?p ?o }}"
    )
    assert built.graph is not None
    assert len(built.graph) == 1


def test_an_answer_that_is_known_is_not_sent_again(server: Served) -> None:
    """By its tag, which knows the query, its form and the generation; not where it is fleeting."""
    first = server.ask(ROWS)
    again = server.get(str(first.url), if_none_match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = server.client.get(
        first.url, headers={"accept": "text/csv", "if-none-match": first.headers["etag"]}
    )
    assert other.status_code == 200
    assert "etag" not in server.ask("SELECT (NOW() AS ?t) {}").headers
