"""Coherence checks that are not asked, and statements that are not given: no row rests on them."""

from collections.abc import Iterable, Iterator
from functools import cache
from random import Random

import pytest
from planted_faults import CHECK_FAULTS, PROLOGUE
from rdflib import Graph, URIRef
from rdflib.paths import Path
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from test_validation import EXAMPLES

from kg import store
from kg.build.settling import inferences
from kg.namespaces import RDF, TK, XSD
from kg.reasoning import rules
from kg.terms import Iri, Literal, Quad, Term, integer, ntriples, text
from kg.validation import Ask, check_coherence, checks, judge_quads
from kg.validation.judging import house
from kg.validation.plain import plain_quads
from kg.validation.relevance import suspected
from kg.validation.suspicion import resting, suspects_of, words_of
from kg.validation.suspicion.reading import Ways, read

QUERIES = {check.id: check.query for check in checks()} | {
    rule.split("\n", 1)[0].removeprefix("#+ id: "): rule for rule in rules()
}
OPEN = {"dangling-reference", "points-at-itself"}
"""The checks whose predicates are open, and which look at every statement therefore."""


def load(quads: Iterable[Quad]) -> Ask:
    """The engine of the store, over these statements."""
    return store.in_memory(ntriples(quads), named=False).table


@cache
def good() -> Graph:
    """The graph of all examples; nobody writes to it."""
    graph = Graph()
    for file in sorted(EXAMPLES.glob("*.ttl")):
        graph.parse(file, format="turtle")
    return graph


def planted(update: str) -> list[Quad]:
    """The good graph with a fault."""
    graph = Graph()
    graph += good()
    graph.update(PROLOGUE + update)
    return list(plain_quads(graph))


# --- The queries, read --------------------------------------------------------------------------


def test_only_queries_over_everything_are_not_read() -> None:
    """A check or rule that is added is read, or is known to look at every statement."""
    assert {name for name, query in QUERIES.items() if suspects_of(query) is None} == OPEN


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_is_read_as_it_stands(name: str) -> None:
    """The predicates that are asked for are those that a parser of SPARQL finds."""
    algebra = prepareQuery(QUERIES[name]).algebra
    assert named_in(algebra) - words_of(QUERIES[name]) <= {RDF.type}
    if name not in OPEN:
        stated = {str(each) for path in _predicates(algebra) for each in _iris(path)}
        assert stated <= set(_asked(read(QUERIES[name]))) <= named_in(algebra)


def named_in(algebra: CompValue) -> set[str]:
    """All that a query names, and the class of a thing."""
    return {str(term) for term in _iris(algebra)} | {RDF.type}


def _asked(ways: Ways) -> Iterator[str]:
    for way in ways:
        yield from (name for hop in way.hops for name in hop.predicates)
        yield from (name for reach in way.reaches for name in reach.predicates)
        for some in (*way.beside, *(inner for _, inner in way.inner)):
            yield from _asked(some)


def _inside(node: object) -> Iterator[object]:
    """A part of a query and all that is in it, filters included."""
    yield node
    values = node.values() if isinstance(node, dict) else node
    if isinstance(values, Path):
        values = vars(values).values()
    if isinstance(values, Iterable) and not isinstance(values, str):
        for value in values:
            yield from _inside(value)


def _iris(node: object) -> Iterator[URIRef]:
    return (term for term in _inside(node) if isinstance(term, URIRef))


def _predicates(algebra: CompValue) -> Iterator[object]:
    for part in _inside(algebra):
        if isinstance(part, CompValue) and part.name == "BGP":
            yield from (predicate for _, predicate, _ in part.triples)
        elif isinstance(part, CompValue) and part.name == "TriplesBlock":
            yield from (predicate for flat in part.triples for predicate in flat[1::3])


def test_a_query_names_what_it_reads() -> None:
    """Prefixes are its own; what stands in texts and comments, or between signs, is no IRI."""
    query = """PREFIX a: <urn:a#> PREFIX tk: <urn:tk#> # a:comment
    SELECT * { ?x a tk:C ; ^a:p/tk:q|<urn:full> ?y .
      FILTER(?x < 1 || ?y > a:r) FILTER(?z = "a:text") }"""
    assert words_of(query) == {
        *("urn:a#p", "urn:a#r", "urn:full", "urn:tk#C", "urn:tk#q"),
    }


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { ?x ?p ?y }",
        "SELECT ?x { GRAPH ?g { ?x <x:p> ?y } }",
        "SELECT ?x { ?x <x:p> ?y FILTER(NOT EXISTS { ?y <x:p> ?z }) }",
        "SELECT (COUNT(*) AS ?n) { ?x <x:p> ?y }",
        "SELECT ?x { [] <x:p> ?x }",
        "SELECT ?x { <x:s> <x:p> ?x }",
        "SELECT ?x { ?x <x:p>* <x:o> }",
        "ASK { ?x <x:p> ?y }",
    ],
)
def test_what_is_not_known_is_refused(query: str) -> None:
    """Such a query is given everything; it is never read for less than it says."""
    assert suspects_of(query) is None


# --- What rows rest on --------------------------------------------------------------------------


def node(name: str) -> Iri:
    """A node."""
    return Iri(f"x:{name}")


def stated(*triples: tuple[str, str, Term]) -> list[Quad]:
    """Statements of nodes by their names."""
    return [Quad(node(s), f"x:{p}", o, Iri("")) for s, p, o in triples]


def given(where: str, *triples: tuple[str, str, Term]) -> set[tuple[str, str]]:
    """Which statements a query over these is given, by subject and predicate."""
    found = resting([f"PREFIX x: <x:> SELECT * {{ {where} }}"], stated(*triples))
    return {(quad.subject[2:], quad.predicate[2:]) for quad in found}


CHAIN = (("a", "p", node("b")), ("b", "q", node("c")), ("d", "p", node("e")))


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("?s x:p ?t . ?t x:q ?u", {("a", "p"), ("b", "q")}),
        ("?s x:p/x:q ?u", {("a", "p"), ("b", "q")}),
        ("?u ^x:q/^x:p ?s", {("a", "p"), ("b", "q")}),
        ("?s x:p ?t OPTIONAL { ?t x:q ?u }", {("a", "p"), ("b", "q"), ("d", "p")}),
        ("?s x:p ?t . ?t x:q* ?u . ?u x:q ?v", {("a", "p"), ("b", "q")}),
        ("?s x:p|x:q x:c", {("b", "q")}),
        ("VALUES ?l { x:q x:r } ?s ?l ?t", {("b", "q")}),
        ("{ ?s x:r ?t } UNION { ?s x:q ?t }", {("b", "q")}),
        ("{ SELECT DISTINCT ?s { ?s x:q ?t } } ?o x:p ?s", {("a", "p"), ("b", "q")}),
        ("?s x:p ?t BIND(?t AS ?same) ?same x:q ?u", {("a", "p"), ("b", "q")}),
        ("?s x:p ?t . ?t x:r ?u", set()),
        ("?s x:p ?t . ?t x:p ?u", set()),
        ("?t x:q ?u FILTER NOT EXISTS { ?s x:p ?t }", {("a", "p"), ("b", "q")}),
        ("?s x:p ?t FILTER(?t = x:e)", {("d", "p")}),
        ("?s x:p ?t FILTER(?t = x:e || ?t = x:b && ?s != x:a)", {("d", "p")}),
        ("?s x:p ?t FILTER(STR(?t) = 'e')", {("a", "p"), ("d", "p")}),
    ],
)
def test_a_query_is_given_what_its_rows_rest_on(where: str, expected: set[tuple[str, str]]) -> None:
    """What cannot be part of a row is left out, what can is there."""
    assert given(where, *CHAIN) == expected


@pytest.mark.parametrize(
    ("sign", "one", "other", "may"),
    [
        (">", integer(10), Literal("9.5", XSD.decimal), True),
        (">", integer(9), Literal("9.50", XSD.decimal), False),
        ("=", integer(1), Literal("1.0", XSD.decimal), True),
        ("!=", integer(1), Literal("1.0", XSD.decimal), False),
        ("<", text("a"), text("b"), True),
        ("<", Literal("many", XSD.integer), integer(1), True),
        (">", Literal("NaN", XSD.decimal), integer(1), True),
    ],
)
def test_numbers_are_compared_as_numbers(
    sign: str, one: Literal, other: Literal, *, may: bool
) -> None:
    """Where two terms are no exact numbers the engine is asked."""
    found = given(f"?s x:p ?t ; x:q ?u FILTER(?t {sign} ?u)", ("a", "p", one), ("a", "q", other))
    assert bool(found) == may


def test_numbers_that_are_spelled_otherwise_are_joined() -> None:
    """1 and 1.0 may be one value, as the engine takes them."""
    triples = (("a", "p", integer(1)), ("b", "q", Literal("1.0", XSD.decimal)))
    assert given("?s x:p ?n . ?t x:q ?n", *triples) == {("a", "p"), ("b", "q")}


# --- The answers --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHECK_FAULTS)
def test_a_planted_fault_is_found_with_what_it_rests_on(name: str) -> None:
    """The check that is to find it is asked, and finds in little what it does in all."""
    quads = planted(CHECK_FAULTS[name].update)
    chosen, some = suspected(checks(), house().index(quads))
    assert CHECK_FAULTS[name].found_by in {check.id for check in chosen}
    everything = check_coherence(load(quads))
    assert check_coherence(load(quads if some is None else some), chosen) == everything
    assert everything.findings


@pytest.mark.parametrize("seed", range(12))
def test_what_is_not_asked_or_given_would_find_nothing(seed: int) -> None:
    """Over any part of the data, with any fault in it, by checks and rules."""
    chance = Random(seed)
    fault = chance.choice(sorted(CHECK_FAULTS.values(), key=lambda fault: fault.update))
    quads = planted(fault.update)
    share = chance.choice([0.05, 0.3, 0.8, 0.95])
    part = [quad for quad in quads if chance.random() < share]
    chosen, some = suspected(checks(), house().index(part))
    found = check_coherence(load(part if some is None else some), chosen)
    assert check_coherence(load(part)) == found
    assert inferred(resting(rules(), part)) == inferred(part)


def inferred(quads: Iterable[Quad]) -> set[str]:
    """What the rules construct over these statements."""
    memory = store.in_memory(ntriples(quads), named=False)
    return {line for rule in rules() for line in getattr(memory.query(rule), "lines", ())}


def test_the_examples_have_inferences() -> None:
    """Else nothing was compared."""
    assert len(inferred(plain_quads(good()))) > 5
    assert inferences(plain_quads(good()))


@pytest.mark.parametrize("thing", ["trial/nct1", "report/pmid-1", "report/pmid-1/arm-1"])
def test_what_is_pointed_at_and_nowhere_is_looked_for(thing: str) -> None:
    """The check that reads everything is asked where something of a report has no class."""
    node = Iri(f"https://w3id.org/trialkg/id/{thing}")
    stated = [Quad(Iri("https://example.org/a"), TK.sisterTrial, node, node)]
    [finding] = judge_quads(stated, load=load).violations
    assert finding.value == node
    stated.append(Quad(node, RDF.type, Iri("https://example.org/Thing"), node))
    assert judge_quads(stated, load=load).violations == ()


def test_data_without_claims_are_not_asked() -> None:
    """Nothing is loaded where no check could find anything."""

    def never(_: Iterable[Quad]) -> Ask:
        pytest.fail("the statements were loaded")

    assert judge_quads([], load=never).findings == ()
