"""Estimates of effect that stand beside the comparison they are of: "less death with X (HR 0.7, …)".

In: the ledger, once words and values have been read. Out: further comparisons, with the estimate.
A line must tell one comparison of one thing and one estimate, and these must agree: in direction,
which also tells whose the estimate is, and on whether there is a difference. A hazard goes the
other way than the time without its event.
"""

from decimal import Decimal
from typing import Final

import msgspec

from kg.codes import Statistic
from kg.reading.effects import is_time_without
from kg.reading.facts import facts_of
from kg.reading.ledger import Ledger
from kg.reading.page import Line
from kg.records import Comparison, Number

RULE: Final = "comparison.estimate-beside"
_NULL: Final[dict[Statistic, int]] = {
    **dict.fromkeys(("hazardRatio", "oddsRatio", "riskRatio", "rateRatio"), 1),
    **dict.fromkeys(("meanDifference", "leastSquaresMeanDifference", "medianDifference"), 0),
    "riskDifference": 0,
}  # fmt: skip


def read_beside(ledger: Ledger) -> None:
    """Claims the estimates that stand beside a comparison in words or values."""
    told = {line: _one(ledger, line) for line in ledger.page.parts("results", None)}
    for line, comparison in told.items():
        number = None if comparison is None else _estimate(line)
        if comparison is None or number is None:
            continue
        statistic, estimate = number
        if _agree(ledger, comparison, statistic, estimate):
            made = msgspec.structs.replace(
                comparison, key="", statistic=statistic, number=estimate,
                experimental_result=None, reference_result=None,
            )  # fmt: skip
            ledger.add(made, line, rule=RULE)


def _one(ledger: Ledger, line: Line) -> Comparison | None:
    """The comparison of two arms that a line tells, if all that it tells say the same."""
    key = ledger.passage_key(line)
    told = [each for each in ledger.of(Comparison) if key in each.evidence]
    said = {
        (c.measurand, c.outcome, c.experimental_group, c.reference_group, c.direction) for c in told
    }
    plain = all(c.number is None and c.status != "suggested" and not c.groups for c in told)
    sided = told and told[0].experimental_group and told[0].reference_group
    return told[0] if len(said) == 1 and plain and sided else None


def _estimate(line: Line) -> tuple[Statistic, Number] | None:
    """The one estimate that stands in a line, with its interval."""
    found = [fact for fact in facts_of(line) if fact.kind == "effect"]
    fact = found[0] if len(found) == 1 else None
    if fact is None or fact.number is None or fact.statistic not in _NULL:
        return None
    whole = None not in {fact.number.value, fact.number.ci_lower, fact.number.ci_upper}
    return (fact.statistic, fact.number) if whole else None


def _agree(ledger: Ledger, told: Comparison, statistic: Statistic, number: Number) -> bool:
    """Whether an estimate and its interval say what a comparison says."""
    null = _NULL[statistic]
    value, low, high = number.value, number.ci_lower, number.ci_upper
    if value is None or low is None or high is None or value == null:
        return False
    if told.direction not in {"higher", "lower"}:
        return False  # nothing else tells which arm stands above the line
    sure = not low <= null <= high
    return sure == (told.significance == "significant") and _goes(
        ledger, told, statistic, value - null
    )


def _goes(ledger: Ledger, told: Comparison, statistic: Statistic, above: Decimal) -> bool:
    slug = told.measurand
    timed = slug is not None and is_time_without(ledger.page.glossary, slug)
    against = timed and statistic == "hazardRatio"
    return (above > 0) == ((told.direction == "higher") != against)
