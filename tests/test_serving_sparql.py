"""SPARQL 1.1 through the endpoint: each construct has the answer of the bare engine."""

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from served import Served, serving
from sparql_suite import FLEETING, TABLES, TRIPLES, data, mixed
from stores import published

from kg.errors import KgError, LimitError, QueryError
from kg.namespaces import PREFIXES
from kg.store.processes import Limits, death

FORMS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with values of many kinds in three graphs."""
    folder = tmp_path_factory.mktemp("shelf")
    published(folder, data())
    return folder


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Served]:
    """A server over it."""
    with serving(root, "--timeout", "5") as served:
        yield served


@pytest.fixture(scope="module")
def engine(root: Path) -> ox.Store:
    """The engine itself, over the same files."""
    return ox.Store.read_only(str(root / "gen-1" / "engine"))


def told(engine: ox.Store, query: str, form: ox.QueryResultsFormat) -> bytes:
    """What the bare engine writes."""
    found: Any = engine.query(query, prefixes=PREFIXES)
    return bytes(found.serialize(format=form))


@pytest.mark.parametrize("name", TABLES)
def test_a_construct_has_the_engines_answer(server: Served, engine: ox.Store, name: str) -> None:
    """Byte for byte, in each of the four forms."""
    for media, form in FORMS.items():
        answer = server.ask(TABLES[name], media)
        assert answer.status_code == 200, answer.text
        assert answer.content == told(engine, TABLES[name], form), media


def test_constructs_mixed_by_chance_have_the_engines_answers(
    server: Served, engine: ox.Store
) -> None:
    """Two hundred queries, in one form each by turns."""
    forms = list(FORMS.items())
    found = 0
    for number, query in enumerate(mixed(200, seed=7)):
        media, form = forms[number % len(forms)]
        answer = server.ask(query, media)
        assert answer.status_code == 200, (query, answer.text)
        assert answer.content == told(engine, query, form), query
        found += answer.text.count("thing")
    assert found > 1_000


@pytest.mark.parametrize("name", TRIPLES)
def test_triples_are_the_engines(server: Served, engine: ox.Store, name: str) -> None:
    """The same in each form."""
    found: Any = engine.query(TRIPLES[name], prefixes=PREFIXES)
    wanted = {str(triple) for triple in found}
    for media, form in GRAPHS.items():
        answer = server.ask(TRIPLES[name], media)
        assert answer.status_code == 200, answer.text
        assert {str(quad.triple) for quad in ox.parse(answer.content, form)} == wanted, media


@pytest.mark.parametrize("name", FLEETING)
def test_what_differs_each_time_is_of_its_kind(server: Served, name: str) -> None:
    """And is not kept by anybody."""
    query, kind = FLEETING[name]
    answer = server.ask(query)
    (row,) = answer.json()["results"]["bindings"]
    assert kind in {row["x"]["type"], row["x"].get("datatype", "").rpartition("#")[2]}
    if "bnode" not in name:  # whose names mean nothing outside an answer
        assert "etag" not in answer.headers


def test_what_the_engine_cannot_sort_is_said_so(server: Served) -> None:
    """Values of many kinds end its process, where it does not happen to sort them well."""
    pid = server.process.pid
    answer = server.ask("SELECT ?v { ?s tk:value ?v OPTIONAL { ?s tk:no ?x } } ORDER BY ?x ?v")
    assert answer.status_code == 200 or "ORDER BY STR(?x)" in answer.text
    assert (server.process.poll(), server.process.pid) == (None, pid)
    assert server.ask("ASK {}").status_code == 200


@pytest.mark.parametrize(
    ("words", "kind", "said"),
    [
        ("panicked at sort.rs: not a total order", QueryError, "cannot sort"),
        ("panicked at eval.rs: something else", QueryError, "ended without an answer"),
        ("memory allocation of 64 bytes failed", LimitError, "more than 512 MB"),
        ("", LimitError, "more than 512 MB"),
    ],
)
def test_why_a_worker_died_is_not_made_up(words: str, kind: type[KgError], said: str) -> None:
    """By its last words; an abort without any is want of memory."""
    error = death(-signal.SIGABRT, words, Limits())
    assert type(error) is kind
    assert said in str(error)
