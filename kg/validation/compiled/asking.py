"""Tests over a group of nodes that share a layout: which of its members may not conform.

In: members of a group and the data. Out: those that fail. A test never passes a node that does not
conform; one that it fails is judged anew by the shape itself.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

from kg.terms import Literal, Term
from kg.validation.compiled.conditions import Condition
from kg.validation.compiled.constraints import Constraint, OfEach, View
from kg.validation.compiled.index import Index, Member
from kg.validation.compiled.shape import Shape

Places = tuple[int, ...]
"""Where the objects of one predicate stand in a layout."""

_MOST: Final = 1 << 13
_LONG: Final = 80


class Group(NamedTuple):
    """Members of a group, in the data."""

    members: Sequence[Member]
    data: Index


class Test(Protocol):
    """Something that is asked of every member of a group."""

    def failing(self, group: Group) -> Sequence[Member]:
        """The members that may not conform."""


@dataclass(frozen=True, eq=False)
class Each:
    """Each of these objects meets a constraint that asks for no more than the object itself."""

    places: Places
    asked: Condition | OfEach

    @property
    def free(self) -> bool:
        """Whether the data have no say in it."""
        return isinstance(self.asked, Condition) or self.asked.free

    def failing(self, group: Group) -> Sequence[Member]:
        """Those with an object that does not meet it."""
        asked, (members, data), places = self.asked, group, self.places
        if isinstance(asked, OfEach):
            return [m for m in members if not all(asked.holds(m[1][p], data) for p in places)]
        if len(places) == 1:
            met, place = asked.met, places[0]
            return [m for m in members if not met(m[1][place])]
        return [m for m in members if not all(asked.met(m[1][p]) for p in places)]


class Terms:
    """Each of these objects meets all of several conditions; what met them once is remembered."""

    def __init__(self, places: Places, asked: Sequence[Condition | OfEach], met: set[Term]) -> None:
        self._places = places
        self._asked = asked
        self._met = met

    def failing(self, group: Group) -> Sequence[Member]:
        """Those with an object that does not meet all of them."""
        met, meets, (members, data) = self._met, self._meets, group
        if len(self._places) == 1:
            place = self._places[0]
            return [m for m in members if m[1][place] not in met and not meets(m[1][place], data)]
        return [
            m
            for m in members
            if not all(m[1][p] in met or meets(m[1][p], data) for p in self._places)
        ]

    def _meets(self, term: Term, data: Index) -> bool:
        for asked in self._asked:
            if not (asked.met(term) if isinstance(asked, Condition) else asked.holds(term, data)):
                return False
        if len(term.lexical if isinstance(term, Literal) else term) <= _LONG:
            if len(self._met) > _MOST:
                self._met.clear()
            self._met.add(term)
        return True


@dataclass(frozen=True, eq=False)
class OfClass:
    """Each of these objects is of a class."""

    places: Places
    name: str

    def failing(self, group: Group) -> Sequence[Member]:
        """Those with an object that is not."""
        members, data = group
        kinds, right = data.kinds, data.instances(self.name)
        if len(self.places) == 1:
            place = self.places[0]
            return [m for m in members if kinds.get(m[1][place]) not in right]
        return [m for m in members if any(kinds.get(m[1][p]) not in right for p in self.places)]


@dataclass(frozen=True, eq=False)
class Among:
    """One of these objects is a certain term."""

    places: Places
    term: Term

    def failing(self, group: Group) -> Sequence[Member]:
        """Those without it."""
        return [m for m in group.members if all(m[1][p] != self.term for p in self.places)]


@dataclass(frozen=True, eq=False)
class Focus:
    """The node itself meets a condition."""

    condition: Condition

    def failing(self, group: Group) -> Sequence[Member]:
        """Those that do not."""
        return [m for m in group.members if not self.condition.met(m[0])]


@dataclass(frozen=True, eq=False)
class Pointers:
    """So many nodes point at this one, each of them of certain classes."""

    predicate: str
    least: int
    most: float
    classes: tuple[str, ...]

    def failing(self, group: Group) -> Sequence[Member]:
        """Those that too few or too many point at, or the wrong ones."""
        pointers, kinds = group.data.pointers(self.predicate), group.data.kinds
        found = [(m, pointers.get(m[0], ())) for m in group.members]
        wrong = [m for m, nodes in found if not self.least <= len(nodes) <= self.most]
        for name in self.classes:
            right = group.data.instances(name)
            wrong += [m for m, nodes in found if any(kinds[n] not in right for n in nodes)]
        return wrong


@dataclass(frozen=True, eq=False)
class Direct:
    """These objects, or the node itself, meet a constraint."""

    constraint: Constraint
    places: Places | None

    def failing(self, group: Group) -> Sequence[Member]:
        """Those with a fault."""
        return [m for m in group.members if self._fails(m, group.data)]

    def _fails(self, member: Member, data: Index) -> bool:
        node, objects = member
        values = (node,) if self.places is None else [objects[place] for place in self.places]
        return any(True for _ in self.constraint.faults(View(node, values, data)))


@dataclass(frozen=True, eq=False)
class Whole:
    """The node conforms to a shape, read as it stands."""

    shape: Shape

    def failing(self, group: Group) -> Sequence[Member]:
        """Those that do not."""
        return [m for m in group.members if not self.shape.conforms(m[0], group.data)]


@dataclass(frozen=True, eq=False)
class Several:
    """So many of several lists of tests are passed as a whole."""

    lists: tuple[tuple[Test, ...], ...]
    least: int
    most: int

    def failing(self, group: Group) -> Sequence[Member]:
        """Those for whom too few or too many of them are."""
        if self.least == 1 and self.most >= len(self.lists):
            return self._none(group)
        passed = Counter[Term]()
        for tests in self.lists:
            failed = _failed(tests, group)
            passed.update(m[0] for m in group.members if m[0] not in failed)
        return [m for m in group.members if not self.least <= passed[m[0]] <= self.most]

    def _none(self, group: Group) -> Sequence[Member]:
        """Those that pass no list: each list looks only at what the ones before it left."""
        for tests in self.lists:
            failed = _failed(tests, group)
            if not failed:
                return ()
            group = group._replace(members=[m for m in group.members if m[0] in failed])
        return group.members


def _failed(tests: Sequence[Test], group: Group) -> set[Term]:
    return {node for test in tests for node, _ in test.failing(group)}
