"""Shapes against an rdflib graph, by pySHACL.

In: a data graph and a shapes graph. Out: a verdict with a finding for each validation result.
Nothing is inferred: nodes state all their classes. Nothing is fetched, and no data are changed.
"""

from collections.abc import Callable, Iterable
from typing import Final, cast

from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from kg.errors import InputError
from kg.validation.findings import Finding, Severity, Verdict, verdict
from kg.validation.plain import name_of, plain_term, quiet

_STEPS: Final = {
    SH.zeroOrMorePath: "*",
    SH.oneOrMorePath: "+",
    SH.zeroOrOnePath: "?",
}

_TARGETS: Final[dict[URIRef, Callable[[Graph, Node], Iterable[Node]]]] = {
    SH.targetClass: lambda data, target: data.subjects(RDF.type, target),
    SH.targetNode: lambda _, target: [target],
    SH.targetSubjectsOf: lambda data, target: data.subjects(target),
    SH.targetObjectsOf: lambda data, target: data.objects(None, target),
}


def check_shapes(data: Graph, shapes: Graph) -> Verdict:
    """The verdict of these shapes over this graph.

    *Errors*: ``InputError`` where the shapes are not well-formed.
    """
    report = _report(data, shapes)
    found = (_finding(report, result) for result in report.objects(None, SH.result))
    return verdict(found, focus_counts(data, shapes))


def _report(data: Graph, shapes: Graph) -> Graph:
    from pyshacl import validate
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError, ValidationFailure
    from pyshacl.shapes_graph import ShapesGraph

    # pySHACL adds two axioms of RDFS to the shapes graph; they are taken back.
    axioms = [axiom for axiom in ShapesGraph.system_triples if axiom not in shapes]
    try:
        with quiet():
            _, report, _ = validate(
                data, shacl_graph=shapes, inplace=True, advanced=False, inference="none"
            )
    except (ReportableRuntimeError, ShapeLoadError) as error:
        raise InputError("the shapes are not well-formed", got=str(error)) from error
    finally:
        for axiom in axioms:
            shapes.remove(axiom)
    if isinstance(report, ValidationFailure):
        raise InputError("the shapes cannot be evaluated", got=str(report.message))
    return cast("Graph", report)


def focus_counts(data: Graph, shapes: Graph) -> dict[str, int]:
    """How many nodes each shape with a target looks at: a shape of no node finds nothing wrong."""
    nodes: dict[str, set[Node]] = {}
    for predicate, focus_nodes in _TARGETS.items():
        for shape, target in shapes.subject_objects(predicate):
            nodes.setdefault(name_of(shape), set()).update(focus_nodes(data, target))
    return {shape: len(found) for shape, found in sorted(nodes.items())}


# --- From the report of the engine --------------------------------------------------------------


def _finding(report: Graph, result: Node) -> Finding:
    focus = cast("Node", report.value(result, SH.focusNode))
    value = report.value(result, SH.value)
    path = report.value(result, SH.resultPath)
    messages = sorted(str(message) for message in report.objects(result, SH.resultMessage))
    return Finding(
        severity=_severity(report.value(result, SH.resultSeverity)),
        shape=name_of(cast("Node", report.value(result, SH.sourceShape))),
        focus=name_of(focus),
        message=" ".join(messages),
        source=str(report.value(result, SH.sourceConstraintComponent)),
        path=None if path is None else path_text(report, path),
        # A constraint on the node itself repeats the node as its value.
        value=None if value is None or value == focus else plain_term(value),
    )


def _severity(node: Node | None) -> Severity:
    known: dict[Node | None, Severity] = {SH.Warning: "Warning", SH.Info: "Info"}
    return known.get(node, "Violation")  # a severity of a user's own is no excuse


def path_text(graph: Graph, path: Node) -> str:
    """A SHACL path as SPARQL writes it, with full IRIs.

    >>> path_text(Graph(), URIRef("https://w3id.org/trialkg/ns#size"))
    '<https://w3id.org/trialkg/ns#size>'
    """
    if isinstance(path, URIRef):
        return f"<{path}>"
    if (path, RDF.first, None) in graph:
        return "/".join(path_text(graph, step) for step in graph.items(path))
    inverse = graph.value(path, SH.inversePath)
    if inverse is not None:
        of = path_text(graph, inverse)
        return f"^{of}" if isinstance(inverse, URIRef) else f"^({of})"
    alternatives = graph.value(path, SH.alternativePath)
    if alternatives is not None:
        return f"({'|'.join(path_text(graph, step) for step in graph.items(alternatives))})"
    for predicate, mark in _STEPS.items():
        step = graph.value(path, predicate)
        if step is not None:
            return f"({path_text(graph, step)}){mark}"
    return "?"
