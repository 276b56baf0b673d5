"""Shapes, compiled once, over any number of data.

In: a graph of shapes, then statements. Out: a verdict with the findings that the recommendation
asks for, and how many nodes each shape looked at. Shapes that hold what is not known here are
named, and left to another engine.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from rdflib import Graph
from rdflib.term import Node

from kg.terms import Quad, Term
from kg.validation.compiled.index import Index, Memory
from kg.validation.compiled.paths import steps
from kg.validation.compiled.plan import Plans
from kg.validation.compiled.reading import Reader
from kg.validation.compiled.refusal import Refusal
from kg.validation.compiled.shape import Shape
from kg.validation.compiled.shortcuts import Site
from kg.validation.compiled.targets import Targeted, custom, shapes_with_targets, targets_of
from kg.validation.findings import Finding, Verdict, verdict


class Compiled:
    """The shapes of a graph that can be checked here, and the names of what others hold."""

    def __init__(self, shapes: Graph) -> None:
        reader = Reader(shapes)
        self.refused: dict[Node, str] = {}
        """The shapes with targets that are left to another engine, each with the reason."""
        self.taken: dict[Node, Targeted] = {}
        """The shapes that are checked here."""
        strange = custom(shapes)
        for node in shapes_with_targets(shapes):
            found = strange or _taken(node, reader)
            if isinstance(found, str):
                self.refused[node] = found
            else:
                self.taken[node] = found
        self._targeted = tuple(self.taken.values())
        walked = _walked_backwards(reader.shapes)
        self._memory = Memory(walked.union(*(each.objects_of for each in self._targeted)))
        self._plans = Plans(self._targeted)

    def index(self, quads: Iterable[Quad]) -> Index:
        """Statements as these shapes look at them, whichever graph makes them."""
        return Index(quads, self._memory)

    def check(self, data: Index) -> Verdict:
        """The verdict of the shapes over statements that were indexed for them."""
        found: list[Finding] = []
        counts = Counter({each.shape.name: 0 for each in self._targeted})
        for (layout, kind), members in data.groups.items():
            plan = self._plans.of(layout, kind)
            found += plan.findings(members, data)
            for shape in plan.shapes:
                counts[shape.name] += len(members)
        for each in self._targeted:
            for node in _named(each, data):
                counts[each.shape.name] += 1
                found += each.shape.findings(node, data)
        return verdict(found, dict(sorted(counts.items())))


def _taken(node: Node, reader: Reader) -> Targeted | str:
    """A shape with its targets, or what stands in the way."""
    try:
        return targets_of(node, reader.shape(node), reader.graph)
    except Refusal as refusal:
        return str(refusal)


def _walked_backwards(shapes: Iterable[Shape]) -> set[str]:
    """The predicates that some path goes from object to subject."""
    walked = (step for shape in shapes if shape.path for step in steps(shape.path))
    return {step.predicate for step in walked if step.inverse}


def _named(targeted: Targeted, data: Index) -> Iterator[Term]:
    """The nodes that a shape looks at, and no group of nodes has shown it."""
    pointed_at = (data.pointed_at(predicate) for predicate in targeted.objects_of)
    for node in {*targeted.nodes}.union(*pointed_at):
        site = data.site(node)
        if site is None or not targeted.looks_at(Site(*site)):
            yield node
