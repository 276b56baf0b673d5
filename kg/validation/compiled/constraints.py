"""Constraints on the value nodes of a shape: each says which values break it.

In: a focus node, its value nodes and the data. Out: a fault for each value that breaks the
constraint, or one without a value where all of them together do. What a constraint means is that
of the W3C's recommendation, section 4; the name of its component is there too.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from kg.terms import Literal, Term
from kg.validation.compiled.conditions import Condition
from kg.validation.compiled.index import Index
from kg.validation.compiled.literals import less


class Fault(NamedTuple):
    """One validation result: the value, and the path where it is not that of the shape."""

    value: Term | None = None
    path: str | None = None


class View(NamedTuple):
    """A focus node with its value nodes, in the data."""

    focus: Term
    values: Collection[Term]
    data: Index


class Conforming(Protocol):
    """What a constraint needs of another shape."""

    @property
    def free(self) -> bool:
        """Whether a term conforms or not whatever the data say."""

    def conforms(self, focus: Term, data: Index) -> bool:
        """Whether a node conforms to the shape."""


@dataclass(frozen=True, eq=False)
class Constraint:
    """What all constraints have: the name of the component, and how the parameter is written."""

    told: str

    @property
    def component(self) -> str:
        """The name of the constraint component."""
        return type(self).__name__

    def faults(self, view: View) -> Iterator[Fault]:
        """What is wrong with these value nodes of a focus node."""
        raise NotImplementedError


# --- On each value by itself --------------------------------------------------------------------


class OfEach(Constraint):
    """A constraint that each value meets or breaks, whatever the others are."""

    free: bool = False
    """Whether the data have no say in it."""

    def holds(self, value: Term, data: Index) -> bool:
        """Whether a value meets it."""
        raise NotImplementedError

    def faults(self, view: View) -> Iterator[Fault]:
        """A fault for each value that does not meet it."""
        return (Fault(value) for value in view.values if not self.holds(value, view.data))


@dataclass(frozen=True, eq=False)
class Plain(OfEach):
    """A condition on the term alone."""

    condition: Condition
    free = True

    @property
    def component(self) -> str:
        """The name of the condition's component."""
        return self.condition.component

    def holds(self, value: Term, data: Index) -> bool:  # noqa: ARG002 - the data have no say
        """Whether the term meets the condition."""
        return self.condition.met(value)


@dataclass(frozen=True, eq=False)
class Class(OfEach):
    """``sh:class``."""

    name: str

    def holds(self, value: Term, data: Index) -> bool:
        """Whether the value is of the class, or of one that the data put below it."""
        return data.is_a(value, self.name)


@dataclass(frozen=True, eq=False)
class Logical(OfEach):
    """``sh:and``, ``sh:or``, ``sh:xone``, ``sh:not``, ``sh:node``: as many shapes as it allows."""

    name: str
    shapes: tuple[Conforming, ...]
    least: int
    most: int

    @property
    def component(self) -> str:
        """The name of the one of the five that it is."""
        return self.name

    @property
    def free(self) -> bool:  # type: ignore[override]
        """Whether all its shapes are about the term alone."""
        return all(shape.free for shape in self.shapes)

    def holds(self, value: Term, data: Index) -> bool:
        """Whether the value conforms to as many of the shapes as it should."""
        met = 0
        for left, shape in zip(range(len(self.shapes), 0, -1), self.shapes, strict=True):
            if met + left < self.least or met > self.most:
                return False
            if met >= self.least and met + left <= self.most:
                return True
            met += shape.conforms(value, data)
        return self.least <= met <= self.most


# --- On all values together ---------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class MinCount(Constraint):
    """``sh:minCount``."""

    count: int

    def faults(self, view: View) -> Iterator[Fault]:
        """One where there are fewer."""
        if len(view.values) < self.count:
            yield Fault()


@dataclass(frozen=True, eq=False)
class MaxCount(Constraint):
    """``sh:maxCount``."""

    count: int

    def faults(self, view: View) -> Iterator[Fault]:
        """One where there are more."""
        if len(view.values) > self.count:
            yield Fault()


@dataclass(frozen=True, eq=False)
class HasValue(Constraint):
    """``sh:hasValue``."""

    term: Term

    def faults(self, view: View) -> Iterator[Fault]:
        """One where the term is not among the values."""
        if self.term not in view.values:
            yield Fault()


@dataclass(frozen=True, eq=False)
class UniqueLang(Constraint):
    """``sh:uniqueLang``."""

    def faults(self, view: View) -> Iterator[Fault]:
        """One for each language that two values are in."""
        literals = (value for value in view.values if isinstance(value, Literal))
        used = Counter(each.language.lower() for each in literals if each.language)
        return (Fault() for times in used.values() if times > 1)


@dataclass(frozen=True, eq=False)
class Equals(Constraint):
    """``sh:equals``."""

    predicate: str

    def faults(self, view: View) -> Iterator[Fault]:
        """One for each term that is on one side only."""
        others = set(view.data.objects(view.focus, self.predicate))
        return map(Fault, others.symmetric_difference(view.values))


@dataclass(frozen=True, eq=False)
class Disjoint(Constraint):
    """``sh:disjoint``."""

    predicate: str

    def faults(self, view: View) -> Iterator[Fault]:
        """One for each term that is on both sides."""
        others = view.data.objects(view.focus, self.predicate)
        return map(Fault, set(view.values).intersection(others))


@dataclass(frozen=True, eq=False)
class LessThan(Constraint):
    """``sh:lessThan`` and ``sh:lessThanOrEquals``."""

    predicate: str
    or_equal: bool

    @property
    def component(self) -> str:
        """The name of the one of the two that it is."""
        return "LessThanOrEquals" if self.or_equal else "LessThan"

    def faults(self, view: View) -> Iterator[Fault]:
        """One for each value that is not below all of the others."""
        others = view.data.objects(view.focus, self.predicate)
        for value in view.values:
            if not all(less(value, other, or_equal=self.or_equal) for other in others):
                yield Fault(value)


@dataclass(frozen=True, eq=False)
class Closed(Constraint):
    """``sh:closed``, with the predicates that it allows."""

    allowed: frozenset[str]

    def faults(self, view: View) -> Iterator[Fault]:
        """One for each triple of a value whose predicate is not allowed."""
        for value in view.values:
            for predicate, obj in view.data.outgoing(value):
                if predicate not in self.allowed:
                    yield Fault(obj, f"<{predicate}>")


@dataclass(frozen=True, eq=False)
class Qualified(Constraint):
    """``sh:qualifiedValueShape`` with one of its two counts."""

    shape: Conforming
    siblings: tuple[Conforming, ...]
    least: int | None
    most: int | None

    @property
    def component(self) -> str:
        """The name of the one of the two that it is."""
        return "QualifiedMinCount" if self.most is None else "QualifiedMaxCount"

    def faults(self, view: View) -> Iterator[Fault]:
        """One where too few or too many values conform to the shape and to no sibling of it."""
        met = sum(self._counts(value, view.data) for value in view.values)
        few = self.least is not None and met < self.least
        if few or (self.most is not None and met > self.most):
            yield Fault()

    def _counts(self, value: Term, data: Index) -> bool:
        return self.shape.conforms(value, data) and not any(
            sibling.conforms(value, data) for sibling in self.siblings
        )
