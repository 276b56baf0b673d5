"""What falls with a claim that does not conform, and what stands.

In: the statements of a report, and nodes of it. Out: all nodes that mean nothing without them;
nothing where the report as a whole would fall.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kg.namespaces import RDF, TK
from kg.terms import Iri, Literal, Quad

_WHOLE: Final = {TK.Report, TK.Extraction}
# These say nothing by themselves: the claim that has one goes with it.
_PARTS: Final = {TK.Quantity, TK.TimePoint, TK.TimePeriod, TK.Regimen, TK.Passage}
# A claim that points so at another means nothing without it.
_HANGS: Final = {
    TK.atTime,
    TK.derivedFrom,
    TK.experimentalGroup,
    TK.ofGroup,
    TK.referenceGroup,
    TK.subgroupOf,
}
_OWNS: Final = {TK.hasCriterion, TK.hasPhase, TK.receives, TK.regimen}


def fall(foci: Iterable[str], quads: Sequence[Quad]) -> set[Iri] | None:
    """The nodes that fall when these do; nothing where the report as a whole would.

    A claim falls with its parts and with the claims that mean nothing without it; a part takes the
    claim that has it along.
    """
    web = _Web(quads)
    falling: set[Iri] = set()
    waiting = [Iri(focus) for focus in foci]
    if any(web.stands(node) or not web.known(node) for node in waiting):
        return None
    while waiting:
        node = waiting.pop()
        if node not in falling and not web.stands(node):
            falling.add(node)
            waiting += web.dragged(node)
            falling |= web.emptied(node, falling)
    return falling


class _Web:
    """Who points at whom in a bundle."""

    def __init__(self, quads: Sequence[Quad]) -> None:
        self.types: dict[Iri, set[str]] = defaultdict(set)
        self._from: dict[Iri, list[tuple[str, Iri]]] = defaultdict(list)
        self._to: dict[Iri, list[tuple[str, Iri]]] = defaultdict(list)
        for subject, predicate, obj, _ in quads:
            if isinstance(obj, Literal):
                continue
            if predicate == RDF.type:
                self.types[subject].add(obj)
            else:
                self._from[subject].append((predicate, obj))
                self._to[obj].append((predicate, subject))

    def dragged(self, node: Iri) -> Iterator[Iri]:
        """What a node takes along: its own parts, what hangs on it, and who has it as a part."""
        # What the report does not describe, a concept say, is no claim of its own either.
        part = bool(self.types[node] & _PARTS) or not self.types[node]
        for predicate, owned in self._from[node]:
            if predicate in _OWNS or owned.startswith(f"{node}."):
                yield owned
        for predicate, other in self._to[node]:
            if predicate in _HANGS or part:
                yield other

    def emptied(self, node: Iri, falling: set[Iri]) -> set[Iri]:
        """The regimen whose last phase this is: it falls, but its intervention stays."""
        return {
            regimen
            for predicate, regimen in self._to[node]
            if predicate == TK.hasPhase
            and {phase for p, phase in self._from[regimen] if p == TK.hasPhase} <= falling
        }

    def known(self, node: Iri) -> bool:
        """Whether the bundle says anything of a node."""
        return bool(self.types[node] or self._to[node])

    def stands(self, node: Iri) -> bool:
        """Whether the report stands or falls with a node: itself, its trial, its extraction."""
        if TK.Trial in self.types[node]:
            return any(predicate == TK.reportedIn for predicate, _ in self._from[node])
        return bool(self.types[node] & _WHOLE)
