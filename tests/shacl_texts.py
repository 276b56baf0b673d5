"""Shapes and data as texts, for tests of single constraints.

In: the bodies of Turtle files. Out: graphs, statements, and what was found, in a few words.
"""

from collections.abc import Iterable
from pathlib import Path

from rdflib import Graph
from rdflib.namespace import SH

from kg.terms import Iri, Literal, Quad
from kg.validation import check_quads, shapes_of
from kg.validation.plain import as_written, plain_quads

PREFIXES = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.org/> .
"""
EX = "https://example.org/"


def shapes(body: str, folder: Path) -> Graph:
    """The graph of a shape file, its literals as written."""
    file = folder / "shapes.ttl"
    file.write_text(PREFIXES + body, "utf-8")
    return shapes_of([file])


def data(body: str) -> list[Quad]:
    """The statements of a Turtle text, in a graph each."""
    with as_written():
        parsed = plain_quads(Graph().parse(data=PREFIXES + body, format="turtle"))
    return [q._replace(graph=Iri(f"{EX}g{number}")) for number, q in enumerate(parsed)]


def found(graph: Graph, quads: Iterable[Quad]) -> list[str]:
    """The components that found something, each with its value or focus node."""
    findings = check_quads(quads, graph).findings
    return sorted(
        f"{f.source.removeprefix(str(SH)).removesuffix('ConstraintComponent')} "
        f"{f.focus if f.value is None else _plain(f.value)}".replace(EX, ":")
        for f in findings
    )


def _plain(term: Iri | Literal) -> str:
    return term if isinstance(term, str) else term.lexical


SHAPE = ":S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :p ; {} ] ."
"""A shape with room for a constraint."""
