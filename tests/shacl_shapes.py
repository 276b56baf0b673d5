"""Shapes made up by chance, of every construct that the compiler takes.

In: chance, and the terms of the data. Out: a graph of shapes.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH, XSD
from rdflib.term import Node

from kg.terms import Iri, Term, rdflib_term

EX: Final = "https://example.org/"
CLASSES: Final = [Iri(f"{EX}C{n}") for n in range(4)]
PREDICATES: Final = [URIRef(f"{EX}p{n}") for n in range(4)]
_DATATYPES: Final = [
    *(XSD.integer, XSD.decimal, XSD.double, XSD.boolean, XSD.date, XSD.gYear, XSD.dateTime),
    *(XSD.string, XSD.byte, RDF.langString, URIRef(f"{EX}datatype")),
]
_PATTERNS: Final = ["^a", "b$", "^[ab]+$", "^.$", "[0-9]", "^https?:", "a.b", r"^\s*$", "(a|b){2}"]
_KINDS: Final = "BlankNode BlankNodeOrIRI BlankNodeOrLiteral IRI IRIOrLiteral Literal".split()
_RANGES: Final = "minInclusive maxInclusive minExclusive maxExclusive".split()
_DEEPEST: Final = 2

Makes = Callable[[Node], None]


class Maker:
    """Makes shapes, some of which others use."""

    def __init__(self, chance: Random, terms: Sequence[Term], literals: Sequence[Term]) -> None:
        self._chance = chance
        self._terms = terms
        self._literals = literals
        self._graph = Graph(bind_namespaces="none")
        self._made: dict[Node, bool] = {}

    def shapes(self) -> Graph:
        """One to three shapes with targets, and those that they use."""
        for _ in range(self._chance.randint(1, 3)):
            shape = self._shape(0, path=self._odds(0.4))
            for _ in range(self._chance.randint(1, 2)):
                self._target(shape)
        return self._graph

    def _odds(self, chance: float) -> bool:
        return self._chance.random() < chance

    def _say(self, shape: Node, predicate: Node, *values: Node) -> None:
        for value in values:
            self._graph.add((shape, predicate, value))

    def _one(self, shape: Node, predicate: Node, value: Node) -> None:
        """Give a parameter its value where it has none yet: it may not have two."""
        if (shape, predicate, None) not in self._graph:
            self._say(shape, predicate, value)

    def _target(self, shape: Node) -> None:
        if self._odds(0.4):
            self._say(shape, SH.targetClass, URIRef(self._chance.choice(CLASSES)))
        elif self._odds(0.3):
            self._say(shape, SH.targetNode, rdflib_term(self._chance.choice(self._terms)))
        elif self._odds(0.2) and str(shape) in CLASSES:
            self._say(shape, RDF.type, RDFS.Class)
        else:
            target = self._chance.choice([SH.targetSubjectsOf, SH.targetObjectsOf])
            self._say(shape, target, self._predicate())

    def _predicate(self) -> URIRef:
        return self._chance.choice(PREDICATES)

    def _shape(self, depth: int, *, path: bool) -> Node:
        """A new shape, or now and then one that is there."""
        old = [shape for shape, has_path in self._made.items() if has_path == path]
        if old and depth and self._odds(0.2):
            return self._chance.choice(old)
        name = self._name(depth)
        self._say(name, RDF.type, SH.PropertyShape if path else SH.NodeShape)
        if path:
            self._say(name, SH.path, self._path(0))
        self._dress(name)
        for _ in range(self._chance.randint(1, 3)):
            self._constrain(name, depth, path=path)
        self._made[name] = path
        return name

    def _name(self, depth: int) -> URIRef:
        """A name; now and then that of a class, whose instances it then looks at."""
        free = [c for c in map(URIRef, CLASSES) if (c, None, None) not in self._graph]
        if not depth and free and self._odds(0.2):
            return self._chance.choice(free)
        return URIRef(f"{EX}S{len(set(self._graph.subjects(RDF.type)))}")

    def _dress(self, shape: Node) -> None:
        self._say(shape, SH.message, Literal(f"What {shape} asks for."))
        if self._odds(0.2):
            self._say(shape, SH.message, Literal("In other words.", lang="en"))
        if self._odds(0.2):
            self._say(shape, SH.severity, self._chance.choice([SH.Warning, SH.Info, SH.Violation]))
        if self._odds(0.05):
            self._say(shape, SH.deactivated, Literal("true", datatype=XSD.boolean))

    # --- Paths ---------------------------------------------------------------------------------

    def _path(self, depth: int) -> Node:
        kind = self._chance.choice(["step"] * 6 + ["inverse", "list", "either", "repeat"])
        # Of paths in paths in paths pySHACL loses a part when it reports them.
        if kind == "step" or depth > 1:
            return self._predicate()
        if kind == "list":
            return self._paths(depth)
        node = BNode()
        if kind == "inverse":
            self._say(node, SH.inversePath, self._path(depth + 1))
        elif kind == "either":
            self._say(node, SH.alternativePath, self._paths(depth))
        else:
            times = [SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath]
            self._say(node, self._chance.choice(times), self._path(depth + 1))
        return node

    def _paths(self, depth: int) -> Node:
        # No two the same: pySHACL loses a list of the same thing twice when it reports the path.
        parts: list[Node] = [*self._chance.sample(PREDICATES, 2)]
        return self._listed(parts + [self._path(depth + 1)] * self._chance.randint(0, 1))

    def _listed(self, members: list[Node]) -> Node:
        head = BNode()
        Collection(self._graph, head, members)
        return head

    # --- Constraints ---------------------------------------------------------------------------

    def _constrain(self, shape: Node, depth: int, *, path: bool) -> None:
        makers: list[Makes] = [
            *(self._class, self._closed, self._datatype, self._kind, self._languages),
            *(self._length, self._listed_terms, self._pairs, self._pattern, self._range),
            self._value,
        ]
        if path:
            makers += [self._count, self._count, self._language_once, self._less]
        if depth < _DEEPEST:
            makers += [lambda s: self._nested(s, depth)] * 4
            makers += [lambda s: self._qualified(s, depth)] * (2 if path else 0)
        self._chance.choice(makers)(shape)

    def _class(self, shape: Node) -> None:
        self._say(shape, SH["class"], URIRef(self._chance.choice(CLASSES)))

    def _closed(self, shape: Node) -> None:
        self._one(shape, SH.closed, Literal("true", datatype=XSD.boolean))
        ignored: list[Node] = [RDF.type, *self._chance.sample(PREDICATES, 2)]
        self._one(shape, SH.ignoredProperties, self._listed(ignored[self._chance.randint(0, 1) :]))

    def _count(self, shape: Node) -> None:
        bound = self._chance.choice([SH.minCount, SH.maxCount])
        self._one(shape, bound, Literal(self._chance.randint(0, 3)))

    def _datatype(self, shape: Node) -> None:
        self._one(shape, SH.datatype, self._chance.choice(_DATATYPES))

    def _kind(self, shape: Node) -> None:
        self._one(shape, SH.nodeKind, SH[self._chance.choice(_KINDS)])

    def _language_once(self, shape: Node) -> None:
        self._one(shape, SH.uniqueLang, Literal("true", datatype=XSD.boolean))

    def _languages(self, shape: Node) -> None:
        ranges: list[Node] = [Literal("en"), Literal("de"), Literal("*")]
        self._one(shape, SH.languageIn, self._listed([self._chance.choice(ranges)]))

    def _length(self, shape: Node) -> None:
        bound = self._chance.choice([SH.minLength, SH.maxLength])
        self._one(shape, bound, Literal(self._chance.randint(0, 3)))

    def _less(self, shape: Node) -> None:
        self._say(shape, self._chance.choice([SH.lessThan, SH.lessThanOrEquals]), self._predicate())

    def _listed_terms(self, shape: Node) -> None:
        chosen = self._chance.sample(list(self._terms), self._chance.randint(1, 8))
        self._one(shape, SH["in"], self._listed([rdflib_term(term) for term in chosen]))

    def _pairs(self, shape: Node) -> None:
        self._say(shape, self._chance.choice([SH.equals, SH.disjoint]), self._predicate())

    def _pattern(self, shape: Node) -> None:
        self._one(shape, SH.pattern, Literal(self._chance.choice(_PATTERNS)))
        if self._odds(0.3):
            self._one(shape, SH.flags, Literal("i"))

    def _range(self, shape: Node) -> None:
        bound = rdflib_term(self._chance.choice(self._literals))
        self._one(shape, SH[self._chance.choice(_RANGES)], bound)

    def _value(self, shape: Node) -> None:
        self._say(shape, SH.hasValue, rdflib_term(self._chance.choice(self._terms)))

    def _nested(self, shape: Node, depth: int) -> None:
        kind = self._chance.choice(["and", "node", "not", "or", "property", "property", "xone"])
        if kind in {"and", "or", "xone"}:
            several = [self._part(depth) for _ in range(self._chance.randint(1, 3))]
            self._say(shape, SH[kind], self._listed(several))
        elif kind == "not":
            self._say(shape, SH["not"], self._part(depth))
        else:
            self._say(shape, SH[kind], self._shape(depth + 1, path=kind == "property"))

    def _part(self, depth: int) -> Node:
        return self._shape(depth + 1, path=self._odds(0.5))

    def _qualified(self, shape: Node, depth: int) -> None:
        self._one(shape, SH.qualifiedValueShape, self._shape(depth + 1, path=False))
        for bound in self._chance.sample([SH.qualifiedMinCount, SH.qualifiedMaxCount], 1):
            self._one(shape, bound, Literal(self._chance.randint(0, 2)))
        if self._odds(0.5):
            apart = Literal("true", datatype=XSD.boolean)
            self._one(shape, SH.qualifiedValueShapesDisjoint, apart)
