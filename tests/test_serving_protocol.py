"""The SPARQL 1.1 Protocol: what may be asked in which way, and each fault with its status."""

from collections.abc import Iterator

import httpx
import pytest
from served import Served, media, sampled, serving
from stores import ID


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that tests only read from."""
    with serving(sampled(tmp_path_factory.mktemp("shelf")), "--timeout", "3") as served:
        yield served


def posted(
    server: Served, content: str | bytes, kind: str, path: str = "/sparql"
) -> httpx.Response:
    """The answer to what is posted."""
    headers = {"content-type": kind} if kind else {}
    return server.client.post(path, content=content, headers=headers)


def test_the_dataset_of_a_request_takes_the_place_of_the_querys_own(server: Served) -> None:
    """Section 2.1.4 of the protocol; only graphs of the store."""
    graph = f"{ID}report/b"
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def counted(query: str = count, **parameters: str) -> int:
        found = server.ask(query, **parameters).json()["results"]["bindings"]
        return int(found[0]["n"]["value"])

    assert counted() > 100
    assert counted(default_graph_uri=graph) == 1
    assert counted(named_graph_uri=graph) == 0
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert counted(named, named_graph_uri=graph) == 1
    assert counted(named, default_graph_uri=graph) == 0
    assert counted(f"SELECT (COUNT(*) AS ?n) FROM <{graph}> {{ ?s ?p ?o }}") == 1
    elsewhere = f"SELECT (COUNT(*) AS ?n) FROM <{ID}report/c> {{ ?s ?p ?o }}"
    assert counted(elsewhere, default_graph_uri=graph) == 1
    direct = posted(server, count, "application/sparql-query", f"/sparql?default-graph-uri={graph}")
    assert direct.json()["results"]["bindings"][0]["n"]["value"] == "1"
    for name in ("default_graph_uri", "named_graph_uri"):
        refused = server.ask(count, **{name: "http://127.0.0.1:1/data"})
        assert (refused.status_code, "no graph" in refused.text) == (403, True)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("?query=SELECT", 400),
        ("?query=", 400),
        ("?query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("?default-graph-uri=http://x/", 400),
        ("?query=%FF", 400),
        ("?query=ASK%7B%7D&timeout=no", 400),
        ("?query=ASK%7B%7D&timeout=-1", 400),
        ("?update=CLEAR+ALL", 403),
        ("?query=CLEAR+ALL", 403),
        ("?query=ASK%7BSERVICE%3Chttp://127.0.0.1:1/%3E%7B%7D%7D", 403),
        ("?query=ASK%7BsErViCe+silent%3Chttp://127.0.0.1:1/%3E%7B%7D%7D", 403),
        ("?query=ASK+FROM%3Chttp://127.0.0.1:1/%3E%7B%7D", 403),
        ("?query=ASK%7B%7D&unknown=1", 200),
        ("?query=ASK%7B%7D&timeout=1", 200),
    ],
)
def test_a_get_has_its_status(server: Served, path: str, status: int) -> None:
    """And what is wrong is said as text."""
    answer = server.get(f"/sparql{path}")
    assert answer.status_code == status, answer.text
    assert status == 200 or media(answer) == "text/plain"


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        ("ASK {}", "application/sparql-query", 200),
        ("ASK {}", "application/sparql-query; charset=UTF-8", 200),
        ("ASK {}", "application/sparql-query; charset=utf-16", 415),
        ("query=ASK%7B%7D", "application/x-www-form-urlencoded", 200),
        ("query=ASK%7B%7D", "", 415),
        ("ASK {}", "text/plain", 415),
        ("{}", "application/json", 415),
        ("", "application/sparql-query", 400),
        ("", "application/x-www-form-urlencoded", 400),
        ("ASK {\xe9".encode("latin-1"), "application/sparql-query", 400),
        ("CLEAR ALL", "application/sparql-update", 403),
        ("update=CLEAR+ALL", "application/x-www-form-urlencoded", 403),
        ("INSERT DATA { <x:a> <x:b> 1 }", "application/sparql-query", 403),
        ("ASK {} ;", "application/sparql-query", 400),
        ("#" + "x" * 70_000 + "\nASK {}", "application/sparql-query", 413),
        ("query=" + "x" * (1 << 21), "application/x-www-form-urlencoded", 413),
        ("&".join(["a=b"] * 2_000), "application/x-www-form-urlencoded", 413),
        ("ASK" + "{" * 200 + "}" * 200, "application/sparql-query", 413),
    ],
    ids=range(18),
)
def test_a_post_has_its_status(
    server: Served, content: str | bytes, kind: str, status: int
) -> None:
    """By what it is, how long it is, and what it says."""
    answer = posted(server, content, kind)
    assert answer.status_code == status, answer.text


def test_a_syntax_error_is_told_at_its_place(server: Served) -> None:
    """Line and column."""
    answer = server.ask("SELECT ?s {\n ?s tk:size }")
    assert answer.status_code == 400
    assert answer.text.startswith("query, line 2, column 13: ")


@pytest.mark.parametrize("path", ["/sparql", "/healthz", "/.well-known/void", "/id/thing.x"])
def test_methods_that_there_are_not_are_refused(server: Served, path: str) -> None:
    """405, with those that there are; OPTIONS says the same."""
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "BREW"):
        answer = server.client.request(method, path)
        assert (answer.status_code, "GET" in answer.headers["allow"]) == (405, True), method
    asked = server.client.options(path, headers={"origin": "https://elsewhere.example"})
    assert asked.status_code == 204
    assert ("POST" in asked.headers["allow"]) == (path == "/sparql")
    assert asked.headers["access-control-allow-origin"] == "*"
    assert "POST" in asked.headers["access-control-allow-methods"]
