"""A graph of shapes → shapes that can be checked, and those that cannot, each with the reason.

In: a graph of shapes. Out: the shapes that have targets, and the name of what stands in the way of
the others. A shape is taken only where all that is said of it, and of every shape that it uses, is
known here: what is passed over would let bad data through as good.
"""

from collections.abc import Iterator
from typing import Final

from rdflib import Graph
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from kg.validation.compiled import parameters
from kg.validation.compiled.constraints import Constraint
from kg.validation.compiled.parameters import Asked
from kg.validation.compiled.path_reading import path_of
from kg.validation.compiled.refusal import Refusal, at_most_one, term, truth
from kg.validation.compiled.shape import Shape
from kg.validation.compiled.targets import TARGETS
from kg.validation.findings import Severity
from kg.validation.plain import name_of
from kg.validation.shapes import path_text

_SEVERITIES: Final[dict[Node | None, Severity]] = {SH.Warning: "Warning", SH.Info: "Info"}
_KNOWN: Final = {
    *parameters.SINGLE,
    *parameters.MANY,
    *parameters.BESIDE,
    *TARGETS,
    # These constrain nothing by themselves, or are read on their own.
    *(SH.defaultValue, SH.description, SH.group, SH.name, SH.order),
    *(SH.deactivated, SH.message, SH.path, SH.property, SH.severity),
}
_DEEPEST: Final = 40


class Reader:
    """Reads the shapes of one graph, each once."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._read: dict[Node, Shape | Refusal] = {}
        self._open: list[Node] = []

    def shape(self, node: Node) -> Shape:
        """The shape that a node is.

        *Errors*: ``Refusal``, which names what is not known of it.
        """
        if node not in self._read:
            self._read[node] = self._attempt(node)
        found = self._read[node]
        if isinstance(found, Refusal):
            raise found
        return found

    @property
    def shapes(self) -> list[Shape]:
        """All shapes that were read."""
        return [found for found in self._read.values() if isinstance(found, Shape)]

    def siblings(self, node: Node) -> list[Node]:
        """The qualified value shapes of the property shapes beside this one."""
        owners = self.graph.subjects(SH.property, node)
        beside = {part for owner in owners for part in self.graph.objects(owner, SH.property)}
        shapes = {s for part in beside for s in self.graph.objects(part, SH.qualifiedValueShape)}
        return sorted(shapes, key=str)

    def _attempt(self, node: Node) -> Shape | Refusal:
        if node in self._open:
            return Refusal("a shape that uses itself")
        if len(self._open) > _DEEPEST:
            return Refusal("shapes in shapes without end")
        self._open.append(node)
        try:
            return self._shape(node)
        except Refusal as refusal:
            return refusal
        finally:
            self._open.pop()

    # --- One shape -----------------------------------------------------------------------------

    def _shape(self, node: Node) -> Shape:
        stated = at_most_one(self.graph, node, SH.path)
        self._form(node, has_path=stated is not None)
        deactivated = at_most_one(self.graph, node, SH.deactivated)
        messages = sorted(map(str, self.graph.objects(node, SH.message)))
        return Shape(
            name=name_of(node),
            path=None if stated is None else path_of(self.graph, stated),
            path_told=None if stated is None else path_text(self.graph, stated),
            constraints=tuple(self._constraints(node)),
            parts=tuple(self._parts(node)),
            severity=_SEVERITIES.get(at_most_one(self.graph, node, SH.severity), "Violation"),
            message=" ".join(messages) if messages else None,
            active=deactivated is None or not truth(deactivated, SH.deactivated),
        )

    def _form(self, node: Node, *, has_path: bool) -> None:
        """Refuse what is said of the node and not known here."""
        said = set(self.graph.predicates(node))
        if not said:
            raise Refusal("a shape that is nowhere")
        for predicate in sorted(said, key=str):
            if str(predicate).startswith(str(SH)) and predicate not in _KNOWN:
                raise Refusal(term(predicate))
        form = SH.NodeShape if has_path else SH.PropertyShape
        if (node, RDF.type, form) in self.graph:
            raise Refusal(f"{term(form)} {'with' if has_path else 'without'} sh:path")
        for predicate in sorted(said & parameters.ON_PATHS, key=str):
            if not has_path:
                raise Refusal(f"{term(predicate)} without sh:path")
        for part, wholes in parameters.BESIDE.items():
            if part in said and not said & wholes:
                raise Refusal(f"{term(part)} without {term(min(wholes))}")

    def _constraints(self, node: Node) -> Iterator[Constraint]:
        for predicate, read in parameters.SINGLE.items():
            value = at_most_one(self.graph, node, predicate)
            found = None if value is None else read(Asked(self, node, predicate, value))
            if found is not None:
                yield found
        for predicate, read in parameters.MANY.items():
            for value in sorted(self.graph.objects(node, predicate), key=str):
                found = read(Asked(self, node, predicate, value))
                if found is not None:
                    yield found

    def _parts(self, node: Node) -> Iterator[Shape]:
        for part in sorted(self.graph.objects(node, SH.property), key=str):
            shape = self.shape(part)
            if shape.path is None:
                raise Refusal("sh:property without sh:path")
            yield shape
