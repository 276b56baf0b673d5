"""What two reports of one trial say differently, as a record.

In: two claims, each with the report that makes it. Out: the statements of a disagreement; its node
is named by what differs and between whom, so that the same reports always make the same node.
"""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from kg.codes import OutcomeSwitch
from kg.concordance.rounding import Apart, Figure, apart
from kg.concordance.tellings import Telling
from kg.graph.statements import code, facts, types
from kg.identifiers import DERIVED_GRAPH, trial_iri
from kg.namespaces import RDFS, TK
from kg.terms import Iri, Quad, Term, Triple, decimal, text


class Side(NamedTuple):
    """One report's word: the claim, or the report where it makes none, and what it says."""

    telling: Telling
    claim: Iri
    words: str
    figure: Figure | None = None


class Difference(NamedTuple):
    """A property of which two reports of one trial say different things."""

    on: str
    about: str
    sides: tuple[Side, Side]
    rule: str
    apart: Apart | None = None
    switch: OutcomeSwitch | None = None


def compared(on: str, about: str, sides: tuple[Side, Side], rule: str) -> Iterator[Difference]:
    """The difference of two numbers, where rounding does not account for it."""
    first, second = (side.figure for side in sides)
    if first is not None and second is not None:
        found = apart(first, second)
        if found is not None:
            yield Difference(on, about, sides, rule, found)


def numbered_side(telling: Telling, claim: Iri, number: Figure) -> Side:
    """A side whose word is a number."""
    relation = "" if number.relation == "=" else f"{number.relation} "
    return Side(telling, claim, f"{relation}{number.words}", number)


def quads(trial: str, found: Difference) -> Iterator[Quad]:
    """The statements of a difference, in the graph of what is derived."""
    node = found.sides[1].telling.names.node(f"disagreement-{_digest(found)}")
    for triple in (*types(node, "Disagreement"), *_triples(trial_iri(trial), node, found)):
        yield Quad(*triple, DERIVED_GRAPH)


def _digest(found: Difference) -> str:
    parts = (found.on, found.sides[0].claim, found.sides[1].claim, found.switch or "")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]


def _triples(trial: Iri, node: Iri, found: Difference) -> Iterator[Triple]:
    first, second = found.sides
    yield trial, TK.hasDisagreement, node
    yield node, TK.disagreesOn, Iri(found.on)
    yield node, TK.derivedFrom, first.claim
    yield node, TK.derivedFrom, second.claim
    yield from facts(
        node,
        (RDFS.label, text(found.about)),
        (TK.ruleId, text(found.rule)),
        (TK.firstClaim, first.claim),
        (TK.secondClaim, second.claim),
        (TK.firstWords, text(first.words)),
        (TK.secondWords, text(second.words)),
        (TK.firstValue, _number(first)),
        (TK.secondValue, _number(second)),
        (TK.magnitude, found.apart and decimal(found.apart.magnitude)),
        (TK.tolerance, found.apart and decimal(found.apart.tolerance)),
        (TK.outcomeSwitch, code(found.switch)),
    )


def _number(side: Side) -> Term | None:
    return None if side.figure is None else decimal(side.figure.value)
