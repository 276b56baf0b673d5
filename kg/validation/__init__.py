"""Graph to verdict: shapes by SHACL, coherence by SPARQL. The only importer of pySHACL.

In: statements, and where there is one a way to ask them. Out: a :class:`Verdict`, and its forms
for people and programs.
"""

from collections.abc import Iterable
from pathlib import Path

from rdflib import Graph

from kg.errors import InputError
from kg.terms import Quad
from kg.validation.catalogue import Check, checks, house_shapes, shapes_of
from kg.validation.coherence import Ask, asking, check_coherence
from kg.validation.findings import Finding, Severity, Verdict, verdict
from kg.validation.judging import Load, check_quads, judge_quads
from kg.validation.lint import lint
from kg.validation.plain import plain_quads
from kg.validation.reports import FORMS, write_report
from kg.validation.shapes import check_shapes
from kg.validation.suspicion import resting

__all__ = [
    "FORMS",
    "Ask",
    "Check",
    "Finding",
    "Load",
    "Severity",
    "Verdict",
    "asking",
    "check_coherence",
    "check_quads",
    "check_shapes",
    "checks",
    "house_shapes",
    "judge_quads",
    "lint",
    "resting",
    "shapes_of",
    "validate",
    "verdict",
    "write_report",
]


def validate(
    data: Graph | Iterable[Quad],
    *,
    ask: Ask | None = None,
    load: Load | None = None,
    shapes: Iterable[Path] = (),
) -> Verdict:
    """The verdict over data: shapes, coherence checks, and shapes of a user's own files.

    ``ask`` evaluates the checks where something holds the same triples; else ``load`` makes that.

    *Errors*: ``InputError`` where a file of shapes cannot be read, or holds what a SHACL engine
    would pass over in silence.
    """
    theirs = tuple(shapes)
    # Faults of theirs are told before anything is judged.
    own = _trusted(theirs) if theirs else None
    quads = plain_quads(data) if isinstance(data, Graph) else data
    if own is None:
        return judge_quads(quads, ask=ask, load=load)
    stated = list(quads)
    return judge_quads(stated, ask=ask, load=load) + check_quads(stated, own)


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
