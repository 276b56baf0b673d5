"""Which of the numbers of people that are claimed is the answer to "how many took part".

In: facts of one reading. Out: the one number that a reader of the claims would name.
"""

from collections.abc import Iterable

from kg.evaluation.facts import Fact

_ORDER = ("randomizedPopulation", "enrolled", "", "analysed")


def total(facts: Iterable[Fact]) -> Fact | None:
    """The total number: of those randomized, else enrolled, else without a role, else analysed.

    Numbers of people who were only screened or planned, or who completed, are none.
    """
    totals = [fact for fact in facts if fact.kind == "total"]
    ranked = ((_rank(fact), n) for n, fact in enumerate(totals))
    best, n = min(ranked, default=(len(_ORDER), 0))
    return totals[n] if best < len(_ORDER) else None


def _rank(fact: Fact) -> int:
    roles = fact.roles or ("",)
    return min((_ORDER.index(role) if role in _ORDER else len(_ORDER)) for role in roles)
