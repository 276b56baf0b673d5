"""Data made up by chance, for shapes made up by chance: odd values, few names.

In: a seed. Out: a graph of shapes and statements, the same for the same seed. Names are few, so
that constraints are met and broken about as often.
"""

from random import Random
from typing import Final, NamedTuple

from rdflib import Graph
from rdflib.namespace import RDF, RDFS, XSD
from shacl_shapes import CLASSES, EX, PREDICATES, Maker

from kg.terms import Iri, Literal, Quad, Term, text

NODES: Final = [*(Iri(f"{EX}n{n}") for n in range(6)), Iri("_:b0"), Iri("_:b1")]
_TYPED: Final = {
    "integer": ["0", "1", "2", "007", "-3", "x", ""],
    "decimal": ["1.0", "2.50", "-0.5", ".", "1"],
    "double": ["1e0", "2.5E0", "INF", "NaN", "e"],
    "float": ["0.1", "1"],
    "boolean": ["true", "0", "yes"],
    "date": ["2009-07-01", "2009-02-30", "2010-01-01", "2009-07-01Z"],
    "gYear": ["2009", "09", "12x"],
    "dateTime": ["2009-07-01T00:00:00", "2009-07-01T00:00:00Z", "2010-07-01T00:00:00Z", "now"],
    "byte": ["1", "300"],
}
LITERALS: Final[list[Term]] = [
    *(Literal(form, f"{XSD}{name}") for name, forms in _TYPED.items() for form in forms),
    *map(text, ("", "a", "ab", "abc", "B", "a\nb", "ab\n", "1", "https://example.org/n0")),
    *(text("a", language) for language in ("en", "en-gb", "de")),
    text("b", "en"),
    Literal("a", f"{EX}datatype"),
]


class Pair(NamedTuple):
    """Shapes and the data that they look at."""

    shapes: Graph
    quads: list[Quad]


def pair(seed: int) -> Pair:
    """The pair that a seed stands for."""
    chance = Random(seed)
    shapes = Maker(chance, [*NODES[:6], *LITERALS], LITERALS).shapes()
    return Pair(shapes, _data(chance))


def _data(chance: Random) -> list[Quad]:
    quads = [_fact(chance) for _ in range(chance.randint(4, 30))]
    for node in NODES:
        classes = chance.sample(CLASSES, chance.randint(0, 2))
        quads += [Quad(node, str(RDF.type), name, _graph(chance)) for name in classes]
    for _ in range(chance.randint(0, 2)):
        below, above = chance.sample(CLASSES, 2)
        quads.append(Quad(below, str(RDFS.subClassOf), above, _graph(chance)))
    # Some triples are stated in two graphs.
    quads += [q._replace(graph=Iri(f"{EX}g3")) for q in quads if chance.random() < 0.1]
    chance.shuffle(quads)
    return quads


def _fact(chance: Random) -> Quad:
    values: list[Term] = LITERALS if chance.random() < 0.6 else list(NODES)
    predicate = str(chance.choice(PREDICATES))
    return Quad(chance.choice(NODES), predicate, chance.choice(values), _graph(chance))


def _graph(chance: Random) -> Iri:
    return Iri(f"{EX}g{chance.randint(0, 2)}")
