"""Which shapes look at a group of nodes, and the tests that sort out those that may not conform.

In: the shapes with their targets. Out: for each layout and kind a plan, kept for the next data.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from kg.terms import Term
from kg.validation.compiled.asking import Each, Group, Places, Terms, Test
from kg.validation.compiled.conditions import Condition
from kg.validation.compiled.constraints import OfEach
from kg.validation.compiled.index import Index, Kind, Layout, Member
from kg.validation.compiled.shape import Shape
from kg.validation.compiled.shortcuts import Site, left
from kg.validation.compiled.targets import Targeted
from kg.validation.findings import Finding

_MOST: Final = 20_000
_Asked = Condition | OfEach


class Plan:
    """The tests for one group, each with the shapes that a node which fails it may break."""

    def __init__(self, shapes: tuple[Shape, ...], site: Site, memory: "Plans") -> None:
        self.shapes = shapes
        self._broken: list[Shape] = []
        self._tests: list[tuple[Test, tuple[Shape, ...]]] = []
        terms: dict[Places, tuple[dict[_Asked, None], dict[Shape, None]]] = {}
        for shape in shapes:
            tests = left(shape, site)
            if tests is None:
                self._broken.append(shape)
            for test in tests or ():
                if isinstance(test, Each) and (
                    isinstance(test.asked, Condition) or test.asked.free
                ):
                    asked, asking = terms.setdefault(test.places, ({}, {}))
                    asked[test.asked] = asking[shape] = None
                else:
                    self._tests.append((test, (shape,)))
        for places, (asked, asking) in terms.items():
            self._tests.append((Terms(places, (*asked,), memory.met(asked)), (*asking,)))

    def findings(self, members: Sequence[Member], data: Index) -> Iterator[Finding]:
        """All that is wrong with the members of the group."""
        group = Group(members, data)
        failed: set[tuple[Shape, Term]] = set()
        for test, shapes in self._tests:
            failed.update((shape, node) for node, _ in test.failing(group) for shape in shapes)
        for shape in self._broken:
            failed.update((shape, node) for node, _ in members)
        for shape, node in failed:
            yield from shape.findings(node, data)


class Plans:
    """A plan for each group, made when it is first met."""

    def __init__(self, shapes: Sequence[Targeted]) -> None:
        self._shapes = shapes
        self._plans: dict[tuple[Layout, Kind], Plan] = {}
        self._met: dict[frozenset[_Asked], set[Term]] = {}

    def of(self, layout: Layout, kind: Kind) -> Plan:
        """The plan for nodes of a layout and a kind."""
        found = self._plans.get((layout, kind))
        if found is None:
            site = Site(layout, kind)
            found = Plan(tuple(s.shape for s in self._shapes if s.looks_at(site)), site, self)
            if layout.lasting and kind.lasting and len(self._plans) < _MOST:
                self._plans[layout, kind] = found
        return found

    def met(self, asked: dict[_Asked, None]) -> set[Term]:
        """The terms that are known to meet all of several conditions."""
        return self._met.setdefault(frozenset(asked), set())
