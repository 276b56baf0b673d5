"""What is left of a concordance when some claims did not conform.

In: statements of the derived graph, and what stands. Out: those that lean on nothing that fell.
"""

from collections.abc import Container, Iterable, Iterator
from typing import Final

from kg.namespaces import RDF, TK
from kg.terms import Quad

_LEANS: Final = frozenset(
    {TK.derivedFrom, TK.firstClaim, TK.secondClaim, TK.restates, TK.sameOutcomeAs}
)


def standing(quads: Iterable[Quad], known: Container[str]) -> Iterator[Quad]:
    """The statements whose nodes, and the claims that these lean on, are there.

    ``known`` are the subjects of what the reports state.
    """
    kept = list(quads)
    made = {quad.subject for quad in kept if quad.predicate == RDF.type}
    fallen = {
        quad.subject
        for quad in kept
        if quad.predicate in _LEANS and quad.object not in made and quad.object not in known
    }
    for quad in kept:
        there = quad.subject in made or quad.subject in known
        if there and quad.subject not in fallen and quad.object not in fallen:
            yield quad
