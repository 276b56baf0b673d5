"""What the service says of itself and of its things, and what stands on every answer."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic
from served import Served, media, sampled, serving
from stores import ID, TK, line, published

from kg.namespaces import PREFIXES
from kg.questions import catalogue


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that tests only read from."""
    with serving(sampled(tmp_path_factory.mktemp("shelf")), "--timeout", "3") as served:
        yield served


# --- What it says of itself ----------------------------------------------------------------------


DESCRIPTIONS = ("/sparql", "/.well-known/void", "/.well-known/sparql-examples")
SYNTAXES = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}


@pytest.mark.parametrize("path", [*DESCRIPTIONS, "/id/thing.x"])
def test_descriptions_and_things_come_in_each_form(server: Served, path: str) -> None:
    """The same triples in four syntaxes, a page for a browser, 406 for anything else."""
    graphs = []
    for accept, syntax in SYNTAXES.items():
        answer = server.get(path, accept)
        assert (answer.status_code, media(answer)) == (200, accept)
        graphs.append(Graph().parse(data=answer.text, format=syntax))
        assert server.get(path, accept, if_none_match=answer.headers["etag"]).status_code == 304
    assert len(graphs[0]) > 0
    assert all(isomorphic(graphs[0], each) for each in graphs[1:])
    assert media(server.get(path, "text/html,application/xhtml+xml,*/*;q=0.8")) == "text/html"
    assert media(server.get(path)) == "text/turtle"
    assert server.get(path, "image/png").status_code == 406
    assert server.client.head(path).status_code == 200


def described(server: Served, path: str) -> Graph:
    """What a path tells, with our prefixes."""
    graph = Graph().parse(data=server.get(path).text, format="turtle")
    for prefix, base in {
        **PREFIXES,
        "sd": "http://www.w3.org/ns/sparql-service-description#",
    }.items():
        graph.bind(prefix, base)
    return graph


def test_the_service_describes_itself(server: Served) -> None:
    """The W3C's three tests of a service description, and the prefixes that queries may use."""
    graph = described(server, "/sparql")
    assert graph.query(f"ASK {{ ?s a sd:Service ; sd:endpoint <{server.base}/sparql> }}").askAnswer
    assert graph.query(
        "ASK { ?s sd:supportedLanguage sd:SPARQL11Query ; sd:feature sd:UnionDefaultGraph }"
    ).askAnswer
    named = graph.query(
        f"""SELECT ?n {{ ?s sd:defaultDataset/sd:namedGraph ?g .
            ?g sd:name <{ID}report/b> ; sd:graph/void:triples ?n }}"""
    )
    assert [int(row[0]) for row in named] == [1]  # type: ignore[index,arg-type]
    declared = graph.query("SELECT ?p ?n { ?s sh:declare [ sh:prefix ?p ; sh:namespace ?n ] }")
    assert {str(row[0]): str(row[1]) for row in declared} == PREFIXES  # type: ignore[index]


def test_what_is_in_the_graph_is_counted(server: Served) -> None:
    """VoID's numbers are those that queries give."""
    graph = described(server, "/.well-known/void")

    def told(query: str) -> dict[tuple[str, ...], int]:
        return {
            tuple(map(str, row[:-1])): int(row[-1])  # type: ignore[index,arg-type]
            for row in graph.query(query)
        }

    def asked(query: str) -> dict[tuple[str, ...], int]:
        found = server.ask(query).json()
        names = found["head"]["vars"]
        return {
            tuple(row[name]["value"] for name in names[:-1]): int(row[names[-1]]["value"])
            for row in found["results"]["bindings"]
        }

    # The graph in which a store says this of itself is not counted in it.
    data = "?s ?p ?o FILTER NOT EXISTS { GRAPH graph:description { ?s ?p ?o } }"
    triples = "SELECT ?n { ?d a void:Dataset ; void:triples ?n }"
    assert told(triples) == asked(f"SELECT (COUNT(*) AS ?n) {{ {data} }}")
    uses = """SELECT ?p ?n { ?d a void:Dataset ; void:propertyPartition
        [ void:property ?p ; void:triples ?n ] }"""
    assert told(uses) == asked(f"SELECT ?p (COUNT(*) AS ?n) {{ {data} }} GROUP BY ?p")
    members = """SELECT ?c ?n { ?d a void:Dataset ; void:classPartition
        [ void:class ?c ; void:entities ?n ] }"""
    within = """SELECT ?c ?p ?n { ?d a void:Dataset ; void:classPartition
        [ void:class ?c ; void:propertyPartition [ void:property ?p ; void:triples ?n ] ] }"""
    ours = f"?s a ?c . {data} FILTER(STRSTARTS(STR(?c), STR(tk:)))"
    assert told(members[:-1] + "FILTER(STRSTARTS(STR(?c), STR(tk:))) }") == asked(
        f"SELECT ?c (COUNT(DISTINCT ?s) AS ?n) {{ {ours} }} GROUP BY ?c"
    )
    assert told(within[:-1] + "FILTER(STRSTARTS(STR(?c), STR(tk:))) }") == asked(
        f"SELECT ?c ?p (COUNT(*) AS ?n) {{ {ours} }} GROUP BY ?c ?p"
    )


def test_each_question_is_an_example_that_runs(server: Served) -> None:
    """With its words, prefixes, group and target; alone at an address of its own, too."""
    graph = described(server, "/.well-known/sparql-examples")
    rows = list(
        graph.query(
            """SELECT ?e ?q ?c ?t { ?e a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ;
            sh:select ?q ; rdfs:comment ?c ; schema:target ?t ; schema:keywords ?k ;
            sh:prefixes/sh:declare [ sh:prefix "tk" ] }"""
        )
    )
    base = f"{server.base}/.well-known/sparql-examples/"
    assert {str(row[0]) for row in rows} == {base + name for name in catalogue()}  # type: ignore[index]
    for example, query, comment, target in rows:  # type: ignore[misc]
        assert comment.n3().endswith("@en")
        assert str(target) == f"{server.base}/sparql"
        assert server.ask(str(query)).status_code == 200, example
    alone = described(server, "/.well-known/sparql-examples/coverage")
    assert len(list(alone.query("SELECT ?e { ?e a sh:SPARQLExecutable }"))) == 1
    assert server.get("/.well-known/sparql-examples/nothing").status_code == 404


# --- Things --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [
        (".ttl", "text/turtle"),
        (".nt", "application/n-triples"),
        (".jsonld", "application/ld+json"),
        (".rdf", "application/rdf+xml"),
        (".json", "application/json"),
        (".html", "text/html"),
    ],
)
def test_a_suffix_is_stronger_than_accept(server: Served, suffix: str, kind: str) -> None:
    """A link to a form gives that form."""
    answer = server.get(f"/id/thing.x{suffix}", "image/png")
    assert (answer.status_code, media(answer)) == (200, kind)
    assert f"/id/thing.x{suffix}" in answer.headers["link"]


def test_a_thing_answers_with_what_is_said_of_it(server: Served) -> None:
    """A name with a dot in it is a name; a graph says how large it is; nothing is a 404."""
    told = Graph().parse(data=server.get("/id/thing.x").text, format="turtle")
    assert {(str(s), str(p), str(o)) for s, p, o in told} == {(f"{ID}thing.x", f"{TK}size", "7")}
    graph = server.get("/id/report/b", "application/n-triples").text
    assert f'<{ID}report/b> <http://rdfs.org/ns/void#triples> "1"' in graph
    found = server.ask("SELECT ?t ?l { ?t a tk:Trial ; tk:hasArm [ rdfs:label ?l ] } ORDER BY ?l")
    row = found.json()["results"]["bindings"][0]
    told_of = server.get(row["t"]["value"].replace(ID, "/id/"), "application/n-triples").text
    assert f'"{row["l"]["value"]}"' in told_of
    for path in ("/id/nothing", "/id/", "/id/thing", "/id/thing.x.y", "/id/thing.x.ttl.ttl"):
        assert server.get(path).status_code == 404, path


def test_what_a_page_shows_is_text(tmp_path: Path) -> None:
    """Nothing of a label, an IRI or a value becomes markup or a script."""
    bad = '"<script>alert(1)</script>"'
    lines = [
        line("t", "acronym", bad),
        f"<{ID}t> <http://www.w3.org/2000/01/rdf-schema#label> {bad}@en <{ID}report/a> .\n",
        f"<{ID}t> <{TK}size> <javascript:alert(1)> <{ID}report/a> .\n",
        f"<{ID}t> <{TK}size> <https://x.example/?a=1&b='c> <{ID}report/a> .\n",
    ]
    published(tmp_path, lines)
    with serving(tmp_path) as server:
        page = server.get("/id/t.html").text
        assert "<script>" not in page
        assert 'href="javascript' not in page
        assert "&lt;script&gt;" in page
        (link,) = re.findall(r'href="(https://x.example/[^"]*)"', page)
        assert "'" not in link
        assert unescape(link) == "https://x.example/?a=1&b='c"


# --- Every answer --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", "/sparql", "/sparql?query=x", "/healthz", "/nothing", "/id/thing.x.html"]
)
def test_every_answer_says_what_browsers_may_do_with_it(server: Served, path: str) -> None:
    """Nothing from elsewhere, no guessing of types; any page may read."""
    headers = server.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in headers
    assert "server" not in headers


def test_health_tells_how_it_is(server: Served) -> None:
    """Without asking a worker."""
    told = server.get("/healthz").json()
    assert (told["status"], told["generation"], told["trouble"]) == ("ok", 1, None)
    assert json.dumps(told["workers"])
