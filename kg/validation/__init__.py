"""Graph to verdict: shapes by SHACL, coherence by SPARQL. The only importer of pySHACL.

In: an rdflib graph, and where there is one a faster way to ask it. Out: a :class:`Verdict`, and
its forms for people and programs.
"""

from collections.abc import Iterable
from pathlib import Path

from rdflib import Graph

from kg.errors import InputError
from kg.validation.catalogue import Check, checks, house_shapes, shapes_of
from kg.validation.coherence import Ask, asking, check_coherence
from kg.validation.findings import Finding, Severity, Verdict, verdict
from kg.validation.lint import lint
from kg.validation.reports import FORMS, write_report
from kg.validation.shapes import check_shapes

__all__ = [
    "FORMS",
    "Ask",
    "Check",
    "Finding",
    "Severity",
    "Verdict",
    "asking",
    "check_coherence",
    "check_shapes",
    "checks",
    "house_shapes",
    "lint",
    "shapes_of",
    "validate",
    "verdict",
    "write_report",
]


def validate(graph: Graph, *, ask: Ask | None = None, shapes: Iterable[Path] = ()) -> Verdict:
    """The verdict over a graph: shapes, coherence checks, and shapes of a user's own files.

    ``ask`` evaluates the checks where something faster than rdflib holds the same triples.

    *Errors*: ``InputError`` where a file of shapes cannot be read, or holds what a SHACL engine
    would pass over in silence.
    """
    ours = check_shapes(graph, house_shapes()) + check_coherence(ask or asking(graph))
    theirs = tuple(shapes)
    return ours + check_shapes(graph, _trusted(theirs)) if theirs else ours


def _trusted(paths: tuple[Path, ...]) -> Graph:
    """Shapes of a user's own, refused where they would not do what they seem to say."""
    graph = shapes_of(paths)
    faults = [found for found in lint(graph) if found.severity == "Violation"]
    if faults:
        raise InputError(
            "the shapes would not do what they seem to say",
            where=", ".join(map(str, paths)),
            got="; ".join(f"{fault.focus}: {fault.message}" for fault in faults[:5]),
            outcome="Nothing was validated against them",
        )
    return graph
