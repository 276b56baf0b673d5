"""Which checks could find anything in some statements, and which statements those look at.

In: statements, indexed, and the checks. Out: the checks that may have something to say, and what
they have to be given. The rest could not change an answer: nearly all data are coherent, and an
engine that is given all of them takes longer than everything else.
"""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from kg.namespaces import REPORT, TRIAL
from kg.terms import Quad, Term
from kg.validation.catalogue import Check
from kg.validation.compiled.index import Index
from kg.validation.suspicion import suspects_of


class Suspected(NamedTuple):
    """Checks that may find something, and what they need; ``None`` where that is everything."""

    checks: list[Check]
    statements: set[Quad] | None


def suspected(checks: Iterable[Check], data: Index) -> Suspected:
    """The checks that may find something in these statements."""
    chosen: list[Check] = []
    needed: set[Quad] | None = set()
    for check in checks:
        suspects = suspects_of(check.query)
        if suspects is None:
            if _SIGNS.get(check.id, _always)(data):
                chosen.append(check)
                needed = None
        elif some := suspects.statements(data):
            chosen.append(check)
            needed = None if needed is None else needed.union(some)
    return Suspected(chosen, needed)


# --- Checks that look at every statement --------------------------------------------------------


def _points_at_itself(data: Index) -> bool:
    """Whether a node is an object of its own."""
    groups = data.groups.values()
    return any(node in objects for members in groups for node, objects in members)


def _dangles(data: Index) -> bool:
    """Whether anything of a report or a trial is pointed at and has no class."""
    pointed_at, bare = set[Term](), set[Term]()
    for (_, kind), members in data.groups.items():
        pointed_at.update(*(objects for _, objects in members))
        if not kind.classes:
            bare.update(node for node, _ in members)
    without = pointed_at.difference(data.kinds) | (pointed_at & bare)
    return any(isinstance(term, str) and term.startswith((REPORT, TRIAL)) for term in without)


def _always(_: Index) -> bool:
    return True


_SIGNS: Final[dict[str, Callable[[Index], bool]]] = {
    "dangling-reference": _dangles,
    "points-at-itself": _points_at_itself,
}
"""For each check that needs everything, what must be so for it to find anything."""
