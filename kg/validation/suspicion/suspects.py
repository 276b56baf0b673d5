"""The statements that the rows of a query can rest on.

In: a query, and indexed statements. Out: what a row of it could have to do with; nothing where it
can have no row. What is given is enough: the engine finds over it what it finds over everything.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Final

from kg.namespaces import RDF
from kg.terms import Iri, Quad, Term
from kg.validation.compiled.index import Index, Memory
from kg.validation.suspicion.reading import Hop, Way, Ways, read
from kg.validation.suspicion.rows import Bound, Table, TooMany, closure, rows_of, steps
from kg.validation.suspicion.tokens import Refused, Var, words_of

_NOWHERE: Final = Iri("")
_TYPE: Final = RDF.type


class Suspects:
    """One query, held against any number of data."""

    def __init__(self, query: str) -> None:
        self.words = words_of(query)
        """Every IRI that the query names."""
        self._ways = read(query)

    def statements(self, data: Index) -> list[Quad]:
        """What the rows of the query can rest on, each statement in no graph."""
        try:
            found, _ = _found(self._ways, data)
        except TooMany:
            found = set(data.kinds)
        return list(chain.from_iterable(self._stated(node, data) for node in found))

    def _stated(self, node: Term, data: Index) -> Iterator[Quad]:
        """What the query can read of a node."""
        if isinstance(node, str):
            for predicate, value in data.outgoing(node):
                if predicate in self.words or (predicate == _TYPE and value in self.words):
                    yield Quad(Iri(node), predicate, value, _NOWHERE)


_held = cache(Suspects)
"""A query is read once."""


@cache
def suspects_of(query: str) -> Suspects | None:
    """A query of ours as far as it can be held against data here; nothing where it cannot be."""
    try:
        return _held(query)
    except Refused:
        return None


def resting(queries: Iterable[str], quads: Iterable[Quad]) -> list[Quad]:
    """The statements that rows of these queries can rest on, among these.

    *Errors*: ``Refused`` where a query holds what is not known here.
    """
    suspects = [_held(query) for query in queries]
    words = frozenset[str]().union(*(each.words for each in suspects))
    # A class is read only where its name is in a query.
    read = (q for q in quads if q[1] in words or (q[1] == _TYPE and q[2] in words))
    data = Index(read, Memory(()))
    return list({quad for each in suspects for quad in each.statements(data)})


def _found(ways: Ways, data: Index) -> tuple[set[Term], list[Table]]:
    """The nodes that rows of any of these ways have to do with, and the rows."""
    nodes, tables = set[Term](), []
    for way in ways:
        within = [(handed, *_found(ways_, data)) for handed, ways_ in way.inner]
        table = rows_of(way, [_handed(handed, some) for handed, _, some in within], data)
        if table.rows:
            tables.append(table)
            nodes.update(*(found for _, found, _ in within), *table.rows)
            known = {column: table.terms(column) for column in table.columns}
            nodes.update(_beside(way, known, data), _walked(way, data))
    return nodes, tables


def _handed(handed: frozenset[Var], tables: Iterable[Table]) -> Table:
    """The rows of a selection, each once, with the variables that it hands on."""
    tables = list(tables)
    columns = sorted(handed.intersection(*(table.columns for table in tables)))
    rows = {
        tuple([row[place] for place in places])
        for table in tables
        for places in [[table.columns.index(column) for column in columns]]
        for row in table.rows
    }
    return Table(tuple(columns), list(rows))


# --- Beside the rows ----------------------------------------------------------------------------


def _beside(way: Way, known: Bound, data: Index) -> set[Term]:
    """What the groups that rows can do without may look at, for the nodes of the rows."""
    nodes = set[Term]()
    for each in chain.from_iterable(way.beside):
        terms = _spread(each, known, data)
        nodes.update(*terms.values(), _beside(each, terms, data), _walked(each, data))
        for _, ways in each.inner:
            nodes.update(_found(ways, data)[0])
    return nodes


def _walked(way: Way, data: Index) -> Iterator[Term]:
    """The nodes on paths of any length."""
    for reach in way.reaches:
        yield from steps(reach.predicates, data, onwards=True)


def _spread(way: Way, known: Bound, data: Index) -> dict[Var, Collection[Term]]:
    """All that the variables of a group can be, from those that rows have."""
    terms = dict(known)
    for reach in way.reaches:
        for one, other, onwards in (
            (reach.subject, reach.object, True),
            (reach.object, reach.subject, False),
        ):
            if one in terms and other not in terms:
                walk = steps(reach.predicates, data, onwards=onwards)
                terms[other] = set[Term]().union(*(closure(term, walk) for term in terms[one]))
    waiting = list(way.hops)
    while waiting:
        hop = next((hop for hop in waiting if _ends(hop) & terms.keys()), waiting[0])
        waiting.remove(hop)
        _go(hop, terms, data)
    return terms


def _ends(hop: Hop) -> set[Var]:
    return {each for each in (hop.subject, hop.object) if isinstance(each, Var)}


def _go(hop: Hop, terms: dict[Var, Collection[Term]], data: Index) -> None:
    """Add what is at the other end of a hop; from nowhere, all that states such a thing."""
    if hop.subject not in terms:
        ends = terms.get(hop.object) if isinstance(hop.object, Var) else (hop.object,)
        terms[hop.subject] = set(_pointing(hop.predicates, ends, data))
    if isinstance(hop.object, Var) and hop.object not in terms:
        terms[hop.object] = {
            value
            for node in terms[hop.subject]
            for predicate in hop.predicates
            for value in data.objects(node, predicate)
        }


def _pointing(
    predicates: Iterable[str], ends: Collection[Term | None] | None, data: Index
) -> Iterator[Term]:
    # A literal may equal another that is spelled otherwise, and nothing is asked of some.
    some = ends if ends is not None and all(isinstance(end, str) for end in ends) else None
    for predicate in predicates:
        for layout, members in data.stating(predicate):
            places = layout.at[predicate]
            for node, objects in members:
                if some is None or any(objects[place] in some for place in places):
                    yield node
