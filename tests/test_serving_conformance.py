"""The W3C's protocol tests that apply to an endpoint that is only read, by their own names.

*Source*: SPARQL 1.1 test cases, ``protocol``: what each asks for is told in its manifest; requests
and data here are our own. Those of updates must be refused, whatever they would do.
"""

from collections.abc import Iterator

import httpx
import pytest
from served import Served, media, serving
from stores import ID, line, published

A, B, C = (f"{ID}report/{name}" for name in "abc")
DIRECT = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
IN_A = f"ASK {{ <{ID}one> ?p ?o }}"
# One thing in each of the default graphs, another in a graph that is named, none anywhere else.
DEFAULTS = f"ASK {{ <{ID}one> ?p ?o . <{ID}two> ?q ?r FILTER NOT EXISTS {{ <{ID}three> ?s ?t }} }}"
NAMED = f"ASK {{ GRAPH <{A}> {{ ?s ?p ?o }} GRAPH <{B}> {{ ?t ?q ?r }} "
NAMED += f"FILTER NOT EXISTS {{ GRAPH <{C}> {{ ?u ?v ?w }} }} }}"
FULL = f"ASK {{ <{ID}three> ?p ?o FILTER NOT EXISTS {{ <{ID}one> ?a ?b }} "
FULL += f"GRAPH <{A}> {{ ?s ?q ?r }} GRAPH <{B}> {{ ?t ?v ?w }} }}"
OVERRIDDEN = FULL.replace("ASK", f"ASK FROM <{A}> FROM NAMED <{C}>")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over three graphs of one statement each."""
    root = tmp_path_factory.mktemp("shelf")
    things = zip(("one", "two", "three"), "abc", strict=True)
    published(root, [line(thing, "size", '"1"', graph) for thing, graph in things])
    with serving(root, "--timeout", "3") as served:
        yield served


def sent(
    server: Served, method: str, query: str, kind: str, *graphs: tuple[str, str]
) -> httpx.Response:
    """The answer to a query sent in one of the protocol's ways, with graphs beside it."""
    if method == "GET":
        return server.client.get("/sparql", params=[("query", query), *graphs])
    if kind == FORM:
        body = str(httpx.QueryParams([("query", query), *graphs]))
        return server.client.post("/sparql", content=body, headers={"content-type": FORM})
    headers = {"content-type": kind}
    return server.client.post("/sparql", params=list(graphs), content=query, headers=headers)


def graphs(default: str = "", named: str = "") -> tuple[tuple[str, str], ...]:
    """The graphs that a request names, each by its letter."""
    return (
        *(("default-graph-uri", f"{ID}report/{each}") for each in default),
        *(("named-graph-uri", f"{ID}report/{each}") for each in named),
    )


GOOD = {
    "query_get": ("GET", IN_A, "", ()),
    "query_post_form": ("POST", IN_A, FORM, ()),
    "query_post_direct": ("POST", IN_A, DIRECT, ()),
    "query_dataset_default_graph": ("GET", IN_A, "", graphs("a")),
    "query_dataset_default_graphs_get": ("GET", DEFAULTS, "", graphs("ab")),
    "query_dataset_default_graphs_post": ("POST", DEFAULTS, DIRECT, graphs("ab")),
    "query_dataset_default_graphs_form": ("POST", DEFAULTS, FORM, graphs("ab")),
    "query_dataset_named_graphs_get": ("GET", NAMED, "", graphs(named="ab")),
    "query_dataset_named_graphs_post": ("POST", NAMED, DIRECT, graphs(named="ab")),
    "query_dataset_full": ("GET", FULL, "", graphs("c", "ab")),
    "query_multiple_dataset": ("GET", OVERRIDDEN, "", graphs("c", "ab")),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_query_is_answered(server: Served, name: str) -> None:
    """Each asks whether the dataset is the one that the request names: it is."""
    method, query, kind, named = GOOD[name]
    answer = sent(server, method, query, kind, *named)
    assert (answer.status_code, media(answer)) == (200, "application/sparql-results+json")
    assert answer.json()["boolean"] is True
    other = sent(server, method, query.replace("ASK", "SELECT *"), kind, *named)
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("name", "query", "kinds"),
    [
        ("select", "SELECT * { ?s ?p ?o }", {"json", "xml", "csv", "tab-separated-values"}),
        ("ask", "ASK {}", {"json", "xml"}),
        ("describe", f"DESCRIBE <{ID}one>", {"turtle", "n-triples", "rdf+xml", "ld+json"}),
        ("construct", "CONSTRUCT WHERE { ?s ?p ?o }", {"turtle", "n-triples", "rdf+xml"}),
    ],
)
def test_the_content_type_fits_the_query(
    server: Served, name: str, query: str, kinds: set[str]
) -> None:
    """``query_content_type_…``: one of the forms that the kind of query has."""
    assert media(server.ask(query)).rpartition("/")[2].removeprefix("sparql-results+") in kinds, (
        name
    )


BAD: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "bad_query_method": ("PUT", "?query=ASK+%7B%7D", "", {}),
    "bad_multiple_queries": ("GET", "?query=ASK+%7B%7D&query=SELECT+*+%7B%7D", "", {}),
    "bad_query_wrong_media_type": ("POST", "", "ASK {}", {"content-type": "text/plain"}),
    "bad_query_missing_form_type": ("POST", "", "query=ASK+%7B%7D", {}),
    "bad_query_missing_direct_type": ("POST", "", "ASK {}", {}),
    "bad_query_non_utf8": ("POST", "", "ASK {}", {"content-type": f"{DIRECT}; charset=UTF-16"}),
    "bad_query_syntax": ("GET", "?query=ASK+%7B", "", {}),
}
UPDATES: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "update_post_form": ("POST", "", "update=CLEAR+NAMED", {"content-type": FORM}),
    "update_post_direct": ("POST", "", "CLEAR NAMED", {"content-type": UPDATE}),
    "update_dataset_default_graph": (
        "POST",
        f"?using-graph-uri={A}",
        "CLEAR ALL",
        {"content-type": UPDATE},
    ),
    "update_dataset_full": (
        "POST",
        f"?using-named-graph-uri={A}",
        "CLEAR ALL",
        {"content-type": UPDATE},
    ),
    "update_base_uri": ("POST", "", "CLEAR GRAPH <a>", {"content-type": UPDATE}),
    "bad_update_get": ("GET", "?update=CLEAR+ALL", "", {}),
    "bad_multiple_updates": (
        "POST",
        "",
        "update=CLEAR+ALL&update=CLEAR+ALL",
        {"content-type": FORM},
    ),
    "bad_update_wrong_media_type": ("POST", "", "CLEAR ALL", {"content-type": "text/plain"}),
    "bad_update_missing_form_type": ("POST", "", "update=CLEAR+ALL", {}),
    "bad_update_non_utf8": ("POST", "", "CLEAR ALL", {"content-type": f"{UPDATE}; charset=UTF-16"}),
    "bad_update_syntax": ("POST", "", "update=CLEAR+XYZ", {"content-type": FORM}),
    "bad_update_dataset_conflict": (
        "POST",
        f"?using-graph-uri={A}",
        "CLEAR ALL",
        {"content-type": UPDATE},
    ),
}


@pytest.mark.parametrize("name", BAD | UPDATES)
def test_what_is_no_query_is_refused(server: Served, name: str) -> None:
    """With a status of the client's own fault, in words, and nothing has changed."""
    method, path, body, headers = (BAD | UPDATES)[name]
    answer = server.client.request(method, f"/sparql{path}", content=body, headers=headers)
    assert 400 <= answer.status_code < 500
    assert media(answer) == "text/plain"
    if name in UPDATES and headers.get("content-type", UPDATE) != "text/plain":
        assert answer.status_code in {403, 415}
    assert server.ask(DEFAULTS.partition(" FILTER")[0] + " }").json()["boolean"] is True
