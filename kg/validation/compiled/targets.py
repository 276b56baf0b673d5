"""Which nodes a shape looks at.

In: a graph of shapes. Out: the shapes that have targets, and what those are.
"""

from typing import Final, NamedTuple

from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SH
from rdflib.term import Node

from kg.terms import Term
from kg.validation.compiled.refusal import iri, no_blank, term
from kg.validation.compiled.shape import Shape
from kg.validation.compiled.shortcuts import Site
from kg.validation.plain import plain_term

TARGETS: Final = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
_CUSTOM: Final = (SH.entailment, SH.parameter, SH.validator, SH.nodeValidator, SH.propertyValidator)


class Targeted(NamedTuple):
    """A shape, and the nodes that it looks at."""

    shape: Shape
    classes: frozenset[str]
    nodes: frozenset[Term]
    subjects_of: frozenset[str]
    objects_of: frozenset[str]

    def looks_at(self, site: Site) -> bool:
        """Whether it looks at the nodes of a group for their classes or what is stated of them."""
        by_class = not self.classes.isdisjoint(site.kind.classes)
        return by_class or not self.subjects_of.isdisjoint(site.layout.at)


def shapes_with_targets(graph: Graph) -> list[Node]:
    """The nodes of the graph that are shapes and look at data by themselves, in order."""
    found = {shape for target in TARGETS for shape in graph.subjects(target)}
    found.update(shape for shape in _classes(graph) if _is_shape(graph, shape))
    return sorted(found, key=str)


def targets_of(node: Node, shape: Shape, graph: Graph) -> Targeted:
    """The targets of a shape.

    *Errors*: ``Refusal`` for a target that is none.
    """
    own = {str(node)} if node in _classes(graph) else set()
    nodes = list(graph.objects(node, SH.targetNode))
    no_blank(nodes, SH.targetNode)
    return Targeted(
        shape=shape,
        classes=_named(graph, node, SH.targetClass) | own,
        nodes=frozenset(map(plain_term, nodes)),
        subjects_of=_named(graph, node, SH.targetSubjectsOf),
        objects_of=_named(graph, node, SH.targetObjectsOf),
    )


def _named(graph: Graph, node: Node, target: URIRef) -> frozenset[str]:
    return frozenset(iri(value, target) for value in graph.objects(node, target))


def _classes(graph: Graph) -> set[Node]:
    """The nodes that are classes in the graph of shapes itself: they are targets unsaid."""
    nodes = {node for kind in _kinds(graph) for node in graph.subjects(RDF.type, kind)}
    return {node for node in nodes if isinstance(node, URIRef)}


def _kinds(graph: Graph) -> set[Node]:
    below = graph.transitive_subjects(RDFS.subClassOf, RDFS.Class)
    return {RDFS.Class, OWL.Class, *filter(None, below)}


def _is_shape(graph: Graph, node: Node) -> bool:
    kinds = set(graph.objects(node, RDF.type))
    said = graph.predicates(node)
    return bool(kinds & {SH.NodeShape, SH.PropertyShape}) or any(
        str(predicate).startswith(str(SH)) for predicate in said
    )


def custom(graph: Graph) -> str | None:
    """What the graph adds to SHACL itself, by name: then nothing in it is what it seems."""
    if (None, RDF.type, SH.ConstraintComponent) in graph:
        return term(SH.ConstraintComponent)
    return next((term(each) for each in _CUSTOM if (None, each, None) in graph), None)


def without_targets(graph: Graph, shapes: set[Node]) -> Graph:
    """The graph in which these shapes look at nothing; what uses them finds them as they are."""
    left = Graph(bind_namespaces="none")
    kinds = _kinds(graph)
    for subject, predicate, value in graph:
        targeting = predicate in TARGETS or (predicate == RDF.type and value in kinds)
        if not (subject in shapes and targeting):
            left.add((subject, predicate, value))
    return left
