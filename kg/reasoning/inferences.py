"""Inferences as a record, and the rules that give them.

In: SPARQL rules and whatever runs them. Out: sorted inferences.

An inference is about a term that the ontology defines: a class by ``owl:equivalentClass``, a
property by a chain or by symmetry. Links that are stated with such a property are repeated, and
types that are stated in such a class are no evidence for it: so the answer is the same whether or
not earlier inferences stand among the data. The closure of ``tk:broader`` is left to property
paths: listed, it could no longer be told from the hierarchy that was stated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from kg.resources import folder

Link = tuple[str, str, str]
Construct = Callable[[str], Iterable[Link]]

TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True, slots=True)
class Inferences:
    """What follows: types as (thing, class), links as (thing, property, thing), both sorted."""

    types: tuple[tuple[str, str], ...]
    links: tuple[Link, ...]

    @classmethod
    def of(cls, triples: Iterable[Link]) -> Inferences:
        """The inferences that these triples of IRIs are, each once.

        >>> Inferences.of([("t", TYPE, "C"), ("t", "p", "s"), ("t", "p", "s")])
        Inferences(types=(('t', 'C'),), links=(('t', 'p', 's'),))
        """
        distinct = sorted({(str(s), str(p), str(o)) for s, p, o in triples})
        return cls(
            types=tuple((s, o) for s, p, o in distinct if p == TYPE),
            links=tuple(triple for triple in distinct if triple[1] != TYPE),
        )

    def triples(self) -> tuple[Link, ...]:
        """All of it as triples of IRIs, in order."""
        types = [(thing, TYPE, kind) for thing, kind in self.types]
        return tuple(sorted([*types, *self.links]))


def rules() -> tuple[str, ...]:
    """The rules that ship with kg, ``queries/rules/*.rq``, one for each term that is inferred.

    >>> [rule.splitlines()[0] for rule in rules()][:2]
    ['#+ id: clinical-outcome', '#+ id: controlled-trial']
    """
    return tuple(p.read_text("utf-8") for p in sorted(folder("queries").glob("rules/*.rq")))


def infer(construct: Construct, queries: Iterable[str]) -> Inferences:
    """What the queries construct; ``construct`` runs one of them and gives triples of IRIs.

    None of the ``rules()`` needs what another gives, so that their order does not matter.

    >>> infer(lambda rule: [("t", rule, "s")], ["p", "q"]).links
    (('t', 'p', 's'), ('t', 'q', 's'))
    """
    return Inferences.of(triple for query in queries for triple in construct(query))
