"""Real servers: a store pushed into them answers there as it does here."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import require
from sparql_servers import Server, oxigraph, virtuoso

from kg import store
from kg.build import build
from kg.errors import QueryError, UsageError
from kg.namespaces import XSD
from kg.questions import MEASUREMENTS, catalogue
from kg.questions import ask as ask_here
from kg.remote import Endpoint, ask, push
from kg.remote.asking import NOT_ON_VIRTUOSO
from kg.resources import records
from kg.store import Limits, Store
from kg.table import Table
from kg.terms import Literal, Term
from kg.vocabularies import Known

LIMITS = Limits(seconds=20)
_NUMBERS = {XSD.integer, XSD.decimal, XSD.double}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled graph."""
    root = tmp_path_factory.mktemp("bundled")
    build([records()], root, workers=1)
    return root


@pytest.fixture(scope="module")
def opened(shelf: Path) -> Iterator[Store]:
    """The store, open."""
    with store.open_store(shelf, limits=LIMITS) as found:
        yield found


@pytest.fixture(scope="module", params=["oxigraph", "oxigraph-union", "virtuoso"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Each server there is."""
    if request.param == "virtuoso":
        require("virtuoso")
        with virtuoso(tmp_path_factory.mktemp("virtuoso")) as running:
            yield running
    else:
        options = ["--union-default-graph"] if request.param == "oxigraph-union" else []
        with oxigraph(*options) as running:
            yield running


@pytest.fixture(scope="module")
def filled(server: Server, opened: Store, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server with the bundled graph in it, counted."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_CACHE", str(tmp_path_factory.mktemp("cache")))
        made = push(opened, server.endpoint)
    assert made.graphs == len(opened.graphs)
    assert made.triples >= opened.manifest.quads
    assert made.union is (server.name == "oxigraph" and "--union" not in str(server.process.args))
    return server


# --- What a server holds -------------------------------------------------------------------------


def test_a_query_has_the_same_answer(filled: Server, opened: Store) -> None:
    """A table, a truth value, triples."""
    there = Endpoint(filled.endpoint, LIMITS)
    # A union that a server makes by itself may repeat what two graphs hold (docs/scale.md).
    table = "SELECT DISTINCT ?t ?label { ?t a tk:Trial ; rdfs:label ?label } ORDER BY ?t ?label"
    assert there.query(table) == opened.query(table)
    assert there.query("ASK { ?trial a tk:Trial }") is True
    assert there.query("ASK { ?trial a tk:NoSuchThing }") is False
    triples = "CONSTRUCT { ?arm tk:size ?n } WHERE { ?arm a tk:Arm ; tk:size ?n }"
    assert there.triples(triples) == opened.triples(triples)


def test_parameters_are_bound_there(filled: Server, opened: Store) -> None:
    """As text, so that any engine takes them."""
    there = Endpoint(filled.endpoint, LIMITS)
    query = (
        "SELECT DISTINCT ?trial ?label { ?trial a tk:Trial ; rdfs:label ?label } ORDER BY ?trial"
    )
    answer = there.table(query, {"label": "ESPRIT"})
    assert len(answer) == 1
    assert answer == opened.table(query, {"label": "ESPRIT"})


def test_named_graphs_hold_what_reports_say(filled: Server, opened: Store) -> None:
    """Each as many triples as the store says."""
    there = Endpoint(filled.endpoint, LIMITS)
    for graph, count in list(opened.manifest.graphs.items())[:5]:
        rows = there.table(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}").rows
        assert int(str(rows[0][0])) == count


# --- The questions -------------------------------------------------------------------------------


def examples() -> Iterator[tuple[str, dict[str, str]]]:
    """Each question with nothing given where that is possible, and with each of its examples."""
    for question in catalogue().values():
        needed = [each for each in question.parameters if each.required]
        if not needed:
            yield question.id, {}
        for parameter in question.parameters:
            if parameter.example and set(needed) <= {parameter}:
                yield question.id, _values(parameter.name, parameter.example)


def _told(asked: Callable[[], Table]) -> list[tuple[object, ...]] | str:
    """The rows of an answer as values, or what was wrong with the question."""
    try:
        return [tuple(map(_value, row)) for row in asked().terms]
    except UsageError as error:
        return error.what


def _value(term: Term | None) -> object:
    """What a term says, in whatever form an engine spells numbers and truth values."""
    if not isinstance(term, Literal):
        return term
    if term.datatype in _NUMBERS:
        return Decimal(term.lexical)
    if term.datatype == XSD.boolean:
        return Decimal(term.lexical in {"true", "1"})
    return term.lexical, term.language


def _values(name: str, example: str) -> dict[str, str]:
    """The values of an example: a pair of a name and a value, of measurands several, or a value."""
    written = example.split() if name == MEASUREMENTS else [example]
    pairs = [word.partition("=") for word in written]
    return {key if sign else name: value if sign else key for key, sign, value in pairs}


@pytest.mark.parametrize(
    ("question", "values"), [pytest.param(q, v, id=" ".join([q, *v])) for q, v in examples()]
)
def test_each_question_has_the_same_answer(
    filled: Server, opened: Store, shelf: Path, question: str, values: dict[str, Any]
) -> None:
    """Row by row, in the same order; and what the store does not know is not known there."""
    there = Endpoint(filled.endpoint, LIMITS)
    if filled.name == "virtuoso" and question in NOT_ON_VIRTUOSO:
        with pytest.raises(QueryError, match="otherwise than SPARQL says"):
            ask(question, there, beside=shelf, **values)
        return
    here = _told(lambda: ask_here(question, opened.table, beside=Known(shelf), **values))
    told = _told(lambda: ask(question, there, beside=shelf, **values))
    assert told == here


def test_the_questions_that_are_refused_are_questions() -> None:
    """A list of exceptions holds no name that means nothing, and it does not grow."""
    assert catalogue().keys() > NOT_ON_VIRTUOSO
    assert len(catalogue()) - len(NOT_ON_VIRTUOSO) >= 13
