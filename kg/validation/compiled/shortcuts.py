"""What is left to ask of a node once its layout and its kind are known.

In: a shape, a layout, a kind. Out: tests that are cheap over a whole group of nodes; none where
every node of the group conforms, or word that none of them does. Counts, missing values and
classes of the node itself are the same for the whole group and leave nothing to ask.
"""

from collections.abc import Iterable
from functools import singledispatch
from itertools import chain
from math import inf
from typing import NamedTuple, cast

from kg.validation.compiled import asking, constraints
from kg.validation.compiled.asking import Places, Test
from kg.validation.compiled.conditions import Is
from kg.validation.compiled.constraints import Constraint
from kg.validation.compiled.index import Kind, Layout
from kg.validation.compiled.paths import Step
from kg.validation.compiled.shape import Shape

Left = tuple[Test, ...] | None
"""The tests that are left; ``None`` where no node of the group can conform."""


class Site(NamedTuple):
    """What the nodes of a group have in common."""

    layout: Layout
    kind: Kind


def left(shape: Shape, site: Site) -> Left:
    """What is left to ask of the nodes of a group, so that they conform to a shape."""
    if not shape.active:
        return ()
    if shape.path is None:
        return _joined(
            chain(
                (_of_node(each, site) for each in shape.constraints),
                (left(part, site) for part in shape.parts),
            )
        )
    if not isinstance(shape.path, Step):
        return (asking.Whole(shape),)
    if shape.path.inverse:
        return _backwards(shape, shape.path)
    places = site.layout.at.get(shape.path.predicate, ())
    if shape.parts and places:
        return (asking.Whole(shape),)
    return _joined(_of_values(each, places, site) for each in shape.constraints)


def _joined(lists: Iterable[Left]) -> Left:
    """All tests of all lists."""
    found: list[Test] = []
    for tests in lists:
        if tests is None:
            return None
        found += tests
    return tuple(found)


def _backwards(shape: Shape, step: Step) -> Left:
    simple = (constraints.MinCount, constraints.MaxCount, constraints.Class)
    if shape.parts or not all(isinstance(each, simple) for each in shape.constraints):
        return (asking.Whole(shape),)
    least = (c.count for c in shape.constraints if isinstance(c, constraints.MinCount))
    most = (c.count for c in shape.constraints if isinstance(c, constraints.MaxCount))
    classes = (c.name for c in shape.constraints if isinstance(c, constraints.Class))
    counts = max(least, default=0), min(most, default=inf)
    return (asking.Pointers(step.predicate, *counts, tuple(classes)),)


# --- Of the node itself -------------------------------------------------------------------------


@singledispatch
def _of_node(constraint: Constraint, _: Site) -> Left:
    return (asking.Direct(constraint, None),)


@_of_node.register
def _(constraint: constraints.Plain, _: Site) -> Left:
    return (asking.Focus(constraint.condition),)


@_of_node.register
def _(constraint: constraints.Class, site: Site) -> Left:
    return () if constraint.name in site.kind.classes else None


@_of_node.register
def _(constraint: constraints.HasValue, _: Site) -> Left:
    return (asking.Focus(Is("", constraint.term)),)


@_of_node.register
def _(constraint: constraints.Closed, site: Site) -> Left:
    return () if constraint.allowed.issuperset(site.layout.at) else None


@_of_node.register
def _(constraint: constraints.Logical, site: Site) -> Left:
    lists = [left(cast("Shape", shape), site) for shape in constraint.shapes]
    open_ = tuple(tests for tests in lists if tests)
    sure = lists.count(())
    least, most = constraint.least - sure, constraint.most - sure
    if most < 0 or least > len(open_):
        return None
    if least <= 0 and most >= len(open_):
        return ()
    if least == len(open_):
        return _joined(open_)
    return (asking.Several(open_, least, most),)


# --- Of the objects of one predicate ------------------------------------------------------------


@singledispatch
def _of_values(constraint: Constraint, places: Places, _: Site) -> Left:
    return (asking.Direct(constraint, places),) if places else ()


@_of_values.register
def _(constraint: constraints.OfEach, places: Places, _: Site) -> Left:
    if not places:
        return ()
    return (asking.Each(places, constraint),)


@_of_values.register
def _(constraint: constraints.Plain, places: Places, _: Site) -> Left:
    return (asking.Each(places, constraint.condition),) if places else ()


@_of_values.register
def _(constraint: constraints.Class, places: Places, _: Site) -> Left:
    return (asking.OfClass(places, constraint.name),) if places else ()


@_of_values.register
def _(constraint: constraints.MinCount, places: Places, _: Site) -> Left:
    return () if len(places) >= constraint.count else None


@_of_values.register
def _(constraint: constraints.MaxCount, places: Places, _: Site) -> Left:
    return () if len(places) <= constraint.count else None


@_of_values.register
def _(constraint: constraints.HasValue, places: Places, _: Site) -> Left:
    if not places:
        return None
    if len(places) > 1:
        return (asking.Among(places, constraint.term),)
    return (asking.Each(places, Is("", constraint.term)),)


@_of_values.register
def _(constraint: constraints.UniqueLang, places: Places, _: Site) -> Left:
    return (asking.Direct(constraint, places),) if len(places) > 1 else ()


@_of_values.register(constraints.Disjoint)
@_of_values.register(constraints.LessThan)
def _(constraint: constraints.Disjoint | constraints.LessThan, places: Places, site: Site) -> Left:
    both = places and constraint.predicate in site.layout.at
    return (asking.Direct(constraint, places),) if both else ()


@_of_values.register(constraints.Equals)
@_of_values.register(constraints.Qualified)
def _(constraint: Constraint, places: Places, _: Site) -> Left:
    return (asking.Direct(constraint, places),)
