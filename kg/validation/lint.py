"""What SHACL engines pass over in silence: shapes that do not do what they seem to say.

In: a graph of shapes, and where it is known the terms of the ontology. Out: findings about shapes.
A misspelt term, a target that no shape can use, an empty shape and a bad pattern all let bad data
through as good; a pattern with nested repeats lets one value stop a validation.
"""

from collections.abc import Callable, Collection, Iterator
from typing import Final, cast

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection as RdfList
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from kg.validation.findings import Finding, Severity
from kg.validation.patterns import fault_of

LINT: Final = "https://w3id.org/trialkg/shapes#lint-"

# Source: Shapes Constraint Language (W3C 2017), sections 2 to 4 and 5.1.
_ON_PATHS: Final = {
    SH.minCount,
    SH.maxCount,
    SH.uniqueLang,
    SH.qualifiedValueShape,
    SH.lessThan,
    SH.lessThanOrEquals,
}
_LISTS: Final = {SH["and"], SH["or"], SH.xone, SH["in"], SH.languageIn, SH.ignoredProperties}
_SHAPES_IN_LISTS: Final = {SH["and"], SH["or"], SH.xone}
_SHAPES: Final = {SH["not"], SH.node, SH.property, SH.qualifiedValueShape}
_CONSTRAINTS: Final = (
    _ON_PATHS
    | (_LISTS - {SH.ignoredProperties})
    | _SHAPES
    | {
        SH["class"],
        SH.closed,
        SH.datatype,
        SH.disjoint,
        SH.equals,
        SH.hasValue,
        SH.maxExclusive,
        SH.maxInclusive,
        SH.maxLength,
        SH.minExclusive,
        SH.minInclusive,
        SH.minLength,
        SH.nodeKind,
        SH.pattern,
        SH.sparql,
    }
)
_TARGETS: Final = {SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf}
_OTHER: Final = _TARGETS | {
    SH.IRI, SH.BlankNode, SH.Literal, SH.BlankNodeOrIRI, SH.BlankNodeOrLiteral, SH.IRIOrLiteral,
    SH.Info, SH.NodeShape, SH.PrefixDeclaration, SH.PropertyGroup, SH.PropertyShape, SH.Shape,
    SH.SPARQLConstraint, SH.Violation, SH.Warning, SH.alternativePath, SH.deactivated, SH.declare,
    SH.defaultValue, SH.description, SH.flags, SH.group, SH.ignoredProperties, SH.inversePath,
    SH.message, SH.name, SH.namespace, SH.oneOrMorePath, SH.order, SH.path, SH.prefix, SH.prefixes,
    SH.qualifiedMaxCount, SH.qualifiedMinCount, SH.qualifiedValueShapesDisjoint, SH.select,
    SH.severity, SH.zeroOrMorePath, SH.zeroOrOnePath,
}  # fmt: skip
_KNOWN: Final = _CONSTRAINTS | _OTHER
_BOUNDS: Final = (
    (SH.minCount, SH.maxCount),
    (SH.minLength, SH.maxLength),
    (SH.minInclusive, SH.maxInclusive),
    (SH.minExclusive, SH.maxExclusive),
    (SH.qualifiedMinCount, SH.qualifiedMaxCount),
)

Rule = Callable[[Graph], Iterator[Finding]]


def lint(shapes: Graph, known: Collection[str] = ()) -> tuple[Finding, ...]:
    """The findings about shapes, in order; none means that they do what they say.

    ``known`` are IRIs of an ontology: a term beside them in one of their namespaces is a finding.
    """
    found = [finding for rule in _RULES for finding in rule(shapes)]
    found += _outside_ontology(shapes, known)
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: finding.rank))


def _fault(
    rule: str, node: Node, message: str, severity: Severity = "Violation", path: str | None = None
) -> Finding:
    name = f"_:{node}" if isinstance(node, BNode) else str(node)
    iri = LINT + rule
    return Finding(severity=severity, shape=iri, focus=name, message=message, source=iri, path=path)


def all_shapes(shapes: Graph) -> set[Node]:
    """Every node that a SHACL engine takes for a shape."""
    found: set[Node] = set()
    for kind in (SH.NodeShape, SH.PropertyShape):
        found.update(shapes.subjects(RDF.type, kind))
    for predicate in _TARGETS | (_CONSTRAINTS - _SHAPES_IN_LISTS):
        found.update(shapes.subjects(predicate))
    for predicate in _SHAPES:
        found.update(shapes.objects(None, predicate))
    for predicate in _SHAPES_IN_LISTS:
        for members in shapes.objects(None, predicate):
            found.update(_members(shapes, members))
    return found


def _members(shapes: Graph, head: Node) -> list[Node]:
    """The members of a list; of one that runs in a circle, none."""
    try:
        return list(RdfList(shapes, cast("URIRef", head)))
    except ValueError:
        return []


# --- Words --------------------------------------------------------------------------------------


def _misspelt(shapes: Graph) -> Iterator[Finding]:
    base = str(SH)
    for subject, predicate, value in shapes:
        for term in (predicate, value):
            if isinstance(term, URIRef) and str(term).startswith(base) and term not in _KNOWN:
                yield _fault("term", subject, f"sh:{str(term)[len(base) :]} is no term of SHACL")


def _outside_ontology(shapes: Graph, known: Collection[str]) -> Iterator[Finding]:
    bases = {iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in known}
    terms = set(known)
    for subject, _, value in shapes:
        name = str(value)
        of_ours = name[: max(name.rfind("#"), name.rfind("/")) + 1] in bases
        if isinstance(value, URIRef) and of_ours and name not in terms:
            yield _fault("ontology", subject, f"{name} is not in the ontology")


# --- Shapes -------------------------------------------------------------------------------------


def _no_shapes(shapes: Graph) -> Iterator[Finding]:
    if not all_shapes(shapes):
        yield _fault("nothing", URIRef("urn:x-shapes"), "there is no shape here")


def _empty(shapes: Graph) -> Iterator[Finding]:
    for shape in all_shapes(shapes):
        if not _CONSTRAINTS & set(shapes.predicates(shape)):
            yield _fault("empty", shape, "the shape asks for nothing")


def _unused(shapes: Graph) -> Iterator[Finding]:
    used: set[Node] = set(shapes.subjects(SH.targetClass))
    for predicate in _TARGETS:
        used.update(shapes.subjects(predicate))
    for predicate in _SHAPES:
        used.update(shapes.objects(None, predicate))
    for predicate in _SHAPES_IN_LISTS:
        for members in shapes.objects(None, predicate):
            used.update(_members(shapes, members))
    for shape in all_shapes(shapes) - used:
        if not _is_class(shapes, shape):
            yield _fault("target", shape, "the shape has no target, and no other shape uses it")


def _is_class(shapes: Graph, shape: Node) -> bool:
    return any(str(kind).endswith("#Class") for kind in shapes.objects(shape, RDF.type))


def _paths(shapes: Graph) -> Iterator[Finding]:
    for shape in all_shapes(shapes):
        paths = len(list(shapes.objects(shape, SH.path)))
        must = (shape, RDF.type, SH.PropertyShape) in shapes or (None, SH.property, shape) in shapes
        if paths > 1 or (must and paths == 0):
            yield _fault("path", shape, f"a property shape has one sh:path, not {paths}")
        for predicate in sorted(_ON_PATHS & set(shapes.predicates(shape))):
            if not paths:
                name = str(predicate).removeprefix(str(SH))
                yield _fault("path", shape, f"sh:{name} does nothing without sh:path")


def _recursive(shapes: Graph) -> Iterator[Finding]:
    for shape in all_shapes(shapes):
        reached: set[Node] = set()
        waiting = _parts(shapes, shape)
        while waiting:
            part = waiting.pop()
            if part not in reached:
                reached.add(part)
                waiting += _parts(shapes, part)
        if shape in reached:
            yield _fault("recursion", shape, "the shape asks for itself: no engine need stop")


def _parts(shapes: Graph, shape: Node) -> list[Node]:
    parts = [part for predicate in _SHAPES for part in shapes.objects(shape, predicate)]
    for predicate in _SHAPES_IN_LISTS:
        for members in shapes.objects(shape, predicate):
            parts += _members(shapes, members)
    return parts


# --- Values -------------------------------------------------------------------------------------


def _lists(shapes: Graph) -> Iterator[Finding]:
    for predicate in _LISTS:
        for shape, members in shapes.subject_objects(predicate):
            if not _members(shapes, members):
                name = str(predicate).removeprefix(str(SH))
                yield _fault("list", shape, f"the list of sh:{name} is empty, broken or circular")


def _bounds(shapes: Graph) -> Iterator[Finding]:
    for low, high in _BOUNDS:
        for shape, least in shapes.subject_objects(low):
            for most in shapes.objects(shape, high):
                if _above(least, most):
                    yield _fault("bounds", shape, f"from {least} to {most} leaves nothing")


def _above(least: Node, most: Node) -> bool:
    try:
        return bool(cast("Literal", least).value > cast("Literal", most).value)
    except TypeError:
        return False


def _patterns(shapes: Graph) -> Iterator[Finding]:
    for shape, pattern in shapes.subject_objects(SH.pattern):
        fault = fault_of(str(pattern))
        if fault is not None:
            yield _fault("pattern", shape, f"{fault}: {pattern}")


def _speechless(shapes: Graph) -> Iterator[Finding]:
    for shape in all_shapes(shapes):
        direct = (None, SH.property, shape) in shapes or (shape, SH.targetClass, None) in shapes
        only_groups = set(shapes.predicates(shape)) & _CONSTRAINTS == {SH.property}
        if direct and not only_groups and not _says(shapes, shape):
            yield _fault(
                "message", shape, "the shape has no sh:message that says how to mend", "Warning"
            )


def _says(shapes: Graph, shape: Node) -> bool:
    return any(str(message).strip() for message in shapes.objects(shape, SH.message))


_RULES: Final[tuple[Rule, ...]] = (
    _bounds,
    _empty,
    _lists,
    _misspelt,
    _no_shapes,
    _paths,
    _patterns,
    _recursive,
    _speechless,
    _unused,
)
