"""How sure each rule is: its precision as it was counted, and whether that is enough to assert.

In: the name of a rule. Out: the ``tk:confidence`` and the ``tk:claimStatus`` of its claims. The
counts stand in ``kg/data/rules.tsv``, which ``make confidence`` writes from annotated corpora.
"""

from decimal import Decimal
from functools import cache

from kg import data
from kg.codes import ClaimStatus

ENOUGH = Decimal("0.95")
"""The lower end of the 95 % interval of its precision from which on a rule asserts."""
_WEIGHT = 20
_PLACES = Decimal("0.01")
_FACTS = "fact."


@cache
def _counted() -> dict[str, tuple[int, int, Decimal]]:
    return {
        row["rule"]: (int(row["right"]), int(row["judged"]), Decimal(row["at_least"]))
        for row in data.table("rules.tsv")
    }


@cache
def _of_all() -> Decimal:
    """The precision of all rules together: what is to be thought of one that was never judged."""
    rows = _counted().values()
    return Decimal(sum(row[0] for row in rows)) / max(1, sum(row[1] for row in rows))


@cache
def confidence(rule: str) -> Decimal:
    """The precision of a rule as counted, drawn toward that of all rules where little was judged.

    The precision of all rules together weighs as much as twenty judged claims.

    >>> Decimal("0.5") < confidence("never.judged") <= 1
    True
    """
    right, judged, _ = _counted().get(rule, (0, 0, Decimal(0)))
    drawn = (right + _WEIGHT * _of_all()) / (judged + _WEIGHT)
    return drawn.quantize(_PLACES)


@cache
def status(rule: str) -> ClaimStatus:
    """Whether a rule asserts or suggests.

    A rule that reads numbers without tying them asserts where the lower bound of its precision is
    high enough. The claims of all other rules are asserted.

    >>> status("fact.never-judged"), status("arm.allocated")
    ('suggested', 'asserted')
    """
    if not rule.startswith(_FACTS):
        return "asserted"
    return "asserted" if _counted().get(rule, (0, 0, Decimal(0)))[2] >= ENOUGH else "suggested"
