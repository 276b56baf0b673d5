"""The parameters of SHACL Core, each with the constraint that its value makes.

In: a parameter, its value, and whoever reads the other shapes that it names. Out: a constraint.
"""

from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

import rdflib
from rdflib import Graph, URIRef
from rdflib.namespace import SH, XSD
from rdflib.term import Node

from kg.table import compact
from kg.terms import Literal
from kg.validation.compiled import conditions as on
from kg.validation.compiled import constraints as of
from kg.validation.compiled.refusal import (
    Refusal,
    at_most_one,
    iri,
    members,
    no_blank,
    term,
    truth,
    whole,
)
from kg.validation.compiled.regexes import NoEqual, translated
from kg.validation.compiled.shape import Shape
from kg.validation.plain import plain_term

_KINDS: Final = {
    SH[name]: frozenset(kinds.split())
    for name, kinds in {
        "BlankNode": "BlankNode",
        "BlankNodeOrIRI": "BlankNode IRI",
        "BlankNodeOrLiteral": "BlankNode Literal",
        "IRI": "IRI",
        "IRIOrLiteral": "IRI Literal",
        "Literal": "Literal",
    }.items()
}


class Shapes(Protocol):
    """Whoever knows the graph of shapes."""

    graph: Graph

    def shape(self, node: Node) -> Shape:
        """The shape that a node is; or a refusal."""

    def siblings(self, node: Node) -> list[Node]:
        """The qualified value shapes of the property shapes beside this one."""


class Asked(NamedTuple):
    """One value of one parameter at one shape."""

    shapes: Shapes
    owner: Node
    predicate: URIRef
    value: Node

    @property
    def told(self) -> str:
        """The parameter and its value in a few words."""
        if isinstance(self.value, rdflib.BNode):
            return f"{term(self.predicate)} […]"
        shown = compact(str(self.value)) if isinstance(self.value, URIRef) else str(self.value)
        return f"{term(self.predicate)} {shown}"


# --- On each value by itself --------------------------------------------------------------------


def _plain(condition: Callable[[Asked], on.Condition]) -> Callable[[Asked], of.Constraint]:
    return lambda asked: of.Plain(asked.told, condition(asked))


def _kind(asked: Asked) -> on.Condition:
    if not isinstance(asked.value, URIRef) or asked.value not in _KINDS:
        raise Refusal("sh:nodeKind of no kind")
    return on.NodeKind(asked.told, _KINDS[asked.value])


def _in(asked: Asked) -> on.Condition:
    listed = members(asked.shapes.graph, asked.value, asked.predicate)
    no_blank(listed, asked.predicate)
    return on.In("sh:in", frozenset(map(plain_term, listed)))


def _pattern(asked: Asked) -> on.Condition:
    flags = at_most_one(asked.shapes.graph, asked.owner, SH.flags)
    try:
        pattern = translated(_string(asked.value, SH.pattern), _string(flags, SH.flags))
    except NoEqual as error:
        raise Refusal(f"sh:pattern with {error}") from error
    return on.Pattern(asked.told, pattern)


def _string(node: Node | None, predicate: Node) -> str:
    if node is None:
        return ""
    if isinstance(node, rdflib.Literal) and node.datatype in {None, XSD.string}:
        return str(node)
    raise Refusal(f"{term(predicate)} that is no string")


def _languages(asked: Asked) -> on.Condition:
    listed = members(asked.shapes.graph, asked.value, asked.predicate)
    ranges = tuple(_string(each, asked.predicate).lower() for each in listed)
    return on.LanguageIn("sh:languageIn", ranges)


def _bound(asked: Asked) -> Literal:
    bound = plain_term(asked.value)
    if isinstance(bound, str):
        raise Refusal(f"{term(asked.predicate)} that is no literal")
    return bound


def _least(*, or_equal: bool) -> Callable[[Asked], of.Constraint]:
    return _plain(lambda asked: on.Least(asked.told, _bound(asked), or_equal))


def _most(*, or_equal: bool) -> Callable[[Asked], of.Constraint]:
    return _plain(lambda asked: on.Most(asked.told, _bound(asked), or_equal))


# --- Other shapes -------------------------------------------------------------------------------


def _one(name: str, *, conforming: bool) -> Callable[[Asked], of.Constraint]:
    """``sh:node`` and ``sh:not``: a shape that each value conforms to, or does not."""
    count = int(conforming)

    def read(asked: Asked) -> of.Constraint:
        shape = asked.shapes.shape(asked.value)
        if asked.predicate == SH.node and shape.path is not None:
            raise Refusal("sh:node with sh:path")
        return of.Logical(asked.told, name, (shape,), count, count)

    return read


def _several(name: str, *, least: int | None, most: int | None) -> Callable[[Asked], of.Constraint]:
    """A list of shapes, so many of which each value conforms to; all, where no number is given."""

    def read(asked: Asked) -> of.Constraint:
        listed = members(asked.shapes.graph, asked.value, asked.predicate)
        if not listed:
            raise Refusal(f"{term(asked.predicate)} of no shape")
        shapes = tuple(map(asked.shapes.shape, listed))
        return of.Logical(
            f"{term(asked.predicate)}",
            name,
            shapes,
            len(shapes) if least is None else least,
            len(shapes) if most is None else most,
        )

    return read


# --- All values together ------------------------------------------------------------------------


def _term(asked: Asked) -> of.Constraint:
    no_blank([asked.value], asked.predicate)
    return of.HasValue(asked.told, plain_term(asked.value))


def _unique(asked: Asked) -> of.Constraint | None:
    return of.UniqueLang("sh:uniqueLang true") if truth(asked.value, asked.predicate) else None


def _less(*, or_equal: bool) -> Callable[[Asked], of.Constraint]:
    return lambda asked: of.LessThan(asked.told, iri(asked.value, asked.predicate), or_equal)


def _closed(asked: Asked) -> of.Constraint | None:
    graph, owner = asked.shapes.graph, asked.owner
    ignored = at_most_one(graph, owner, SH.ignoredProperties)
    allowed = [] if ignored is None else members(graph, ignored, SH.ignoredProperties)
    if not truth(asked.value, asked.predicate):
        return None
    for part in graph.objects(owner, SH.property):
        allowed += (path for path in graph.objects(part, SH.path) if isinstance(path, URIRef))
    return of.Closed("sh:closed true", frozenset(map(str, allowed)))


def _qualified(asked: Asked) -> of.Constraint:
    graph, owner = asked.shapes.graph, asked.owner
    qualifying = at_most_one(graph, owner, SH.qualifiedValueShape)
    disjoint = at_most_one(graph, owner, SH.qualifiedValueShapesDisjoint)
    if qualifying is None:
        raise Refusal(f"{term(asked.predicate)} without sh:qualifiedValueShape")
    apart = disjoint is not None and truth(disjoint, SH.qualifiedValueShapesDisjoint)
    siblings = [n for n in asked.shapes.siblings(owner) if n != qualifying] if apart else []
    count = whole(asked.value, asked.predicate)
    least = asked.predicate == SH.qualifiedMinCount
    return of.Qualified(
        asked.told,
        asked.shapes.shape(qualifying),
        tuple(map(asked.shapes.shape, siblings)),
        count if least else None,
        None if least else count,
    )


# --- The parameters -----------------------------------------------------------------------------

Reader = Callable[[Asked], of.Constraint | None]

SINGLE: Final[dict[URIRef, Reader]] = {
    SH.closed: _closed,
    SH.datatype: _plain(lambda a: on.Datatype(a.told, iri(a.value, a.predicate))),
    SH["in"]: _plain(_in),
    SH.languageIn: _plain(_languages),
    SH.maxCount: lambda a: of.MaxCount(a.told, whole(a.value, a.predicate)),
    SH.maxExclusive: _most(or_equal=False),
    SH.maxInclusive: _most(or_equal=True),
    SH.maxLength: _plain(lambda a: on.MaxLength(a.told, whole(a.value, a.predicate))),
    SH.minCount: lambda a: of.MinCount(a.told, whole(a.value, a.predicate)),
    SH.minExclusive: _least(or_equal=False),
    SH.minInclusive: _least(or_equal=True),
    SH.minLength: _plain(lambda a: on.MinLength(a.told, whole(a.value, a.predicate))),
    SH.nodeKind: _plain(_kind),
    SH.pattern: _plain(_pattern),
    SH.qualifiedMaxCount: _qualified,
    SH.qualifiedMinCount: _qualified,
    SH.uniqueLang: _unique,
}
"""Parameters that a shape has at most one value for."""

MANY: Final[dict[URIRef, Reader]] = {
    SH["and"]: _several("And", least=None, most=None),
    SH["class"]: lambda a: of.Class(a.told, iri(a.value, a.predicate)),
    SH.disjoint: lambda a: of.Disjoint(a.told, iri(a.value, a.predicate)),
    SH.equals: lambda a: of.Equals(a.told, iri(a.value, a.predicate)),
    SH.hasValue: _term,
    SH.lessThan: _less(or_equal=False),
    SH.lessThanOrEquals: _less(or_equal=True),
    SH.node: _one("Node", conforming=True),
    SH["not"]: _one("Not", conforming=False),
    SH["or"]: _several("Or", least=1, most=None),
    SH.xone: _several("Xone", least=1, most=1),
}
"""Parameters that a shape may have several values for, each a constraint of its own."""

ON_PATHS: Final = frozenset(
    {
        SH.lessThan,
        SH.lessThanOrEquals,
        SH.maxCount,
        SH.minCount,
        SH.qualifiedMaxCount,
        SH.qualifiedMinCount,
        SH.qualifiedValueShape,
        SH.uniqueLang,
    }
)
"""Parameters that a shape without a path cannot have."""

BESIDE: Final = {
    # A part of another parameter, and what it is nothing without.
    SH.flags: {SH.pattern},
    SH.ignoredProperties: {SH.closed},
    SH.qualifiedValueShape: {SH.qualifiedMinCount, SH.qualifiedMaxCount},
    SH.qualifiedValueShapesDisjoint: {SH.qualifiedMinCount, SH.qualifiedMaxCount},
}
"""Parts of parameters, each with the parameters that it belongs to."""
