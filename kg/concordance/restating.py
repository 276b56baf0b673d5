"""Which results say again what another report of the trial has said.

In: the tellings of a trial in order, each with its claims. Out: pairs of results: one that says
again, and the one that it repeats, of the first report that has it. What was derived from results
that say again says again what was derived from theirs.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from kg.concordance.likeness import Claim, pairs
from kg.concordance.tellings import Telling
from kg.identifiers import results
from kg.linking import Key
from kg.terms import Iri


def restated(
    tellings: Sequence[Telling], told: Mapping[Key, Sequence[Claim]]
) -> Iterator[tuple[Iri, Iri]]:
    """Each result that says again what an earlier telling says, and that."""
    again: dict[Iri, Iri] = {}
    for first, second in combinations(tellings, 2):
        if first.names.report != second.names.report:
            for one, other in pairs(told[first.key], told[second.key]):
                again.setdefault(other.node, one.node)
    known: dict[tuple[str, frozenset[Iri]], tuple[Iri, Iri]] = {}
    for telling in tellings:
        for node, rule, grounds in _derived(telling):
            first_told = frozenset(_first(each, again) for each in grounds)
            before, report = known.setdefault((rule, first_told), (node, telling.names.report))
            if report != telling.names.report:
                again[node] = before
    yield from sorted(again.items())


def _first(node: Iri, again: Mapping[Iri, Iri]) -> Iri:
    """The first result that says this; what is said again is never itself said again by another."""
    while node in again:
        node = again[node]
    return node


def _derived(telling: Telling) -> Iterator[tuple[Iri, str, frozenset[Iri]]]:
    """What was derived in a telling: its node, the rule, and the results that it follows from."""
    told = list(results(telling.prefix, telling.study))
    nodes = {result.key: telling.names.node(local) for local, result in told if result.key}
    for local, result in told:
        grounds = [nodes.get(key) for key in result.derived_from]
        found = frozenset(each for each in grounds if each is not None)
        if result.derivation == "derived" and result.rule and len(found) == len(grounds) > 0:
            yield telling.names.node(local), result.rule, found
