"""Coherence checks that are not asked: their queries would have had no row."""

from collections.abc import Iterable, Iterator
from functools import cache
from random import Random
from typing import Any

import pytest
from planted_faults import CHECK_FAULTS, PROLOGUE
from rdflib import Graph, URIRef, Variable
from rdflib.namespace import RDF
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from test_validation import EXAMPLES

from kg import store
from kg.namespaces import TK
from kg.terms import Iri, Quad, ntriples
from kg.validation import Ask, Check, check_coherence, checks, judge_quads
from kg.validation.judging import house
from kg.validation.plain import plain_quads
from kg.validation.relevance import concerned, possible, words_of

Needs = frozenset[str]


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


# --- The headers, held against the queries ------------------------------------------------------
# For a row, every triple pattern outside OPTIONAL and EXISTS has to match: so the words in them
# have to occur. Of a UNION, and of a list of VALUES, one is enough.


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_what_a_check_says_it_needs_its_query_needs(check: Check) -> None:
    """In whatever way its query could match, a word of each set occurs."""
    algebra = prepareQuery(check.query).algebra
    ways = _ways(algebra, _listed(algebra))
    if check.needs is None:
        assert frozenset() in ways, "it could say what it needs"
    for way in ways:
        assert [words for words in check.needs or () if not words & way] == []


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_a_check_is_given_all_that_it_reads(check: Check) -> None:
    """Every IRI of its query is among its words, and a predicate that is open is one of a list."""
    algebra = prepareQuery(check.query).algebra
    named = {str(term) for term in _terms(algebra) if isinstance(term, URIRef)}
    assert named - words_of(check.query) <= {str(RDF.type)}
    listed = _listed(algebra)
    for _, predicate, value in _triples(algebra):
        open_ = isinstance(predicate, Variable) and predicate not in listed
        if open_ or (predicate == RDF.type and isinstance(value, Variable)):
            assert check.needs is None


def _ways(node: CompValue, listed: dict[Variable, set[str]]) -> set[Needs]:
    """The sets of words of which one must occur as a whole for there to be a row."""
    if node.name == "BGP":
        return _all(_of_triple(triple, listed) for triple in node.triples)
    if node.name == "Join":
        return _all([_ways(node.p1, listed), _ways(node.p2, listed)])
    if node.name in {"LeftJoin", "Minus"}:
        return _ways(node.p1, listed)
    if node.name == "Union":
        return _ways(node.p1, listed) | _ways(node.p2, listed)
    if node.name == "values":
        return {frozenset()}
    # An aggregate of nothing would be a row, were there no GROUP BY.
    assert node.name != "AggregateJoin" or node.p.expr
    assert node.name in {
        *("AggregateJoin", "Distinct", "Extend", "Filter", "Group", "OrderBy", "Project"),
        *("SelectQuery", "ToMultiSet"),
    }
    return _ways(node.p, listed)


def _all(parts: Iterable[set[Needs]]) -> set[Needs]:
    ways: set[Needs] = {frozenset()}
    for part in parts:
        ways = {one | other for one in ways for other in part}
    return ways


def _of_triple(triple: tuple[Any, Any, Any], listed: dict[Variable, set[str]]) -> set[Needs]:
    _, predicate, value = triple
    if isinstance(predicate, Variable):
        ways = {frozenset([word]) for word in listed.get(predicate, ())} or {frozenset[str]()}
    else:
        ways = _of_path(predicate)
    values = {str(value)} if isinstance(value, URIRef) else listed.get(value, set())
    return _all([ways, {frozenset([word]) for word in values} or {frozenset()}])


def _of_path(path: URIRef | Path) -> set[Needs]:
    if isinstance(path, URIRef):
        return {frozenset([str(path)])}
    if isinstance(path, SequencePath):
        return _all(map(_of_path, path.args))
    if isinstance(path, AlternativePath):
        return set[Needs]().union(*map(_of_path, path.args))
    if isinstance(path, InvPath):
        return _of_path(path.arg)
    assert isinstance(path, MulPath)
    return _of_path(path.path) if path.mod == "+" else {frozenset()}


# --- Queries, taken apart -----------------------------------------------------------------------


def _inside(node: object) -> Iterator[object]:
    """A part of a query and all that is in it, filters included."""
    yield node
    values = node.values() if isinstance(node, dict) else node
    if isinstance(values, Path):
        values = vars(values).values()
    if isinstance(values, Iterable) and not isinstance(values, str):
        for value in values:
            yield from _inside(value)


def _terms(node: object) -> Iterator[object]:
    return (term for term in _inside(node) if isinstance(term, (URIRef, Variable)))


def _parts(node: object) -> Iterator[CompValue]:
    return (part for part in _inside(node) if isinstance(part, CompValue))


def _listed(algebra: CompValue) -> dict[Variable, set[str]]:
    """What the lists of VALUES give to each variable, outside of filters and in them."""
    found: dict[Variable, set[str]] = {}
    for part in _parts(algebra):
        for row in part.res if part.name == "values" else ():
            for variable, value in row.items():
                if isinstance(value, URIRef):
                    found.setdefault(variable, set()).add(str(value))
        if part.name == "InlineData" and len(part["var"]) == 1:
            values = {str(term) for term in _terms(part["value"])}
            found.setdefault(part["var"][0], set()).update(values)
    return found


def _triples(algebra: CompValue) -> Iterator[tuple[Any, Any, Any]]:
    for part in _parts(algebra):
        if part.name == "BGP":
            yield from part.triples
        elif part.name == "TriplesBlock":
            for flat in part.triples:
                yield from zip(flat[::3], flat[1::3], flat[2::3], strict=True)


# --- The answers --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHECK_FAULTS)
def test_a_planted_fault_is_found_with_what_concerns_it(name: str) -> None:
    """The check that is to find it is asked, and finds in half of the data what it does in all."""
    quads = planted(CHECK_FAULTS[name].update)
    chosen = possible(checks(), house().index(quads))
    assert CHECK_FAULTS[name].found_by in {check.id for check in chosen}
    everything = check_coherence(load(quads))
    assert check_coherence(load(concerned(chosen, quads)), chosen) == everything
    assert everything.findings


@pytest.mark.parametrize("seed", range(12))
def test_checks_that_are_not_asked_would_find_nothing(seed: int) -> None:
    """Over any part of the data, with any fault in it."""
    chance = Random(seed)
    fault = chance.choice(sorted(CHECK_FAULTS.values(), key=lambda fault: fault.update))
    quads = planted(fault.update)
    share = chance.choice([0.05, 0.3, 0.8])
    some = [quad for quad in quads if chance.random() < share]
    chosen = possible(checks(), house().index(some))
    assert check_coherence(load(some)) == check_coherence(load(concerned(chosen, some)), chosen)


@pytest.mark.parametrize("thing", ["trial/nct1", "report/pmid-1", "report/pmid-1/arm-1"])
def test_what_is_pointed_at_and_nowhere_is_looked_for(thing: str) -> None:
    """The check that reads everything is asked where something of a report has no class."""
    node = Iri(f"https://w3id.org/trialkg/id/{thing}")
    stated = [Quad(Iri("https://example.org/a"), TK.sisterTrial, node, node)]
    [finding] = judge_quads(stated, load=load).violations
    assert finding.value == node
    stated.append(Quad(node, str(RDF.type), Iri("https://example.org/Thing"), node))
    assert judge_quads(stated, load=load).violations == ()


def test_data_without_claims_are_not_asked() -> None:
    """Nothing is loaded where no check could find anything."""

    def never(_: Iterable[Quad]) -> Ask:
        pytest.fail("the statements were loaded")

    assert judge_quads([], load=never).findings == ()


def test_a_query_names_what_it_reads() -> None:
    """Prefixes are its own; what stands in texts and comments, or between signs, is no IRI."""
    query = """PREFIX a: <urn:a#> PREFIX tk: <urn:tk#> # a:comment
    SELECT * { ?x a tk:C ; ^a:p/tk:q|<urn:full> ?y .
      FILTER(?x < 1 || ?y > a:r) FILTER(?z = "a:text") }"""
    assert words_of(query) == {
        *("urn:a#p", "urn:a#r", "urn:full", "urn:tk#C", "urn:tk#q"),
    }
