"""A shape: its path, its constraints, and what it says of a focus node.

In: a focus node and the data. Out: the findings of that node, or only whether there is none. This
is the plain reading of the recommendation; :mod:`~kg.validation.compiled.shortcuts` answers most
of it for many nodes at once and comes here for every finding.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from kg.terms import Literal, Term, spelled
from kg.validation.compiled.constraints import Constraint, Fault, OfEach, View
from kg.validation.compiled.index import Index
from kg.validation.compiled.paths import Path, walk
from kg.validation.findings import Finding, Severity

_COMPONENT: Final = "http://www.w3.org/ns/shacl#{}ConstraintComponent"


@dataclass(frozen=True, eq=False, kw_only=True)
class Shape:
    """A node shape, or a property shape where there is a path.

    ``path_told`` is the path as SPARQL writes it. ``parts`` are the values of ``sh:property``.
    """

    name: str
    path: Path | None
    path_told: str | None
    constraints: tuple[Constraint, ...]
    parts: tuple["Shape", ...]
    severity: Severity
    message: str | None
    active: bool = True

    @property
    def free(self) -> bool:
        """Whether a term conforms or not whatever the data say."""
        plain = (isinstance(each, OfEach) and each.free for each in self.constraints)
        return not self.active or (self.path is None and not self.parts and all(plain))

    def values(self, focus: Term, data: Index) -> Collection[Term]:
        """The value nodes of a focus node."""
        if self.path is None:
            return (focus,)
        return tuple(walk(self.path, focus, data))

    def conforms(self, focus: Term, data: Index) -> bool:
        """Whether a node conforms: there is no finding of any severity."""
        if not self.active:
            return True
        view = View(focus, self.values(focus, data), data)
        for constraint in self.constraints:
            for _ in constraint.faults(view):
                return False
        return all(part.conforms(value, data) for part in self.parts for value in view.values)

    def findings(self, focus: Term, data: Index) -> Iterator[Finding]:
        """All that is wrong with a node."""
        if not self.active:
            return
        view = View(focus, self.values(focus, data), data)
        for constraint in self.constraints:
            for fault in constraint.faults(view):
                yield self._finding(constraint, focus, fault)
        for part in self.parts:
            for value in view.values:
                yield from part.findings(value, data)

    def _finding(self, constraint: Constraint, focus: Term, fault: Fault) -> Finding:
        return Finding(
            severity=self.severity,
            shape=self.name,
            focus=spelled(focus) if isinstance(focus, Literal) else focus,
            message=f"Not met: {constraint.told}." if self.message is None else self.message,
            source=_COMPONENT.format(constraint.component),
            path=fault.path or self.path_told,
            # A constraint on the node itself repeats the node as its value.
            value=None if fault.value == focus else fault.value,
        )
