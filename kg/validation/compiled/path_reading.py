"""Paths as a graph of shapes writes them.

In: the value of ``sh:path``. Out: the path, or a refusal of one that is not well-formed.
"""

from collections.abc import Callable
from typing import Final

from rdflib import BNode, Graph, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from kg.validation.compiled.paths import Chain, Either, Path, Repeat, Step, backwards
from kg.validation.compiled.refusal import Refusal, members

_DEEPEST: Final = 20
_MAKERS: Final[dict[Node, Callable[[Path], Path]]] = {
    SH.inversePath: backwards,
    SH.oneOrMorePath: lambda path: Repeat(path, optional=False, many=True),
    SH.zeroOrMorePath: lambda path: Repeat(path, optional=True, many=True),
    SH.zeroOrOnePath: lambda path: Repeat(path, optional=True, many=False),
}


def path_of(graph: Graph, node: Node, depth: int = 0) -> Path:
    """The path that a node of the shapes graph stands for.

    *Errors*: ``Refusal`` for what is none.
    """
    if isinstance(node, URIRef):
        return Step(str(node))
    said = list(graph.predicate_objects(node))
    if not isinstance(node, BNode) or depth > _DEEPEST:
        raise Refusal("sh:path that is none")
    if {predicate for predicate, _ in said} == {RDF.first, RDF.rest}:
        return Chain(_several(graph, node, depth))
    if len(said) != 1:
        raise Refusal("sh:path that is none")
    [(predicate, value)] = said
    if predicate == SH.alternativePath:
        return Either(_several(graph, value, depth))
    if predicate in _MAKERS:
        return _MAKERS[predicate](path_of(graph, value, depth + 1))
    raise Refusal("sh:path that is none")


def _several(graph: Graph, head: Node, depth: int) -> tuple[Path, ...]:
    listed = members(graph, head, SH.path)
    if len(listed) < 2:  # noqa: PLR2004 - one path alone is no list of paths
        raise Refusal("sh:path with a list of one")
    return tuple(path_of(graph, each, depth + 1) for each in listed)
